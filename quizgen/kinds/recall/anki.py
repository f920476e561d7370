"""A question that is answered in one's own words in an Anki note: the key points are ticked on the back."""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.kinds.api import Fields
from quizgen.kinds.notes import EVIDENCE, by_number, evidence_line, first, needed, text_of, trees
from quizgen.kinds.recall.body import Point, Recall


def fields(body: Recall) -> Fields:
    """Return the parts of the note."""
    count = len(body.points)
    points = "".join(
        f'<li data-point="{index}"><span class="qz-box" aria-hidden="true"></span>'
        f'<div class="qz-text">{point.text}{evidence_line(point.evidence)}</div></li>'
        for index, point in enumerate(body.points)
    )
    task = f"Answer in your own words. {count} key point{'s' if count != 1 else ''} to mention."
    return Fields(
        body=f'<p class="qz-task">{task}</p>',
        answer=f'<div class="qz-model-answer">{body.answer}</div>' if body.answer else "",
        solution=f'<ul class="qz-points">{points}</ul>',
    )


def read(note: Mapping[str, str]) -> Recall:
    """Return what the note asks and answers: the way back.

    Raises:
        quizgen.kinds.notes.Unclear: its points are not such as quizgen writes.
    """
    answer, back = trees(note, "Answer", "Solution")
    points = by_number(back, "data-point", "key points")
    told = (Point(needed(point, "qz-text", [EVIDENCE]), first(point, EVIDENCE)) for point in points)
    return Recall(text_of(answer), tuple(told))
