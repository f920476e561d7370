"""The score of a deck, in words and for tools."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgen.mutation import Score
from quizgen.mutation.score import as_json, as_text
from quizgen.simulators import SIMULATORS
from tests.mutation.lessons import scored

VOTES = (
    "items:\n  - {id: votes, kind: numeric, concept: thing, scenario: elected, stem: Votes?,"
    " answer: {value: %d, measure: votes_needed}}\n"
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """The score of one sound item."""
    return scored(tmp_path_factory.mktemp("deck"), VOTES % 2)


def test_deck_with_errors_is_not_mutated(tmp_path: Path) -> None:
    """What contradicts a wrong answer would be praised for exposing a misconception."""
    wrong = scored(tmp_path, VOTES % 3)
    assert (wrong.exposures, wrong.dependences, wrong.flips, wrong.sound) == ((), (), (), False)
    assert [diagnostic.code for diagnostic in wrong.diagnostics] == ["value-differs"]


def test_unstated_assumption_is_an_error(found: Score) -> None:
    """A deck that misleads would pass."""
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["unstated-assumption"]
    assert not found.sound


def test_blind_spots_are_told(found: Score) -> None:
    """The author does not learn which belief a learner may keep."""
    blind = [one.misconception.name for one in found.blind_spots]
    assert "no-up-to-date-check" in blind
    assert "all-servers" not in blind
    text = as_text(found)
    assert "\nblind spot: no-up-to-date-check: A vote depends on the term only" in text
    assert f"\n{21 - len(blind)} of 21 misconceptions exposed\n" in text


def test_switches_are_told(found: Score) -> None:
    """The author does not learn which answers hold only for an odd cluster, or that none needs a reliable network."""
    head, *rows = as_text(found).split("\n\n")[-2].splitlines()
    assert head.split() == ["switch", "items", "not", "stated", "answers", "that", "turn", "with", "it"]
    assert [row.split() for row in rows] == [
        ["pre_vote", "0", "none"],
        ["check_quorum", "0", "none"],
        ["leader_no_op", "0", "none"],
        ["one_server_more", "1", "1", "votes"],
        ["loss", "0", "none"],
    ]


LEADS = (
    "items:\n  - {id: leads, kind: recall, concept: thing, scenario: elected, stem: Three servers. Who leads?,"
    ' points: [{text: S1, always: leader() == "S1"}]}\n'
)


def test_faults_are_told(tmp_path: Path) -> None:
    """The author does not learn which answers hold only as long as nothing goes wrong."""
    deck = scored(tmp_path, LEADS)
    *_, table, lines = as_text(deck).split("\n\n")
    head, *rows = [row.split() for row in table.splitlines()]
    assert head[:2] == ["fault", "items"]
    assert [row[0] for row in rows] == [fault.name for fault in SIMULATORS["raft"].faults]
    assert rows[0] == ["leader_crashes", "1", "leads"]
    assert "small.yaml:13:108: leads: with {crash: leader} after event 1, of `always: leader()" in lines
    assert len(lines.splitlines()) == len(deck.flips)
    told = [json.loads(line) for line in as_json(deck).splitlines() if "fault" in line]
    assert told[0] == {
        "fault": "leader_crashes",
        "item": "leads",
        "place": ["points", 0],
        "with": "{crash: leader} after event 1",
        "law": "",
        "seed": 0,
    }


def test_mistakes_only(tmp_path: Path) -> None:
    """Whoever asks only for mistakes waits for a table that is not shown, or misses a mistake."""
    quick, whole = (scored(tmp_path, VOTES % 2, mistakes_only=only) for only in (True, False))
    assert (quick.exposures, quick.flips) == ((), ())
    assert quick.diagnostics == whole.diagnostics != ()


def test_table_lines_up(found: Score) -> None:
    """Twenty rows that do not line up are not read."""
    head, *rows = as_text(found).partition("\n\n")[0].splitlines()
    assert len(rows) == 21
    column = head.index("exposed by")
    assert {row[column:] for row in rows} == {"votes", "nothing: a blind spot"}
    assert {row[column - 2 : column] for row in rows} == {"  "}


def test_json_holds_all(found: Score) -> None:
    """A tool that follows a deck's score over time would see a part of it."""
    lines = [json.loads(line) for line in as_json(found).splitlines()]
    exposed = {line["misconception"]: line["exposed_by"] for line in lines if "misconception" in line}
    assert exposed == {one.misconception.name: list(one.items) for one in found.exposures}
    assert [line for line in lines if "switch" in line] == [
        {"switch": "one_server_more", "item": "votes", "place": ["answer"], "stated": False, "seed": None}
    ]
