"""Author text in Anki's fields: what looks like Anki's syntax is shown and does nothing."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from quizgen.cards import Html
from quizgen.exporters.anki.fields import neutral, sort_text, values
from quizgen.exporters.anki.note_types import FIELDS
from quizgen.kinds.cloze.body import Blank, Cloze
from tests.exporters import samples
from tests.exporters.anki.reviewer import back, cards, front, studied

SYNTAX = (
    "{{c1::x}}",
    "{{Front}}",
    "{{{{#Stem}}}}",
    "}}",
    "[sound:x.mp3]",
    "[latex]x[/latex]",
    "[$]x[/$]",
    "[[type:Answer]]",
    "[anki:play:q:0]",
    r"\(x\)",
    r"\[x\]",
)


@pytest.mark.parametrize("syntax", SYNTAX)
def test_syntax_in_text_is_shown_as_typed(syntax: str, tmp_path: Path) -> None:
    """A question about templates, or a stray bracket, would make Anki play sounds, hide text or show an error."""
    card = replace(samples.numeric(), stem=Html(f"<p>Before {syntax} after</p>"))
    lesson = replace(samples.sample_lesson(), cards=(card,))
    with studied(lesson, tmp_path) as opened:
        (shown,) = cards(opened)
        side = front(shown)
        rendered = shown.note()["Stem"]
        assert shown.question_av_tags() == []
    assert syntax not in side
    assert side.count("id=typeans") == 1
    assert _as_seen(rendered) == f"Before {syntax} after"


class _Reader(HTMLParser):
    """Collects what a reader sees."""

    seen = ""

    def handle_data(self, data: str) -> None:
        self.seen += data


def _as_seen(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


@pytest.mark.parametrize("answer", ["a::b", "}}", "{{c2::x}}", "<b>", "a&b", "::", "x}", "{x"])
def test_cloze_answers_may_hold_anything(answer: str, tmp_path: Path) -> None:
    """``std::vector`` as an answer would be cut at the colons, and the rest shown as a hint."""
    text = Html(f"<p>{{{samples.blank(0)}}} and {samples.blank(1)}</p>")
    body = Cloze(text, (Blank(answer, (), "h::i", ""), Blank("second", (), "", "")))
    lesson = replace(samples.sample_lesson(), cards=(replace(samples.cloze(), body=body),))
    with studied(lesson, tmp_path) as opened:
        first, second = cards(opened)
        assert "[h&#58;&#58;i]" in first.question()
        asked = first.question().partition('qz-cloze">')[2].partition("</p>")[0]
        assert _as_seen(asked) == "{[h::i]} and second"
        right = back(opened, first, answer)
        assert "class=typeBad" not in right
        assert "class=typeGood" in right
        assert "class=typeGood" in back(opened, second, "second")
        assert "class=typeBad" in back(opened, second, "wrong")


def test_formulas_reach_mathjax() -> None:
    """A learner would read TeX instead of a formula."""
    html = samples.math(r"\frac{1}{2^{n}} < 1") + samples.math("x", display=True) + "<code>{{</code>"
    expected = r"\(\frac{1}{2^{n&#125;&#125; &lt; 1\)\[x\]<code>&#123;&#123;</code>"
    assert neutral(html) == expected


def test_tex_that_looks_like_a_delimiter_stays_in_its_formula() -> None:
    r"""A table with a wide row, ``\\[2pt]``, would end the formula in the middle."""
    assert neutral(samples.math(r"a \\[2pt] b")) == r"\(a \\[2pt] b\)"


def test_fields_stand_in_their_order() -> None:
    """The explanation would land where the answer belongs."""
    named = dict(zip(FIELDS, values(samples.numeric(), samples.sample_lesson()), strict=True))
    assert named["Id"] == "quorum-size.n-5"
    assert named["Answer"] == "3"
    assert named["Unit"] == "servers"
    assert named["Lesson"] == "Majorities &amp; &lt;logs&gt;"
    assert named["Language"] == "en"
    assert [name for name, value in named.items() if not value] == [
        *("Body", "Trace", "Diagram", "Receipt", "Link", "Computed"),
        *(f"Spare {number}" for number in range(2, 7)),
    ]


def test_a_card_leads_to_its_lesson() -> None:
    """A learner who has forgotten what the lesson said has nowhere to read it."""
    lesson = replace(samples.sample_lesson(), url="https://example.org/?a=1&b={{c}}")
    named = dict(zip(FIELDS, values(samples.numeric(), lesson), strict=True))
    address = "https://example.org/?a=1&amp;b=&#123;&#123;c&#125;&#125;"
    assert named["Link"] == f'<a href="{address}">Majorities &amp; &lt;logs&gt;</a>'


def test_browser_sorts_by_the_question() -> None:
    """Anki's browser would list every note under the same beginning."""
    assert sort_text(samples.cloze()).startswith("A server that hears from no leader becomes a [...] and raises")
    assert sort_text(samples.multiple_choice()).startswith("Five servers run Raft.")
    assert sort_text(samples.concept()) == "majority quorum"


def test_subject_is_written_for_people() -> None:
    """The deck would be called by its file's name."""
    lesson = samples.sample_lesson()
    for written, read in (
        ("distributed-systems", "Distributed systems"),
        ("Wirtschafts-Informatik", "Wirtschafts-Informatik"),
        ("生物学", "生物学"),
    ):
        named = dict(zip(FIELDS, values(samples.numeric(), replace(lesson, subject=written)), strict=True))
        assert named["Subject"] == read
