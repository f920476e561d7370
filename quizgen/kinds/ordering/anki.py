"""Steps to be brought into order in an Anki note: shuffled on the front, in order on the back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from quizgen.kinds.api import Fields
from quizgen.kinds.notes import (
    EVIDENCE,
    Unclear,
    evidence_line,
    first,
    needed,
    number_in,
    numbered,
    same,
    side_by_side,
    trees,
)
from quizgen.kinds.ordering.body import Ordering, Step
from quizgen.text.elements import Element


def fields(body: Ordering) -> Fields:
    """Return the parts of the note."""
    asked = "".join(
        f'<li data-step="{index}"><div class="qz-text">{step.text}</div></li>' for index, step in enumerate(body.steps)
    )
    right = sorted(enumerate(body.steps), key=lambda numbered: numbered[1].position)
    told = "".join(
        f'<li data-step="{index}"><span class="qz-letter">{step.position}</span>'
        f'<div class="qz-text">{step.text}{evidence_line(step.evidence)}</div></li>'
        for index, step in right
    )
    free = f' data-free="{json.dumps(body.free)}"' if body.free else ""
    swaps = f'<p class="qz-task">{body.freedom}</p>' if body.free else ""
    return Fields(
        body=f'<ul class="qz-steps">{asked}</ul>', answer=f'<ol class="qz-steps qz-marked"{free}>{told}</ol>{swaps}'
    )


def read(note: Mapping[str, str]) -> Ordering:
    """Return what the note asks and answers: the way back.

    Raises:
        Unclear: the two sides disagree, or the steps are not numbered through.
    """
    front, back = trees(note, "Body", "Answer")
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
    return Ordering(tuple(steps[number] for number in sorted(steps)), _free(back))


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
