"""A lesson of any number of notes, without the time that it takes to load, check and render as many items.

The cards of a rendered lesson of 1,000 items, over and over, each with an id and a question of its own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.synthetic import lesson as synthetic
from quizgen.cards import Card, Html, RenderedLesson
from quizgen.compiler import Silent, check
from quizgen.render import render

RENDERED = 1_000


def lesson(count: int) -> RenderedLesson:
    """Return a lesson of that many notes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lesson.yaml"
        path.write_text(synthetic(RENDERED), encoding="utf-8")
        checked = check(path, Silent(), runs=True)
        (rendered,) = render(checked.deck, checked.findings, lambda _, __: None)
    return replace(rendered, cards=tuple(islice(map(_numbered, range(1, count + 1), cycle(rendered.cards)), count)))


def _numbered(number: int, card: Card) -> Card:
    stem = Html(f"<p>No. {number}</p>{card.stem}") if card.stem else card.stem
    return replace(card, id=f"note-{number}", position=number, stem=stem)
