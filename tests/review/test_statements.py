"""What is to be read: every text that only its author's word ties to a claim, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.loader import load
from quizgen.review import statements
from tests.loader.test_spoken import content
from tests.review.lessons import BODY, lesson_in, written_in
from tests.small import write


def test_every_text_beside_a_claim_is_to_be_read(tmp_path: Path) -> None:
    """A sentence that a learner memorises was never compared with what was computed."""
    assert list(written_in(tmp_path)) == [
        ("thing", "concepts", "One leads."),
        ("small", "summary", "S1 leads."),
        ("who", "tables.rows", "S1 | leader"),
        ("choose", "options", "S1 leads."),
        ("choose", "options", "S2 leads. | It got no vote."),
        ("choose", "explanation", "S1 has campaigned."),
        ("measured", "stem", "Which server leads?"),
        ("measured", "options", "S2 | It lost."),
        ("recalled", "points", "One leads."),
        ("recalled", "answer", "One leads, and that is S1."),
        ("ordered", "steps", "S1 campaigns."),
        ("ordered", "steps", "S1 wins."),
        ("matched", "stem", "What is each?"),
        ("matched", "pairs", "Who leads | S1"),
        ("matched", "pairs", "How many lead | 1"),
    ]


def test_values_that_are_compared_are_bound(tmp_path: Path) -> None:
    """An author reads for hours what cannot be wrong; or a cited sentence counts as proven."""
    found = statements(lesson_in(tmp_path))
    assert (found.bound, found.cited, found.unverified) == (5, 2, 0)


def test_places_are_where_an_editor_opens(tmp_path: Path) -> None:
    """The key that opens an editor opens it somewhere else."""
    lines = (tmp_path / "small.yaml", written_in(tmp_path))
    text = lines[0].read_text().splitlines()
    for (_, _, said), statement in lines[1].items():
        assert said.split(" | ")[0] in text[statement.span.line - 1] + text[min(statement.span.line, len(text) - 1)]


CHANGES = {
    "text": ("S2 leads., always", "S3 leads., always", 1),
    "rationale": ("It got no vote.", "It did not ask.", 1),
    "claim of an option, and so of the explanation": ('leader() == "S2"', 'leader() == "S3"', 2),
    "stem of an item": ("Who leads?", "Which leads?", 3),
    "scenario of all": ("{elect: S1}, {run: 100ms}", "{elect: S1}, {run: 200ms}", 15),
    "event of a step": ("become_candidate, actor: S1", "become_candidate, actor: S2", 1),
    "measure that a stem asks for": ("answer: leader()", 'answer: leader() + ""', 2),
    "condition of an item": ("id: recalled\n", "id: recalled\n    assumes: nobody fails\n", 2),
    "head of a table": ("[Server, Role]", "[Server, Rôle]", 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_alone_is_unread_again(tmp_path: Path, change: str) -> None:
    """A changed sentence is sold as read."""
    before, after, number = CHANGES[change]
    keys = {each.key for each in written_in(tmp_path).values()}
    file = tmp_path / "small.yaml"
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))
    deck, _ = load(file)
    now = {each.key for each in statements(deck.lessons[0]).written}
    assert len(keys - now) == number


OTHER = BODY.replace(
    """\
      - {text: S1 leads., key: true, always: leader() == "S1"}
      - {text: S2 leads., always: leader() == "S2", rationale: It got no vote.}
    explanation: S1 has campaigned.
""",
    """\
      - {text: "S2  leads.", rationale: It got no vote., always: leader()  ==  "S2"}
      - {always: leader() == "S1", key: true, text: S1 leads., misconception: stale-leader}
    tags: [another]
    level: senior
    explanation: >
      S1 has
      campaigned.
""",
)


def test_order_layout_and_other_fields_do_not_count(tmp_path: Path) -> None:
    """Whoever sorts options, wraps lines or adds a tag has everything to read again."""
    assert OTHER != BODY
    keys = {each.key for each in written_in(tmp_path).values()}
    assert {each.key for each in written_in(tmp_path, OTHER).values()} == keys


def test_claims_that_say_themselves_are_bound(tmp_path: Path) -> None:
    """An author would be asked to compare each claim with itself."""
    deck, _ = load(content(tmp_path))
    (found,) = map(statements, deck.lessons)
    assert found.bound == 4
    assert [(each.part, each.text) for each in found.written if each.part == "points"] == []
    written = [each.text for each in found.written if each.part == "options"]
    assert "The leader is S2. | No." in written


SILENT = """\
items:
  - id: one
    kind: ordering
    concept: thing
    scenario: {simulator: raft, servers: 3, events: [{elect: S1}, {run: 200ms}]}
    stem: What leads to what?
    steps: [{event: {type: vote_self, actor: S1}}, {event: {type: become_leader, actor: S1}}]
  - id: two
    kind: multiple_response
    concept: thing
    scenario: {simulator: raft, servers: 3, events: [{elect: S1}, {run: 200ms}]}
    stem: What is true?
    options: [{key: true, always: 'leader() == "S1"'}, {always: leaders() == 0, misconception: all-servers}]
"""


def test_the_question_is_read_where_all_else_says_itself(tmp_path: Path) -> None:
    """A question that was turned into its contrary goes unseen, as nothing below it was written by hand."""
    deck, _ = load(write(tmp_path, SILENT))
    (found,) = map(statements, deck.lessons)
    assert [(each.owner, each.part, each.text) for each in found.written] == [
        ("one", "stem", "What leads to what?"),
        ("two", "stem", "What is true?"),
    ]
    assert all(len(each.claims) == 2 for each in found.written)
