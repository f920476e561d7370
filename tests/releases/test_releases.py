"""What the next release does to a collection in which the first one was studied for weeks."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizgen.exporters.anki.note_types import MODIFIED
from tests.releases.ankis import Anki, Order, days, take, told
from tests.releases.changes import CHANGES, SKIPPED
from tests.releases.learner import STATES
from tests.releases.package import (
    CORRECTED,
    RETIRED,
    Package,
    State,
    cards_ask_the_same,
    everything_arrived,
    nothing_is_lost,
    tags_are_kept,
)
from tests.releases.project import BUILT, CONTENT, Project
from tests.releases.releases import DAY, HOUR, TODAY, Decks, Releases, decks_of, released
from tests.releases.table import AUTHORS, reported, rows

pytestmark = pytest.mark.slow

ROWS = rows(AUTHORS)
UPGRADE = "quizgen itself: a deck of the last version"
REWORDED = frozenset({"gap's answer changed"})
"""Changes by which a card asks for something else, as the author wants it to."""


def test_the_tables_tell_of_every_change() -> None:
    """An author who plans a change would not find what it does to learners."""
    assert [name for name in ROWS if name != UPGRADE] == list(CHANGES)
    assert len(ROWS) >= 54


@pytest.mark.parametrize("change", CHANGES)
def test_next_release(change: str, anki: Anki, releases: Releases) -> None:
    """A learner loses reviews, tags or cards, gets questions twice, or goes on learning what was mended."""
    made = releases.after(change)
    row_is_true(change, anki, (releases.first, *(made[-1:] if change in SKIPPED else made)), "first")


def test_deck_of_the_last_version(anki: Anki, releases: Releases, tmp_path: Path) -> None:
    """Whoever learns a deck that an older quizgen made loses it as soon as its author upgrades."""
    project = Project(tmp_path)
    shutil.copytree(CONTENT, project.content)
    shutil.copytree(releases.templates, project.templates)
    shutil.copy(CONTENT.parent / "quizgen.lock", project.lock)
    old = tuple(sorted(CONTENT.parent.glob("*.apkg")))
    anki.studied("upgrading", old, ago=(TODAY - BUILT) // DAY - 1)
    decks = decks_of(released(project, TODAY - HOUR, ours=MODIFIED))
    row_is_true(UPGRADE, anki, (old, decks), "upgrading")
    again = decks_of(released(project, TODAY, ours=MODIFIED))
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in decks]


def row_is_true(change: str, anki: Anki, releases: tuple[Decks, ...], learner: str) -> None:
    """Have a copy of a learner who has the first of some releases import the others, and compare with the table."""
    before, packages = anki.state(learner), [Package(decks) for decks in releases]
    between = [order for decks in releases[1:-1] for order in (take(decks), days(10))]
    last: list[Order] = [take(releases[-1]), ("check", {}), ("state", {})]
    *_, log, wrong, after, again, twice = anki.do(
        change, *between, *last, take(releases[-1]), ("state", {}), like=learner
    )

    report, types, words = ROWS[change]
    old, new = packages[0], packages[-1]
    assert reported(report, anki.version) in (told(log), "0 / some / the rest / 0")
    assert log["updated"] == len(Package.changed(packages[:-1], new)), "dated, but not changed; or the other way round"
    looks = sum(old.types[name] != new.types[name] for name in old.types if name in new.types)
    assert types in (str(looks), "some")
    assert (f"`{CORRECTED}`" in words, f"`{RETIRED}`" in words) == new.tells_of(*packages[:-1])

    everything_arrived(packages, after)
    nothing_is_lost(before, after)
    new_cards_come_in_order(before, after, new)
    tags_are_kept(before, after, packages)
    if change not in REWORDED:
        cards_ask_the_same(before, after)
    assert wrong == "", "Anki's own check of the database"
    assert told(again) == f"0 / 0 / {len(new.notes)} / 0"
    assert twice == after


def new_cards_come_in_order(before: State, after: State, package: Package) -> None:
    """Compare the places of cards that came with this release with those that the author gave them."""
    names = {note["id"]: item for item, note in after["notes"].items()}
    added = {(names[card[1]], card[2]): card[5] for key, card in after["cards"].items() if key not in before["cards"]}
    assert added == {card: package.places[card] for card in added}


def test_studied_collection_has_cards_in_every_state(anki: Anki) -> None:
    """Without reviews and settings that could be lost, the tests above prove nothing."""
    state = anki.state("first")
    cards = state["cards"].values()
    assert len(state["reviews"]) >= 95
    assert len(cards) > 2 * len(STATES)
    assert {card[8] for card in cards} == {0, 1, 2, 3}, "new, learning, review, relearning"
    assert {card[7] for card in cards} >= {-3, -1, 0, 1, 2}, "buried, suspended, new, learning, review"
    assert len([card for card in cards if card[4]]) > 1, "in a filtered deck"
    assert len({card[14] for card in cards}) > 3, "flags"
    assert len({card[9] for card in cards}) > 3, "intervals"
    assert any("leech" in note["tags"] for note in state["notes"].values())
    assert any(card[3] == state["decks"]["Mine"][0] for card in cards)
    assert {"marked", "mine"} <= set(state["notes"]["which-colours"]["tags"])


def test_corrected_answer_is_tagged_with_its_day(anki: Anki, releases: Releases) -> None:
    """A learner who knows the wrong answer by heart is not told."""
    _, state = anki.do("corrected", take(releases.after("key moved")[-1]), ("state", {}), like="first")
    today = datetime.fromtimestamp(TODAY - HOUR, UTC).strftime("%Y-%m-%d")
    tagged = {item: [tag for tag in note["tags"] if "corrected" in tag] for item, note in state["notes"].items()}
    assert {item: tags for item, tags in tagged.items() if tags} == {"what-red-means": [CORRECTED + today]}


def test_withdrawn_questions_say_so(anki: Anki, releases: Releases) -> None:
    """A learner goes on with a question that was withdrawn, and cannot tell which it is."""
    _, state = anki.do("withdrawn", take(releases.after("cloze removed")[-1]), ("state", {}), like="first")
    withdrawn = [item for item, note in state["notes"].items() if RETIRED in note["tags"]]
    assert withdrawn == ["lamps"]
    assert state["empty"] == []
    assert "withdrawn" in " ".join(state["notes"]["lamps"]["fields"])


def test_new_learner_studies_in_the_order_of_the_lesson(anki: Anki, releases: Releases) -> None:
    """A question comes before the concept that it needs."""
    _, state = anki.do("new", take(releases.after("item added")[-1]), ("state", {}))
    places = {card[1]: card[5] for card in state["cards"].values()}
    order = sorted(state["notes"], key=lambda item: places[state["notes"][item]["id"]])
    assert order.index("concept.signal") < order.index("what-green-means") < order.index("concept.crossing")
    assert order.index("concept.signal") < order.index("lamps") < order.index("concept.crossing")
    assert order.index("concept.crossing") < order.index("what-red-means") < order.index("which-colours")
    assert order.index("which-colours") < order.index("the-picture")


def test_release_that_was_built_before_the_one_before_was_imported(anki: Anki, releases: Releases) -> None:
    """What the documentation says of Anki 24.11 is not so."""
    project = releases.project(f"late {anki.version}")
    project.replace("maen", "mean")
    second = decks_of(released(project, TODAY - HOUR))
    project.replace("That is green.", "Green says so.")
    third = decks_of(released(project, TODAY - HOUR // 2))
    _, log, after = anki.do("late", take(second), take(third), ("state", {}), like="first")
    assert log["updated"] == (0 if anki.version in {"23.10.1", "24.11"} else 1)
    nothing_is_lost(anki.state("first"), after)
