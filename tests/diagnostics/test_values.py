"""Diagnostics as values: their order, what has one cause, hints for misspelt names."""

from __future__ import annotations

from quizgen.diagnostics import Span, did_you_mean, error, has_errors, in_order, warning

WRONG = error("some-code", Span("content/a.yaml", 3, 7), "it is wrong", "mend it")
ODD = warning("odd", Span("content"), "it is odd")


def test_order_is_that_of_the_places_and_each_comes_once() -> None:
    """An author goes through a file from top to bottom, and need not read a thing twice."""
    later = error("b", Span("content/a.yaml", 10, 1), "later")
    assert in_order((later, WRONG, ODD, WRONG)) == (ODD, WRONG, later)


def test_one_cause_is_told_once_with_all_its_places() -> None:
    """One renamed source would be 32 errors, among which the others are not found."""
    lines = [error("c", Span("a.yaml", line, 1), "gone", cause="raft") for line in (9, 2, 5)]
    other = error("c", Span("a.yaml", 7, 1), "gone", cause="thesis")
    elsewhere = error("c", Span("b.yaml", 1, 1), "gone", cause="raft")
    found = in_order((*lines, other, elsewhere))
    assert [(one.span.file, one.span.line) for one in found] == [("a.yaml", 2), ("a.yaml", 7), ("b.yaml", 1)]
    assert [span.line for span in found[0].also] == [5, 9]
    assert in_order(found) == found


def test_only_errors_stop_a_build() -> None:
    """A warning is told, and no more."""
    assert has_errors((ODD, WRONG))
    assert not has_errors((ODD,))


def test_misspelt_name_is_met_with_the_closest_or_all() -> None:
    """A typing error costs an author seconds instead of a search through the reference."""
    assert did_you_mean("leadrs", ["leaders", "role"]) == "did you mean `leaders`?"
    assert did_you_mean("x", ["leaders", "role"]) == "there are: leaders, role"
    assert did_you_mean("x", []) == "there are: none"
    assert did_you_mean("x", ["leaders"], "quotes") == "quotes"


def test_errors_of_a_file_stand_before_its_warnings() -> None:
    """Otherwise an author mends what a warning asks for, and it is wrong as soon as the error is mended."""
    early, late, other = Span("b.yaml", 1, 1), Span("b.yaml", 9, 1), Span("a.yaml", 2, 2)
    found = [warning("w", early, "early", ""), error("e", late, "late", ""), warning("w", other, "other", "")]
    assert [each.message for each in in_order(found)] == ["other", "late", "early"]
