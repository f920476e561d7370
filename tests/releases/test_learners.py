"""What becomes of what learners did with a deck themselves when they import the next release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.releases.ankis import Anki, Order, days, take, told
from tests.releases.package import Package, State, everything_arrived, nothing_is_lost
from tests.releases.releases import Releases
from tests.releases.table import LEARNERS, reported, rows

pytestmark = pytest.mark.slow

ROWS = rows(LEARNERS)
TYPING_ERROR, STYLE, ADDED = "typing error in a stem", "style sheet changed", "item added"
LIGHTS, PARKING = "quizgen::Driving::010 Traffic lights", "quizgen::Driving::020 Parking"
NUMERIC = "quizgen numeric 1"
CORRECTED = {"note what-red-means: fields tags"}
NEW_CARD = {"note what-green-means: new", "card what-green-means 1: new"}
TYPES = {f"note type quizgen {kind} 1" for kind in ("cloze", "concept", "matching", "ordering", "recall")} | {
    f"note type quizgen multiple_{kind} 1" for kind in ("choice", "response")
}
ALWAYS = 'chooses "Update notes: always"'
OLDER, UPGRADED = "imports an older release after a newer one", "goes on with the newest Anki"
"""Learners with a test of their own."""


@dataclass(frozen=True)
class Row:
    """What a learner does before an import.

    Attributes:
        changed: what the import then changes, and nothing else.
        change: what the author did meanwhile.
        options: those of the import that are not what Anki offers first; 23.10 has none.
        orders: what the learner does.
    """

    changed: set[str]
    change: str = TYPING_ERROR
    options: dict[str, object] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()


def edited(item: str) -> Order:
    """Return the order to write something of one's own on a note."""
    return "edit", {"item": item, "field": "Explanation", "text": "mine"}


LEARNED: dict[str, Row] = {
    "wrote on a note that the author leaves alone": Row(CORRECTED, orders=(edited("which-colours"), days(10))),
    "wrote on a note that the author changes later": Row(CORRECTED, orders=(edited("what-red-means"), days(10))),
    "wrote on a note after the author had built its change": Row(set(), orders=(edited("what-red-means"),)),
    "tagged notes": Row(CORRECTED, orders=(("mark", {"item": "lamps", "tags": ["mine"]}),)),
    "deleted a note": Row(
        CORRECTED | {"note which-colours: new", "card which-colours 1: new"},
        orders=(("delete", {"item": "which-colours"}),),
    ),
    "deleted one card of a note": Row(
        CORRECTED | {"card concept.signal 1: new"}, orders=(("delete_card", {"item": "concept.signal", "number": 0}),)
    ),
    "renamed the deck": Row(
        NEW_CARD | {f"deck {LIGHTS}: new"}, ADDED, orders=(("rename_deck", {"old": LIGHTS, "new": "Lights"}),)
    ),
    "gave the deck options of their own": Row(NEW_CARD, ADDED, orders=(("own_preset", {"deck": LIGHTS}),)),
    "changed how cards look": Row(CORRECTED, orders=(("change_type", {"kind": NUMERIC, "front": "<b>"}), days(10))),
    "changed how cards look, as the author does later": Row(
        TYPES | {f"note type {NUMERIC}"},
        STYLE,
        orders=(("change_type", {"kind": NUMERIC, "front": "<b>"}), days(10)),
    ),
    "changed how cards look after the author had built another look": Row(
        TYPES, STYLE, orders=(("change_type", {"kind": NUMERIC, "front": "<b>"}),)
    ),
    "renamed a note type": Row(CORRECTED, orders=(("change_type", {"kind": NUMERIC, "name": "Numbers"}), days(10))),
    "renamed a field": Row(CORRECTED, orders=(("change_type", {"kind": NUMERIC, "field": "Notes"}), days(10))),
    'ticks "Import any learning progress"': Row(CORRECTED, options={"with_scheduling": True}),
    'ticks "Import any deck presets"': Row(
        CORRECTED
        | {"presets", *(f"deck {name}: options" for name in (LIGHTS, PARKING, "quizgen", "quizgen::Driving"))},
        options={"with_deck_configs": True},
    ),
    'ticks "Merge note types"': Row(CORRECTED, options={"merge_notetypes": True}),
    'chooses "Update notes: never"': Row(set(), options={"update_notes": 2}),
}
"""What the learner did -> the row."""


