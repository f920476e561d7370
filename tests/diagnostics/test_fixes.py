"""The changes that diagnostics propose, made in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizgen.diagnostics import Diagnostic, Edit, Span, error
from quizgen.diagnostics.fixes import fixable, mended


def change(line: int, column: int, end: int, text: str, *, safe: bool = True) -> Diagnostic:
    """Return a diagnostic that proposes a change within a line."""
    span = Span("a.yaml", line, column)
    return error("c", span, "wrong", edit=Edit(span, (line, end), text, safe))


def test_changes_are_made_where_they_are_meant() -> None:
    """A file is mended in the wrong place, which is worse than not at all."""
    text = "stemm: a\r\nid: b\n\n日本: c"
    result = mended(text, [change(4, 1, 3, "ja"), change(1, 1, 6, "stem"), change(2, 6, 6, "-1")])
    assert result.text == "stem: a\r\nid: b-1\n\nja: c"
    assert [found.span.line for found in result.by] == [1, 2, 4]


def test_what_overlaps_is_left() -> None:
    """Two remedies for one place would make nonsense of it."""
    result = mended("abcdef", [change(1, 1, 4, "X"), change(1, 3, 6, "Y"), change(1, 4, 4, "Z"), change(1, 4, 5, "W")])
    assert result.text == "XZdef"
    assert len(result.by) == 2


def test_what_is_not_safe_or_not_there_is_left() -> None:
    """A guess is made unseen; a place in another text is written to."""
    assert fixable([change(1, 1, 2, "x", safe=False), error("c", Span("a.yaml"), "no edit")]) == {}
    assert mended("ab\n", [change(7, 1, 2, "x"), change(1, 9, 12, "x"), change(0, 0, 0, "x")]).by == ()


@given(
    st.text("ab\n\r", max_size=30),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 9), st.text("xy\n", max_size=3))),
)
def test_nothing_else_is_touched(text: str, places: list[tuple[int, int, int, str]]) -> None:
    """Words of the author's are gone that nobody spoke of."""
    found = [change(*place) for place in places]
    result = mended(text, found)
    kept = [letter for letter in result.text if letter in "ab"]
    removed = text.count("a") + text.count("b") - len(kept)
    assert 0 <= removed <= sum(end - column for line, column, end, _ in places if end > column and line)
