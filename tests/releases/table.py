"""The tables of ``docs/anki-releases.md``, which tell what each change does."""

from __future__ import annotations

from typing import Final

from tests.docs.pages import read, table

AUTHORS: Final = "| The author changes | Anki reports | Note types | What learners get |"
LEARNERS: Final = "| The learner | Anki reports | What becomes of it |"
REFUSED: Final = "| The author | Diagnostic | How to go on |"


def rows(heading: str) -> dict[str, list[str]]:
    """Return the rows of all tables with that heading: first cell -> the others."""
    text = read("docs/anki-releases.md")
    found: dict[str, list[str]] = {}
    for part in text.split(f"\n{heading}\n")[1:]:
        for first, *others in table(f"\n{heading}\n{part}", heading):
            assert first not in found, f"{first} stands there twice"
            found[first] = others
    return found


def reported(cell: str, version: str) -> str:
    """Return what Anki of a version reports, by a cell: ``0 / 1 / 24 / 0; up to 24.11: 0 / 0 / 25 / 0``."""
    usual, _, until = cell.partition("; up to ")
    last, _, earlier = until.partition(": ")
    year, month = map(int, version.split(".")[:2])
    return earlier if last and [year, month] <= [int(part) for part in last.split(".")] else usual
