"""Values in Markdown: each is shown as it is, wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.text.fragments import text_of
from quizgen.text.inserting import Unplaceable, with_values
from quizgen.text.markdown import problems, to_html


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        (["The leader is ", "."], "S1", "The leader is S1."),
        (["It holds ", "."], "a_1 and *b*", r"It holds a\_1 and \*b\*."),
        (["A ", " tag"], "<b>", r"A \<b\> tag"),
        (["| a |\n| - |\n| ", " |"], "x | y", "| a |\n| - |\n| x \\| y |"),
        (["`x = ", "`"], "a_1", "`x = a_1`"),
        (["```\n", "\n```"], "one\ntwo", "```\none\ntwo\n```"),
        (["- ```\n  ", "\n  ```"], "one\ntwo", "- ```\n  one\n  two\n  ```"),
        (["    ", ""], "*x*\ny", "    *x*\n    y"),
        (["$n = ", "$"], "3", "$n = 3$"),
        (["$n = ", "$"], "S1", r"$n = \text{S1}$"),
        (["$$\n", "\n$$"], "2", "$$\n2\n$$"),
        (["", ""], "1. x", r"1\. x"),
        (["- ", " y"], "-", r"- \- y"),
        (["a\n", ""], "---", "a\n\\---"),
        (["**", "** and ", ""], "S1", "**S1** and S1"),
    ],
)
def test_a_value_is_written_so_that_it_is_shown(written: list[str], value: str, expected: str) -> None:
    """A card would show `a1` with a half of it in italics where a_1 was computed, or a list where a number was."""
    assert with_values(written, [value] * (len(written) - 1)) == expected


@pytest.mark.parametrize(
    ("written", "value", "message"),
    [
        (["[x](https://example.org/", ")"], "S1", "cannot stand in an address or a picture"),
        (["![", "](x.png)"], "S1", "cannot stand in an address or a picture"),
        (["```", "\nx\n```"], "S1", "cannot stand in an address or a picture"),
        (["$x = ", "$"], "a_1", "'a_1' cannot stand in a formula"),
        (["$x = ", "$"], "{", "cannot stand in a formula"),
        (["It prints ", "."], "one\ntwo", "several lines"),
        (["`", "`"], "one\ntwo", "several lines"),
        (["`", "`"], "a`b", "cannot stand in code here"),
        (["```\n", "\n```"], "```", "cannot stand in code here"),
        (["| a |\n| - |\n| `", "` |"], "x|y", "cannot stand in code here"),
        (["a*", "*b"], "(x)", "would change how the text around it is read"),
    ],
)
def test_where_a_value_cannot_be_shown_it_is_refused(written: list[str], value: str, message: str) -> None:
    """The author learns of it from a reader who sees half a block of code."""
    with pytest.raises(Unplaceable) as refused:
        with_values(written, [value])
    assert message in str(refused.value)
    assert refused.value.hint


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), st.sampled_from(["Now ", "", "- ", "> ", "a\n"])
)
def test_any_value_is_shown_as_it_is(value: str, before: str) -> None:
    """What a stranger's simulator computes could bring a link, a tag or a formula into a card."""
    try:
        text = with_values([before, " it is"], [value])
    except Unplaceable:
        return
    assert text_of(to_html(text)).replace(" ", "").endswith(f"{value}itis".replace(" ", ""))
    assert not problems(text)
