"""Question trees: an expression is evaluated once for each distinct sequence of answers that it gets.

The value of a claim depends on nothing but what the observations answer, and which one it asks next depends on nothing
but the answers before. So all evaluations form a tree: a node is a question, each of its branches an answer, a leaf the
value. For the next execution the questions are asked along the tree, which costs a look-up each; the expression itself
is evaluated only where an answer is new. Of 100,000 explored states a claim can seldom tell more than a few apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from quizgen.simulators.api import Execution, ObservationError, Value


@dataclass(frozen=True)
class Refusal:
    """The answer of an observation that has none."""

    message: str


@dataclass(frozen=True)
class Asked:
    """A question that was asked of an execution, and its answer."""

    observe: Callable[..., Value]
    arguments: tuple[Any, ...]
    answer: Value | Refusal


@dataclass(slots=True)
class _Question:
    observe: Callable[..., Value]
    arguments: tuple[Any, ...]
    branches: dict[Value | Refusal, _Question | _Leaf] = field(default_factory=dict)


@dataclass(slots=True)
class _Leaf:
    value: Hashable


Evaluate = Callable[[Execution | None, list[Asked]], Hashable]
"""Evaluates the expression, and adds every question that it asks to the list."""


class QuestionTree:
    """Answers what an expression would answer, and remembers."""

    def __init__(self, evaluate: Evaluate) -> None:
        self._evaluate = evaluate
        self._start: dict[Value | Refusal, _Question | _Leaf] = {}

    def answer(self, execution: Execution | None) -> Hashable:
        """Return the expression's value for an execution."""
        node = self._start.get(_NOTHING_ASKED)
        while type(node) is _Question:
            try:
                answer: Value | Refusal = node.observe(execution, *node.arguments)
            except ObservationError as problem:
                answer = Refusal(str(problem))
            node = node.branches.get(answer)
        return node.value if type(node) is _Leaf else self._evaluated(execution)

    def _evaluated(self, execution: Execution | None) -> Hashable:
        """Evaluate the expression, and add the way that it took to the tree."""
        asked: list[Asked] = []
        value = self._evaluate(execution, asked)
        branches, answer = self._start, _NOTHING_ASKED
        for question in asked:
            node = branches.get(answer)
            if not isinstance(node, _Question):
                node = branches[answer] = _Question(question.observe, question.arguments)
            branches, answer = node.branches, question.answer
        branches[answer] = _Leaf(value)
        return value


_NOTHING_ASKED: Value | Refusal = ""
"""What leads to the first question."""
