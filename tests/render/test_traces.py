"""The run that a card shows, and what a learner is told where nothing runs."""

from __future__ import annotations

import json
from pathlib import Path

from quizgen.cards import Card
from quizgen.compiler import Silent, check
from quizgen.render import render
from tests.small import write

LOGS = "start: {S1: {log: [3]}, S2: {log: [3, 3, 4]}, S3: {log: [3, 3, 5]}}"
EXPLORED = f"{{simulator: raft, servers: 3, {LOGS}, explore: {{exhaustive: logs, terms: 6, entries: 3}}}}"
ITEMS = f"""\
items:
  - id: votes
    kind: numeric
    concept: thing
    scenario: {{simulator: raft, servers: 5, explore: {{seeds: 1}}}}
    stem: How many votes?
    answer: {{value: 3, measure: votes_needed}}
  - id: losable
    kind: recall
    concept: thing
    scenario: {EXPLORED}
    stem: Which can be lost?
    points: [{{text: 3@4., always: '"3@4" in losable_entries'}}]
  - id: grants
    kind: multiple_choice
    concept: thing
    scenario: {{simulator: raft, servers: 3, {LOGS}}}
    stem: Who votes for S2?
    options:
      - {{text: S1, key: true, always: 'would_grant("S1", "S2")'}}
      - {{text: S3, rationale: No., always: 'would_grant("S3", "S2")'}}
  - id: length
    kind: numeric
    concept: thing
    scenario: {{simulator: raft, servers: 3, {LOGS}}}
    stem: How long is the log of S2?
    answer: {{value: 3, measure: size(log_terms("S2"))}}
"""


def cards(folder: Path) -> dict[str, Card]:
    """Return the cards of the lesson above by id."""
    checked = check(write(folder, ITEMS), Silent(), runs=True)
    assert checked.diagnostics == ()
    (lesson,) = render(checked.deck, checked.findings, lambda *_: None)
    return {card.id: card for card in lesson.cards}


def test_experiments_are_shown_too(tmp_path: Path) -> None:
    """The cards whose numbers are hardest to believe would be those without a run."""
    made = cards(tmp_path)
    assert made["votes"].trace.startswith("S1, S2 and S3 are up alone and elect a leader with 3 votes.\n\n")
    assert made["losable"].trace.startswith("S3 leads term 6 without 3@4: the shortest run to that, of 1 step, ends in")
    for name in ("votes", "losable"):
        assert "become_leader" in made[name].trace
        assert "becomes leader" in made[name].diagram
        assert made[name].run_length > 5
        assert "run" not in json.loads(made[name].receipt)  # no seed makes this run again


def test_a_start_is_not_shown_as_a_run(tmp_path: Path) -> None:
    """A learner opens "the run behind the answer" and finds an empty picture."""
    for name in ("grants", "length"):
        card = cards(tmp_path)[name]
        assert (card.trace, card.diagram, card.run_length) == ("", "", 0)
        assert "run" not in json.loads(card.receipt)


def test_a_start_is_not_told_as_runs(tmp_path: Path) -> None:
    """The words "in all 20 runs" boast of runs in which nothing happened."""
    made = cards(tmp_path)
    assert made["grants"].evidence == "Computed: follows from the start of a simulated cluster of 3 servers"
    assert made["length"].evidence == "Computed: follows from the start of a simulated cluster of 3 servers"
    assert [option.evidence for option in made["grants"].body.options] == [  # type: ignore[attr-defined]
        "computed: false at the start (raft simulator v1)",
        "computed: holds at the start (raft simulator v1)",
    ]
