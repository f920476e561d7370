"""The shipped lessons on paper: nothing is cut off, nothing lies upon each other, nothing is torn from its question."""

from __future__ import annotations

import pytest

from quizgen.exporters.pdf.options import PrintOptions
from tests.exporters.pdf.measuring import faults
from tests.shipped.conftest import LESSONS, Papers

pytestmark = pytest.mark.slow

PAPER = {"worksheet": "letter", "key": "letter", "teacher": "a4", "study": "a4", "cards": "a4"}
"""Worksheet and key are read back as PDFs on the other paper."""


def printing(product: str) -> PrintOptions:
    """Return how a product is laid out for the tests."""
    return PrintOptions.model_validate({"products": (product,), "paper": PAPER[product]})


@pytest.mark.parametrize("product", PAPER)
@pytest.mark.parametrize("name", LESSONS)
def test_layout(papers: Papers, name: str, product: str) -> None:
    """A class of thirty is handed a sheet on which a question cannot be read."""
    for paper in papers(name, printing(product)):
        assert faults(paper.layout, product) == {}
        assert len(paper.layout.pieces) > 50
