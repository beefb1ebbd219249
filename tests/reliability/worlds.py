"""Small documents of invented wording, indexes of them, and what an index says as one digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import msgspec
from whoosh.query import Every

from seized import IndexNotFound, open_index
from seized.indexer.columnar.manifest import Manifest, check_files

__all__ = ["corpus_of", "digest", "documents_of", "resolution", "strays"]

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_LANGUAGES = {
    "English": ("eng", "Recalling its resolution 1325 (2000),", "Decides to plant {number} invented trees, {word};"),
    "Chinese": ("zho", "回顾其第1325(2000)号决议,", "决定种植{number}棵虚构的树木,{word};"),
}
_QUERIES = (
    '"invented trees"',
    "verb:decides",
    "cites:1325",
    "树木",
    "date:2020",
    "invented~1",
    "tree* NOT lost",
    "种植",
)


def resolution(number: int, language: str = "English", word: str = "first") -> bytes:
    """A resolution of two paragraphs; `word` stands in the second."""
    code, recalls, decides = _LANGUAGES[language]
    text = decides.format(number=number, word=word)
    return (
        f'<akomaNtoso xmlns="{_NAMESPACE}"><statement name="resolution"><meta><identification source="#x">'
        f'<FRBRWork><FRBRuri value="/akn/un/statement/deliberation/unsc/2020-12-03/{number}-2020/"/>'
        f'<FRBRdate date="2020-12-03" name="adoption"/></FRBRWork>'
        f'<FRBRExpression><FRBRlanguage language="{code}"/></FRBRExpression></identification></meta>'
        f'<coverPage><p><docNumber refersTo="#symbol">S/RES/{number} (2020)</docNumber></p></coverPage>'
        f"<preamble><container><p>{recalls}</p></container></preamble>"
        f"<mainBody><paragraph><num>1.</num><content><p>{text}</p></content></paragraph></mainBody>"
        "</statement></akomaNtoso>"
    ).encode()


def documents_of(folder: Path, numbers: Iterable[int], word: str = "first") -> Path:
    """Write some resolutions into a folder, each in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        for language in _LANGUAGES:
            (folder / f"{number}-{language}.xml").write_bytes(resolution(number, language, word))
    return folder


def corpus_of(folder: Path, numbers: Iterable[int], word: str = "first") -> Path:
    """Write some resolutions into a folder as a clone of the corpus `un-sc` lies there."""
    for number in numbers:
        for language in _LANGUAGES:
            place = folder / "2020" / language
            place.mkdir(parents=True, exist_ok=True)
            name = f"S_RES_{number} (2020)-20000{number}{language[0]}.xml"
            (place / name).write_bytes(resolution(number, language, word))
    (folder / "data_extract").mkdir(exist_ok=True)
    return folder


def digest(path: Path) -> str:
    """What an index says: its clauses, documents and files, and what some queries find; "" where there is none.

    Every file is read and compared with what was written. The order in which records lie in the index, and scores,
    which count deleted records too, are no part of it.
    """
    try:
        check_files(path, Manifest.read(path))
        with open_index(path) as index:
            clauses = sorted(msgspec.json.encode(clause).decode() for clause in index.clauses(Every()))
            documents = sorted(msgspec.json.encode(record).decode() for record in index.records())
            answers = {query: sorted(hit.id for hit in index.search(query, limit=None)) for query in _QUERIES}
    except (IndexNotFound, FileNotFoundError):
        return ""
    return hashlib.sha256(json.dumps([clauses, documents, answers]).encode()).hexdigest()


def strays(path: Path) -> set[str]:
    """The files of a folder that are no part of the index in it."""
    named = {name for entry in Manifest.read(path).segments for name in entry.files}
    return {one.name for one in path.iterdir()} - named - {"seized.json", "writer.lock"}
