"""Assumptions: answers that turn with a switch, and stems that do not say how it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent
from quizgen.crosscheck import Laboratory
from quizgen.diagnostics import Diagnostic
from quizgen.mutation import Dependence, dependences, unstated
from tests.mutation.lessons import checked
from tests.small import lines_before


def turning(folder: Path, body: str) -> tuple[Dependence, ...]:
    """Return the statements of a lesson that turn with a switch."""
    sound = checked(folder, body)
    assert sound.diagnostics == ()
    return dependences(sound.deck, sound.findings.gave_up, Laboratory(), Silent().step)


def said(folder: Path, body: str) -> tuple[Diagnostic, ...]:
    """Return what is said against the stems of a lesson."""
    return unstated(turning(folder, body))


RETURNS = """\
items:
  - id: returns
    kind: recall
    concept: thing
    scenario:
      simulator: raft
      servers: 3
      %s
      events: [{elect: S1}, {isolate: S3}, {run: 2s}, {heal: all}, {run: 1s}]
      explore: {seeds: 4}
    stem: %s
    points: [{text: It is deposed., always: '%s'}]
"""
DEPOSED, CALM = 'max_term() > 1 && stepped_down("S1")', "max_term() == 1"


def test_answer_that_depends_on_pre_vote(tmp_path: Path) -> None:
    """The learner who thinks of PreVote answers rightly and is told to be wrong."""
    body = RETURNS % ("", "Three servers; S3 was cut off. What now?", DEPOSED)
    (about,) = said(tmp_path, body)
    assert about.code == "unstated-assumption"
    assert (about.span.line - lines_before(body), about.span.column) == (11, 11)
    assert about.message == (
        "the answer of `returns` depends on `pre_vote`, of which the stem says nothing: with it turned, of "
        f"`always: {DEPOSED}`, it is false in all 4 runs of raft (seed 0)"
    )
    assert about.hint.startswith("state the assumption in the stem. Whether servers ask before they campaign")
    assert about.severity.value == "error"


def test_stem_that_states_it(tmp_path: Path) -> None:
    """An author who has said it is told to say it."""
    stem = "Three servers without PreVote; S3 was cut off. What now?"
    body = RETURNS % ("", stem, DEPOSED)
    assert [one.stated for one in turning(tmp_path, body)] == [True]
    assert said(tmp_path, body) == ()


@pytest.mark.parametrize(("stem", "names"), [("S3 was cut off.", ["pre_vote"]), ("S3 uses PreVote.", [])])
def test_switch_that_the_scenario_sets(tmp_path: Path, stem: str, names: list[str]) -> None:
    """A question about PreVote that does not name it is one about basic Raft, with a wrong answer."""
    found = said(tmp_path, RETURNS % ("pre_vote: true", stem, CALM))
    assert [name for name in names if any(f"`{name}`" in one.message for one in found)] == names
    assert all("`pre_vote`" not in one.message for one in found) == (not names)


def test_what_is_stated_can_be_left_out(tmp_path: Path) -> None:
    """A quick search for stems that leave something unsaid overlooks one."""
    items = RETURNS.replace("items:\n", "") % ("", "Three servers; S3 was cut off.", DEPOSED)
    body = RETURNS % ("", "Three servers without PreVote; S3 was cut off.", DEPOSED) + items.replace(
        "returns", "silent"
    )
    deck = checked(tmp_path, body).deck
    whole, quick = (dependences(deck, {}, Laboratory(), Silent().step, unstated_only=only) for only in (False, True))
    assert len(quick) < len(whole)
    assert unstated(quick) == unstated(whole) != ()


def test_number_of_servers(tmp_path: Path) -> None:
    """What holds for three servers is learnt as if it held for four."""
    body = (
        "items:\n"
        "  - {id: votes, kind: numeric, concept: thing, scenario: elected, stem: %s,"
        " answer: {value: 2, measure: votes_needed}}\n"
    )
    (found,) = said(tmp_path, body % "How many votes does it take?")
    assert "`one_server_more`" in found.message
    assert found.message.endswith("`votes_needed` gives 3, where '2' is stated")
    assert said(tmp_path, body % "Three servers. How many votes does it take?") == ()


def test_script_that_fails_proves_nothing(tmp_path: Path) -> None:
    """With PreVote nobody votes S2 in while S1 is heard: that the script fails is not what the item is about."""
    body = """\
items:
  - id: second
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, events: [{elect: S1}, {run: 200ms}, {elect: S2}], explore: {seeds: 3}}
    stem: Three servers; S2 is elected next. Who leads?
    points: [{text: S2, always: leader() == "S2"}]
"""
    assert [one.switch.name for one in turning(tmp_path, body)] == []


def test_script_that_is_meant_to_fail_is_asked(tmp_path: Path) -> None:
    """A script whose failure is the question would never be asked about at all."""
    body = """\
items:
  - id: alone
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, events: [{elect: S1}, {isolate: S2}, {elect: S2}], explore: {seeds: 3}}
    stem: S2 of three servers is cut off, and campaigns. What becomes of it?
    points: [{text: It raises its term in vain., always: 'happened("not_elected") && current_term("S2") > 1'}]
"""
    assert "pre_vote" in [one.switch.name for one in turning(tmp_path, body)]


def test_what_cannot_be_run_is_not_turned(tmp_path: Path) -> None:
    """An author of nine servers would be blamed for what ten would do, of which no scenario can be made."""
    body = """\
items:
  - id: nine
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: %d, events: [{elect: S1}], explore: {seeds: 3}}
    stem: How does S1 win?
    points: [{text: By a bare majority., always: votes_at_win(1) == %d}]
"""
    assert "one_server_more" in [one.switch.name for one in turning(tmp_path, body % (7, 4))]
    assert "one_server_more" not in [one.switch.name for one in turning(tmp_path, body % (9, 5))]


@pytest.mark.parametrize(("own", "stated"), [("", False), ("scenario: elected, ", True)])
def test_only_a_statement_with_its_own_scenario_speaks_for_itself(tmp_path: Path, own: str, *, stated: bool) -> None:
    """An option that happens to use the word would hide that the question leaves it open."""
    body = f"""\
items:
  - id: size
    kind: recall
    concept: thing
    scenario: elected
    stem: How many votes does it take?
    points: [{{text: Of three servers two., {own}always: votes_needed == 2}}]
"""
    assert [one.stated for one in turning(tmp_path, body)] == [stated]


@pytest.mark.slow
def test_bad_luck_in_few_runs_is_no_assumption(tmp_path: Path) -> None:
    """Every stem would have to exclude a message that is lost at the worst moment."""
    body = """\
items:
  - id: calm
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, events: [{elect: S1}, {run: 700ms}], explore: {seeds: 20}}
    stem: Three servers. In which term are they?
    points: [{text: The first., always: max_term() == 1}]
"""
    assert "loss" not in [one.switch.name for one in turning(tmp_path, body)]
    assert "loss" in [one.switch.name for one in turning(tmp_path, body.replace("700ms", "60s"))]
