"""How the search page answers many at once, while what it serves is indexed again.

    python benchmarks/serving.py --index INDEX [--users 16] [--seconds 30] [--pause 0]

INDEX is copied first. Each user asks at random, one question after another, with `--pause` seconds between them on
average: searches of one to three words of the index (half of the questions), with filters, as JSON, documents with
what was found in them, clauses, completions, a draft. In the middle `seized index` adds the sample letters to the
copy, which every user has to be able to find afterwards. One user alone is measured before, for comparison.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from seized import open_index
from seized.corpus import samples

_SEED = 20261129
_WORDS = 300


@dataclass
class Asked:
    """What was asked: seconds of each answer by kind, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> list[float]:
        return [one for kind in self.seconds.values() for one in kind]


class Questions:
    """Draws questions from an index: its words by how frequent they are, its documents and clauses."""

    def __init__(self, index: Path) -> None:
        with open_index(index) as opened:
            self.symbols = [symbol for symbol in opened.symbols() if symbol.startswith("S/RES/")]
            clauses = [hit.clause for hit in opened.search("clause:op lang:en", limit=2000, sort="date")]
        self.clauses = [one.id for one in clauses]
        counted = Counter(word for one in clauses for word in re.findall(r"[a-z]{5,}", one.text.lower()))
        self.words = [word for word, _ in counted.most_common(_WORDS)]
        self.years = sorted({one.date[:4] for one in clauses if one.date})

    def draw(self, rng: random.Random) -> tuple[str, str, dict[str, str]]:
        """A kind of question, its path and its parameters."""
        words = " ".join(rng.sample(self.words, rng.choice((1, 2, 2, 3))))
        makers: dict[str, Callable[[], tuple[str, dict[str, str]]]] = {
            "search": lambda: ("/", {"q": words}),
            "filtered": lambda: ("/", {"q": words, "clause": "operative", "year": rng.choice(self.years)}),
            "JSON": lambda: ("/api/search", {"q": words}),
            "document": lambda: (f"/documents/{rng.choice(self.symbols).replace(' ', '')}", {"q": words.split()[0]}),
            "clause": lambda: (f"/clauses/{rng.choice(self.clauses)}", {}),
            "completion": lambda: ("/api/complete", {"q": words[:3]}),
            "similar": lambda: ("/api/similar", {"id": rng.choice(self.clauses), "limit": "3"}),
        }
        kind = rng.choices(list(makers), (10, 3, 2, 2, 1, 2, 0.4))[0]
        return kind, *makers[kind]()


async def use(  # noqa: PLR0913, PLR0917
    client: httpx.AsyncClient, questions: Questions, seed: int, until: float, pause: float, asked: Asked
) -> None:
    """One user until the time is over."""
    rng = random.Random(seed)
    while time.monotonic() < until:
        kind, path, given = questions.draw(rng)
        start = time.perf_counter()
        try:
            answer = await client.get(path, params=given)
            if answer.status_code != 200:
                asked.wrong[f"{answer.status_code} {kind}"] += 1
        except httpx.HTTPError as error:
            asked.wrong[f"{type(error).__name__} {kind}"] += 1
        asked.seconds[kind].append(time.perf_counter() - start)
        if pause:
            await asyncio.sleep(rng.expovariate(1 / pause))


async def run(address: str, questions: Questions, users: int, seconds: float, pause: float) -> Asked:
    """Some users at once."""
    asked = Asked()
    until = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=users)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        await asyncio.gather(*(use(client, questions, _SEED + number, until, pause, asked) for number in range(users)))
    return asked


async def reindex(index: Path, after: float) -> float:
    """Add the samples to the index after some seconds; how long that took."""
    await asyncio.sleep(after)
    start = time.monotonic()
    with samples() as folder:
        done = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "seized",
            "index",
            str(folder),
            "--index",
            str(index),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert await done.wait() == 0
    return time.monotonic() - start


async def measure(address: str, index: Path, given: argparse.Namespace) -> None:
    """One user, then all of them with a commit in the middle."""
    questions = Questions(index)
    await run(address, questions, 1, 3, 0)
    alone = await run(address, questions, 1, min(10, given.seconds), 0)
    together, took = await asyncio.gather(
        run(address, questions, given.users, given.seconds, given.pause), reindex(index, given.seconds / 2)
    )
    async with httpx.AsyncClient(base_url=address) as client:
        letters = (await client.get("/api/search", params={"clause": "letter"})).json()["total"]
    report("1 user", alone, min(10, given.seconds))
    report(f"{given.users} users", together, given.seconds)
    for kind, seconds in sorted(together.seconds.items()):
        print(f"    {kind:<12}{len(seconds):>7}{_ms(seconds, 0.5):>9}{_ms(seconds, 0.95):>9}{_ms(seconds, 0.99):>9}")
    print(f"p95 over that of one user: {_at(together.all, 0.95) / _at(alone.all, 0.95):.1f}")
    print(f"the commit in the middle took {took:.1f} s; paragraphs of letters found after it: {letters}")
    print(f"errors: {sum(together.wrong.values())} {dict(together.wrong) if together.wrong else ''}")


def report(name: str, asked: Asked, seconds: float) -> None:
    """A line of figures."""
    each = asked.all
    figures = "".join(f"{_ms(each, share):>9}" for share in (0.5, 0.95, 0.99))
    print(f"{name:<16}{len(each):>7}{figures}   {len(each) / seconds:.0f} answers a second")


def _at(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[int(len(seconds) * share)]


def _ms(seconds: Sequence[float], share: float) -> str:
    return f"{1000 * _at(seconds, share):.1f}"


def main() -> None:
    """Serve a copy of the index, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, required=True)
    options.add_argument("--users", type=int, default=16)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--pause", type=float, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(shutil.copytree(given.index, Path(folder) / "index"))
        serving = [sys.executable, "-m", "seized", "serve", "--index", str(index), "-p", "0"]
        with subprocess.Popen(serving, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            found = re.search(r"http://\S+(?=/ )", server.stdout.readline())
            assert found is not None
            print(f"{'':<16}{'asked':>7}{'p50':>9}{'p95':>9}{'p99':>9}   ms")
            try:
                asyncio.run(measure(found[0], index, given))
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
