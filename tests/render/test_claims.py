"""Claims in plain words: what a learner is told was asked of the runs."""

from __future__ import annotations

import pytest

from quizgen.render.claims import in_words
from quizgen.simulators import SIMULATORS
from tests.simulators.loop import LOOP

SAID = {
    'committed("x") && !acknowledged("x")': "x is committed and the client is not told that x is committed",
    'leader() == "S1" || leader() == ""': "either the leader at the end is S1 or the leader at the end is none",
    '!(up("S1") && up("S2"))': "either S1 is down at the end or S2 is down at the end",
    "!(elections() > 1)": "the number of campaigns is at most 1",
    'log_terms("S3") == [1, 1]': "the list of terms in S3's log is (1, 1)",
    'happened("entries_deleted", "S3")': "it happens at S3 that a follower deletes entries that "
    "conflict with the leader's",
    'count("vote_granted") == 0': "the number of times that a server votes for a candidate is 0",
    "leaders() == 1 && leaders('old') == 0": "the number of leaders at the end is 1 and the number of leaders in the "
    "group old is 0",
    '["S1", "S2"].all(s, up(s))': "for every s of (S1, S2), s is up at the end",
    '!["S1", "S2"].all(s, up(s))': "for some s of (S1, S2), s is down at the end",
    '["S1", "S2"].filter(s, vote_of(s, 5) == "S1").size()': "the number of those s of (S1, S2) for which s's vote in "
    "term 5 is S1",
    'log_values("S2")[4]': "number 5 of the list of values in S2's log",
    '"follows " + known_leader("S4")': "follows the server that S4 takes for the leader",
    "elections() + max_term() == 3": "the number of campaigns plus the highest term is 3",
    'role("S1") in ["leader", "candidate"]': "S1's role at the end is one of (leader, candidate)",
}


@pytest.mark.parametrize("claim", SAID)
def test_a_claim_is_told_in_words(claim: str) -> None:
    """A learner would read CEL, or words that say something else than what was asked."""
    assert in_words(claim, SIMULATORS["raft"]) == SAID[claim]


CHOSEN = 'vote_of("S3", 5) == "S1" ? "grants" : "refuses"'


@pytest.mark.parametrize(("value", "words"), [("grants", "is S1"), ("refuses", "is not S1")])
def test_of_a_choice_it_is_told_what_decided(value: str, words: str) -> None:
    """A learner would have to work out which of the two branches was taken."""
    assert in_words(CHOSEN, SIMULATORS["raft"], value) == f"S3's vote in term 5 {words}"


@pytest.mark.parametrize(
    "claim",
    ["", "elections(", "unheard() == 1", "elections() * 2 == 4", "!" * 99, "(" * 999, "[1][", '"', "?"],
)
def test_what_has_no_words_is_not_put_into_wrong_ones(claim: str) -> None:
    """A learner would be told that something was asked that was not; or one odd claim would end the build."""
    assert in_words(claim, SIMULATORS["raft"]) == ""


def test_a_simulator_without_words_has_none() -> None:
    """The claim of another package's simulator would be lost, or be told in the words of Raft."""
    assert in_words('first() == "a"', LOOP) == ""
