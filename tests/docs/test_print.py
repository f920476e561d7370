"""docs/print.md: its code can be read, and what it says of codes, options and files is so."""

from __future__ import annotations

import re
from typing import Any

from quizgen.exporters import EXPORTERS, Exporter
from quizgen.exporters.pdf.options import TO_CHOOSE
from quizgen.exporters.pdf.products import PRODUCTS
from quizgen.kinds import KINDS
from quizgen.variants.codes import _WIDTHS, decode
from tests.docs.pages import ROOT, read, table

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


def test_the_options_are_so() -> None:
    """A teacher types an option that there is not, or misses one that there is."""
    pdf = EXPORTERS["pdf"]
    declared = {name: field for name, field in pdf.options.model_fields.items() if field.description}
    assert declared.keys() == pdf.options.model_fields.keys()
    assert table(PAGE, "| Option | Key | Usually | What it is for |") == [
        [f"`{pdf.option(name)}`", f"`{field.alias}`", _usually(pdf, name), str(field.description)]
        for name, field in declared.items()
    ]
    named = set(re.findall(r"(--[a-z]+(?:-[a-z]+)*)", PAGE)) - {"--to", "--format"}
    assert named == {pdf.option(name) for name in declared}


def _usually(output: Exporter[Any], name: str) -> str:
    default = output.options.model_fields[name].default
    shown = ", ".join(default) if isinstance(default, tuple) else str(default or "no")
    return output.on_command_line(name).usual or shown


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
