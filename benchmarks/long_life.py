"""An index that was updated a thousand times beside one made at once: size, and the time of a question and an update.

    python benchmarks/long_life.py --corpus FOLDER --documents 400 --updates 1000

Both are measured in one run, by turns, so that a busy minute burdens both; the figures are ratios, old over fresh.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from seized import build_index, open_index
from seized.corpus import samples
from seized.indexer import store

_QUESTIONS = 60
_TURNS = 30
_ROUNDS = 5


def laid_out(corpus: Path, docs: Path, most: int, dice: random.Random) -> list[Path]:
    """Copy some documents of a corpus to where they are changed."""
    found = sorted(path for path in corpus.rglob("*") if path.suffix in (".xml", ".txt"))
    docs.mkdir()
    return [
        Path(shutil.copy(path, docs / f"{number}{path.suffix}"))
        for number, path in enumerate(dice.sample(found, min(most, len(found))))
    ]


def touch(path: Path) -> None:
    """Change a document so that it is read again."""
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def updates(indexes: Sequence[Path], docs: Path, files: Sequence[Path], dice: random.Random) -> list[float]:
    """The median time of a small update of each index, by turns."""
    taken: list[list[float]] = [[] for _ in indexes]
    for _ in range(_TURNS):
        touch(dice.choice(files))
        for times, index in zip(taken, indexes, strict=True):
            times.append(seconds(lambda index=index: build_index([docs], index)))  # type: ignore[misc]
    return [statistics.median(times) for times in taken]


def questions(indexes: Sequence[Path], dice: random.Random) -> list[float]:
    """The median time of a question to each index, opened anew in each round, by turns."""
    with open_index(indexes[0]) as opened:
        words = sorted({word for hit in opened.search("", clause=["op"], limit=None) for word in hit.text.split()})
    asked = [" OR ".join(dice.sample([w for w in words if w.isalpha()], 3)) for _ in range(_QUESTIONS)]
    taken: list[list[float]] = [[] for _ in indexes]
    for _ in range(_ROUNDS):
        for times, index in zip(taken, indexes, strict=True):
            with open_index(index) as opened:
                opened.search("peace")
                times += [seconds(lambda text=text: list(opened.search(text))) for text in asked]  # type: ignore[misc]
    return [statistics.median(times) for times in taken]


def run(corpus: Path, documents: int, many: int, folder: Path) -> None:
    dice = random.Random(1948)
    docs, old, fresh = folder / "docs", folder / "old", folder / "fresh"
    files = laid_out(corpus, docs, documents, dice)
    build_index([docs], old)
    for _ in range(many):
        touch(dice.choice(files))
        build_index([docs], old)
    build_index([docs], fresh)
    sizes = [store.size(index) for index in (old, fresh)]
    print(f"{len(files)} documents, {many} updates of one each; {len(list(old.glob('*.col')))} segments")
    print(f"{'':<10} {'old':>10} {'fresh':>10} {'ratio':>6}")
    for name, (aged, new), unit in (
        ("size", (sizes[0] / 1e6, sizes[1] / 1e6), "MB"),
        ("question", tuple(1e3 * one for one in questions((old, fresh), dice)), "ms"),
        ("update", tuple(1e3 * one for one in updates((old, fresh), docs, files, dice)), "ms"),
    ):
        print(f"{name:<10} {aged:>7.2f} {unit} {new:>7.2f} {unit} {aged / new:>6.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a folder of documents; without it the sample letters")
    parser.add_argument("--documents", type=int, default=400, help="how many of them at most")
    parser.add_argument("--updates", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, samples() as letters:
        run(given.corpus or letters, given.documents, given.updates, Path(folder))


if __name__ == "__main__":
    main()
