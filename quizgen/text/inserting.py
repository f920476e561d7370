"""Values put into Markdown: in running text, in code and in formulas each is shown as it is, and changes nothing else.

Where a value stands is found by parsing the text with a word in its place. In the end the whole is parsed again: if a
value made the text another one, such as a list or a link, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Final

from quizgen.text.markdown import tokens

MARKUP: Final = re.compile(r"([\\`*_\[\]<>$&|~#])")
"""What Markdown would take for more than itself."""

_LEADING: Final = re.compile(r"^([0-9]*)([-+.)](?=\s|$)|[-=](?=[-=]*$))")
"""What would begin a list, a rule or a heading at the start of a line."""
_IN_FORMULA: Final = re.compile(r"[A-Za-z0-9 ,.]+")
_NUMBER: Final = re.compile(r"[0-9]+")
_LINE_START: Final = re.compile(r"[ \t>]*")


class Unplaceable(ValueError):  # noqa: N818 - it is shown to the author
    """A value that cannot be shown where it should stand; its number, and a hint."""

    def __init__(self, number: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.number = number
        self.hint = hint


def with_values(written: Sequence[str], values: Sequence[str]) -> str:
    """Return a text in Markdown with values in it.

    Args:
        written: what stands around the values, one more than these.
        values: plain text.

    Raises:
        Unplaceable: a value stands in an address or a picture, has lines where there is one only, or would change how
            the rest is read.
    """
    word = "zq"
    while any(word in one for one in written):
        word += "q"
    words = [f"{word}{number}x" for number in range(len(values))]
    marked = _joined(written, words)
    found = tokens(marked)
    is_table = any(token.type == "table_open" for token in found)
    whole = written[0]
    for number, (value, stand_in, behind) in enumerate(zip(values, words, written[1:], strict=True)):
        around = (token.type for token in found if stand_in in token.content and _may_hold(token.type))
        kind = next(around, "")
        text = _shown(value, kind, whole[whole.rfind("\n") + 1 :], in_table=is_table)
        if text is None:
            raise Unplaceable(number, *_reason(value, kind))
        whole += text + behind
    if _shape(whole) != _shape(marked):
        raise Unplaceable(0, "a computed value would change how the text around it is read", "give it more room")
    return whole


def _joined(written: Sequence[str], values: Sequence[str]) -> str:
    return "".join(chain.from_iterable(zip_longest(written, values, fillvalue="")))


def _may_hold(kind: str) -> bool:
    """Tell whether values can be shown in a token of some type."""
    return kind in {"text", "code_inline", "fence", "code_block"} or kind.startswith("math_")


def _shown(value: str, kind: str, line: str, *, in_table: bool) -> str | None:
    """Return a value as it has to be written behind what begins its line; None if it cannot stand there."""
    lines = value.count("\n")
    if kind == "text":
        escaped = MARKUP.sub(r"\\\1", value)
        return None if lines else escaped if re.search(r"\w", line) else _LEADING.sub(r"\1\\\2", escaped)
    if kind == "code_inline":
        return None if lines or "`" in value or (in_table and "|" in value) else value
    if kind in {"fence", "code_block"}:
        start = _LINE_START.match(line)
        return None if re.search("`{3}|~{3}", value) else value.replace("\n", f"\n{start[0] if start else ''}")
    if kind.startswith("math_"):
        return value if _NUMBER.fullmatch(value) else rf"\text{{{value}}}" if _IN_FORMULA.fullmatch(value) else None
    return None


def _reason(value: str, kind: str) -> tuple[str, str]:
    if not kind:
        return "a computed value cannot stand in an address or a picture", "put it into running text, code or a formula"
    if kind.startswith("math_"):
        return f"{value!r} cannot stand in a formula", "put it into running text or code"
    if "\n" in value:
        return "the computed value has several lines", "put it into a block of code of its own"
    return f"{value!r} cannot stand in code here", "put it into running text"


def _shape(markdown: str) -> list[tuple[str, str, int]]:
    """Return how a text is read, but for the words in it."""
    return [(token.type, token.tag, token.nesting) for token in tokens(markdown) if token.type != "text"]
