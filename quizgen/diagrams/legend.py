"""The legend: what is in the picture and does not go without saying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.diagrams.measure import width
from quizgen.diagrams.shapes import Arrow, Badge, Label, Mark
from quizgen.simulators.drawing import LEGEND, Drawing

_SIZE = 9.0
_ROW = 15.0
_SAMPLE = 24.0
_SPACE = 10.0


@dataclass(frozen=True)
class Legend:
    """What the entries are taken from."""

    badges: Sequence[Badge]
    arrows: Sequence[Arrow]
    marks: Sequence[Mark]
    drawing: Drawing

    def lay_out(self, top: float, room: float) -> LegendLayout:
        """Return the entries in as many lines as they need."""
        x, y = 4.0, top + _ROW / 2
        labels: list[Label] = []
        samples: list[tuple[str, float, float]] = []
        for sample, text in self._entries():
            needed = width(text, _SIZE) + (_SAMPLE if sample else 0)
            if x + needed > room and x > 4:
                x, y = 4.0, y + _ROW
            if sample:
                samples.append((sample, x, y))
            labels.append(Label("legend", x + (_SAMPLE if sample else 0), y + 3, text, _SIZE))
            x += needed + _SPACE
        return LegendLayout(tuple(labels), tuple(samples), y + _ROW / 2)

    def _entries(self) -> list[tuple[str, str]]:
        letters = {badge.label.text[:1] for badge in self.badges}
        states = [(shown, state) for state, shown in self.drawing.states.items() if shown.letter in letters]
        entries = [(f"line-{shown.line}", f"{shown.letter} {state.replace('_', '-')}") for shown, state in states]
        present = {arrow.kind for arrow in self.arrows} | {mark.kind for mark in self.marks}
        lost = {"lost"} if any(arrow.is_lost for arrow in self.arrows) else set()
        entries += [(kind, self.drawing.named(kind)) for kind in LEGEND if kind in present | lost]
        return [*entries, ("", f"number: {self.drawing.count}")] if states and self.drawing.count else entries


@dataclass(frozen=True)
class LegendLayout:
    """The entries in their places, and where they end."""

    labels: tuple[Label, ...]
    samples: tuple[tuple[str, float, float], ...]
    bottom: float
