"""Lines to blocks: a paragraph, a piece of code, a table, or a marker with what stands indented below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.loader.short.lines import LED, Kind, Line
from quizgen.loader.short.nodes import Place, Row

_ALONE = frozenset({Kind.HEADING, Kind.SEPARATOR})


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together.

    Attributes:
        kind: of the first of them.
        lines: all of them, without comments around them.
        apart: whether an empty line stands above, or nothing at all.
    """

    kind: Kind
    lines: tuple[Line, ...]
    apart: bool

    @property
    def head(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def below(self) -> tuple[Line, ...]:
        """What stands below the first line."""
        return self.lines[1:]

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.head.number, self.head.indent)

    @property
    def rows(self) -> list[Row]:
        """All of it as a text, as it is written."""
        kept = (line for line in self.lines if line.kind is not Kind.COMMENT)
        return [Row(line.text, Place(line.number), line.kind is Kind.CODE) for line in kept]


def blocks_of(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the blocks that lines make up."""
    at, apart = 0, True
    while at < len(lines):
        line = lines[at]
        if line.kind in {Kind.BLANK, Kind.COMMENT}:
            apart |= line.kind is Kind.BLANK
            at += 1
            continue
        end = _end(lines, at)
        yield Block(line.kind, tuple(lines[at:end]), apart)
        at, apart = end, False


def _end(lines: Sequence[Line], at: int) -> int:
    """Return where the block that begins there ends."""
    kind, end = lines[at].kind, at + 1
    if kind in _ALONE:
        return end
    if kind in LED:
        return _below(lines, end)
    if kind in {Kind.CODE, Kind.FIELDS}:
        while end < len(lines) and lines[end].kind is kind and not lines[end].opens:
            end += 1
        return end
    while end < len(lines) and lines[end].kind in {kind, Kind.COMMENT}:
        end += 1
    while lines[end - 1].kind is Kind.COMMENT:
        end -= 1
    return end


def _below(lines: Sequence[Line], end: int) -> int:
    """Return where the indented lines end; empty lines among them belong to them if more are indented below."""
    at = end
    while at < len(lines):
        line = lines[at]
        if line.kind in {Kind.BLANK, Kind.COMMENT} and not line.indent:
            at += 1
            continue
        if not line.indent:
            break
        at += 1
        end = at
    return end
