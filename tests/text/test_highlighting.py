"""Colours of code."""

from __future__ import annotations

import re

import pytest
from pygments.token import STANDARD_TYPES

from quizgen.text.highlighting import INK, MAX_HIGHLIGHTED, Dark, Light, code_block, stylesheet


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("style", [Light, Dark])
def test_code_can_be_read(style: type[Light | Dark]) -> None:
    """Comments would be too faint for many eyes (WCAG 2.2, 1.4.3: at least 4.5 to 1)."""
    paper = luminance(style.background_color)
    css = stylesheet(style is Dark)
    colours = {INK[style], *re.findall(r"[{;]color:(#[0-9a-f]{6})", css)}
    assert len(colours) > 5
    for colour in colours:
        ink = luminance(colour)
        assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 4.5, colour


def test_stylesheet_stays_in_its_scope() -> None:
    """The colours of code would leak into the page, or into the other theme."""
    for line in stylesheet(dark=True, scope=".night .highlight").splitlines():
        assert all(part.startswith(".night .highlight") for part in line.partition("{")[0].split(","))


def test_every_class_is_one_of_pygments() -> None:
    """A colour would never be used."""
    names = set(re.findall(r"\.highlight \.([a-z0-9]+)", stylesheet(dark=False)))
    assert names <= set(STANDARD_TYPES.values())
    assert {"k", "s1", "c1", "mi", "nf"} <= names


def test_code_with_gaps_in_it_is_kept() -> None:
    """Blank lines at the start of code, or a tag in it, would be lost."""
    assert code_block("\n<a>\n", "") == '<pre class="highlight"><code>\n&lt;a&gt;\n</code></pre>\n'


def test_long_code_stays_plain() -> None:
    """A pathological lexer could stop every build."""
    assert "<span" not in code_block("x = 1\n" * (MAX_HIGHLIGHTED // 6 + 1), "python")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "def \ue0000\ue001(self): return '\ue0001\ue001'"),
        ("c", "int x\ue0000\ue001 = 3\ue0001\ue001; // \ue0000\ue001"),
        ("java", '\ue0000\ue001.\ue0001\ue001("x");'),
        ("json", '{"a": \ue0000\ue001, "b": "\ue0001\ue001"}'),
        ("brainfuck", "\ue0000\ue001+\ue0001\ue001"),
    ],
)
def test_gap_in_coloured_code_stays_whole(language: str, code: str) -> None:
    """The lesson would pass `quizgen check`, and not build."""
    shown = code_block(code, language)
    for gap in ("\ue0000\ue001", "\ue0001\ue001"):
        assert shown.count(gap) == code.count(gap)
    assert "Gap" not in shown
