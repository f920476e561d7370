"""docs/decks.md: what verifying says, what it costs, and what can be written."""

from __future__ import annotations

from quizgen.decks.reading import archive, containers, database
from quizgen.decks.verify import Status, receipts
from quizgen.exporters import EXPORTERS
from quizgen.text import elements
from tests.docs.pages import code, read, table

PAGE = read("docs/decks.md")


def test_every_verdict_is_explained() -> None:
    """A reader meets a verdict that is nowhere explained."""
    assert {code(row[0]) for row in table(PAGE, "| Said of an item | It means |")} == {str(status) for status in Status}


def test_the_limits_are_those_of_the_code() -> None:
    """A deck is refused that the page promises to read."""
    assert {row[0]: row[1] for row in table(PAGE, "| What | At most |")} == {
        "bytes of a deck's database, unpacked": f"{containers.MAX_DATABASE_BYTES:,}",
        "bytes of its media, unpacked": f"{containers.MAX_MEDIA_BYTES:,}",
        "files in a deck": f"{archive.MAX_ENTRIES:,}",
        "notes in a deck": f"{database.MAX_NOTES:,}",
        "characters of a field that is read as HTML": f"{elements.MAX_LENGTH:,}",
        "characters of a receipt": f"{receipts.MAX_RECEIPT_CHARACTERS:,}",
    }


def test_outputs_that_have_to_be_asked_for_are_told() -> None:
    """An output that nobody knows of is never asked for."""
    rows = table(PAGE, "| Output | What is written | What it is for |")
    assert {code(row[0]) for row in rows} == {name for name, exporter in EXPORTERS.items() if not exporter.usual}
