"""Reading a PDF back as a reader of it would, with poppler and pypdf."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

from quizgen.cards import RenderedLesson
from quizgen.exporters.pages import text_of
from quizgen.exporters.pdf import export

_FORMULA = re.compile(r'<span class="math[^"]*" data-tex="[^"]*">[^<]*</span>')
_FOOT = 788
"""Points from the top of the page to its foot."""


def printed(lesson: RenderedLesson, folder: Path) -> dict[str, Path]:
    """Print a lesson and return its files, by what follows the lesson's id in their names."""
    folder.mkdir(parents=True, exist_ok=True)
    written = export([lesson], folder, lambda _step: None)
    return {path.stem.removeprefix(f"{lesson.id}-"): path for path in written}


def command(*words: str | Path) -> str:
    """Return what a program prints."""
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def pages(path: Path) -> list[str]:
    """Return the text of each page, without its foot."""
    text = command("pdftotext", "-raw", "-x", "0", "-y", "0", "-W", "596", "-H", str(_FOOT), path, "-")
    return text.split("\f")[:-1]


def squashed(text: str) -> str:
    """Return the text without white space and invisible characters: line breaks are the layout's business."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def pieces(fragment: str) -> list[str]:
    """Return the squashed texts of an HTML fragment between its formulas, which are pictures in print."""
    return [piece for part in _FORMULA.split(fragment) if (piece := squashed(text_of(part)))]


def words(path: Path) -> list[tuple[float, float, float, float, str]]:
    """Return left, top, right and bottom in points, and text, of each word."""
    found = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>',
        command("pdftotext", "-bbox", path, "-"),
    )
    return [(float(left), float(top), float(right), float(bottom), text) for left, top, right, bottom, text in found]
