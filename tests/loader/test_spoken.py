"""Statements without a text: what they say is what was proven."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.kinds.choice.question import MultipleChoice
from quizgen.kinds.recall.question import Recall
from quizgen.loader import load
from quizgen.model.scenario import bind
from quizgen.wording import says_itself, text_of
from tests.small import write

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
        "In no state that can be reached, the largest number of leaders in any one term is more than 1.",
        "In some state that can be reached, S3 is the leader.",
    ]
    assert [says_itself(option, choice.scenario) for option in choice.options] == [True, True, False]


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
    written = ITEMS.replace("always: 'CLAIM'", "measure: leaders()")
    _, (found, *_) = load(write(tmp_path, written))
    assert (found.code, "`text`" in found.message) == ("missing-key", True)


def test_texts_are_still_of_the_same_kind_of_run() -> None:
    """What is so at the start would be learnt as what becomes of it."""
    still = bind({"simulator": "raft", "servers": 3, "start": {"S1": {"log": [1]}}})
    assert text_of("always", 'log_terms("S1") == [1]', still) == "The only entry of S1's log is of term 1."
