"""Two authors who do not know of each other, and one learner who has the decks of both, in real Anki."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from quizgen.compiler import Options, Silent, build
from quizgen.decks.lock import NAME, from_text
from quizgen.decks.verify import verify

LESSON = """\
format: lesson/1
id: basics
title: Basics
subject: testing
level: junior
license: CC0-1.0
released: 2026-01-01
concepts: [{{id: one, name: {about}, definition: Its meaning., unverified: a test}}]
items:
  - {{id: q1, kind: recall, concept: one, stem: "What is {about}?", points: [{{text: It., unverified: a test}}]}}
  - id: gaps
    kind: cloze
    concept: one
    text: "{text}"
    blanks: {{{blanks}}}
"""


def blanks(*names: str) -> str:
    """Return gaps whose answers are their names."""
    return ", ".join(f"{name}: {{answer: {name}, unverified: a test}}" for name in names)


def deck(folder: Path, about: str, names: tuple[str, ...] = ("green", "amber"), when: int = 1_796_000_000) -> Path:
    """Build an author's deck."""
    folder.mkdir(exist_ok=True)
    text = " then ".join(f"[[{name}]]" for name in names)
    (folder / "basics.yaml").write_text(LESSON.format(about=about, text=text, blanks=blanks(*names)), encoding="utf-8")
    built = build(folder, ["anki"], folder / "out", Silent(), Options(clock=lambda: when))
    assert {found.code for found in built.diagnostics} <= {"lock-new"}
    return built.written[0]


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Collection]:
    """A learner's collection."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def taken(learner: Collection, path: Path) -> tuple[int, int, int, int]:
    """Import a deck, and return how many notes were new, updated, duplicate and conflicting."""
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    log = learner.import_anki_package(request).log
    return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)


def test_equal_ids_of_two_authors_are_two_notes(learner: Collection, tmp_path: Path) -> None:
    """A learner who imports a second author's deck finds the first one's questions overwritten."""
    first, second = deck(tmp_path / "a", "a cell"), deck(tmp_path / "b", "an atom")
    assert taken(learner, first) == (3, 0, 0, 0)
    assert taken(learner, second) == (3, 0, 0, 0)
    stems = {learner.get_note(note)["Stem"] for note in learner.find_notes("Id:q1")}
    assert stems == {"<p>What is a cell?</p>", "<p>What is an atom?</p>"}
    assert learner.card_count() == 2 * 5
    assert [name.name for name in learner.decks.all_names_and_ids() if name.name.endswith("Basics")] == [
        "quizgen::Testing::010 Basics"
    ]
    for path in (first, second):
        assert taken(learner, path)[:2] == (0, 0)
        assert not any(item.reasons for item in verify(path, lambda *_: None).items)


def test_the_namespace_stays(tmp_path: Path) -> None:
    """The next release would bring everything a second time."""
    deck(tmp_path / "a", "a cell")
    text = (tmp_path / "a" / NAME).read_text(encoding="utf-8")
    deck(tmp_path / "a", "a large cell", when=1_796_900_000)
    old, new = (from_text(told, NAME, 1_797_000_000)[0] for told in (text, (tmp_path / "a" / NAME).read_text("utf-8")))
    assert old.namespace == new.namespace
    assert {item.guid for item in old.items.values()} == {item.guid for item in new.items.values()}


@pytest.mark.parametrize("names", [("red", "green", "amber"), ("amber", "green"), ("amber",), ("red", "amber")])
def test_history_stays_with_the_gap(names: tuple[str, ...], learner: Collection, tmp_path: Path) -> None:
    """What a learner knows of "green" would count for "red", and "red" would never be learnt."""
    taken(learner, deck(tmp_path / "a", "a lamp"))
    asked = {answer: number for number, answer in answers(learner).items()}
    assert taken(learner, deck(tmp_path / "a", "a lamp", names, 1_796_900_000))[1] == 1
    now = answers(learner)
    for name in ("green", "amber"):
        assert now[asked[name]] == (name if name in names else "")
    assert {now[number] for number in now if number not in asked.values()} == set(names) - {"green", "amber"}


def answers(learner: Collection) -> dict[int, str]:
    """Return what each card of the cloze asks for."""
    (note,) = learner.find_notes("Id:gaps")
    cards = [learner.get_card(number) for number in learner.card_ids_of_note(note)]
    parts = learner.get_note(note)["Body"].split("{{c")[1:]
    asked = {int(part.split("::")[0]): part.split("::")[1].split("}}")[0] for part in parts}
    return {card.id: asked.get(card.ord + 1, "") for card in cards}
