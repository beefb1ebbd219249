"""The columns of a segment, asked one by one."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seized.errors import IndexCorrupted
from seized.indexer.columnar.columns import About, ColumnFile, ColumnWriter
from seized.indexer.columnar.contents import Contents, invert
from seized.indexer.columnar.postings import Docs, write_docs
from seized.indexer.columnar.segment import MISSING, Inverted, Segment, Snapshot
from seized.indexer.columnar.spans import Spans, write_sizes
from seized.indexer.columnar.stored import Packing
from seized.indexer.columnar.terms import Terms, write_terms


def segment(path: Path, texts: list[list[str]], stored: list[bytes] | None = None) -> Segment:
    """A segment with one field of words."""
    numbers: dict[str, int] = {}
    places = [
        (doc, numbers.setdefault(word, len(numbers)), at)
        for doc, text in enumerate(texts)
        for at, word in enumerate(text)
    ]
    docs, terms, positions = (np.array(column, np.uint32) for column in zip(*places, strict=True))
    lengths = np.array([len(text) for text in texts], np.uint32)
    postings = invert([word.encode() for word in numbers], docs, terms, positions, lengths)
    Contents(
        len(texts),
        Packing(stored or [b""] * len(texts)),
        {"text": postings},
        {"date": np.array([MISSING, *range(1, len(texts))])},
    ).write(path)
    return Segment(path, path.stem)


@pytest.fixture
def small(tmp_path: Path) -> Segment:
    texts = [["the", "cat", "sat", "on", "the", "mat"], ["a", "dog"], ["the", "the", "end"]]
    return segment(tmp_path / "seg-1-0.col", texts, [b"one", b"two" * 3000, b"three"])


def text_of(found: Segment) -> Inverted:
    inverted = found.inverted("text")
    assert inverted is not None
    return inverted


class TestInverted:
    def test_a_term_to_its_postings(self, small: Segment) -> None:
        inverted = text_of(small)
        number = inverted.find(b"the")
        assert inverted.docs(number).tolist() == [0, 2]
        assert inverted.docs(number).dtype == np.uint16
        freqs = inverted.freqs(number)
        assert freqs is not None
        assert freqs.tolist() == [2, 2]
        assert inverted.positions(number).tolist() == [0, 4, 0, 1]
        assert (inverted.doc_freq(number), inverted.frequency(number)) == (2, 4)

    def test_terms_are_numbered_in_order(self, small: Segment) -> None:
        inverted = text_of(small)
        words = [inverted.term(number) for number in range(inverted.count_terms)]
        assert words == sorted(words)
        assert [inverted.find(word) for word in words] == list(range(len(words)))
        assert inverted.find(b"dogs") == inverted.find(b"") == -1

    @pytest.mark.parametrize(("prefix", "words"), [(b"", 8), (b"t", 1), (b"the", 1), (b"them", 0), (b"\xff", 0)])
    def test_terms_of_a_prefix(self, small: Segment, prefix: bytes, words: int) -> None:
        inverted = text_of(small)
        assert [inverted.term(n).startswith(prefix) for n in inverted.span(prefix)] == [True] * words

    def test_lengths_are_exact(self, small: Segment) -> None:
        inverted = text_of(small)
        assert inverted.lengths is not None
        assert inverted.lengths.tolist() == [6, 2, 3]
        assert (inverted.total_length, inverted.min_length, inverted.max_length) == (11, 2, 6)

    @pytest.mark.parametrize("length", [100, 300, 70_000])
    def test_positions_far_into_a_text(self, tmp_path: Path, length: int) -> None:
        dice = random.Random(length)
        text = [dice.choice("abc") for _ in range(length)]
        inverted = text_of(segment(tmp_path / "seg-1-0.col", [text, ["a"]] + [["b"]] * 2000))
        for word in "abc":
            number = inverted.find(word.encode())
            freqs, positions = inverted.freqs(number), inverted.positions(number)
            assert freqs is not None
            assert positions[: freqs[0]].tolist() == [at for at, one in enumerate(text) if one == word]

    def test_a_field_that_is_not_there(self, small: Segment) -> None:
        assert small.inverted("title") is None
        assert small.numbers("year") is None
        assert small.ranks("order") is None


class TestColumns:
    def test_numbers(self, small: Segment) -> None:
        numbers = small.numbers("date")
        assert numbers is not None
        assert numbers.tolist() == [MISSING, 1, 2]

    def test_columns_are_views_of_the_file_at_64_bytes(self, small: Segment) -> None:
        numbers = small.numbers("date")
        assert numbers is not None
        assert not numbers.flags.owndata
        assert not numbers.flags.writeable
        assert numbers.ctypes.data % 64 == 0

    def test_nothing_but_the_documented_types(self, tmp_path: Path) -> None:
        with (tmp_path / "file").open("wb") as file, pytest.raises(TypeError):
            ColumnWriter(file).add("x", np.zeros(3, np.float64))


class TestStored:
    def test_records_come_back(self, small: Segment) -> None:
        assert [small.stored(number) for number in range(3)] == [b"one", b"two" * 3000, b"three"]

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.binary(max_size=400), min_size=1, max_size=200), st.randoms())
    def test_any_records_come_back_in_any_order(
        self, tmp_path_factory: pytest.TempPathFactory, stored: list[bytes], dice: random.Random
    ) -> None:
        path = tmp_path_factory.mktemp("stored") / "seg-1-0.col"
        found = segment(path, [["x"]] * len(stored), stored)
        numbers = list(range(len(stored)))
        dice.shuffle(numbers)
        assert all(found.stored(number) == stored[number] for number in numbers)

    def test_a_damaged_record_is_refused(self, tmp_path: Path) -> None:
        """Whatever byte of the blocks or their lengths is another: the record comes back, or an error that says so."""
        path = tmp_path / "seg-1-0.col"
        segment(path, [["x"]] * 3, [b"peace " * 50, b"and", b"security" * 40])
        whole = path.read_bytes()
        columns = ColumnFile(path)
        for name in ("stored.blob", "stored.lengths"):
            start = whole.index(columns.array(name).tobytes())
            for at in range(start, start + columns.array(name).nbytes):
                path.unlink()
                path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
                try:
                    found = Segment(path, "seg-1-0").stored(0)
                except IndexCorrupted:
                    continue
                assert len(found) < 1000


class TestForms:
    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.sampled_from([1, 2, 7, 300, 2000]), min_size=1, max_size=12), st.integers(1, 3000), st.randoms())
    def test_records_of_rare_and_common_terms_come_back(
        self, tmp_path_factory: pytest.TempPathFactory, steps: list[int], count: int, dice: random.Random
    ) -> None:
        docs = [list(range(dice.randrange(count), count, step)) for step in steps]
        path = tmp_path_factory.mktemp("docs") / "file"
        counts = np.array([len(one) for one in docs])
        with path.open("wb") as file:
            writer = ColumnWriter(file)
            write_sizes(writer, "f.post", counts)
            write_docs(writer, "f", counts, np.concatenate(docs), count)
            writer.finish(About())
        columns = ColumnFile(path)
        found = Docs(columns, "f", Spans(columns, "f.post", len(docs)), len(docs), count)
        assert [found.of(number).tolist() for number in range(len(docs))] == docs
        assert found.every.tolist() == [record for one in docs for record in one]


class TestTerms:
    @settings(max_examples=60, deadline=None)
    @given(st.sets(st.text(max_size=6).map(str.encode) | st.text("ab", max_size=300).map(str.encode), min_size=1))
    def test_any_terms_come_back(self, tmp_path_factory: pytest.TempPathFactory, words: set[bytes]) -> None:
        ordered = sorted(words)
        path = tmp_path_factory.mktemp("terms") / "file"
        with path.open("wb") as file:
            writer = ColumnWriter(file)
            write_terms(writer, "f", ordered)
            writer.finish(About())
        terms = Terms(ColumnFile(path), "f")
        assert list(terms) == ordered
        assert [terms[number] for number in range(len(terms))] == ordered
        assert [terms.find(word) for word in ordered] == list(range(len(ordered)))
        for probe in (b"", b"a", b"\x00", b"\xff", *(word + b"\x00" for word in ordered)):
            assert terms.before(probe) == sum(word < probe for word in ordered)
            assert terms.find(probe) == (ordered.index(probe) if probe in words else -1)


class TestSnapshot:
    def test_records_are_numbered_over_all_segments(self, tmp_path: Path) -> None:
        first = segment(tmp_path / "seg-1-0.col", [["peace"], ["war"]], [b"1", b"2"])
        second = segment(tmp_path / "seg-1-1.col", [["peace", "peace"]], [b"3"])
        snapshot = Snapshot((first, second), 1)
        assert (snapshot.bases, snapshot.count, snapshot.live_count) == ((0, 2), 3, 3)
        assert [snapshot.stored(number) for number in range(3)] == [b"1", b"2", b"3"]
        assert snapshot.doc_freq("text", b"peace") == 2
        assert snapshot.total_length("text") == 4
        assert snapshot.locate(2) == (second, 0)
        for number in (-1, 3):
            with pytest.raises(IndexError):
                snapshot.locate(number)
