"""Decks for tests: a lesson with every kind of question, built; and decks that somebody has changed afterwards."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quizgen.compiler import Silent, check
from quizgen.exporters.anki import export
from quizgen.exporters.anki.fields import SEPARATOR
from quizgen.exporters.anki.note_types import FIELDS
from quizgen.render import render
from tests.render.test_render import ITEMS, SCENARIO
from tests.small import write

EVERY_KIND = (
    ITEMS
    + """\
  - id: the-value
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads?
    answer: leader()
    options:
      - {text: "`S1`", key: true}
      - {text: "`S2`", rationale: It voted for `S1`.}
      - {text: "$x<3$ and {{ '{{' }}c1::x}}", rationale: This is no server., cite: paper §1}
  - id: computed-point
    kind: recall
    concept: thing
    scenario: elected
    stem: 'Why does `\\(S1\\)` lead?'
    points:
      - {text: It has won., always: 'leaders() == 1 && !leader().matches("\\\\(<")'}
"""
)
"""The items of a lesson with every kind of question, and every kind of evidence."""


def build(folder: Path, items: str = EVERY_KIND) -> Path:
    """Build a lesson of these items into a folder, and return the deck."""
    content, output = folder / "content", folder / "output"
    content.mkdir(parents=True)
    output.mkdir()
    file = write(content, items)
    file.write_text(file.read_text().replace("concepts:", SCENARIO + "concepts:", 1))
    checked = check(file, Silent(), runs=True)
    assert checked.diagnostics == ()
    (deck,) = export(render(checked.deck, checked.findings, lambda *_: None), output, lambda _: None)
    return deck


@contextmanager
def opened(deck: Path, changed: Path) -> Iterator[sqlite3.Connection]:
    """Open the database of a deck; what is done to it comes into a new deck."""
    with zipfile.ZipFile(deck) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(entries["collection.anki2"])
        yield connection
        connection.commit()
        entries["collection.anki2"] = connection.serialize()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


Fields = dict[str, str]


def tampered(deck: Path, item: str, change: Callable[[Fields], None]) -> Path:
    """Return a new deck, beside the old one, in which the fields of an item's note were changed."""
    changed = deck.with_name("tampered.apkg")
    with opened(deck, changed) as connection:
        rows = connection.execute("SELECT id, flds FROM notes").fetchall()
        for identifier, text in rows:
            fields = dict(zip(FIELDS, text.split(SEPARATOR), strict=True))
            if fields["Id"] == item:
                change(fields)
                assert SEPARATOR.join(fields.values()) != text, "nothing was changed"
                connection.execute(
                    "UPDATE notes SET flds = ? WHERE id = ?", (SEPARATOR.join(fields.values()), identifier)
                )
    return changed


def replacing(name: str, old: str, new: str) -> Callable[[Fields], None]:
    """Return a change that replaces a text in a field, wherever it stands."""

    def change(fields: Fields) -> None:
        assert old in fields[name], f"{name} has no {old}: {fields[name]}"
        fields[name] = fields[name].replace(old, new)

    return change
