"""The options of print: what is asked for is printed, and what makes no sense is said."""

from __future__ import annotations

import pytest
import typer

from quizgen.cli.printing import Given, printing
from quizgen.exporters.pdf.products import Options


def test_nothing_said_is_as_usual() -> None:
    """A build without options prints what it always did."""
    assert printing(Given(), ["pdf"]) is None


def test_products_are_chosen() -> None:
    """A teacher asks for cards on letter and gets worksheets on A4."""
    chosen = printing(Given(products=["cards, study", "key"], paper="letter", flip="short", cards="1x1"), ["pdf"])
    assert chosen == Options(("key", "study", "cards"), paper="letter", flip="short", cards="1x1")


def test_paper_alone_keeps_the_products() -> None:
    """A teacher in America chooses the paper, and loses the key."""
    assert printing(Given(paper="letter"), ["anki", "pdf"]) == Options(paper="letter")


def test_variants_go_with_products() -> None:
    """A class gets its variants, and the cards that were asked for beside them."""
    chosen = printing(Given(variants="A,B", products=["cards"]), ["pdf"])
    assert chosen is not None
    assert chosen.products == ("variant", "variants-key", "cards")
    assert chosen.variants is not None


@pytest.mark.parametrize(
    ("given", "outputs", "told"),
    [
        (
            Given(products=["poster"]),
            ["pdf"],
            "--product takes any of worksheet, key, teacher, study, cards, not poster",
        ),
        (Given(products=[" , "]), ["pdf"], "not nothing"),
        (Given(products=["key"], flip="short"), ["pdf"], "add cards to --product"),
        (Given(paper="letter"), ["anki"], "--paper is for PDFs; add pdf to --to"),
        (Given(products=["key"], embed_source=True), ["anki"], "--embed-source, --product are for PDFs"),
        (Given(items=3), ["pdf"], "say which with --variants"),
    ],
)
def test_nonsense_is_said(given: Given, outputs: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An option that has no effect is believed to have had one."""
    with pytest.raises((typer.Exit, SystemExit)):
        printing(given, outputs)
    assert told in " ".join(capsys.readouterr().err.split())
