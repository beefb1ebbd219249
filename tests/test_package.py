"""The package as a whole: what it exports, what it ships, and that its rooms keep their floors."""

from __future__ import annotations

import ast
import configparser
import os
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

import seized

ROOT = Path(__file__).parents[1]
FLOORS: dict[str, set[str]] = {
    "vocabulary": set(),
    "errors": set(),
    "corpus": {"vocabulary", "indexer", "errors"},
    "analyzers": {"vocabulary"},
    "indexer": {"vocabulary", "analyzers", "errors"},
    "search": {"vocabulary", "analyzers", "indexer", "errors"},
    "cli": {"vocabulary", "analyzers", "indexer", "search", "corpus", "errors"},
}
BELOW_ENGINES = {"covering", "deadline", "engine", "engines", "memory"}
"""What an engine may know of the rest of the room of search; that knows of engines what `engines` itself offers."""

WRITING = ("indexer", "columnar", "disk")
"""What of the index in a folder others may use: all that is asked of the disk when a file is written goes through it."""


def _modules() -> list[Path]:
    return sorted(path for room in FLOORS for path in (ROOT / room).rglob("*.py"))


def _imported(path: Path) -> set[tuple[str, ...]]:
    """What a module imports by its relative imports: each module, as the names of its folders and its own."""
    here = path.relative_to(ROOT).with_suffix("").parts
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = here[: len(here) - node.level]
            module = (*base, *node.module.split(".")) if node.module else base
            found.update([module] if node.module else [(*module, alias.name) for alias in node.names])
    return found


def _rooms_imported(path: Path) -> set[str]:
    """The rooms that a module imports from."""
    return {module[0] for module in _imported(path) if module[0] in FLOORS}


class TestSurface:
    def test_every_public_name_is_there(self) -> None:
        assert all(getattr(seized, name) for name in seized.__all__)

    def test_errors_have_one_base(self) -> None:
        errors = [getattr(seized, name) for name in seized.__all__]
        exceptions = [one for one in errors if isinstance(one, type) and issubclass(one, Exception)]
        assert len(exceptions) > 5
        assert all(issubclass(one, seized.SeizedError) for one in exceptions)

    def test_an_unknown_name_is_an_attribute_error(self) -> None:
        with pytest.raises(AttributeError, match="no attribute 'serach'"):
            seized.serach  # noqa: B018

    def test_the_library_imports_neither_click_nor_rich(self) -> None:
        code = "import seized, sys; [getattr(seized, n) for n in seized.__all__]; print({'click', 'rich'} & set(sys.modules))"
        assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"

    def test_help_loads_nothing_heavy(self) -> None:
        code = "import sys; sys.argv = ['seized', '--help']; from seized.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        code += "print({'whoosh', 'lxml', 'jieba', 'rjieba', 'rich', 'numpy', 'msgspec'} & set(sys.modules))"
        assert subprocess.check_output([sys.executable, "-c", code], text=True).splitlines()[-1] == "set()"


class TestClone:
    def test_its_folder_may_have_any_name(self, tmp_path: Path) -> None:
        clone = tmp_path / "seized-main"
        (clone / "tests").mkdir(parents=True)
        for name in ("__init__.py", "setup.cfg", "tests/conftest.py"):
            shutil.copyfile(ROOT / name, clone / name)
        (clone / "tests" / "test_one.py").write_text("def test_one() -> None: ...\n", encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        command = [sys.executable, "-m", "pytest"]
        done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)
        assert "1 passed" in done.stdout, done.stdout


class TestWheel:
    def test_setup_names_every_package(self) -> None:
        setup = configparser.ConfigParser()
        setup.read(ROOT / "setup.cfg", encoding="utf-8")
        named = set(setup["options"]["packages"].split())
        rooms = {"seized"} | {
            ".".join(("seized", *path.parent.relative_to(ROOT).parts))
            for room in FLOORS
            for path in (ROOT / room).rglob("__init__.py")
        }
        assert named == rooms

    @pytest.mark.parametrize(
        ("package", "file"),
        [
            ("seized", "py.typed"),
            ("seized", "docs/query-language.md"),
            ("seized.search", "data/assistants.toml"),
            ("seized.corpus", "samples/letter-2518.txt"),
            ("seized.corpus", "samples/letter-2553.txt"),
            ("seized.corpus", "data/corpora.toml"),
            ("seized.vocabulary", "data/countries.tsv"),
            ("seized.vocabulary", "data/languages.tsv"),
            ("seized.analyzers", "data/un-terms-zh.txt"),
        ],
    )
    def test_data_files_are_installed(self, package: str, file: str) -> None:
        assert (resources.files(package) / file).is_file()


class TestRooms:
    @pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
    def test_no_module_imports_from_a_room_above(self, path: Path) -> None:
        room = path.relative_to(ROOT).parts[0]
        assert _rooms_imported(path) - {room} <= FLOORS[room]

    @pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
    def test_engines_stand_below_the_questions(self, path: Path) -> None:
        room, *rest = path.relative_to(ROOT).parts
        of_search = {module[1:] for module in _imported(path) if module[0] == "search" and len(module) > 1}
        if room == "search" and rest[0] == "engines":
            assert {module[0] for module in of_search} <= BELOW_ENGINES
        else:
            assert not [module for module in of_search if module[0] == "engines" and len(module) > 1]
        if room == "search" and rest[0] != "engines":
            assert {module for module in _imported(path) if module[:2] == ("indexer", "columnar")} <= {WRITING}

    @pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
    def test_every_module_says_what_it_is_for(self, path: Path) -> None:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree) or not tree.body
