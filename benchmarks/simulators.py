"""The simulators beside peers: exhaustive exploration beside model checkers, seeded runs beside event loops."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from benchmarks.simulator_tasks import RULES


@dataclass(frozen=True)
class Speed:
    """Medians of a task's runs.

    Attributes:
        count: states or events.
        seconds: for all of them.
        megabytes: peak memory.
        preparing: seconds that a model checker took to make and compile its program.
        processor: seconds that processors were given to it; less than `seconds` on a busy machine.
    """

    count: int
    seconds: float
    megabytes: float
    preparing: float = 0.0
    processor: float = 0.0

    @property
    def rate(self) -> float:
        """States or events a second."""
        return self.count / self.seconds


def report(repeat: int) -> None:
    """Measure and print all tables."""
    _exploration(_in_turn(("explorer", "tlc", "spin"), repeat))
    _rules(_in_turn(("many", *(f"rules {name}{peer}" for name in RULES for peer in ("", ", TLC"))), repeat))
    _runs(_in_turn(("engine", "heap", "simpy"), repeat))


def _in_turn(tasks: tuple[str, ...], repeat: int) -> dict[str, Speed]:
    """Measure tasks in turn, so that a change in the machine's speed meets all of them."""
    runs: dict[str, list[dict[str, float]]] = {task: [] for task in tasks}
    for _ in range(repeat):
        for task, measured in runs.items():
            command = [sys.executable, "-m", "benchmarks.simulator_tasks", task]
            measured.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return {task: _median(measured) for task, measured in runs.items()}


def _median(runs: list[dict[str, float]]) -> Speed:
    medians = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    return Speed(int(medians.pop("count")), **medians)


def _exploration(speeds: dict[str, Speed]) -> None:
    ours, tlc, spin = speeds["explorer"], speeds["tlc"], speeds["spin"]
    if not ours.count == tlc.count == spin.count:
        raise SystemExit(f"the explorers do not agree: {speeds}")
    compiled = Speed(spin.count, spin.seconds + spin.preparing, spin.megabytes)
    print(f"\n## Exploration: elections of 3 servers, 4 terms, {ours.count:,} states\n")
    print("| explorer | seconds | states a second | quizgen's speed to its | goal | MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(f"| quizgen | {ours.seconds:.2f} | {ours.rate:,.0f} | | | {ours.megabytes:.0f} (goal: 200) |")
    _row("TLC, 2 workers", tlc, ours, "5")
    _row("spin, its compiled checker alone", spin, ours, "1")
    _row("spin, with making and compiling it", compiled, ours, "")


def _rules(speeds: dict[str, Speed]) -> None:
    many = speeds.pop("many")
    print("\n## Rules: the ten subjects of the tests, beside TLC with 2 workers on the same as TLA+\n")
    head = "states | quizgen, seconds | of a processor | TLC, seconds | of processors | quizgen's speed to TLC's"
    print(f"| subject | {head} |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in RULES:
        ours, tlc = speeds[f"rules {name}"], speeds[f"rules {name}, TLC"]
        if ours.count != tlc.count:
            raise SystemExit(f"the explorers do not agree: {ours} {tlc}")
        times = f"{ours.seconds:.2f} | {ours.processor:.2f} | {tlc.seconds:.2f} | {tlc.processor:.2f}"
        print(f"| {name} | {ours.count:,} | {times} | {tlc.seconds / ours.seconds:.1f} (goal: 1) |", flush=True)
    ours = speeds["rules commit"]
    print(f"\nA commit of four members: {ours.rate:,.0f} states a second (goal: 60,000), {ours.megabytes:.0f} MB.")
    print(
        f"The first {many.count:,} states: {many.seconds:.2f} seconds (goal: 5), {many.processor:.2f} of a processor."
    )


def _runs(speeds: dict[str, Speed]) -> None:
    ours = speeds["engine"]
    print("\n## Seeded runs: 5 servers, 10 minutes of simulated time\n")
    print("| loop | seconds | events a second | quizgen's speed to its | goal | MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(f"| quizgen | {ours.seconds:.2f} | {ours.rate:,.0f} | | | {ours.megabytes:.0f} |")
    _row("a bare heap, no protocol", speeds["heap"], ours, "0.5")
    _row("simpy, no protocol", speeds["simpy"], ours, "")


def _row(name: str, peer: Speed, ours: Speed, goal: str) -> None:
    ratio = ours.rate / peer.rate
    print(
        f"| {name} | {peer.seconds:.2f} | {peer.rate:,.0f} | {ratio:.2f} | {goal} | {peer.megabytes:.0f} |", flush=True
    )
