"""Receipts: what a card carries so that its answer can be computed again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quizgen.cards import RenderedLesson
from quizgen.compiler import Silent, check
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.ordering.body import Ordering
from quizgen.render import render
from quizgen.simulators import SIMULATORS
from tests.render.test_render import ITEMS, SCENARIO
from tests.small import write

COMPUTED_CONCEPT = """\
concepts:
  - {id: thing, name: Thing, definition: One server leads., always: leaders() == 1, scenario: elected}
"""


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> RenderedLesson:
    """A lesson with every kind of question, and a concept whose definition is computed."""
    file = write(tmp_path_factory.mktemp("content"), COMPUTED_CONCEPT + ITEMS.lstrip())
    file.write_text(file.read_text().replace("concepts:", SCENARIO + "concepts:", 1))
    checked = check(file, Silent(), runs=True)
    assert checked.diagnostics == ()
    (rendered,) = render(checked.deck, checked.findings, lambda *_: None)
    return rendered


def receipt(lesson: RenderedLesson, item: str) -> dict[str, Any]:
    """Return the receipt of an item's card."""
    (card,) = [card for card in lesson.cards if card.id == item]
    found: dict[str, Any] = json.loads(card.receipt)
    return found


def test_every_card_has_one_compact_and_sorted(lesson: RenderedLesson) -> None:
    """Two builds differ for nothing, and every learner's copy of the note is replaced."""
    for card in lesson.cards:
        found = json.loads(card.receipt)
        assert list(found) == sorted(found)
        assert card.receipt == json.dumps(found, separators=(",", ":"))
        assert card.receipt.isascii()
        assert (found["format"], found["item"], found["kind"]) == ("receipt/1", card.id, card.kind)


def test_a_claim_stands_with_the_option_that_makes_it(lesson: RenderedLesson) -> None:
    """The claim of the key would be asked of a distractor."""
    (card,) = [card for card in lesson.cards if card.id == "who-leads"]
    assert isinstance(card.body, Choice)
    claims = {"S1": 'leader() == "S1"', "S2": 'leader() == "S2"', "Nobody": 'leader() == "S1"'}
    for statement in receipt(lesson, "who-leads")["statements"]:
        option = card.body.options[statement["at"][1]]
        assert statement["claim"] == claims[option.text]
        assert statement["role"] == ("key" if option.key else "distractor")
        assert statement.get("misconception") == ("all-servers" if option.text == "Nobody" else None)
    assert [statement["runs"] for statement in receipt(lesson, "who-leads")["statements"]] == [3, 1, 3]


def test_scenarios_are_as_an_author_writes_them_and_stand_there_once(lesson: RenderedLesson) -> None:
    """A receipt cannot be read, or is longer than the card."""
    found = receipt(lesson, "who-leads")
    assert found["scenarios"] == [
        {"events": [{"elect": "S1"}, {"run": "100ms"}], "explore": {"seeds": 3}, "servers": 3, "simulator": "raft"},
        {
            "events": [{"crash": "S3"}, {"elect": "S1"}, {"run": "100ms"}],
            "explore": {"seeds": 1},
            "servers": 3,
            "simulator": "raft",
        },
    ]
    assert found["simulators"] == {"raft": SIMULATORS["raft"].version}


def test_the_shown_run_is_told_by_its_hash(lesson: RenderedLesson) -> None:
    """A run that the card shows could be exchanged for another."""
    assert receipt(lesson, "who-leads")["run"].keys() == {"scenario", "seed", "trace"}
    assert "run" not in receipt(lesson, "how-many.n-3")  # found by experiments, not in one run
    one, other = (receipt(lesson, item)["run"]["trace"] for item in ("who-leads", "the-gap"))
    assert one == other


def test_steps_name_their_events_in_the_order_shown(lesson: RenderedLesson) -> None:
    """Another order than the one that the card tells would be computed again."""
    (card,) = [card for card in lesson.cards if card.id == "two-votes"]
    assert isinstance(card.body, Ordering)
    (order,) = receipt(lesson, "two-votes")["statements"]
    events = dict(order["steps"])
    assert [events[number]["actor"] for number, step in enumerate(card.body.steps)] == [
        step.text.split()[0] for step in card.body.steps
    ]
    assert order["at"] == ["order"]


def test_citations_and_admissions_stand_in_it(lesson: RenderedLesson) -> None:
    """What is only cited could be taken for computed."""
    assert receipt(lesson, "why")["statements"] == [
        {"at": ["point", 0], "claim": "paper §1", "form": "cite", "role": "assertion"},
        {"at": ["point", 1], "claim": "nobody has looked yet", "form": "unverified", "role": "assertion"},
    ]


def test_a_computed_definition_has_its_claim(lesson: RenderedLesson) -> None:
    """The definition on a concept's card could be changed unnoticed."""
    (statement,) = receipt(lesson, "concept.thing")["statements"]
    assert (statement["at"], statement["claim"], statement["true"]) == (["definition"], "leaders() == 1", 3)


def test_what_is_right_does_not_stand_in_it(lesson: RenderedLesson) -> None:
    """Verifying would compare the receipt with itself instead of with the card."""
    assert "value" not in receipt(lesson, "how-many.n-3")["statements"][0]
    assert "text" not in receipt(lesson, "who-leads")["statements"][0]


def test_the_folder_of_the_content_is_not_in_it(lesson: RenderedLesson, tmp_path: Path) -> None:
    """The same content would give other notes on another machine."""
    assert str(tmp_path.parent) not in "".join(card.receipt for card in lesson.cards)
