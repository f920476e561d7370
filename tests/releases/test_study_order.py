"""The order in which Anki's own scheduler asks what is new, from the deck above all lessons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from quizgen.compiler import Options, Silent, build
from quizgen.exporters.anki.deck import PRESET_ID
from tests.releases.ankis import VERSIONS, Anki, Order, take
from tests.releases.releases import TODAY

pytestmark = pytest.mark.slow

LESSON = """\
format: lesson/1
id: {id}
title: {title}
subject: {subject}
level: junior
license: CC0-1.0
released: 2026-01-31
sources: {{book: {{title: A book}}}}
concepts:
"""
CONCEPT = "  - {{id: {id}, name: {id}, definition: What {id} is., cite: book §1, requires: [{requires}]}}\n"
ITEM = """\
  - id: {id}
    kind: numeric
    concept: {concept}
    stem: How many are {id}?
    answer: {{value: 3, cite: book §2}}
"""
EXERCISE = """\
  - id: sort-{concept}
    kind: matching
    concept: {concept}
    stem: Match these.
    pairs: [{{left: One, right: Odd, cite: book §3}}, {{left: Two, right: Even, cite: book §3}}]
"""
CONCEPTS = 6
"""In each lesson; with a question for each there are more cards than Anki shows on one day."""

LESSONS = {"zoo": "Animals", "ant": "Animals", "mole": "Animals"}
"""Each builds on the one before: id, which is also the title, and subject. By name they would come otherwise."""
SUBJECTS = {"sets": "sets", "groups": "algebra", "orders": "sets"}
"""The same with subjects of which one builds on another, which builds on the first."""


def write(folder: Path, lessons: dict[str, str]) -> list[str]:
    """Write lessons of which each builds on the one before; return the items in the order in which to meet them."""
    folder.mkdir()
    before, expected = "", []
    for name, subject in lessons.items():
        text = LESSON.format(id=name, title=name, subject=subject.lower())
        items = "items:\n"
        for number in range(CONCEPTS):
            concept = f"{name}-{number}"
            text += CONCEPT.format(id=concept, requires=before)
            items += ITEM.format(id=f"how-many-{concept}", concept=concept)
            expected += [f"concept.{concept}", f"how-many-{concept}"]
            before = concept
        (folder / f"{name}.yaml").write_text(text + items, encoding="utf-8")
    return expected


def built(content: Path, *, rename: bool = False) -> list[Path]:
    """Build the decks."""
    options = Options(clock=lambda: TODAY - 3_600, rename=rename)
    made = build(content, ["anki"], content.with_name("out"), Silent(), options)
    assert made.written, made.diagnostics
    return list(made.written)


@pytest.fixture(scope="module", params=VERSIONS)
def learners(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    """Learners who have one version of Anki, and nothing in it."""
    opened = Anki(request.param, tmp_path_factory.mktemp("anki"))
    yield opened
    opened.close()


@pytest.mark.parametrize("lessons", [LESSONS, SUBJECTS], ids=["one subject", "two subjects"])
@pytest.mark.parametrize("preset", [False, True], ids=["default options", "preset"])
def test_lessons_are_studied_in_the_order_of_prerequisites(
    lessons: dict[str, str], learners: Anki, tmp_path: Path, *, preset: bool
) -> None:
    """A learner is asked for what builds on a lesson that has not come yet, in whatever order they imported."""
    expected = write(tmp_path / "content", lessons)
    decks = built(tmp_path / "content")
    for number, order in enumerate(permutations(decks)):
        name = f"{tmp_path.name} {number}"
        _, check, met = learners.do(
            name, take(order, with_deck_configs=preset), ("check", {}), ("learn", {"deck": "quizgen"})
        )
        assert met == expected
        assert check == ""


def test_places_rise_over_all_lessons(learners: Anki, tmp_path: Path) -> None:
    """Whoever has Anki take new cards by their places gets all lessons mixed."""
    expected = write(tmp_path / "content", LESSONS)
    log, state = learners.do(tmp_path.name, take(reversed(built(tmp_path / "content"))), ("state", {}))
    assert log["new"] == len(expected)
    items = {note["id"]: item for item, note in state["notes"].items()}
    due = {items[row[1]]: row[5] for row in state["cards"].values() if row[2] == 0}
    assert sorted(due, key=lambda item: due[item]) == expected
    assert len({*due.values()}) == len(expected)


def test_lesson_that_comes_later_is_studied_at_its_place(learners: Anki, tmp_path: Path) -> None:
    """The lesson in the middle, released last, comes after what builds on it."""
    content = tmp_path / "content"
    expected = write(content, LESSONS)
    middle = (content / "ant.yaml").rename(tmp_path / "ant.yaml")
    text = (content / "mole.yaml").read_text(encoding="utf-8")
    (content / "mole.yaml").write_text(text.replace("requires: [ant-5]", "requires: [zoo-5]"), encoding="utf-8")
    first = [path.rename(tmp_path / path.name) for path in built(content)]
    middle.rename(content / "ant.yaml")
    (content / "mole.yaml").write_text(text, encoding="utf-8")
    _, _, met = learners.do(tmp_path.name, take(first), take(built(content)), ("learn", {"deck": "quizgen"}))
    assert met == expected


def test_preset_reaches_the_decks_above_for_those_who_ask_for_it(learners: Anki, tmp_path: Path) -> None:
    """Whoever studies all lessons from the deck above goes by other options than those of the lessons."""
    write(tmp_path / "content", LESSONS)
    decks = built(tmp_path / "content")
    for ticked in (False, True):
        name = f"{tmp_path.name} {ticked}"
        _, state = learners.do(name, take(decks, with_deck_configs=ticked), ("state", {}))
        takes = ticked and learners.version != "23.10.1"  # which knows no such tick
        above = {deck: state["decks"][deck] for deck in ("quizgen", "quizgen::Animals")}
        assert {tuple(told[1:]) for told in above.values()} == {("", PRESET_ID if takes else 1)}
        assert state["presets"] == (["Default", "quizgen"] if takes else ["Default"])


def test_decks_above_that_are_there_keep_their_options_and_words(learners: Anki, tmp_path: Path) -> None:
    """A learner's own limits, and what they wrote on the deck, are gone after an import."""
    write(tmp_path / "content", LESSONS)
    decks = built(tmp_path / "content")
    own: Order = ("own_preset", {"deck": "quizgen"})
    _, _, _, before, _, after = learners.do(
        tmp_path.name,
        take(decks[:1]),
        own,
        ("describe", {"deck": "quizgen", "text": "Mine."}),
        ("state", {}),
        take(decks),
        ("state", {}),
    )
    assert after["decks"]["quizgen"] == before["decks"]["quizgen"]
    assert before["decks"]["quizgen"][1] == "Mine."
    assert after["presets"] == ["Default", "Mine"]


