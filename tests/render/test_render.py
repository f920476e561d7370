"""Tests of what a question becomes: the cards that every output is made from."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.compiler import Silent, check
from quizgen.crosscheck import Findings
from quizgen.kinds import KINDS
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.cloze.body import Cloze
from quizgen.kinds.concept.body import Definition
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.kinds.recall.body import Recall
from quizgen.render import Context, render
from tests.small import write

ITEMS = r"""
items:
  - id: who-leads
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads after **S1** was elected among {{ servers }}?
    explanation: Because it was elected in term $1$.
    options:
      - {text: S1, key: true, always: 'leader() == "S1"', rationale: It won.}
      - {text: S2, always: 'leader() == "S2"', rationale: It voted.}
      - {text: Nobody, misconception: all-servers, never: 'leader() == "S1"', scenario: one-down}
  - id: which-hold
    kind: multiple_response
    concept: thing
    stem: Which are right?
    options:
      - {text: One, key: true, cite: paper §1}
      - {text: Two, key: true, cite: paper §2}
      - {text: Three, cite: paper §3, rationale: No.}
  - id: how-many
    kind: numeric
    concept: thing
    for_each: {n: [3, 4]}
    scenario: {simulator: raft, servers: "{{ n }}", explore: {seeds: 1}}
    stem: How many votes of {{ n }}?
    answer: {value: "{{ n // 2 + 1 }}", unit: votes, measure: votes_needed}
  - id: the-gap
    kind: cloze
    concept: thing
    text: A **[[role]]** leads in term [[term]], says `[[role]]`.
    scenario: elected
    blanks:
      term: {answer: 1, measure: current_term("S1")}
      role: {answer: leader, hint: a role, accept: [the leader], measure: role("S1")}
  - id: why
    kind: recall
    concept: thing
    stem: Why?
    answer: For two reasons.
    points:
      - {text: The first., cite: paper §1}
      - {text: The second., unverified: nobody has looked yet}
  - id: in-order
    kind: ordering
    concept: thing
    scenario: elected
    stem: In which order?
    steps:
      - {text: It raises its term, event: {type: term_increment, actor: S1}}
      - {text: It votes for itself, event: {type: vote_self, actor: S1}}
      - {text: It leads, event: {type: become_leader, actor: S1}}
  - id: two-votes
    kind: ordering
    concept: thing
    scenario: elected
    stem: In which order?
    steps:
      - {text: S1 votes, event: {type: vote_self, actor: S1}}
      - {text: S2 votes, event: {type: vote_granted, actor: S2}}
      - {text: S3 votes, event: {type: vote_granted, actor: S3}}
    free: [[3, 2]]
  - id: who-is-what
    kind: matching
    concept: thing
    scenario: elected
    stem: Who is what?
    pairs:
      - {left: S1, right: leader, measure: role("S1")}
      - {left: S2, right: follower, measure: role("S2")}
      - {left: S3, right: follower, measure: role("S3")}
