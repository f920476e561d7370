"""Formulas in each output."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.text import mathematics
from quizgen.text.mathematics import DEPTH_STEP, FormulaError, as_mathjax, as_svg, span, stylesheet, tex_problem
from tests.patience import ends

FINE = (
    "x",
    "n = 5",
    "a < b",
    r"q(n) = \left\lfloor \frac{n}{2} \right\rfloor + 1",
    r"\sum_{i=1}^n i^2 \le \sqrt{x_1}",
    r"P = \sum_{k=0}^{\lfloor (n-1)/2 \rfloor} \binom{n}{k} p^k (1-p)^{n-k}",
    r"\begin{cases} \frac{n}{2} & \text{if } n \bmod 2 = 0 \\ n & \text{otherwise} \end{cases}",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"A \cup B \setminus \emptyset \in \mathbb{N}",
    r"\hat{x} + \vec{y} \cdot \alpha^{2n}",
    r"\mathrm{term}_i \ne 100\%",
    r"O(n \log n)",
    r"\{1, 2\}",
)
WRONG = [
    ("", "is empty"),
    (" ", "is empty"),
    ("x" * 501, "has 501 characters; at most 500"),
    ("{x", "a { in the formula is not closed"),
    ("x}", "a } in the formula closes nothing"),
    ("{" * 30 + "x" + "}" * 30, "braces are nested 30 deep"),
    (r"\foo{x}", r"the command \foo is not known"),
    (r"\left( x", r"\left and \right do not pair up"),
    (r"\begin{matrix} a", r"\begin has no \end"),
    (r"\begin{align} a \end{align}", "the environment align is not allowed"),
    ("x_1_2", "two subscripts follow each other"),
    ("x^", "nothing stands after ^ or _"),
    (r"\frac{1}", "cannot be read"),
    ("a & b", "a character such as &"),
    (r"\def\x{\x\x}\x", r"the command \def is not allowed"),
    (r"\href{javascript:x}{y}", r"the command \href is not allowed"),
    (r"\hspace{9999em}", r"the command \hspace is not allowed"),
    ("5 % 3", r"write \%"),
    ("a#b", r"write \#"),
    ("x\\", "ends in a backslash"),
    ("x^{" * 15 + "x" + "}" * 15, "nested too deeply"),
]


@pytest.mark.parametrize("tex", FINE)
def test_what_is_fine_is_drawn(tex: str) -> None:
    """An author could not write an ordinary formula."""
    assert tex_problem(tex) is None
    for display in (False, True):
        svg = ET.fromstring(as_svg(span(tex, display=display)))  # noqa: S314 - our own picture
        assert len(svg.findall(".//{*}path")) >= 1


@pytest.mark.parametrize(("tex", "said"), WRONG)
def test_what_is_wrong_is_told_in_words(tex: str, said: str) -> None:
    """A learner would see an error of MathJax on the card; an author would not know why."""
    assert said in (tex_problem(tex) or "")


LIVE = (
    *("href", "url", "require", "unicode", "class", "style", "cssId", "data", "htmlId", "htmlClass", "htmlStyle"),
    *("htmlData", "mmlToken", "includegraphics", "bbox", "enclose", "toggle", "mathtip", "texttip", "input", "include"),
    *("def", "gdef", "let", "newcommand", "renewcommand", "newenvironment", "DeclareMathOperator", "definecolor"),
    *("DeclarePairedDelimiter", "Newextarrow", "usepackage", "rule", "char", "special", "write", "csname"),
)
"""Commands of TeX, MathJax and its extensions that lead elsewhere, load, name elements, dress them, or define more."""


@pytest.mark.parametrize("command", LIVE)
def test_no_command_reaches_beyond_the_formula(command: str) -> None:
    """A stranger's formula opens an address, runs a script, or dresses itself as a part of the card."""
    for tex in (
        rf"\{command}{{a}}{{b}}",
        rf"\{command} {{a}}{{b}}",
        rf"\{command}a b",
        rf"x^{{\{command}{{a}}{{b}}}}",
        rf"\text{{\{command}{{a}}{{b}}}}",
        rf"\text{{ \({command}\) \(\{command}{{a}}{{b}}\) }}",
        rf"\frac\{command}{{a}}{{b}}",
        rf"\left(\{command}{{a}}{{b}}\right)",
    ):
        assert tex_problem(tex), tex


