"""Which addresses a download may come from, and where one may lead to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

from ..errors import DownloadFailed

__all__ = ["LOOPBACK", "check_address", "check_redirection"]

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
"""This machine, as the origin of a download that needs no https."""

# RFC 6762, RFC 8375, and the reservation of .internal by ICANN (2024); names without a dot are those of a local network
_LOCAL_ENDS = (".local", ".home.arpa", ".internal")


def check_address(address: str, *, local: bool = True) -> str:
    """The host of an address. DownloadFailed unless it is https, or http on this machine where that is `local`."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or (parts.scheme != "https" and not (local and parts.scheme == "http" and host in LOOPBACK)):
        raise DownloadFailed(f"{address}: only https:// addresses are downloaded from")
    return host


def check_redirection(address: str, origin: str) -> None:
    """DownloadFailed where a server at the host `origin` leads to what only this machine or its network sees."""
    host = check_address(address, local=origin in LOOPBACK)
    reach = _reach(host)
    if reach and reach != _reach(origin):
        raise DownloadFailed(f"not downloaded: {origin} leads to {host}, which is not on the public network")


def _reach(host: str) -> str:
    """ "" for a host of the public network, else how far it reaches."""
    name = host.rstrip(".").lower()
    address = _literal(name)
    if address is None:
        if name == "localhost" or name.endswith(".localhost"):  # RFC 6761
            return "loopback"
        return "private" if "." not in name or name.endswith(_LOCAL_ENDS) else ""
    if address.is_loopback or address.is_unspecified:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    return "" if address.is_global else "private"


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is written as, also in the short and octal forms that the system takes ("127.1")."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
