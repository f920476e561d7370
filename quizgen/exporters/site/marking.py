"""What a page tells its script about a question so that it can mark an answer, and its cloze texts."""

from __future__ import annotations

import json

from markupsafe import escape

from quizgen.cards import Html
from quizgen.kinds.cloze.body import Blank, Cloze


def with_inputs(body: Cloze) -> Html:
    """Return the text with an input for each gap, of the same width for all, that knows the spellings it accepts."""
    width = min(max(len(blank.answer) for blank in body.blanks) + 2, 20)
    count = len(body.blanks)

    def show(index: int, blank: Blank) -> str:
        label = f"Gap {index + 1} of {count}" + (f", hint: {blank.hint}" if blank.hint else "")
        exact = "data-exact " if blank.exact else ""
        accepted = json.dumps([blank.answer, *blank.accepted], ensure_ascii=False)
        return (
            f'<input type="text" class="gap" data-gap="{index}" data-accepted="{escape(accepted)}" {exact}'
            f'size="{width}" aria-label="{escape(label)}" placeholder="{escape(blank.hint or "…")}" autocomplete="off" '
            'autocapitalize="off" spellcheck="false">'
        )

    return body.filled(show)


def with_answers(body: Cloze) -> Html:
    """Return the text with each answer in its gap."""
    return body.filled(lambda _index, blank: f'<strong class="filled">{escape(blank.answer)}</strong>')
