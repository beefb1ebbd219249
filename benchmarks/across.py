"""How well a question in one language finds the clauses of the other, Chinese and English, both ways.

    python benchmarks/across.py [--corpus PATH | --index DIR] [--learn 2020] [--try 2021] [--clauses 500]

The lexicon is learnt from the pairs of one year alone and tried on those of another, over all clauses of the index.
Whole clauses: the operative and preambular paragraphs of the other year, drawn at random (seeded), are asked in one
language; found is the counterpart itself, or a clause with the same wording (formulas stand in many documents). Short
queries: two to four words in a row of such a paragraph; found is a clause whose counterpart holds them all, among the
clauses that have one. Time: a query across languages, and a plain one with as many words. No text is written down.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from seized import Index, build_index, open_index
from seized.analyzers import text_terms
from seized.corpus import samples
from seized.indexer import bilingual
from seized.indexer.bilingual.learning import learn
from seized.indexer.bilingual.lexicon import LANGUAGES
from seized.indexer.bilingual.pairs import Pair, pair_clauses
from seized.indexer.model import Clause
from seized.search.wording import whole_words

_SHARED = Path(__file__).parents[2] / "shared/corpus"
_SEED = 5
_KINDS = ("operative", "preambular")
_TEN = 10
_JUDGED = 60
"""Hits of a short query among which those are taken that have a counterpart."""
_LONGEST = 1_800
_TIMED = 200


@dataclass(frozen=True, slots=True)
class Question:
    """A text in one language, and the clause in the other that is its official wording."""

    text: str
    answer: Clause


@dataclass(frozen=True, slots=True)
class Way:
    """From one language to another."""

    source: str
    to: str
    pairs: tuple[Pair, ...]
    """First the clause in the source language."""

    def __str__(self) -> str:
        return f"{self.source} → {self.to}"


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="seized-across-") as work:
        path = options.index or _built(options.corpus, Path(work))
        with open_index(path) as index:
            _measure(index, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="default: ../shared/corpus if it is there, or the samples")
    parser.add_argument("--index", type=Path, help="an index that is there already")
    parser.add_argument("--learn", default="2020", help="years from which the lexicon is learnt (default: %(default)s)")
    parser.add_argument("--try", dest="tried", default="2021", help="years of the questions (default: %(default)s)")
    parser.add_argument("--clauses", type=int, default=500, help="questions of each sort (default: %(default)s)")
    return parser.parse_args()


def _built(corpus: Path | None, work: Path) -> Path:
    with samples() as bundled:
        build_index([corpus or (_SHARED if _SHARED.is_dir() else bundled)], work / "index")
    return work / "index"


def _measure(index: Index, options: argparse.Namespace) -> None:
    pairs = list(_pairs(index))
    learnt = [pair for pair in pairs if pair.second.date[:4] in options.learn.split(",")]
    tried = [pair for pair in pairs if pair.second.date[:4] in options.tried.split(",")]
    tried = [pair for pair in tried if pair.second.kind in _KINDS]
    if not learnt or not tried:
        print(f"no pairs of {options.learn} to learn from, or none of {options.tried} to try; there are {len(pairs)}")
        return
    started = time.perf_counter()
    index.lexicon = learn(learnt)
    took = time.perf_counter() - started
    print(f"learnt from {len(learnt)} pairs of {options.learn} in {took:.1f} s: {10_000 * took / len(learnt):.1f} s")
    print(f"for 10,000; the lexicon of the package has {_shipped():,} bytes; {len(tried)} pairs of {options.tried}")
    chinese, english = LANGUAGES
    there = Way(chinese, english, tuple(pairs))
    back = Way(english, chinese, tuple(Pair(pair.second, pair.first) for pair in pairs))
    for way in (there, back):
        drawn = [pair for pair in way.pairs if (pair.first.date[:4] in options.tried and pair.first.kind in _KINDS)]
        drawn = random.Random(_SEED).sample(drawn, min(options.clauses, len(drawn)))
        _whole(index, way, [Question(pair.first.text, pair.second) for pair in drawn])
        _short(index, way, [pair.first for pair in drawn])
        _times(index, way, [pair.first for pair in drawn])


def _pairs(index: Index) -> Iterator[Pair]:
    """The clauses that are there in both languages, the Chinese one first."""
    editions = {record.edition for record in index.records()}
    for symbol in index.symbols():
        if all(f"{symbol}@{lang}" in editions for lang in LANGUAGES):
            first, second = (index.document(symbol, lang).clauses for lang in LANGUAGES)
            yield from pair_clauses(first, second)


def _shipped() -> int:
    return len((resources.files(bilingual) / "data/zh-en.lexicon").read_bytes())


def _whole(index: Index, way: Way, questions: Sequence[Question]) -> None:
    print(f"\n{way}, whole clauses ({len(questions)})      itself: first  in ten   same wording: first  in ten")

    def similar(text: str) -> Sequence[Clause]:
        return [one.clause for one in index.similar_across(text, way.to, limit=_TEN).precedents]

    def search(text: str) -> Sequence[Clause]:
        return [hit.clause for hit in index.search(_plain(text)[:_LONGEST], across=way.to, limit=_TEN)]

    for name, ask in (("similar --across", similar), ("search --across", search)):
        answers = [(question, list(ask(question.text))) for question in questions]
        shares = [
            sum(_found(found[:limit], question.answer, same=same) for question, found in answers) / len(answers)
            for same in (False, True)
            for limit in (1, _TEN)
        ]
        print(f"  {name:<34}{shares[0]:>12.3f}{shares[1]:>8.3f}{shares[2]:>22.3f}{shares[3]:>8.3f}")


def _found(found: Sequence[Clause], answer: Clause, *, same: bool) -> bool:
    return any(one.id == answer.id or (same and one.text == answer.text) for one in found)


def _plain(text: str) -> str:
    """Words alone: marks mean something in a query."""
    return " ".join(re.findall(r"\w+", text))


def _short(index: Index, way: Way, clauses: Sequence[Clause]) -> None:
    """Two to four words in a row of each clause."""
    words = {pair.second.id: _words_of(pair.first.text) for pair in way.pairs}
    years = sorted({pair.first.date[:4] for pair in way.pairs})
    hits = 0
    queries = list(_cut(clauses))
    for query in queries:
        found = index.search(" ".join(query), across=way.to, limit=_JUDGED, since=years[0], until=years[-1])
        judged = [hit.id for hit in found if hit.id in words][:_TEN]
        wanted = {term.text for term in whole_words(" ".join(query))}
        hits += any(wanted <= words[one] for one in judged)
    print(f"{way}, {len(queries)} queries of two to four words: {hits / len(queries):.3f} in ten")


def _words_of(text: str) -> set[str]:
    return {term.text for term in text_terms(text)}


def _cut(clauses: Sequence[Clause]) -> Iterator[tuple[str, ...]]:
    """Two to four words in a row, whole ones, no numbers."""
    drawing = random.Random(_SEED)
    for clause in clauses:
        first = {term.position: clause.text[term.start : term.end] for term in reversed(list(text_terms(clause.text)))}
        row = [first[at] for at in sorted(first)]
        size = drawing.randint(2, 4)
        starts = [at for at in range(len(row) - size + 1) if all(map(str.isalpha, row[at : at + size]))]
        if starts:
            at = drawing.choice(starts)
            yield tuple(row[at : at + size])


def _times(index: Index, way: Way, clauses: Sequence[Clause]) -> None:
    """Short queries across, and plain ones with as many words, those that they become; each on an index just opened."""
    becomes = index.translator(way.to)
    queries: dict[str, str] = {}
    for query in _cut(clauses[:_TIMED]):
        groups = becomes.groups([term.text for term in whole_words(" ".join(query))])
        asked = sorted({word for group in groups for word in group.weights if word.isalpha()})
        queries[" ".join(query)] = " OR ".join(asked)
    across = _seconds(index, [query for query, plain in queries.items() if plain], way.to)
    plain = _seconds(index, [plain for plain in queries.values() if plain], "")
    ratio = statistics.median(one / other for one, other in zip(across, plain, strict=True))
    print(f"{way}, time of a query across over a plain one: {ratio:.2f}")


def _seconds(index: Index, texts: Sequence[str], across: str) -> list[float]:
    """Processor time of each search, which other work on the machine disturbs less."""
    times = []
    with open_index(index.place) as fresh:
        fresh.lexicon = index.lexicon
        for text in ("peace", *texts):
            started = time.process_time()
            list(fresh.search(text, across=across))
            times.append(time.process_time() - started)
    return times[1:]


if __name__ == "__main__":
    main()
