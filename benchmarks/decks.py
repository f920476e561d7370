"""Anki decks at scale beside plain genanki: a deck of 100,000 notes, 500 lessons, and the memory that it takes."""

from __future__ import annotations

import json
import subprocess
import sys

NOTES, IN_LESSONS = 100_000, 10_000
FEWER = 10_000
"""Notes of the deck with which the memory of the large one is compared."""


def report() -> None:
    """Measure and print both tables."""
    print("\n## Decks at scale\n")
    print("| task | processor seconds | plain genanki's | ratio | goal |")
    print("| --- | --- | --- | --- | --- |")
    written = _run("notes_written", NOTES)
    _row(f"write {NOTES:,} notes, their fields ready-made", written["ours"], written["peer"], "1")
    _row(f"make the fields of {NOTES:,} notes, and write them", written["both"], written["peer"], "1")
    written = _run("lessons_written", IN_LESSONS)
    what = f"make and write {IN_LESSONS:,} notes in 500 lessons, a file each"
    _row(f"{what}; genanki as well", written["ours"], written["peer"], "1")
    _row(f"{what}; genanki in 500 decks of one file", written["ours"], written["one_file"])
    print("\n| notes in a deck | MB more at the peak than the lesson takes | MB written |\n| --- | --- | --- |")
    for count in (FEWER, NOTES):
        taken = _run("memory", count)
        print(f"| {count:,} | {taken['megabytes']:.0f} | {taken['written']:.0f} |", flush=True)


def _run(task: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.deck_tasks", task, str(count)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _row(name: str, ours: float, peer: float, goal: str = "") -> None:
    print(f"| {name} | {ours:.1f} | {peer:.1f} | {ours / peer:.2f} | {goal} |", flush=True)


if __name__ == "__main__":
    report()
