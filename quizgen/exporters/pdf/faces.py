"""The two faces of each card, in letters as large as there is room for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.diagrams import measure
from quizgen.exporters.pages import arranged, environment
from quizgen.exporters.pdf.cutting import Grid
from quizgen.exporters.pdf.room import BROKEN_PIECE, BROKEN_WORD, with_answers, with_lines
from quizgen.text.fragments import text_of

SIZES = (11.0, 10.0, 9.0, 8.2, 7.4, 6.8, 6.2)
"""Of letters, in points: the largest that fits is taken."""

_READABLE = 7.4
"""A reason that makes all letters smaller than this is left to the key."""

_MICROMETRES = 1000
"""In a millimetre: faces are measured in whole micrometres."""
_LINE_PERCENT = 132
_NARROWER_PERCENT = 80
"""Widths are measured as of DejaVu Sans, an upper bound; Source Sans is narrower than that."""
_HEAD = 8_500
"""Micrometres that a face needs for its concept above and its code below."""
_PICTURE, _FORMULA_PERCENT, _SPACE_PERCENT = 21_000, 260, 32
"""Micrometres of a picture; hundredths of lines of a displayed formula and of the space below a paragraph."""

_AROUND = 2_800
"""Micrometres that a cell has beside its text."""

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=</?t[dhr]\b|</table)", re.DOTALL)
_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL)
_BREAK = re.compile(r"</(?:p|li|tr|div|blockquote|h[1-6])>|<br\b[^>]*>|<!--line-->")


@dataclass(frozen=True)
class Face:
    """One side of a card.

    Attributes:
        html: what stands on it.
        size: of its letters, in points.
        drop: millimetres by which its text is moved down, towards the middle.
    """

    html: Html
    size: float
    drop: float


@dataclass(frozen=True)
class Cut:
    """A card with both faces.

    Attributes:
        code: what both faces bear: an item's id would tell the answer on the front.
    """

    card: Card
    code: str
    front: Face
    back: Face


def lesson_mark(identifier: str) -> str:
    """Return a lesson's short mark: the initials of its id, or three letters of an id of one word."""
    words = identifier.split("-")
    return "".join(word[0] for word in words if word).upper() if len(words) > 1 else identifier[:3].upper()


def card_codes(lesson: RenderedLesson, sections: str) -> Mapping[str, str]:
    """Return item's id -> its card's code: the lesson's mark, and the question's number on the worksheet.

    Concepts, which no worksheet asks, are numbered by themselves, behind a C.
    """
    mark = lesson_mark(lesson.id)
    questions = {card.id: f"{mark}-{number}" for number, card in enumerate(arranged(lesson, sections), 1)}
    return questions | {card.id: f"{mark}-C{number}" for number, card in enumerate(lesson.definitions, 1)}


def cut(lesson: RenderedLesson, grid: Grid, sections: str) -> tuple[list[Cut], list[str]]:
    """Return the cards of a lesson, and the codes of those that are too long for a card of this grid."""
    codes = card_codes(lesson, sections)
    layouts = environment("pdf")
    layouts.globals.update(with_answers=with_answers, with_lines=with_lines)
    macros = layouts.get_template("faces.html").module
    made, too_long = [], []
    for card in lesson.cards:
        front = _face(Html(str(macros.front(card))), grid)  # type: ignore[attr-defined]
        whole = _face(Html(str(macros.back(card, reason=True))), grid)  # type: ignore[attr-defined]
        if whole is None or whole.size < _READABLE:
            whole = _face(Html(str(macros.back(card, reason=False))), grid)  # type: ignore[attr-defined]
        if front is None or whole is None:
            too_long.append(codes[card.id])
        else:
            made.append(Cut(card, codes[card.id], front, whole))
    return made, too_long


def _face(html: Html, grid: Grid) -> Face | None:
    """Return a face in the largest letters that fit; None if not even the smallest do."""
    width, height = (round((side - 2 * grid.padding) * _MICROMETRES) for side in grid.card)
    height -= _HEAD
    for size in SIZES:
        needed = needed_height(html, size, width)
        if needed is not None and needed <= height:
            return Face(html, size, (height - needed) // 250 / 10)
    return None


def needed_height(html: str, size: float, width: int) -> int | None:
    """Return the micrometres that a fragment takes at most, in letters of so many points on lines of so many μm.

    They are None if a table is wider than that.
    """
    em = round(size * 25.4 / 72 * _MICROMETRES)
    letter = em * _NARROWER_PERCENT // 100
    if any(_least_width(table, letter) > width for table in _TABLE.findall(html)):
        return None
    percent = html.count("math display") * _FORMULA_PERCENT
    for block in _blocks(html):
        room = width - (7_000 if block.startswith("\t") else 2_000)
        percent += 100 * len(measure.wrapped(measure.FULL.sub("AA", block), letter, room, 10_000)) + _SPACE_PERCENT
    return percent * em * _LINE_PERCENT // 10_000 + html.count("<img") * _PICTURE


def _least_width(table: str, letter: int) -> int:
    """Return the micrometres below which a table cannot be pressed together: its columns' longest words, and lines."""
    rows = [[text_of(cell) for cell in _CELL.findall(row)] for row in table.split("<tr")[1:]]
    columns = [" ".join(column) for column in zip_longest(*rows, fillvalue="")]
    longest = [max((measure.width(_whole(word), letter) for word in c.split()), default=0) for c in columns]
    return sum(longest) + _AROUND * len(columns)


def _whole(word: str) -> str:
    """Return the part of a cell's word that is not broken."""
    return word[:BROKEN_PIECE] if len(word) >= BROKEN_WORD else word


def _blocks(html: str) -> Iterator[str]:
    """Yield the text of each block; those that are indented begin with a tab."""
    with_code = _PRE.sub(lambda code: code[1].replace("\n", "<!--line-->") + "</p>", html)
    for block in _BREAK.split(with_code):
        text = text_of(block)
        if text:
            yield ("\t" if "<li" in block or "option" in block else "") + text