def test_whoever_asks_for_presets_again_keeps_what_is_set_in_them(learners: Anki, tmp_path: Path) -> None:
    """The daily limit that a learner set in quizgen's preset is gone, or their own preset is.

    Which of the two a deck has, Anki itself decides: with the tick it gives every deck in a file that file's preset.
    """
    write(tmp_path / "content", LESSONS)
    decks = built(tmp_path / "content")
    *_, presets = learners.do(
        tmp_path.name,
        take(decks, with_deck_configs=True),
        ("own_preset", {"deck": "quizgen"}),
        ("limit", {"preset": "quizgen", "most": 3}),
        take(decks, with_deck_configs=True),
        ("limits", {}),
    )
    known = {"Default": 20, "Mine": 7}
    assert presets == (known if learners.version == "23.10.1" else {**known, "quizgen": 3})


def test_author_renames_released_decks(learners: Anki, tmp_path: Path) -> None:
    """After a rename the cards that a learner has move, or those who rename their decks first get them twice."""
    content = tmp_path / "content"
    expected = write(content, LESSONS)
    built(content)
    lock = content / "quizgen.lock"
    text = lock.read_text(encoding="utf-8")
    for name, number in {"zoo": "010 ", "ant": "020 ", "mole": "030 "}.items():
        text = text.replace(f"Animals::{number}{name}", f"Animals::{name}")
    lock.write_text(text, encoding="utf-8")
    old = [path.rename(tmp_path / path.name) for path in built(content)]
    new = built(content, rename=True)
    state: Order = ("state", {})
    _, before, again, after = learners.do("staying " + tmp_path.name, take(old), state, take(new), state)
    assert again["new"] == 0
    assert after["cards"] == before["cards"]
    renames: list[Order] = [
        ("rename_deck", {"old": f"quizgen::Animals::{name}", "new": f"quizgen::Animals::{number}{name}"})
        for name, number in {"zoo": "010 ", "ant": "020 ", "mole": "030 "}.items()
    ]
    learn: Order = ("learn", {"deck": "quizgen"})
    *_, met, found = learners.do("following " + tmp_path.name, take(old), *renames, take(new), learn, state)
    assert met == expected
    names = {"010 zoo", "020 ant", "030 mole"}
    assert {deck.rpartition("::")[2] for deck in found["decks"] if deck.count("::") == 2} == names


