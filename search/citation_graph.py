"""The network of citations between documents, and the files it is written to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from ..errors import NotFound, SeizedError
from ..vocabulary import symbols
from .citations import all_cited, document_asked, read_target
from .cited import Cited
from .deadline import check_time
from .leaves import language
from .whole_files import write_whole

if TYPE_CHECKING:
    from .index import Index

__all__ = ["FORMATS", "Direction", "Edge", "Network", "Node", "around", "check_ending", "read_network", "write_graph"]

Direction = Literal["cites", "cited by"]


@dataclass(frozen=True, slots=True)
class Node:
    """A document that cites or is cited. Of one that is not in the index only the symbol and the year are known.

    date: ISO 8601; of a resolution that is not in the index, its year
    """

    symbol: str
    date: str
    title: str
    in_index: bool

    def to_dict(self) -> dict[str, Any]:
        """The node as JSON has it."""
        return {"id": self.symbol, "date": self.date, "title": self.title, "in_index": self.in_index}


@dataclass(frozen=True, slots=True)
class Edge:
    """All that one document cites of another.

    date: of the citing document
    paragraphs: pairs of the citing paragraph as in ids ("op/5") and the one cited ("7", or "" for the whole)
    relations: what the citing paragraphs say that the cited document did to a third ("renew"), each once
    """

    source: str
    target: str
    date: str
    paragraphs: tuple[tuple[str, str], ...]
    relations: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Paragraphs that cite."""
        return len({place for place, _ in self.paragraphs})

    def to_dict(self) -> dict[str, Any]:
        """The edge as JSON has it."""
        return {
            "source": self.source,
            "target": self.target,
            "date": self.date,
            "count": self.count,
            "paragraphs": [{"from": place, "to": label or None} for place, label in self.paragraphs],
            "relations": list(self.relations),
        }


