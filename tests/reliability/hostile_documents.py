"""Hostile documents: real ones broken by chance, always the same for a seed, and read as `seized index` reads them.

    python tests/reliability/hostile_documents.py --count 20000

prints as JSON how many were read and refused, every fault, what took the longest and the memory over that of the
documents as they were.
"""

from __future__ import annotations

import argparse
import faulthandler
import html
import io
import json
import random
import re
import resource
import runpy
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seized.errors import DocumentError
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.readers import read, read_bytes, walk

__all__ = ["Breaker", "hostile", "read_all", "seeds"]

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "corpus"
_HANG = 120
"""Seconds after which a document counts as one that is never read: the process is stopped with a traceback."""
_LONGEST = 60_000
"""Bytes of a real document before it is broken, so that many can be read."""
_SLOWEST = 5
_MASKED = "could not be understood"
"""What a reader says of a fault that it did not expect."""

_TAG = re.compile(rb"<[^<>]{1,200}>")
_PIECES: dict[str, list[str]] = json.loads(Path(__file__).with_name("document_pieces.json").read_text(encoding="ascii"))
"""What is put into documents, of each kind."""


def seeds() -> dict[str, list[bytes]]:
    """Real documents of each kind; those of the shared corpus too, where it is at hand."""
    texts = [path.read_bytes() for path in sorted((ROOT / "corpus/samples").glob("*.txt"))]
    texts += [path.read_bytes() for path in sorted(SHARED.glob("letters/*.txt"))]
    files = sorted(SHARED.glob("akn/**/*.xml"))
    chosen = random.Random(8).sample(files, min(len(files), 24))
    pages = [_as_html(text.decode()) for text in texts]
    found = {
        "text": texts,
        "html": pages,
        "xml": [data for data in (path.read_bytes() for path in chosen) if len(data) <= 4 * _LONGEST] or [_as_akn()],
    }
    if find_spec("docx") is not None:
        found["word"] = [_as_word(text.decode()) for text in texts]
    found["zip"] = [_zipped({f"{kind}/{n}": one[n % len(one)] for kind, one in found.items()}) for n in range(4)]
    return {kind: [one if kind in ("word", "zip") else one[:_LONGEST] for one in each] for kind, each in found.items()}


def _lines(text: str) -> list[str]:
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def _as_html(text: str) -> bytes:
    blocks = "\n".join(f'<p class="x">{html.escape(line)}</p>' for line in _lines(text))
    return (
        f"<!DOCTYPE html><html lang=en><head><title>x</title></head><body><main>{blocks}</main></body></html>".encode()
    )


