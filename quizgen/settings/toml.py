"""TOML with positions: text to plain data, and from a place in the data back to its line.

The standard library's parser tells no positions, so a key's line is looked for in the text, below the header of its
table. A key that is written in another way, such as within ``{}``, is pointed at by the nearest line that is found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.model.base import Place

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?")
_KEY = re.compile(r"""(\s*)("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=\s*""")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass
class TomlDocument:
    """A file of TOML, for positions.

    Attributes:
        file: its path as the author knows it.
        text: all of it.
    """

    file: str
    text: str
    _spans: dict[Place, tuple[Span, Span]] = field(init=False)

    def __post_init__(self) -> None:
        self._spans = {}
        for place, name, value in self._keys():
            self._spans.setdefault(place, (name, value))

    def span(self, place: Place) -> Span:
        """Return where a value is, or the nearest table above it."""
        return self._found(place)[1]

    def key_span(self, place: Place) -> Span:
        """Return where the last key of a place is, or the nearest table above it."""
        return self._found(place)[0]

    def _found(self, place: Place) -> tuple[Span, Span]:
        whole = Span(self.file, 1, 1)
        above = (place[:length] for length in range(len(place), 0, -1))
        return next((self._spans[each] for each in above if each in self._spans), (whole, whole))

    def _keys(self) -> Iterator[tuple[Place, Span, Span]]:
        table: Place = ()
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.fullmatch(line):
                table = (_bare(header[1]),)
                at = Span(self.file, number, header.start(1) + 1)
                yield table, at, at
            elif key := _KEY.match(line):
                place = (*table, _bare(key[2]))
                yield place, Span(self.file, number, key.start(2) + 1), Span(self.file, number, key.end() + 1)


def _bare(key: str) -> str:
    return key.strip("\"'")


def parse(document: TomlDocument) -> dict[str, object] | Diagnostic:
    """Return the data, or what is wrong with the text."""
    try:
        return tomllib.loads(document.text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        words = str(problem)
        at = _AT.search(words)
        last = document.text.count("\n") + 1
        line, column = (int(at[1]), int(at[2])) if at and at[1] else (last, 1)
        said = _AT.sub("", words) if isinstance(problem, tomllib.TOMLDecodeError) else "it is nested too deeply"
        hint = 'a line is `key = value`, and text stands in quotes: paper = "letter"'
        return error("settings-damaged", Span(document.file, line, column), f"this is not TOML: {said}", hint)
