"""What is asked and what is right, as HTML for Anki's fields, by kind.

Everything is in the fields, already shuffled, so a card is complete where scripts do not run; the script in the
templates adds what a learner does, and a new order each day. It finds things by ``data-`` attributes: an option, a
step and a pair keep their number from the front to the back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from string import ascii_uppercase
from typing import cast

from quizgen.cards import (
    Blank,
    Body,
    Choice,
    Cloze,
    Definition,
    Html,
    Matching,
    Number,
    Option,
    Ordering,
    Recall,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The fields that depend on the kind: HTML, or plain text where Anki compares what is typed (``answer``)."""

    body: str = ""
    answer: str = ""
    solution: str = ""
    unit: str = ""
    stem: str = ""


def parts(body: Body) -> Parts:
    """Return the parts of a card's body; a cloze's gaps are still marked as `quizgen.cards` marks them."""
    return _PARTS[type(body)](body)


def letter(index: int) -> str:
    """Return A, B, ... Z, AA, AB, ..."""
    return (letter(index // 26 - 1) if index >= 26 else "") + ascii_uppercase[index % 26]


def cloze_text(text: str) -> str:
    """Return text for the inside of a cloze deletion, where ``::`` begins a hint and ``}}`` ends it."""
    return escape(text).replace(":", "&#58;").replace("{", "&#123;").replace("}", "&#125;")


def deletion(index: int, blank: Blank) -> str:
    """Return Anki's own syntax for a gap: ``{{c1::answer::hint}}``."""
    hint = f"::{cloze_text(blank.hint)}" if blank.hint else ""
    return f"{{{{c{index + 1}::{cloze_text(blank.answer)}{hint}}}}}"


def _evidence(line: str) -> str:
    return f'<p class="qz-evidence">{escape(line)}</p>' if line else ""


def _choice(body: Choice) -> Parts:
    multiple = "true" if body.multiple else "false"
    asked = "".join(
        f'<li data-option="{index}"><span class="qz-letter">{letter(index)}</span>'
        f'<div class="qz-text">{option.text}</div></li>'
        for index, option in enumerate(body.options)
    )
    marked = "".join(_marked_option(index, option) for index, option in enumerate(body.options))
    return Parts(
        body=f'<ol class="qz-options" data-multiple="{multiple}">{asked}</ol>',
        answer=f'<ol class="qz-options qz-marked" data-multiple="{multiple}">{marked}</ol>',
    )


def _marked_option(index: int, option: Option) -> str:
    name, mark = ("qz-key", "\N{CHECK MARK} right") if option.key else ("qz-distractor", "\N{BALLOT X} wrong")
    rationale = f'<div class="qz-rationale">{option.rationale}</div>' if option.rationale else ""
    belief = f'<p class="qz-belief"><span>Leads here:</span> {escape(option.belief)}</p>' if option.belief else ""
    return (
        f'<li class="{name}" data-option="{index}"><span class="qz-letter">{letter(index)}</span>'
        f'<div class="qz-text">{option.text}<p class="qz-mark">{mark}</p>'
        f"{rationale}{belief}{_evidence(option.evidence)}</div></li>"
    )


def _number(body: Number) -> Parts:
    unit = escape(body.unit)
    value = body.text + (f" {unit}" if unit else "")
    near = f' <span class="qz-tolerance">\N{PLUS-MINUS SIGN} {body.tolerance:g}</span>' if body.tolerance else ""
    return Parts(
        answer=body.text,
        unit=unit,
        solution=f'<p class="qz-value" data-value="{body.value!r}" data-tolerance="{body.tolerance!r}"'
        f' data-unit="{unit}"><strong>{value}</strong>{near}</p>{_evidence(body.evidence)}',
    )


def _cloze(body: Cloze) -> Parts:
    rows = "".join(_solved_blank(index, blank) for index, blank in enumerate(body.blanks))
    return Parts(body=body.text, solution=f'<ul class="qz-blanks">{rows}</ul>')


def _solved_blank(index: int, blank: Blank) -> str:
    accepted = escape(json.dumps([blank.answer, *blank.accepted], ensure_ascii=False))
    others = [word for word in blank.accepted if word.casefold() != blank.answer.casefold()]
    also = f' <span class="qz-also">also right: {escape(", ".join(others))}</span>' if others else ""
    return (
        f'<li data-blank="{index + 1}" data-accepted="{accepted}"><strong>{escape(blank.answer)}</strong>{also}'
        f"{_evidence(blank.evidence)}</li>"
    )


def _recall(body: Recall) -> Parts:
    count = len(body.points)
    points = "".join(
        f'<li data-point="{index}"><span class="qz-box" aria-hidden="true"></span>'
        f'<div class="qz-text">{point.text}{_evidence(point.evidence)}</div></li>'
        for index, point in enumerate(body.points)
    )
    task = f"Answer in your own words. {count} key point{'s' if count != 1 else ''} to mention."
    return Parts(
        body=f'<p class="qz-task">{task}</p>',
        answer=f'<div class="qz-model-answer">{body.answer}</div>' if body.answer else "",
        solution=f'<ul class="qz-points">{points}</ul>',
    )


def _ordering(body: Ordering) -> Parts:
    asked = "".join(
        f'<li data-step="{index}"><div class="qz-text">{step.text}</div></li>' for index, step in enumerate(body.steps)
    )
    right = sorted(enumerate(body.steps), key=lambda numbered: numbered[1].position)
    told = "".join(
        f'<li data-step="{index}"><span class="qz-letter">{step.position}</span>'
        f'<div class="qz-text">{step.text}{_evidence(step.evidence)}</div></li>'
        for index, step in right
    )
    free = f' data-free="{json.dumps(body.free)}"' if body.free else ""
    swaps = f'<p class="qz-task">{body.freedom}</p>' if body.free else ""
    return Parts(
        body=f'<ul class="qz-steps">{asked}</ul>', answer=f'<ol class="qz-steps qz-marked"{free}>{told}</ol>{swaps}'
    )


def _matching(body: Matching) -> Parts:
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
        f'<div class="qz-text">{body.choices[pair.match]}{_evidence(pair.evidence)}</div></div></li>'
        for index, pair in enumerate(body.pairs)
    )
    return Parts(
        body=f'<ul class="qz-pairs">{asked}</ul><ol class="qz-choices">{choices}</ol>',
        answer=f'<ul class="qz-pairs qz-marked" data-choices="{len(body.choices)}">{told}</ul>',
    )


def _definition(body: Definition) -> Parts:
    return Parts(stem=escape(body.term), body=Html(body.definition))


_PARTS = cast(
    "dict[type[Body], Callable[[Body], Parts]]",
    {
        Choice: _choice,
        Number: _number,
        Cloze: _cloze,
        Recall: _recall,
        Ordering: _ordering,
        Matching: _matching,
        Definition: _definition,
    },
)
