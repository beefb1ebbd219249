"""The address of an index on a cluster: what a person writes, and the secrets that never stand in it."""

from __future__ import annotations

import netrc
import os
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qsl

from ...errors import SeizedError

__all__ = ["Address", "Credentials", "address_of"]

# one stroke is left of two where the address has been taken for a path
_ADDRESS: Final = re.compile(
    r"(?P<scheme>[A-Za-z]+):/{1,2}(?P<hosts>[^/?#]*)(?P<name>/[^/?#]*)?/?(?:\?(?P<options>[^#]*))?"
)
_OURS: Final = re.compile(r"opensearchs?:", re.IGNORECASE)
# no drive of Windows has a name of two letters
_OF_ANOTHER: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_HOST: Final = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_PORT: Final = 9200
_OPTIONS: Final[Mapping[str, range]] = {"shards": range(1, 1025), "replicas": range(16)}
_FORM: Final = "opensearch://HOST:9200/NAME, or opensearchs:// with TLS"
_USER, _PASSWORD, _KEY = "SEIZED_OPENSEARCH_USER", "SEIZED_OPENSEARCH_PASSWORD", "SEIZED_OPENSEARCH_API_KEY"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks; none of it is ever shown. key: an API key, or "" and a user with a password"""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    key: str = field(default="", repr=False)

    @property
    def header(self) -> str:
        """As a request says it."""
        if self.key:
            return f"ApiKey {self.key}"
        return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")


@dataclass(frozen=True, slots=True)
class Address:
    """An index on a cluster.

    hosts: each a name, or an IP address, with its port; name: of the index there
    shards, replicas: of an index that is made there; None for what the cluster's size says
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = False
    shards: int | None = field(default=None, compare=False)
    replicas: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        scheme = "opensearchs" if self.tls else "opensearch"
        return f"{scheme}://{','.join(f'{host}:{port}' for host, port in self.hosts)}/{self.name}"

    @property
    def is_near(self) -> bool:
        """Whether what is sent there stays on this machine."""
        return all(_is_loopback(host) for host, _ in self.hosts)

    def credentials(self) -> Credentials | None:
        """Who asks, by the environment or netrc; None for nobody. Raises SeizedError where it would be overheard."""
        found = _from_environment() or _from_netrc(self.hosts)
        if found and not (self.tls or self.is_near):
            raise SeizedError(f"{self}: passwords and keys are sent over TLS alone; write opensearchs://")
        return found


def address_of(written: str) -> Address | None:
    """The address that was written; None for what is none, as a folder. SeizedError where it is none that can be."""
    written = written.strip()
    if not _OURS.match(written):
        if _OF_ANOTHER.match(written):
            # what is wrong with it may be a password
            raise SeizedError(f"that is no folder and no address of a cluster, which looks like {_FORM}")
        return None
    found = _ADDRESS.fullmatch(written)
    if found is None:
        raise SeizedError(f"an address of a cluster looks like {_FORM}")
    if "@" in found["hosts"]:
        # it would stand in the history of the shell and in logs; it is not repeated here
        raise SeizedError(f"no user or password in an address; set {_USER} and {_PASSWORD}, {_KEY}, or use netrc")
    name = (found["name"] or "").removeprefix("/")
    if not _NAME.fullmatch(name):
        raise SeizedError(f"the name of an index on a cluster is small letters, digits, - and _, at most 100: {_FORM}")
    hosts = tuple(_host(one) for one in found["hosts"].split(","))
    return Address(hosts, name, found["scheme"].lower() == "opensearchs", **_options(found["options"] or ""))


def _host(written: str) -> tuple[str, int]:
    found = _HOST.fullmatch(written)
    port = int(found["port"] or _PORT) if found else 0
    if found is None or not 0 < port < 1 << 16:
        raise SeizedError(f"{written[:80]!r} is no host of a cluster: {_FORM}")
    return found["host"], port


def _options(written: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, value in parse_qsl(written, keep_blank_values=True):
        allowed = _OPTIONS.get(name)
        if allowed is None:
            raise SeizedError(f"unknown option {name[:40]!r} of an address; there are {', '.join(_OPTIONS)}")
        if not value.isdecimal() or int(value[:6]) not in allowed:
            raise SeizedError(f"{name} of an address is a number from {allowed[0]} to {allowed[-1]}")
        found[name] = int(value)
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _from_environment() -> Credentials | None:
    # a file of the environment, or of a secret, may end in the end of a line
    key, user = os.environ.get(_KEY, "").strip(), os.environ.get(_USER, "")
    if key:
        if not (key.isascii() and key.isprintable()):
            raise SeizedError(f"{_KEY} has characters that no key has")
        return Credentials(key=key)
    password = os.environ.get(_PASSWORD, "")
    if bool(user) != bool(password):
        there, missing = (_USER, _PASSWORD) if user else (_PASSWORD, _USER)
        raise SeizedError(f"{there} is set, and {missing} is not")
    return Credentials(user, password) if user else None


def _from_netrc(hosts: tuple[tuple[str, int], ...]) -> Credentials | None:
    try:
        known = netrc.netrc(os.environ.get("NETRC"))
    except (OSError, netrc.NetrcParseError):
        return None
    for host, _ in hosts:
        # the entry "default" is for any host, and none of it is meant for a cluster
        if host in known.hosts:
            user, _, password = known.hosts[host]
            return Credentials(user, password or "")
    return None