"""
SCENARIO = (
    "  one-down: {simulator: raft, servers: 3, events: [{crash: S3}, {elect: S1}, {run: 100ms}], explore: {seeds: 1}}\n"
)


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> RenderedLesson:
    """A lesson with every kind of question."""
    file = write(tmp_path_factory.mktemp("content"), ITEMS)
    file.write_text(file.read_text().replace("concepts:", SCENARIO + "concepts:", 1))
    checked = check(file, Silent(), runs=True)
    assert checked.diagnostics == ()
    (rendered,) = render(checked.deck, checked.findings, lambda done, total: None)  # noqa: ARG005
    return rendered


def _card(lesson: RenderedLesson, card_id: str) -> Card:
    return next(card for card in lesson.cards if card.id == card_id)


def test_cards_come_in_study_order_with_the_concept_first(lesson: RenderedLesson) -> None:
    """A learner is asked about a term before it was introduced."""
    ids = [card.id for card in lesson.cards]
    assert ids[:3] == ["concept.thing", "who-leads", "which-hold"]
    assert "how-many.n-3" in ids
    assert [card.position for card in lesson.cards] == list(range(1, len(ids) + 1))


def test_a_choice_keeps_its_key_reasons_and_evidence(lesson: RenderedLesson) -> None:
    """The learner is marked wrong for a right answer, or is not told why."""
    card = _card(lesson, "who-leads")
    assert isinstance(card.body, Choice)
    options = {str(option.text): option for option in card.body.options}
    assert card.stem == "<p>Who leads after <strong>S1</strong> was elected among 3?</p>"
    assert [text for text, option in options.items() if option.key] == ["S1"]
    assert options["S1"].evidence == "computed: holds in all 3 runs (raft simulator v1)"
    assert options["S2"].evidence == "computed: false in all 3 runs (raft simulator v1)"
    assert options["S2"].rationale == "It voted."
    assert "every server" in options["Nobody"].belief.lower()
    assert card.evidence == "Computed: every option came out so in 1 to 3 runs of a simulated cluster of 3 servers"
    assert not card.body.multiple


def test_several_keys_make_a_multiple_response(lesson: RenderedLesson) -> None:
    """A question with two right answers takes only one of them."""
    card = _card(lesson, "which-hold")
    assert isinstance(card.body, Choice)
    assert card.body.multiple
    assert sum(option.key for option in card.body.options) == 2
    assert card.evidence == "Cited, not computed"
    assert card.sources == ("A paper, §1", "A paper, §2", "A paper, §3")


def test_a_family_makes_a_card_for_each_value(lesson: RenderedLesson) -> None:
    """The numbers of one instance stand in the text of another."""
    for n, votes in ((3, 2), (4, 3)):
        card = _card(lesson, f"how-many.n-{n}")
        assert card.stem == f"<p>How many votes of {n}?</p>"
        assert isinstance(card.body, Number)
        assert (card.body.text, card.body.unit) == (str(votes), "votes")
        assert card.evidence == f"Computed: found by experiments with a simulated cluster of {n} servers"


def test_a_gap_is_numbered_as_the_text_has_it(lesson: RenderedLesson) -> None:
    """The answer of one gap is asked for in another."""
    body = _card(lesson, "the-gap").body
    assert isinstance(body, Cloze)
    assert [blank.answer for blank in body.blanks] == ["leader", "1"]
    assert body.blanks[0].accepted == ("the leader",)
    shown = body.filled(lambda index, blank: f"({index}:{blank.answer})")
    assert shown == ("<p>A <strong>(0:leader)</strong> leads in term (1:1), says <code>(0:leader)</code>.</p>")


def test_a_recall_keeps_its_points_and_says_what_is_unverified(lesson: RenderedLesson) -> None:
    """A point that nothing stands behind looks like an established one."""
    card = _card(lesson, "why")
    assert isinstance(card.body, Recall)
    assert [point.evidence for point in card.body.points] == [
        "cited: A paper, §1",
        "not verified: nobody has looked yet",
    ]
    assert card.evidence == "1 of 2 statements cited; 1 of 2 statements not verified: nobody has looked yet"
    assert lesson.tally == {"computed": 7, "cited": 1, "unverified": 1}


def test_steps_are_shuffled_and_know_their_place(lesson: RenderedLesson) -> None:
    """A right order is marked wrong."""
    card = _card(lesson, "in-order")
    assert isinstance(card.body, Ordering)
    assert [step.position for step in card.body.steps] != [1, 2, 3]
    right = sorted(card.body.steps, key=lambda step: step.position)
    assert [step.text for step in right] == ["It raises its term", "It votes for itself", "It leads"]
    assert card.evidence == "Computed: the only order in all 3 runs of a simulated cluster of 3 servers"


def test_steps_that_are_free_stay_so(lesson: RenderedLesson) -> None:
    """An order that the runs allow is marked wrong, or the card says that there is only one."""
    card = _card(lesson, "two-votes")
    assert isinstance(card.body, Ordering)
    assert card.body.free == ((2, 3),)
    assert card.evidence == "Computed: the only orders in all 3 runs of a simulated cluster of 3 servers"


@given(st.text(string.ascii_lowercase, min_size=1, max_size=8))
def test_steps_never_come_in_a_right_order(name: str) -> None:
    """An ordering with steps that are free of each other is solved before the learner has touched it."""
    steps = [{"text": text, "cite": "paper §1"} for text in "abc"]
    data = {"id": name, "kind": "ordering", "concept": "thing", "stem": "?", "steps": steps, "free": [[1, 2], [3, 2]]}
    kind = KINDS["ordering"]
    question = kind.question.model_validate(data)
    body = kind.body.lowered(question, Context({}, Findings(), Html, Html))
    assert isinstance(body, Ordering)
    assert not body.is_right([step.position for step in body.steps])


def test_pairs_with_the_same_partner_share_it(lesson: RenderedLesson) -> None:
    """Two options read the same, and only one of them counts as right."""
    body = _card(lesson, "who-is-what").body
    assert isinstance(body, Matching)
    assert sorted(body.choices) == ["follower", "leader"]
    assert [body.choices[pair.match] for pair in body.pairs] == ["leader", "follower", "follower"]


def test_a_concept_has_a_card_of_its_own(lesson: RenderedLesson) -> None:
    """The learner is asked about terms that no card defines."""
    card = _card(lesson, "concept.thing")
    assert card.body == Definition("Thing", "<p>A thing.</p>")  # type: ignore[arg-type] # HTML is text
    assert card.tags == (
        "quizgen::concept::thing",
        "quizgen::kind::concept",
        "quizgen::lesson::small",
        "quizgen::level::junior",
    )


def test_a_run_is_shown_where_one_was_made(lesson: RenderedLesson) -> None:
    """The learner cannot see why an answer is right, or is shown a run of something else."""
    assert "become_leader" in _card(lesson, "who-leads").trace
    assert "heartbeat_sent" not in _card(lesson, "who-leads").trace
    assert _card(lesson, "which-hold").trace == ""


def test_variants_can_be_drawn_from_cards(lesson: RenderedLesson) -> None:
    """Two instances of a family come on one sheet, or one class gets all the long runs."""
    assert [card.id for card in lesson.cards if card.family == "how-many"] == ["how-many.n-3", "how-many.n-4"]
    assert _card(lesson, "who-leads").family == ""
    shown = _card(lesson, "who-leads").trace.splitlines()
    assert _card(lesson, "who-leads").run_length == len([line for line in shown if line.split()[0].isdigit()])
    assert _card(lesson, "which-hold").run_length == 0


def test_the_file_is_kept_as_it_was_read(lesson: RenderedLesson) -> None:
    """The source that comes with a key is not what the key was made from."""
    assert lesson.source.startswith("format: lesson/1\n")
    assert "- id: who-leads\n" in lesson.source


def test_pictures_are_named_by_what_they_show(tmp_path: Path) -> None:
    """Anki keeps the old picture when a new one comes under the same name."""
    item = "{id: a, kind: recall, concept: thing, stem: '![An arrow](arrow.png)', points: [{text: b, cite: paper §1}]}"
    items = f"items:\n  - {item}\n"
    names = []
    for content in (b"one", b"two", b"one"):
        (tmp_path / "arrow.png").write_bytes(content)
        checked = check(write(tmp_path, items), Silent(), runs=True)
        (lesson,) = render(checked.deck, checked.findings, lambda done, total: None)  # noqa: ARG005
        ((name, file),) = lesson.assets.items()
        assert f'src="{name}"' in _card(lesson, "a").stem
        assert file.read_bytes() == content
        names.append(name)
    assert names[0] == names[2] != names[1]
