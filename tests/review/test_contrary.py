"""Texts that plainly say the contrary of their claims, or the claim of another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.diagnostics import Severity
from quizgen.review import sign
from quizgen.system import resources
from tests.small import write

BODY = """\
concepts:
  - {id: thing, name: Thing, definition: One leads., always: leaders() == 1, scenario: elected}
summary:
  - {text: No other server campaigns., never: 'happened("become_candidate", "S2")', scenario: elected}
items:
  - id: choose
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: S1 campaigns. What is so?
    options:
      - {text: A leader was elected., key: true, always: 'leader() == "S1"', rationale: The leader was elected.}
      - {text: Nobody got a vote of S3., always: 'vote_of("S3", 1) == ""', rationale: S3 voted.}
    explanation: The leader was elected for good.
  - id: ordered
    kind: ordering
    concept: thing
    scenario: elected
    stem: In which order?
    steps:
      - {text: Its time runs out., event: {type: election_timeout, actor: S1}}
      - {text: The campaign begins with a vote., event: {type: vote_self, actor: S1}}
      - {text: There is a leader., event: {type: become_leader, actor: S1}}
  - id: matched
    kind: matching
    concept: thing
    scenario: elected
    stem: What is each?
    pairs:
      - {left: The leader, right: S1, measure: leader()}
      - {left: The votes needed, right: "2", measure: votes_needed}
"""
EXCHANGED = "were they exchanged?"
TURNED = 'the text says "It is not true that"'


def told(folder: Path, *changes: tuple[str, str]) -> list[str]:
    body = BODY
    for old, new in changes:
        assert old in body
        body = body.replace(old, new, 1)
    write(folder, body)
    return [each.message for each in check(folder, Silent()).diagnostics if each.code == "says-contrary"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("definition: One leads.", "definition: It is not true that one leads.", f"thing: {TURNED}"),
        ("text: No other", "text: It is not true that no other", f"small: {TURNED}"),
        ("text: A leader was", "text: It isn't the case that a leader was", 'the text says "It isn\'t the case that"'),
        ("text: A leader was", "text: It is false that a leader was", 'the text says "It is false that"'),
        ("text: There is a", "text: So it was; it is not true that there is a", "the text says"),
        ("stem: S1 camp", "stem: It is not true that S1 camp", 'choose: the question says "It is not true that"'),
        ("stem: In which", "stem: 'It is wrong that S1 won. In which", 'ordered: the question says "It is wrong that"'),
        ("rationale: The leader", "rationale: It is not true that the leader", "choose: the reason says"),
        ("explanation: The leader", "explanation: It is not true that the leader", "choose: the reason says"),
    ],
)
def test_what_denies_a_whole_sentence_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    """What is learnt by heart is the contrary of what was proven, and nobody is told before it was read."""
    if new.count("'") == 1 and "isn't" not in new:
        new, old = new + " order?'", old + " order?"
    assert [message in one for one in told(tmp_path, (old, new))] == [True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("text: Its time runs out.", "text: The campaign begins with a vote."),
        ("left: The leader", "left: The votes needed"),
        ("text: A leader was elected.", "text: Nobody got a vote of S3."),
    ],
)
def test_texts_that_were_exchanged_are_told(tmp_path: Path, one: str, other: str) -> None:
    """Of two options or steps that changed places on a page, each is marked by what is said of the other."""
    found = told(tmp_path, (one, "text: XX"), (other, one), ("text: XX", other))
    assert [EXCHANGED in each for each in found] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("text: A leader was", "text: It is true that a leader was"),
        ("text: A leader was", "text: It is not false that a leader was"),
        ("text: A leader was elected.", "text: Nobody but S1 was elected."),
        ("text: No other", "text: It is not true that another"),
        ("text: Nobody got", "text: It is not true that somebody got"),
        ("rationale: S3 voted.", "rationale: It is not true that nobody got a vote of S3."),
        ("explanation: The leader", "explanation: It is not true that nobody got a vote. The leader"),
        ("stem: S1 campaigns. What is so?", "stem: S1 campaigns. Of what can it be said that it is not true that"),
    ],
)
def test_what_may_well_be_meant_is_not(tmp_path: Path, old: str, new: str) -> None:
    """Warnings that are wrong teach authors to overlook those that are right."""
    assert told(tmp_path, (old, new)) == []


@pytest.mark.slow
def test_nothing_is_said_of_the_shipped_lessons() -> None:
    """Whoever starts from the lessons that ship begins with warnings that are none."""
    found = check(resources.content(), Silent()).diagnostics
    assert [each for each in found if each.code in ("says-contrary", "names-differ")] == []


def test_what_was_signed_is_believed(tmp_path: Path) -> None:
    """An author who has looked twice is told of it at each build for ever."""
    assert told(tmp_path, ("text: A leader was", "text: It is not true that a leader was"))
    checked = check(tmp_path, Silent())
    assert {each.severity for each in checked.diagnostics if each.code == "says-contrary"} == {Severity.WARNING}
    for statement in list(checked.reading.unread):
        sign(tmp_path, statement.key, "2026-01-31")
    assert [each for each in check(tmp_path, Silent()).diagnostics if each.code == "says-contrary"] == []


def test_other_languages_are_left_alone(tmp_path: Path) -> None:
    """A lesson in German is judged by the words of English."""
    body = BODY.replace("text: A leader was", "text: It is not true that a leader was")
    file = write(tmp_path, body)
    file.write_text(file.read_text().replace("level: junior", "level: junior\nlanguage: de"))
    assert [each for each in check(tmp_path, Silent()).diagnostics if each.code == "says-contrary"] == []
