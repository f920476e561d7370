"""Texts without quotes that end sooner than they look: ` #` begins a comment of YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from quizgen.diagnostics import Diagnostic, Edit, Span, warning
from quizgen.loader.slips.syntax import quoted

_CUT: Final = re.compile(r"^(?P<text>.*[^\s#]) (?P<rest>#.*)$")


def cut_texts(file: str, text: str, ends: Iterable[tuple[int, int, int]]) -> Iterator[Diagnostic]:
    """Yield where a comment begins one space behind a plain text, as if it were a part of it.

    A comment that is meant stands two spaces behind, as is usual, or behind a single word with a space after its `#`.

    Args:
        file: as the author knows it.
        text: of the file.
        ends: of each text without quotes the line, where it begins and where it ends, from 0.
    """
    lines = text.split("\n")
    for line, start, end in ends:
        found = _CUT.match(lines[line].rstrip()) if line < len(lines) else None
        if found is None or len(found["text"]) != end:
            continue
        kept, rest = found["text"][start:], found["rest"]
        if " " not in kept and rest[1:2] in {"", " "}:
            continue
        message = f"the text ends before `{rest}`: behind a space, `#` begins a comment, which no reader sees"
        hint = "put the whole text into quotes; two spaces before the `#` say that a comment is meant"
        span, whole = Span(file, line + 1, start + 1), quoted(f"{kept} {rest}")
        edit = Edit(span, (line + 1, len(lines[line].rstrip()) + 1), whole, safe=False)
        yield warning("text-cut", Span(file, line + 1, end + 2), message, hint, edit=edit)
