"""Relative references of an index: how many are resolved, how many stay open; and how long citations take.

    python benchmarks/references.py INDEX

The precision is measured by tests/search/test_relative_references.py, against targets that a person read off.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter

from seized import Index, open_index
from seized.search.cited import Relative


def kind(reference: Relative) -> str:
    """What a reference points at, or that it is open."""
    document = reference.clause.partition("/op/")[0].partition("/pp/")[0].partition("/st/")[0].partition("/annex/")[0]
    if not reference.targets:
        return "open"
    target = reference.targets[0]
    own = document.startswith(target.document.replace(" ", ""))
    return f"{'its own' if own else 'another'} {'paragraph' if target.paragraph else 'document'}"


def count(index: Index) -> None:
    """Print the references of all documents by language and kind."""
    counts: Counter[tuple[str, str]] = Counter()
    for symbol in index.symbols():
        for lang in index.document(symbol).languages:
            counts.update((lang, kind(one)) for one in index.citations(symbol, lang=lang).relative)
    for (lang, what), many in sorted(counts.items()):
        print(f"{lang}  {what:<18} {many:>6,}")
    still_open = sum(many for (_, what), many in counts.items() if what == "open")
    print(f"resolved {counts.total() - still_open:,}, open {still_open:,}")


def measure(index: Index) -> None:
    """Print how long the citations of a document and the whole network take in a warm process."""
    symbols = sorted(index.network().nodes)[::20]
    index.close()
    taken = []
    with open_index(index.place) as fresh:
        fresh.symbols()
        for symbol in symbols:
            start = time.perf_counter()
            fresh.citations(symbol)
            taken.append(1000 * (time.perf_counter() - start))
        start = time.perf_counter()
        network = fresh.network()
        whole = time.perf_counter() - start
    slowest = max(zip(taken, symbols, strict=True))
    print(
        f"{len(taken)} documents: median {statistics.median(taken):.1f} ms, slowest {slowest[0]:.0f} ms ({slowest[1]})"
    )
    print(f"network of {len(network.nodes):,} documents, {len(network.edges):,} edges: {whole:.2f} s")


if __name__ == "__main__":
    with open_index(sys.argv[1]) as opened:
        count(opened)
        measure(opened)
