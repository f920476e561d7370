"""Gaps with their answers in the text: ``[[cell wall|wall]]``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from quizgen.loader.short.ids import Names, slug
from quizgen.loader.short.lines import code_spans
from quizgen.loader.short.nodes import Maker, Pair, Place, Row

_GAP = re.compile(r"\[\[([^\[\]\n]{1,2000})\]\]")


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap whose answer stands in the text: where, and the spellings of the answer."""

    start: int
    end: int
    answers: tuple[str, ...]


def gaps_in(text: str, named: Collection[str] = ()) -> Iterator[Gap]:
    """Yield the gaps of a text outside of code and formulas, but for those that stand for an answer given elsewhere.

    Args:
        text: of a line, or a paragraph.
        named: the names of the answers that are given elsewhere.
    """
    spans = list(code_spans(text))
    at = 0
    for match in _GAP.finditer(text):
        while at < len(spans) and spans[at][1] <= match.start():
            at += 1
        inside = at < len(spans) and spans[at][0] < match.end()
        answers = tuple(part.strip() for part in match[1].split("|"))
        if not inside and all(answers) and match[1] not in named:
            yield Gap(match.start(), match.end(), answers)


def has_gaps(rows: Sequence[Row], named: Collection[str] = ()) -> bool:
    """Tell whether there is a gap in a text, with its answer or with the name of one that is given elsewhere."""
    return any(True for text, _ in _passages(rows) for _ in gaps_in(text)) or any(
        match[1] in named for row in rows for match in _GAP.finditer(row.text)
    )


def _passages(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    """Yield the paragraphs of a text that are no code, each with the number of its first row."""
    start = 0
    for index in range(len(rows) + 1):
        if index < len(rows) and rows[index].text.strip() and not rows[index].code:
            continue
        if start < index and not rows[start].text.startswith("    "):
            yield "\n".join(row.text for row in rows[start:index]), start
        start = index + 1


class Blanks:
    """Turns gaps with answers into named ones, and keeps the answers.

    Args:
        named: the names of answers that are given elsewhere.
        maker: makes the nodes.
    """

    def __init__(self, named: Collection[str], maker: Maker) -> None:
        self.nodes: list[Pair] = []
        self._named = frozenset(named)
        self._names: dict[tuple[str, ...], str] = {}
        self._free = Names(named)
        self._maker = maker

    def named(self, rows: Sequence[Row]) -> str:
        """Return a text with the names of its gaps in the place of their answers."""
        lines = [row.text for row in rows]
        for text, first in _passages(rows):
            row, begins, done = first, 0, 0
            made: list[str] = []
            for gap in gaps_in(text, self._named):
                while gap.start > begins + len(rows[row].text):
                    begins += len(rows[row].text) + 1
                    row += 1
                at = rows[row].place
                name = self._name(gap.answers, Place(at.line, at.column + gap.start - begins + 2))
                made += [text[done : gap.start], f"[[{name}]]"]
                done = gap.end
            whole = "".join([*made, text[done:]]).split("\n")
            lines[first : first + len(whole)] = whole
        return "\n".join(lines)

    def _name(self, answers: tuple[str, ...], place: Place) -> str:
        if answers not in self._names:
            self._names[answers] = name = self._free.unique(slug(answers[0], "gap"))
            maker, (first, *others) = self._maker, answers
            pairs = [maker.pair("answer", maker.scalar(first, place))]
            if others:
                accepted = maker.sequence([maker.scalar(each, place) for each in others], place)
                pairs.append(maker.pair("accept", accepted))
            self.nodes.append((maker.scalar(name, place), maker.mapping(pairs, place)))
        return self._names[answers]
