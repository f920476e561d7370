"""Foreign texts as Markdown: what is shown is what was meant, and no word of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.importers.kit.markup import from_html, from_markdown, plain
from quizgen.importers.kit.questions import Reading
from quizgen.importers.kit.source import tidy
from quizgen.text.elements import letters, parsed
from quizgen.text.losses import lost, marks
from quizgen.text.markdown import problems, to_html

_TAGS = "b i u p div span sub sup kbd code pre ul ol li table tr td h2 blockquote dl dt font".split()  # noqa: SIM905
PIECES = [
    *(f"<{tag}>" for tag in _TAGS),
    *(f"</{tag}>" for tag in _TAGS),
    *(
        "<a href='http://x.y'>",
        "</a>",
        "<br>",
        "&nbsp;",
        "&lt;",
        "&amp;",
        "<span style='color:red'>",
        "\u2028",
        "\n",
        " ",
    ),
    *("*", "**", "_", "`", "[", "](", "![", "#", "|", "{{", "}}", "{%", "\\", "~~", "---", "- ", "1.", ":-", "=", "+ "),
    *("a", "b1", "\u5b57", "\u3002", "\u00e9", "x y"),
]


def reading() -> Reading:
    return Reading(Path("quiz.txt"))


def shown(markdown: str) -> Iterator[str]:
    return letters(parsed(to_html(markdown)))


def sound(markdown: str) -> bool:
    return not (problems(markdown) or [*lost(markdown)] or [*marks(markdown)])


@pytest.mark.parametrize(
    ("html", "markdown", "told"),
    [
        ("<p>One <b>two</b></p><p>three</p>", "One **two**\n\nthree", []),
        ("a<br>b<br><br>c<br>", "a\\\nb\n\nc", []),
        ("<ul><li>a<li>b<ol><li>c</ol></ul>", "- a\n- b\n\n  1. c", []),
        ("<pre><code class='language-py'>x = [1]<br># y</code></pre>", "```py\nx = [1]\n# y\n```", []),
        ("<table><tr><th>a<th>b<tr><td>1|2<td></table>", "| a | b |\n| --- | --- |\n| 1\\|2 |  |", []),
        ("H<sub>2</sub>O &lt; 3 &amp; <code>a`b</code>", "H<sub>2</sub>O < 3 & ``a`b``", []),
        ("<a href='https://x.org/a(b)?c d'>x]y</a>", "[x\\]y](<https://x.org/a(b)?c%20d>)", []),
        ("<a href='javascript:x'>y</a>", "y", ["the link to javascript:x is left out, its words stay"]),
        ("2\\(x\\)3 [$]\\nu[/$] [latex]a^2[/latex]", "2 $x$ 3 $\\nu$ $a^2$", []),
        (
            "\\(\\newcommand{\\a}{b}\\)",
            "`\\newcommand{\\a}{b}`",
            ["the formula \\newcommand{\\a}{b} is shown as it was typed: "],
        ),
        (
            "<script>alert(1)</script><style>p{}</style>x",
            "x",
            ["<script> is left out", "<style> is left out"],
        ),
        ("<font color=red>r</font><u>u</u>", "ru", ["colours, fonts and alignment are left out", "<u> is left out"]),
        ("![a](b) *c* <x>", "!\\[a](b) \\*c\\*", ["<x> is left out, its words stay"]),
    ],
)
def test_html(html: str, markdown: str, told: list[str]) -> None:
    """What Anki, Moodle and Canvas keep as HTML shows its tags on a card, or runs there."""
    found = reading()
    assert from_html(html, found) == markdown
    assert len(found.told) == len(told)
    for one, words in zip(found.told, told, strict=True):
        assert one.message.startswith(words)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_word_of_html_is_lost(pieces: list[str]) -> None:
    """A word stands outside of the cells of a table, or behind a tag that is never closed, and is gone."""
    html = "".join(pieces)
    made = from_html(html, reading())
    assert sound(made), made
    wanted = sorted(re.findall(r"\w", "".join(letters(parsed(tidy(html))))))
    assert sorted(re.findall(r"\w", "".join(shown(made)))) == wanted, made


@settings(max_examples=150, deadline=None)
@given(text=st.lists(st.sampled_from([*PIECES, "$x^2$", "\\(x\\)", "    ", "```\n"]), max_size=20).map("".join))
def test_plain_text_is_shown_as_it_stands(text: str) -> None:
    """A cell with an asterisk is in italics, one with a number and a full stop a list, and a price a formula."""
    made = plain(text)
    assert sound(made), made
    if "$" not in text and "\\(" not in text:
        assert re.findall(r"\S", "".join(shown(made))) == re.findall(r"\S", tidy(text))


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(st.sampled_from([*PIECES, "$x^2$", "\\(x\\)", "\n\n", "```\n", "[a](b)"]), max_size=20).map("".join)
)
def test_other_peoples_markdown_passes(text: str) -> None:
    """A text that other programs show is refused here."""
    made = from_markdown(text, reading())
    assert sound(made), made
    assert sound(from_markdown(made, reading()))


def test_markdown_that_is_ours_already_stays() -> None:
    """Each import writes an author's words in another way."""
    for text in ("a *b* $x^2$\nc", "- a\n- b\n", "| a |\n| --- |\n| b |", "`<b>`"):
        assert from_markdown(text, reading()) == text.rstrip()
