"""Statements without a text: what they say is what was proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.crosscheck import item_subjects
from quizgen.decks.verify import Status, verify
from quizgen.kinds.choice.question import MultipleChoice
from quizgen.kinds.matching.question import Matching
from quizgen.kinds.ordering.question import Ordering
from quizgen.kinds.recall.question import Recall
from quizgen.loader import load
from quizgen.model.scenario import bind
from quizgen.render.evidence_lines import card_line
from quizgen.wording import says_itself, text_of
from tests.small import lines_before, write

SCRIPT = "{simulator: raft, servers: 3, events: [{elect: S1}, {write: {to: S1, value: a_1}}, {run: 200ms}]}"
EXPLORED = "{simulator: raft, servers: 3, explore: {exhaustive: elections, terms: 1}}"
ITEMS = f"""\
items:
  - id: choice
    kind: multiple_choice
    concept: thing
    scenario: {SCRIPT}
    stem: "Then what? {{{{ script }}}}"
    options:
      - {{key: true, always: 'CLAIM', rationale: So it is.}}
      - {{always: 'leaders() == 0', rationale: S1 was elected.}}
      - {{text: "The leader is S2.", always: 'leader() == "S2"', rationale: No.}}
  - id: free
    kind: recall
    concept: thing
    scenario: {EXPLORED}
    stem: What holds?
    points: [{{never: 'leaders_in_term_max() > 1'}}, {{sometimes: 'leader() == "S3"'}}]
"""
EVERYWHERE = f"""\
concepts:
  - {{id: thing, name: Thing, scenario: &run {SCRIPT}, always: leader() == "S1"}}
tables:
  - id: roles
    title: Roles
    columns: [Server, Role]
    scenario: *run
    rows: [{{cells: [S1], always: leader() == "S1"}}]
  - id: facts
    title: Facts
    columns: [Fact]
    rows: [{{always: 'committed("a_1")', scenario: *run}}]
items:
  - id: order
    kind: ordering
    concept: thing
    scenario: *run
    stem: "Put in order what follows: {{{{ script }}}}"
    steps:
      - event: {{type: election_timeout, actor: S1}}
      - event: {{type: term_increment, actor: S1, with: {{term: 1}}}}
      - event: {{type: request_vote_sent, actor: S1, peer: S3}}
      - event: {{type: become_leader, actor: S1, with: {{term: 1}}}}
      - event: {{type: entry_appended, actor: S1, with: {{value: a_1, index: 1}}}}
      - event: {{type: commit, with: {{value: a_1}}}}
      - {{text: S3 follows it., always: 'role("S3") == "follower"'}}
      - always: leader() == "S1"
  - id: pairs
    kind: matching
    concept: thing
    scenario: *run
    stem: Which is which, while {{{{ leader() }}}} leads?
    pairs:
      - measure: role("S1")
      - measure: up("S3")
      - {{left: The only entry, measure: 'value_at("S1", 1)'}}
      - measure: voted_for("S2")
  - id: votes
    kind: multiple_choice
    concept: thing
    scenario: *run
    stem: How many votes?
    answer: votes_needed
    options:
      - {{key: true}}
      - {{text: 3, rationale: Two of three are a majority.}}
  - id: recalled
    kind: recall
    concept: thing
    scenario: *run
    stem: What of it is so?
    answer: All of it, and the entry `{{{{ value_at("S1", 1) }}}}` is committed.
    points: [{{always: leaders() == 1}}, {{never: happened("step_down")}}]