def _as_akn() -> bytes:
    """A short resolution as XML, where no real one is at hand."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
        b'<statement name="resolution"><meta><identification><FRBRWork><FRBRdate date="2020-12-03"/></FRBRWork>'
        b'<FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta><preface>'
        b'<docNumber refersTo="#symbol">S/RES/2553 (2020)</docNumber></preface><preamble><container><p>Recalling its '
        b"resolution 1325 (2000),</p></container></preamble><mainBody><paragraph><num>1.</num><content><p>Decides so;"
        b"</p></content></paragraph></mainBody></statement></akomaNtoso>"
    )


def _as_word(text: str) -> bytes:
    maker = runpy.run_path(str(ROOT / "tests/indexer/files/word_files.py"))["resolution"]
    body = [("pre", "", re.sub(r"[^\t\n\x20-\ud7ff]", "", line)) for line in _lines(text)]
    made: bytes = maker(("S/RES/2553 (2020)", "3 December 2020", "Resolution 2553 (2020)", body), automatic=True)
    return made


def _zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


class Breaker:
    """Breaks documents by chance. `known`: real documents of each kind, of which pieces get into others."""

    def __init__(self, chance: random.Random, known: dict[str, list[bytes]]) -> None:
        self._chance = chance
        self._known = known

    def broken(self, kind: str, data: bytes) -> bytes:
        """A document with a few things wrong."""
        if kind in ("word", "zip") and self._chance.random() < 0.75:
            data = self._repacked(data)
            return data if self._chance.random() < 0.8 else self._bytes(data)
        if kind in ("word", "zip"):
            return self._bytes(data)
        for _ in range(self._chance.choice((1, 1, 2, 4))):
            data = self._piece(data)
        return data

    def _piece(self, data: bytes) -> bytes:
        ways: tuple[Callable[[bytes], bytes], ...] = (
            *(self._bytes, self._inserted, self._inserted, self._spliced, self._repeated, self._nested),
            *(self._one_line, self._reencoded, self._mixed, self._tags, self._worded, self._worded, self._stirred),
        )
        return self._chance.choice(ways)(data)

    def _at(self, data: bytes | bytearray) -> int:
        return self._chance.randint(0, len(data))

    def _bytes(self, data: bytes) -> bytes:
        """Bytes changed or lost, the end cut off."""
        changed = bytearray(data)
        for _ in range(self._chance.choice((1, 4, 40))):
            if changed:
                changed[self._chance.randrange(len(changed))] = self._chance.randrange(256)
        if self._chance.random() < 0.3:
            del changed[self._at(changed) :]
        if self._chance.random() < 0.3:
            start = self._at(changed)
            del changed[start : start + self._chance.choice((1, 50, 2000))]
        return bytes(changed)

    def _inserted(self, data: bytes) -> bytes:
        for _ in range(self._chance.choice((1, 3, 30))):
            at = self._at(data)
            piece = self._chance.choice(self._chance.choice((_PIECES["strange"], _PIECES["number"], _PIECES["phrase"])))
            data = data[:at] + piece.encode() * self._chance.choice((1, 1, 1, 5, 500)) + data[at:]
        return data

    def _spliced(self, data: bytes) -> bytes:
        other = self._chance.choice(self._known[self._chance.choice(sorted(self._known))])
        start, at = self._at(other), self._at(data)
        return data[:at] + other[start : start + self._chance.choice((20, 2000, 20_000))] + data[self._at(data) :]

    def _repeated(self, data: bytes) -> bytes:
        start = self._at(data)
        size = self._chance.choice((1, 3, 20, 300, 3000))
        piece = data[start : start + size]
        return data[:start] + piece * (1 + self._chance.choice((1, 20, 60_000 // size))) + data[start + size :]

    def _nested(self, data: bytes) -> bytes:
        at = self._at(data)
        return (
            data[:at] + self._chance.choice(_PIECES["nest"]).encode() * self._chance.choice((20, 300, 5000)) + data[at:]
        )

    def _one_line(self, data: bytes) -> bytes:
        joint = self._chance.choice((b"", b" ", b"\r", b"\x0b", b"\xe2\x80\xa8"))
        return data.replace(b"\n", joint) * self._chance.choice((1, 1, 4))

    def _reencoded(self, data: bytes) -> bytes:
        return data.decode("utf-8", "replace").encode(self._chance.choice(_PIECES["encoding"]), "replace")

    def _mixed(self, data: bytes) -> bytes:
        """A part of it in another encoding."""
        start, end = sorted((self._at(data), self._at(data)))
        return data[:start] + self._reencoded(data[start:end]) + data[end:]

    def _tags(self, data: bytes) -> bytes:
        """Tags lost, doubled or exchanged."""
        tags = list(_TAG.finditer(data))
        if len(tags) < 2:
            return self._inserted(data)
        for _ in range(self._chance.choice((1, 5, 50))):
            tag, other = self._chance.choice(tags), self._chance.choice(tags)
            put = self._chance.choice((b"", tag[0] * 2, other[0], other[0][:-1] + b" x=", b"</" + tag[0].lstrip(b"</")))
            data = data[: tag.start()] + put + data[tag.end() :]
        return data

    def _worded(self, data: bytes) -> bytes:
        """Other words between the tags, which stay as they are."""
        gaps = [gap for gap in re.finditer(rb"(?<=>)[^<>]{1,4000}(?=<)", data) if gap[0].strip()]
        if not gaps:
            return self._inserted(data)
        for gap in sorted(
            self._chance.sample(gaps, min(len(gaps), self._chance.choice((1, 5, 40)))), reverse=True, key=re.Match.start
        ):
            words = self._inserted(html.unescape(gap[0].decode("utf-8", "replace")).encode()).decode("utf-8", "replace")
            if self._chance.random() < 0.8:  # as XML may have them
                words = re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd]", "", words)
            data = data[: gap.start()] + html.escape(words).encode("utf-8", "replace") + data[gap.end() :]
        return data

    def _stirred(self, data: bytes) -> bytes:
        lines = data.split(b"\n")
        start = self._chance.randrange(len(lines))
        part = lines[start : start + self._chance.choice((3, 30, 300))]
        self._chance.shuffle(part)
        return b"\n".join([*lines[:start], *part, *lines[start + len(part) :]])

    def _repacked(self, data: bytes) -> bytes:
        """A packed file with a member or two changed, renamed, doubled, locked or lost."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
        for _ in range(self._chance.choice((1, 1, 2, 3))):
            at = self._chance.randrange(len(members))
            name, inside = members[at]
            members[at] = self._chance.choice(
                (
                    *[(name, self._piece(inside))] * 4,
                    (self._chance.choice(_PIECES["name"]), inside),
                    (name, data),
                    (members[0][0], inside),
                )
            )
        if self._chance.random() < 0.1 and len(members) > 1:
            members.pop(self._chance.randrange(len(members)))
        return self._packed(members)

    def _packed(self, members: list[tuple[str, bytes]]) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", self._chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
            for name, inside in members:
                info = zipfile.ZipInfo(name)
                info.compress_type = archive.compression
                info.external_attr = self._chance.choice((0, 0, 0, 0o120777 << 16))  # a link, as Unix marks it
                archive.writestr(info, inside)
        packed = bytearray(file.getvalue())
        if self._chance.random() < 0.05:
            packed[packed.index(b"PK\x01\x02") + 8] |= 1  # as if encrypted
        return bytes(packed)


