"""A lesson with something of every sort to read, and what is stated in it."""

from __future__ import annotations

from pathlib import Path

from quizgen.loader import load
from quizgen.model.lesson import PlacedLesson
from quizgen.review import Statement, statements
from tests.small import write

BODY = """\
concepts:
  - {id: thing, name: Thing, definition: One leads., always: leaders() == 1, scenario: elected}
  - {id: cited, name: Cited, definition: A thing., cite: paper §1}
summary:
  - {text: S1 leads., always: leader() == "S1", scenario: elected}
tables:
  - id: who
    title: Who leads
    columns: [Server, Role]
    scenario: elected
    rows: [{cells: [S1, leader], always: leader() == "S1"}]
items:
  - id: choose
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads?
    options:
      - {text: S1 leads., key: true, always: leader() == "S1"}
      - {text: S2 leads., always: leader() == "S2", rationale: It got no vote.}
    explanation: S1 has campaigned.
  - id: measured
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Which server leads?
    answer: leader()
    options: [{text: S1, key: true}, {text: S2, rationale: It lost.}]
  - id: recalled
    kind: recall
    concept: thing
    scenario: elected
    stem: What holds?
    answer: One leads, and that is S1.
    points: [{text: One leads., always: leaders() == 1}, {text: It is so., cite: paper §1}]
  - id: ordered
    kind: ordering
    concept: thing
    scenario: elected
    stem: In which order?
    steps:
      - {text: S1 campaigns., event: {type: become_candidate, actor: S1}}
      - {text: S1 wins., event: {type: become_leader, actor: S1}}
  - id: matched
    kind: matching
    concept: thing
    scenario: elected
    stem: What is each?
    pairs:
      - {left: Who leads, right: S1, measure: leader()}
      - {left: How many lead, right: "1", measure: leaders()}
"""
"""As `tests.small.lesson` takes it."""


def lesson_in(folder: Path, body: str = BODY) -> PlacedLesson:
    """Write the lesson into a folder, and return it as it is read."""
    deck, found = load(write(folder, body))
    assert found == ()
    return deck.lessons[0]


def written_in(folder: Path, body: str = BODY) -> dict[tuple[str, str, str], Statement]:
    """Write the lesson, and return what is to be read of it: owner, part, text -> statement."""
    return {(each.owner, each.part, each.text): each for each in statements(lesson_in(folder, body)).written}
