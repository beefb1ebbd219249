"""Hostile queries: made by a grammar and broken by chance, always the same for a seed; asked of an index in every way.

    python tests/reliability/hostile_queries.py INDEX --count 100000

prints as JSON how many were asked, answered and refused, every fault, and which took the longest, in seconds of the
processor; --worst asks instead the costliest queries that are known, made of the most frequent words of the index,
in every way that has an answer of one page.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from seized import Index, SeizedError, open_index
from seized.search.query import LONGEST

__all__ = ["Asker", "hostile", "words_of"]

_PIECES = Path(__file__).with_name("query_pieces.tsv")
_SLOWEST = 10
_HANG = 120
"""Seconds after which a query counts as one that never ends: the process is stopped with a traceback."""
_LATE = "2020"
"""What reads every clause that answers (a concordance, the verbs) is asked for those of the last years."""
_SHOWN = 3
"""Hits whose text is marked, as a page shows them."""

Words = Sequence[str]


@cache
def _pieces() -> dict[str, list[str]]:
    """The pieces of each kind; an escape such as \\ud800 stands for its character."""
    lines = _PIECES.read_text(encoding="utf-8").splitlines()
    kinds = [line.split("\t") for line in lines if not line.startswith("#")]
    return {kind: [_unescaped(piece) if kind == "strange" else piece for piece in found] for kind, *found in kinds}


def _unescaped(piece: str) -> str:
    return piece.encode("ascii").decode("unicode_escape")


def words_of(index: Index, most: int = 4000) -> list[str]:
    """Words of the index itself, as they stand, evenly over the alphabet."""
    found = list(index.engine.vocabulary.terms("exact"))
    return found[:: max(1, len(found) // most)]


def hostile(seed: int, count: int, words: Words) -> Iterator[str]:
    """Queries, each other than the last: two thirds as the grammar has them, the rest broken."""
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        query = _Maker(chance, words).query()
        yield query if chance.random() < 0.75 else _broken(query, chance)


class _Maker:
    """Makes one query."""

    def __init__(self, chance: random.Random, words: Words) -> None:
        self._chance = chance
        self._words = words

    def query(self) -> str:
        return self._any(self._chance.choice((0, 1, 1, 2, 2, 3, 5)))

    def _any(self, depth: int) -> str:
        parts = [self._part(depth) for _ in range(self._chance.choice((1, 1, 2, 2, 3, 4, 8)))]
        joints = (" ", " ", " ", " AND ", " OR ", " OR ", " NOT ", " -", " AND NOT ", "　", "")
        made = parts[0]
        for part in parts[1:]:
            made += self._chance.choice(joints) + part
        return made

    def _part(self, depth: int) -> str:
        chance = self._chance.random()
        if depth and chance < 0.25:
            return f"({self._any(depth - 1)})"
        if depth and chance < 0.3:
            return "NOT " * self._chance.choice((1, 2, 3, 49)) + self._part(depth - 1)
        if chance < 0.42:
            return self._field(depth)
        if chance < 0.54:
            return self._quote()
        if chance < 0.62:
            return self._one("open")
        if chance < 0.7:
            return self._joker()
        return self._word()

    def _field(self, depth: int) -> str:
        chance = self._chance.random()
        if chance < 0.8:
            return self._one("pair")
        chance = self._chance.random()
        if depth and chance < 0.15:
            return f"{self._one('field')}:({self._any(depth - 1)})"
        value = self._one("value") if chance < 0.8 else self._word()
        return f"{self._one('field')}:" + (f'"{value}"' if self._chance.random() < 0.5 else value)

    def _quote(self) -> str:
        many = self._chance.choice((1, 2, 2, 3, 3, 5, 8, 40))
        slop = self._chance.choice(("", "", "", "", "~1", "~3", "~5", "~30", "~100", "~100", "~101", "~", "~999999999"))
        return '"' + " ".join(self._word() for _ in range(many)) + f'"{slop}'

    def _joker(self) -> str:
        word = self._chance.choice(self._words)
        letters = [self._chance.choice("*?") if self._chance.random() < 0.3 else letter for letter in word[1:]]
        return self._chance.choice(
            (word[0] + "".join(letters), f"{word[:3]}*", f"{word}~", f"{word}~2", f"{word[:1]}*")
        )

    def _word(self) -> str:
        kind = self._chance.choices(
            ("corpus", "word", "chinese", "foreign", "strange", "mark", "wide"), (60, 20, 10, 6, 2, 0.5, 1.5)
        )[0]
        return self._chance.choice(self._words) if kind == "corpus" else self._one(kind)

    def _one(self, kind: str) -> str:
        return self._chance.choice(_pieces()[kind])


def _broken(query: str, chance: random.Random) -> str:
    """A query cut, doubled, stirred or strewn with marks."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randint(0, len(query))
        end = min(len(query), at + chance.choice((1, 2, 8, 40)))
        piece = chance.choice(_pieces()[chance.choice(("mark", "wide", "strange", "open", "field"))])
        query = chance.choice(
            (
                query[:at],
                query[at:],
                query[:at] + piece + query[at:],
                query[:at] + piece + query[end:],
                query[:at] + piece * chance.choice((2, 60, 400)) + query[at:],
                query[:end] + query[at:],
                query[:at] + query[at:end][::-1] + query[end:],
                query[:at] + query[at:].swapcase(),
            )
        )
    return query