def hostile(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Broken documents, each with its kind: texts and XML more often."""
    known = seeds()
    kinds = [
        kind for kind in ("text", "text", "text", "xml", "xml", "xml", "html", "html", "word", "zip") if kind in known
    ]
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        kind = chance.choice(kinds)
        yield kind, Breaker(chance, known).broken(kind, chance.choice(known[kind]))


def read_all(kind: str, data: bytes, folder: Path) -> list[str]:
    """Read a document to its clauses, an archive member by member: the reasons of what was refused.

    Whatever else goes wrong comes out as it is.
    """
    if kind != "zip":
        return _reasons([partial(read_bytes, data, f"x.{kind}")])
    path = folder / "x.zip"
    path.write_bytes(data)
    return _reasons([partial(lambda source: read(source, source.load()), source) for source in walk([path])])


def _reasons(readers: list[Callable[[], Any]]) -> list[str]:
    reasons = []
    for reader in readers:
        try:
            for document in reader():
                json.dumps([clause.to_dict() for clause in clauses_of(document)])
        except DocumentError as refusal:
            reasons.append(refusal.reason)
    return reasons


def _fault(reasons: list[str]) -> str:
    """What is wrong with refusals: an error that no reader expected, or one that is no line."""
    return next((one for one in reasons if one.startswith(_MASKED) or not one.isprintable() or len(one) > 500), "")


def run(seed: int, count: int) -> dict[str, Any]:
    """Read `count` broken documents; see the head of this file for what comes back."""
    outcomes: Counter[str] = Counter()
    faults: list[list[str]] = []
    slowest: list[tuple[float, int, str, int]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, each in seeds().items():
            for one in each:
                read_all(kind, one, folder)
        before = _memory()
        for number, (kind, data) in enumerate(hostile(seed, count)):
            faulthandler.dump_traceback_later(_HANG, exit=True)
            start = time.process_time()
            fault, reasons = "", []
            try:
                reasons = read_all(kind, data, folder)
                fault = _fault(reasons)
            except Exception as error:
                fault = f"{type(error).__name__}: {error}"
            slowest = sorted([*slowest, (time.process_time() - start, number, kind, len(data))], reverse=True)[
                :_SLOWEST
            ]
            outcomes[f"{kind} {'refused' if reasons or fault else 'read'}"] += 1
            if fault:
                faults.append([str(number), kind, fault[:300]])
        faulthandler.cancel_dump_traceback_later()
    return {"documents": count, **outcomes, "faults": faults, "slowest": slowest, "megabytes": _memory() - before}


def _memory() -> int:
    """The most memory that this process has had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> (20 if sys.platform == "darwin" else 10)


def main() -> None:
    arguments = argparse.ArgumentParser(description="Read hostile documents.")
    arguments.add_argument("--count", type=int, default=500)
    arguments.add_argument("--seed", type=int, default=1948)
    given = arguments.parse_args()
    warnings.simplefilter("ignore")  # of names that stand twice in an archive
    json.dump(run(given.seed, given.count), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