@pytest.mark.parametrize("act", LEARNED)
def test_learner(act: str, anki: Anki, releases: Releases) -> None:
    """A learner pays for the next release with what they wrote, deleted, renamed or set up themselves."""
    row, decks = LEARNED[act], releases.after(LEARNED[act].change)[-1]
    again = [take(decks, **row.options), ("state", {})]
    last: list[Order] = [("state", {}), take(decks, **row.options), ("check", {}), ("state", {})]
    *_, before, log, wrong, after, log_again, twice = anki.do(act, *row.orders, *last, *again, like="first")
    expected = CORRECTED if row.options and anki.version.startswith("23.") else row.changed
    assert told(log) == reported(ROWS[act][0], anki.version)
    assert set(differences(before, after)) == expected
    assert wrong == "", "Anki's own check of the database"
    assert (log_again["new"], log_again["updated"], log_again["conflicting"], twice) == (0, 0, 0, after)


def differences(before: State, after: State) -> Iterator[str]:
    """Yield all in which two states of a collection differ."""
    names = {note["id"]: item for state in (before, after) for item, note in state["notes"].items()}
    for item in {**before["notes"], **after["notes"]}:
        yield from difference(f"note {item}", before["notes"].get(item), after["notes"].get(item))
    for number in {**before["cards"], **after["cards"]}:
        old, new = before["cards"].get(number), after["cards"].get(number)
        card = old or new
        yield from difference(f"card {names[card[1]]} {card[2] + 1}", old and {"row": old}, new and {"row": new})
    parts = ("id", "description", "options")
    for deck in {**before["decks"], **after["decks"]}:
        ways = [
            dict(zip(parts, state["decks"][deck], strict=True)) if deck in state["decks"] else None
            for state in (before, after)
        ]
        yield from difference(f"deck {deck}", *ways)
    kinds = {**before["types"], **after["types"]}
    yield from (f"note type {kind}" for kind in kinds if before["types"].get(kind) != after["types"].get(kind))
    yield from (what for what in ("reviews", "presets", "media", "empty") if before[what] != after[what])


def difference(what: str, old: State | None, new: State | None) -> Iterator[str]:
    """Yield in which parts two states of one thing differ."""
    if old is None or new is None:
        yield f"{what}: {'gone' if new is None else 'new'}"
    elif parts := [part for part in old if old[part] != new[part]]:
        yield f"{what}: {' '.join(parts)}"


def test_learner_who_lets_anki_always_update(anki: Anki, releases: Releases) -> None:
    """Who asks for the author's notes, whatever they wrote themselves, does not get them, or loses reviews."""
    decks = releases.after(TYPING_ERROR)[-1]
    _, log, after = anki.do("always", edited("lamps"), take(decks, update_notes=1), ("state", {}), like="first")
    assert (log["new"], log["conflicting"]) == (0, 0)
    assert reported(ROWS[ALWAYS][0], anki.version) in (told(log), "0 / some / the rest / 0")
    nothing_is_lost(anki.state("first"), after)
    if not anki.version.startswith("23."):
        everything_arrived([Package(releases.first), Package(decks)], after)


def test_older_release_after_a_newer_one(anki: Anki, releases: Releases) -> None:
    """A file found in an old download brings errors back that were mended long ago."""
    newer = releases.after(TYPING_ERROR)[-1]
    orders: tuple[Order, ...] = (take(newer), ("state", {}), take(releases.first), ("state", {}))
    _, before, log, after = anki.do("older", *orders, like="first")
    assert told(log) == reported(ROWS[OLDER][0], anki.version)
    assert after == {**before, "decks": after["decks"]}, "only descriptions are those of the older file"


def test_learner_who_goes_on_with_a_newer_anki(anki: Anki, releases: Releases, tmp_path: Path) -> None:
    """A learner who upgrades Anki after years gets every card twice, or no correction ever again."""
    decks = releases.after(TYPING_ERROR)[-1]
    newest = Anki("newest", tmp_path)
    before, log, after = newest.do("upgraded", ("state", {}), take(decks), ("state", {}), like=anki.folder("first"))
    newest.close()
    assert told(log) == reported(ROWS[UPGRADED][0], anki.version)
    assert set(differences(before, after)) == CORRECTED
    assert before["reviews"] == anki.state("first")["reviews"]


def test_the_table_tells_of_every_learner() -> None:
    """A learner's question, what becomes of my own, has no answer on the page."""
    assert set(ROWS) == {*LEARNED, ALWAYS, OLDER, UPGRADED}
