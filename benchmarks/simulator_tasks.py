"""What the simulators are measured with, each task in a process of its own.

``python -m benchmarks.simulator_tasks TASK`` prints one JSON object: ``count`` of states or events, ``seconds``, peak
``megabytes`` and, of a model checker that compiles first, the seconds for that, ``preparing``. The start
of a program that is started is counted, that of Python is not.
"""

from __future__ import annotations

import heapq
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario
from quizgen.simulators.raft.scenario.events import Run
from quizgen.simulators.rules.states.exploring import Explored
from quizgen.simulators.rules.states.machine import Machine, machine
from quizgen.simulators.rules.tla import configuration, tla

if TYPE_CHECKING:
    from simpy import Environment, Event

Measured = dict[str, float]

TERMS = 4
"""Exploration: three servers, so many terms, no crashes."""
MINUTES = 10
"""Seeded runs: five servers for so long, in simulated time; one election, then heartbeats."""
SERVERS, HEARTBEAT, LATENCY, TIMEOUT = 5, 50_000, (1_000, 10_000), (150_000, 300_000)
"""The same cluster, for peers: microseconds, as quizgen has them where nothing is stated."""


# --- exploration


def explorer() -> Measured:
    """Explore the elections with quizgen."""
    bounds = Exhaustive("elections", terms=TERMS)
    start = time.perf_counter()
    survey = SIMULATOR.survey(Scenario(servers=3, explore=bounds), None)
    seconds = time.perf_counter() - start
    if survey is None or not survey.exhausted:
        raise SystemExit("the exploration was cut")
    return {"count": survey.states, "seconds": seconds}


def tlc() -> Measured:
    """Peer of `explorer`: TLC with two workers on tests/spec/RaftElections.tla; it checks no property."""
    from tests.spec.checker import FOLDER, JAR, java  # noqa: PLC0415 - for this task only

    configuration = (FOLDER / "RaftElections.cfg").read_text(encoding="utf-8")
    configuration = re.sub(r"MaxTerm = \d+", f"MaxTerm = {TERMS}", configuration.split("INVARIANTS", maxsplit=1)[0])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "RaftElections.cfg").write_text(configuration, encoding="utf-8")
        Path(folder, "RaftElections.tla").write_bytes((FOLDER / "RaftElections.tla").read_bytes())
        command = [java(), "-XX:+UseParallelGC", "-Xmx2g", f"-Djava.io.tmpdir={folder}", "-cp", str(JAR), "tlc2.TLC"]
        start = time.perf_counter()
        said, megabytes = _run([*command, "-workers", "2", "-deadlock", "-metadir", folder, "RaftElections"], folder)
        seconds = time.perf_counter() - start
    found: list[str] = re.findall(r"(\d+) distinct states found, 0 states left on queue", said)
    return {"count": int(found[-1]), "seconds": seconds, "megabytes": megabytes}


