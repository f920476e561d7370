"""Drawings on paper: runs, sized to the page, in the shipped fonts, each once; and the code of a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable

import segno

from quizgen.cards import Card, Html

_MM = 25.4 / 96
"""Of a CSS pixel, which is a drawing's unit."""
_WIDEST, _TALLEST = 165.0, 214.0
"""Millimetres: what a page of either paper has for a drawing, its caption and an item's last line."""

_HALF = 85.0
"""Millimetres that two drawings side by side have each."""

_LARGEST = 0.88
"""Its smallest letters, of 8 units, are then of 5.3 points, and most drawings take half a page."""

_OPENING = re.compile(r"<svg\b[^>]*>")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_SET = re.compile(r' (?:style|class|width|height|font-family)="[^"]*"')


def is_narrow(drawing: Html) -> bool:
    """Tell whether half a line is enough for a drawing, if it is made smaller by a tenth at most."""
    box = _BOX.search(drawing)
    if box is None:
        return False
    width, height = (float(side) * _MM for side in box.groups())
    return width * min(_LARGEST, _TALLEST / height) * 0.9 <= _HALF


def on_paper(drawing: Html, *, half: bool = False) -> Html:
    """Return a drawing at a size that fits on a page, or half its width, with its letters in the fonts of print.

    A page's style sheet does not reach into an SVG, so that its size has to stand in it.
    """
    opening = _OPENING.search(drawing)
    box = _BOX.search(opening[0]) if opening else None
    if opening is None or box is None:
        return drawing
    width, height = (float(side) * _MM for side in box.groups())
    scale = min(_LARGEST, (_HALF if half else _WIDEST) / width, _TALLEST / height)
    sizes = f' width="{width * scale:.2f}mm" height="{height * scale:.2f}mm"'
    tag = _SET.sub("", opening[0])[:-1] + sizes + " font-family=\"'Source Sans 3', 'DejaVu Sans'\">"
    return Html(drawing[: opening.start()] + tag + drawing[opening.end() :])


def height_of(drawing: Html) -> float:
    """Return how tall a drawing is in its own units; 0 if it does not say."""
    box = _BOX.search(drawing)
    return float(box[2]) if box else 0.0


def seen_before() -> Callable[[Card, int], int]:
    """Return a function that tells at which question a card's drawing stood already; 0 if nowhere yet."""
    places: dict[str, int] = {}

    def place(card: Card, number: int) -> int:
        first = places.setdefault(card.diagram, number)
        return 0 if first == number else first

    return place


def qr_code(text: str) -> Html:
    """Return a QR code (ISO/IEC 18004) of level M or better, with its quiet zone, as an SVG that says what it holds.

    Letters and digits in upper case, and hyphens, take the fewest modules.
    """
    made = segno.make(text, error="m", micro=False)
    return Html(
        made.svg_inline(
            title=f"QR code that leads to the key of this sheet: {text}", border=4, light="#fff", omitsize=True
        )
    )
