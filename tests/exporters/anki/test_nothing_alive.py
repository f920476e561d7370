r"""What looks like Anki's or MathJax's syntax in a text is read as it was written, and does nothing.

Every text of every kind of card is each of the payloads in turn. The real backend imports the notes and makes the
cards; Anki's own reviewer page shows them, with its MathJax.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from html import escape
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import pytest
from playwright.sync_api import Browser

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Card, Html, RenderedLesson
from tests.exporters.anki.desktop import Desktop
from tests.exporters.anki.reviewer import back, cards, front, studied
from tests.exporters.samples import math, sample_lesson

pytestmark = pytest.mark.slow

PAYLOADS: Final = r"""
\(\href{javascript:alert(1)}{here}\)
\[\unicode{x41}\]
\(x\)
\
\(
\)
\\(x\\)
(\
\begin{align}x\end{align}
$x$ and $$y$$
\(\require{html}\style{color:red}{x}\)
a \) b \( c
[latex]\input{/etc/passwd}[/latex]
[LaTeX]x[/laTEX]
[latex]
[$]x[/$]
[$$]x[/$$]
[ latex]x[/latex]
[sound:a.mp3]
[anki:play:q:0]
[anki:tts lang=en_US voices=x]x[/anki:tts]
[[type:Stem]]
[[type:cloze:Body]]
{{Stem}}
{{c1::x}}
{{c2::x::y}}
{{type:Stem}}
{{#Stem}}x{{/Stem}}
{{{Stem}}}
{{=<% %>=}}<%Stem%>
}}
::
a::b}}c
{{
&#123;&#123;Stem&#125;&#125;
&#91;latex]x&#91;/latex]
&lt;script&gt;alert(1)
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<u>u</u>
<!-- x
--> x
' " onclick=alert(1) x=
</span></div></article>x
<a href='javascript:alert(1)'>x</a>
<iframe src=//a.test></iframe>
%s ${x} `x`
""".strip().splitlines()
OWN: Final = {"id", "kind", "lesson", "concept", "tags", "family", "receipt", "level", "diagram", "position"}
"""Attributes of a card that no author writes as text."""
PLAIN: Final = r"\(this\)"
"""Looks like a formula, and is none."""
MARK: Final = re.compile(f"{BLANK_OPEN}[0-9]+{BLANK_CLOSE}")


def poisoned(value: Any, text: str) -> Any:  # noqa: ANN401 - a card, a body, a part of one
    """Return a card, or a part of one, with a text in place of each that it has."""
    hints = get_type_hints(type(value), vars(sys.modules[type(value).__module__]))
    own = OWN if isinstance(value, Card) else set()
    names = [each.name for each in fields(value) if each.name not in own]
    return replace(value, **{name: _poisoned(getattr(value, name), hints[name], text) for name in names})


def _poisoned(value: Any, hint: Any, text: str) -> Any:  # noqa: ANN401
    if is_dataclass(value):
        return poisoned(value, text)
    if isinstance(value, tuple):
        return tuple(_poisoned(part, get_args(hint)[0], text) for part in value)
    if not isinstance(value, str) or not value:
        return value
    return Html(" ".join([escape(text), *MARK.findall(value)])) if hint is Html else text


@dataclass(frozen=True)
class Poisoned:
    """A lesson, and which payload each of its items holds."""

    lesson: RenderedLesson
    payloads: dict[str, str]


def poisoned_lesson() -> Poisoned:
    """Return a lesson of all payloads in all texts of all kinds."""
    base, made, payloads = sample_lesson(), list[Card](), dict[str, str]()
    kinds = {card.kind: card for card in base.cards}
    for number, text in enumerate(PAYLOADS):
        for kind, card in kinds.items():
            identifier = f"{kind.replace('_', '-')}-{number}"
            made.append(replace(poisoned(card, text), id=identifier, position=len(made) + 1))
            payloads[identifier] = text
    title = " ".join(PAYLOADS[:12])
    return Poisoned(replace(base, title=title, subject="\\(x\\)", cards=tuple(made)), payloads)


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Desktop]:
    """Anki's reviewer; at the end, nothing may have been loaded or thrown."""
    opened = Desktop(chromium)
    yield opened
    assert opened.errors == []
    assert opened.refused == []
    opened.close()


def squeezed(text: str) -> str:
    """Return a text without what does not count between words."""
    return " ".join(text.split())


def test_no_text_is_alive(desktop: Desktop, tmp_path: Path) -> None:
    """A stranger's lesson runs a script, reads a file or plays a sound at the learner's; or texts are not shown."""
    poisonous = poisoned_lesson()
    with studied(poisonous.lesson, tmp_path) as opened:
        shown = cards(opened)
        assert len(shown) == len(PAYLOADS) * 11  # two of a concept, three of a cloze, one of each other kind
        for card in shown:
            payload = poisonous.payloads[card.note()["Id"]]
            where = f"{card.note()['Id']}, card {card.ord}: {payload}"
            assert card.question_av_tags() == card.answer_av_tags() == [], where
            for seen, html in (
                (desktop.front(front(card)), card.question()),
                (desktop.back(back(opened, card)), card.answer()),
            ):
                assert "latex-" not in html, where
                assert (seen.alive, seen.formulas) == ([], 0), where
                assert squeezed(payload) in squeezed(seen.text), where


def test_what_the_author_meant_as_a_formula_is_set(desktop: Desktop, tmp_path: Path) -> None:
    """Learners see TeX in place of formulas; or the test above proves nothing, because MathJax is not there."""
    base = sample_lesson()
    stem = Html(f"<p>What is {math('x^2')}? {math(r'q(n) = n', display=True)} Not {escape(PLAIN)}.</p>")
    asked = next(card for card in base.cards if card.kind == "recall")
    with studied(replace(base, cards=(replace(asked, stem=stem),)), tmp_path) as opened:
        (card,) = cards(opened)
        seen = desktop.front(front(card))
    assert seen.formulas == 2
    assert f"Not {PLAIN}." in seen.text
