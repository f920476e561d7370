"""The short form of a lesson: Markdown, as questions are written by hand, to the tree of nodes that YAML gives.

What becomes of the tree is the same for both. The grammar stands in docs/short-form.md. To read on, in this order:
`lines`, `blocks`, `fields`, `answers`, `items`, `lesson`, `whole`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from quizgen.diagnostics import Diagnostic, Span, error, warning
from quizgen.diagnostics.fixes import lines_of as lines_in
from quizgen.diagnostics.values import Edit
from quizgen.loader.document import MAX_WRITTEN, Document, Refused, shortened
from quizgen.loader.short.blocks import blocks_of
from quizgen.loader.short.fields import known_keys
from quizgen.loader.short.lesson import LessonReader
from quizgen.loader.short.lines import Unclosed, lines_of
from quizgen.loader.short.nodes import Maker, Pair, Place, Row
from quizgen.loader.short.whole import Unnamed, whole
from quizgen.simulators.kit.memory import nothing_collected

RULE: Final = "---"
"""The line above and below the head."""


@dataclass(frozen=True)
class Short:
    """A file in the short form.

    Attributes:
        document: what YAML would give.
        found: what is wrong with it.
        unnamed: the questions whose ids were made of their texts.
    """

    document: Document
    found: tuple[Diagnostic, ...]
    unnamed: tuple[Unnamed, ...]


def parse_short(file: str, text: str) -> Short:
    """Read a file in the short form.

    Args:
        file: its name, as the author knows it.
        text: its text.

    Raises:
        Refused: if it holds nothing, or too much.
    """
    text = "\n".join(lines_in(text))
    if not text.strip():
        raise Refused(error("file-empty", Span(file), "the file holds nothing", "write a lesson, or delete the file"))
    if text.count("\n") > MAX_WRITTEN:
        message = f"the file has more than {MAX_WRITTEN:,} lines"
        raise Refused(error("yaml-too-much", Span(file), message, "split it into several lessons"))
    with nothing_collected():
        return _parsed(text, Maker(file))


def _parsed(text: str, maker: Maker) -> Short:
    rows = text.split("\n")
    end = head_end(rows)
    head = _head(rows[1:end], maker) if end else []
    lines, unclosed = lines_of("\n".join(rows[end + 1 if end else 0 :]), known_keys(), end + 1 if end else 0)
    if unclosed:
        _tell_unclosed(unclosed, maker)
    root, unnamed = whole(LessonReader(maker, head).read(blocks_of(lines)), maker, end)
    if unnamed:
        maker.found.append(_told_unnamed(rows, unnamed, maker))
    return Short(Document(maker.file, root, text), tuple(shortened(maker.found)), tuple(unnamed))


def head_end(rows: list[str]) -> int:
    """Return the number of the line that closes the head of a file; 0 if it has none."""
    if rows[0].rstrip() != RULE:
        return 0
    return next((number for number in range(1, len(rows)) if rows[number].rstrip() == RULE), 0)


def _head(rows: list[str], maker: Maker) -> list[Pair]:
    node = maker.fragment([Row(row, Place(number)) for number, row in enumerate(rows, start=1)]) if rows else None
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    if isinstance(node, yaml.ScalarNode) and not node.value:
        return []
    if node is not None:
        hint = "write `format: lesson/1` between the lines `---`"
        maker.found.append(error("file-format", maker.span(Place(1)), "the head of a file is a mapping", hint))
    return []


def with_ids(
    rows: Sequence[str], unnamed: Sequence[Unnamed], first: int = -1, last: int | None = None
) -> Iterator[str]:
    """Yield lines of a file with the ids that lack.

    Args:
        rows: all lines of the file.
        unnamed: what lacks an id.
        first: the number of the line behind which is begun; -1 for all of them.
        last: the number of the last line; that of the file if it is left out.
    """
    below: dict[int, list[str]] = {}
    for one in (each for each in unnamed if _stands_alone(rows, each.place)):
        below.setdefault(one.place.line, []).append(f"{' ' * one.place.column}id: {one.name}")
    yield from (*below.get(-1, []), "") if first < 0 and -1 in below else ()
    for number in range(max(first, 0), len(rows) if last is None else last + 1):
        yield from [rows[number]] if number > first else []
        yield from below.get(number, [])


def _told_unnamed(rows: Sequence[str], unnamed: Sequence[Unnamed], maker: Maker) -> Diagnostic:
    first = unnamed[0]
    count = "this has" if len(unnamed) == 1 else f"this, and {len(unnamed) - 1} more, has"
    message = f"{count} no id: one is made of the text, so whoever corrects the text makes new cards"
    hint = f"write `id: {first.name}` below it; `quizgen check --fix` writes whatever ids are missing"
    kept = [one for one in unnamed if _stands_alone(rows, one.place)]
    edit = _edit(rows, kept, maker) if kept else None
    return warning("id-missing", maker.span(first.told), message, hint, edit=edit)


def _stands_alone(rows: Sequence[str], place: Place) -> bool:
    """Tell whether what is written behind a line stays what it is: what is indented below would go on with it."""
    below = next((row for row in rows[place.line + 1 :] if row.strip()), "")
    return place.column > 0 or not below[:1].isspace()


def _edit(rows: Sequence[str], unnamed: Sequence[Unnamed], maker: Maker) -> Edit:
    """Return the change that writes all ids: of the lines from the first to the last of them."""
    lines = [one.place.line for one in unnamed]
    begin, end = min(lines), max(0, *lines)
    start = Span(maker.file, begin + 1, len(rows[begin]) + 1) if begin >= 0 else Span(maker.file, 1, 1)
    text = "\n".join([*([""] if begin >= 0 else []), *with_ids(rows, unnamed, begin, end)])
    return Edit(start, (end + 1, len(rows[end]) + 1), text)


def _tell_unclosed(unclosed: Unclosed, maker: Maker) -> None:
    what = "this comment" if unclosed.closing == "-->" else "this block of code"
    maker.wrong(Place(unclosed.number), f"{what} is never closed", f"write {unclosed.closing} in a line below it")
