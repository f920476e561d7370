"""What the next release does to a collection in which the first one was studied for weeks."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from quizgen.exporters.anki.fields import SEPARATOR
from tests.docs.pages import read, table
from tests.releases.conftest import HOUR, TODAY, Anki, Releases
from tests.releases.content import CHANGES

pytestmark = pytest.mark.slow

HEADING = "| The author changes | New notes | Updated notes | Note types | What learners get |"
ROWS = {row[0]: row[1:] for row in table(read("docs/anki-releases.md"), HEADING)}


class Package:
    """What is in a deck's file.

    Attributes:
        notes: item's id -> fields and tags.
        cards: item's id and number of each card.
        types: note type's name -> style sheet and templates.
        media: names of files.
        descriptions: deck's name -> what it tells of itself.
    """

    def __init__(self, path: Path) -> None:
        connection = sqlite3.connect(":memory:")
        with zipfile.ZipFile(path) as archive:
            connection.deserialize(archive.read("collection.anki2"))
            self.media = sorted(json.loads(archive.read("media")).values())
        rows = connection.execute("select flds, tags from notes").fetchall()
        self.notes = {fields.split(SEPARATOR)[0]: (fields.split(SEPARATOR), tags.split()) for fields, tags in rows}
        asked = connection.execute("select flds, ord from cards join notes on notes.id = nid").fetchall()
        self.cards = {(fields.split(SEPARATOR)[0], number) for fields, number in asked}
        models, decks = map(json.loads, connection.execute("select models, decks from col").fetchone())
        self.types = {
            model["name"]: [model["css"], *(part for one in model["tmpls"] for part in (one["qfmt"], one["afmt"]))]
            for model in models.values()
        }
        self.descriptions = {deck["name"]: deck["desc"] for deck in decks.values()}


def count(told: str, total: int) -> int:
    """Return the number that a cell of the table tells."""
    return total if told == "all" else int(told)


def test_the_table_tells_of_every_change() -> None:
    """An author who plans a change would not find what it does to learners."""
    assert list(ROWS) == list(CHANGES)


@pytest.mark.parametrize("change", CHANGES)
def test_next_release(change: str, anki: Anki, releases: Releases) -> None:
    """A learner loses reviews, tags or cards, gets questions twice, or goes on learning what was mended."""
    path = releases.second(change)
    old, package = Package(releases.first), Package(path)
    before = anki.state("first")
    anki.do(change, "become", other=anki.folder("first"))
    log = anki.do(change, "import_package", path=str(path))
    after = anki.state(change)

    new, updated, types, _ = ROWS[change]
    assert (log["new"], log["updated"], log["conflicting"]) == (count(new, 99), count(updated, len(old.notes)), 0)
    assert sum(old.types[name] != package.types[name] for name in old.types) == count(types, len(old.types))

    everything_arrived(package, after)
    nothing_is_lost(before, after)
    names = {note["id"]: item for item, note in after["notes"].items()}
    assert {(names[card[1]], card[3]) for card in after["cards"]} == old.cards | package.cards
    assert {names[number] for number in after["empty"]} == {item for item, _ in old.cards - package.cards}
    for item, note in before["notes"].items():
        same = old.notes[item] == package.notes[item]
        assert after["notes"][item]["tags"] == (note["tags"] if same else package.notes[item][1]), item

    again = anki.do(change, "import_package", path=str(path))
    assert (again["new"], again["updated"], again["conflicting"]) == (0, 0, 0)
    assert anki.state(change) == after


def everything_arrived(package: Package, after: dict[str, Any]) -> None:
    """Compare the collection with the deck's file."""
    assert {item: note["fields"] for item, note in after["notes"].items()} == {
        item: fields for item, (fields, _) in package.notes.items()
    }
    assert after["types"] == package.types
    assert set(package.media) <= set(after["media"])
    assert {name: after["decks"][name] for name in package.descriptions if name != "Default"} == {
        name: text for name, text in package.descriptions.items() if name != "Default"
    }


def nothing_is_lost(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Compare the collection with what it was."""
    assert after["reviews"] == before["reviews"]
    cards = {card[0]: card for card in after["cards"]}
    assert [cards[card[0]] for card in before["cards"]] == before["cards"]
    for item, note in before["notes"].items():
        kept = after["notes"][item]
        assert (kept["id"], kept["guid"], kept["type"]) == (note["id"], note["guid"], note["type"])
    for what in ("types", "decks"):
        assert set(after[what]) == set(before[what]), "a note type with a plus sign, or a second deck"
    assert after["presets"] == before["presets"]


def test_studied_collection_has_reviews_of_every_kind(anki: Anki) -> None:
    """Without reviews that could be lost, the tests above prove nothing."""
    state = anki.state("first")
    assert len(state["reviews"]) > 200
    assert {card[6] for card in state["cards"]} >= {2}
    assert len({card[7] for card in state["cards"]}) > 3
    assert sorted(state["notes"]["which-colours"]["tags"])[:2] == ["marked", "mine"]


def test_corrected_answer_is_tagged_with_its_day(anki: Anki, releases: Releases) -> None:
    """A learner who knows the wrong answer by heart is not told."""
    anki.do("corrected", "become", other=anki.folder("first"))
    anki.do("corrected", "import_package", path=str(releases.second("key moved")))
    today = datetime.fromtimestamp(TODAY - HOUR, UTC).strftime("%Y-%m-%d")
    tagged = {item: note["tags"] for item, note in anki.state("corrected")["notes"].items()}
    assert [item for item, tags in tagged.items() if any("corrected" in tag for tag in tags)] == ["what-red-means"]
    assert f"quizgen::corrected::{today}" in tagged["what-red-means"]


def test_retired_questions_can_be_found_and_suspended(anki: Anki, releases: Releases) -> None:
    """A learner goes on with a question that was withdrawn, and cannot tell which it is."""
    anki.do("retired", "become", other=anki.folder("first"))
    anki.do("retired", "import_package", path=str(releases.second("cloze removed")))
    state = anki.state("retired")
    assert state["retired"] == 2
    assert state["empty"] == []
    assert "withdrawn" in " ".join(state["notes"]["gaps"]["fields"])
    anki.do("retired", "mark", item="gaps", tags=[], flag=0, suspend=True)
    assert anki.state("retired")["retired"] == 0


def test_new_learner_studies_in_the_order_of_the_lesson(anki: Anki, releases: Releases) -> None:
    """A question comes before the concept that it needs."""
    anki.do("new", "import_package", path=str(releases.second("item added")))
    state = anki.state("new")
    places = {card[1]: card[4] for card in state["cards"]}
    order = sorted(state["notes"], key=lambda item: places[state["notes"][item]["id"]])
    assert order[:4] == ["concept.signal", "what-red-means", "what-green-means", "which-colours"]
    assert order.index("gaps") < order.index("concept.crossing") < order.index("the-picture")


def test_release_that_is_older_than_the_import_of_the_one_before(anki: Anki, releases: Releases) -> None:
    """What the documentation says of Anki 24.11 is not so."""
    anki.do("late", "become", other=anki.folder("first"))
    anki.do("late", "import_package", path=str(releases.second("typing error in a stem")))
    third = releases.second("option added", when=TODAY - HOUR // 2)
    log = anki.do("late", "import_package", path=str(third))
    assert log["updated"] == (0 if anki.version in {"23.10.1", "24.11"} else 1)
    nothing_is_lost(anki.state("first"), anki.state("late"))
