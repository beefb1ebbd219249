"""The page of a question that finds nothing: what may have been meant, as much as there was time for."""

from __future__ import annotations

from typing import Any

import pytest
from lxml.html import HtmlElement, document_fromstring
from starlette.testclient import TestClient

from seized.errors import TookTooLong
from seized.search.questions import Questions


def found(client: TestClient, query: str) -> HtmlElement:
    return document_fromstring(client.get("/", params={"q": query}).text)


def offers(page: HtmlElement) -> list[str]:
    return [link.text for link in page.xpath("//*[@class='meant']/a")]


class TestMeant:
    def test_a_slip_is_offered_as_the_word_that_it_is_like(self, client: TestClient) -> None:
        page = found(client, "peacekepers")
        assert offers(page) == ["peacekeepers"]
        assert "No clause has" in page.text_content()

    def test_there_may_be_nothing_to_offer(self, client: TestClient) -> None:
        page = found(client, "xyzzyqwert")
        assert offers(page) == []
        assert "No clause has" in page.text_content()

    def test_what_took_too_long_is_left_out_and_what_came_before_stays(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def slow(*_: Any) -> None:
            raise TookTooLong.after(1)

        monkeypatch.setattr(Questions, "translator", slow)
        assert offers(found(client, "peacekepers")) == ["peacekeepers"]
