"""Paper, and cards to cut out of sheets that are printed on both sides: where a front lies, and its back behind it.

All lengths are millimetres, from the top left corner of a side as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

CARD = (92.0, 64.0)
"""Of the eight on a sheet: the same for each paper, with margins that every printer can leave."""

_MARK, _GAP = 5.0, 1.5
"""Length of a crop mark, and how far it stays away from the cards."""

_MEETING = 1.2
"""How far a mark reaches from where two cuts meet."""

_BLEEDLESS = 6.0
"""What an index card leaves free on each side, as printers cannot print to the edge."""


@dataclass(frozen=True)
class Paper:
    """A sheet, upright, and the index card that goes with it, lying; all in millimetres.

    Attributes:
        index: width and height of an index card as it is sold where this paper is (A6; 6 by 4 inches).
    """

    width: float
    height: float
    index: tuple[float, float]


PAPERS: Mapping[str, Paper] = {"a4": Paper(210, 297, (148, 105)), "letter": Paper(215.9, 279.4, (152.4, 101.6))}
"""Name of a paper, as ``--paper`` takes it -> its sizes (ISO 216; ANSI/ASME Y14.1 for letter)."""


def page_rule(width: float, height: float, *, bare: bool = False) -> str:
    """Return the CSS that sets a page's size; a bare page has neither margins nor feet."""
    size = f"size: {width:g}mm {height:g}mm;"
    nothing = " margin: 0; @bottom-left { content: none } @bottom-right { content: none }" if bare else ""
    return f"@page {{ {size}{nothing} }}"


@dataclass(frozen=True)
class Place:
    """A rectangle on a side of the sheet; ``turned`` if what is in it stands on its head."""

    left: float
    top: float
    width: float
    height: float
    turned: bool = False


@dataclass(frozen=True)
class Grid:
    """How a sheet is divided into cards."""

    width: float
    height: float
    card: tuple[float, float]
    columns: int
    rows: int

    @property
    def size(self) -> int:
        """Cards on a sheet."""
        return self.columns * self.rows

    @property
    def corner(self) -> tuple[float, float]:
        """Left and top of the first card: all of them lie in the middle of the sheet."""
        return (self.width - self.columns * self.card[0]) / 2, (self.height - self.rows * self.card[1]) / 2

    def front(self, index: int) -> Place:
        """Return the place of a card's front, counted row by row from 0."""
        row, column = divmod(index, self.columns)
        left, top = self.corner
        return Place(left + column * self.card[0], top + row * self.card[1], *self.card)

    def back(self, index: int, flip: str) -> Place:
        """Return the place behind a front, on a sheet that is flipped on its long or its short edge.

        A sheet that is flipped on the edge at its side is mirrored from left to right; on the edge at its top, from top
        to bottom, and there backs stand on their heads, so that cards of both are turned over in the same way.
        """
        front = self.front(index)
        upright = self.height >= self.width
        if (flip == "long") is upright:
            return Place(self.width - front.left - front.width, front.top, front.width, front.height)
        return Place(front.left, self.height - front.top - front.height, front.width, front.height, turned=True)

    def marks(self) -> Iterator[Place]:
        """Yield the crop marks: at both ends of every cut, and where two cuts meet.

        A card that fills its sheet needs none.
        """
        if self.size == 1:
            return
        left, top = self.corner
        right, bottom = self.width - left, self.height - top
        for column in range(self.columns + 1):
            cut = left + column * self.card[0]
            yield Place(cut, top - _GAP - _MARK, 0, _MARK)
            yield Place(cut, bottom + _GAP, 0, _MARK)
        for row in range(self.rows + 1):
            cut = top + row * self.card[1]
            yield Place(left - _GAP - _MARK, cut, _MARK, 0)
            yield Place(right + _GAP, cut, _MARK, 0)
            for column in range(self.columns + 1):
                middle = left + column * self.card[0]
                yield Place(middle - _MEETING, cut, 2 * _MEETING, 0)
                yield Place(middle, cut - _MEETING, 0, 2 * _MEETING)

    @property
    def padding(self) -> float:
        """What a card leaves free inside of its edges."""
        return _BLEEDLESS if self.size == 1 else 4.0


def grid(paper: Paper, cards: str) -> Grid:
    """Return the division of a paper for ``2x4`` cards, or of an index card, ``1x1``."""
    if cards == "1x1":
        return Grid(*paper.index, paper.index, 1, 1)
    return Grid(paper.width, paper.height, CARD, 2, 4)
