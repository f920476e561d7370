"""Claims in plain words: what a learner is told was asked of the runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.crosscheck import environment_of
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import Measure, Observation
from quizgen.wording import in_words, sentence
from tests.simulators.loop import LOOP

RAFT = SIMULATORS["raft"]

SAID = {
    'committed("x") && !acknowledged("x")': "x is committed, and the client is not told that x is committed",
    'leaders("left") == 1 && committed("x")': "exactly one server leads in the group left at the end, and x is "
    "committed",
    'leader() == "S1" || leader() == ""': "either S1 is the leader at the end or there is no leader",
    'leader() == "S1" || leader() == "S3"': "S1 or S3 is the leader at the end",
    'leader() != "" && "S4" != leader()': "there is a leader at the end, and S4 is not the leader",
    '!(up("S1") && up("S2"))': "either S1 is down at the end or S2 is down",
    '!(committed("x") || committed("kept"))': "x is not committed, and \N{LEFT DOUBLE QUOTATION MARK}kept"
    "\N{RIGHT DOUBLE QUOTATION MARK} is not committed",
    "!(elections() > 1)": "there is at most one campaign",
    "3 <= elections()": "there are at least 3 campaigns",
    'log_terms("S3") == [1, 1]': "the terms of S3's log are 1 and 1 at the end",
    'log_terms("S3") == [2]': "the only entry of S3's log is of term 2 at the end",
    "log_terms(leader()) == []": "the leader's log is empty at the end",
    'log_terms("S1") == log_terms("S2")': "the terms of S1's log at the end are the same as the terms of S2's log",
    'size(log_terms("S5")) > 1': "S5's log has more than one entry at the end",
    'happened("entries_deleted", "S3")': "S3 deletes entries that conflict with the leader's",
    '!happened("client_write", "S3")': "a client's write never reaches S3",
    '!happened("vote_refused")': "no vote is refused",
    'count("vote_granted") == 0': "no vote is given to another server",
    'count("vote_refused", "S2") == 2': "S2 refuses its vote exactly twice",
    'count("vote_refused", "S2") + count("crash", "S2") == 0': "S2 never refuses its vote, and it never crashes",
    '["S1", "S2"].all(s, up(s))': "S1 is up at the end, and S2 is up",
    '!["S1", "S2"].all(s, up(s))': "either S1 is down at the end or S2 is down",
    '["S1", "S2"].filter(s, vote_of(s, 5) == "S1").size() == 2': "for exactly 2 of S1 and S2 "
    "it is true that it votes for S1 in term 5",
    'vote_of("S5", 5) == "S5"': "S5 votes for itself in term 5",
    'log_values("S2")[4] == "x"': "the fifth of the values of S2's log at the end is x",
    'log_values("S2")[10] == "x"': "number 11 of the values of S2's log at the end is x",
    'log_terms("S2")[0] == 2': "the first of the terms of S2's log at the end is 2",
    'log_values("S1").filter(v, v == "x").size()': "how often x is among the values of S1's log at the end",
    "2 * votes_needed > 5": "twice the number of votes that a candidate needs is more than 5",
    'vote_of("S3", 3) == "S1" ? "yes" : "no"': "\N{LEFT DOUBLE QUOTATION MARK}yes\N{RIGHT DOUBLE QUOTATION MARK} if S3 "
    "votes for S1 in term 3, otherwise \N{LEFT DOUBLE QUOTATION MARK}no\N{RIGHT DOUBLE QUOTATION MARK}",
    'holds("monotonic-terms")': "no server's term ever decreases",
    '!holds("leader-append-only")': "some leader changes or deletes entries of its own log",
    'holds("leader-completeness")': "leader completeness holds",
    "terms_without_leader() == 0": "no term passes without a leader",
    "disjoint_pairs == 0": "no pair of smallest working sets is disjoint",
    '"follows " + known_leader("S4")': "follows the server that S4 takes for the leader at the end",
    "elections() + max_term() == 3": "the number of campaigns plus the highest term at the end is 3",
    "elections() * 2 < max_term()": "twice the number of campaigns is less than the highest term at the end",
    'role("S1") in ["leader", "candidate"]': "S1 is a leader or a candidate at the end",
    '!(role("S1") in ["leader", "down"])': "S1 is not a leader at the end, and it is not down",
    "leaders_in_term_max() <= 1": "no term has more than one leader",
    "!(leaders_in_term_max() <= 1)": "some term has more than one leader",
    "leaders_in_term_max() == 2": "the largest number of leaders in any one term is 2",
    "simultaneous_leaders() >= 2": "more than one server leads at some moment",
    "1 >= simultaneous_leaders()": "no two servers lead at the same moment",
    "acks_needed == 3": "exactly 3 servers must hold an entry before it is committed",
    "crashes_survived >= 2": "the cluster is sure to survive at least 2 crashes",
    "crashes_survived == 1": "the cluster is sure to survive exactly one crash",
    '!stepped_down("S1")': "S1 never steps down",
    'role("S1") == "leader" && current_term("S1") == 2': "S1 is a leader at the end, and its term is 2",
    'happened("vote_refused", "S3") && stepped_down("S3") && committed("x")': "S3 refuses its vote, it steps down, and "
    "x is committed",
    'in_log("x", "S1") && committed("x")': "x is in S1's log at the end, and x is committed",
    'current_term("S1") == 1 && current_term("S1") == log_length("S1")': "S1's term at the end is 1, and S1's term is "
    "the same as the length of S1's log",
    "longest_stall_ms() > 1500": "the longest time without a working leader is more than 1500 ms",
    'overwritten("2@3") && in_log("x@1", "S1")': "entry 2 of term 3 is overwritten, and x@1 is in S1's log at the end",
    'log_values("S2") == ["1@1", "x"]': "S2's log holds just entry 1 of term 1 and x at the end",
    'commit_index("S1") == 0': "S1's commitIndex at the end is 0",
    'next_index("S1", "S2") > match_index("S1", "S2")': "S1's nextIndex for S2 at the end is more than S1's matchIndex "
    "for S2",
    'holds("log-matching") == true': "",
}


@pytest.mark.parametrize("claim", SAID)
def test_a_claim_is_told_in_words(claim: str) -> None:
    """A learner would read CEL, or words that say something else than what was asked."""
    assert in_words(claim, RAFT) == SAID[claim]


CHOSEN = 'vote_of("S3", 5) == "S1" ? "grants" : "refuses"'


@pytest.mark.parametrize(("value", "words"), [("grants", "votes"), ("refuses", "does not vote")])
def test_of_a_choice_it_is_told_what_decided(value: str, words: str) -> None:
    """A learner would have to work out which of the two branches was taken."""
    assert in_words(CHOSEN, RAFT, value) == f"S3 {words} for S1 in term 5"


@pytest.mark.parametrize(
    ("form", "claim", "explored", "words"),
    [
        ("always", 'up("S1")', False, "in every run, S1 is up at the end"),
        ("sometimes", 'up("S1")', True, "in some state that can be reached, S1 is up"),
        ("never", "leaders() > 1", True, "in no state that can be reached, more than one server leads"),
        (
            "never",
            'up("S1") && leaders() == 0',
            False,
            "in no run is it so at once that S1 is up at the end, and no server leads",
        ),
    ],
)
def test_it_is_told_of_which_runs_it_is_so(form: str, claim: str, explored: bool, words: str) -> None:  # noqa: FBT001
    """What is so in one run would be learnt as what is always so; or what is never so together as never so at all."""
    assert sentence(form, claim, RAFT, explored=explored) == words


@pytest.mark.parametrize(
    "claim",
    [
        "",
        "elections(",
        "unheard() == 1",
        "!" * 99,
        "(" * 999,
        "[1][",
        '"',
        "?",
        "true",
        "1.5 > 1.0",
        '{"a": 1}["a"] == 1',
    ],
)
def test_what_has_no_words_is_not_put_into_wrong_ones(claim: str) -> None:
    """A learner would be told that something was asked that was not; or one odd claim would end the build."""
    assert in_words(claim, RAFT) == ""
    assert sentence("always", claim, RAFT) == ""


def test_a_simulator_without_words_has_none() -> None:
    """The claim of another package's simulator would be lost, or be told in the words of Raft."""
    assert in_words('first() == "a"', LOOP) == ""