def test_too_wide_a_formula_is_refused() -> None:
    """A formula would run off the page."""
    assert "em large; at most 100 fit" in (tex_problem("W" * 150) or "")


def test_an_undrawable_formula_is_an_error_not_a_gap() -> None:
    """A formula would silently be missing from the printed page."""
    with pytest.raises(FormulaError, match="pair up"):
        as_svg(span(r"\left( x"))


def test_mathjax_gets_tex() -> None:
    """Anki would show TeX instead of a formula."""
    assert as_mathjax(f"<p>a {span('x < 1')} b</p>") == r"<p>a \(x &lt; 1\) b</p>"
    assert as_mathjax(span(r"\frac12", display=True)) == r"\[\frac12\]"


def test_text_without_formulas_stays() -> None:
    """Other markup would be lost."""
    html = '<p><span class="k">if</span> <code>x</code></p>'
    assert as_mathjax(html) == html
    assert as_svg(html) == html


def test_pictures_need_no_page() -> None:
    """WeasyPrint and the site's security policy allow no styles in pictures; two formulas must not share ids."""
    svg = as_svg(span(r"\sqrt{\frac{a}{b}}"))
    assert not re.search(r"\b(id|style|href)=|<(style|script|use|text|foreignObject)\b", svg)
    assert "currentColor" in svg
    assert not re.search(r'(fill|stroke)="(?!currentColor|none)', svg)


@pytest.mark.parametrize(
    ("tex", "spoken"),
    [
        ("x_1 < y^2", "x sub 1 is less than y squared"),
        (r"\lfloor n/2 \rfloor + 1", "floor of n divided by 2 end floor plus 1"),
        (r"\frac{a+1}{b}", "the quantity a plus 1 end quantity, over b"),
        (r"\sum_{i=1}^n i", "the sum from i equals 1 to n of i"),
        (r"\sqrt{x}", "the square root of x"),
        (r"\binom{n}{k}", "(n choose k)"),
        (r"2^{-n}", "2 to the power of the quantity minus n"),
        (r"\alpha \in \mathbb{N}", "alpha in \N{DOUBLE-STRUCK CAPITAL N}"),
        (r"\mathrm{term} \ge 2", "term is at least 2"),
        (r"\max(x, y)", "max(x, y)"),
        (r"\hat{x}", "x hat"),
        (r"x'", "x prime"),
    ],
)
def test_pictures_speak(tex: str, spoken: str) -> None:
    """Who listens to the page would not hear the formula."""
    assert f"<title>{spoken}</title>" in as_svg(span(tex))


def test_pictures_stand_on_the_line() -> None:
    """Formulas would hover above the text or sink below it."""
    flat, deep = as_svg(span("1")), as_svg(span(r"\frac{1}{2}"))
    assert "math-depth" not in flat
    steps = int(re.findall(r"math-depth-(\d+)", deep)[0])
    top, height = (float(number) for number in re.findall(r'viewBox="\S+ (\S+) \S+ (\S+)"', deep)[0])
    assert round(top + height) == round(steps * DEPTH_STEP * 100)
    assert f".math-depth-{steps}{{vertical-align:-{steps * DEPTH_STEP:.2f}em}}" in stylesheet()


def test_same_formula_same_picture_in_another_process() -> None:
    """Two builds of the same content would differ."""
    code = f"from quizgen.text.mathematics import *; print(as_svg(span({FINE[3]!r})))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_drawing_is_loaded_only_when_needed() -> None:
    """Every command would start a third of a second later."""
    code = (
        "import sys; import quizgen.text.mathematics as m; m.as_mathjax(m.span('x')); print('ziamath' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True
    )
    assert run.stdout == "False\n"


@pytest.mark.parametrize("tex", ["x" * 500, r"\left(" * 30 + "x" + r"\right)" * 30, r"\sqrt" * 95 + "x", "x'" * 250])
def test_no_formula_takes_long(tex: str) -> None:
    """One formula could stop every build: drawing takes twice as long for each level of nesting."""
    with ends():
        problem = tex_problem(tex)
        assert problem or as_svg(span(tex))


@given(st.from_regex(mathematics._PLAIN, fullmatch=True))
@settings(max_examples=150, deadline=None)
def test_what_is_not_drawn_in_advance_can_be_drawn(tex: str) -> None:
    """A formula passes the checks and then stops the build, without a word on where it stands."""
    if tex.strip():
        assert "<svg" in as_svg(span(tex))
