"""Gaps as Anki writes them, such as ``{{c1::Paris::a city}}``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from quizgen.importers.kit.markup import line_of
from quizgen.importers.kit.questions import NotTaken, Reading
from quizgen.importers.kit.words import short_hash

_OPEN: Final = re.compile(r"\{\{c[0-9]+::")
_INNER: Final = r"((?:(?!\{\{c[0-9]+::).)*?)"
_GAP: Final = re.compile(rf"\{{\{{c([0-9]+)::{_INNER}(?:::{_INNER})?\}}\}}", re.DOTALL)


def has_gaps(text: str) -> bool:
    """Tell whether a text has gaps."""
    return bool(_OPEN.search(text))


def gapped(text: str, shown: Callable[[str], str], reading: Reading) -> dict[str, Any]:
    """Return the fields of a text with gaps; each has a name of its own.

    Args:
        text: with its gaps, in HTML or plain.
        shown: makes Markdown of it.
        reading: of the file.

    Raises:
        NotTaken: gaps stand in each other, or one has no words.
    """
    if len(_OPEN.findall(text)) != len(_GAP.findall(text)):
        raise NotTaken("its gaps stand in each other, or are not closed", "write each gap for itself")
    blanks: dict[str, dict[str, Any]] = {}
    token = f"gap{short_hash(text)}n"

    def gap(match: re.Match[str]) -> str:
        name = f"c{int(match[1])}"
        name += f"-{1 + sum(one.partition('-')[0] == name for one in blanks)}" if name in blanks else ""
        answer, hint = line_of(match[2]), line_of(match[3] or "")
        if not answer or "<img" in match[2]:
            raise NotTaken("a gap has no words")
        blanks[name] = {"answer": answer} | ({"hint": hint} if hint else {})
        return f"{token}{len(blanks)}x"

    made = shown(_GAP.sub(gap, text))
    for number, name in enumerate(blanks, start=1):
        made = made.replace(f"{token}{number}x", f"[[{name}]]")
    if any("-" in name for name in blanks):
        reading.leave("gaps of one number are asked one by one, and not together")
    return {"kind": "cloze", "text": made, "blanks": blanks}
