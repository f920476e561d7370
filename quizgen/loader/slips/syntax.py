"""What a person did whose file is no YAML: the slips that are usual, each with its place and the change that mends it.

A parser tells where it lost its way, which is often far behind the slip, and in words about tokens. Here each slip that
could be the reason is supposed in turn. One whose change lets the parser come further is told, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quizgen.diagnostics import Diagnostic, Edit, Span, error

_TRIED_AT_MOST: Final = 500_000
"""Characters of a file in which slips are looked for: each is tried by reading the file once more."""

_ENTRY: Final = re.compile(
    r"^(?P<before>[ \t]*(?:- +)*)(?:(?P<key>[^\s\"'{}\[\],#:][^\"'{}\[\],#:]*):(?: +|$))?(?P<value>.*)$"
)
_FLOW_KEY: Final = re.compile(r"(?<=[^\s,{\[]) +(?=[A-Za-z_]+: )")
_STRAIGHT: Final = str.maketrans("\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a", '"""""' + "'''")
_CURLY: Final = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a]")
_CLOSERS: Final = {"{": "}", "[": "]"}


@dataclass(frozen=True)
class Trouble:
    """Where a parser lost its way, lines and columns from 0.

    Attributes:
        line: where it noticed.
        column: as well.
        opened: where what it was reading began, if it says so.
        what: its words.
    """

    line: int
    column: int
    opened: tuple[int, int] | None
    what: str


Trial = Callable[[str], Trouble | None]
"""Reads a text, and says where it cannot be read any further."""


@dataclass(frozen=True)
class _Slip:
    """What may have happened: where from 0, in words, how to mend it, and which columns of which line become what."""

    line: int
    column: int
    message: str
    hint: str
    change: tuple[int, int, int, str] | None = None
    safe: bool = True


def slip(file: str, text: str, trouble: Trouble, trial: Trial) -> Diagnostic | None:
    """Return what was done wrong, with a change if one lets the file be read further; None if it is no usual slip."""
    lines = text.rstrip().split("\n")
    if len(text) > _TRIED_AT_MOST:
        return None
    opened = trouble.opened if trouble.opened and trouble.opened[0] < len(lines) else None
    trouble = replace(trouble, line=min(trouble.line, len(lines) - 1), opened=opened)
    for one in _slips(lines, trouble):
        edit = None
        if one.change:
            line, start, end, put = one.change
            changed = [*lines]
            changed[line] = changed[line][:start] + put + changed[line][end:]
            then = trial("\n".join(changed))
            if then and (then.line, then.column) <= (trouble.line + put.count("\n"), trouble.column + len(put)):
                continue
            edit = Edit(Span(file, line + 1, start + 1), (line + 1, end + 1), put, one.safe)
        return error("yaml-syntax", Span(file, one.line + 1, one.column + 1), one.message, one.hint, edit=edit)
    return None


def _slips(lines: Sequence[str], trouble: Trouble) -> Iterator[_Slip]:
    """Yield what may have happened, the likeliest first."""
    at = trouble.line
    yield from _tab(lines, at)
    yield from _never_closed(lines, trouble)
    for number in dict.fromkeys((at, max(at - 1, 0))):
        yield from _quotes(number, lines[number])
    yield from _comma(lines[at], at, trouble.column)
    yield from _indentation(lines, at)
    for number in dict.fromkeys((at, max(at - 1, 0))):
        yield from _unquoted(number, lines[number])
    if trouble.what.startswith("while parsing a block mapping") and lines[at].lstrip(" ").startswith("- "):
        message = "an entry of a list stands here among keys without a dash"
        hint = "write each entry of the list above behind a dash, without a name of its own"
        yield _Slip(at, len(lines[at]) - len(lines[at].lstrip(" ")), message, hint)
    if trouble.opened and trouble.what.startswith("while parsing a flow"):
        line, column = trouble.opened
        sign = lines[line][column : column + 1]
        if sign in _CLOSERS:
            message = f"the `{sign}` that opens here is never closed"
            yield _Slip(line, column, message, f"close it with `{_CLOSERS[sign]}`")


def _tab(lines: Sequence[str], at: int) -> Iterator[_Slip]:
    """Yield a tab before a line's text, with spaces in its place that the lines around have."""
    for number in range(max(at - 1, 0), min(at + 2, len(lines))):
        line = lines[number]
        indentation = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" not in indentation:
            continue
        column = indentation.index("\t")
        message = "a tab stands before the text; YAML takes only spaces there"
        hint = "put spaces in its place, as many as the lines around it have; editors can do so by themselves"
        for width in dict.fromkeys((*_depths(lines, number), 2, 4, 8)):
            yield _Slip(number, column, message, hint, (number, 0, len(indentation), " " * width))
        yield _Slip(number, column, message, hint)


def _depths(lines: Sequence[str], number: int) -> Iterator[int]:
    """Yield how far the text of the lines around one stands from the left, keys behind dashes as well."""
    before = [line for line in lines[:number][-3:] if line.strip()]
    for line in (*reversed(before), *[line for line in lines[number + 1 : number + 4] if line.strip()]):
        if line.lstrip(" ").startswith(("#", "\t")):
            continue
        yield len(line) - len(line.lstrip(" -"))
        yield len(line) - len(line.lstrip(" "))


