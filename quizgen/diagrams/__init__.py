"""Runs as pictures: a trace to a space-time diagram in SVG.

In such a diagram (Lamport, 1978) each actor has a line along which time goes on, and messages are arrows between the
lines. The steps: `moments` groups events, `selection` chooses what is shown, `layout` gives everything its place, and
`svg` writes it. The same trace gives the same bytes.
"""

from __future__ import annotations

from quizgen.diagnostics import printable
from quizgen.diagrams.layout import lay_out
from quizgen.diagrams.moments import Moment, moments_of
from quizgen.diagrams.palette import dark_colours
from quizgen.diagrams.selection import selected
from quizgen.diagrams.staying import with_staying_names
from quizgen.diagrams.svg import page, to_svg
from quizgen.diagrams.words import at, held, left_out, told
from quizgen.simulators import AnySimulator
from quizgen.simulators.trace import Trace

ROOM = 40
"""The most moments that a diagram shows unless it is asked for more: about one and a half pages of A4."""


def diagram(trace: Trace, simulator: AnySimulator, title: str, room: int = ROOM, *, styled: bool = True) -> str:
    """Return a run as SVG, which may stand in a file of its own or inside HTML.

    Args:
        trace: the run.
        simulator: whose run it is; says what the events mean.
        title: what it is a run of, for those who cannot see the picture.
        room: the most moments to show; the least telling are folded.
        styled: with a style sheet inside for dark pages. Without, the page that it stands in brings `dark_colours`:
            many pictures share one sheet, and the page knows better than the picture when it is dark.
    """
    layout = lay_out(trace, simulator.drawing, simulator.routine_events, room)
    return to_svg(layout, printable(title), in_words(trace, simulator, room), styled=styled)


def in_words(trace: Trace, simulator: AnySimulator, room: int = ROOM) -> str:
    """Return what a diagram of a run shows, as sentences."""
    drawing, routine = simulator.drawing, simulator.routine_events
    sentences = []
    for row in selected(moments_of(trace, drawing), drawing, routine, room):
        if isinstance(row, Moment):
            sentences.append(f"{at(row.time, drawing)}: {told(row, drawing, routine)}.")
        elif row.is_worth_a_row:
            sentences.append(f"({left_out(row, drawing)}.)")
    start, end = drawing.holdings(trace)
    still = simulator.words.still
    told_all = (held(start), " ".join(sentences) or f"{still[:1].upper()}{still[1:]}.", held(end))
    return " ".join(part for part in told_all if part)


__all__ = ["ROOM", "dark_colours", "diagram", "in_words", "page", "with_staying_names"]
