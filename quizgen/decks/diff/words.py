"""Two texts compared word by word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, Literal

Sort = Literal["same", "removed", "added"]
Piece = tuple[Sort, str]

MAX_WORDS: Final = 3_000
"""The longest texts that are compared word by word; of longer ones the whole is told."""
AROUND: Final = 5
"""How many words that stayed are told before and behind a change."""


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in order; what stayed is shortened to the words beside a change."""
    before, after = old.split(), new.split()
    if before == after:
        return (("same", " ".join(after)),)
    if max(len(before), len(after)) > MAX_WORDS:
        whole: tuple[Piece, ...] = (("removed", old), ("added", new))
        return tuple(piece for piece in whole if piece[1])
    return tuple(_pieces(before, after))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (step, a, b, c, d) in enumerate(steps):
        if step == "equal":
            yield "same", _shortened(before[a:b], first=number == 0, last=number == len(steps) - 1)
            continue
        if a < b:
            yield "removed", " ".join(before[a:b])
        if c < d:
            yield "added", " ".join(after[c:d])


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    head, tail = [] if first else words[:AROUND], [] if last else words[-AROUND:]
    if len(words) <= len(head) + len(tail) + 1:
        return " ".join(words)
    return " ".join([*head, "\N{HORIZONTAL ELLIPSIS}", *tail])
