"""Reading a PDF back as a reader of it would, with poppler and pypdf."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from quizgen.cards import RenderedLesson
from quizgen.exporters.pdf.exporting import export
from quizgen.text.fragments import text_of

_FORMULA = re.compile(r'<span class="math[^"]*" data-tex="[^"]*">[^<]*</span>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_SPOKEN = re.compile(r'^\s*"(.*)"$', re.MULTILINE)
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
    """Return the text without white space, hyphens and invisible characters: line breaks are the layout's business."""
    return "".join(c for c in text if not c.isspace() and c != "-" and unicodedata.category(c) != "Cf")


def pieces(fragment: str) -> list[str]:
    """Return the squashed texts of an HTML fragment between its formulas, which are pictures in print."""
    return [piece for part in _FORMULA.split(fragment) if (piece := squashed(text_of(part)))]


def words(path: Path) -> list[tuple[float, float, float, float, str]]:
    """Return left, top, right and bottom in points, and text, of each word."""
    found = _WORD.findall(command("pdftotext", "-bbox", path, "-"))
    return [(float(left), float(top), float(right), float(bottom), text) for left, top, right, bottom, text in found]


def outside(path: Path) -> list[str]:
    """Return the words that are not, all of them, within the margins of their page, each with its place."""
    side, top, foot = (length * 72 / 25.4 for length in (17.6, 16.9, 11.0))
    found = []
    sizes = _PAGE.findall(command("pdftotext", "-bbox", path, "-"))
    for number, ((width, height), page) in enumerate(zip(sizes, words_of_pages(path), strict=True), 1):
        for left, upper, right, lower, text in page:
            across = left >= side and right <= float(width) - side
            if not (across and upper >= top and lower <= float(height) - foot):
                found.append(f"page {number}: {text} at {left} {upper} {right} {lower}")
    return found


def words_of_pages(path: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """Return the words of each page, with their boxes in points."""
    text = command("pdftotext", "-bbox", path, "-")
    return [
        [(float(left), float(top), float(right), float(bottom), word) for left, top, right, bottom, word in found]
        for page in text.split("<page ")[1:]
        for found in [_WORD.findall(page)]
    ]


@dataclass(frozen=True)
class Tag:
    """An element of a PDF's tree of tags.

    Attributes:
        kind: ``P``, ``Table`` ...
        above: the kinds of the elements that it stands in, the nearest one last.
        kids: the kinds of those that stand in it.
        scope: of a header of a table, ``Row`` or ``Column``.
        alternative: what is read out instead of it.
    """

    kind: str
    above: tuple[str, ...]
    kids: tuple[str, ...]
    scope: str
    alternative: str


def tags(path: Path) -> list[Tag]:
    """Return the elements of a PDF in the order in which they are read out."""
    return list(_tags(PdfReader(path).trailer["/Root"]["/StructTreeRoot"], ()))  # type: ignore[index]


def _tags(node: Any, above: tuple[str, ...]) -> Iterator[Tag]:  # noqa: ANN401  # pypdf's own
    kids = [kid.get_object() for kid in node.get("/K", [])]
    elements = [kid for kid in kids if isinstance(kid, DictionaryObject) and "/S" in kid]
    inside = above
    if "/S" in node:
        kind, attributes = str(node["/S"])[1:], node.get("/A", {})
        scope = str(attributes.get("/Scope", "/"))[1:]
        yield Tag(kind, above, tuple(str(kid["/S"])[1:] for kid in elements), scope, str(node.get("/Alt", "")))
        inside = (*above, kind)
    for element in elements:
        yield from _tags(element, inside)


def read_out(path: Path) -> str:
    """Return what is read out of a PDF, in the order of its tags, squashed; pictures are not in it."""
    return squashed("".join(_SPOKEN.findall(command("pdfinfo", "-struct-text", path))))