"""
RIGHT = 'committed("a_1") && leaders() == 1'


def content(folder: Path, claim: str = RIGHT) -> Path:
    """Write a lesson whose first key makes this claim."""
    return write(folder, ITEMS.replace("CLAIM", claim))


def test_statements_without_a_text_say_their_claims(tmp_path: Path) -> None:
    """An author has to write each claim twice, once for the checker and once for the learner, and the two can part."""
    deck, found = load(content(tmp_path))
    assert found == ()
    choice, free = (item.question for item in deck.lessons[0].items)
    assert isinstance(choice, MultipleChoice)
    assert isinstance(free, Recall)
    assert [option.text for option in choice.options] == [
        r"a\_1 is committed, and exactly one server leads at the end.",
        "No server leads at the end.",
        "The leader is S2.",
    ]
    assert [point.text for point in free.points] == [
        "In no state that can be reached, some term has more than one leader.",
        "In some state that can be reached, S3 is the leader.",
    ]
    assert [says_itself(option, choice.scenario) for option in choice.options] == [True, True, False]


def test_what_the_question_says_of_time_is_not_said_again_in_each_option(tmp_path: Path) -> None:
    """A learner reads "at the end" in the question and in all of its options, and each is too long for a card."""
    path = write(tmp_path, ITEMS.replace("CLAIM", RIGHT).replace("Then what?", "What is true at the end?"))
    choice = load(path)[0].lessons[0].items[0].question
    assert isinstance(choice, MultipleChoice)
    assert choice.options[0].text == r"a\_1 is committed, and exactly one server leads."
    assert says_itself(choice.options[0], choice.scenario)
    assert not says_itself(choice.options[2], choice.scenario)


def test_a_stem_shows_what_happens(tmp_path: Path) -> None:
    """What a stem tells and what is run could differ."""
    deck, _ = load(content(tmp_path))
    stem = deck.lessons[0].items[0].question.stem  # type: ignore[attr-defined]
    told = ["1. S1 campaigns until it leads", r"2. a client writes a\_1 to S1", "3. 200 ms pass"]
    assert stem.split("\n\n")[1].splitlines() == told


def test_cards_tell_which_words_are_the_claims(tmp_path: Path) -> None:
    """A learner cannot tell a sentence that was proven from one that was written beside a proof."""
    checked = compiler.check(compiler.read(content(tmp_path)), compiler.Silent())
    assert checked.sound
    told = compiler.build(content(tmp_path), ["tsv"], tmp_path / "out", compiler.Silent()).written[0]
    text = "".join(path.read_text(encoding="utf-8") for path in told.glob("*.tsv"))
    assert "2 of 3 statements are made from their claims" in text
    assert "all of 2 statements are made from their claims" in text


@pytest.mark.parametrize("claim", ["leaders(", "ledaers() == 1", "leaders() == 1.5"])
def test_a_claim_that_is_none_is_told_as_that(claim: str, tmp_path: Path) -> None:
    """An author would be told that a text is missing, where the claim has a typing error."""
    codes = {
        found.code for found in compiler.check(compiler.read(content(tmp_path, claim)), compiler.Silent()).diagnostics
    }
    assert "missing-key" not in codes
    assert codes


def test_without_words_a_text_is_asked_for(tmp_path: Path) -> None:
    """A card would have an option without a text."""
    written = ITEMS.replace("always: 'CLAIM'", "cite: paper §1")
    _, (found, *_) = load(write(tmp_path, written))
    assert (found.code, "`text`" in found.message) == ("missing-key", True)
    _, (found, *_) = load(content(tmp_path, '["S1", "S2"].exists_one(s, leader() == s)'))
    assert found.code == "missing-key"
    assert found.message == 'raft has no words for `["S1", "S2"].exists_one(s, leader() == s)`'
    assert found.hint == "write the `text`"
    assert found.span.line == lines_before(ITEMS) + 8


def test_whatever_rests_on_runs_may_leave_its_text_out(tmp_path: Path) -> None:
    """What an author writes a second time, for the learner, parts from what is checked."""
    checked = compiler.check(write(tmp_path, EVERYWHERE), compiler.Silent())
    assert checked.diagnostics == ()
    (lesson,) = checked.deck.lessons
    assert lesson.head.concepts[0].definition == "S1 is the leader at the end."
    assert [row.cells for row in lesson.head.tables[0].rows] == [("S1", "S1 is the leader at the end.")]
    assert [row.cells for row in lesson.head.tables[1].rows] == [(r"a\_1 is committed.",)]
    order, pairs, choice, free = (item.question for item in lesson.items)
    assert isinstance(order, Ordering)
    assert [step.text for step in order.steps] == [
        "S1 times out.",
        "S1 raises its term to 1.",
        "S1 asks S3 for its vote.",
        "S1 becomes leader of term 1.",
        r"S1 appends a\_1 to its log as entry 1.",
        r"A server learns that a\_1 is committed.",
        "S3 follows it.",
        "S1 is the leader at the end.",
    ]
    assert isinstance(pairs, Matching)
    assert [(pair.left, pair.right) for pair in pairs.pairs] == [
        ("S1's role at the end", "leader"),
        ("S3 is up at the end", "yes"),
        ("The only entry", r"a\_1"),
        ("S2's vote in its current term at the end", "S1"),
    ]
    assert isinstance(choice, MultipleChoice)
    assert [option.text for option in choice.options] == ["2", "3"]
    assert isinstance(free, Recall)
    assert free.answer == "All of it, and the entry `a_1` is committed."


def test_what_was_left_out_is_bound(tmp_path: Path) -> None:
    """The author would be asked to read what the simulator said, or a typed cell would count as proven."""
    reading = compiler.check(write(tmp_path, EVERYWHERE), compiler.Silent()).reading
    assert [(each.owner, each.part, each.text) for each in reading.unread] == [
        ("roles", "tables.rows", "S1 | S1 is the leader at the end."),
        ("order", "steps", "S3 follows it."),
        ("pairs", "stem", "Which is which, while S1 leads?"),
        ("pairs", "pairs", r"The only entry | a\_1"),
        ("votes", "stem", "How many votes?"),
        ("votes", "options", "3 | Two of three are a majority."),
        ("recalled", "answer", "All of it, and the entry `a_1` is committed."),
    ]
    assert reading.counts["bound"] == 3 + (1 + 6 + 1) + 4 + 2 + 2 + 2


def test_a_mistake_in_what_gives_a_text_is_told_as_that(tmp_path: Path) -> None:
    """An author would be told that a text is missing, where an event or a claim has a typing error."""
    wrong = {
        "type: become_leader": ("type: become_leadr", "unknown-event"),
        'measure: role("S1")': ('measure: role("S9")', "invalid-claim"),
        'measure: up("S3")': ('measure: upp("S3")', "invalid-claim"),
        "{key: true}": ('{key: true, measure: "elections() + "}', "invalid-claim"),
        "actor: S1, peer: S3": ("actor: [S1], peer: S3", "invalid-value"),
    }
    for before, (after, code) in wrong.items():
        assert before in EVERYWHERE
        checked = compiler.check(write(tmp_path, EVERYWHERE.replace(before, after)), compiler.Silent())
        assert {one.code for one in checked.diagnostics} == {code}


def test_of_an_order_it_is_said_that_its_steps_are_made(tmp_path: Path) -> None:
    """A learner reads "all of 1 statements" below two steps."""
    steps = "[{event: {type: become_leader, actor: S1}}, {event: {type: client_write, actor: S1}}]"
    item = f"{{id: order, kind: ordering, concept: thing, scenario: {SCRIPT}, stem: What first?, steps: {steps}}}"
    checked = compiler.check(write(tmp_path, f"items: [{item}]\n"), compiler.Silent())
    (lesson,) = checked.deck.lessons
    told = card_line(tuple(item_subjects(lesson, lesson.items[0])), checked.findings)
    assert told.endswith("; its steps are made from their events")


@pytest.mark.slow
def test_it_is_built_and_verified_as_what_is_written(tmp_path: Path) -> None:
    """A deck or a page shows the author's placeholder, or a learner's own verification fails."""
    outputs = ["anki", "site", "pdf"]
    built = compiler.build(write(tmp_path, EVERYWHERE), outputs, tmp_path / "out", compiler.Silent())
    assert built.sound, built.diagnostics
    page = " ".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.html"))
    for text in ("S1 raises its term to 1.", "S3 is up at the end", "appends a_1 to its log as entry 1."):
        assert text in page
    deck = next((tmp_path / "out").rglob("*.apkg"))
    assert {one.status for one in verify(deck, lambda *_: None).items} == {Status.HOLDS}
    again = compiler.build(write(tmp_path, EVERYWHERE), outputs, tmp_path / "again", compiler.Silent())
    for path in (path for path in built.written if path.is_file()):
        assert (tmp_path / "again" / path.relative_to(tmp_path / "out")).read_bytes() == path.read_bytes()
    assert len(again.written) == len(built.written)


def test_texts_are_still_of_the_same_kind_of_run() -> None:
    """What is so at the start would be learnt as what becomes of it."""
    still = bind({"simulator": "raft", "servers": 3, "start": {"S1": {"log": [1]}}})
    assert text_of("always", 'log_terms("S1") == [1]', still) == "The only entry of S1's log is of term 1."
