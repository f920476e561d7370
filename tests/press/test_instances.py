"""Instances of variable fonts."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from quizgen.press import typesetting as module
from quizgen.press.instances import quick_instances
from quizgen.press.typesetting import Press, Sheet, press

SHEET = Sheet(
    "a.pdf",
    '<html lang="en"><head><title>T</title></head><body style="font-family: Source Sans 3">'
    "<p>Ållò <b>bold</b> <i>slanted</i> ½ <code>x</code> <b><i>both</i></b></p></body></html>",
    1_700_000_000,
)


def test_bytes_are_those_of_slow_instances(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters, or the room that they take, are others than the font has."""
    with press("") as machine:
        quick = machine.typeset(SHEET)
        monkeypatch.setattr(module, "quick_instances", nullcontext)
        slow = machine.typeset(SHEET)
    assert quick == slow


def test_most_glyphs_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short sheet takes twice as long."""
    import weasyprint.pdf.fonts as fonts  # noqa: PLC0415, PLR0402  # it is slow to load, and must see the fonts chosen

    sizes: list[int] = []
    with press("") as machine:
        instantiate = fonts.instantiateVariableFont

        def counted(font: Any, *rest: object, **named: object) -> object:  # noqa: ANN401  # fontTools has no types
            sizes.append(len(font["glyf"].glyphOrder))
            return instantiate(font, *rest, **named)

        monkeypatch.setattr(fonts, "instantiateVariableFont", counted)
        machine.typeset(SHEET)
    assert len(sizes) >= 4
    assert max(sizes) < 100


def test_another_weasyprint_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade of WeasyPrint, which may do it in another way, breaks print."""
    with press("") as machine:
        assert isinstance(machine, Press)
        monkeypatch.setattr("quizgen.press.instances._NAME", "anotherName")
        with quick_instances():
            assert machine.typeset(SHEET).startswith(b"%PDF")
