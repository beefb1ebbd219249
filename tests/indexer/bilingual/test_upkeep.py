"""The lexicon of an index: when it is learnt, when it stays, when it goes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from seized import IndexCorrupted, build_index, open_index
from seized.indexer.bilingual import upkeep
from seized.indexer.bilingual.lexicon import shipped
from seized.indexer.bilingual.upkeep import kept_lexicon, refreshed
from seized.indexer.columnar.index import ColumnarIndex
from seized.indexer.model import Clause
from seized.indexer.schema import SCHEMA_VERSION, schema

WORDS = [("制裁", "sanctions"), ("妇女", "women"), ("部署", "deployment"), ("停火", "ceasefire")]


def _clauses(name: str, size: int = 60) -> tuple[Clause, ...]:
    """Paragraphs of a made-up document, each edition the same."""
    symbol, _, lang = name.partition("@")
    found = []
    for number in range(1, size + 1):
        chinese, english = WORDS[number % len(WORDS)]
        text = f"决定{chinese}第{number}项" if lang == "zh" else f"Decides on {english}, item {number}"
        where = f"{symbol.replace(' ', '')}/op/{number}"
        clause_id = where if lang == "en" else f"{where}@{lang}"
        found.append(Clause(clause_id, symbol, "operative", str(number), number, lang, "", (), (), (), (), text))
    return tuple(found)


ONE: dict[str, tuple[str, ...]] = {"S/RES/2600 (2021)": ("a", "b"), "S/RES/2601 (2021)": ("a", "b")}


class TestRefreshed:
    def test_it_is_learnt_from_the_pairs_of_all_documents_in_both_languages(self) -> None:
        fields = refreshed(ONE, _clauses, None)
        assert fields
        assert (fields["record"], fields["key"]) == ("lexicon", "lexicon")
        lexicon = kept_lexicon(fields["data"])
        assert lexicon.pairs > 0
        assert dict(lexicon.translations("制裁", "en"))["sanction"] > 0.3

    def test_it_stays_while_little_has_changed(self) -> None:
        many: dict[str, tuple[str, ...]] = {f"S/RES/{number} (2021)": ("a", "b") for number in range(2600, 2620)}
        before = refreshed(many, _clauses, None)
        assert before
        changed = {**many, "S/RES/2600 (2021)": ("c", "b"), "S/RES/2601 (2021)": ("a", "c")}
        assert refreshed(changed, _clauses, before["data"]) is None
        changed["S/RES/2602 (2021)"] = ("d", "d")
        assert refreshed(changed, _clauses, before["data"])

    def test_it_goes_with_its_documents(self) -> None:
        before = refreshed(ONE, _clauses, None)
        assert before
        assert refreshed({}, _clauses, before["data"]) == {}

    def test_of_few_pairs_there_is_none(self) -> None:
        few: dict[str, tuple[str, ...]] = {"S/RES/2600 (2021)": ("a", "b")}
        fields = refreshed(few, lambda name: _clauses(name, 5), None)
        assert fields
        assert kept_lexicon(fields["data"]) is shipped()
        assert refreshed(few, _not_to_be_called, fields["data"]) is None, "it is remembered that there were few"

    def test_a_record_that_cannot_be_read_is_made_anew(self) -> None:
        fields = refreshed(ONE, _clauses, b"nonsense")
        assert fields
        assert kept_lexicon(fields["data"]).pairs > 0


def _not_to_be_called(*_: object) -> tuple[Clause, ...]:
    raise AssertionError("nothing has changed, so nothing is learnt anew")


class TestInTheIndex:
    @pytest.fixture
    def folder(self, shared: Path, tmp_path: Path) -> Path:
        """Four resolutions in both languages."""
        folder = tmp_path / "documents"
        folder.mkdir()
        for number in (2553, 2556, 2558, 2560):
            for file in (shared / "corpus" / "akn").glob(f"**/S_RES_{number}[_ ]*.xml"):
                shutil.copy(file, folder)
        return folder

    def test_an_index_learns_its_own(self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        build_index(folder, tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            learnt = index.lexicon
            assert learnt.pairs > 100
            assert learnt.behind is shipped()
            assert index.info().clauses == index.search("", facets=["lang"]).total
        monkeypatch.setattr(upkeep, "_pairs", _not_to_be_called)
        build_index(folder, tmp_path / "index")

    def test_it_goes_when_its_documents_go(self, folder: Path, tmp_path: Path) -> None:
        build_index(folder, tmp_path / "index")
        for file in folder.glob("*.xml"):
            if "2553" not in file.name:
                file.unlink()
        build_index(folder, tmp_path / "index")
        with open_index(tmp_path / "index") as index:
            assert index.lexicon is shipped()
            assert index.info().documents == 2

    def test_an_index_without_pairs_has_the_shipped_one(self, samples_path: Path) -> None:
        with open_index(samples_path) as index:
            assert index.lexicon is shipped()


def test_a_damaged_lexicon_is_said_with_the_command_that_rebuilds(tmp_path: Path) -> None:
    writer = ColumnarIndex.create(tmp_path / "other", schema(), SCHEMA_VERSION).writer()
    writer.add_document(record="lexicon", key="lexicon", data=b"nonsense")
    writer.commit()
    with open_index(tmp_path / "other") as index, pytest.raises(IndexCorrupted, match="no lexicon"):
        _ = index.lexicon
