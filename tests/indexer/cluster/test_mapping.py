"""Terms keep their positions on the way to a cluster."""

from __future__ import annotations

import pytest

from seized.analyzers import text_terms
from seized.indexer.cluster.bodies import Bodies, data_of, digest, identity
from seized.indexer.cluster.mapping import apart, placed


class TestPlaced:
    @pytest.mark.parametrize(
        ("terms", "written"),
        [
            ([], ""),
            ([(0, "a"), (1, "b")], "a b"),
            ([(0, "a"), (0, "b"), (1, "c")], "a\ue000b c"),
            ([(1, "a"), (4, "b")], "\ue001 a \ue001 \ue001 b"),
        ],
    )
    def test_terms_of_one_position_stay_together_and_holes_open(
        self, terms: list[tuple[int, str]], written: str
    ) -> None:
        assert placed(terms) == written
        assert apart(written) == [term for _, term in terms]


class TestBodies:
    @pytest.mark.parametrize(
        "text",
        ["Recalling resolution 1325 (2000) on women's rights", "安全理事会决定，维持和平人员的安全", "S/2020/1 及妇女"],
    )
    def test_both_analyses_are_those_of_a_folder(self, text: str) -> None:
        (body,) = Bodies().made([{"key": "one", "text": text, "data": b"{}"}])
        terms = sorted((term.position, term.text) for term in text_terms(text))
        assert sorted(apart(body["text"])) == sorted(term for _, term in terms)
        assert body["text_length"] == len(terms)

    @pytest.mark.parametrize("data", [b"", b'{"text": "\xe5\xae\x89"}', b"\xff\x00lexicon"])
    def test_what_is_kept_comes_back(self, data: bytes) -> None:
        (body,) = Bodies().made([{"key": "one", "data": data}])
        assert data_of(body["kept"]) == data
        assert body["data_length"] == len(data)

    def test_the_same_record_has_the_same_id_in_one_commit_alone(self) -> None:
        assert identity("clause 1", 2) == identity("clause 1", 2)
        assert len({identity("clause 1", 2), identity("clause 1", 3), identity("clause 2", 2)}) == 3
        assert digest({"text": "a"}) != digest({"text": "b"})
