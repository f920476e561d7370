"""Answers that nothing contradicts, and those that something does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgen.mutation import Score
from quizgen.mutation.score import as_json, as_text
from tests.mutation.lessons import scored

ITEMS = """\
items:
  - id: campaigns
    kind: recall
    concept: thing
    scenario: elected
    stem: Basic Raft, three servers, a network that loses nothing. What happens?
    points:
      - {text: Somebody campaigns., always: elections() > 0}
      - {text: It is elected., always: leader() == "S1"}
  - id: who-leads
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Basic Raft, three servers, a network that loses nothing. Who leads?
    options:
      - {text: "S1, with two votes", key: true, always: votes_at_win(1) == 2}
      - {text: Nobody campaigned., rationale: S1 did., always: elections() == 0}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """What is found of two items."""
    return scored(tmp_path_factory.mktemp("deck"), ITEMS)


def test_answer_that_nothing_contradicts_is_told(found: Score) -> None:
    """The claim asks for less than the answer says: a wrong answer would have passed, and nobody looks."""
    assert [(one.item, one.subject.expression) for one in found.unshaken] == [("campaigns", "elections() > 0")]
    (line,) = (line for line in as_text(found).splitlines() if "nothing that was tried" in line)
    assert line.endswith(": campaigns: nothing that was tried contradicts `always: elections() > 0`")
    assert "small.yaml:19:45: " in line
    told = [json.loads(line) for line in as_json(found).splitlines() if "unshaken" in line]
    assert told == [{"unshaken": "campaigns", "place": ["points", 0]}]


def test_it_is_no_mistake(found: Score, tmp_path: Path) -> None:
    """A sound deck with a law that nobody gets wrong could no longer be released."""
    assert found.diagnostics == ()
    assert found.sound
    assert scored(tmp_path, ITEMS, mistakes_only=True).unshaken == ()
