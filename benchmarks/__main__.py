"""Run all benchmarks and print their ratios: ``python -m benchmarks [--repeat N] [--full]``."""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import decks, peers, simulators, synthetic
from benchmarks import print as printing
from benchmarks.preview import preview
from quizgen.system import resources

LESSONS = sorted((resources.content() / "distributed-systems").glob("*.yaml"))
RAFT = [file for file in LESSONS if file.stem.startswith("raft")]
LESSON = resources.content() / "distributed-systems" / "raft-roles-terms-quorums.yaml"
SIZES = (100, 1_000, 10_000)
PEERS = (
    # task, its peer, the largest ratio aimed at, the largest synthetic lesson without --full
    ("check", "yaml", 3.0, 10_000),
    ("anki", "genanki", 1.2, 10_000),
    ("worksheet", "weasyprint", 1.15, 1_000),
)
GROWTH = (("check", 10_000), ("render", 10_000), ("anki", 10_000), ("site", 10_000), ("worksheet", 1_000))


@dataclass(frozen=True)
class Result:
    """Medians of a task's runs."""

    seconds: float
    megabytes: float
    simulation: float = 0.0


class Bench:
    """Runs tasks, each in a process of its own, and remembers what came out."""

    def __init__(self, repeat: int) -> None:
        self._repeat = repeat
        self._results: dict[tuple[str, Path], Result] = {}

    def pair(self, task: str, peer: str, path: Path) -> tuple[Result, Result]:
        """Measure a task and its peer in turn, so that a change in the machine's speed meets both."""
        both: dict[str, list[dict[str, float]]] = {task: [], peer: []}
        for _ in range(self._repeat):
            for name, runs in both.items():
                runs.append(_run(name, path))
        for name, runs in both.items():
            self._results[name, path] = _median(runs)
        return self._results[task, path], self._results[peer, path]

    def one(self, task: str, path: Path) -> Result:
        """Measure a task, unless it has been measured."""
        if (task, path) not in self._results:
            self._results[task, path] = _median([_run(task, path) for _ in range(self._repeat)])
        return self._results[task, path]


def _run(task: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.tasks", task, str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    measured: dict[str, float] = json.loads(output)
    return measured


def _median(runs: list[dict[str, float]]) -> Result:
    return Result(**{name: statistics.median(run[name] for run in runs) for name in runs[0]})


def _startup(repeat: int) -> None:
    """Measure what is waited for each time a command is typed, beside importing the two libraries that it stands on."""
    program, peer = [sys.executable, "-m", "quizgen"], "python -c 'import typer, pydantic'"
    commands = {
        "quizgen --help": [*program, "--help"],
        peer: [sys.executable, "-c", "import typer, pydantic"],
        **{f"quizgen check {lesson.name}": [*program, "check", str(lesson)] for lesson in RAFT},
    }
    quickest = dict.fromkeys(commands, (math.inf, math.inf))
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(1 + 5 * repeat):
            for name, command in commands.items():
                ran, before = _ran(command, folder), quickest[name]
                quickest[name] = (min(ran[0], before[0]), min(ran[1], before[1]))
    print("\n## Start-up\n")
    print("| as it is typed | seconds | of the processor | ratio | goal |\n| --- | --- | --- | --- | --- |")
    for name, (seconds, processor) in quickest.items():
        goal = {True: "", "--help" in name: "0.8", "check" in name: "3.6"}[True]
        print(f"| {name} | {seconds:.3f} | {processor:.3f} | {processor / quickest[peer][1]:.2f} | {goal} |")


def _whole_checks(repeat: int) -> None:
    """Measure the command as it is typed: with an empty cache, and again when a comment has been written."""
    print("\n## `quizgen check`, start-up and all\n")
    print("| lesson | cold, seconds (processor) | goal | one character changed |\n| --- | --- | --- | --- |")
    for lesson in LESSONS:
        cold, warm = zip(*(_cold_and_warm(lesson) for _ in range(repeat)), strict=True)
        cells = (" ".join((f"{_middle(runs, 0):.2f}", f"({_middle(runs, 1):.2f})")) for runs in (cold, warm))
        print(f"| {lesson.stem} | {next(cells)} | 10 | {next(cells)} |", flush=True)


def _cold_and_warm(lesson: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder, "content")
        shutil.copytree(resources.content(), copied)
        file = copied / lesson.relative_to(resources.content())
        command = [sys.executable, "-m", "quizgen", "check", "--quiet", str(file)]
        cold = _ran(command, folder)
        file.write_text(file.read_text(encoding="utf-8") + "#", encoding="utf-8")
        return cold, _ran(command, folder)


def _ran(command: list[str], cache: str) -> tuple[float, float]:
    """Return the seconds that a command takes, and the processor time of all its processes."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache, "QUIZGEN_CACHE": "on"}
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):  # what is installed has been compiled
        environment.setdefault("PYTHONPYCACHEPREFIX", os.path.join(tempfile.gettempdir(), "quizgen-compiled"))  # noqa: PTH118
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _middle(runs: tuple[tuple[float, float], ...], which: int) -> float:
    return statistics.median(run[which] for run in runs)


def _against_peers(bench: Bench, files: dict[str, Path], *, full: bool) -> None:
    print("\n## Beside peers\n")
    print("| task | lesson | seconds | peer | seconds | ratio | goal | MB | peer's MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for task, peer, goal, largest in PEERS:
        for name, path in files.items():
            if not full and name != "raft" and int(name) > largest:
                continue
            ours, theirs = bench.pair(task, peer, path)
            extra = f" (and {ours.simulation:.2f} simulating)" if ours.simulation else ""
            print(
                f"| {task} | {name} | {ours.seconds:.2f}{extra} | {peer} | {theirs.seconds:.2f} "
                f"| {ours.seconds / theirs.seconds:.2f} | {goal} | {ours.megabytes:.0f} | {theirs.megabytes:.0f} |",
                flush=True,
            )


def _growth(bench: Bench, files: dict[str, Path], *, full: bool) -> None:
    print("\n## Growth: milliseconds an item\n")
    print(f"| task | {' | '.join(f'{size:,} items' for size in SIZES)} | largest to smallest |")
    print(f"| --- |{' --- |' * (len(SIZES) + 1)}")
    for task, largest in GROWTH:
        sizes = [size for size in SIZES if full or size <= largest]
        costs = [1000 * bench.one(task, files[str(size)]).seconds / size for size in sizes]
        cells = [f"{cost:.3f}" for cost in costs] + ["-"] * (len(SIZES) - len(sizes))
        print(f"| {task} | {' | '.join(cells)} | {costs[-1] / costs[0]:.2f} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each task; medians are printed")
    parser.add_argument("--full", action="store_true", help="with 10,000 items on paper too, which takes long")
    options = parser.parse_args()
    peers.require()
    try:
        _measure(options.repeat, full=options.full)
    except subprocess.CalledProcessError as problem:
        peers.tell(problem)


def _measure(repeat: int, *, full: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {"raft": LESSON}
        for size in SIZES:
            files[str(size)] = Path(folder) / f"{size}.yaml"
            files[str(size)].write_text(synthetic.lesson(size), encoding="utf-8")
        bench = Bench(repeat)
        _startup(repeat)
        _whole_checks(repeat)
        preview()
        _against_peers(bench, files, full=full)
        _growth(bench, files, full=full)
    decks.report()
    printing.report(repeat)
    simulators.report(repeat)


if __name__ == "__main__":
    main()
