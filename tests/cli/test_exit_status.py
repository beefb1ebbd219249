"""The exit status of every command: 0 found, 1 understood but nothing found, 2 not to be understood or an error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seized.cli import main

FOUND, NOTHING, NOT_UNDERSTOOD = 0, 1, 2
CLAUSE, DOCUMENT = "S/RES/2553(2020)/op/26", "S/RES/2553 (2020)"
NO_ID = ("nothing", "S/RES/2553(2020)/op/", "S/RES/2553(2020)/xx/1", "nothing/op/1", "S/RES/99999(2020)/op/1", "")
ABSENT_CLAUSE = ("S/RES/2553(2020)/op/99", "S/2099/9/op/1", "S/RES/1(1946)/op/1", f"{CLAUSE}@fr")
NO_SYMBOL = ("nothing", "S/RES/2553(2020)/xx/1", "S/RES/99999 (2020)", "nothing/op/1")
ABSENT = ("S/2099/9", "S/RES/1 (1900)", "S/RES/9999")
QUERIES = ("search", "kwic", "usage", "verbs")

TABLE: list[tuple[int, tuple[str, ...]]] = [
    *((FOUND, (command, CLAUSE)) for command in ("show", "cite", "cites", "lineage", "similar")),
    *((FOUND, (command, DOCUMENT)) for command in ("show", "cite", "cites")),
    (FOUND, ("compare", "2518", "2553")),
    (FOUND, ("compare", "S/RES/2518(2020)/op/15", CLAUSE)),
    *((FOUND, (command, "peacekeepers")) for command in QUERIES),
    # ids of clauses
    *((NOTHING, (command, one)) for command in ("show", "cite", "lineage", "similar") for one in ABSENT_CLAUSE),
    *((NOTHING, ("compare", CLAUSE, one)) for one in ABSENT_CLAUSE),
    *((NOT_UNDERSTOOD, (command, one)) for command in ("show", "cite", "lineage") for one in NO_ID),
    *((NOT_UNDERSTOOD, ("cites", one)) for one in NO_ID),
    *((NOT_UNDERSTOOD, ("compare", CLAUSE, one)) for one in NO_ID),
    (NOT_UNDERSTOOD, ("similar", "nothing/op/1")),
    (NOT_UNDERSTOOD, ("lineage", DOCUMENT)),
    (NOT_UNDERSTOOD, ("compare", CLAUSE)),
    (NOT_UNDERSTOOD, ("compare", DOCUMENT, CLAUSE)),
    # symbols of documents
    *((NOTHING, (command, one)) for command in ("show", "cite", "cites", "compare") for one in ABSENT),
    *((NOTHING, ("compare", "2518", one)) for one in ABSENT),
    *((NOT_UNDERSTOOD, (command, one)) for command in ("show", "cite", "cites", "compare") for one in NO_SYMBOL),
    *((NOT_UNDERSTOOD, ("compare", "2518", one)) for one in NO_SYMBOL),
    (NOTHING, ("compare", "2553")),
    # queries
    *((NOTHING, (command, one)) for command in QUERIES for one in ("symbol:S/2099/9", "cites:S/2099/9", "zebra")),
    *((NOT_UNDERSTOOD, (command, f"{name}:nothing")) for command in QUERIES for name in ("symbol", "cites", "lang")),
    *((NOT_UNDERSTOOD, (command, '"open')) for command in QUERIES),
    *((NOT_UNDERSTOOD, (command, "")) for command in ("search", "kwic", "usage", "similar")),
    *((NOTHING, ("similar", one)) for one in ("zebra", "S/2099/9")),
    *((NOT_UNDERSTOOD, (command, "peace", "--cites", "nothing")) for command in (*QUERIES, "similar")),
    (NOT_UNDERSTOOD, ("similar", "peace", "--leave-out", "nothing")),
    # languages
    *((NOTHING, (*words, "--lang", "fr")) for words in (("show", "2553"), ("compare", "2518", "2553"))),
    *((NOTHING, (command, "peace", "--lang", "fr")) for command in (*QUERIES, "similar")),
    *(
        (NOT_UNDERSTOOD, (*words, "--lang", "klingon"))
        for words in (("show", "2553"), ("show", CLAUSE), ("compare", "2518", "2553"), ("cites", "2553"))
    ),
    *((NOT_UNDERSTOOD, (command, "peace", "--lang", "klingon")) for command in (*QUERIES, "similar")),
]


Outcome = tuple[object, str, str]


@pytest.fixture
def outcome(
    samples_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Runs the program on the samples: exit status, output, messages."""

    def run(*words: str) -> Outcome:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        monkeypatch.setattr(sys, "argv", ["seized", *words, "--index", str(samples_path)])
        with pytest.raises(SystemExit) as done:
            main()
        return done.value.code, *capsys.readouterr()

    return run


class TestExitStatus:
    @pytest.mark.parametrize(("expected", "words"), TABLE)
    def test_what_cannot_be_understood_is_two_and_what_is_not_there_is_one(
        self, outcome: Callable[..., Outcome], expected: int, words: tuple[str, ...]
    ) -> None:
        status, output, messages = outcome(*words)
        assert (status, bool(output)) == (expected, expected == FOUND)
        assert expected == FOUND or messages
        assert expected != NOT_UNDERSTOOD or (messages.startswith("seized: ") and messages.count("\n") == 1)
