"""docs/anki-phones.md: the phones that it names are those that are tested."""

from __future__ import annotations

from tests.docs.pages import code, read, table
from tests.exporters.anki.phones import PHONES

PAGE = read("docs/anki-phones.md")


def test_every_phone_is_told() -> None:
    """A learner who asks whether cards work on their phone would read of another list than the tested one."""
    assert [code(row[0]) for row in table(PAGE, "| Phone | What is special |")] == [phone.name for phone in PHONES]


def test_every_fact_has_a_source() -> None:
    """A reader could not look up what a program does, nor notice that it does otherwise by now."""
    rows = table(PAGE, "| What | The fact | Its source |")
    assert len(rows) >= 18
    assert all(len(row) == 3 and row[2] for row in rows)
