"""Values: a stated one is the computed one, is certainly another, or nobody can tell."""

from __future__ import annotations

import pytest

from quizgen.crosscheck.values import as_text, could_equal, differs, equal


@pytest.mark.parametrize(
    ("stated", "computed"),
    [
        ("2", 2),
        ("**2**", 2),
        ("$2$", 2),
        ("`2`", 2),
        ("2.0", 2),
        ("37,851", 37851),
        ("-1", -1),
        ("9007199254740993", 9007199254740993),
        ("S1", "S1"),
        ("`S1`", "S1"),
        ("Follower", "follower"),
        ("S1, S2", ("S1", "S2")),
        ("S1 and S2", ("S1", "S2")),
        ("[1, 2]", (1, 2)),
        ("1 2", (1, 2)),
        ("`1, 2`", (1, 2)),
        ("(1 and 2)", (1, 2)),
        ("none", ()),
        ("Empty", ()),
        ("(empty)", ()),
        ("[]", ()),
        ("an empty list", ()),
        ("nobody", ""),
        ("none", ""),
        ("yes", True),
        ("False", False),
    ],
)
def test_same_value_in_other_marks_is_equal(stated: str, computed: object) -> None:
    """An author writes for readers: a right answer in bold is right."""
    assert equal(stated, computed)
    assert could_equal(stated, computed) is True


@pytest.mark.parametrize(
    ("stated", "computed"),
    [
        ("3", 2),
        ("2.0000000000001", 2),
        ("9007199254740992", 9007199254740993),
        ("S2", "S1"),
        ("S11", "S1"),
        ("S1, S3", ("S1", "S2")),
        ("S2, S1", ("S1", "S2")),
        ("b, a", ("a", "b")),
        ("2 1", (1, 2)),
        ("1, 2, 3", (1, 2)),
        ("1", (1, 2)),
        ("x, y", ("x",)),
        ("x y", ("x",)),
        ("terms 1, 3", (1, 2)),
        ("S1, S2 and S3 lead", ("S1", "S2")),
        ("nobody", ("S1",)),
        ("1", ()),
        ("a, b", ()),
        ("S1", ""),
        ("no", True),
    ],
)
def test_another_value_is_certainly_another(stated: str, computed: object) -> None:
    """A distractor of that kind is wrong for sure, and a key is refused."""
    assert not equal(stated, computed)
    assert could_equal(stated, computed) is False


@pytest.mark.parametrize(
    ("stated", "computed"),
    [
        ("two", 2),
        ("2 servers", 2),
        ("1_000", 1000),
        ("\N{FULLWIDTH DIGIT TWO}", 2),
        ("nan", 2),
        ("S1 leads", "S1"),
        ("either S1 or S2", "S1"),
        ("terms 1, 2", (1, 2)),
        ("S1 and S2 lead", ("S1", "S2")),
        ("first a, then b", ("a", "b")),
        ("none of them", ()),
        ("it stays blank", ""),
        ("[]", ""),
        ("certainly", True),
    ],
)
def test_words_may_mean_the_value(stated: str, computed: object) -> None:
    """Such a distractor may be right in other words: taking it for wrong would mark a learner down who knows better."""
    assert not equal(stated, computed)
    assert could_equal(stated, computed) is None


@pytest.mark.parametrize("stated", ["S2, S1", "S1 and S2", "[S2, S1]"])
def test_a_set_has_no_order(stated: str) -> None:
    """Who answers "S2 and S1 can win" would be marked down for the order of the names."""
    assert equal(stated, ("S1", "S2"), ordered=False)
    assert could_equal(stated, ("S1", "S2"), ordered=False) is True
    assert could_equal("S1, S1, S2", ("S1", "S2"), ordered=False) is False


def test_letter_case_matters_to_keys_but_not_to_distractors() -> None:
    """`X` and `x` are two values of a log; whether a reader would tell them apart is another question."""
    assert not equal("X", "x")
    assert could_equal("X", "x") is True


@pytest.mark.parametrize(
    ("accepted", "computed", "wrong"),
    [("3", 2, True), ("2.0", 2, False), ("two", 2, False), ("a follower", "follower", False)],
)
def test_spelling_that_counts_as_right_is_no_other_number(accepted: str, computed: object, *, wrong: bool) -> None:
    """A learner who answers 3 would be told that 2 and 3 are both right."""
    assert differs(accepted, computed) is wrong


def test_values_are_shown_as_authors_write_them() -> None:
    """`True` and `('S1',)` are Python's words."""
    assert [as_text(value) for value in (True, 2, "x", ("S1", "S2"))] == ["true", "2", "x", "S1, S2"]


@pytest.mark.parametrize("value", ["", ()])
def test_nothing_is_shown_and_can_be_stated_as_shown(value: object) -> None:
    """A refusal would end with "all 20 runs give", and an author would look for the rest."""
    assert as_text(value)
    assert equal(as_text(value), value)
