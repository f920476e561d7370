"""The fonts of print."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from quizgen.cards import Html
from quizgen.exporters import ExportError
from quizgen.exporters.pdf import fonts
from quizgen.exporters.pdf.fonts import check_characters, only_shipped_fonts
from tests.exporters.samples import rtl_lesson, sample_lesson


def test_environment_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that uses quizgen must find its own fonts afterwards, and no folder left behind."""
    monkeypatch.setenv("FONTCONFIG_FILE", "/own/fonts.conf")
    with only_shipped_fonts():
        private = Path(os.environ["FONTCONFIG_FILE"])
        assert re.findall("<dir>(.*)</dir>", private.read_text()) == sorted({str(f.parent) for f in fonts.font_files()})
    assert os.environ["FONTCONFIG_FILE"] == "/own/fonts.conf"
    assert not private.parent.exists()
    monkeypatch.delenv("FONTCONFIG_FILE")
    with only_shipped_fonts():
        pass
    assert "FONTCONFIG_FILE" not in os.environ


def test_missing_font_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the font everything would be printed as boxes: the user is told what to install."""
    monkeypatch.setattr(fonts, "_FILES", (("fontpkg_source_sans_3", "files/Nothing.ttf"),))
    with pytest.raises(ExportError, match=r"font Nothing.ttf is missing; install the package fontpkg-source-sans-3"):
        fonts.font_files()


def test_characters_that_cannot_be_printed() -> None:
    """An empty box in print looks like an answer box; the author is told which item and which character."""
    lesson = sample_lesson()
    card = replace(lesson.cards[1], stem=Html("<p>多数</p>"))
    with pytest.raises(ExportError, match=r"item cut-link: the fonts for print have no '多' \(U\+591A\), '数'"):
        check_characters(replace(lesson, cards=(card,)))


def test_characters_that_can_be_printed() -> None:
    """Languages, signs and invisible characters that do print must not stop a build; formulas are pictures anyway."""
    card = replace(
        sample_lesson().cards[1], explanation=Html('Ж é ⌊n⌋ ≤ ☐ \u200b\u00ad<span class="math" data-tex="数">数</span>')
    )
    check_characters(replace(rtl_lesson(), cards=(card, *rtl_lesson().cards)))
