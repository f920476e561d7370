"""Steps to be brought into order as a card shows them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from quizgen.cards import Fields, Html, Json, Key
from quizgen.kinds.api import BodyOf, CardPlace, Evidence, NotRebuilt, Setting
from quizgen.kinds.notes import (
    EVIDENCE,
    Unclear,
    first,
    needed,
    number_in,
    numbered,
    same,
    side_by_side,
    trees,
)
from quizgen.kinds.ordering import question
from quizgen.kinds.orders import deranged
from quizgen.model.base import Place
from quizgen.text.elements import Element


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an ordering; ``position`` is its right place, from 1."""

    text: Html
    position: int
    evidence: str


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


@dataclass(frozen=True, slots=True)
class Ordering(BodyOf[question.Ordering]):
    """Body of ``ordering``; ``steps`` stand shuffled, never in a right order.

    ``free`` are pairs of positions, the lower one first, that may come in either order. An answer is right if every
    other pair of steps comes in the order of their positions.
    """

    steps: tuple[Step, ...]
    free: tuple[tuple[int, int], ...] = ()

    def is_right(self, order: Sequence[int]) -> bool:
        """Tell whether positions, in the order of an answer, keep every pair that is not free."""
        return all(a < b or (b, a) in self.free for place, a in enumerate(order) for b in order[place + 1 :])

    @property
    def freedom(self) -> str:
        """What may be swapped, one sentence: "Steps 2 and 3 may come in either order."; empty if nothing may."""
        parts = [
            f"{_listed(group)} may come in {'either' if len(group) == 2 else 'any'} order" for group in self._groups()
        ]
        return f"Steps {', and steps '.join(parts)}." if parts else ""

    def _groups(self) -> list[tuple[int, ...]]:
        """Return the free pairs; those that make up a group of which every two are free, as that group."""
        groups: list[tuple[int, ...]] = []
        left = dict.fromkeys(sorted(self.free))
        while left:
            group: tuple[int, ...] = next(iter(left))
            for step in sorted({position for pair in left for position in pair}):
                if all((min(step, other), max(step, other)) in left for other in group):
                    group = (*group, step)
            group = tuple(sorted(group))
            groups.append(group)
            left = dict.fromkeys(pair for pair in left if not set(pair) <= set(group))
        return groups

    def in_order(self) -> tuple[Step, ...]:
        """Return the steps in the order in which they are right."""
        return tuple(sorted(self.steps, key=lambda step: step.position))

    @classmethod
    def lowered(cls, question: question.Ordering, setting: Setting) -> Self:
        """Return the steps shuffled, never in a right order."""
        together = setting.evidence(("steps",))
        steps = [
            Step(setting.inline(step.text), index + 1, setting.evidence(("steps", index)) or together)
            for index, step in enumerate(question.steps)
        ]
        free = tuple((min(pair), max(pair)) for pair in question.free)
        return cls((), free).not_in_order(deranged(steps, question.id))

    def places(self, question: question.Ordering) -> Mapping[Place, CardPlace]:
        shown: dict[Place, CardPlace] = {("steps", step.position - 1): ["step", n] for n, step in enumerate(self.steps)}
        return {("steps",): ["order"], **shown}

    def right(self, said: Callable[[str], str]) -> Iterator[object]:
        yield from (said(step.text) for step in self.in_order())
        yield sorted(self.free)

    def told(self) -> Iterator[str]:
        yield from (f"{step.position}. {step.text}" for step in self.in_order())
        yield from ([self.freedom] if self.free else [])

    def key(self) -> Key:
        numbers = [step.position for step in self.steps]
        order = " \N{EN DASH} ".join(map(str, numbers))
        parts: dict[str, Json] = {"numbers": [*numbers], "free": [[*pair] for pair in self.free]}
        return Key(f"{order}. {self.freedom}" if self.free else order, parts)

    def essence(self, of: Callable[[Html], str]) -> object:
        return [[of(step.text) for step in self.in_order()], sorted(self.free)]

    def shuffled(self, rank: Callable[[Html], bytes]) -> Self:
        """Return it with its steps in another order, which is not a right one."""
        return self.not_in_order(tuple(sorted(self.steps, key=lambda step: rank(step.text))))

    def not_in_order(self, steps: tuple[Step, ...]) -> Self:
        """Return it with its steps in that order; backwards if it is right, since then no pair keeps its order."""
        right = self.is_right([step.position for step in steps])
        return replace(self, steps=steps[::-1] if right else steps)

    def asked(self) -> tuple[Html, ...]:
        return tuple(step.text for step in self.steps)

    def fields(self) -> Fields:
        asked = "".join(
            f'<li data-step="{index}"><div class="qz-text">{step.text}</div></li>'
            for index, step in enumerate(self.steps)
        )
        right = sorted(enumerate(self.steps), key=lambda numbered: numbered[1].position)
        told = "".join(
            f'<li data-step="{index}"><span class="qz-letter">{step.position}</span>'
            f'<div class="qz-text">{step.text}</div></li>'
            for index, step in right
        )
        free = f' data-free="{json.dumps(self.free)}"' if self.free else ""
        swaps = f'<p class="qz-task">{self.freedom}</p>' if self.free else ""
        return Fields(
            body=f'<ul class="qz-steps">{asked}</ul>', answer=f'<ol class="qz-steps qz-marked"{free}>{told}</ol>{swaps}'
        )

    @classmethod
    def read(cls, kind: str, fields: Mapping[str, str]) -> Self:
        front, back = trees(fields, "Body", "Answer")
        asked, told = (numbered(tree, "data-step", "steps") for tree in (front, back))
        side_by_side(asked, told, "steps")
        before = {number_in(step, "data-step"): needed(step, "qz-text") for step in asked}
        steps: dict[int, Step] = {}
        for position, step in enumerate(told, 1):
            number = number_in(step, "data-step")
            text = needed(step, "qz-text", [EVIDENCE])
            same(before[number], text, "step")
            same(str(position), first(step, "qz-letter"), "number of a step")
            steps[number] = Step(text, position, first(step, EVIDENCE))
        return cls(tuple(steps[number] for number in sorted(steps)), _free(back))

    def written(self, item: str, evidence: Evidence) -> dict[str, Any]:
        made: dict[str, Any] = {"free": self.free}
        events: dict[int, object] = {}
        if order := evidence.order():
            made["scenario"], given, made["by"] = order
            events = dict(given)
        steps = sorted(enumerate(self.steps), key=lambda numbered: numbered[1].position)
        made["steps"] = [
            {"text": step.text, **({"event": events.pop(n)} if n in events else evidence.of("step", n))}
            for n, step in steps
        ]
        if events:
            raise NotRebuilt(f"its receipt speaks of step {min(events) + 1}, which the card does not have")
        return made


def _free(back: Element) -> tuple[tuple[int, int], ...]:
    found = back.having("data-free")
    if not found:
        return ()
    try:
        pairs = tuple((int(a), int(b)) for a, b in json.loads(found[0].attributes["data-free"]))
    except (ValueError, TypeError, RecursionError):
        raise Unclear("the pairs of steps that are free are no list of pairs") from None
    if len(found) > 1:
        raise Unclear("the pairs of steps that are free are told twice")
    return pairs
