"""The shipped lessons on paper: nothing is cut off, nothing lies upon each other, nothing is torn from its question."""

from __future__ import annotations

import pytest

from quizgen.cards import RenderedLesson
from quizgen.compiler import Built
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.sheets import orders, style
from quizgen.press.typesetting import press
from quizgen.render import render
from tests.exporters.pdf.measuring import faults, laid_out
from tests.shipped.conftest import LESSONS

pytestmark = pytest.mark.slow

_PRODUCTS = {"worksheet": "letter", "key": "letter", "teacher": "a4", "study": "a4", "cards": "a4"}
"""Worksheet and key are read back as PDFs on the other paper."""


@pytest.fixture(scope="module")
def rendered(built: Built) -> dict[str, RenderedLesson]:
    """The shipped lessons as the exporters get them, by their ids."""
    lessons = render(built.checked.deck, built.checked.findings, lambda _done, _total: None)
    return {lesson.id: lesson for lesson in lessons}


@pytest.mark.parametrize("product", _PRODUCTS)
@pytest.mark.parametrize("name", LESSONS)
def test_layout(rendered: dict[str, RenderedLesson], name: str, product: str) -> None:
    """A class of thirty is handed a sheet on which a question cannot be read."""
    with press(style()) as machine:
        options = PrintOptions.model_validate({"products": (product,), "paper": _PRODUCTS[product]})
        for order in orders(rendered[name], options):
            layout = laid_out(machine, order.sheet)
            assert faults(layout, product) == {}
            assert len(layout.pieces) > 50
