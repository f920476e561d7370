"""Decks of calculations: what every command makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, build
from quizgen.crosscheck import Laboratory
from quizgen.decks.verify import Status
from quizgen.explaining import Run, explanation
from quizgen.loader import load
from quizgen.mutation import exposures
from tests.decks.reading.decks import Fields, tampered
from tests.decks.verify.changes import found, sealed_anew
from tests.docs.pages import blocks, read


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lesson of the page on calculations."""
    folder = tmp_path_factory.mktemp("calculations") / "content"
    folder.mkdir()
    (folder / "lesson.yaml").write_text("".join(blocks(read("docs/calculations.md"), "yaml")), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def deck(content: Path) -> Path:
    """Its deck."""
    built = build(content, ("anki",), content.parent / "output", Silent())
    assert built.diagnostics == ()
    (made,) = (content.parent / "output").glob("*.apkg")
    return made


def test_answers_are_calculated_again_from_the_deck_alone(deck: Path) -> None:
    """Whoever is given a deck finds out whether its numbers follow from the formulas that it carries."""
    verified = found(deck)
    assert {one.status for one in verified.values()} == {Status.HOLDS, Status.CITED}
    assert verified["minutes-of-a-month"].status is Status.HOLDS


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('data-value="43.2"', 'data-value="43.3"'),
        ("h=60 ", "h=61 "),
        ("h=60 ", ""),
        ('data-unit="min"', 'data-unit="h"'),
    ],
)
def test_a_number_or_unit_that_was_changed_is_noticed(deck: Path, written: str, instead: str) -> None:
    """A deck in which an hour is 61 minutes would call wrong answers right."""

    def change(fields: Fields) -> None:
        fields["Solution"] = fields["Solution"].replace(written, instead)

    changed = found(tampered(deck, "minutes-of-a-month", sealed_anew(change)))
    assert changed["minutes-of-a-month"].status not in (Status.HOLDS, Status.CITED)
    assert changed["which-budget"].status is Status.HOLDS


def test_an_item_is_explained_by_its_steps(content: Path) -> None:
    """An author who doubts a number sees how it came about, and what a belief would make of it."""
    told = explanation(content, "which-budget", Run()).text
    assert "the calculation gives 43.2 min" in told
    assert "under the misconception year: true" in told
    assert [shown.outcome.rows for shown in explanation(content, "what-is-so", Run()).runs] == [
        (("bad share", "0.1 %"), ("budget", "43.2 min"))
    ]
    (believed,) = explanation(content, "which-budget", Run(misconception="year")).runs
    assert believed.outcome.rows[-1] == ("budget", "525.6 min")


def test_what_nobody_asks_about_a_belief_is_told(content: Path) -> None:
    """A belief that a scenario states and no item exposes is a blind spot like any other."""
    deck, diagnostics = load(content)
    assert diagnostics == ()
    exposed = {one.misconception.name: one.items for one in exposures(deck, Laboratory(), lambda *_: None)}
    assert exposed["year"] == ("minutes-of-a-month", "which-budget", "what-is-so")
    assert len(exposed["month"]) == 3
