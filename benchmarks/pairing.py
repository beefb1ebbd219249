"""How rightly the paragraphs of one document pair in two languages, also where one edition was read badly.

    python benchmarks/pairing.py [--corpus PATH | --index DIR] [--languages en,zh] [--checked FILE.tsv]

By number: paragraphs that both editions have under one number, and how many of them pair so. Disturbed: paragraphs of
one edition are dropped, cut in two or joined with the next, and it is read anew. The pairs of the undisturbed
editions are then what is right for all other paragraphs. What was checked by reading is counted from a table of
ids and verdicts. No text of the corpus is written down.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from seized import Index, build_index, open_index
from seized.corpus import samples
from seized.indexer.bilingual.pairs import Pair, pair_clauses
from seized.indexer.grammar.clauses import clauses_of
from seized.indexer.model import Clause, Document, Paragraph, Source

_ROOT = Path(__file__).parents[1]
_SHARED = _ROOT.parent / "shared/corpus"
_CHECKED = _ROOT / "tests/indexer/pairs.tsv"
_SEED = 5
_TIMES = 5
_KINDS = ("operative", "preambular", "statement", "heading", "annex")
Editions = tuple[Sequence[Clause], Sequence[Clause]]
WAYS = ("dropped", "dropped, renumbered", "cut in two", "cut in two, renumbered", "joined", "joined, renumbered")


def main() -> None:
    """Measure and print."""
    options = _options()
    one, other = options.languages.split(",")
    with tempfile.TemporaryDirectory(prefix="seized-pairing-") as work:
        path = options.index or _built(options.corpus, Path(work))
        with open_index(path) as index:
            documents = list(_in_both(index, one, other))
    if not documents:
        print(f"no document in both {one} and {other}")
        return
    times = []
    for _ in range(_TIMES):
        started = time.process_time()
        found = [pair_clauses(*editions) for editions in documents]
        times.append(time.process_time() - started)
    pairs = sum(map(len, found))
    seconds = 10_000 * statistics.median(times) / pairs
    print(f"{len(documents)} documents, {pairs} pairs, {seconds:.2f} s of processor time for 10,000")
    _numbers(documents, found)
    _read(options.checked)
    _disturbed(documents, found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="default: ../shared/corpus if it is there, or the samples")
    parser.add_argument("--index", type=Path, help="an index that is there already")
    parser.add_argument("--languages", default="en,zh", help="default: %(default)s")
    parser.add_argument("--checked", type=Path, default=_CHECKED, help="ids with verdicts (default: that of the tests)")
    return parser.parse_args()


def _built(corpus: Path | None, work: Path) -> Path:
    with samples() as bundled:
        build_index([corpus or (_SHARED if _SHARED.is_dir() else bundled)], work / "index")
    return work / "index"


def _in_both(index: Index, one: str, other: str) -> Iterator[Editions]:
    for symbol in index.symbols():
        view = index.document(symbol)
        if {one, other} <= set(view.languages):
            yield index.document(symbol, one).clauses, index.document(symbol, other).clauses


def name(clause: Clause) -> str:
    """The id of a clause without its language."""
    return clause.id.partition("@")[0]


def _numbers(documents: Sequence[Editions], found: Sequence[Sequence[Pair]]) -> None:
    known, right = Counter[str](), Counter[str]()
    otherwise = []
    for (first, second), pairs in zip(documents, found, strict=True):
        names = {name(clause) for clause in second}
        twins = {name(pair.first): name(pair.second) for pair in pairs}
        for clause in first:
            if name(clause) in names:
                known[clause.kind] += 1
                right[clause.kind] += twins.get(name(clause)) == name(clause)
                if twins.get(name(clause)) != name(clause):
                    otherwise.append(f"{name(clause)} → {twins.get(name(clause), 'nothing')}")
    print("\n| kind | in both under one number | paired so | % |\n| --- | --- | --- | --- |")
    for kind in _KINDS:
        if known[kind]:
            print(f"| {kind} | {known[kind]} | {right[kind]} | {100 * right[kind] / known[kind]:.2f} |")
    print("\nOtherwise: " + ("; ".join(otherwise) or "none"))


def _read(checked: Path) -> None:
    lines = checked.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    counts = Counter(f"{verdict} ({why})" for _, _, verdict, why in rows)
    print(f"\nRead, {len(rows)} pairs: " + (", ".join(f"{count} {what}" for what, count in counts.items()) or "none"))


@dataclass(frozen=True, slots=True)
class Disturbed:
    """An edition that was read badly.

    origins: for each of its clauses the names of the undisturbed ones that it is made of
    touched: names of the undisturbed ones that are no longer themselves
    """

    clauses: tuple[Clause, ...]
    origins: tuple[frozenset[str], ...]
    touched: frozenset[str]


def disturbed(clauses: Sequence[Clause], way: str, share: float, rng: random.Random) -> Disturbed:
    """An edition in which a share of the paragraphs, one at least, went one of the WAYS; headings stay."""
    kinds = [clause.kind for clause in clauses]
    able = [n for n, kind in enumerate(kinds) if kind != "heading"]
    if way[0] == "j":
        able = [n for n in able if kinds[n + 1 : n + 2] == kinds[n : n + 1]]
    chosen = set(rng.sample(able, min(len(able), max(1, round(share * len(able))))))
    pieces: list[tuple[Paragraph, frozenset[str]]] = []
    touched: set[str] = set()
    joined = False
    for n, clause in enumerate(clauses):
        own = Paragraph(clause.kind, clause.text, clause.paragraph if clause.kind == "operative" else "")
        if joined:
            last, names = pieces.pop()
            pieces.append((replace(last, text=f"{last.text} {own.text}"), names | {name(clause)}))
        elif n not in chosen or way[0] != "d":
            texts = _halves(own.text) if n in chosen and way[0] == "c" else (own.text,)
            pieces += [(replace(own, text=text), frozenset((name(clause),))) for text in texts]
        if joined or n in chosen:
            touched.add(name(clause))
        joined = way[0] == "j" and n in chosen
    paragraphs = [paragraph for paragraph, _ in pieces]
    read = _as_read(clauses[0], _renumbered(paragraphs) if "renumbered" in way else paragraphs)
    return Disturbed(read, tuple(names for _, names in pieces), frozenset(touched))


def _halves(text: str) -> tuple[str, ...]:
    """A text cut at the space or mark that is nearest to its middle."""
    cuts = [found.end() for found in re.finditer(r"\s|[，；。、]", text) if 0 < found.end() < len(text)]
    if not cuts:
        return (text,)
    cut = min(cuts, key=lambda place: abs(place - len(text) // 2))
    return text[:cut].strip(), text[cut:].strip()


def _renumbered(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Operative paragraphs counted through as if none were missing; items keep their letters."""
    number, out = 0, []
    root = ""
    for paragraph in paragraphs:
        if paragraph.kind == "operative":
            here, bracket, items = paragraph.label.partition("(")
            number += not bracket or here != root
            root = here
        label = f"{number}{bracket}{items}" if paragraph.kind == "operative" else ""
        out.append(replace(paragraph, label=label))
    return out


