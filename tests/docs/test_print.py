"""docs/print.md: its code can be read, and what it says of codes, options and files is so."""

from __future__ import annotations

import re

from quizgen.cli.build import build
from quizgen.exporters.pdf.products import PRODUCTS, TO_CHOOSE
from quizgen.kinds import KINDS
from quizgen.variants.codes import _WIDTHS, decode
from tests.docs.pages import ROOT, read

PAGE = read("docs/print.md")


def test_the_code_is_one() -> None:
    """A reader who types the example is told that it was misread."""
    codes = re.findall(r"\b[A-Z0-9]{1,8}(?:-[A-Z0-9]{5}){5}\b", PAGE)
    assert len(codes) == 2
    assert {decode(code).name for code in codes} == {"B"}


def test_the_bits_are_those_of_the_code() -> None:
    """Who judges how likely two lessons are mistaken for each other reckons with the wrong number."""
    assert f"{_WIDTHS['content']} bits of a fingerprint" in PAGE
    assert f"{_WIDTHS['salt']} bits of a hash of the seed" in PAGE


def test_the_options_exist() -> None:
    """A teacher types an option that there is not, or misses one that there is."""
    named = set(re.findall(r"--([a-z]+(?:-[a-z]+)*)", PAGE)) - {"to", "format"}
    assert named == {
        "variants",
        "items",
        "seed",
        "embed-source",
        "product",
        "paper",
        "cards",
        "flip",
        "fillable",
        "sections",
    }
    assert {name.replace("-", "_") for name in named} <= set(build.__annotations__)


def test_the_products_exist() -> None:
    """A teacher asks for a product that there is not, or never learns of one that there is."""
    assert tuple(re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE)) == tuple(TO_CHOOSE)


def test_the_points_are_so() -> None:
    """A teacher tells a class what an answer is worth, and the sheet says something else."""
    rows = re.findall(r"^\| ([A-Z][a-z ,]+) \| .* \| (\d) \|$", PAGE, re.MULTILINE)
    told = {kind.lower(): int(points) for kinds, points in rows for kind in kinds.split(", ")}
    assert told == {kind.label.lower(): kind.points for kind in KINDS.questions.values()}


def test_files_are_called_so() -> None:
    """A teacher looks for a file that has another name."""
    for name in re.findall(r"`raft-([a-z-]+?)(?:-A)?\.(?:pdf|csv|json)`", PAGE):
        assert name in PRODUCTS


def test_every_product_has_its_template() -> None:
    """A product that is added without a template fails only when somebody prints it."""
    assert all((ROOT / "templates" / "pdf" / product.template).is_file() for product in PRODUCTS.values())