def asked(one: Observation | Measure[Any]) -> str:
    """Return an observation or measure as a claim names it."""
    if isinstance(one, Measure):
        return one.name
    given = (
        '"crash"' if parameter.name == "event_type" else f'"S{place}"' if parameter.type == "string" else str(place + 3)
        for place, parameter in enumerate(one.parameters, 1)
    )
    return f"{one.name}({', '.join(given)})"


def claims() -> Iterator[str]:
    """Yield all comparisons of all that is observed or measured with 0 to 3, with texts and with lists."""
    observed: list[Observation | Measure[Any]] = [*RAFT.observations, *RAFT.measures]
    for one in observed:
        told = asked(one)
        if one.returns == "bool":
            yield from (told, f"!{told}")
        elif one.returns == "int":
            yield from (f"{told} {sign} {number}" for sign in ("==", "!=", ">", "<=") for number in range(4))
        elif one.returns == "string":
            yield from (f'{told} {sign} "{text}"' for sign in ("==", "!=") for text in ("", "S1", "leader"))
        else:
            texts = one.returns == "list(string)"
            lists = ("[]", '["a"]', '["a", "b"]') if texts else ("[]", "[1]", "[1, 2]")
            yield from (f"{told} {sign} {items}" for sign in ("==", "!=") for items in lists)
            yield from (f"size({told}) {sign} {number}" for sign in ("==", "!=", ">", "<=") for number in range(4))