def write_exercises(folder: Path, exercises: str) -> tuple[list[str], list[str]]:
    """Write lessons as `write` does, with an exercise before each question; return their items, exercises apart."""
    short = write(folder, LESSONS)
    for name in LESSONS:
        path = folder / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        for number in range(CONCEPTS):
            item = f"  - id: how-many-{name}-{number}"
            text = text.replace(item, EXERCISE.format(concept=f"{name}-{number}") + item)
        path.write_text(text, encoding="utf-8")
    settle(folder, exercises)
    return short, [f"sort-{item.removeprefix('concept.')}" for item in short if item.startswith("concept.")]


def settle(folder: Path, exercises: str) -> None:
    """Say in the settings what becomes of exercises."""
    (folder / "quizgen.toml").write_text(f'[anki]\nexercises = "{exercises}"\n', encoding="utf-8")


@pytest.mark.parametrize("exercises", ["tag", "subdeck", "together"])
@pytest.mark.parametrize("preset", [False, True], ids=["default options", "preset"])
def test_exercises_come_behind_the_other_cards_of_their_lesson(
    exercises: str, learners: Anki, tmp_path: Path, *, preset: bool
) -> None:
    """A learner has to work through an exercise before the lesson's terms, or before those of the lesson before."""
    short, long = write_exercises(tmp_path / "content", exercises)
    learn: Order = ("learn", {"deck": "quizgen"})
    taken = take(built(tmp_path / "content"), with_deck_configs=preset)
    _, met, state = learners.do(tmp_path.name, taken, learn, ("state", {}))
    if exercises == "together":
        threes = zip(short[::2], long, short[1::2], strict=True)
        assert met == [item for three in threes for item in three]
    else:
        size = CONCEPTS
        parts = [(short[2 * at : 2 * (at + size)], long[at : at + size]) for at in range(0, size * len(LESSONS), size)]
        assert met == [item for first, then in parts for item in (*first, *then)]
    apart = {item for item, note in state["notes"].items() if "quizgen::exercise" in note["tags"]}
    assert apart == ({*long} if exercises != "together" else set())
    below = {told[0] for name, told in state["decks"].items() if name.endswith("::Exercises")}
    items = {note["id"]: item for item, note in state["notes"].items()}
    assert {items[row[1]] for row in state["cards"].values() if row[3] in below} == (
        {*long} if exercises == "subdeck" else set()
    )


@pytest.mark.parametrize(("before", "after"), [("together", "subdeck"), ("tag", "subdeck"), ("subdeck", "tag")])
def test_nobodys_card_moves_when_the_author_changes_the_setting(
    before: str, after: str, learners: Anki, tmp_path: Path
) -> None:
    """The cards of a learner who has begun move to another deck, or lose their place or their history."""
    content = tmp_path / "content"
    write_exercises(content, before)
    old = [path.rename(tmp_path / path.name) for path in built(content)]
    settle(content, after)
    text = (content / "mole.yaml").read_text(encoding="utf-8")
    later = EXERCISE.format(concept="mole-5").replace("sort-", "later-")
    (content / "mole.yaml").write_text(text + later, encoding="utf-8")
    state: Order = ("state", {})
    _, _, known, log, found = learners.do(
        tmp_path.name, take(old), ("study", {"days": 3}), state, take(built(content)), state
    )
    assert log["new"] == 1
    assert log["conflicting"] == 0
    kept = {number: row for number, row in found["cards"].items() if number in known["cards"]}
    assert kept == known["cards"]
    assert found["reviews"] == known["reviews"]
    (row,) = (row for number, row in found["cards"].items() if number not in known["cards"])
    (deck,) = (name for name, told in found["decks"].items() if told[0] == row[3])
    assert deck.endswith("::Exercises") == (after == "subdeck")
