"""Faults: statements that hold no longer when something goes wrong."""

from __future__ import annotations

from pathlib import Path

from quizgen.compiler import Silent
from quizgen.crosscheck import Laboratory
from quizgen.mutation import Flip, flips
from quizgen.mutation.faults import failing_laws
from tests.mutation.lessons import checked


def flipping(folder: Path, body: str) -> dict[str, Flip]:
    """Return, by fault, what flips of a lesson with one item."""
    found = flips(checked(folder, body), Laboratory(), Silent().step)
    assert len({(one.fault, one.item) for one in found}) == len(found)
    return {one.fault.name: one for one in found}


DOWN = """\
items:
  - id: one-down
    kind: recall
    concept: thing
    scenario:
      simulator: raft
      servers: 5
      events: [{elect: S1}, {crash: S5}, {write: {to: S1, value: x}}, {run: 1s}]
      explore: {seeds: 3}
    stem: One server of five is dead. What do clients notice?
    points: [{text: %s, always: '%s'}]
"""
NO_STALL = 'acknowledged("x") && longest_stall_ms() < 100'


def test_what_holds_only_with_a_living_leader(tmp_path: Path) -> None:
    """Learners take home that no crash is noticed, and are surprised by the first one of a leader."""
    found = flipping(tmp_path, DOWN % ("No stall at all.", NO_STALL))
    assert [*found] == ["leader_crashes", "leader_cut_off", "no_message_arrives"]
    assert found["leader_crashes"].line == (
        f"{tmp_path}/small.yaml:22:14: one-down: with {{crash: leader}} after event 1, of `always: {NO_STALL}`, "
        "it is false in all 3 runs of raft (seed 0)"
    )


def test_what_holds_whatever_happens(tmp_path: Path) -> None:
    """An author who has worded it well is told to add conditions."""
    assert flipping(tmp_path, DOWN % ("Nothing committed is lost.", 'holds("leader-completeness")')) == {}


def test_script_that_cannot_be_carried_out_says_nothing(tmp_path: Path) -> None:
    """That S1 cannot be elected after it crashed would be told as what the crash does to the statement."""
    body = """\
items:
  - id: again
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, events: [{elect: S1}, {elect: S2}, {elect: S1}], explore: {seeds: 3}}
    stem: Who leads?
    points: [{text: S1, always: current_term("S3") == 3}]
"""
    assert "leader_crashes" not in flipping(tmp_path, body)


def test_script_that_is_meant_to_fail_is_asked(tmp_path: Path) -> None:
    """A script whose failure is the question would never be asked about at all."""
    body = """\
items:
  - id: alone
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, events: [{elect: S1}, {isolate: S2}, {elect: S2}], explore: {seeds: 3}}
    stem: S2 of three servers is cut off, and campaigns. Who leads?
    points: [{text: S1 and nobody else., always: 'happened("not_elected") && leader() == "S1"'}]
"""
    assert "leader_crashes" in flipping(tmp_path, body)


def test_law_that_a_fault_breaks(tmp_path: Path) -> None:
    """Learners take a story for a law, and the author is told of it only as of one line among many."""
    found = flipping(tmp_path, DOWN % ("Clients never notice.", NO_STALL))
    (failing,) = failing_laws(found.values())
    assert (failing.code, failing.severity.value) == ("law-fails", "error")
    assert failing.message.startswith(
        '`one-down` says "never", but with {crash: leader} after event 1, of `always: ack'
    )
    assert failing.hint == "name the condition in `assumes`, or say what this script shows"
    assert (failing.span.line, failing.span.column) == (22, 14)


def test_law_holds_even_if_its_script_cannot_go_on(tmp_path: Path) -> None:
    """A term that has no leader at all is missed, since the script elects one; and "exactly one" is learnt."""
    body = """\
items:
  - id: terms
    kind: recall
    concept: thing
    scenario: elected
    stem: How many leaders has a term?
    points: [{text: %s, always: leaders_in_term_max() %s 1}]
"""
    (failing,) = failing_laws(flipping(tmp_path, body % ("Exactly one.", "==")).values())
    assert "with loss: 1, of" in failing.message
    assert failing_laws(flipping(tmp_path, body % ("At most one.", "<=")).values()) == ()


def test_law_under_a_condition(tmp_path: Path) -> None:
    """An author who has named the condition is told to name it."""
    body = DOWN % ("Clients never notice.", NO_STALL)
    found = flipping(tmp_path, body.replace("    stem:", "    assumes: the leader lives and is linked\n    stem:"))
    assert found.keys() >= {"leader_crashes"}
    assert failing_laws(found.values()) == ()


def test_story_before_the_law(tmp_path: Path) -> None:
    """The first statement of an item that flips would hide that its law fails."""
    law = "{text: They never do., always: longest_stall_ms() < 100}"
    body = (DOWN % ("Clients notice nothing.", NO_STALL)).replace("'}]\n", f"'}}, {law}]\n")
    (failing,) = failing_laws(flipping(tmp_path, body).values())
    assert '"never"' in failing.message


def test_partition_takes_one_server_more(tmp_path: Path) -> None:
    """A deck with a cut network cannot be mutated at all, or an even cluster that halts when it is halved is missed."""
    body = """\
items:
  - id: cut
    kind: recall
    concept: thing
    scenario:
      simulator: raft
      servers: 3
      events: [{partition: {left: [S1, S2], right: [S3]}}, {run: 2s}]
      explore: {seeds: 3}
    stem: A cut leaves two servers on one side. Does a leader come?
    points: [{text: On one side it does., always: leaders() == 1}]
"""
    assert flipping(tmp_path, body)["one_server_more"].written == "servers: 4, S4 in right"


def test_experiments_are_not_asked_again(tmp_path: Path) -> None:
    """Authors would wait for experiments that take no notice of what happens in a script."""
    body = (
        "items:\n  - {id: votes, kind: numeric, concept: thing, scenario: elected, stem: Votes?,"
        " answer: {value: 2, measure: votes_needed}}\n"
    )
    assert flipping(tmp_path, body) == {}
