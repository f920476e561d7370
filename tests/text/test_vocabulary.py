"""Commands that formulas may use, and pictures that show all that was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from quizgen.text import mathematics
from quizgen.text.mathematics import FormulaError, as_svg, span, tex_problem
from quizgen.text.vocabulary import COMMANDS
from tests.exporters.anki.desktop import Desktop

PLACES = (
    *("{} a", "{}{{a}}", "{}{{a}}{{b}}", r"\left{} a\right)", "{}(", "a{} b", "{{a{} b}}"),
    *(r"\begin{{array}}{{c}}a\\{} b\end{{array}}", r"\sum{}_{{a}} b", r"\left(a{}|b\right)"),
)
"""Where a command may stand."""
PAIRED = frozenset({"begin", "end", "left", "right"})
_SET = """async given => {
    const known = {};
    for (const [word, formulas] of Object.entries(given)) {
        known[word] = [];
        for (const tex of formulas) {
            try {
                const mathml = await MathJax.tex2mmlPromise(tex);
                if (!/merror|mathcolor="red"/.test(mathml)) known[word].push(tex);
            } catch (error) { /* not known */ }
        }
    }
    return known;
}"""


def set_by_mathjax(browser: Browser, formulas: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return of formulas those that the MathJax of Anki's reviewer sets without an error."""
    desktop = Desktop(browser)
    desktop.front(r"\(x\)")  # which loads it
    known: dict[str, list[str]] = desktop.page.evaluate(_SET, formulas)
    desktop.close()
    return known


@pytest.mark.slow
def test_every_command_is_known_on_paper_and_in_anki(chromium: Browser) -> None:
    """A learner reads an error of MathJax on the card where the printed page shows a sign, or the other way round."""
    drawn = {
        word: [tex for place in PLACES if tex_problem(tex := place.format(f"\\{word}")) is None]
        for word in COMMANDS - PAIRED
    }
    assert [word for word, formulas in sorted(drawn.items()) if not formulas] == []
    known = set_by_mathjax(chromium, drawn)
    assert [word for word, formulas in sorted(known.items()) if not formulas] == []


WHOLE = {
    r"x \mathbin{\oplus} y": "x circled plus y",
    r"a \mathrel{R} b": "a R b",
    r"\mathord{1} + 1": "1 plus 1",
    r"\mathopen{(}x\mathclose{)}": "(x)",
    r"a \mathpunct{:} b": "a : b",
    r"\mathbin{a + b}": "a plus b",
    r"\mathrel{\text{is}}": "is",
    r"\mathop{\mathrm{ord}}_i": "ord sub i",
    r"\mathbin{x^2}": "x squared",
    r"\|x\|": "double vertical line x double vertical line",
    r"\boxed{x}": "x",
    r"\text{Größe}": "Größe",
    r"\text{скорость}": "скорость",
}
"""Formulas whose parts were dropped, or might be, and what their pictures say."""


@pytest.mark.parametrize(("tex", "said"), WHOLE.items())
def test_pictures_show_the_whole(tex: str, said: str) -> None:
    """A printed formula lacks an operator, a relation or what stood between braces, and nobody notices."""
    assert tex_problem(tex) is None
    svg = as_svg(span(tex))
    assert f"<title>{said}</title>" in svg
    assert "<path" in svg


def test_mathjax_sets_what_is_drawn(chromium: Browser) -> None:
    """The same formula is whole on paper, and an error on the card."""
    whole = {"whole": list(WHOLE)}
    assert set_by_mathjax(chromium, whole) == whole


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\text{速度}", "the character 速 (U+901F) is in no font for formulas"),
        (r"\frac{\text{距离}}{t}", "the character 距 (U+8DDD)"),
        ("速 = 1", "the character 速"),
        (r"\text{سرعة}", "is in no font for formulas"),
        (r"\mathrm{ไ}", "is in no font for formulas"),
        (r"x^{\text{😀}}", "is in no font for formulas"),
        (r"\text{50 \%}", r"a backslash within \text would be shown"),
        (r"\euro", r"the command \euro is not known"),
        (r"\upOmega", r"the command \upOmega is not known"),
    ],
)
def test_what_cannot_be_shown_is_told(tex: str, said: str) -> None:
    """A learner reads a box, a backslash or an error where the author wrote a word."""
    assert said in (tex_problem(tex) or "")
    if "not known" not in said:
        with pytest.raises(FormulaError):
            as_svg(span(tex))


@pytest.mark.parametrize("lost", [r"\oplus", "y", "1", "+", r"\{"])
def test_what_a_renderer_drops_is_told(monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    """A renderer that does not know something drops it, and the printed formula is another one."""
    ziamath = mathematics._ziamath()
    read: Callable[..., str] = ziamath.tex.tex2mml
    monkeypatch.setattr(ziamath.tex, "tex2mml", lambda tex, inline: read(tex.replace(lost, " ", 1), inline=inline))
    mathematics._draw.cache_clear()
    assert "would not be shown" in (tex_problem(rf"\mathbf{{x}} \oplus y + 1 = \{{1 + y\}} {lost} \oplus") or "")
    mathematics._draw.cache_clear()
