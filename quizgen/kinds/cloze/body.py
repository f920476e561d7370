"""A text with gaps as a card shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Self

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Body, Html, Key

_GAP: Final = re.compile(f"{BLANK_OPEN}[0-9]+{BLANK_CLOSE}")


@dataclass(frozen=True, slots=True)
class Blank:
    """One gap of a cloze. ``accepted`` are further spellings that count as right (compared without case)."""

    answer: str
    accepted: tuple[str, ...]
    hint: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Cloze(Body):
    """Body of ``cloze``: the text with its gaps."""

    text: Html
    blanks: tuple[Blank, ...]

    def filled(self, show: Callable[[int, Blank], str]) -> Html:
        """Return the text with each gap replaced by ``show(index, blank)``, indices from 0."""
        text = str(self.text)
        for index, blank in enumerate(self.blanks):
            text = text.replace(f"{BLANK_OPEN}{index}{BLANK_CLOSE}", show(index, blank))
        return Html(text)

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        """The answers."""
        yield from (said(blank.answer) for blank in self.blanks)

    def told(self) -> Iterator[str]:
        """The answers, each with its other spellings."""
        yield from (" / ".join((blank.answer, *blank.accepted)) for blank in self.blanks)

    def key(self) -> Key:
        """The answers by the numbers of the gaps."""
        gaps = [[blank.answer, *blank.accepted] for blank in self.blanks]
        words = [" or ".join(gap) for gap in gaps]
        text = "; ".join(f"{n}: {word}" for n, word in enumerate(words, 1)) if len(words) > 1 else "".join(words)
        return Key(text, {"gaps": [[*gap] for gap in gaps]})

    def essence(self, of: Callable[[Html], str]) -> object:
        """The text, and what belongs into its gaps."""
        return [of(self.text), [[blank.answer, sorted(blank.accepted), blank.hint] for blank in self.blanks]]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:  # noqa: ARG002 - the base asks
        """Return it as it is: a text has one order."""
        return self

    def asked(self) -> tuple[Html, ...]:
        """The text."""
        return (self.text,)

    def heading(self, stem: Html) -> str:  # noqa: ARG002 - it has none
        """Return the text with dots in its gaps."""
        return _GAP.sub("[...]", self.text)
