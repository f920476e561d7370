"""The lines of a file in the short form, each by what it begins with; what stands in code is code.

One pass, and no expression that could go back: a line is judged by its beginning, a block of code by the line that
closes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a line is."""

    BLANK = auto()
    HEADING = auto()
    SEPARATOR = auto()
    OPTION = auto()
    STEP = auto()
    NUMBER = auto()
    ASKED = auto()
    ANSWERED = auto()
    FIELD = auto()
    FIELDS = auto()
    TERM = auto()
    DEFINED = auto()
    BULLET = auto()
    TABLE = auto()
    COMMENT = auto()
    CODE = auto()
    TEXT = auto()


LED = frozenset(
    {
        *(Kind.OPTION, Kind.STEP, Kind.NUMBER, Kind.ASKED, Kind.ANSWERED),
        *(Kind.FIELD, Kind.TERM, Kind.DEFINED, Kind.BULLET),
    }
)
"""What takes the indented lines below it along."""

FIELDS_FENCE = "yaml fields"
"""What stands behind the backticks that open a block of fields."""

TAB = 4

_MARKERS = (
    (Kind.OPTION, re.compile(r"[-*+] \[(?P<box>[ xX])\](?: |$)")),
    (Kind.STEP, re.compile(r"[0-9]{1,9}[.)](?: |$)")),
    (Kind.NUMBER, re.compile(r"=(?= |$|[-+.]?[0-9]|\{\{)")),
    (Kind.ASKED, re.compile(r"Q:(?: |$)")),
    (Kind.ANSWERED, re.compile(r"A:(?: |$)")),
    (Kind.DEFINED, re.compile(r":(?: |$)")),
    (Kind.BULLET, re.compile(r"[-*+](?: |$)")),
)
_FENCE = re.compile(r"`{3,}|~{3,}")
_KEY = re.compile(r"[a-z_]{1,40}:(?=[ \t]|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file.

    Attributes:
        number: from 0.
        text: without its end; tabs before the first letter are spaces.
        kind: what it is.
        indent: spaces before it; for a line of code those before the line that opens the block.
        starts: where what it says begins, behind its marker.
        opens: whether it is the first of a block of code.
    """

    number: int
    text: str
    kind: Kind
    indent: int = 0
    starts: int = 0
    opens: bool = False

    @property
    def said(self) -> str:
        """What stands behind its marker."""
        return self.text[self.starts :].strip()

    @property
    def checked(self) -> bool:
        """Of an option: whether its box is checked."""
        return self.text[3:4] in {"x", "X"}

    @property
    def key(self) -> str:
        """Of a field: its name."""
        return self.text[self.indent :].partition(":")[0]


@dataclass(frozen=True, slots=True)
class Opaque:
    """Lines that are code, a formula or a comment.

    Attributes:
        length: how many.
        kind: which of them.
        closing: what would close them, if nothing does.
    """

    length: int
    kind: Kind
    closing: str = ""


@dataclass(frozen=True)
class Unclosed:
    """A block of code or a comment that is opened on a line, and never closed."""

    number: int
    closing: str


def lines_of(text: str, keys: Collection[str], first: int = 0) -> tuple[list[Line], Unclosed | None]:
    """Return the lines of a text, and what in it is never closed.

    Args:
        text: the whole file, or its body.
        keys: what begins a field.
        first: the number of the first line.
    """
    rows = [_untabbed(row) for row in text.split("\n")]
    found: list[Line] = []
    unclosed: Unclosed | None = None
    in_text = False
    while (number := len(found)) < len(rows):
        row = rows[number]
        opaque = _opaque(rows, number)
        if opaque:
            indent = len(row) - len(row.lstrip(" "))
            if opaque.closing and unclosed is None:
                unclosed = Unclosed(first + number, opaque.closing)
            for offset, each in enumerate(rows[number : number + opaque.length]):
                found.append(Line(first + number + offset, each, opaque.kind, indent, 0, offset == 0))
            in_text = opaque.kind is Kind.CODE
        else:
            found.append(_line(row, first + number, keys, in_text=in_text))
            in_text = found[-1].kind is Kind.TEXT and (in_text or not found[-1].indent)
    return found, unclosed


def _untabbed(row: str) -> str:
    if "\t" not in row:
        return row
    bare = row.lstrip(" \t")
    return row[: len(row) - len(bare)].expandtabs(TAB) + bare


def _opaque(rows: list[str], number: int) -> Opaque | None:
    """Return what begins on a line and is not to be read line by line; None if nothing does."""
    bare = rows[number].strip()
    if bare.startswith("<!--"):
        if "-->" in bare[4:]:
            return Opaque(1, Kind.COMMENT)
        return _until(rows, number, Kind.COMMENT, "-->", lambda row: "-->" in row)
    if bare.startswith("$$") and "$$" not in bare[2:]:
        return _formula(rows, number)
    match = _FENCE.match(bare)
    if match is None or (bare[0] == "`" and "`" in bare[match.end() :]):
        return None
    kind = Kind.FIELDS if " ".join(bare[match.end() :].split()) == FIELDS_FENCE else Kind.CODE
    return _until(rows, number, kind, match[0], lambda row: len(row) >= match.end() and not row.strip(match[0][0]))


def _until(rows: list[str], number: int, kind: Kind, closing: str, closes: Callable[[str], bool]) -> Opaque:
    for end in range(number + 1, len(rows)):
        if closes(rows[end].strip()):
            return Opaque(end - number + 1, kind)
    return Opaque(len(rows) - number, kind, closing)


def _formula(rows: list[str], number: int) -> Opaque | None:
    """Return the lines of a formula; None if an empty line comes first, for then it is none."""
    for end in range(number + 1, len(rows)):
        if not rows[end].strip():
            break
        if "$$" in rows[end]:
            return Opaque(end - number + 1, Kind.CODE)
    return None


def _line(row: str, number: int, keys: Collection[str], *, in_text: bool) -> Line:
    bare = row.lstrip(" ")
    if not bare.strip():
        return Line(number, "", Kind.BLANK)
    if indent := len(row) - len(bare):
        return Line(number, row, Kind.TEXT, indent)
    kind, starts = _marked(row)
    if kind is Kind.TEXT and (starts := field_of(row, keys)):
        kind = Kind.FIELD
    elif kind is Kind.TEXT and not in_text and (starts := _term(row)):
        kind = Kind.TERM
    return Line(number, row, kind, 0, starts)


def _marked(row: str) -> tuple[Kind, int]:
    """Return what a row is by its first letters, and where it goes on behind them."""
    if heading := _heading(row):
        return Kind.HEADING, heading
    if len(row.rstrip()) >= 3 and not row.rstrip().strip("-"):
        return Kind.SEPARATOR, 0
    for kind, marker in _MARKERS:
        if match := marker.match(row):
            return kind, match.end()
    return (Kind.TABLE if row[0] == "|" else Kind.TEXT), 0


def _heading(row: str) -> int:
    """Return where the words of a heading of the first three levels begin; 0 if it is none."""
    level = len(row) - len(row.lstrip("#"))
    return level + 1 if 1 <= level <= 3 and row[level : level + 1] in {" ", ""} else 0


def field_of(row: str, keys: Collection[str], indent: int = 0) -> int:
    """Return where the value of a field begins, if the row is one; else 0."""
    match = _KEY.match(row, indent)
    return match.end() if match and match[0][:-1] in keys else 0


def looks_like_field(row: str, indent: int = 0) -> str:
    """Return the word before a colon with which a row begins, in small letters; empty if none does."""
    word, colon, rest = row[indent : indent + 42].partition(":")
    plain = word.isascii() and word.replace("_", "").isalpha()
    return word.lower() if colon and plain and (not rest or rest[0] in " \t") else ""


def _term(row: str) -> int:
    """Return where a definition begins behind its term; 0 if there is none, or only within code."""
    at = outside_code(row, " :: ")
    return at + 4 if 0 < at <= 300 else 0


def outside_code(row: str, wanted: str) -> int:
    """Return where a mark stands for the first time outside of code spans and formulas; -1 if it does not."""
    at = row.find(wanted)
    for start, end in code_spans(row):
        if end <= at:
            continue
        if start > at:
            break
        at = row.find(wanted, end)
    return at


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where spans of code and formulas begin and end, in one pass."""
    marks = [mark for mark in _SPAN_MARKS.finditer(text) if mark[0][0] != "\\"]
    closing: dict[str, list[int]] = {}
    for index in range(len(marks) - 1, -1, -1):
        mark = marks[index]
        if mark[0] != "$" or _can_close(text, mark.start()):
            closing.setdefault(mark[0], []).append(index)
    index = 0
    while index < len(marks):
        mark = marks[index]
        ends = closing.get(mark[0], [])
        while ends and ends[-1] <= index:
            ends.pop()
        if ends and (mark[0] != "$" or _opens(text, mark.start())):
            yield mark.start(), marks[ends[-1]].end()
            index = ends[-1]
        index += 1


def _opens(text: str, at: int) -> bool:
    """Tell whether a dollar sign can open a formula, as `quizgen.text.dollars` has it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()


def _can_close(text: str, at: int) -> bool:
    return not text[at - 1 : at].isspace() and not text[at + 1 : at + 2].isdigit()


_SPAN_MARKS = re.compile(r"\\[`$]|`+|\$\$|\$")
