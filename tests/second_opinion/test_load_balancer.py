"""Who gets a request: a real nginx sends requests to the servers that the simulator names."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from quizgen.simulators.kit.requests import Request, answers
from quizgen.simulators.load_balancer import SIMULATOR, Balancing, Server
from tests.patience import wait_until

pytestmark = pytest.mark.slow

CLUSTERS, SERVERS, ASKED = 8, 6, 60


@pytest.fixture(scope="module")
def ports() -> list[int]:
    """Ports that nobody uses: one for each server, then two for each cluster."""
    with ExitStack() as opened:
        sockets = [opened.enter_context(socket.socket()) for _ in range(SERVERS + 2 * CLUSTERS)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@pytest.fixture(scope="module")
def clusters(ports: list[int]) -> list[tuple[Server, ...]]:
    """Clusters of some of the servers, with random weights."""
    random = Random(1)  # noqa: S311  # no secret
    names = [f"127.0.0.1:{port}" for port in ports[:SERVERS]]
    chosen = [random.sample(names, random.randint(2, SERVERS)) for _ in range(CLUSTERS)]
    return [tuple(Server(name=name, weight=random.randint(1, 6)) for name in some) for some in chosen]


@pytest.fixture(scope="module")
def nginx(
    ports: list[int], clusters: list[tuple[Server, ...]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Start an nginx with all of them; the servers are its own, and tell their ports."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if path is None:
        pytest.fail("nginx is needed to ask it: .ci/system-packages test", pytrace=False)
    folder: Path = tmp_path_factory.mktemp("nginx")
    parts = [
        f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 $server_port; }} }}" for port in ports[:SERVERS]
    ]
    for number, cluster in enumerate(clusters):
        servers = " ".join(f"server {server.name} weight={server.weight};" for server in cluster)
        for kind, how in enumerate(("", "hash $arg_key consistent;")):
            parts.append(f"upstream c{number}_{kind} {{ {how} {servers} }}")
            port = ports[SERVERS + 2 * number + kind]
            parts.append(f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://c{number}_{kind}; }} }}")
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = " ".join(f"{name}_temp_path {folder}/{name};" for name in temporary)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
        f"http {{ access_log off; {kept}\n" + "\n".join(parts) + "\n}\n"
    )
    command = [path, "-p", str(folder), "-e", str(folder / "log"), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: process.poll() is not None or _listens(ports[-1]))
            assert process.poll() is None, (folder / "log").read_text()
            yield
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _asked(port: int, paths: list[str]) -> list[str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    told = []
    for path in paths:
        connection.request("GET", path)
        told.append(f"127.0.0.1:{connection.getresponse().read().decode()}")
    connection.close()
    return told


def _computed(servers: tuple[Server, ...], algorithm: str, requests: tuple[Request, ...]) -> list[str]:
    scenario = Balancing(algorithm=algorithm, servers=servers, requests=requests)  # type: ignore[arg-type]
    assert SIMULATOR.problems(scenario) == ()
    (run,) = SIMULATOR.executions(scenario, None)
    return [*answers(run)]


@pytest.mark.usefixtures("nginx")
def test_nginx_takes_the_same_servers(clusters: list[tuple[Server, ...]], ports: list[int]) -> None:
    """A learner is told that another server gets a request, by turns or by its key, than nginx sends it to."""
    keys = [f"user{number}" for number in range(ASKED)]
    for number, cluster in enumerate(clusters):
        turns, ring = ports[SERVERS + 2 * number : SERVERS + 2 * number + 2]
        assert _asked(turns, ["/"] * ASKED) == _computed(cluster, "round-robin", (Request(number=ASKED),))
        by_key = _computed(cluster, "consistent-hash", tuple(Request(key=key) for key in keys))
        assert _asked(ring, [f"/?key={key}" for key in keys]) == by_key
