"""One running application follows the commits to its index: nobody gets what was, and what is under way ends as it began."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from seized import SharedIndex, build_index
from seized.search.web import create_app

BASE_URL = "http://127.0.0.1"
SEEN = 0.6
"""Seconds after a commit in which it is seen: the folder is looked at twice a second."""
TITLE = "Resolution {number} (2020)\n\nThe Security Council,\n\nRecalling its resolution 1325 (2000),\n\n"
FIRST = "S/RES/2601(2020)"
ADDRESSES = (
    "/",
    "/?q=heron",
    "/?q=heron&ui=zh",
    f"/documents/{FIRST}",
    f"/clauses/{FIRST}/op/1",
    f"/lineage/{FIRST}/op/1",
    f"/draft?of={FIRST}/op/1",
    "/compare?old=2601&new=2602",
    "/usage?phrase=heron",
    "/citations?symbol=1325",
    "/api/search?q=heron",
    "/api/facets?q=heron",
    f"/api/clauses/{FIRST}/op/1",
    f"/api/documents/{FIRST}",
    "/api/similar?text=Requests+the+heron+to+report",
    "/api/compare?old=2601&new=2602",
    "/api/usage?phrase=heron",
    "/api/citations?symbol=1325",
    "/api/complete?q=symbol:26",
)


class Shelf:
    """A folder of resolutions and the index of it, to which every change is a commit."""

    def __init__(self, path: Path) -> None:
        self.folder, self.index = path / "documents", path / "index"
        self.folder.mkdir()

    def write(self, number: int, *paragraphs: str) -> None:
        numbered = "\n\n".join(f"{at}. {text};" for at, text in enumerate(paragraphs, 1))
        (self.folder / f"{number}.txt").write_text(TITLE.format(number=number) + numbered, encoding="utf-8")

    def commit(self) -> None:
        build_index([self.folder], self.index)

    def add(self) -> None:
        self.write(2603, "Requests the heron to report on the marsh", "Decides that the heron shall remain seized")
        self.commit()

    def change(self) -> None:
        self.write(2601, "Requests the heron to report", "Urges the heron to wade", "Urges the heron to wait")
        self.commit()

    def remove(self) -> None:
        (self.folder / "2602.txt").unlink()
        self.commit()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two resolutions, a heron in each of them, indexed."""
    made = Shelf(tmp_path)
    made.write(2601, "Requests the heron to report", "Decides to remain seized of the matter")
    made.write(2602, "Requests the heron to report every year")
    made.commit()
    return made


Asking = TestClient | httpx.Client


@pytest.fixture(params=["in process", "over a socket"])
def running(request: pytest.FixtureRequest, shelf: Shelf, serve: Callable[[Any], Any]) -> Iterator[Asking]:
    """Asks one application over the shelf, which is never made anew."""
    application = create_app(shelf.index, seconds=60)
    if request.param == "in process":
        with TestClient(application, base_url=BASE_URL) as client:
            yield client
    else:
        with serve(application) as port, httpx.Client(base_url=f"{BASE_URL}:{port}", timeout=60) as client:
            yield client


def fresh(shelf: Shelf, address: str) -> bytes:
    """What an application says that has never seen another state of the index."""
    with TestClient(create_app(shelf.index, seconds=60), base_url=BASE_URL) as client:
        return client.get(address).content


def total(asking: Asking, address: str, headers: dict[str, str] | None = None) -> int:
    answer = asking.get(address, headers=headers)
    assert answer.status_code == 200
    found: int = answer.json()["total"]
    return found


