"""Diagnostics as text for people: what is wrong, the line where it stands, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from quizgen.characters import is_printable
from quizgen.diagnostics.excerpts import columns, end_of, excerpt
from quizgen.diagnostics.values import Diagnostic, Severity, Span

_INDENT: Final = "    "
_MOST_PLACES: Final = 5
"""Places of what is folded that are told for people; tools are told all."""
_RED, _YELLOW, _BLUE, _CYAN, _PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[36m", "\x1b[0m"


def _no_lines(_: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True)
class Paper:
    """What diagnostics are written on.

    Attributes:
        width: columns; lines break between words, so that one longer word may stand out.
        coloured: whether it is a terminal that shows colours.
        lines: gives the lines of a file as spans name it, none if it cannot be read.
    """

    width: int = 80
    coloured: bool = False
    lines: Callable[[str], Sequence[str]] = _no_lines


def render_text(diagnostics: Sequence[Diagnostic], paper: Paper | None = None) -> str:
    """Return diagnostics for people; the first line of each is `file:line:column: severity[code]: message`."""
    paper = paper or Paper()
    return "".join(line + "\n" for diagnostic in diagnostics for line in _told(diagnostic, paper))


def printable(text: str) -> str:
    """Return a text with its control characters escaped, so that a stranger's content cannot drive the terminal."""
    return "".join(c if is_printable(c) or c == "\n" else f"\\x{ord(c):02x}" for c in text)


def _told(found: Diagnostic, paper: Paper) -> Iterator[str]:
    severity = f"{found.severity}[{found.code}]:"
    head = f"{printable(str(found.span))}: {severity}"
    first, *rest = _wrapped(found.message, paper.width, head)
    colour = _RED if found.severity is Severity.ERROR else _YELLOW
    yield first.replace(severity, _in(colour, severity, paper), 1)
    yield from rest
    yield from _pictured(found, paper)
    if found.also:
        places = [str(span.line) for span in found.also if span.line][:_MOST_PLACES]
        more = "" if len(places) == len(found.also) else ", ..."
        lines = f" on line{'s' if len(places) > 1 else ''} {', '.join(places)}{more}" if places else ""
        yield f"{_INDENT}and {len(found.also)} more like it{lines}"
    if found.hint:
        first, *rest = _wrapped(found.hint, paper.width, f"{_INDENT}help:")
        yield first.replace("help:", _in(_CYAN, "help:", paper), 1)
        yield from rest


def _pictured(found: Diagnostic, paper: Paper) -> Iterator[str]:
    """Yield the lines of the file, each with what is underlined, those of other files under their names."""
    places = [(found.span, "", "^"), *((one.span, one.message, "-") for one in found.related)]
    gutter = max((len(str(span.line)) for span, _, _ in places), default=1)
    for file, group in groupby(places, key=lambda place: place[0].file):
        shown = [line for span, said, mark in group for line in _underlined(span, said, mark, gutter, paper)]
        if shown and file != found.span.file:
            yield f"{' ' * gutter} {_in(_BLUE, '-->', paper)} {printable(file)}"
        yield from shown


def _underlined(span: Span, said: str, mark: str, gutter: int, paper: Paper) -> Iterator[str]:
    lines = paper.lines(span.file) if span.line else ()
    if not 0 < span.line <= len(lines):
        if said:
            yield f"{_INDENT}{said}: {printable(str(span))}"
        return
    line = lines[span.line - 1]
    part = excerpt(line, span.column, end_of(line, span.column), paper.width - gutter - 3)
    bar = _in(_BLUE, "|", paper)
    yield f"{_in(_BLUE, str(span.line).rjust(gutter), paper)} {bar} {part.line}".rstrip()
    marks = mark * part.under + (f" {said}" if said else "")
    colour = _RED if mark == "^" else _BLUE
    yield f"{' ' * gutter} {bar} {' ' * part.before}{_in(colour, marks, paper)}"


def _in(colour: str, text: str, paper: Paper) -> str:
    return f"{colour}{text}{_PLAIN}" if paper.coloured else text


def _wrapped(text: str, width: int, head: str) -> list[str]:
    """Return a text behind its head, broken between words; what follows the first line is indented."""
    lines: list[str] = []
    for number, paragraph in enumerate(printable(text).split("\n")):
        words = paragraph.split(" ")
        line = f"{head} {words[0]}" if number == 0 else _INDENT + words[0]
        for word in words[1:]:
            if columns(line) + 1 + columns(word) > width and line.strip():
                lines.append(line.rstrip())
                line = _INDENT + word
            else:
                line += f" {word}"
        lines.append(line.rstrip())
    return lines
