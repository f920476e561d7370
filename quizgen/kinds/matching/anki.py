"""Pairs to be found in an Anki note: both sides apart on the front, together on the back."""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.kinds.api import Fields
from quizgen.kinds.matching.body import Matching, Pair
from quizgen.kinds.notes import (
    EVIDENCE,
    Unclear,
    by_number,
    evidence_line,
    first,
    needed,
    number_in,
    same,
    side_by_side,
    trees,
)
from quizgen.text.fragments import letter


def fields(body: Matching) -> Fields:
    """Return the parts of the note."""
    asked = "".join(
        f'<li data-pair="{index}"><div class="qz-left">{pair.left}</div></li>' for index, pair in enumerate(body.pairs)
    )
    choices = "".join(
        f'<li data-choice="{index}"><span class="qz-letter">{letter(index)}</span>'
        f'<div class="qz-text">{choice}</div></li>'
        for index, choice in enumerate(body.choices)
    )
    told = "".join(
        f'<li data-pair="{index}" data-match="{pair.match}"><div class="qz-left">{pair.left}</div>'
        f'<div class="qz-right"><span class="qz-letter">{letter(pair.match)}</span>'
        f'<div class="qz-text">{body.choices[pair.match]}{evidence_line(pair.evidence)}</div></div></li>'
        for index, pair in enumerate(body.pairs)
    )
    return Fields(
        body=f'<ul class="qz-pairs">{asked}</ul><ol class="qz-choices">{choices}</ol>',
        answer=f'<ul class="qz-pairs qz-marked" data-choices="{len(body.choices)}">{told}</ul>',
    )


def read(note: Mapping[str, str]) -> Matching:
    """Return what the note asks and answers: the way back.

    Raises:
        Unclear: the two sides disagree, or a partner does not exist.
    """
    front, back = trees(note, "Body", "Answer")
    choices = [needed(choice, "qz-text") for choice in by_number(front, "data-choice", "right sides")]
    asked, told = (by_number(tree, "data-pair", "pairs") for tree in (front, back))
    pairs = []
    for before, after in side_by_side(asked, told, "pairs"):
        left, match = needed(after, "qz-left"), number_in(after, "data-match")
        same(needed(before, "qz-left"), left, "left side")
        if not 0 <= match < len(choices):
            raise Unclear(f"there is no right side {match}")
        same(choices[match], needed(after, "qz-text", [EVIDENCE]), "right side")
        pairs.append(Pair(left, match, first(after, EVIDENCE)))
    return Matching(tuple(pairs), tuple(choices))
