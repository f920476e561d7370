"""Print beside plain WeasyPrint and beside itself: on more workers, warm, larger, and once more."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from importlib.util import find_spec
from shutil import which

ITEMS, MANY = 500, 5_000
VARIANTS = 30

Figures = dict[str, float]


def report(repeat: int) -> None:
    """Measure and print both tables."""
    print("\n## Print\n")
    print("| what | seconds | beside it | seconds | ratio | goal |\n| --- | --- | --- | --- | --- | --- |")
    for items in (20, 100, ITEMS):
        found = _in_turn(("worksheet", "same", "plain"), items, repeat)
        text = found.pop("plain")
        _row(f"worksheet, {items} items", "plain WeasyPrint, the same HTML and style", found, "1.15")
        found["same"] = text
        _row(f"worksheet, {items} items", "plain WeasyPrint, all its text in plain blocks", found)
    found = _in_turn(("warm", "cold"), 20, repeat)
    _row("sheet of 20 items, presses running", "the same, nothing running", found, "0.5")
    found = _in_turn(("one_worker", "two_workers"), VARIANTS, repeat)
    _row(f"{VARIANTS} variants of 20 items on 1 worker", "on 2 workers", found, "at least 1.7")
    found = _in_turn(("printed_again", "printed_first"), ITEMS, repeat)
    _row(f"worksheet and key, {ITEMS} items, once more", "the first time", found)
    few, many = (_median([_run("large", items) for _ in range(runs)]) for items, runs in ((ITEMS, repeat), (MANY, 1)))
    per_item = {"many": {"seconds": many["seconds"] / MANY}, "few": {"seconds": few["seconds"] / ITEMS}}
    _row(f"an item of {MANY:,}, in parts", f"an item of {ITEMS}", per_item, "1", digits=4)
    print("\n| memory at the peak | MB | goal |\n| --- | --- | --- |")
    print(f"| process that prints a part of {MANY:,} items | {many['worker']:.0f} | 400 |")
    print(f"| process that makes the parts, the lesson included | {many['caller']:.0f} | 400 |")
    _others(repeat)


def _others(repeat: int) -> None:
    """Print how long other programs take for the same items."""
    print(f"\n| the same {ITEMS} items with | seconds | of quizgen's |\n| --- | --- | --- |")
    peers = {"typst": find_spec("typst"), "reportlab": find_spec("reportlab"), "pdflatex": which("pdflatex")}
    found = _in_turn(("worksheet", *(name for name, there in peers.items() if there)), ITEMS, repeat)
    ours = found["worksheet"]["seconds"]
    print(f"| quizgen | {ours:.2f} | |")
    for name, there in peers.items():
        seconds = found[name]["seconds"] if there else 0.0
        print(f"| {name} | {seconds:.2f} | 1/{ours / seconds:.1f} |" if there else f"| {name} | not measured | |")


def _in_turn(tasks: tuple[str, ...], size: int, repeat: int) -> dict[str, Figures]:
    """Measure tasks in turn, so that a change in the machine's speed meets all of them."""
    runs: dict[str, list[Figures]] = {task: [] for task in tasks}
    for _ in range(repeat):
        for task, measured in runs.items():
            measured.append(_run(task, size))
    return {task: _median(measured) for task, measured in runs.items()}


def _median(runs: list[Figures]) -> Figures:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _run(task: str, size: int) -> Figures:
    command = [sys.executable, "-m", "benchmarks.print_tasks", task, str(size)]
    found: Figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _row(what: str, peer: str, found: dict[str, Figures], goal: str = "", digits: int = 2) -> None:
    ours, theirs = (each["seconds"] for each in found.values())
    print(f"| {what} | {ours:.{digits}f} | {peer} | {theirs:.{digits}f} | {ours / theirs:.2f} | {goal} |", flush=True)


if __name__ == "__main__":
    report(3)
