"""How what a card states was computed, as a learner is told it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quizgen.cards import Card
from quizgen.compiler import Silent, check
from quizgen.render import render
from tests.small import write

ITEMS = """\
items:
  - id: chosen
    kind: multiple_choice
    concept: thing
    scenario: &run {simulator: raft, servers: 3, explore: {seeds: 3}, events: [{elect: S1}, {run: 200ms}]}
    stem: Who leads?
    options:
      - {text: S1, key: true, always: 'leader() == "S1"'}
      - {text: S2, rationale: It voted., always: 'leader() == "S2"'}
      - {text: The fourth & last, rationale: No., cite: paper §1}
  - id: measured
    kind: multiple_choice
    concept: thing
    scenario: *run
    stem: How many campaigns?
    options:
      - {text: "1", key: true, measure: elections()}
      - {text: "2", rationale: No., measure: elections()}
      - {text: "0", rationale: No., measure: elections()}
  - id: ordered
    kind: ordering
    concept: thing
    scenario: *run
    stem: In which order?
    steps:
      - {text: It campaigns, event: {type: become_candidate, actor: S1}}
      - {text: It leads, event: {type: become_leader, actor: S1}}
  - id: conditional
    kind: recall
    concept: thing
    scenario: *run
    assumes: nothing crashes & nothing is lost
    stem: Who leads?
    points:
      - {text: Always S1., always: 'leader() == "S1"'}
      - {text: In term 1., assumes: nobody campaigns again, always: max_term() == 1}
  - id: cited
    kind: recall
    concept: thing
    stem: What?
    points: [{text: This., cite: paper §1}]
"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Card]:
    """The cards by their ids."""
    checked = check(write(tmp_path_factory.mktemp("content"), ITEMS), Silent(), runs=True)
    assert [each.message for each in checked.diagnostics] == []
    (lesson,) = render(checked.deck, checked.findings, lambda *_: None)
    return {card.id: card for card in lesson.cards}


def _said(card: Card) -> list[str]:
    return [re.sub("<[^>]*>", "", line) for line in re.split("<li>|<ul>", card.account) if line]


RUN = (
    "In 3 runs, each with other timings, of a simulated cluster of 3 servers: S1 campaigns until it leads; 200 ms pass."
)


def test_what_was_run_and_claimed_is_told_in_sentences(cards: dict[str, Card]) -> None:
    """A learner who doubts an answer reads nothing, or JSON and hashes."""
    run, *claims = _said(cards["chosen"])
    assert run == f"{RUN} Computed by the raft simulator v1."
    letters = {line[2:]: line[0] for line in claims}
    assert set(letters) == {
        "S1 is the leader at the end: so in all 3 runs",
        "S2 is the leader at the end: never so, in 3 runs",
    }
    options = [option.text for option in cards["chosen"].body.options]  # type: ignore[attr-defined]
    assert options.index("S1") == ord(letters["S1 is the leader at the end: so in all 3 runs"]) - ord("A")


def test_one_value_is_told_once(cards: dict[str, Card]) -> None:
    """Three options that compare with one value tell it three times."""
    _, line = _said(cards["measured"])
    assert re.fullmatch(r"[A-C] the number of campaigns: 1, and not [A-C] \d or [A-C] \d", line)


def test_an_order_is_told(cards: dict[str, Card]) -> None:
    """A learner is not told that there was no other order."""
    assert _said(cards["ordered"])[1] == "this order, and no other, in all 3 runs"


def test_what_is_cited_only_has_no_account(cards: dict[str, Card]) -> None:
    """A card says "How this was computed" where nothing was."""
    assert cards["cited"].account == ""
    assert cards["concept.thing"].account == ""


def test_a_condition_is_told(cards: dict[str, Card]) -> None:
    """A learner takes for a law what the author knows to hold under a condition only."""
    account = cards["conditional"].account
    assert "<p>This holds under a condition: nothing crashes &amp; nothing is lost</p>" in account
    assert "<p>This holds under a condition: nobody campaigns again</p>" in account
    assert "condition" not in cards["chosen"].account


def test_of_how_many_it_is_told_which(tmp_path: Path) -> None:
    """A learner reads "size(endings): 2", and not which two."""
    rules = """\
format: rules/1
id: offer
title: An offer
state: {offer: {is: [open, accepted, rejected], start: open}}
rules:
  accept: {when: offer == open, set: {offer: accepted}}
  reject: {when: offer == open, set: {offer: rejected}}
measures: {endings: {at_ends: offer, name: the ways in which an offer can end}}
"""
    items = """\
items:
  - {id: many, kind: numeric, concept: thing, scenario: {simulator: offer}, stem: In how many ways can it end?,
     answer: {value: 2, measure: size(endings)}}
"""
    (tmp_path / "rules.yaml").write_text(rules, encoding="utf-8")
    write(tmp_path, items)
    checked = check(tmp_path, Silent(), runs=True)
    (lesson,) = render(checked.deck, checked.findings, lambda *_: None)
    (card,) = (card for card in lesson.cards if card.id == "many")
    told = "how many values are among the ways in which an offer can end: 2 (accepted, rejected)"
    assert _said(card)[1] == told
