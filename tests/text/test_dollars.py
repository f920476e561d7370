"""Where a dollar sign begins a formula and where it is money."""

from __future__ import annotations

import pytest

from quizgen.text.markdown import to_html

PROSE = (
    "costs $5 and $6",
    "US$5 or A$6",
    "A$ and, in NZ$, less",
    "1$x or y$",
    "between $5 and $10",
    "5$ and 6$",
    r"\$x\$",
    "$ x$",
    "$x $",
    "$x$5",
    "a $ alone",
    "`$x$`",
    "$$",
    "$",
)


@pytest.mark.parametrize("text", PROSE)
def test_money_stays_money(text: str) -> None:
    """A learner would read a price as a formula, with the words between two prices run together."""
    assert "data-tex" not in to_html(text)


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("$x$ is 5", "x"),  # mdit-py-plugins' own rule looks at the last character here and finds a digit
        ("a ($n$-th) one", "n"),
        ("$a_1 + b$.", "a_1 + b"),
        (r"$\frac{1}{2}$", r"\frac{1}{2}"),
        (r"$5\$$", r"5\$"),
        ("$*a*$ and *b*", "*a*"),
        ("$x$\\", "x"),
    ],
)
def test_formulas_are_formulas(text: str, tex: str) -> None:
    """A learner would read TeX."""
    assert f'<span class="math" data-tex="{tex}">{tex}</span>' in to_html(text)


@pytest.mark.parametrize(
    "text", ["$$x$$", "$$\nx\n$$", "- $$\n  x\n  $$", "> $$\n> x\n> $$", "before\n$$\nx\n$$\nafter"]
)
def test_two_dollars_display(text: str) -> None:
    """A displayed formula would run along in the line."""
    assert '<span class="math display" data-tex="x">x</span>' in to_html(text)


def test_lines_of_a_formula_are_not_lists() -> None:
    """A formula with a minus at the start of a line would turn into a list."""
    assert to_html("$$\na\n- b\n+ c\n$$").count("<li>") == 0


@pytest.mark.parametrize("text", ["$$\na\n\nb\n$$", "$$\na", "$$\n$$"])
def test_what_is_not_closed_is_no_formula(text: str) -> None:
    """Everything after two stray dollar signs would vanish into a formula."""
    assert "data-tex" not in to_html(text)
