"""The options of print: what is asked for is printed, and what makes no sense is said."""

from __future__ import annotations

import pytest
import typer

from quizgen.cli.printing import Given, printing
from quizgen.exporters.pdf.products import Options
from quizgen.settings import Printing
from quizgen.variants import Request


def printed(given: Given, outputs: list[str], usual: Printing | None = None) -> Options | None:
    """Return how to print."""
    return printing(given, usual or Printing(), outputs)


def test_nothing_said_is_as_usual() -> None:
    """A build without options prints what it always did."""
    assert printed(Given(), ["pdf"]) == Options()
    assert printed(Given(), ["anki"]) is None


def test_products_are_chosen() -> None:
    """A teacher asks for cards on letter and gets worksheets on A4."""
    chosen = printed(Given(products=["cards, study", "key"], paper="letter", flip="short", cards="1x1"), ["pdf"])
    assert chosen == Options(("key", "study", "cards"), paper="letter", flip="short", cards="1x1")


def test_paper_alone_keeps_the_products() -> None:
    """A teacher in America chooses the paper, and loses the key."""
    assert printed(Given(paper="letter"), ["anki", "pdf"]) == Options(paper="letter")


def test_variants_go_with_products() -> None:
    """A class gets its variants, and the cards that were asked for beside them."""
    chosen = printed(Given(variants="A,B", products=["cards"]), ["pdf"])
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
        printed(given, outputs)
    assert told in " ".join(capsys.readouterr().err.split())


def test_the_file_says_what_is_usual() -> None:
    """A teacher has to type the paper each time, or gets it although a single build is to be on another."""
    usual = Printing.model_validate({"paper": "letter", "products": ["worksheet", "cards"], "embed-source": True})
    assert printed(Given(), ["pdf"], usual) == Options(("worksheet", "cards"), paper="letter", embed_source=True)
    assert printed(Given(paper="a4", embed_source=False), ["pdf"], usual) == Options(("worksheet", "cards"))
    assert printed(Given(products=["key"]), ["pdf"], usual) == Options(("key",), paper="letter", embed_source=True)


def test_whoever_says_what_is_printed_says_all_of_it() -> None:
    """A teacher who wants one key again prints thirty variants with it."""
    usual = Printing.model_validate({"variants": 3, "items": 5, "seed": 2027})
    drawn = printed(Given(), ["pdf"], usual)
    assert drawn is not None
    assert drawn.variants == Request(("1", "2", "3"), 5, "2027")
    again = printed(Given(seed="2028"), ["pdf"], usual)
    assert again is not None
    assert again.variants == Request(("1", "2", "3"), 5, "2028")
    assert printed(Given(products=["key"]), ["pdf"], usual) == Options(("key",))
    fewer = printed(Given(variants="A"), ["pdf"], usual)
    assert fewer is not None
    assert fewer.variants == Request(("A",))


def test_the_file_may_speak_of_print_that_is_not_made() -> None:
    """A build of the website alone fails, because the file says on what paper worksheets are printed."""
    assert printed(Given(), ["site"], Printing(paper="letter", flip="short")) is None
    assert printed(Given(), ["pdf"], Printing(flip="short")) == Options(flip="short")
