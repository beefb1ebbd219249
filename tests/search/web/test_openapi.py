"""The description of the JSON interface: complete, and true of what is answered and of what is refused."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from seized import build_index
from seized.search.web import api, create_app

BASE_URL = "http://127.0.0.1"
SKIPPED = "positive_data_acceptance"
"""A check of Schemathesis: not every text is a query, a date or a symbol."""


@pytest.fixture(scope="module")
def described(app: Starlette) -> dict[str, Any]:
    """The description."""
    found: dict[str, Any] = TestClient(app, base_url=BASE_URL).get("/api/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def closed(described: dict[str, Any]) -> dict[str, Any]:
    """The description with every schema of members allowing no others."""
    found = deepcopy(described)
    for schema in found["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return found


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and operation."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def called(client: TestClient, method: str, path: str, operation: dict[str, Any]) -> Any:
    """The answer to an operation's own example."""
    query: dict[str, Any] = {}
    for one in operation["parameters"]:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", one["example"])
        elif "example" in one:
            query[one["name"]] = one["example"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    return client.request(method, path, params=query, json=body)


def faults(described: dict[str, Any], operation: dict[str, Any], answer: Any) -> list[str]:
    """Where an answer is not of the schema of its operation."""
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return [fault.message for fault in Draft202012Validator(described | schema).iter_errors(answer)]


class TestDescription:
    def test_it_is_valid(self, described: dict[str, Any]) -> None:
        assert [fault.message for fault in OpenAPIV31SpecValidator(described).iter_errors()] == []

    def test_it_has_every_address_of_the_application(self, app: Starlette, described: dict[str, Any]) -> None:
        routes = [one for one in app.routes if isinstance(one, Route) and one.path.startswith("/api/")]
        expected = {
            (method, route.path.replace(":path}", "}"))
            for route in routes
            for method in route.methods or ()
            if method != "HEAD"
        }
        assert {(method.upper(), path) for method, path, _ in operations(described)} == expected

    def test_every_operation_says_what_it_is_and_takes_and_answers(self, described: dict[str, Any]) -> None:
        names = [operation["operationId"] for _, _, operation in operations(described)]
        assert len(set(names)) == len(names) == 11
        for _, _, operation in operations(described):
            assert operation["summary"]
            assert all(one["description"].endswith(".") for one in operation["parameters"])
            assert {"200", "400", "421", "500", "503"} <= set(operation["responses"])

    def test_its_parameters_are_those_that_are_taken(self, described: dict[str, Any]) -> None:
        for path, address in api.ADDRESSES.items():
            methods = described["paths"][path.replace(":path}", "}")]
            for method, operation in (("get", address.get), ("post", address.post)):
                if operation is not None:
                    taken = [one["name"] for one in methods[method]["parameters"] if one["in"] == "query"]
                    assert taken == list(operation.asked.__struct_fields__)

    def test_lists_are_given_by_repeating_the_name(self, described: dict[str, Any]) -> None:
        parameters = {one["name"]: one for one in described["paths"]["/api/search"]["get"]["parameters"]}
        assert (parameters["clause"]["style"], parameters["clause"]["explode"]) == ("form", True)
        assert parameters["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 10}

    def test_its_server_is_where_it_is_mounted(self, app: Starlette, described: dict[str, Any]) -> None:
        assert described["servers"] == [{"url": "/"}]
        outer = TestClient(Starlette(routes=[Mount("/un", app)]), base_url=BASE_URL)
        assert outer.get("/un/api/openapi.json").json()["servers"] == [{"url": "/un"}]

    def test_no_schema_is_there_for_nothing(self, described: dict[str, Any]) -> None:
        text = str(described)
        names = described["components"]["schemas"]
        assert [name for name in names if f"'#/components/schemas/{name}'" not in text] == []


class TestAnswers:
    def test_examples_are_answered_as_it_says(self, client: TestClient, described: Any, closed: Any) -> None:
        for method, path, operation in operations(described):
            sent = called(client, method, path, operation)
            assert (sent.status_code, faults(closed, operation, sent.json())) == (200, []), path
            if method == "get" and path != "/api/openapi.json":
                assert sent.json() not in ({}, [])

    @pytest.mark.parametrize(
        ("path", "query"),
        [
            ("/api/search", {"q": "women", "across": "zh", "facet": ["vote", "agenda"], "limit": 100}),
            ("/api/search", {"q": "xyzzy"}),
            ("/api/search", {"limit": 100, "offset": 50, "sort": "symbol"}),
            ("/api/facets", {}),
            ("/api/clauses/S/RES/2518(2020)/op/2", {"parallel": "zh", "q": "mandate"}),
            ("/api/clauses/S/RES/2518(2020)/op/14", {"parallel": "zh"}),
            ("/api/documents/2518", {"parallel": "zh", "q": "mandate"}),
            ("/api/documents/2553", {}),
            ("/api/documents/S/2020/1166", {}),
            ("/api/documents/letter of S/RES/2518 (2020)", {}),
            ("/api/similar", {"id": "S/RES/2553(2020)/op/26", "novel": True}),
            ("/api/compare", {"old": "S/RES/2518(2020)/op/13", "new": "S/RES/2553(2020)/op/16"}),
            ("/api/usage", {"phrase": ["women", "xyzzy"]}),
            ("/api/citations", {"symbol": "2378", "limit": 1}),
            ("/api/citations", {"symbol": "2518#5"}),
            ("/api/complete", {"q": "sponsor:ch"}),
            ("/api/complete", {"q": "25"}),
        ],
    )
    def test_other_calls_too(self, both_path: Path, described: Any, closed: Any, path: str, query: Any) -> None:
        client = TestClient(create_app(both_path, seconds=60), base_url=BASE_URL)
        sent = client.get(path, params=query)
        named = next((one for one in described["paths"] if "{" in one and path.startswith(one.partition("{")[0])), path)
        assert (sent.status_code, faults(closed, described["paths"][named]["get"], sent.json())) == (200, [])

    def test_so_are_those_over_many_documents(self, mandate_path: Path, described: Any, closed: Any) -> None:
        client = TestClient(create_app(mandate_path, seconds=60), base_url=BASE_URL)
        calls: dict[str, dict[str, Any]] = {
            "/api/search": {"q": "UNIFIL", "limit": 100, "facet": ["verb", "year", "cites"]},
            "/api/compare": {"new": "2591"},
            "/api/similar": {"id": "S/RES/2539(2020)/op/1", "novel": True, "limit": 100},
            "/api/citations": {"symbol": "1701"},
            "/api/usage": {"phrase": ["Blue Line"]},
        }
        for path, query in calls.items():
            sent = client.get(path, params=query)
            assert (sent.status_code, faults(closed, described["paths"][path]["get"], sent.json())) == (200, []), path


def calls_of_schemathesis(
    port: int, examples: int, tmp_path: Path, phases: str = "examples,coverage,fuzzing"
) -> subprocess.CompletedProcess[str]:
    """Run Schemathesis, the same calls every time, on a server on this machine."""
    program = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    options = [
        "--generation-deterministic",
        "--no-color",
        "--warnings",
        "off",
        "--exclude-checks",
        SKIPPED,
        "--phases",
        phases,
    ]
    address = f"{BASE_URL}:{port}/api/openapi.json"
    return subprocess.run(
        [*program, "run", address, "--max-examples", str(examples), *options],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )


class TestCalls:
    """Thousands of calls after the description, allowed ones and others, on a real server."""

    def test_it_is_true_of_them(self, samples_path: Path, serve: Callable[[Any], Any], tmp_path: Path) -> None:
        with serve(create_app(samples_path, seconds=30)) as port:
            done = calls_of_schemathesis(port, 20, tmp_path)
        assert done.returncode == 0, done.stdout[-6000:]
        assert "No issues found" in done.stdout

    def test_over_many_documents(self, mandate_path: Path, serve: Callable[[Any], Any], tmp_path: Path) -> None:
        with serve(create_app(mandate_path, seconds=30)) as port:
            done = calls_of_schemathesis(port, 20, tmp_path, "fuzzing")
        assert done.returncode == 0, done.stdout[-6000:]

    @pytest.mark.torture
    def test_over_the_whole_corpus(self, shared: Path, serve: Callable[[Any], Any], tmp_path: Path) -> None:
        build_index([shared / "corpus"], tmp_path / "index")
        with serve(create_app(tmp_path / "index", seconds=30)) as port:
            done = calls_of_schemathesis(port, 400, tmp_path)
        assert done.returncode == 0, done.stdout[-6000:]
