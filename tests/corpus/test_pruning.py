"""What a run would take out of a corpus: a little of it at once, much of it only if it is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seized import TooFewLeft
from seized.corpus.keep import add_corpus, update_corpus

from .downloads import files


class TestPruning:
    @pytest.mark.parametrize(("gone", "of"), [(3, 6), (4, 6), (4, 40), (5, 40)])
    def test_much_of_a_corpus_is_not_taken_out_unasked(self, gone: int, of: int, tmp_path: Path, layout: Any) -> None:
        index = tmp_path / "index"
        refused = gone > 3 and gone * 10 > of
        add_corpus("un-sc", index, origin=layout.lay(tmp_path / "all", range(2500, 2500 + of), ("English",)))
        before = files(index)
        part = layout.lay(tmp_path / "part", range(2500 + gone, 2500 + of), ("English",))
        if refused:
            with pytest.raises(TooFewLeft, match=rf"un-sc: {gone} of the {of} documents .* add --prune"):
                add_corpus("un-sc", index, origin=part)
            assert files(index) == before
        report = add_corpus("un-sc", index, origin=part, prune=refused).report
        assert report
        assert (report.removed, report.documents) == (gone, of - gone)

    def test_an_update_too(self, clone: Path, index: Path) -> None:
        add_corpus("un-sc", index, origin=clone)
        for file in [*(clone / "2020" / "English").iterdir(), *(clone / "2020" / "Chinese").iterdir()][:-1]:
            file.unlink()
        with pytest.raises(TooFewLeft, match="5 of the 6 documents"):
            update_corpus("un-sc", index)
        report = update_corpus("un-sc", index, prune=True).report
        assert report
        assert report.documents == 1

    def test_other_names_of_the_same_documents_are_no_loss(self, clone: Path, index: Path) -> None:
        add_corpus("un-sc", index, origin=clone)
        (clone / "2020").rename(clone / "2021")
        report = add_corpus("un-sc", index, origin=clone).report
        assert report
        assert (report.removed, report.documents) == (6, 6)

    def test_fewer_languages_count_too(self, tmp_path: Path, index: Path, layout: Any) -> None:
        clone = layout.lay(tmp_path / "clone", range(2511, 2515), ("English", "French"))
        add_corpus("un-sc", index, origin=clone, lang="en,fr")
        before = files(index)
        with pytest.raises(TooFewLeft, match="4 of the 8 documents"):
            add_corpus("un-sc", index, origin=clone, lang="en")
        assert files(index) == before
        report = add_corpus("un-sc", index, origin=clone, lang="en", prune=True).report
        assert report
        assert (report.removed, report.documents) == (4, 4)
