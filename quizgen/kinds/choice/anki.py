"""A choice question in an Anki note: its options on the front, and on the back marked, with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from quizgen.cards import Html
from quizgen.kinds.api import Fields
from quizgen.kinds.choice.body import Choice, Option
from quizgen.kinds.notes import EVIDENCE, Unclear, by_number, evidence_line, first, needed, same, side_by_side, trees
from quizgen.text.elements import Element
from quizgen.text.fragments import letter

_TOLD = ("qz-mark", "qz-rationale", "qz-belief", EVIDENCE)
"""What an option's text is told with on the back."""
_BELIEF = "Leads here: "


def fields(body: Choice) -> Fields:
    """Return the parts of the note."""
    multiple = "true" if body.multiple else "false"
    asked = "".join(
        f'<li data-option="{index}"><span class="qz-letter">{letter(index)}</span>'
        f'<div class="qz-text">{option.text}</div></li>'
        for index, option in enumerate(body.options)
    )
    marked = "".join(_marked(index, option) for index, option in enumerate(body.options))
    return Fields(
        body=f'<ol class="qz-options" data-multiple="{multiple}">{asked}</ol>',
        answer=f'<ol class="qz-options qz-marked" data-multiple="{multiple}">{marked}</ol>',
    )


def _marked(index: int, option: Option) -> str:
    name, mark = ("qz-key", "\N{CHECK MARK} right") if option.key else ("qz-distractor", "\N{BALLOT X} wrong")
    rationale = f'<div class="qz-rationale">{option.rationale}</div>' if option.rationale else ""
    belief = f'<p class="qz-belief"><span>Leads here:</span> {escape(option.belief)}</p>' if option.belief else ""
    return (
        f'<li class="{name}" data-option="{index}"><span class="qz-letter">{letter(index)}</span>'
        f'<div class="qz-text">{option.text}<p class="qz-mark">{mark}</p>'
        f"{rationale}{belief}{evidence_line(option.evidence)}</div></li>"
    )


def read(note: Mapping[str, str], *, multiple: bool) -> Choice:
    """Return what the note asks and answers: the way back.

    Raises:
        Unclear: the two sides disagree, or an option is not clearly marked.
    """
    front, back = (by_number(tree, "data-option", "options") for tree in trees(note, "Body", "Answer"))
    options = []
    for before, after in side_by_side(front, back, "options"):
        text = needed(after, "qz-text", _TOLD)
        same(needed(before, "qz-text"), text, "option")
        rationale = first(after, "qz-rationale")
        belief = first(after, "qz-belief").removeprefix(_BELIEF)
        options.append(Option(text, _is_key(after), Html(rationale), belief, first(after, EVIDENCE)))
    return Choice(tuple(options), multiple)


def _is_key(option: Element) -> bool:
    """Tell whether an option is marked right: by its class, which the script goes by, and in words."""
    key, distractor = "qz-key" in option.classes, "qz-distractor" in option.classes
    words = first(option, "qz-mark").split()
    if key == distractor or ("right" in words) != key or ("wrong" in words) != distractor:
        raise Unclear("an option is not clearly marked right or wrong")
    return key