def _never_closed(lines: Sequence[str], trouble: Trouble) -> Iterator[_Slip]:
    """Yield a quote or bracket that is not closed on its line, where it opened."""
    first = max(trouble.line - 200, 0)
    for number in range(min(trouble.line, len(lines) - 1), first - 1, -1):
        line = lines[number].rstrip()
        found = _ENTRY.match(line)
        value = found["value"] if found else ""
        column = len(line) - len(value)
        if value[:1] in {'"', "'"} and not _closing(value):
            message = "the quote that opens here is not closed on this line"
            yield _Slip(number, column, message, "close it", (number, len(line), len(line), value[0]))
    if trouble.opened:
        number, column = trouble.opened
        line = lines[number].rstrip()
        sign = line[column : column + 1]
        if sign in _CLOSERS:
            message = f"the `{sign}` that opens here is not closed"
            yield _Slip(number, column, message, "close it", (number, len(line), len(line), _CLOSERS[sign]))
    line = lines[trouble.line].rstrip()
    for number, sign in enumerate(line):
        if sign in _CLOSERS and line.count(sign) > line.count(_CLOSERS[sign]):
            message = f"the `{sign}` that opens here is not closed"
            end = len(line)
            yield _Slip(trouble.line, number, message, "close it", (trouble.line, end, end, _CLOSERS[sign]))
            for put in range(number + 1, end):
                if line[put] in ",}]":
                    yield _Slip(trouble.line, number, message, "close it", (trouble.line, put, put, _CLOSERS[sign]))


def _closing(value: str) -> re.Match[str] | None:
    """Return a quoted text at the start of a value, if it is closed there."""
    return re.match(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'", value)


def _quotes(number: int, line: str) -> Iterator[_Slip]:
    """Yield quotes that end a text too early, and those of typewriters' successors."""
    found = _ENTRY.match(line.rstrip())
    value = found["value"] if found else ""
    column = len(line.rstrip()) - len(value)
    if value[:1] in {'"', "'"} and (closed := _closing(value)) and value[closed.end() :].strip():
        message = (
            f"the quote that opens here is closed in the midst of the text, before `{_short(value[closed.end() :])}`"
        )
        hint = "put the whole text into quotes of the other kind"
        end = len(line.rstrip())
        inner = value[1:-1] if value.endswith(value[0]) else value
        yield _Slip(number, column, message, hint, (number, column, end, quoted(inner)))
    if _CURLY.match(value):
        message = f"`{value[0]}` is no quote to YAML, so the text is not quoted"
        hint = "write straight quotes"
        plain = value.translate(_STRAIGHT)
        inner = plain[1:-1] if plain.endswith(plain[0]) else plain[1:]
        yield _Slip(number, column, message, hint, (number, column, len(line.rstrip()), quoted(inner)))


def _comma(line: str, number: int, column: int) -> Iterator[_Slip]:
    """Yield a comma that is missing between two values in brackets."""
    for gap in sorted(_FLOW_KEY.finditer(line), key=lambda gap: abs(gap.end() - column)):
        before = line[: gap.start()]
        if before.count("{") + before.count("[") <= before.count("}") + before.count("]"):
            continue
        before = line[: gap.start()]
        if before.count("{") + before.count("[") <= before.count("}") + before.count("]"):
            continue
        name = line[gap.end() :].partition(":")[0]
        hint = "put it there; a text that holds `: ` needs quotes"
        message = f"a comma is missing before `{name}`"
        yield _Slip(number, gap.start(), message, hint, (number, gap.start(), gap.end(), ", "))


def _indentation(lines: Sequence[str], at: int) -> Iterator[_Slip]:
    """Yield a line that stands further to the left or right than the lines around it allow."""
    line = lines[at]
    depth = len(line) - len(line.lstrip(" "))
    found = _ENTRY.match(line)
    if not line.strip() or not found or not (found["key"] or found["before"].strip()):
        return
    for width in dict.fromkeys(_depths(lines, at)):
        if width != depth:
            columns = "column" if abs(width - depth) == 1 else "columns"
            side = "left" if depth < width else "right"
            message = f"this line stands {abs(width - depth)} {columns} too far to the {side}"
            hint = f"begin it in column {width + 1}, as the lines that it belongs to do"
            yield _Slip(at, depth, message, hint, (at, 0, depth, " " * width))


def _unquoted(number: int, line: str) -> Iterator[_Slip]:
    """Yield a text without quotes that YAML reads as something else: one with a colon, or an odd first sign."""
    found = _ENTRY.match(line.rstrip())
    value = found["value"] if found else ""
    if not value or value[0] in "\"'|>#":
        return
    column, end = len(line.rstrip()) - len(value), len(line.rstrip())
    if value[0] in "[]{}!&*%@`,?-":
        message = f"a text that begins with `{value[0]}` needs quotes: YAML takes it for something else"
        if value.startswith("[sound:"):
            message = "`[sound:...]` is Anki's way to play a file; here it begins a list"
        yield _Slip(number, column, message, "put it into quotes", (number, column, end, quoted(value)))
    if (colon := value.find(": ")) >= 0 or value.endswith(":"):
        where = column + (colon if colon >= 0 else len(value) - 1)
        message = "a text that holds `: ` needs quotes: YAML takes what stands before for a key"
        yield _Slip(number, where, message, "put it into quotes", (number, column, end, quoted(value)))


def quoted(text: str) -> str:
    """Return a text in quotes of the kind that it does not hold."""
    if "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 30 else f"{text[:27]}..."
