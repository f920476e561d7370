"""What is measured, each task in a process of its own: ``python -m benchmarks.tasks TASK FILE`` prints one JSON object.

Imports and whatever a task is handed ready-made are outside the measured time; peak memory is the whole process's.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from quizgen.cards import RenderedLesson

Seconds = dict[str, float]


def yaml(path: Path) -> Seconds:
    """Peer of `load`: PyYAML's C loader on the same file, data only, no positions, nothing checked."""
    from yaml import CSafeLoader, load  # noqa: PLC0415

    text = path.read_text(encoding="utf-8")
    start = time.perf_counter()
    load(text, Loader=CSafeLoader)
    return {"seconds": time.perf_counter() - start}


def check(path: Path) -> Seconds:
    """Load and check a lesson; simulation is listed by itself."""
    import ziamath  # noqa: F401, PLC0415 - imported with the first formula otherwise

    from quizgen.checks import check as run_checks  # noqa: PLC0415
    from quizgen.compiler import Silent  # noqa: PLC0415
    from quizgen.crosscheck import crosscheck  # noqa: PLC0415
    from quizgen.loader import load  # noqa: PLC0415

    start = time.perf_counter()
    deck, _ = load(path)
    loaded = time.perf_counter()
    findings = crosscheck(deck, Silent().step)
    simulated = time.perf_counter()
    found = run_checks(deck, findings)
    end = time.perf_counter()
    if found:
        raise SystemExit(f"the benchmark's lesson is not sound: {found[0]}")
    return {"seconds": loaded - start + end - simulated, "simulation": simulated - loaded}


def render(path: Path) -> Seconds:
    """Render a lesson that was loaded and checked."""
    _, seconds = _rendered(path)
    return {"seconds": seconds}


def anki(path: Path) -> Seconds:
    """Export a rendered lesson to Anki."""
    from quizgen.exporters.anki import export  # noqa: PLC0415

    lesson, _ = _rendered(path)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        export([lesson], Path(folder), _quiet)
        return {"seconds": time.perf_counter() - start}


def genanki(path: Path) -> Seconds:
    """Peer of `anki`: a bare script that hands the same notes, their HTML ready-made, to plain genanki."""
    import warnings  # noqa: PLC0415

    import genanki as plain  # noqa: PLC0415

    from quizgen.exporters.anki.fields import values  # noqa: PLC0415
    from quizgen.exporters.anki.note_types import note_types  # noqa: PLC0415

    warnings.simplefilter("ignore")
    lesson, _ = _rendered(path)
    ready = [(card, values(card, lesson)) for card in lesson.cards]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        deck = plain.Deck(1_700_000_000_000, lesson.title)
        for card, fields in ready:
            deck.add_note(plain.Note(model=note_types()[card.kind], fields=fields, tags=list(card.tags)))
        plain.Package(deck).write_to_file(Path(folder) / "deck.apkg")
        return {"seconds": time.perf_counter() - start}


def worksheet(path: Path) -> Seconds:
    """Lay out and print a lesson's worksheets."""
    from quizgen.exporters.pdf.options import PrintOptions  # noqa: PLC0415
    from quizgen.exporters.pdf.sheets import sheets, style  # noqa: PLC0415
    from quizgen.press.typesetting import press  # noqa: PLC0415

    lesson, _ = _rendered(path)
    with press(style()) as machine:
        start = time.perf_counter()
        for sheet in sheets(lesson, PrintOptions(products=("worksheet",))):
            machine.typeset(sheet)
        return {"seconds": time.perf_counter() - start}


def weasyprint(path: Path) -> Seconds:
    """Peer of `worksheet`: plain WeasyPrint, nothing set, on the same HTML and style."""
    from weasyprint import CSS, HTML  # noqa: PLC0415

    from quizgen.exporters.pdf.options import PrintOptions  # noqa: PLC0415
    from quizgen.exporters.pdf.sheets import sheets, style  # noqa: PLC0415

    lesson, _ = _rendered(path)
    ready = [sheet.html for sheet in sheets(lesson, PrintOptions(products=("worksheet",)))]
    start = time.perf_counter()
    for html in ready:
        HTML(string=html).write_pdf(stylesheets=[CSS(string=style())])
    return {"seconds": time.perf_counter() - start}


def site(path: Path) -> Seconds:
    """Export a rendered lesson to the website."""
    from quizgen.exporters.site import export  # noqa: PLC0415

    lesson, _ = _rendered(path)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        export([lesson], Path(folder), _quiet)
        return {"seconds": time.perf_counter() - start}


def _rendered(path: Path) -> tuple[RenderedLesson, float]:
    from quizgen import render as phase  # noqa: PLC0415
    from quizgen.compiler import Silent, check  # noqa: PLC0415

    checked = check(path, Silent(), runs=True)
    start = time.perf_counter()
    (lesson,) = phase.render(checked.deck, checked.findings, lambda done, total: None)  # noqa: ARG005
    return lesson, time.perf_counter() - start


def _quiet(what: str) -> None:
    """Say nothing."""


TASKS: dict[str, Callable[[Path], Seconds]] = {
    task.__name__: task for task in (yaml, check, render, anki, genanki, worksheet, weasyprint, site)
}

if __name__ == "__main__":
    measured = TASKS[sys.argv[1]](Path(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(measured | {"megabytes": peak / (2**20 if sys.platform == "darwin" else 2**10)}))
