"""The table of corpora: each says what it is, where it is and under what terms, and has a reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from seized import SeizedError
from seized.corpus.registry import Corpus, corpora, corpus
from seized.vocabulary.languages import languages

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=sorted(corpora()))
def known(request: pytest.FixtureRequest) -> Corpus:
    return corpora()[request.param]


class TestCorpora:
    def test_each_says_what_it_holds_and_how_to_name_its_source(self, known: Corpus) -> None:
        for said in (known.title, known.holds, known.publisher, known.terms, known.acknowledgement):
            assert said
            assert said == " ".join(said.split())
        assert known.acknowledgement.startswith("Source: ")
        assert known.home.startswith("https://")
        assert known.address == "" or known.address.startswith("https://")

    def test_its_languages_are_known(self, known: Corpus) -> None:
        assert set(known.languages) <= set(languages())
        assert set(known.unless_said) <= set(known.languages)

    def test_its_reader_is_there(self, known: Corpus, tmp_path: Path) -> None:
        with pytest.raises(SeizedError):
            list(known.sources(tmp_path / "nowhere.csv", known.languages))

    def test_the_page_of_corpora_tells_of_it(self, known: Corpus) -> None:
        page = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
        assert f"`{known.name}`" in page
        assert known.home in page
        assert known.acknowledgement in page

    def test_another_name_is_an_error_with_the_names_that_there_are(self) -> None:
        with pytest.raises(SeizedError, match="no corpus 'un'; there are un-sc"):
            corpus("un")
