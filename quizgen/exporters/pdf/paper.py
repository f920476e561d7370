"""Sizes of paper, in millimetres (ISO 216; ANSI/ASME Y14.1 for letter)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
"""Name of a paper, as ``--paper`` takes it -> its sizes."""


def page_rule(width: float, height: float, *, bare: bool = False) -> str:
    """Return the CSS that sets a page's size; a bare page has neither margins nor feet."""
    size = f"size: {width:g}mm {height:g}mm;"
    nothing = " margin: 0; @bottom-left { content: none } @bottom-right { content: none }" if bare else ""
    return f"@page {{ {size}{nothing} }}"
