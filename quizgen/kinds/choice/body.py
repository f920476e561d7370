"""A choice question as a card shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from quizgen.cards import Body, Html, Key
from quizgen.text.fragments import letter


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice question.

    Attributes:
        text: what the learner reads.
        key: whether it is right.
        rationale: why it is right or wrong; may be empty.
        belief: the wrong rule that leads to this distractor, one sentence; empty if none is named.
        evidence: what its truth or falsehood rests on, one line.
    """

    text: Html
    key: bool
    rationale: Html
    belief: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Choice(Body):
    """Body of ``multiple_choice`` (``multiple`` False, one key) and ``multiple_response`` (True)."""

    options: tuple[Option, ...]
    multiple: bool

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """The keys, in any order."""
        yield sorted(said(option.text) for option in self.options if option.key)

    def told(self) -> Iterator[str]:
        """The keys."""
        yield from (option.text for option in self.options if option.key)

    def key(self) -> Key:
        """The keys' letters."""
        letters = [letter(index) for index, option in enumerate(self.options) if option.key]
        return Key(", ".join(letters), {"letters": [*letters]})

    def essence(self, of: Callable[[Html], str]) -> object:
        """All options, and which are right."""
        return [self.multiple, sorted([of(option.text), option.key] for option in self.options)]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        """Return it with its options in another order."""
        return replace(self, options=tuple(sorted(self.options, key=lambda option: rank(option.text))))

    def asked(self) -> tuple[Html, ...]:
        """The options."""
        return tuple(option.text for option in self.options)
