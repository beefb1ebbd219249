"""A small corpus of invented wording in the layout of the real one, and a real server on this machine that misbehaves."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from seized.corpus import keep

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
TEXTS = {
    "English": ("eng", "Recalling its resolution 1325 (2000),", "1.", "Decides to plant invented trees;"),
    "Chinese": ("zho", "回顾其第1325(2000)号决议,", "1.", "决定种植虚构的树木;"),
    "French": ("fra", "Rappelant sa résolution 1325 (2000),", "1.", "Décide de planter des arbres imaginés;"),
    "Spanish": ("spa", "Recordando su resolución 1325 (2000),", "1.", "Decide plantar árboles imaginados;"),
    "Russian": ("rus", "ссылаясь на свою резолюцию 1325 (2000),", "1.", "постановляет посадить выдуманные деревья;"),
    "Arabic": ("ara", "إذ يشير إلى قراره 1325 (2000)،", "1 -", "يقرر غرس الأشجار الخيالية؛"),
    "German": (
        "deu",
        "unter Hinweis auf seine Resolution 1325 (2000),",
        "1.",
        "beschließt, erdachte Bäume zu pflanzen;",
    ),
}
"""By the folder of each language: its code, a preambular paragraph, the first number, an operative paragraph."""


class Layout:
    """How the files of a corpus are made."""

    @staticmethod
    def akn(number: int, language: str = "English", more: str = "") -> bytes:
        """A resolution of two paragraphs, and one more."""
        code, recalls, label, decides = TEXTS[language]
        last = f"<paragraph><num>2.</num><content><p>{more}</p></content></paragraph>" if more else ""
        return (
            f'<akomaNtoso xmlns="{NAMESPACE}"><statement name="resolution"><meta><identification source="#x">'
            f'<FRBRWork><FRBRuri value="/akn/un/statement/deliberation/unsc/2020-12-03/{number}-2020/"/>'
            f'<FRBRdate date="2020-12-03" name="adoption"/></FRBRWork>'
            f'<FRBRExpression><FRBRlanguage language="{code}"/></FRBRExpression></identification></meta>'
            f'<coverPage><p><docNumber refersTo="#symbol">S/RES/{number} (2020)</docNumber></p></coverPage>'
            f"<preamble><container><p>{recalls}</p></container></preamble>"
            f"<mainBody><paragraph><num>{label}</num><content><p>{decides}</p></content></paragraph>{last}</mainBody>"
            "</statement></akomaNtoso>"
        ).encode()

    @staticmethod
    def record(number: int) -> dict[str, object]:
        """What `data_extract` says of a resolution."""
        return {
            "symbol": f"S/RES/{number} (2020)",
            "MS_in_favour": ["CHINA", "FRANCE"],
            "MS_abstaining": ["NIGER"],
            "sponsors": ["ESTONIA"],
            "subjects": [["MEDIATION", "UNBIS Thesaurus"]],
            "agenda_item_name": "The situation in Ruritania.",
        }

    def lay(self, folder: Path, numbers: range, languages: tuple[str, ...] = ("English", "Chinese")) -> Path:
        """Write a corpus of some resolutions into a folder, as a clone of the real one lies there."""
        for language in languages:
            place = folder / "2020" / language
            place.mkdir(parents=True, exist_ok=True)
            for number in numbers:
                name = f"S_RES_{number} (2020)-20000{number}{language[0]}.xml"
                (place / name).write_bytes(self.akn(number, language))
        (folder / "data_extract").mkdir(exist_ok=True)
        lines = "".join(json.dumps(self.record(number)) + "\n" for number in numbers)
        (folder / "data_extract" / "2020.json").write_text(lines, encoding="utf-8")
        (folder / "README.md").write_text("# How to name the source\n", encoding="utf-8")
        return folder

    @staticmethod
    def packed(folder: Path, wrapped: str = "SCresolutions-main/") -> bytes:
        """A folder as GitHub packs one."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, wrapped + path.relative_to(folder).as_posix())
        return out.getvalue()


@pytest.fixture
def layout() -> Layout:
    """How the files of a corpus are made, for tests that change them."""
    return Layout()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of a corpus: three resolutions in English and Chinese."""
    return Layout().lay(tmp_path / "SCresolutions", range(2511, 2514))


@pytest.fixture
def own_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the test's own that downloads go to."""
    monkeypatch.setattr(keep, "downloads", lambda: tmp_path / "downloads")
    return tmp_path / "downloads"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a download goes."""
    return tmp_path / "downloads" / "un-sc.zip"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where an index goes."""
    return tmp_path / "index"


Answer = Callable[[Any], None]


@dataclass
class Server:
    """A server of one file.

    data, etag: the file and what it calls its state; plan: what it does with the next requests, one after another,
    before it serves as it should; requests: the headers of those that came; has_parts: whether it can send the rest of
    a file, and says so
    """

    data: bytes = b""
    etag: str = '"1"'
    plan: list[Answer] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    has_parts: bool = True

    @staticmethod
    def cut(after: int) -> Answer:
        """The file, cut after some bytes."""
        return partial(serve, sent=after)

    @staticmethod
    def failing(status: int, **headers: str) -> Answer:
        """A status and no file."""
        return lambda handler: handler.head(status, Content_Length="0", **headers)

    def ranges(self) -> list[str]:
        """What each request asked to have a part of; "" for the whole."""
        return [headers.get("range", "") for headers in self.requests]


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"
    state: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.state.requests.append({name.lower(): value for name, value in self.headers.items()})
        answer = self.state.plan.pop(0) if self.state.plan else serve
        try:
            answer(self)
        except OSError:  # the other side has had enough
            self.close_connection = True

    def head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()


def serve(handler: Any, sent: int | None = None) -> None:
    """Answer as a server should; `sent`: bytes after which the connection is cut."""
    state = handler.state
    if handler.headers.get("If-None-Match") == state.etag:
        handler.head(304, ETag=state.etag, Content_Length="0")
        return
    start = 0
    asked = handler.headers.get("Range")
    if asked and state.has_parts and handler.headers.get("If-Range") == state.etag:
        start = int(asked.removeprefix("bytes=").rstrip("-"))
    if start >= len(state.data) > 0:
        handler.head(416, Content_Range=f"bytes */{len(state.data)}", Content_Length="0")
        return
    body = state.data[start:]
    headers = {"ETag": state.etag, "Content_Length": str(len(body))}
    if state.has_parts:
        headers["Accept_Ranges"] = "bytes"
    if start:
        headers["Content_Range"] = f"bytes {start}-{len(state.data) - 1}/{len(state.data)}"
    handler.head(206 if start else 200, **headers)
    handler.wfile.write(body if sent is None else body[:sent])
    if sent is not None:
        handler.wfile.flush()
        handler.close_connection = True


class _Quiet(ThreadingHTTPServer):
    """One whose clients may leave."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(own_downloads: Path) -> Iterator[Server]:  # noqa: ARG001
    """A real server on this machine."""
    state = Server()
    http = _Quiet(("127.0.0.1", 0), type("Own", (Handler,), {"state": state}))
    state.url = f"http://127.0.0.1:{http.server_address[1]}/corpus.zip"
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield state
    http.shutdown()
    http.server_close()
