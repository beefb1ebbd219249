"""Nothing in the package runs what it reads: no module, function or method that makes code of data is named in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_OTHER = {"tests", "benchmarks", "docs"}
"""Folders that are no part of the package."""
_MODULES = {"pickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle", "runpy", "code"}
_MODULES |= {"codeop", "imp"}
_FUNCTIONS = {"eval", "exec", "compile", "__import__", "import_module", "run_path", "run_module", "exec_module"}
_FUNCTIONS |= {"spec_from_file_location", "SourceFileLoader", "SourcelessFileLoader", "find_class", "Unpickler"}
_IN_TEXTS = ("eval(", "exec(", "compile(", "__import__(", "import_module(")
_ALLOWED = {
    # what works in a process of its own begins it with its own name
    ("analyzers/parallel.py", "__import__( in a text"),
    ("indexer/readers/pdf.py", "__import__( in a text"),
}


def used(tree: ast.Module) -> Iterator[str]:
    """What a module names of what runs what it is given."""
    tables = set(_tables(tree))
    # what is imported by a name in a table of the module itself, and what `re` compiles, is known beforehand
    known = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_lazy(node, tables)}
    for node in ast.walk(tree):
        if id(node) not in known:
            yield from _named(node)


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names if _MODULES.intersection(one.name.split(".")))
    elif isinstance(node, ast.ImportFrom):
        names = {one.name for one in node.names} & (_MODULES | _FUNCTIONS - {"import_module"})
        yield from sorted(names)
        if not node.level and _MODULES.intersection((node.module or "").split(".")):
            yield node.module or ""
    elif isinstance(node, ast.Name) and node.id in _FUNCTIONS:
        yield node.id
    elif isinstance(node, ast.Attribute) and node.attr in _FUNCTIONS:
        if not (node.attr == "compile" and isinstance(node.value, ast.Name) and node.value.id == "re"):
            yield node.attr
    elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
        yield "allow_pickle"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from (f"{one} in a text" for one in _IN_TEXTS if one in node.value)
        if node.value in _MODULES - {"code"} | _FUNCTIONS:
            yield node.value


def _tables(tree: ast.Module) -> Iterator[str]:
    """Names that a module gives to dictionaries of texts that stand in it."""
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and isinstance(getattr(node, "value", None), ast.Dict):
            dictionary = node.value  # type: ignore[attr-defined]
            if all(isinstance(one, ast.Constant | ast.Tuple | ast.expr_context) for one in _within(dictionary)):
                yield target.id


def _within(dictionary: ast.Dict) -> Iterator[ast.AST]:
    for value in dictionary.values:
        yield from ast.walk(value)


def _is_lazy(call: ast.Call, tables: set[str]) -> bool:
    """Whether a call imports a module that is written there, or stands in one of the tables."""
    named = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if named != "import_module" or not call.args:
        return False
    name = call.args[0]
    parts = name.values if isinstance(name, ast.JoinedStr) else [name]
    return all(isinstance(part, ast.Constant) or _is_entry(part, tables) for part in parts)


def _is_entry(node: ast.expr, tables: set[str]) -> bool:
    node = node.value if isinstance(node, ast.FormattedValue) else node
    while isinstance(node, ast.Subscript):
        node = node.value
        if isinstance(node, ast.Name) and node.id in tables:
            return True
    return False


class TestPackage:
    def test_nothing_in_it_runs_what_it_reads(self) -> None:
        files = [path.relative_to(_ROOT) for path in sorted(_ROOT.rglob("*.py"))]
        modules = [
            path for path in files if path.parts[0] not in _OTHER and not path.parts[0].startswith((".", "build"))
        ]
        assert {"__init__.py", "__main__.py", "errors.py", "search/query.py"} <= {path.as_posix() for path in modules}
        found = {
            (path.as_posix(), name)
            for path in modules
            for name in used(ast.parse((_ROOT / path).read_text(encoding="utf-8")))
        }
        assert found == _ALLOWED


class TestWhatIsSeen:
    @pytest.mark.parametrize(
        "code",
        [
            "import pickle",
            "import pickle as p",
            "import numpy, marshal",
            "import os.path, joblib.numpy_pickle",
            "from pickle import loads as read",
            "from shelve import open",
            "from concurrent import pickle",
            "import dill",
            "import runpy",
            "from runpy import run_path",
            "eval(text)",
            "run = exec",
            "import builtins\nbuiltins.eval(text)",
            "frame.eval(text)",
            "getattr(builtins, 'eval')(text)",
            "__builtins__['exec'](text)",
            "compile(text, '', 'exec')",
            "ast.compile(text)",
            "__import__(name)",
            "from importlib import import_module\nimport_module(name)",
            "import importlib\nimportlib.import_module(name)",
            "importlib.import_module('pickle')",
            "importlib.import_module(f'.{name}', __package__)",
            "load = importlib.import_module",
            "T = {'a': name}\nimport_module(T['a'])",
            "importlib.util.spec_from_file_location('x', path)",
            "numpy.load(path, allow_pickle=True)",
            "subprocess.run([sys.executable, '-c', 'import sys; exec(sys.stdin.read())'])",
        ],
    )
    def test_what_runs_data_is(self, code: str) -> None:
        assert list(used(ast.parse(code)))

    @pytest.mark.parametrize(
        "code",
        [
            "import re\nre.compile('a')",
            "from importlib import resources",
            "HOMES = {'a': 'b.c'}\nfrom importlib import import_module\nimport_module(f'.{HOMES[name]}', __name__)",
            "import importlib\nimportlib.import_module('.pages', __package__)",
            "tomllib.loads(text)",
            "evaluate(text)",
        ],
    )
    def test_what_is_known_beforehand_is_not(self, code: str) -> None:
        assert list(used(ast.parse(code))) == []
