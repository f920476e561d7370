"""What readers can tell apart: options that differ for them are allowed, and options that do not are refused."""

# ruff: noqa: RUF001 - letters that look the same are what this is about

from __future__ import annotations

import pytest

from quizgen.text.appearance import appearance

CODE = "```python\n{}\n```"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("`undefined`", "`Undefined`"),
        ("CO", "Co"),
        ("mV", "MV"),
        ("`~~a~~`", "`~a~`"),
        ("`__name__`", "`_name_`"),
        ("`a  b`", "`a b`"),
        ("`` x``", "`x`"),
        ("`$HOME`", "`HOME`"),
        ("`a`", "a"),
        ("*lacZ*", "lacZ"),
        ("**must**", "*must*"),
        ("`x*`", "`x`"),
        ("in to", "into"),
        (CODE.format("if x:\n    go()"), CODE.format("if x:\ngo()")),
        (CODE.format("a =  1"), CODE.format("a = 1")),
        (CODE.format("a\n\nb"), CODE.format("a\nb")),
        ("x<sup>2</sup>", "x<sub>2</sub>"),
        ("x²", "x2"),
        ("$x^2$", "$x^3$"),
        ("$a$", "a"),
        ("$\\mathbf{v}$", "$v$"),
        ("1.", "1"),
        ("- a", "a"),
        ("resume", "résumé"),
        ("`'a'`", "`’a’`"),
        ("0", "O"),
        ("a—b", "a-b"),
        ("`Il`", "`II`"),
        ("![a](a.png)", "![a](b.png)"),
        ("می‌خواهم", "میخواهم"),
    ],
)
def test_what_a_reader_can_tell_apart_is_kept_apart(one: str, other: str) -> None:
    """Capitals, marks and spaces are the point of many a question; its author could not ask it."""
    assert appearance(one) != appearance(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S1", "S1 "),
        ("S1", "S\u200b1"),
        ("S1", "S1\u200e"),
        ("S1", "S\u2060\ufeff1"),
        ("`S1`", "`S1\u00ad`"),
        ("S1", "S1\ufe0f"),
        ("a b", "a\u00a0b"),
        ("a b", "a\nb"),
        ("a  b", "a b"),
        ("a b", "a&#8195;b"),
        ("CAT", "\u0421\u0410\u0422"),
        ("`cat`", "`\u0441\u0430t`"),
        ("OXYZ", "\u039f\u03a7\u03a5\u0396"),
        ("AI", "Al"),
        ("é", "e\u0301"),
        ("office", "o\ufb03ce"),
        ("...", "…"),
        ("XIV", "\u2169\u2160\u2164"),
        ("-5", "−5"),
        ("5 µs", "5 μs"),
        ("*a*", "_a_"),
        ("**a**\u200d", "__a__"),
        ("a & b", "a &amp; b"),
        ("a\\_b", "a_b"),
        ("$x^2$", "$x^{2}$"),
        ("$\\frac12$", "$\\frac{1}{2}$"),
        ("$a+b$", "$a + b$"),
        ("[a](https://example.org/1)", "[a](https://example.org/2)"),
        (CODE.format("if x:  \n    go()"), CODE.format("if x:\n    go()")),
        (CODE.format("x = 1"), "```\nx = 1\n```\n"),
    ],
)
def test_what_looks_alike_is_the_same(one: str, other: str) -> None:
    """A learner would see the same option twice, one of them right, and be told wrong by the toss of a coin."""
    assert appearance(one) == appearance(other)


def test_formula_that_cannot_be_drawn_is_compared_as_it_is_written() -> None:
    """Its author is told what is wrong with the formula, and not that the program broke."""
    assert appearance("$\\frac{1}{$") != appearance("$\\frac{2}{$")
