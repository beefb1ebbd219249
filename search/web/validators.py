"""Whether the one who asks has the answer already: entity tags (RFC 9110, sections 8.8.3 and 13.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from ... import __version__
from .calls import Call

__all__ = ["entity_tag", "has_any", "is_known", "validators"]

_TAG: Final = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_LISTED: Final = re.compile(rf"[\s,]*(?:{_TAG.pattern}[\s,]*)+")


def entity_tag(state: str, call: Call) -> str:
    """The tag of the answer to a call on one state of the index.

    The call is part of it: one who has the tag was given that very answer, and it need not be made anew to know.
    """
    made = "\0".join((state, __version__, *call.key)).encode("utf-8", errors="surrogatepass")
    return f'W/"{blake2b(made, digest_size=16).hexdigest()}"'


def is_known(given: Iterable[str], tag: str) -> bool:
    """Whether a tag is among those of If-None-Match headers, weak or not; what is no list of tags names none."""
    opaque = tag.removeprefix("W/")
    header = ",".join(given)
    return _LISTED.fullmatch(header) is not None and opaque in _TAG.findall(header)


def has_any(given: Iterable[str]) -> bool:
    """Whether If-None-Match headers ask for an answer only if there is none (`*`)."""
    return ",".join(given).strip() == "*"


def validators(call: Call, tag: str) -> dict[str, str]:
    """The headers by which an answer is asked for again; pages are in the language of the one who asks."""
    varies = {} if call.is_for_programs else {"Vary": "Accept-Language"}
    return {"ETag": tag, "Cache-Control": "no-cache", **varies}
