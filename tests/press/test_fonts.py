"""The fonts of print: none but those that come with quizgen."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from quizgen.press import PressError, fonts
from quizgen.press.fonts import only_shipped_fonts


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
    with pytest.raises(PressError, match=r"font Nothing.ttf is missing; install the package fontpkg-source-sans-3"):
        fonts.font_files()
