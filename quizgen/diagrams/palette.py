"""Colours: for light pages and paper as attributes, which every program reads; for dark pages as a style sheet.

Nothing is told by colour alone: lines differ in weight and dashes, marks in shape, and badges hold letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Ink(NamedTuple):
    """The colours of a class of shapes; ``none`` where it has no line or no filling."""

    stroke: str
    fill: str
    dark_stroke: str
    dark_fill: str


INKS: Mapping[str, Ink] = {
    "paper": Ink("none", "#ffffff", "none", "#15191e"),
    "tint": Ink("none", "#eef1f5", "none", "#232a33"),
    "wall": Ink("#5a3d8a", "none", "#c3a6f5", "none"),
    "guide": Ink("#dfe3e8", "none", "#343c46", "none"),
    "life": Ink("#5b6570", "none", "#9aa5b1", "none"),
    "thick": Ink("#0b4fa8", "none", "#6cb0ff", "none"),
    "dashed": Ink("#8a5a00", "none", "#e3b341", "none"),
    "dotted": Ink("#8a5a00", "none", "#e3b341", "none"),
    "request": Ink("#0b4fa8", "#0b4fa8", "#6cb0ff", "#6cb0ff"),
    "reply": Ink("#1a6b35", "#1a6b35", "#58c67a", "#58c67a"),
    "broadcast": Ink("#6b7580", "#6b7580", "#8d98a4", "#8d98a4"),
    "lost": Ink("#b3261e", "none", "#ff8a80", "none"),
    "mark": Ink("#ffffff", "#1d232a", "#15191e", "#e8ecf0"),
    "hollow": Ink("#1d232a", "#ffffff", "#e8ecf0", "#15191e"),
    "badge-thin": Ink("#5b6570", "#ffffff", "#9aa5b1", "#15191e"),
    "badge-dashed": Ink("#8a5a00", "#fff7e0", "#e3b341", "#2e2710"),
    "badge-dotted": Ink("#8a5a00", "#fff7e0", "#e3b341", "#2e2710"),
    "badge-thick": Ink("#0b4fa8", "#0b4fa8", "#6cb0ff", "#6cb0ff"),
    "held": Ink("#5b6570", "#ffffff", "#9aa5b1", "#15191e"),
    "held-firm": Ink("#1d232a", "#e6eaee", "#e8ecf0", "#2f3842"),
    "text": Ink("none", "#1d232a", "none", "#e8ecf0"),
    "soft": Ink("none", "#56606b", "none", "#a8b2bd"),
    "inverse": Ink("none", "#ffffff", "none", "#0d1116"),
}


_RELEASED = {"broadcast": "heartbeat"}
"""Classes that have another name on the cards of earlier releases, whose style sheets and pictures must go together."""


def attributes(name: str) -> str:
    """Return the attributes of a group of that class, with a leading space."""
    ink = INKS[name]
    return f' class="{_css_class(name)}" stroke="{ink.stroke}" fill="{ink.fill}"'


def dark_colours(scope: str = "") -> str:
    """Return style rules with the colours of dark pages.

    Args:
        scope: a selector of what surrounds a diagram on such a page, such as ``.nightMode``; empty for all diagrams.
    """
    before = f"{scope} " if scope else ""
    return "".join(
        f"{before}.{_css_class(name)}{{stroke:{ink.dark_stroke};fill:{ink.dark_fill}}}" for name, ink in INKS.items()
    )


def _css_class(name: str) -> str:
    return f"qd-{_RELEASED.get(name, name)}"


def stylesheet() -> str:
    """Return the colours of dark pages: where the reader's system asks for them, and in Anki's night mode."""
    return f"@media screen and (prefers-color-scheme:dark){{{dark_colours()}}}{dark_colours('.nightMode')}"
