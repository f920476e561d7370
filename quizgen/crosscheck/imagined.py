"""Imagined runs: what claims would say if the simulator observed something else, to find claims that say nothing."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from quizgen.simulators.api import Value, ValueType

IMAGINED_RUNS = 1_000
"""How many runs are imagined; a claim that says something differs in one of the first few as a rule."""
IMAGINED_QUESTIONS = 2
"""Most questions of a claim that is asked of imagined runs: of more, no run may happen to hit the telling values."""

_INTEGER = re.compile(r"\b[0-9]{1,9}\b")
_TEXT = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_LIST = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class ImaginedRun:
    """A run that never was. It answers any question with a value of the right type, and the same question alike.

    Numbers lie around those that the claim names, and texts are those that it names or empty: the values at which it
    could change its mind.
    """

    number: int
    claim: str

    def value(self, kind: ValueType, *question: object) -> Value:
        """Return what is observed, or measured, in this run."""
        choice = random.Random(f"{self.number}:{question}")  # noqa: S311 - to try values out, no secret
        named = [int(text) for text in _INTEGER.findall(self.claim)]
        numbers = sorted({0, 1, 2, *(max(0, n + off) for n in named for off in (-1, 0, 1))})
        texts: list[str] = sorted({"", "another", *_texts(self.claim)})
        size = choice.randrange(4)
        match kind:
            case "bool":
                return choice.random() < 0.5
            case "int":
                return choice.choice(numbers)
            case "string":
                return choice.choice(texts)
            case "list(int)":
                lists = [tuple(map(int, _INTEGER.findall(part))) for part in _LIST.findall(self.claim)]
                return choice.choice([*lists, tuple(choice.choice(numbers) for _ in range(size))])
            case "list(string)":
                words = [tuple(_texts(part)) for part in _LIST.findall(self.claim)]
                return choice.choice([*words, tuple(choice.choice(texts) for _ in range(size))])


def _texts(claim: str) -> list[str]:
    return [double or single for double, single in _TEXT.findall(claim)]
