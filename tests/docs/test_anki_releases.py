"""docs/anki-releases.md: what it says of the lockfile. Its table of changes is tested in tests/releases."""

from __future__ import annotations

import re

from quizgen.decks.lock import from_text
from quizgen.decks.lock.files import MAX_BYTES
from quizgen.decks.lock.text import KEYS, NAME, VERSION
from tests.docs.pages import code, read, table

PAGE = read("docs/anki-releases.md")


def test_every_part_of_a_line_is_explained() -> None:
    """An author who reviews a change of the file finds what it means."""
    assert [code(row[0]) for row in table(PAGE, "| Name | What it is |")] == list(KEYS["item"])


def test_the_example_is_a_line_of_the_file() -> None:
    """An author who mends a line by this example gets one that is read."""
    (first, second) = re.findall(r"^    ((?:item|modified=).*)$", PAGE, re.MULTILINE)
    lock, diagnostics = from_text(f"{NAME} {VERSION}\n{first} {second}\n", NAME, 1_900_000_000)
    assert diagnostics == ()
    assert list(lock.items) == ["leader-and-votes"]


def test_the_limit_is_that_of_the_code() -> None:
    """An author of very many lessons plans with the real number."""
    assert f"up to {MAX_BYTES // 2**20} MiB" in " ".join(PAGE.split())