class Asker:
    """Asks an index in every way that takes what a person typed, and judges what comes back."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._symbols = list(index.symbols())
        self._clauses = [f"{symbol}/op/{place}".replace(" ", "") for symbol in self._symbols for place in ("1", "2(a)")]
        self.ways: dict[str, tuple[int, Callable[[str, random.Random], object]]] = {
            "search": (60, self._search),
            "across": (10, self._across),
            "filters": (6, self._filters),
            "usage": (5, lambda query, _: index.usage(query).to_dict()),
            "kwic": (1, lambda query, _: index.kwic(query, sort="r1,l1", limit=20, since=_LATE).to_dict()),
            "similar": (5, self._similar),
            "suggest": (3, lambda query, _: index.suggest(query)),
            "document": (3, self._document),
            "terms": (2, lambda query, _: [one.to_dict() for one in index.translate_terms(query)]),
            "parallel": (1, lambda query, _: index.parallel(query, limit=3)),
            "verbs": (1, lambda query, _: index.verbs(query, takes=5, since=_LATE)),
        }

    def ask(self, query: str, chance: random.Random) -> tuple[str, str, str]:
        """The way in which it was asked, what came of it ("answered", "refused", "fault"), and the fault."""
        names = list(self.ways)
        way = chance.choices(names, [weight for weight, _ in self.ways.values()])[0]
        try:
            self.ways[way][1](query, chance)
        except SeizedError as refusal:
            line = str(refusal)
            is_line = bool(line) and len(line) <= 1_000 and len(line.splitlines()) == 1 and line.isprintable()
            return way, "refused" if is_line else "fault", "" if is_line else f"no line: {line!r}"
        except BaseException as fault:
            if isinstance(fault, KeyboardInterrupt):
                raise
            return way, "fault", f"{type(fault).__name__}: {fault}"
        return way, "answered", ""

    def _search(self, query: str, chance: random.Random) -> object:
        order: Any = chance.choice(("relevance", "relevance", "date", "symbol"))
        facets = chance.choice(((), (), ("year", "verb"), ("document", "lang", "kind")))
        found = self._index.search(query, sort=order, facets=facets, offset=chance.choice((0, 0, 0, 5000)))
        return [hit.snippet for hit in found.hits[:_SHOWN]]

    def _across(self, query: str, chance: random.Random) -> object:
        found = self._index.search(query, across=chance.choice(("zh", "en", "en", "zh", "fr")))
        return [hit.snippet for hit in found.hits[:_SHOWN]]

    def _filters(self, query: str, chance: random.Random) -> object:
        names = chance.sample(
            ("clause", "verb", "lead", "cites", "lang", "since", "until"), chance.choice((1, 1, 2, 3))
        )
        pieces = _pieces()["value"]
        given: dict[str, Any] = {name: query if chance.random() < 0.6 else chance.choice(pieces) for name in names}
        return self._index.search(chance.choice(("", "peace", query)), **given).total

    def _similar(self, query: str, chance: random.Random) -> object:
        draft = query * chance.choice((1, 1, 5, 50))
        if chance.random() < 0.2:
            return self._index.similar_across(draft, chance.choice(("zh", "en")), limit=3).to_dict()
        return self._index.similar(draft, limit=3, novel=chance.random() < 0.5).to_dict(novel=True)

    def _document(self, query: str, chance: random.Random) -> object:
        index, known = self._index, chance.choice((*self._symbols[:200], *self._clauses[:400]))
        asked = query if chance.random() < 0.5 else _broken(known, chance)
        other = chance.choice((query, known))
        return chance.choice(
            (
                lambda: index.document(asked),
                lambda: index.clause(asked),
                lambda: index.cite(asked, chance.choice(("oscola", "bibtex", "plain", query))),
                lambda: index.compare(asked, other),
                lambda: index.lineage(asked),
                lambda: index.citations(asked, chance.choice(("", "7", query)), depth=2),
                lambda: index.network(asked, depth=1),
            )
        )()


def run(index: Index, seed: int, count: int) -> dict[str, Any]:
    """Ask `count` queries; see the head of this file for what comes back."""
    asker, words = Asker(index), words_of(index)
    outcomes: Counter[str] = Counter()
    faults: list[list[str]] = []
    slowest: list[tuple[float, str, str]] = []
    for number, query in enumerate(hostile(seed, count, words)):
        faulthandler.dump_traceback_later(_HANG, exit=True)
        start = time.process_time()
        way, outcome, fault = asker.ask(query, random.Random(f"way/{seed}/{number}"))
        slowest = sorted([*slowest, (time.process_time() - start, way, ascii(query))], reverse=True)[:_SLOWEST]
        outcomes[outcome] += 1
        if fault:
            faults.append([str(number), way, fault, ascii(query)])
    faulthandler.cancel_dump_traceback_later()
    return {"asked": count, **outcomes, "faults": faults, "slowest": slowest}


def _joined(parts: Iterable[str], joint: str) -> str:
    """As many parts as a query may have characters."""
    made = ""
    for part in parts:
        longer = f"{made}{joint}{part}" if made else part
        if len(longer) > LONGEST:
            break
        made = longer
    return made


def _by_frequency(index: Index, chosen: Callable[[str], bool]) -> list[str]:
    """The most frequent words of an index that are of the kind."""
    words = [word for word in words_of(index, 1_000_000) if chosen(word)]
    many = dict(zip(words, index.engine.vocabulary.frequencies("exact", words), strict=True))
    return sorted(words, key=lambda word: -many[word])[:300]


def _near(words: Words, many: int, joint: str = " OR ", field: str = "", slop: int = 100) -> str:
    return _joined((f'{field}"{" ".join(each)}"~{slop}' for each in product(words, repeat=many)), joint)


def _many_near(words: list[str], joint: str) -> str:
    return _joined((f'"{" ".join(words * 10)}"~{slop}' for slop in range(2, 30)), joint)


def worst(index: Index) -> dict[str, str]:
    """The costliest queries known, by what they consist of: none has a phrase of another, which would be remembered."""
    often = _by_frequency(index, lambda word: word.isascii() and word.isalpha())
    first, chinese = often[:6], _by_frequency(index, lambda word: not word.isascii())[:6]
    tails = ["".join(letters) for letters in product("xqzjkwvy", repeat=4)]
    return {
        "misspelt words": _joined((f"c{tail}~2" for tail in tails), " OR "),
        "long misspelt words": _joined(("s" + letter * 80 + "~2" for letter in ascii_lowercase), " "),
        "patterns": _joined((f"c*{a}?{b}q*" for a, b in product(ascii_lowercase, repeat=2)), " OR "),
        "one long pattern": "s" + "*e" * 999,
        "frequent words, any": _joined(often, " OR "),
        "frequent words, all": _joined(often, " "),
        "frequent words, none": "peace -" + _joined(often, " -")[: LONGEST - 7],
        "frequent words, not none": _joined((f"NOT (NOT {word})" for word in often), " OR "),
        "quotes": _joined((f'"{a} {b}"' for a, b in product(first, often[:20])), " OR "),
        "words near each other": _near(first, 3),
        "four words near each other": _near(first, 4),
        "pairs near each other": _near(often[:12], 2),
        "all pairs near each other": _near(often[:12], 2, " ", slop=99),
        "words as they stand near each other": _near(first, 3, field="exact:"),
        "Chinese words near each other": _near(chinese, 3),
        "many near each other": _many_near(first[:2], " "),
        "many near each other, any": _many_near(first[1:3], " OR "),
        "a long quote": f'"{_joined(often, " ")[: LONGEST - 6]}"~100',
        "one word near itself": 'exact:"' + f"{often[0]} " * 390 + '"~100',
    }


WAYS: dict[str, Callable[[Index, str], object]] = {
    "search": lambda index, query: [hit.snippet for hit in index.search(query)],
    "by date": lambda index, query: index.search(query, sort="date", facets=("year", "verb", "agenda", "cites")).total,
    "across": lambda index, query: [hit.snippet for hit in index.search(query, across="zh")],
    "usage": lambda index, query: index.usage(query).to_dict(),
    "parallel": lambda index, query: index.parallel(query, limit=3).to_dict(),
    "suggest": lambda index, query: index.suggest(query),
    "terms": lambda index, query: [one.to_dict() for one in index.translate_terms(query)],
    "similar": lambda index, query: index.similar((query * 30)[:20_000], novel=True).to_dict(novel=True),
    "similar across": lambda index, query: index.similar_across((query * 30)[:20_000], "zh", limit=3).to_dict(),
}
"""How the costliest are asked."""


def run_worst(path: Path) -> dict[str, Any]:
    """Ask the costliest queries in every way, each way of an index that remembers none: which took the longest."""
    taken: list[tuple[float, str, str]] = []
    for way, ask in WAYS.items():
        with open_index(path) as index:
            for name, query in {"": "peace", **worst(index)}.items():
                faulthandler.dump_traceback_later(_HANG, exit=True)
                start = time.process_time()
                with suppress(SeizedError):
                    ask(index, query)
                # the first one reads what is needed whatever is asked
                taken += [(round(time.process_time() - start, 3), way, name)] if name else []
    faulthandler.cancel_dump_traceback_later()
    return {"asked": len(taken), "slowest": sorted(taken, reverse=True)[:_SLOWEST]}


def main() -> None:
    arguments = argparse.ArgumentParser(description="Ask an index hostile queries.")
    arguments.add_argument("index", type=Path)
    arguments.add_argument("--count", type=int, default=2_000)
    arguments.add_argument("--seed", type=int, default=1948)
    arguments.add_argument("--worst", action="store_true")
    given = arguments.parse_args()
    if given.worst:
        json.dump(run_worst(given.index), sys.stdout, indent=1)
        return
    with open_index(given.index) as index:
        json.dump(run(index, given.seed, given.count), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
