"""A text with gaps in an Anki note: Anki makes a card of each gap."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html
from quizgen.kinds.api import Fields
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.notes import EVIDENCE, Unclear, by_number, evidence_line, first, plain, same, trees
from quizgen.text.elements import Element

_DELETION: Final = re.compile(r"\{\{c([0-9]{1,3})::(.*?)(?:::(.*?))?\}\}", re.DOTALL)


def fields(body: Cloze) -> Fields:
    """Return the parts of the note."""
    rows = "".join(_solved(index, blank) for index, blank in enumerate(body.blanks))

    def with_deletions(text: str) -> str:
        written = Cloze(Html(text), body.blanks).filled(deletion)
        if problem := _problem(body, written):
            raise ValueError(problem)
        return written

    return Fields(body=body.text, solution=f'<ul class="qz-blanks">{rows}</ul>', finish=with_deletions)


def cloze_text(text: str) -> str:
    """Return text for the inside of a cloze deletion, where ``::`` begins a hint and ``}}`` ends it."""
    return escape(text).replace(":", "&#58;").replace("{", "&#123;").replace("}", "&#125;")


def deletion(index: int, blank: Blank) -> str:
    """Return Anki's own syntax for a gap: ``{{c1::answer::hint}}``."""
    hint = f"::{cloze_text(blank.hint)}" if blank.hint else ""
    return f"{{{{c{index + 1}::{cloze_text(blank.answer)}{hint}}}}}"


def _solved(index: int, blank: Blank) -> str:
    accepted = escape(json.dumps([blank.answer, *blank.accepted], ensure_ascii=False))
    others = [word for word in blank.accepted if word.casefold() != blank.answer.casefold()]
    also = f' <span class="qz-also">also right: {escape(", ".join(others))}</span>' if others else ""
    return (
        f'<li data-blank="{index + 1}" data-accepted="{accepted}"><strong>{escape(blank.answer)}</strong>{also}'
        f"{evidence_line(blank.evidence)}</li>"
    )


def _problem(body: Cloze, written: str) -> str:
    """Return why Anki could not make its cards of what is written in ``Body``; empty if it can."""
    if not body.blanks:
        return "the cloze has no gap; Anki would make no card of it"
    for number in range(1, len(body.blanks) + 1):
        if f"{{{{c{number}::" not in written:
            return f"gap {number} of the cloze does not stand in its text"
    if any(not blank.answer.strip() for blank in body.blanks):
        return "a gap of the cloze has an empty answer"
    return ""


def read(note: Mapping[str, str]) -> Cloze:
    """Return what the note asks and answers: the way back.

    Raises:
        Unclear: the gaps in the text are not those on the back.
    """
    (back,) = trees(note, "Solution")
    gaps: dict[int, tuple[str, str]] = {}

    def marked(found: re.Match[str]) -> str:
        number, gap = int(found[1]), (unescape(found[2]), unescape(found[3] or ""))
        if gaps.setdefault(number, gap) != gap:
            raise Unclear(f"gap {number} has two answers")
        return f"{BLANK_OPEN}{number - 1}{BLANK_CLOSE}"

    text = _DELETION.sub(marked, note["Body"])
    if not gaps:
        raise Unclear("the cloze has no gap")
    rows = by_number(back, "data-blank", "gaps", start=1)
    if sorted(gaps) != list(range(1, len(rows) + 1)):
        raise Unclear("the gaps in the text are not those on the back")
    blanks = [_blank(row, *gaps[number]) for number, row in enumerate(rows, 1)]
    return Cloze(Html(plain(text)), tuple(blanks))


def _blank(row: Element, answer: str, hint: str) -> Blank:
    try:
        accepted = json.loads(row.attributes.get("data-accepted", ""))
    except (ValueError, RecursionError):
        accepted = None
    if not isinstance(accepted, list) or not accepted or not all(isinstance(word, str) for word in accepted):
        raise Unclear("what counts as right in a gap is no list of words")
    shown = [part.text() for part in row.walk() if part.tag == "strong"]
    same(answer, accepted[0], "gap's answer")
    same(" ".join(answer.split()), "".join(shown), "gap's answer")
    return Blank(answer, tuple(accepted[1:]), hint, first(row, EVIDENCE))
