"""Addresses that a download may be sent to, and those of other networks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seized import DownloadFailed
from seized.corpus.addresses import check_redirection

from .downloads import get


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "origin"),
        [
            ("https://objects.example.org/a.zip", "example.org"),
            ("https://8.8.8.8/a.zip", "example.org"),
            ("https://[2001:4860:4860::8888]/a.zip", "example.org"),
            ("http://127.0.0.1:8000/a.zip", "127.0.0.1"),
            ("http://localhost/a.zip", "127.0.0.1"),
            ("https://10.0.0.2/a.zip", "10.0.0.1"),
            ("https://example.org/a.zip", "10.0.0.1"),
        ],
    )
    def test_where_a_redirection_may_lead(self, address: str, origin: str) -> None:
        check_redirection(address, origin)

    @pytest.mark.parametrize(
        "host",
        [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1",
            "127.1",
            "0x7f.0.0.1",
            "2130706433",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "intranet",
            "printer.local",
            "metadata.google.internal",
        ],
    )
    def test_and_where_not(self, host: str) -> None:
        with pytest.raises(DownloadFailed, match="not on the public network"):
            check_redirection(f"https://{host}/a.zip", "example.org")

    @pytest.mark.parametrize("address", ["https://10.0.0.1/a.zip", "https://169.254.169.254/a.zip"])
    def test_a_server_that_leads_to_another_network(self, server: Any, target: Path, address: str) -> None:
        server.plan = [server.failing(302, Location=address)]
        with pytest.raises(DownloadFailed, match=r"127\.0\.0\.1 leads to 1.*, which is not on the public network"):
            get(server, target)
