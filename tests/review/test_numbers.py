"""Numbers in texts that neither a claim nor a scenario has."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.review import sign
from tests.small import write

RUN = "{simulator: raft, servers: 5, events: [{elect: S1}, {elect: S2}, {elect: S3}, {crash: [S4, S5]}, {run: 250ms}]}"
BODY = f"""\
tables:
  - id: sizes
    title: Sizes
    columns: [Servers, Votes]
    rows:
      - {{cells: ["5", "3, one more than of 3"], always: votes_needed == 3, scenario: &run {RUN}}}
      - {{cells: ["3", "2"], always: votes_needed == 2, scenario: elected}}
items:
  - id: votes
    kind: multiple_choice
    concept: thing
    scenario: *run
    stem: Two of 5 servers crash, after three elections; 250 ms pass. What is so?
    options:
      - {{text: The term is 3., key: true, always: max_term() == 3, rationale: It is no more than 17.}}
      - {{text: One of the other four leads., always: leaders() == 0, rationale: One does.}}
    explanation: Each election has a term, of which there are 99 at most.
"""


def told(folder: Path, old: str = "Two", new: str = "Two") -> list[str]:
    assert old in BODY
    write(folder, BODY.replace(old, new, 1))
    return [each.message for each in check(folder, Silent()).diagnostics if each.code == "names-differ"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("250 ms pass", "260 ms pass", "votes: the question names 260, which neither its scenario nor a claim has"),
        ("Two of 5", "Nine of 5", "votes: the question names 9, which neither its scenario nor a claim has"),
        ("The term is 3.", "The term is 13 or 18.", "votes: the text names 13 and 18, which"),
        ("one more than of 3", "two less than of 8", "sizes: the text names 8, which"),
    ],
)
def test_a_number_from_nowhere_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A question tells of 260 ms where 250 were run, and nobody is told before it was read."""
    assert [message in one for one in told(tmp_path, old, new)] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Two", "Two"),
        ("What is so?", "What is so of `x[77]` and $77$?"),
        ("What is so?", "What is so, {{ servers - 1 }} of {{ servers }} asked, {{ 100 + max_term() }} in mind?"),
        ("250 ms pass. What is so?", "250 ms pass. What is so in five of two runs?"),
        ("What is so?", "By section 5.4.2, no one is right twice. What is so?"),
        ("The term is 3.", "The term is three, in figure {{ log_length(leader()) }}."),
    ],
)
def test_what_counts_on_is_no_mistake(tmp_path: Path, old: str, new: str) -> None:
    """Warnings that are wrong teach authors to overlook those that are right."""
    assert told(tmp_path, old, new) == []


def test_what_was_signed_is_believed(tmp_path: Path) -> None:
    """An author who has looked twice is told of it at each build for ever."""
    assert told(tmp_path, "The term is 3.", "The term is 13.")
    for statement in list(check(tmp_path, Silent()).reading.unread):
        sign(tmp_path, statement.key, "2026-01-31")
    assert [each for each in check(tmp_path, Silent()).diagnostics if each.code == "names-differ"] == []
