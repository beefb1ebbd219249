"""What an address of a cluster may be, and that no secret stands in it or comes out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seized import SeizedError
from seized.indexer import store
from seized.indexer.cluster.address import Address, Credentials, address_of


class TestAddress:
    @pytest.mark.parametrize(
        ("written", "whole"),
        [
            ("opensearch://localhost/council", "opensearch://localhost:9200/council"),
            ("opensearch://a:9201,b.example,[::1]:9300/un-sc", "opensearch://a:9201,b.example:9200,[::1]:9300/un-sc"),
            ("opensearchs://search.example/council/", "opensearchs://search.example:9200/council"),
            ("opensearch://localhost/council?shards=6&replicas=1", "opensearch://localhost:9200/council"),
            ("opensearch:/localhost/council", "opensearch://localhost:9200/council"),
            (" OpenSearch://localhost/council\n", "opensearch://localhost:9200/council"),
        ],
    )
    def test_it_is_shown_whole_and_read_back(self, written: str, whole: str) -> None:
        found = address_of(written)
        assert str(found) == whole
        assert address_of(whole) == found

    @pytest.mark.parametrize("folder", ["index", "/data/index", "C:\\index", "opensearch"])
    def test_a_folder_is_none(self, folder: str) -> None:
        assert address_of(folder) is None
        assert store.place_of(folder) == Path(folder).resolve()

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("opensearch://localhost", "the name of an index"),
            ("opensearch://localhost/Council", "small letters"),
            ("opensearch://localhost/a/b", "looks like opensearch://"),
            ("opensearch:///council", "is no host"),
            ("opensearch:localhost:council", "looks like opensearch://"),
            ("opensearch://localhost:99999/council", "is no host"),
            ("opensearch://localhost/council?copies=2", "unknown option 'copies'"),
            ("opensearch://localhost/council?shards=0", "shards of an address is a number from 1 to 1024"),
        ],
    )
    def test_what_it_cannot_be_is_said(self, written: str, said: str) -> None:
        with pytest.raises(SeizedError, match=said):
            address_of(written)

    @pytest.mark.parametrize("scheme", ["http://", "HTTPS://", "elasticsearch://", "http:/", "opensearch:"])
    def test_another_scheme_is_neither_a_folder_nor_repeated(self, scheme: str) -> None:
        with pytest.raises(SeizedError, match="looks like opensearch://HOST:9200/NAME") as refused:
            store.place_of(f"{scheme}annan:hunter2@localhost:9200/council")
        assert "hunter2" not in str(refused.value)

    def test_a_password_is_refused_and_not_repeated(self) -> None:
        with pytest.raises(SeizedError) as refused:
            address_of("opensearch://annan:hunter2@localhost/council")
        assert "SEIZED_OPENSEARCH_USER" in str(refused.value)
        assert not {"annan", "hunter2"} & set(str(refused.value).replace(":", " ").replace("@", " ").split())


class TestCredentials:
    near = Address((("localhost", 9200),), "council")
    far = Address((("search.example", 9200),), "council", tls=True)

    @pytest.fixture(autouse=True)
    def _nobody(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        for name in ("USER", "PASSWORD", "API_KEY"):
            monkeypatch.delenv(f"SEIZED_OPENSEARCH_{name}", raising=False)
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    def test_there_are_none_unless_they_are_given(self) -> None:
        assert self.far.credentials() is None

    def test_they_come_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SEIZED_OPENSEARCH_USER", "reader")
        monkeypatch.setenv("SEIZED_OPENSEARCH_PASSWORD", "secret")
        assert self.far.credentials() == Credentials("reader", "secret")
        monkeypatch.setenv("SEIZED_OPENSEARCH_API_KEY", "key")
        assert self.far.credentials() == Credentials(key="key")

    def test_they_come_from_netrc_by_the_name_of_the_host(self, tmp_path: Path) -> None:
        netrc = tmp_path / "netrc"
        netrc.write_text(
            "machine search.example login reader password secret\ndefault login anybody password other\n",
            encoding="utf-8",
        )
        netrc.chmod(0o600)
        assert self.far.credentials() == Credentials("reader", "secret")
        assert self.near.credentials() is None

    def test_they_are_not_sent_in_the_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SEIZED_OPENSEARCH_API_KEY", "key")
        assert self.near.credentials() is not None
        with pytest.raises(SeizedError, match="sent over TLS alone"):
            Address(self.far.hosts, "council").credentials()

    def test_they_are_never_shown(self) -> None:
        assert repr(Credentials("reader", "secret", "key")) == "Credentials()"
