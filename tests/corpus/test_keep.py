"""A corpus in an index: added from a folder or an archive, looked at, and removed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from seized import NotFound, NothingRead, SeizedError, build_index, open_index
from seized.corpus.keep import add_corpus, corpus_states, remove_corpus, update_corpus
from seized.indexer.readers import archives

from .downloads import files, paths


class TestAdding:
    def test_from_a_clone(self, clone: Path, index: Path) -> None:
        taken = add_corpus("un-sc", index, origin=clone)
        assert taken.report
        assert (taken.report.indexed, taken.report.documents, taken.report.rejected) == (6, 6, [])
        assert paths(index)[0] == "un-sc/2020/Chinese/S_RES_2511 (2020)-200002511C.xml"

    def test_the_clone_and_its_archive_are_the_same_files(self, clone: Path, index: Path, layout: Any) -> None:
        add_corpus("un-sc", index, origin=clone)
        before = paths(index)
        for wrapped in ("SCresolutions-main/", "", "SCresolutions-0123abc/", "UNxml-SCresolutions-0123abc/"):
            archive = clone.parent / "corpus.zip"
            archive.write_bytes(layout.packed(clone, wrapped))
            again = add_corpus("un-sc", index, origin=archive).report
            assert again
            assert (again.indexed, again.skipped, again.removed) == (0, 6, 0)
        assert paths(index) == before

    def test_a_file_beside_the_folder_of_github_changes_no_name(self, clone: Path, index: Path, layout: Any) -> None:
        add_corpus("un-sc", index, origin=clone)
        archive = clone.parent / "corpus.zip"
        archive.write_bytes(layout.packed(clone))
        with zipfile.ZipFile(archive, "a") as packed:
            packed.writestr("notes.txt", "eggs, milk")
        again = add_corpus("un-sc", index, origin=archive).report
        assert again
        assert (again.indexed, again.skipped, again.removed) == (0, 6, 0)

    def test_an_archive_of_one_year_keeps_its_folder(self, clone: Path, index: Path, layout: Any) -> None:
        add_corpus("un-sc", index, origin=clone)
        before = paths(index)
        archive = clone.parent / "corpus.zip"
        archive.write_bytes(layout.packed(clone / "2020", "2020/"))
        add_corpus("un-sc", index, origin=archive)
        assert paths(index) == before

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.txt", "Resolution 2600 (2020)\n\nThe Security Council,\n\n1. Decides to invent trees;\n"),
            ("a.html", "<html><body><p>Resolution 2600 (2020)</p><p>1. Decides to invent trees;</p></body></html>"),
            ("a.pdf", "%PDF-1.7 1 0 obj"),
        ],
    )
    def test_the_xml_corpus_takes_no_other_files(self, clone: Path, index: Path, name: str, data: str) -> None:
        (clone / name).write_text(data, encoding="utf-8")
        report = add_corpus("un-sc", index, origin=clone).report
        assert report
        assert [(one.source, one.reason.partition(",")[0]) for one in report.rejected] == [(f"un-sc/{name}", "no XML")]
        assert report.documents == 6

    def test_a_second_run_changes_nothing(self, clone: Path, index: Path) -> None:
        add_corpus("un-sc", index, origin=clone)
        before = files(index)
        add_corpus("un-sc", index, origin=clone)
        assert files(index) == before

    def test_one_changed_file_costs_one_file(self, clone: Path, index: Path, layout: Any) -> None:
        add_corpus("un-sc", index, origin=clone)
        file = clone / "2020" / "English" / "S_RES_2512 (2020)-200002512E.xml"
        file.write_bytes(layout.akn(2512, more="Calls for invented flowers."))
        report = add_corpus("un-sc", index, origin=clone).report
        assert report
        assert (report.indexed, report.skipped) == (1, 5)
        with open_index(index) as opened:
            (hit,) = opened.search("flowers")
            assert (hit.id, hit.source.corpus) == ("S/RES/2512(2020)/op/2", "un-sc")

    def test_what_cannot_be_read_is_named_by_its_place_in_the_corpus(self, clone: Path, index: Path) -> None:
        (clone / "2020" / "English" / "broken.xml").write_text("<akomaNtoso><p></akomaNtoso>", encoding="utf-8")
        report = add_corpus("un-sc", index, origin=clone).report
        assert report
        assert [one.source for one in report.rejected] == ["un-sc/2020/English/broken.xml"]
        assert report.documents == 6

    @pytest.mark.parametrize("as_archive", [False, True])
    def test_the_records_beside_the_xml_are_attached(
        self, clone: Path, index: Path, layout: Any, as_archive: bool
    ) -> None:
        origin = clone
        if as_archive:
            origin = clone.parent / "corpus.zip"
            origin.write_bytes(layout.packed(clone))
        add_corpus("un-sc", index, origin=origin)
        with open_index(index) as opened:
            for query in ("vote:abstain:Niger", "sponsor:Estonia", "topic:mediation", "agenda:Ruritania"):
                assert opened.search(f"{query} trees").total == 3, query
            assert opened.search("trees", facets=["topic"]).facets == {"topic": {"MEDIATION": 3}}

    def test_a_changed_record_is_a_changed_document(self, clone: Path, index: Path, layout: Any) -> None:
        add_corpus("un-sc", index, origin=clone)
        changed = layout.record(2511) | {"sponsors": ["FIJI"]}
        lines = [json.dumps(one) for one in (changed, layout.record(2512), layout.record(2513))]
        (clone / "data_extract" / "2020.json").write_text("\n".join(lines), encoding="utf-8")
        report = add_corpus("un-sc", index, origin=clone).report
        assert report
        assert report.indexed == 2  # in English and in Chinese
        with open_index(index) as opened:
            assert opened.search("sponsor:Fiji trees").total == 1

    @pytest.mark.parametrize(
        ("origin", "message"),
        [
            ("nowhere", "nowhere: no such file or folder"),
            ("README.md", "nothing of un-sc in it in en, zh"),
            ("empty", "empty: no file in it"),
            ("damaged.zip", "damaged.zip: a damaged zip archive"),
        ],
    )
    def test_what_is_no_corpus_is_said_and_costs_nothing(
        self, clone: Path, index: Path, origin: str, message: str
    ) -> None:
        add_corpus("un-sc", index, origin=clone)
        before = files(index)
        (clone / "empty").mkdir()
        (clone / "damaged.zip").write_bytes(b"PK\x03\x04 and no more")
        with pytest.raises(SeizedError, match=message):
            add_corpus("un-sc", index, origin=clone / origin)
        with open_index(index) as opened:
            assert len(opened.records()) == 6
        assert files(index) == before

    def test_an_unknown_name(self, index: Path) -> None:
        with pytest.raises(SeizedError, match="no corpus 'un-ga'; there are un-sc"):
            add_corpus("un-ga", index)
        assert not index.exists()

    def test_nothing_readable_leaves_no_index(self, tmp_path: Path, index: Path) -> None:
        (tmp_path / "x").mkdir()
        (tmp_path / "x" / "list.txt").write_text("eggs, milk", encoding="utf-8")
        with pytest.raises(NothingRead):
            add_corpus("un-sc", index, origin=tmp_path / "x")
        assert not index.exists()


class TestArchives:
    def test_a_name_that_climbs_is_refused(self, tmp_path: Path, index: Path, layout: Any) -> None:
        with zipfile.ZipFile(tmp_path / "climbing.zip", "w") as archive:
            archive.writestr("../../S_RES_2511.xml", layout.akn(2511))
            archive.writestr("/etc/S_RES_2512.xml", layout.akn(2512))
        before = sorted(path.name for path in tmp_path.iterdir())
        with pytest.raises(NothingRead) as caught:
            add_corpus("un-sc", index, origin=tmp_path / "climbing.zip")
        assert [one.reason for one in caught.value.rejected] == ["a name that leads out of the archive"] * 2
        assert sorted(path.name for path in tmp_path.iterdir()) == before

    def test_a_bomb_costs_no_more_than_a_look(
        self, clone: Path, index: Path, layout: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archives, "_TOTAL_LIMIT", 60 << 20)
        add_corpus("un-sc", index, origin=clone)
        before = files(index)
        archive = clone.parent / "bomb.zip"
        archive.write_bytes(layout.packed(clone))
        with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as bomb:
            for number in range(4):
                bomb.writestr(f"{number}.xml", b"\0" * (20 << 20))
        with pytest.raises(SeizedError, match=r"bomb\.zip: an archive that would unpack to 84 MB, as no texts do"):
            add_corpus("un-sc", index, origin=archive)
        assert files(index) == before


class TestLanguages:
    ALL = ("English", "Chinese", "French", "Spanish", "Russian", "Arabic", "German")

    @pytest.mark.parametrize(
        ("lang", "wanted"),
        [
            ("", ["en", "zh"]),
            ("fr", ["fr"]),
            ("en,zh,fr,es,ru,ar,de", ["ar", "de", "en", "es", "fr", "ru", "zh"]),
            (("French", "German"), ["de", "fr"]),
        ],
    )
    def test_those_that_are_asked_for(self, tmp_path: Path, index: Path, layout: Any, lang: Any, wanted: Any) -> None:
        clone = layout.lay(tmp_path / "clone", range(2511, 2512), self.ALL)
        report = add_corpus("un-sc", index, origin=clone, lang=lang).report
        with open_index(index) as opened:
            assert sorted(opened.info().languages) == wanted
        assert report
        assert report.left_out == len(self.ALL) - len(wanted)

    def test_they_are_remembered(self, tmp_path: Path, index: Path, layout: Any) -> None:
        clone = layout.lay(tmp_path / "clone", range(2511, 2512), self.ALL)
        add_corpus("un-sc", index, origin=clone, lang="fr,de")
        for again in (update_corpus("un-sc", index), add_corpus("un-sc", index, origin=clone)):
            assert again.record.languages == ("fr", "de")
            assert again.report
            assert (again.report.indexed, again.report.skipped) == (0, 2)

    def test_fewer_languages_take_documents_away(self, tmp_path: Path, index: Path, layout: Any) -> None:
        clone = layout.lay(tmp_path / "clone", range(2511, 2513), self.ALL)
        add_corpus("un-sc", index, origin=clone, lang="en,fr")
        report = add_corpus("un-sc", index, origin=clone, lang="en").report
        assert report
        assert (report.removed, report.documents) == (2, 2)

    def test_one_that_it_has_not(self, clone: Path, index: Path) -> None:
        with pytest.raises(SeizedError, match="un-sc has no language 'it'; there are en, zh, fr, es, ru, ar, de"):
            add_corpus("un-sc", index, origin=clone, lang="en,it")


class TestSources:
    def test_another_source_of_a_document_is_remembered_and_takes_its_place(
        self, clone: Path, index: Path, tmp_path: Path, layout: Any
    ) -> None:
        own = tmp_path / "own.xml"
        own.write_bytes(layout.akn(2511))
        build_index([own], index)
        add_corpus("un-sc", index, origin=clone)
        with open_index(index) as opened:
            sources = opened.document("2511").record.sources
            assert {source.corpus for source in sources} == {"un-sc", ""}
        remove_corpus("un-sc", index)
        with open_index(index) as opened:
            (source,) = opened.document("2511").record.sources
            assert (source.path, source.corpus) == (own.as_posix(), "")
            assert opened.search("trees").total == 1
            assert opened.symbols() == ("S/RES/2511 (2020)",)

    def test_indexing_other_files_leaves_a_corpus_alone(self, clone: Path, index: Path, tmp_path: Path) -> None:
        add_corpus("un-sc", index, origin=clone)
        (tmp_path / "letters").mkdir()
        (tmp_path / "letters" / "list.txt").write_text("eggs, milk", encoding="utf-8")
        build_index([tmp_path / "letters"], index)
        assert len(paths(index)) == 6

    def test_every_clause_knows_its_source(self, clone: Path, index: Path) -> None:
        add_corpus("un-sc", index, origin=clone)
        with open_index(index) as opened:
            (hit,) = opened.search("trees symbol:2512")
            assert hit.to_dict()["corpus"] == "un-sc"
            assert hit.to_dict()["source"] == "un-sc/2020/English/S_RES_2512 (2020)-200002512E.xml"
            assert opened.document("2512").to_dict()["source"][0]["corpus"] == "un-sc"


class TestStates:
    def test_what_is_known_and_what_is_there(self, clone: Path, index: Path) -> None:
        add_corpus("un-sc", index, origin=clone)
        states = {state.corpus.name: state for state in corpus_states(index)}
        state = states.pop("un-sc")
        assert state.record
        assert (state.files, state.documents, state.record.origin) == (6, 6, clone.as_posix())
        assert all(other.record is None for other in states.values())

    def test_without_an_index(self, index: Path) -> None:
        assert all(state.record is None for state in corpus_states(index))
        assert not index.exists()

    def test_after_removing(self, clone: Path, index: Path) -> None:
        add_corpus("un-sc", index, origin=clone)
        report = remove_corpus("un-sc", index)
        assert (report.removed, report.documents, report.clauses) == (6, 0, 0)
        assert all(state.record is None for state in corpus_states(index))
        for change in (remove_corpus, update_corpus):
            with pytest.raises(NotFound, match="no corpus un-sc in"):
                change("un-sc", index)