def _as_read(like: Clause, paragraphs: Sequence[Paragraph]) -> tuple[Clause, ...]:
    source = Source("-", "text")
    document = Document(
        symbol=like.document,
        type="resolution",
        lang=like.lang,
        date=like.date,
        source=source,
        paragraphs=tuple(paragraphs),
    )
    return clauses_of(document)


def _disturbed(documents: Sequence[Editions], found: Sequence[Sequence[Pair]]) -> None:
    rng = random.Random(_SEED)
    print("\n| paragraphs of one edition | how many | others | paired rightly, % | wrongly, % | touched | rightly, % |")
    print("| --- " * 7 + "|")
    for way in WAYS:
        for share, many in ((0.0, "one"), (0.1, "one in ten"), (0.3, "three in ten")):
            count = Counter[str]()
            for (first, second), pairs in zip(documents, found, strict=True):
                twins = {name(pair.first): name(pair.second) for pair in pairs}
                back = {other: one for one, other in twins.items()}
                count += judged(first, disturbed(second, way, share, rng), back)
                count += judged(second, disturbed(first, way, share, rng), twins)
            shares = [100 * count[key] / max(1, count[of]) for key, of in _SHARES]
            print(
                f"| {way} | {many} | {count['others']} | {shares[0]:.2f} | {shares[1]:.2f}"
                f" | {count['touched']} | {shares[2]:.1f} |",
                flush=True,
            )


_SHARES = (("right", "others"), ("wrong", "others"), ("touched right", "touched"))


def judged(whole: Sequence[Clause], other: Disturbed, twins: dict[str, str]) -> Counter[str]:
    """What became of the pairs of a whole edition with a disturbed one.

    twins: from the undisturbed names of the disturbed edition to the names of the whole one
    """
    origins = dict(zip((clause.id for clause in other.clauses), other.origins, strict=True))
    got = {name(pair.first): origins[pair.second.id] for pair in pair_clauses(whole, other.clauses)}
    count = Counter[str]()
    for origin, twin in twins.items():
        reached = got.get(twin, frozenset())
        if origin not in other.touched:
            count.update(others=1, right=reached == {origin}, wrong=bool(reached) and reached != {origin})
        else:
            # a paragraph that was dropped has no twin; a joined one has one of the two that it is made of
            alone = frozenset().union(*(names for names in other.origins if origin in names))
            partners = [twins[one] for one in alone if one in twins and got.get(twins[one]) == alone]
            count.update({"touched": 1, "touched right": bool(partners) if alone else not reached})
    return count


if __name__ == "__main__":
    main()
