"""How well `similar` finds what a paragraph was taken from, and `compare` pairs paragraphs; beside other engines.

    python benchmarks/precedents.py [--corpus PATH | --index DIR] [--drafts 300] [--mandate 2613]

Recovery: operative paragraphs are drawn at random (seeded) among those whose best earlier paragraph shares 50 to 97% of
their runs of five words. That paragraph is the source; several that share as much are equally good. Each draft is
asked as it is, and degraded: every third word dropped, one in five of the others replaced by a word from elsewhere.
All engines have the same paragraphs and see only those of earlier documents. No text of the corpus is written down.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seized import Index, NotFound, build_index, open_index
from seized.corpus import samples
from seized.indexer.model import Clause

_SHARED = Path(__file__).parents[2] / "shared/corpus"
_WORD = re.compile(r"\w+")
_RUN = 5
_SEED = 54
_DEEP = 1_000
"""Hits of another engine among which the earlier ones are looked for."""
_WARMING = 20
"""Drafts that are asked before the clock runs, to warm the process."""
Ranking = Callable[[str, str], list[str]]
"""From a draft and its date to the ids of earlier paragraphs, the best first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph whose sources are known by their ids."""

    clause: Clause
    sources: frozenset[str]


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="seized-precedents-") as work:
        path = options.index or _built(options.corpus, Path(work))
        with open_index(path) as index:
            paragraphs = [hit.clause for hit in index.search("", limit=None, lang="en") if hit.kind != "heading"]
            found = _with_sources(paragraphs)
            drafts = random.Random(_SEED).sample(found, min(options.drafts, len(found)))
            print(f"{len(paragraphs)} paragraphs; {len(drafts)} drafts of {len(found)}")
            if drafts:
                _recovery(index, paragraphs, drafts, Path(work), options.whoosh)
                _alignments(index, drafts)
            _comparisons(index, options.mandate)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="default: ../shared/corpus if it is there, or the samples")
    parser.add_argument("--index", type=Path, help="an index that is there already")
    parser.add_argument("--drafts", type=int, default=300, help="default: %(default)s")
    parser.add_argument(
        "--whoosh", type=int, default=300, help="drafts that stock Whoosh is asked (default: %(default)s)"
    )
    parser.add_argument(
        "--mandate", default="2613", help="resolution from which renewals are followed (default: UNDOF)"
    )
    return parser.parse_args()


def _built(corpus: Path | None, work: Path) -> Path:
    with samples() as bundled:
        build_index([corpus or (_SHARED if _SHARED.is_dir() else bundled)], work / "index")
    return work / "index"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(text: str) -> set[int]:
    words = _words(text)
    return {hash(tuple(words[at : at + _RUN])) for at in range(len(words) - _RUN + 1)}


def _with_sources(paragraphs: Sequence[Clause]) -> list[Draft]:
    """The operative paragraphs whose best earlier paragraph shares 50 to 97% of their runs."""
    runs = [_runs(one.text) for one in paragraphs]
    having: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(runs):
        for run in found:
            having[run].append(number)
    drafts = []
    for clause, own in zip(paragraphs, runs, strict=True):
        if clause.kind != "operative" or len(own) < _RUN:
            continue
        shared = Counter(n for run in own for n in having[run] if paragraphs[n].date < clause.date)
        most = max(shared.values(), default=0)
        if 0.5 <= most / len(own) <= 0.97:
            sources = frozenset(paragraphs[n].id for n, count in shared.items() if count == most)
            drafts.append(Draft(clause, sources))
    return drafts


def _degraded(text: str, pool: Sequence[str], chance: random.Random) -> str:
    kept = (word for at, word in enumerate(text.split()) if at % 3 != 2)
    return " ".join(chance.choice(pool) if chance.random() < 0.2 else word for word in kept)


def _recovery(index: Index, paragraphs: Sequence[Clause], drafts: Sequence[Draft], work: Path, whoosh: int) -> None:
    engines: dict[str, tuple[Ranking, int]] = {"seized similar": (_ours(index), len(drafts))}
    if find_spec("tantivy"):
        engines["tantivy, BM25"] = (_tantivy(paragraphs, work / "tantivy"), len(drafts))
    if whoosh:
        engines["stock Whoosh, BM25F"] = (_stock_whoosh(paragraphs, work / "whoosh"), whoosh)
    pool = [word for one in paragraphs[::7] for word in one.text.split()]
    print("\n| engine | drafts | source first, % | in ten, % | ms, median | ms, 95th |")
    print("| --- " * 6 + "|")
    for condition in ("clean", "degraded"):
        chance = random.Random(_SEED)
        texts = [one.clause.text for one in drafts]
        if condition == "degraded":
            texts = [_degraded(text, pool, chance) for text in texts]
        for name, (ranking, most) in engines.items():
            asked = list(zip(drafts, texts, strict=True))[:most]
            print(f"| {name} | {len(asked)} {condition} | {_scored(ranking, asked)} |", flush=True)


def _scored(ranking: Ranking, asked: Sequence[tuple[Draft, str]]) -> str:
    for draft, text in asked[:_WARMING]:
        ranking(text, draft.clause.date)
    first = in_ten = 0
    times = []
    for draft, text in asked:
        started = time.perf_counter()
        ids = ranking(text, draft.clause.date)[:10]
        times.append(1000 * (time.perf_counter() - started))
        first += bool(draft.sources.intersection(ids[:1]))
        in_ten += bool(draft.sources.intersection(ids))
    shares = (100 * count / len(asked) for count in (first, in_ten))
    return " | ".join(f"{value:.1f}" for value in (*shares, statistics.median(times), _late(times)))


def _late(times: Sequence[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _ours(index: Index) -> Ranking:
    def ranked(text: str, day: str) -> list[str]:
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        return [one["id"] for one in index.similar(text, until=before, lang="en").to_dict()["precedents"]]

    return ranked


def _tantivy(paragraphs: Sequence[Clause], folder: Path) -> Ranking:
    """tantivy as it comes: one stemmed field, default BM25, all words of the draft."""
    import tantivy

    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer()
    for number, one in enumerate(paragraphs):
        writer.add_document(tantivy.Document(number=number, text=one.text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ranked(text: str, day: str) -> list[str]:
        tree = index.parse_query(" ".join(_words(text)), ["text"])
        numbers = (searcher.doc(address)["number"][0] for _, address in searcher.search(tree, _DEEP).hits)
        return [paragraphs[n].id for n in numbers if paragraphs[n].date < day]

    return ranked


def _stock_whoosh(paragraphs: Sequence[Clause], folder: Path) -> Ranking:
    """Whoosh 2.7.4 as it comes: its stemming analyzer, its BM25F."""
    from whoosh import index as whoosh_index
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.qparser import OrGroup, QueryParser
    from whoosh.query import NumericRange

    folder.mkdir()
    schema = Schema(number=NUMERIC(stored=True), day=NUMERIC, text=TEXT(analyzer=StemmingAnalyzer()))
    index = whoosh_index.create_in(str(folder), schema)
    writer = index.writer(limitmb=128)
    for number, one in enumerate(paragraphs):
        writer.add_document(number=number, day=_day(one.date), text=one.text)
    writer.commit()
    searcher: Any = index.searcher()
    parser = QueryParser("text", schema, group=OrGroup)

    def ranked(text: str, day: str) -> list[str]:
        earlier = NumericRange("day", None, _day(day), endexcl=True)
        found = searcher.search(parser.parse(" ".join(_words(text))), limit=10, filter=earlier)
        return [paragraphs[hit["number"]].id for hit in found]

    return ranked


def _day(iso: str) -> int:
    return int(iso.replace("-", "") or 0)


def _alignments(index: Index, drafts: Sequence[Draft]) -> None:
    """What it takes to align a draft with its source: why rapidfuzz does it."""
    from seized.search.alignment import Coder, matching

    coder = Coder()
    pairs = [(coder(one.clause.text).words, coder(index.clause(min(one.sources)).text).words) for one in drafts]
    ways: dict[str, Callable[[str, str], object]] = {
        "rapidfuzz": matching,
        "difflib": lambda a, b: difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks(),
        "numpy": _table,
    }
    print("\n| words aligned by | µs a pair |\n| --- | --- |")
    for name, align in ways.items():
        started = time.perf_counter()
        for old, new in pairs:
            align(old, new)
        print(f"| {name} | {1e6 * (time.perf_counter() - started) / len(pairs):.0f} |")


def _table(old: str, new: str) -> Any:
    """The usual table of the longest common subsequence, a row at a time."""
    import numpy as np

    letters = np.array(list(new))
    row = np.zeros(len(new) + 1, np.int32)
    for letter in old:
        row[1:] = np.maximum.accumulate(np.maximum(row[1:], row[:-1] + (letters == letter)))
    return row


def _comparisons(index: Index, start: str) -> None:
    """Ten consecutive renewals: paragraphs equal up to case and numbers that are shown as new or dropped."""
    print("\n| compared | same | reworded | moved | new | dropped | equal, shown as new or dropped | ms |")
    print("| --- " * 8 + "|")
    for found, milliseconds in _renewals(index, start, 10):
        counts = " | ".join(str(count) for count in found.counts.values())
        print(f"| {found.old} → {found.new} | {counts} | {_missed(found)} | {milliseconds:.0f} |")


def _renewals(index: Index, symbol: str, most: int) -> Iterator[tuple[Any, float]]:
    for _ in range(most):
        try:
            older = index.compare(symbol).old
        except NotFound as reason:
            print(f"{reason}", file=sys.stderr)
            return
        started = time.perf_counter()
        found = index.compare(older, symbol)
        yield found, 1000 * (time.perf_counter() - started)
        symbol = older


def _missed(found: Any) -> int:
    def essence(clause: Clause) -> str:
        return " ".join(re.sub(r"\d+", "0", word) for word in _words(clause.text))

    olds = {essence(pair.old) for pair in found.pairs if pair.old}
    news = {essence(pair.new) for pair in found.pairs if pair.new}
    return sum(
        (pair.status == "dropped" and essence(pair.old) in news) or (pair.status == "new" and essence(pair.new) in olds)
        for pair in found.pairs
    )


if __name__ == "__main__":
    main()
