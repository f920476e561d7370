"""Imagined runs: what claims would say if the simulator observed something else, to find claims that say nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from quizgen.simulators.api import Value, ValueType
from quizgen.simulators.domains import ANYTHING, Domain

IMAGINED_RUNS = 1_000
"""How many runs are imagined; a claim that says something differs in one of the first few as a rule."""
IMAGINED_QUESTIONS = 2
"""Most questions of a claim that is asked of imagined runs: of more, no run may happen to hit the telling values."""
LONGEST = 200
"""Most elements of a list, or characters of a text, that is imagined because a claim names a number of that size."""

_COMBINED = 6
"""How many of a claim's values are combined with one another; of more there would be too many."""
_INTEGER = re.compile(r"\b[0-9]{1,9}\b")
_TEXT = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_LIST = re.compile(r"\[([^\[\]]*)\]")
_PATTERN = re.compile(r"\bmatches\b")


T = TypeVar("T", int, str)


@dataclass(frozen=True)
class ImaginedRun:
    """A run that never was. It answers any question with a value of the right type, and the same question alike.

    Its values are those at which the claim could change its mind: the numbers that the claim names, those beside them,
    and what comes of adding, subtracting, multiplying or dividing two of them; the texts that it names, alone or joined
    to another or to a number; and lists of these, which are as long as a number that it names, or a list in it.
    """

    number: int
    claim: str
    domains: Mapping[str, Domain] = field(default_factory=dict)

    def value(self, kind: ValueType, name: str, *arguments: object, domain: str = "") -> Value:
        """Return what is observed, or measured, in this run, of the domain of that name."""
        question = (name, *arguments)
        choice = random.Random(f"{self.number}:{question}")  # noqa: S311 - to try values out, no secret
        telling = _Within(_telling(self.claim), self.domains.get(domain, ANYTHING).of(next(iter(arguments), None)))
        match kind:
            case "bool":
                return choice.random() < 0.5
            case "int":
                return telling.number(choice)
            case "string":
                return telling.text(choice)
            case "list(int)":
                return _list(choice, telling.lists_of_numbers, telling.sizes, [telling.number(choice) for _ in "ab"])
            case "list(string)":
                return _list(choice, telling.lists_of_texts, telling.sizes, [telling.text(choice) for _ in "ab"])


def can_be_imagined(claim: str, questions: int) -> bool:
    """Tell whether imagined runs would find out that a claim of so many questions says something.

    What texts fit a regular expression is not imagined.
    """
    return questions <= IMAGINED_QUESTIONS and not _PATTERN.search(claim)


@dataclass(frozen=True)
class _Telling:
    """The values at which a claim could change its mind; those that it names, and those that follow from them."""

    numbers: Sequence[int]
    further_numbers: Sequence[int]
    texts: Sequence[str]
    further_texts: Sequence[str]
    lists_of_numbers: Sequence[tuple[int, ...]]
    lists_of_texts: Sequence[tuple[str, ...]]
    sizes: Sequence[int]

    def number(self, choice: random.Random) -> int:
        return choice.choice(self.numbers if choice.random() < 0.7 else self.further_numbers)

    def text(self, choice: random.Random) -> str:
        return choice.choice(self.texts if choice.random() < 0.7 else self.further_texts)


@dataclass(frozen=True)
class _Within:
    """Telling values of a domain; if none is telling, whatever it has."""

    _of_claim: _Telling
    _domain: Domain

    @property
    def lists_of_numbers(self) -> Sequence[tuple[int, ...]]:
        return [known for known in self._of_claim.lists_of_numbers if all(map(self._domain.has, known))]

    @property
    def lists_of_texts(self) -> Sequence[tuple[str, ...]]:
        return [known for known in self._of_claim.lists_of_texts if all(map(self._domain.has, known))]

    @property
    def sizes(self) -> Sequence[int]:
        return self._of_claim.sizes if self._domain.names != () else [0]

    def number(self, choice: random.Random) -> int:
        return self._domain.nearest(self._of_claim.number(choice))

    def text(self, choice: random.Random) -> str:
        if self._domain.names is None:
            return self._of_claim.text(choice)
        return choice.choice(self._domain.names or ("",))


@lru_cache(maxsize=8)
def _telling(claim: str) -> _Telling:
    named = list(dict.fromkeys(int(text) for text in _INTEGER.findall(claim)))
    words = list(dict.fromkeys(_texts(claim)))
    parts: list[str] = _LIST.findall(claim)
    lists_of_numbers = [tuple(int(text) for text in _INTEGER.findall(part)) for part in parts]
    lists_of_texts = [tuple(_texts(part)) for part in parts]
    few, few_words = named[:_COMBINED], words[:_COMBINED]
    further = {n for a in few for b in few for n in (a + b, abs(a - b), a * b, *([a // b] if b else []))}
    numbers = _around([*named, 1])
    lengths = [len(part) for part in (*lists_of_numbers, *lists_of_texts)]
    sizes = [n for n in _around([*named, *further, *lengths, 1, 2]) if n <= LONGEST]
    joined = {a + str(b) for a in few_words for b in (*few_words, *numbers[: 2 * _COMBINED])}
    return _Telling(
        numbers,
        _around([*further, *range(10)]),
        sorted({"", "another", *words}),
        sorted(joined | {"x" * n for n in sizes}),
        [a + b for a in ((), *lists_of_numbers[:_COMBINED]) for b in lists_of_numbers],
        [a + b for a in ((), *lists_of_texts[:_COMBINED]) for b in lists_of_texts],
        sizes,
    )


def _around(numbers: Iterable[int]) -> list[int]:
    """Return the numbers and those beside them, but none below zero: simulators count."""
    return sorted({max(0, n + off) for n in numbers for off in (-1, 0, 1)})


def _list(
    choice: random.Random, known: Sequence[tuple[T, ...]], sizes: Sequence[int], elements: Sequence[T]
) -> tuple[T, ...]:
    """Return one of the known lists, or one whose elements are all alike, or of two kinds."""
    if known and choice.random() < 0.5:
        return choice.choice(known)
    kinds = elements if choice.random() < 0.5 else elements[:1]
    return tuple(choice.choices(kinds, k=choice.choice(sizes)))


def _texts(claim: str) -> list[str]:
    return [double or single for double, single in _TEXT.findall(claim)]
