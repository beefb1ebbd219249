"""A connection to a cluster whose every fault comes out as one of our errors, in one sentence without secrets."""

from __future__ import annotations

import logging
import os
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ...errors import IndexNotFound, IndexProblem, QueryError, SeizedError, TookTooLong
from .address import Address

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

__all__ = ["BUSY", "FULL", "UNAVAILABLE", "UNHURRIED", "connect", "is_absent", "is_full", "mapped_errors"]

_TRY: Final = 10
"""Seconds that one host has for an answer before the next one is asked."""
_AT_ONCE: Final = 32
"""Connections to a host that are kept: as many threads ask at the same time."""
UNHURRIED: Final = {"request_timeout": 120}
"""For what takes its time, or is not to be asked for twice."""
_TRIES: Final = 5
UNAVAILABLE: Final = (502, 503, 504)
"""The statuses of what another host may answer."""
BUSY: Final = frozenset(
    {
        "rejected_execution_exception",
        "opensearch_rejected_execution_exception",
        "circuit_breaking_exception",
        "unavailable_shards_exception",
        "process_cluster_event_timeout_exception",
    }
)
"""Types of errors of what may be asked again after a while."""
_SOMETHING_ELSE: Final = frozenset({"search_context_missing_exception", "resource_not_found_exception"})
"""Types of errors with the status of what is not there that are of no index."""
_AUTHORITY: Final = "SEIZED_OPENSEARCH_CA"


def connect(address: Address, *, patient: bool = True) -> OpenSearch:
    """A client for a cluster; nothing is sent yet.

    patient: ask again where a host does not answer; else its caller does, which then comes to another host
    Raises SeizedError where the extra is not installed, and for what cannot be in the environment.
    """
    try:
        from opensearchpy import OpenSearch
    except ImportError as fault:
        raise SeizedError(
            "an index on a cluster needs opensearch-py; install it with: pip install 'seized[cluster]'"
        ) from fault
    # else what it logs of a host that does not answer would stand on standard error
    logging.getLogger("opensearch").addHandler(logging.NullHandler())
    who = address.credentials()
    given: dict[str, Any] = {} if who is None else {"headers": {"Authorization": who.header}}
    authority = os.environ.get(_AUTHORITY)
    if address.tls and authority:
        given["ca_certs"] = _readable(authority)
    return OpenSearch(
        [{"host": host.strip("[]"), "port": port} for host, port in address.hosts],
        use_ssl=address.tls,
        verify_certs=address.tls,
        timeout=_TRY,
        pool_maxsize=_AT_ONCE,
        max_retries=max(_TRIES, len(address.hosts)) if patient else 0,
        # also where there is no next time: it makes the client leave that host out for a while
        retry_on_timeout=True,
        retry_on_status=UNAVAILABLE,
        http_compress=not address.is_near,
        **given,
    )


def _readable(authority: str) -> str:
    """The file of an authority's certificate. Raises SeizedError where it is none."""
    try:
        ssl.create_default_context(cafile=authority)
    except FileNotFoundError as fault:
        raise SeizedError(f"{_AUTHORITY} names {authority}, and there is no such file") from fault
    except (OSError, ssl.SSLError) as fault:
        raise SeizedError(f"{_AUTHORITY} names {authority}, which holds no certificate") from fault
    return authority


@contextmanager
def mapped_errors(address: Address) -> Iterator[None]:
    """Faults of a cluster as ours: it does not answer, it refuses, a part of it fails, its disk is full."""
    from opensearchpy.exceptions import ConnectionError as Unreached
    from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException, SSLError, TransportError

    try:
        yield
    except SSLError as fault:
        raise IndexProblem(f"{address}: {_of_tls(fault)}") from fault
    except ConnectionTimeout as fault:
        raise TookTooLong(f"{address}: no answer in time; ask again later") from fault
    except Unreached as fault:
        raise IndexProblem(f"{address}: no host of the cluster answers") from fault
    except TransportError as fault:
        raise _of_answer(address, fault) from fault
    except OpenSearchException as fault:
        raise IndexProblem(f"{address}: {type(fault).__name__}") from fault


def _of_tls(fault: Any) -> str:
    if "WRONG_VERSION_NUMBER" in str(fault):
        return "what answers there does not speak TLS; write opensearch://"
    return f"the certificate is not trusted; name the authority's file in {_AUTHORITY}"


def is_absent(fault: Any) -> bool:
    """Whether it is said of an index, an alias or a record that there is none; another server's 404 says less."""
    return fault.status_code == 404 and isinstance(fault.info, dict) and _kind(fault) not in _SOMETHING_ELSE


def _of_answer(address: Address, fault: Any) -> SeizedError:
    """What an answer other than 200 says."""
    status, kind, reason = fault.status_code, _kind(fault), _reason(fault)
    if status == 401:
        return IndexProblem(
            f"{address}: the cluster asks who you are; set SEIZED_OPENSEARCH_USER and _PASSWORD, or _API_KEY"
        )
    if not isinstance(fault.info, dict) and status not in (403, 429, *UNAVAILABLE):
        return IndexProblem(f"{address}: what answers there is no OpenSearch (status {status})")
    if is_full(kind, reason):
        return IndexProblem(f"{address}: {FULL}")
    if "block" in kind:
        return IndexProblem(f"{address}: the cluster takes no changes there ({kind})")
    if status == 403:
        return IndexProblem(f"{address}: you may not do that there ({kind})")
    if is_absent(fault):
        return IndexNotFound(f"{address}: no index there; make one with: seized index FILES --index {address}")
    if "too_many" in kind or "maxClauseCount" in reason:
        return QueryError("the query stands for more words than the cluster takes in one; ask for less at a time")
    if ("time" in kind and "out" in kind) or "Time exceeded" in reason:
        return TookTooLong(f"{address}: no answer in time; ask for less at a time, or again later")
    if status in (429, *UNAVAILABLE):
        what = "too busy" if status == 429 else "a part of the index does not answer"
        return IndexProblem(f"{address}: {what} ({kind}); ask again later")
    return IndexProblem(f"{address}: {kind or status}: {reason}")


FULL: Final = (
    "the disk of a node is nearly full, and the cluster takes nothing more; make room and run the same command again, "
    "which goes on where this one stopped"
)


def is_full(kind: str, reason: str) -> bool:
    """Whether an error says that a disk is nearly full."""
    return "block" in kind and bool(re.search(r"flood|disk|read-only-allow-delete|create-index blocked", reason))


def _cause(fault: Any) -> dict[str, Any]:
    info = fault.info if isinstance(fault.info, dict) else {}
    error = info.get("error", {})
    if not isinstance(error, dict):
        return {}
    causes = error.get("root_cause") or [error]
    found = causes[0] if error.get("type") == "search_phase_execution_exception" else error
    return found if isinstance(found, dict) else {}


def _kind(fault: Any) -> str:
    return str(_cause(fault).get("type") or fault.error)[:80]


def _reason(fault: Any) -> str:
    """What it says, in one line of some length."""
    return " ".join(str(_cause(fault).get("reason") or "").split())[:300]
