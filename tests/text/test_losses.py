"""What of a text vanishes, and what is shown with its marks."""

# ruff: noqa: RUF001 - marks of Chinese are what this is about

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.text.losses import lost, marks
from quizgen.text.markdown import MAX_TEXT, problems, to_html

TABLE = "| Code | Name | Result |\n| --- | --- | --- |\n"
VANISHING = [
    (TABLE + "| `a || b` | or | true |", "the row has 5 cells, and the table's head has 3"),
    (TABLE + "| 1 | 2 | 3 |\n| 1 | 2 | 3 | <= |", "the row has 4 cells"),
    ("> | a | b |\n> |---|---|\n> | 1 | 2 | 3 |", "the row has 3 cells, and the table's head has 2"),
    ("- x\n\n  | a | b |\n  |---|---|\n  | 1 | 2 | 3 |", "the row has 3 cells"),
    ("a | b\n--|--\n1 | 2 | 3", "the row has 3 cells"),
    ("Before.\n\n[x]: https://example.org\n\nAfter.", "`x`, `https`, `example`, `org` would not be shown"),
    ("[^1]: note", "`1`, `note` would not be shown"),
    ("1. one\n3. three", "number 3 of the list would be shown as 2"),
    ("- a\n\n  4. four\n  2. two", "number 2 of the list would be shown as 5"),
]


@pytest.mark.parametrize(("text", "said"), VANISHING)
def test_what_vanishes_is_told(text: str, said: str) -> None:
    """A cell, a line or a number that the author wrote is on no card, and nobody is told."""
    assert [problem.message[: len(said)] for problem in lost(text)] == [said]


SHOWN = [
    TABLE + "| `a \\|\\| b` | or | true |\n| only one |\n| 1 | 2 | 3 | |",
    "[this][x]\n\n[x]: https://example.org/größe 'A title'",
    "[u](https://müller.de/straße?q=ä%20b) and <https://example.org/größe>",
    "H<sub>2</sub>O, caf&eacute;, `&eacute;`, &#42;x&#42;, un**believ**able, foo\\_bar, a_b_c",
    "```python title\nx = 1e5  # [x]: y\n```\n\n1. a\n1. b\n\nText\n\n7. c\n8. d",
    "![a heart](<my heart.png> 'A title') and $\\frac{a}{b}$",
    "# Head #\n\n> quote\n\n***\n\nx\\\ny",
]


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_shown_is_not_told(text: str) -> None:
    """An author could not build a lesson with which nothing is wrong."""
    assert not problems(text)
    assert [*lost(text)] == []
    assert [*marks(text)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![a heart](my heart.png)", "is no picture"),
        ("![a *heart*](my heart.png)", "is no picture"),
        ("![a heart][nowhere]", "is no picture"),
        ("[a page](https://example.org/my page)", "is no link"),
        ("[a page] (https://example.org)", "is no link"),
        ('a**"b"**c', "not emphasised"),
        ("**Note:**text", "not emphasised"),
        ("これは*（強調）*です", "not emphasised"),
        ("a `b", "is no code"),
        ("| a | b |\n|---|\n| 1 | 2 |", "makes no table"),
        ("$ x^2 $", "is no formula"),
        (r"\(x^2\)", "is no formula"),
        (r"\[x_{1}\]", "is no formula"),
        ("~~gone~~", "not struck through"),
        ("[sound:term.mp3] What is said?", "nothing is played"),
        ("What is this? ![](heart.png)", "has no words"),
        (r"\[x_1\]", "is no formula"),
        ("5*3*2", "without its asterisks"),
        ("2**3 and 4**5", "without its asterisks"),
        ("a*b*c", "without its asterisks"),
    ],
)
def test_stray_marks_are_told(text: str, said: str) -> None:
    """A learner reads brackets for a picture, asterisks for bold, dollar signs for a formula."""
    assert any(said in problem.message and problem.hint for problem in marks(text))


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4, x_1, __init__ in `__init__`, pro*nun*ciation, 5 ** 3",
        r"\*x\*, \_x\_, \`x\`, \$5, 1\. x, \[1\], C:\\.git",
        "costs $5 and $6, P(A | B), |x|, a[i], f(x)",
        "`![a](b c)`, `**`, ~~, `~~x~~`",
    ],
)
def test_plain_signs_are_not_told(text: str) -> None:
    """An author is warned of what every learner reads as it was meant."""
    assert [*marks(text)] == []


@given(
    st.lists(
        st.sampled_from(["**", "*", "a", "1", " ", "|", "\n", "锁", "（", "）", "`", "- ", "2. ", "_", "x"]),
        max_size=30,
    )
)
def test_every_word_is_shown_or_told(pieces: list[str]) -> None:
    """Something that an author wrote is on no card, and nobody is told."""
    text = "".join(pieces)
    if not problems(text) and not [*lost(text)]:
        shown = re.sub("<[^>]*>", "", to_html(text))
        assert all(text.count(letter) == shown.count(letter) for letter in "ax锁（）")


@pytest.mark.parametrize(
    "piece", ["[", "\\(", "$^", "*a", "**中", "`a ", "|a", "~~a", "- ", "1. x\n", "![a](", "[a]: b\n\n"]
)
def test_no_text_takes_long(piece: str) -> None:
    """A stranger's lesson would keep the check busy for minutes."""
    text = piece * (MAX_TEXT // len(piece) - 2)
    start = time.process_time()
    assert len([*lost(text), *marks(text)]) < 10
    assert time.process_time() - start < 60
