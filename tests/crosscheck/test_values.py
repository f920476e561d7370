"""Values: a stated one is the computed one, is certainly another, or nobody can tell."""

from __future__ import annotations

import pytest

from quizgen.crosscheck.values import Comparison, as_text, could_equal, differs, equal


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
    assert equal(stated, ("S1", "S2"), Comparison(ordered=False))
    assert could_equal(stated, ("S1", "S2"), Comparison(ordered=False)) is True
    assert could_equal("S1, S1, S2", ("S1", "S2"), Comparison(ordered=False)) is False


EXACT, SET = Comparison(exact=True), Comparison(ordered=False)
LINES, ARROWS = Comparison(exact=True, separator="\n"), Comparison(separator=" -> ")


@pytest.mark.parametrize(
    ("stated", "computed", "how"),
    [
        ("hello world, end", ("hello world", "end"), Comparison()),
        ("`hello world` and `end`", ("hello world", "end"), Comparison()),
        ("hello world; end", ("hello world", "end"), Comparison()),
        ('`["hello world", "end"]`', ("hello world", "end"), Comparison()),
        ("```\nhello world\nend\n```", ("hello world", "end"), EXACT),
        ("a, b, and c d", ("a", "b", "c d"), Comparison()),
        ("rock and roll, jazz", ("rock and roll", "jazz"), Comparison()),
        ("end, hello world", ("hello world", "end"), SET),
        ("`*, **`", ("*", "**"), EXACT),
        ("hello, world\nend", ("hello, world", "end"), LINES),
        ("```text\n  x\ny\n```", ("  x", "y"), LINES),
        ("a -> b c -> d", ("a", "b c", "d"), ARROWS),
        ("`undefined`", "undefined", EXACT),
        ("Object", "Object", EXACT),
        ("`***`", "***", EXACT),
        ("```\nhello\n  end\n```", "hello\n  end", EXACT),
        ("```text\nhello  \nend\n\n```", "hello\nend\n", EXACT),
        ("~~~\n`x`\n~~~", "`x`", EXACT),
        ("`` `x` ``", "`x`", EXACT),
        ("```\nhello\nend\n```", "hello\nend", Comparison()),
    ],
)
def test_right_answer_is_right_as_it_is_compared(stated: str, computed: object, how: Comparison) -> None:
    """A right answer that is taken for a distractor tells the learner who knows it that it is wrong."""
    assert equal(stated, computed, how)
    assert could_equal(stated, computed, how) is True


@pytest.mark.parametrize(
    ("stated", "computed", "how"),
    [
        ("hello world end", ("hello world", "end"), Comparison()),
        ("hello, world, end", ("hello world", "end"), Comparison()),
        ("it prints hello world, end", ("hello world", "end"), Comparison()),
        ("x, hello, world", ("hello world", "x"), SET),
        ("hello, world, end", ("hello, world", "end"), EXACT),
        ("hello end", "hello\nend", Comparison()),
        ("`hello end`", "hello\nend", EXACT),
        ("hello, world", "hello world", Comparison()),
        ("3,5", "3.5", Comparison()),
        ("1", "1.0", Comparison()),
        ("it is undefined", "undefined", EXACT),
    ],
)
def test_where_words_are_the_same_but_their_parting_is_not_nobody_can_tell(
    stated: str, computed: object, how: Comparison
) -> None:
    """Such a distractor would be right for whoever reads the commas otherwise, and such a key wrong."""
    assert not equal(stated, computed, how)
    assert could_equal(stated, computed, how) is None


@pytest.mark.parametrize(
    ("stated", "computed", "how"),
    [
        ("end, hello world", ("hello world", "end"), Comparison()),
        ("goodbye world, end", ("hello world", "end"), Comparison()),
        ("hello world", ("hello world", "end"), Comparison()),
        ("`Undefined`", "undefined", EXACT),
        ("object", "Object", EXACT),
        ("CO", "Co", EXACT),
        ("`'undefined'`", "undefined", EXACT),
        ("`1.0`", "1", EXACT),
        ("`None`", "", EXACT),
        ("`a  b`", "a b", EXACT),
        ("`ab`", "a b", EXACT),
        ("`CO, O`", ("Co", "O"), EXACT),
        ("```\nhello\nend\n```", "hello\n  end", EXACT),
        ("```\nend\nhello\n```", ("hello", "end"), EXACT),
        ("```\nx\n  y\n```", ("  x", "y"), LINES),
        ("b c -> a -> d", ("a", "b c", "d"), ARROWS),
    ],
)
def test_another_value_is_another_as_it_is_compared(stated: str, computed: object, how: Comparison) -> None:
    """Capitals and line ends are what a question about a program's output is about; its author could not ask it."""
    assert not equal(stated, computed, how)
    assert could_equal(stated, computed, how) is False


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


@pytest.mark.parametrize(
    ("accepted", "computed", "wrong"),
    [
        ("Undefined", "undefined", True),
        ("a b", "a  b", False),
        ("undefined", "undefined", False),
    ],
)
def test_spelling_that_counts_as_right_has_every_character(accepted: str, computed: str, *, wrong: bool) -> None:
    """A program that prints ``undefined`` is said to print ``Undefined``, and the learner to be right."""
    assert differs(accepted, computed, EXACT) == wrong


def test_values_are_shown_as_authors_write_them() -> None:
    """`True` and `('S1',)` are Python's words."""
    assert [as_text(value) for value in (True, 2, "x", ("S1", "S2"))] == ["true", "2", "x", "S1, S2"]


@pytest.mark.parametrize("value", ["", ()])
def test_nothing_is_shown_and_can_be_stated_as_shown(value: object) -> None:
    """A refusal would end with "all 20 runs give", and an author would look for the rest."""
    assert as_text(value)
    assert equal(as_text(value), value)