def begun(port: int, address: str) -> socket.socket:
    """A request on a socket that takes little at once, for an answer without chunks."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 13)
    one.connect(("127.0.0.1", port))
    one.sendall(f"GET {address} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return one


class TestCommits:
    def test_each_is_another_answer_under_another_tag(self, running: Asking, shelf: Shelf) -> None:
        """2 clauses with a heron; 4 with those of a new document; 6 with two more of an old one; 5 without a document."""
        address = "/api/search?q=heron"
        assert total(running, address) == 2
        tags = [running.get(address).headers["etag"]]
        for commit, count in ((shelf.add, 4), (shelf.change, 6), (shelf.remove, 5)):
            known = {"If-None-Match": tags[-1]}
            assert running.get(address, headers=known).status_code == 304
            commit()
            sleep(SEEN)
            for headers in (known, {}, {"If-None-Match": ", ".join(tags)}):
                assert (commit.__name__, total(running, address, headers)) == (commit.__name__, count)
            tags.append(running.get(address).headers["etag"])
            assert running.get(address, headers={"If-None-Match": tags[-1]}).status_code == 304
        assert len(set(tags)) == len(tags)

    def test_every_address_says_what_a_new_application_would(self, running: Asking, shelf: Shelf) -> None:
        before = {address: running.get(address) for address in ADDRESSES}
        assert {address for address, answer in before.items() if answer.status_code != 200} == set()
        shelf.add()
        shelf.change()
        sleep(SEEN)
        with TestClient(create_app(shelf.index, seconds=60), base_url=BASE_URL) as anew:
            for address, old in before.items():
                tag = old.headers["etag"]
                now, new = running.get(address, headers={"If-None-Match": tag}), anew.get(address)
                assert (address, now.status_code) == (address, 200)
                assert (address, now.text, now.headers["etag"]) == (address, new.text, new.headers["etag"])
                assert now.headers["etag"] != tag

    def test_a_document_comes_and_goes(self, running: Asking, shelf: Shelf) -> None:
        def statuses() -> list[int]:
            sleep(SEEN)
            paths = ("/documents/{}", "/api/documents/{}", "/clauses/S/RES/{}(2020)/op/1", "/compare?old=2601&new={}")
            return [running.get(path.format(number)).status_code for number in (2602, 2603) for path in paths]

        assert statuses() == [200] * 4 + [404] * 4
        shelf.add()
        assert statuses() == [200] * 8
        shelf.remove()
        assert statuses() == [404] * 4 + [200] * 4

    def test_the_same_documents_again_are_no_new_state(self, running: Asking, shelf: Shelf) -> None:
        tag = running.get("/?q=heron").headers["etag"]
        shelf.commit()
        sleep(SEEN)
        assert running.get("/?q=heron", headers={"If-None-Match": tag}).status_code == 304


class TestDownload:
    @pytest.fixture
    def marsh(self, shelf: Shelf) -> Shelf:
        """A shelf of more clauses than a socket takes at once."""
        for number in range(2610, 2640):
            reeds = "among the reeds of the invented marsh " * 12
            shelf.write(number, *(f"Requests heron {number}-{at} to report {reeds}" for at in range(200)))
        shelf.commit()
        return shelf

    def test_what_is_half_read_is_of_the_state_that_it_began_with(
        self, marsh: Shelf, serve: Callable[[Any], Any]
    ) -> None:
        address = "/download.jsonl?q=heron&sort=symbol"
        with (
            SharedIndex(marsh.index) as shared,
            serve(create_app(shared, seconds=60)) as port,
            httpx.Client(base_url=f"{BASE_URL}:{port}", timeout=60) as client,
        ):
            whole = client.get(address).content
            with shared.open() as old:
                pass
            with begun(port, address) as half:
                received = half.recv(4000)
                marsh.add()
                marsh.change()
                marsh.remove()
                sleep(SEEN)
                assert total(client, "/api/search?q=heron") == 30 * 200 + 5
                assert not old.engine.is_closed, len(whole)
                while part := half.recv(1 << 16):
                    received += part
            assert received.partition(b"\r\n\r\n")[2] == whole
            after = client.get(address).content
            assert after == fresh(marsh, address)
            assert (whole.count(b"\n"), after.count(b"\n")) == (30 * 200 + 2, 30 * 200 + 5)
            assert old.engine.is_closed
