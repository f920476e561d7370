"""What actors hold, as rows of boxes in their lanes: those that find no room in one line go on in the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizgen.diagrams.measure import width
from quizgen.diagrams.shapes import Box, HeldBox, Label, Layout
from quizgen.simulators.drawing import Cell, Holdings

_SIZE = 80
_HEIGHT = 130
_NARROWEST = 100
_MARGIN = 30
_MOST_LINES = 5
_ELLIPSIS = Cell("…")


def lay_out_holdings(layout: Layout, holdings: Holdings, x: Mapping[str, int], pitch: int, top: int) -> int:
    """Add what actors hold, below a line; return where it ends.

    Args:
        layout: what it is added to: boxes, and words for actors that hold nothing.
        holdings: what.
        x: actor -> the middle of its lane.
        pitch: how wide a lane is.
        top: y of the line.
    """
    bottom = top + _HEIGHT
    for actor, middle in x.items():
        cells = holdings.cells.get(actor, ())
        if not cells:
            layout.labels.append(Label("time", middle, top + 95, "empty", _SIZE - 10, "middle"))
        for number, line in enumerate(_lines(cells, pitch - 2 * _MARGIN)):
            y = top + number * (_HEIGHT + 10)
            layout.held += _row(line, middle, y)
            bottom = max(bottom, y + _HEIGHT)
    return bottom


def _lines(cells: Sequence[Cell], room: int) -> list[list[Cell]]:
    """Break cells into lines; of too many, the last are kept."""
    widest = max((_wide(cell) for cell in cells), default=_NARROWEST)
    each = max(1, room // widest)
    kept = list(cells)
    if len(kept) > each * _MOST_LINES:
        kept = [_ELLIPSIS, *kept[len(kept) - each * _MOST_LINES + 1 :]]
    return [kept[start : start + each] for start in range(0, len(kept), each)]


def _wide(cell: Cell) -> int:
    return max(_NARROWEST, width(cell.text, _SIZE) + 30)


def _row(line: Sequence[Cell], middle: int, top: int) -> list[HeldBox]:
    left = middle - sum(map(_wide, line)) // 2
    boxes = []
    for cell in line:
        right = left + _wide(cell)
        label = Label("held", (left + right) // 2, top + 95, cell.text, _SIZE, "middle")
        boxes.append(HeldBox(Box(left, top, right, top + _HEIGHT), label, cell.firm))
        left = right
    return boxes