@dataclass(frozen=True)
class Network:
    """Documents by symbol, and who cites whom."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]

    @cached_property
    def cites(self) -> Mapping[str, list[str]]:
        """The documents that each document cites."""
        return _grouped((edge.source, edge.target) for edge in self.edges)

    @cached_property
    def cited_by(self) -> Mapping[str, list[str]]:
        """The documents that cite each document."""
        return _grouped((edge.target, edge.source) for edge in self.edges)

    def reach(self, start: str, depth: int, direction: Direction) -> dict[str, tuple[int, str]]:
        """The documents that lead to or from `start`, nearest first: how many citations off, and the one before."""
        neighbours = self.cites if direction == "cites" else self.cited_by
        found: dict[str, tuple[int, str]] = {}
        edge = list(_names(start))
        seen = set(edge)
        for steps in range(1, depth + 1):
            near = {one: via for via in reversed(edge) for one in neighbours.get(via, ()) if one not in seen}
            found.update((one, (steps, via)) for one, via in near.items())
            seen.update(near)
            edge = list(near)
        return found

    def within(self, chosen: Iterable[str]) -> Network:
        """The part of it between some documents."""
        kept = {symbol: self.nodes[symbol] for symbol in chosen if symbol in self.nodes}
        return Network(kept, tuple(edge for edge in self.edges if edge.source in kept and edge.target in kept))

    def to_dict(self) -> dict[str, Any]:
        """Node-link data, as D3 and networkx read it."""
        return {
            "directed": True,
            "multigraph": False,
            "graph": {},
            "nodes": [node.to_dict() for node in self.nodes.values()],
            "links": [edge.to_dict() for edge in self.edges],
        }


def _names(symbol: str) -> tuple[str, ...]:
    """The symbol of a document and, of one that is issued under several, each of them, since each is cited."""
    return tuple(dict.fromkeys((symbol, *symbols.components(symbol))))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for one, other in pairs:
        groups.setdefault(one, []).append(other)
    return groups


def read_network(index: Index, lang: str = "") -> Network:
    """The citations between all documents of an index, and those that they cite.

    A document that is issued under several symbols is one node, by whichever of them it is cited.

    Raises QueryError for what is no language.
    """
    lang = language(lang)
    edges: dict[tuple[str, str], list[Cited]] = {}
    for row in all_cited(index, lang):
        check_time()
        target = index.as_indexed(row.target)
        edges.setdefault((row.document, target), []).append(row)
    records = sorted(index.records(), key=lambda one: one.lang == "en")
    nodes = {
        one.symbol: Node(one.symbol, one.date, one.title if one.title != one.symbol else "", in_index=True)
        for one in records
        if not lang or one.lang == lang
    }
    for _, target in edges:
        nodes.setdefault(target, Node(target, _year(target), "", in_index=False))
    return Network(nodes, tuple(_edge(*pair, rows) for pair, rows in edges.items()))


def _edge(source: str, target: str, rows: list[Cited]) -> Edge:
    check_time()
    paragraphs = tuple(dict.fromkeys((row.place, row.paragraph) for row in rows))
    relations = tuple(dict.fromkeys(row.relation for row in rows if row.relation))
    return Edge(source, target, rows[0].date, paragraphs, relations)


def _year(symbol: str) -> str:
    numbered = re.fullmatch(r"S/RES/\d{1,5} \((\d{4})\)", symbol)
    return numbered[1] if numbered else ""


def around(index: Index, symbol: str, depth: int = 1, lang: str = "") -> Network:
    """The documents at most `depth` citations away in either direction, and all citations between them."""
    network = index.network(lang=lang)
    document = document_asked(index, read_target(symbol)[0])
    found = network.within(
        (*_names(document), *network.reach(document, depth, "cites"), *network.reach(document, depth, "cited by"))
    )
    if not found.nodes:
        raise NotFound(f"no document {document} in the index, and none that cites it")
    return found


# What XML cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEYS: Final = {
    "date": ("node", "string"),
    "title": ("node", "string"),
    "in_index": ("node", "boolean"),
    "cited_on": ("edge", "string"),
    "count": ("edge", "int"),
    "paragraphs": ("edge", "string"),
    "relations": ("edge", "string"),
}
"""The attributes of GraphML: of what, and of which type."""


def _graphml(network: Network) -> str:
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name, (owner, kind) in _KEYS.items():
        SubElement(
            root, "key", {"id": name, "for": owner, "attr.name": name.replace("cited_on", "date"), "attr.type": kind}
        )
    graph = SubElement(root, "graph", {"id": "citations", "edgedefault": "directed"})
    for node in network.nodes.values():
        added = SubElement(graph, "node", {"id": node.symbol})
        _data(added, {"date": node.date, "title": node.title, "in_index": str(node.in_index).lower()})
    for edge in network.edges:
        added = SubElement(graph, "edge", {"source": edge.source, "target": edge.target})
        _data(added, {"cited_on": edge.date, "count": str(edge.count), **_lists(edge)})
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _data(element: Any, values: Mapping[str, str]) -> None:
    from xml.etree.ElementTree import SubElement

    for name, value in values.items():
        if value:
            SubElement(element, "data", {"key": name}).text = _CONTROLS.sub(" ", value)


def _lists(edge: Edge) -> dict[str, str]:
    """The paragraphs and relations of an edge for formats that know no lists: "op/5 -> 7; pp/2"."""
    paragraphs = (f"{place} -> {label}" if label else place for place, label in edge.paragraphs)
    return {"paragraphs": "; ".join(paragraphs), "relations": "; ".join(edge.relations)}


def _json(network: Network) -> str:
    return json.dumps(network.to_dict(), ensure_ascii=False, indent=1) + "\n"


def _dot(network: Network) -> str:
    lines = ["digraph citations {", "  node [shape=box];"]
    for node in network.nodes.values():
        style = {} if node.in_index else {"style": "dashed"}
        lines.append(f"  {_quoted(node.symbol)}{_attributes({'date': node.date, 'title': node.title, **style})};")
    for edge in network.edges:
        values = {"date": edge.date, "count": str(edge.count), **_lists(edge)}
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)}{_attributes(values)};")
    return "\n".join([*lines, "}", ""])


def _attributes(values: Mapping[str, str]) -> str:
    given = ", ".join(f"{name}={_quoted(value)}" for name, value in values.items() if value)
    return f" [{given}]" if given else ""


def _quoted(text: str) -> str:
    """A string of the DOT language: quotes and backslashes escaped, on one line."""
    plain = " ".join(_CONTROLS.sub(" ", text).split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


_WRITERS: Final[Mapping[str, Callable[[Network], str]]] = {".graphml": _graphml, ".json": _json, ".dot": _dot}
FORMATS: Final = tuple(_WRITERS)
"""The endings of the files that a network can be written to."""


def check_ending(path: Path) -> None:
    """SeizedError where the ending of a file names no format that a network can be written in."""
    if path.suffix.casefold() not in _WRITERS:
        raise SeizedError(f"{path}: the ending says the format; write {', '.join(FORMATS)}")


def write_graph(network: Network, path: Path) -> None:
    """Write a network in the format that the ending of `path` names. Raises SeizedError."""
    check_ending(path)
    write_whole(path, _WRITERS[path.suffix.casefold()](network).encode())