def spin() -> Measured:
    """Peer of `explorer`: the model checker that spin makes of the same model, depth first."""
    model = Path(__file__).parent / "models" / "elections.pml"
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        _run(["spin", f"-DTERMS={TERMS}", "-a", str(model)], folder)
        _run(["cc", "-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], folder)
        prepared = time.perf_counter()
        said, megabytes = _run(["./pan", "-m100000", "-w20"], folder)
        end = time.perf_counter()
    found = re.search(r"(\d+) states, stored", said)
    if found is None or "errors: 0" not in said:
        raise SystemExit(said)
    return {
        "count": int(found.group(1)),
        "seconds": end - prepared,
        "preparing": prepared - start,
        "megabytes": megabytes,
    }


def _run(command: list[str], folder: str) -> tuple[str, float]:
    """Return what a program says, and its peak memory in megabytes."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    if process.returncode:
        raise SystemExit(said)
    return said, _megabytes(usage)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


# --- rules


RULES: dict[str, dict[str, bool | int]] = {
    "breaker": {"limit": 8, "failures_of_service": 8},
    "cells": {"hits": 5},
    "charge": {},
    "commit": {"members": 4, "restarts": 1},
    "parcel": {},
    "river": {},
    "segments": {},
    "stampede": {"number": 5},
    "tables": {},
    "worker": {},
}
"""The subjects of the tests, each with its parameters as large as its ranges go. A commit has four members, of whom the
coordinator crashes and restarts; the others are as small as what a lesson asks about."""
MANY = 200_000
"""States of which a lesson's author waits for the answer: where quizgen cuts."""


def rules(name: str, limit: int = 2_000_000) -> Measured:
    """Explore a subject with quizgen; to read its rules, check their types and compile them is counted."""
    start, began = time.perf_counter(), time.process_time()
    explored = Explored(_rules(name), limit)
    taken = {"seconds": time.perf_counter() - start, "processor": time.process_time() - began}
    return {"count": len(explored.states), **taken}


def many() -> Measured:
    """Explore the first `MANY` states of a commit."""
    return rules("commit", MANY)


def rules_tlc(name: str) -> Measured:
    """Peer of `rules`: TLC with two workers on the same rules as TLA+; it checks the same invariants."""
    from tests.spec.checker import JAR, java  # noqa: PLC0415 - for this task only

    made = _rules(name)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "Rules.tla").write_text(tla(made, "Rules"), encoding="utf-8")
        Path(folder, "Rules.cfg").write_text(configuration(made), encoding="utf-8")
        command = [java(), "-XX:+UseParallelGC", "-Xmx2g", f"-Djava.io.tmpdir={folder}", "-cp", str(JAR), "tlc2.TLC"]
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        said, megabytes = _run([*command, "-workers", "2", "-deadlock", "-metadir", folder, "Rules"], folder)
        seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found: list[str] = re.findall(r"(\d+) distinct states found, 0 states left on queue", said)
    return {"count": int(found[-1]), "seconds": seconds, "processor": processor, "megabytes": megabytes}


def _rules(name: str) -> Machine:
    from tests.simulators.rules.models import model  # noqa: PLC0415 - for these tasks only

    return machine(model(name), RULES[name])


# --- seeded runs


def engine() -> Measured:
    """Run a cluster with quizgen, trace and all; count the events that its loop takes from the heap."""
    from quizgen.simulators.raft.misconceptions import rules_for  # noqa: PLC0415
    from quizgen.simulators.raft.runs.engine import Engine  # noqa: PLC0415 - for this task only
    from quizgen.simulators.raft.scenario.settings import settings_of  # noqa: PLC0415

    settings = settings_of(Scenario(servers=SERVERS, events=(Run(f"{60 * MINUTES}s"),), explore=Explore(1)))
    running = Engine(settings, rules_for(None, settings), 0)
    start = time.perf_counter()
    running.run_until(60_000_000 * MINUTES)
    seconds = time.perf_counter() - start
    count = running._sequence - len(running._heap)  # noqa: SLF001 - only the loop itself knows
    return {"count": count, "seconds": seconds}


def heap() -> Measured:
    """Peer of `engine`: as many events pushed and popped, each with a random delay, and nothing done about them."""
    count, kept = 100_000 * MINUTES, 4 * SERVERS
    draw = random.Random("heap").random  # noqa: S311 - as the engine draws
    fastest, span = LATENCY[0], LATENCY[1] - LATENCY[0] + 1
    events = [(int(draw() * span), number, 0, "S1", None, None) for number in range(kept)]
    heapq.heapify(events)
    push, pop = heapq.heappush, heapq.heappop
    start = time.perf_counter()
    for number in range(kept, kept + count):
        now, _, kind, name, content, cause = pop(events)
        push(events, (now + fastest + int(draw() * span), number, kind, name, content, cause))
    return {"count": count, "seconds": time.perf_counter() - start}


def simpy() -> Measured:
    """Peer of `engine`: simpy with the same messages and timers of a leader and its followers, and no protocol."""
    import simpy as library  # noqa: PLC0415 - not to be imported for the others

    cluster = _SimpyCluster(library.Environment())
    start = time.perf_counter()
    cluster.environment.run(until=60_000_000 * MINUTES)
    return {"count": cluster.fired, "seconds": time.perf_counter() - start}


class _SimpyCluster:
    """A leader and its followers in simpy: messages are timeouts with a callback, timers are processes."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.fired = 0
        self._draw = random.Random("simpy").random  # noqa: S311 - as the engine draws
        self._deadlines = [0] * SERVERS
        environment.process(self._leader())
        for follower in range(1, SERVERS):
            environment.process(self._election_timer(follower))

    def _within(self, shortest: int, longest: int) -> int:
        return shortest + int(self._draw() * (longest - shortest + 1))

    def _send(self, receive: Callable[[Event], None], follower: int) -> None:
        self.environment.timeout(self._within(*LATENCY), follower).callbacks.append(receive)

    def _append_entries(self, message: Event) -> None:
        self.fired += 1
        self._deadlines[message.value] = self.environment.now + self._within(*TIMEOUT)
        self._send(self._reply, message.value)

    def _reply(self, message: Event) -> None:  # noqa: ARG002 - simpy hands it to whoever waits
        self.fired += 1

    def _leader(self) -> Iterator[Event]:
        while True:
            for follower in range(1, SERVERS):
                self._send(self._append_entries, follower)
            yield self.environment.timeout(HEARTBEAT)
            self.fired += 1

    def _election_timer(self, follower: int) -> Iterator[Event]:
        while True:
            yield self.environment.timeout(max(self._deadlines[follower] - self.environment.now, TIMEOUT[0]))
            self.fired += 1


TASKS: dict[str, Callable[[], Measured]] = {
    task.__name__: task for task in (explorer, tlc, spin, many, engine, heap, simpy)
}
TASKS |= {f"rules {name}": partial(rules, name) for name in RULES}
TASKS |= {f"rules {name}, TLC": partial(rules_tlc, name) for name in RULES}

if __name__ == "__main__":
    measured = TASKS[sys.argv[1]]()
    print(json.dumps({"megabytes": _megabytes(resource.getrusage(resource.RUSAGE_SELF))} | measured))
