"""A real OpenSearch cluster on this machine, one JVM a node, whose nodes can be killed, made to hang and started again."""

from __future__ import annotations

import argparse
import json
import random
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import httpx

__all__ = ["SMALL", "Cluster", "NoCluster", "jars"]

SMALL: Final = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""How a JVM runs on a small machine: little memory and threads, and soon at work."""
SETTINGS: Final[Mapping[str, Any]] = {
    "cluster.name": "seized",
    "network.host": "127.0.0.1",
    # a dead node is noticed at once; one that hangs in seconds, by default in half a minute to two
    "cluster.fault_detection.follower_check.interval": "500ms",
    "cluster.fault_detection.follower_check.timeout": "3s",
    "cluster.fault_detection.follower_check.retry_count": 2,
    "cluster.fault_detection.leader_check.interval": "500ms",
    "cluster.fault_detection.leader_check.timeout": "3s",
    "cluster.fault_detection.leader_check.retry_count": 2,
    "cluster.publish.timeout": "5s",
    "cluster.follower_lag.timeout": "5s",
    # how full this machine's disk is changes nothing, unless a test says so
    "cluster.routing.allocation.disk.threshold_enabled": False,
    "cluster.info.update.interval": "10s",
    # one that has room again is known for it at once, by default in a minute
    "cluster.routing.allocation.disk.reroute_interval": "1s",
}
"""What all nodes have in common; every one of it can be given otherwise."""
_DEADLINE: Final = 180.0
"""Seconds in which whatever is waited for happens on a machine with much else to do."""
_FAREWELL: Final = 15.0
"""Seconds that a node has to end by itself."""
_PORTS: Final = range(20000, 32000)
"""Below those that the system gives to connections: one is still free when its node starts again."""


class NoCluster(Exception):
    """There can be no cluster, or it is not in the state that was waited for; the reason in one sentence."""


def jars(*, fetch: bool) -> Path:
    """The folder of what a node runs from; fetch: get it from Maven Central where it is missing."""
    script = Path(__file__).with_name("fetch.sh")
    command = [str(script), *([] if fetch else ["--here"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoCluster(done.stderr.strip() or f"{script.name} ended with {done.returncode}")
    return Path(done.stdout.strip())


@dataclass
class _Node:
    """A node: its number, folder, ports, and the JVM that it runs in."""

    number: int
    folder: Path
    http: int
    transport: int
    process: subprocess.Popen[bytes] | None = None
    suspended: bool = False

    @property
    def name(self) -> str:
        return f"node-{self.number}"

    @property
    def log(self) -> Path:
        return self.folder / "out.log"

    def answers(self) -> bool:
        """Whether it runs and can answer."""
        return self.process is not None and self.process.poll() is None and not self.suspended

    def start(self, command: Sequence[str]) -> None:
        with self.log.open("ab") as log:
            # its standard input ends with this process, and the node with it
            self.process = subprocess.Popen(
                [*command, str(self.folder)], stdin=subprocess.PIPE, stdout=log, stderr=log, process_group=0
            )

    def signal(self, which: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(which)

    def ended(self, seconds: float | None = None) -> None:
        """Wait until the JVM has ended; kill it after some seconds."""
        if self.process is None:
            return
        try:
            self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        self.process = None
        self.suspended = False


class Cluster:
    """Nodes on this machine that form one cluster, as a context manager: started, green, and stopped at the end.

    folder: for data and logs, kept; a cluster that is started on it again has the same data
    nodes: how many; they are called by their number, from 0
    settings: for opensearch.yml, over those that are shown above
    flags: for each JVM
    """

    def __init__(
        self,
        folder: Path,
        nodes: int = 3,
        *,
        settings: Mapping[str, Any] | None = None,
        flags: Sequence[str] = SMALL,
        fetch: bool = False,
    ) -> None:
        home = jars(fetch=fetch)
        self._command = ["java", *flags, f"-XX:SharedArchiveFile={home}/classes.jsa", "-cp", f"{home}/*", "ClusterNode"]
        self._settings = {**SETTINGS, **(settings or {})}
        ports = _free_ports(2 * nodes)
        self._nodes = [_Node(n, folder.absolute() / f"node-{n}", ports[2 * n], ports[2 * n + 1]) for n in range(nodes)]

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def addresses(self) -> list[str]:
        """Where each node answers HTTP, whether it runs or not."""
        return [f"http://127.0.0.1:{node.http}" for node in self._nodes]

    @property
    def url(self) -> str:
        """How the address of an index on it begins."""
        return "opensearch://" + ",".join(one.removeprefix("http://") for one in self.addresses)

    def folder(self, number: int) -> Path:
        """Where a node has its settings, data and log."""
        return self._nodes[number].folder

    @property
    def pids(self) -> list[int | None]:
        """The process of each node; None for one that does not run."""
        return [node.process.pid if node.process else None for node in self._nodes]

    def start(self) -> None:
        """Start the nodes that do not run, and wait until the cluster is whole."""
        for node in self._nodes:
            if node.process is None:
                self._configure(node)
                node.start(self._command)
        self.wait()

    def wait(self, nodes: int | None = None, status: str = "green", seconds: float = _DEADLINE) -> None:
        """Wait until the cluster has so many nodes (all) and a status at least as good: green, yellow or red."""
        wanted = len(self._nodes) if nodes is None else nodes
        deadline = time.monotonic() + seconds
        while not any(_healthy(self.addresses[node.number], wanted, status) for node in self._nodes if node.answers()):
            self._fail_if_ended()
            if time.monotonic() > deadline:
                raise NoCluster(f"the cluster is not {status} with {wanted} nodes after {seconds:.0f} s")
            time.sleep(0.1)

    def kill(self, number: int) -> None:
        """End a node at once, as a machine that loses its power does."""
        node = self._nodes[number]
        node.signal(signal.SIGKILL)
        node.ended()

    def restart(self, number: int) -> None:
        """Start a killed node on its data; see `wait`."""
        node = self._nodes[number]
        if node.process is not None:
            raise NoCluster(f"{node.name} runs")
        node.start(self._command)

    def suspend(self, number: int) -> None:
        """Make a node hang: its connections stay, and nobody answers."""
        self._nodes[number].signal(signal.SIGSTOP)
        self._nodes[number].suspended = True

    def resume(self, number: int) -> None:
        """Let a node that hangs go on."""
        self._nodes[number].signal(signal.SIGCONT)
        self._nodes[number].suspended = False

    def mend(self) -> None:
        """Bring all nodes back, whatever was done to them, and wait until the cluster is whole."""
        for node in self._nodes:
            if node.suspended:
                self.resume(node.number)
            elif not node.answers():
                node.ended()
        self.start()

    def stop(self) -> None:
        """End all nodes; their data stay."""
        for node in self._nodes:
            node.signal(signal.SIGCONT)
            node.signal(signal.SIGTERM)
        for node in self._nodes:
            node.ended(_FAREWELL)

    def _configure(self, node: _Node) -> None:
        """Write a node's settings; JSON is YAML."""
        own = {
            "node.name": node.name,
            "http.port": node.http,
            "transport.port": node.transport,
            "discovery.seed_hosts": [f"127.0.0.1:{other.transport}" for other in self._nodes],
            "cluster.initial_cluster_manager_nodes": [other.name for other in self._nodes],
        }
        node.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**self._settings, **own}, indent=1)
        (node.folder / "opensearch.yml").write_text(text, encoding="utf-8")

    def _fail_if_ended(self) -> None:
        for node in self._nodes:
            if node.process is not None and node.process.poll() is not None:
                last = node.log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
                raise NoCluster(f"{node.name} has ended ({node.log}):\n" + "\n".join(last))


def _healthy(address: str, nodes: int, status: str) -> bool:
    """Whether a node answers, within seconds, that its cluster is as it should be."""
    wanted: dict[str, str | int] = {
        "wait_for_nodes": nodes,
        "wait_for_status": status,
        "wait_for_no_initializing_shards": "true",
    }
    try:
        answer = httpx.get(
            f"{address}/_cluster/health", params={**wanted, "timeout": "1s", "cluster_manager_timeout": "1s"}, timeout=5
        )
    except httpx.TransportError:
        return False
    return answer.status_code == 200 and not answer.json()["timed_out"]


def _free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens at."""
    found: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise NoCluster(f"there are no {count} free ports from {_PORTS.start} to {_PORTS.stop - 1}")


def main() -> None:
    """Run a cluster until Ctrl-C or SIGTERM; print the address of each node once all of them are there."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="for data and logs; kept")
    parser.add_argument("--nodes", type=int, default=3)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Cluster(given.folder, given.nodes, fetch=True) as cluster:
            print(*cluster.addresses, sep="\n", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        pass
    except (NoCluster, OSError) as reason:
        parser.exit(1, f"{reason}\n")


if __name__ == "__main__":
    main()
