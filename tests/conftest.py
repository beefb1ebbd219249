"""What tests of several rooms need: the real corpus where it is at hand, indexes that many of them read, a cluster."""

from __future__ import annotations

import gc
import os
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock
from hypothesis import settings

from seized import Index, build_index, open_index
from seized.corpus import samples

if TYPE_CHECKING:
    from seized.indexer.bilingual.lexicon import Lexicon

    from .cluster.nodes import Cluster

# how long an example takes says something of the machine alone
settings.register_profile("seized", deadline=None)
settings.load_profile("seized")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


class Root:
    """The root of the repository as pytest sees it: a folder, though it is the package too.

    pytest would import it by the name of the folder, which may be none that Python takes, as `seized-main` is.
    """

    @staticmethod
    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        return pytest.Dir.from_parent(parent, path=path) if path == ROOT else None


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Root())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where several processes run tests between them, one of them has the cluster, and a file is for one of them."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            asks_cluster = file.startswith("tests/cluster/") or "[opensearch" in nodeid
            return "cluster" if asks_cluster else file

    # in the order of files: by their number of tests, what takes longest would come last
    config.option.loadscopereorder = False
    return Scheduling(config, log)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real corpus and its tools; tests that ask for it are skipped where it is missing."""
    if not (SHARED / "corpus" / "akn").is_dir():
        pytest.skip("the real corpus is not at hand (../shared beside the repository)")
    return SHARED


@pytest.fixture(scope="session")
def tool(shared: Path) -> Callable[[str], dict[str, Any]]:
    """The names that a script of the corpus defines: gold, render or score."""
    return lambda name: runpy.run_path(str(shared / "tools" / f"{name}.py"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Has a file or folder made that nobody changes: once, also where several processes run the tests between them."""
    of_all = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        of_all = of_all.parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        path = of_all / f"made-{name}"
        with FileLock(f"{path}.lock"):
            if not path.exists():
                make(path)
        return path

    return made


@pytest.fixture(scope="session")
def samples_path(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """An index of the two sample letters."""
    with samples() as folder:
        return made_once("samples", lambda path: build_index([folder], path))


@pytest.fixture(scope="session")
def years_path(shared: Path, made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """An index of the resolutions of 2020 and 2021 in English and Chinese."""
    folders = [shared / "corpus" / "akn" / year for year in ("2020", "2021")]
    return made_once("years", lambda path: build_index(folders, path))


@pytest.fixture(scope="session")
def learnt(shared: Path) -> Lexicon:
    """The lexicon of the resolutions of 2020."""
    from seized.indexer.make_lexicon import made_from

    return made_from([shared / "corpus" / "akn" / "2020"])


@pytest.fixture(scope="session")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes, started once; skipped where Java or the jars are missing, unless SEIZED_CLUSTER=1 wants them fetched."""
    from .cluster.nodes import Cluster, NoCluster, jars

    wanted = os.environ.get("SEIZED_CLUSTER") == "1"
    try:
        jars(fetch=wanted)
    except NoCluster as reason:
        if wanted:
            raise
        pytest.skip(str(reason))
    with Cluster(tmp_path_factory.mktemp("cluster")) as nodes:
        yield nodes


@pytest.fixture
def cluster(three_nodes: Cluster) -> Cluster:
    """Three nodes that all run, whatever the test before did to them; its indices may still be there."""
    three_nodes.mend()
    return three_nodes


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Garbage is not collected meanwhile: how long that takes tells what the tests before have left in memory."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def samples_index(samples_path: Path) -> Iterator[Index]:
    """The index of the sample letters, open."""
    with open_index(samples_path) as index:
        yield index