SAME = {
    r"size\(log_(values|terms)\((.*)\)\)": r"log_length(\2)",
    r"log_(values|terms)\((.*)\) (.)= \[\]": r"log_length(\2) \3= 0",
    r"size\((.*)\) (.=) 0": r"\1 \2 []",
    r"size\((.*)\) > 0": r"\1 > 0",
    r"^!happened\((.*)\)$": r"count(\1) <= 0",
    r"^happened\((.*)\)$": r"count(\1) > 0",
    r"!= (0|\[\])": "> 0",
    r"(<=|==) (0|\[\])": "<= 0",
}


def meant(claim: str) -> str:
    """Return a claim in the form that all have that mean the same: no number of things is below zero."""
    for one, same in SAME.items():
        claim = re.sub(one, same, claim)
    return claim


def test_whatever_is_observed_has_words_and_different_claims_have_different_ones() -> None:
    """Two claims of which one is false would be one sentence to a learner."""
    found: dict[str, set[str]] = {}
    for claim in claims():
        words = in_words(claim, RAFT)
        assert words, claim
        assert "{" not in words
        found.setdefault(words, set()).add(meant(claim))
    assert [told for told in found.values() if len(told) > 1] == []


def test_every_event_has_words() -> None:
    """A claim about an event of a run could not be told to a learner."""
    assert set(RAFT.happenings) == set(RAFT.trace_events)
    for event in RAFT.happenings:
        told = {
            in_words(f'{claim}("{event}"{at}){is_so}', RAFT)
            for claim, is_so in (("happened", ""), ("count", " > 1"))
            for at in ("", ', "S1"')
        }
        assert len(told) == 4
        assert "" not in told


ATOMS = st.sampled_from([*claims()])
CLAIMS = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        st.builds("!({})".format, part),
        st.builds("({}) && ({})".format, part, part),
        st.builds("({}) || ({})".format, part, part),
    ),
    max_leaves=5,
)


@given(CLAIMS)
def test_a_claim_and_its_contrary_are_different_sentences(claim: str) -> None:
    """A negation would get lost on its way to the learner, who then learns the contrary of what is so."""
    environment_of(RAFT).compile(claim)
    told, contrary = in_words(claim, RAFT), in_words(f"!({claim})", RAFT)
    assert told
    assert contrary
    assert told != contrary
    assert in_words(f"!(!({claim}))", RAFT) == told
