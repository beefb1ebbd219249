"""What a cluster answers comes out as one sentence of ours, over TLS and for who may ask."""

from __future__ import annotations

import base64
import os
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from seized import IndexNotFound, IndexProblem, QueryError, SeizedError, TookTooLong
from seized.indexer.cluster.address import Address
from seized.indexer.cluster.connection import connect, mapped_errors

from .server import Answer, Server, address, serving

FLOOD = "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made:
        yield made


def ask(where: Address) -> Any:
    with mapped_errors(where):
        return connect(where).search(index=where.name, body={})


class TestAnswers:
    @pytest.mark.parametrize(
        ("answer", "kind", "said"),
        [
            ((404, {"error": {"type": "index_not_found_exception"}}), IndexNotFound, "no index there; make one with"),
            (
                (404, {"error": {"type": "search_context_missing_exception"}}),
                IndexProblem,
                "search_context_missing_exception",
            ),
            (
                (404, {"error": "alias [council] missing", "status": 404}),
                IndexNotFound,
                "no index there; make one with",
            ),
            (
                (403, {"error": {"type": "cluster_block_exception", "reason": "x"}}),
                IndexProblem,
                "takes no changes there",
            ),
            ((401, {"error": "unauthorized"}), IndexProblem, "asks who you are"),
            ((403, {"error": {"type": "security_exception"}}), IndexProblem, "you may not do that there"),
            ((429, {"error": {"type": "cluster_block_exception", "reason": FLOOD}}), IndexProblem, "nearly full"),
            ((429, {"error": {"type": "rejected_execution_exception", "reason": "queue"}}), IndexProblem, "too busy"),
            ((400, {"error": {"type": "too_many_clauses", "reason": "maxClauseCount"}}), QueryError, "more words than"),
            (
                (400, {"error": {"type": "parsing_exception", "reason": "a\nb"}}),
                IndexProblem,
                "parsing_exception: a b$",
            ),
            ((500, {"error": {"type": "x", "reason": "Time exceeded"}}), TookTooLong, "no answer in time"),
            ((503, {"error": {"type": "no_shard_available"}}), IndexProblem, "a part of the index does not answer"),
        ],
    )
    def test_each_is_one_sentence(self, server: Server, answer: Answer, kind: type[SeizedError], said: str) -> None:
        server.answer = answer
        with pytest.raises(kind, match=said) as raised:
            ask(address(server))
        assert "\n" not in str(raised.value)

    def test_a_host_that_is_not_there(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(IndexProblem, match="no host of the cluster answers"):
            ask(Address((("127.0.0.1", 1),), "council"))
        assert capsys.readouterr().err == ""


class TestWhoAsks:
    @pytest.mark.parametrize(
        ("given", "header"),
        [
            ({"USER": "reader", "PASSWORD": "secret"}, "Basic " + base64.b64encode(b"reader:secret").decode()),
            ({"USER": "lectrice", "PASSWORD": "clé’"}, "Basic " + base64.b64encode("lectrice:clé’".encode()).decode()),
            ({"API_KEY": "a2V5"}, "ApiKey a2V5"),
            ({"API_KEY": "a2V5\r\n"}, "ApiKey a2V5"),
            ({}, None),
        ],
    )
    def test_it_is_told_to_the_cluster_and_to_nobody_else(
        self, server: Server, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], header: str | None
    ) -> None:
        for name, value in given.items():
            monkeypatch.setenv(f"SEIZED_OPENSEARCH_{name}", value)
        ask(address(server))
        assert server.asked == [header]
        server.wanted = "another"
        with pytest.raises(IndexProblem) as refused:
            ask(address(server))
        assert not any(value in str(refused.value) for value in given.values())

    @pytest.mark.parametrize("key", ["se\ncret", "sécret", "se\x00cret"])
    def test_what_cannot_be_a_key_is_refused_without_naming_it(
        self, server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, key: str
    ) -> None:
        monkeypatch.setattr(os, "environ", os.environ | {"SEIZED_OPENSEARCH_API_KEY": key})
        with pytest.raises(SeizedError, match="SEIZED_OPENSEARCH_API_KEY has characters") as refused:
            ask(address(server))
        assert "cret" not in str(refused.value) + caplog.text
        assert server.asked == []


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine with its key, trusted by nobody."""
    path = tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(tmp_path / "one.pem")]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl to make a certificate with")
    path.write_bytes(path.read_bytes() + (tmp_path / "one.pem").read_bytes())
    return path


@pytest.fixture
def encrypted(certificate: Path) -> AbstractContextManager[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return serving(context)


class TestTls:
    def test_a_stranger_is_not_trusted(
        self, encrypted: AbstractContextManager[Server], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SEIZED_OPENSEARCH_API_KEY", "a2V5")
        with encrypted as server:
            with pytest.raises(IndexProblem, match="the certificate is not trusted"):
                ask(address(server, tls=True))
            assert server.asked == []

    def test_an_authority_without_a_file_is_said(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("SEIZED_OPENSEARCH_CA", str(tmp_path / "authority.pem"))
        with pytest.raises(
            SeizedError, match=r"SEIZED_OPENSEARCH_CA names .*authority\.pem, and there is no such file"
        ):
            ask(Address((("127.0.0.1", 1),), "council", tls=True))

    def test_an_authority_that_is_named_is(
        self, encrypted: AbstractContextManager[Server], certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SEIZED_OPENSEARCH_CA", str(certificate.with_name("one.pem")))
        with encrypted as server:
            assert ask(address(server, tls=True)) == {}
