"""Places to break in long runs of letters that are marked in part, or stand beside code.

WeasyPrint breaks a long word where its line ends, but not if an element begins or ends within it: the rest would be
printed beyond the edge of the page (Kozea/WeasyPrint, issue 2900).
"""

from __future__ import annotations

import re

from quizgen.cards import Html
from quizgen.text.fragments import TAG

LONG_RUN = 24
"""Letters of the shortest runs that are broken."""

_WHOLE = r'<(?:svg|pre|style|title|textarea)\b.*?</(?:svg|pre|style|title|textarea)>|<span class="math.*?</span>'
_MARK = r"</?(?:a|b|bdi|code|em|i|kbd|mark|small|span|strong|sub|sup)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
_RUN = re.compile(rf"(?P<whole>{_WHOLE})|(?:[^\s<>]|{_MARK})+", re.DOTALL)
_ANY_TAG = re.compile(f"({TAG})")


def with_breakable_runs(document: str) -> Html:
    """Return the HTML with such runs in elements of the class ``run``, which may break behind each letter."""
    return Html(_RUN.sub(_broken, document))


def _broken(run: re.Match[str]) -> str:
    pieces = [] if run["whole"] else _ANY_TAG.split(run[0])
    texts = pieces[::2]
    if sum(map(bool, texts)) < 2 or sum(map(len, texts)) < LONG_RUN:
        return run[0]
    pieces[::2] = [text and f'<span class="run">{text}</span>' for text in texts]
    return "".join(pieces)
