"""Claims about Raft that are nearly right: true under a condition that they leave out, or wrong as they are worded.

Each holds in the script that somebody would choose who believes it. D. Ongaro and J. Ousterhout, "In Search of an
Understandable Consensus Algorithm (Extended Version)", sections 5.1 to 5.4, tells the conditions.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.crosscheck import Laboratory
from tests.mutation.lessons import checked, scored
from tests.small import write

ITEM = """\
items:
  - id: believed
    kind: recall
    concept: thing
    scenario:
      simulator: raft
      servers: %d
      events: [%s]
      explore: {seeds: 5}
    stem: What holds?
    points: [{text: "%s", always: '%s'}]
"""
QUIET = "{elect: S1}, {run: 200ms}"
LONG = "{elect: S1}, {run: 3s}"
WRITES = "{elect: S1}, {write: {to: S1, value: x}}, {run: 300ms}"
FOLLOWER_DOWN = "{elect: S1}, {crash: S5}, {write: {to: S1, value: x}}, {run: 1s}"
LEADER_DOWN = "{elect: S1}, {write: {to: S1, value: x}}, {run: 200ms}, {crash: S1}, {run: 2s}"
IN_TURN = "{elect: S1}, {elect: S2}, {run: 200ms}"
CUT = (
    "{elect: S1}, {partition: {old: [S1, S2], new: [S3, S4, S5]}}, {write: {to: S1, value: x}}, {elect: S3},"
    " {write: {to: S3, value: y}}, {run: 500ms}"
)
USUAL = (QUIET, LONG, WRITES, FOLLOWER_DOWN, LEADER_DOWN, IN_TURN, CUT)
"""The scripts that authors choose for nearly everything."""


def said(folder: Path, servers: int, script: str, text: str, claim: str) -> set[str]:
    """Return the codes of what is said against a claim, and the faults and switches that it does not survive."""
    found = scored(folder, ITEM % (servers, script, text, claim), Laboratory())
    codes = {diagnostic.code for diagnostic in found.diagnostics}
    turning = {one.switch.name for one in found.dependences} | {flip.fault.name for flip in found.flips}
    return codes | turning


@pytest.mark.slow
@pytest.mark.parametrize(
    ("servers", "script", "text", "claim", "told"),
    [
        # section 5.2: unless the dead server was the leader
        (
            5,
            FOLLOWER_DOWN,
            "A dead server stalls nobody.",
            'acknowledged("x") && longest_stall_ms() < 100',
            "leader_crashes",
        ),
        # only if they accept different writes at all
        (
            *(5, CUT, "Whoever leads alone has a history of its own."),
            *('log_values("S1") != log_values("S3")', "law-from-one-script"),
        ),
        # section 5.3: no committed write
        (3, WRITES, "Written once, a value stays.", 'in_log("x", leader())', "leader_cut_off"),
        # section 8: a client is sent on, if a leader is known and lives
        (
            *(
                3,
                "{elect: S1}, {write: {to: S2, value: x}}, {run: 200ms}",
                "A follower sends the client to the leader.",
            ),
            *('redirected("x") && acknowledged("x")', "leader_crashes"),
        ),
        # section 5.2: or one whose election came to nothing
        (
            *(3, LEADER_DOWN, "Every candidate is a follower that lost its leader."),
            *('happened("become_candidate") && elections() > 1', "law-from-one-script"),
        ),
        # section 5.2: as long as a majority answers
        (3, "{time_out: S1}, {run: 2s}", "A candidate is one for a moment.", "leaders() == 1", "no_message_arrives"),
        # section 5.3: it sends to all, and waits for a majority only
        (3, WRITES, "A leader brings its entries to all followers.", 'holders("x") == 3', "follower_cut_off"),
        # section 5.2: healthy or not
        (3, QUIET, "A healthy term has at most one leader.", "leaders_in_term_max() == 1", "law-from-one-script"),
        # section 5.6: what is safe asks no clock, who leads does
        (5, LONG, "Terms stay as they are while time passes.", "max_term() == 1", "leader_crashes"),
        # section 5.1: for at most the rest of it
        (3, LONG, "The winner of a term leads until it is over.", 'role("S1") == "leader"', "leader_crashes"),
        # sections 5.2 and 5.4.2: it is a ballot, and part of the commit rule
        (3, IN_TURN, "A term has exactly two uses.", 'stepped_down("S1") && max_term() == 2', "law-fails"),
        # section 5.4.1: the term wins, its sender need not
        (3, IN_TURN, "The higher term always wins.", 'leader() == "S2" && max_term() == 2', "law-fails"),
        # section 5.1: at the next contact
        (3, IN_TURN, "A leader of an older term gives up at once.", 'stepped_down("S1")', "leader_cut_off"),
        # section 5.1: messages, not entries
        (
            *(3, "{elect: S1}, {write: {to: S1, value: x}}, {run: 200ms}, {elect: S2}, {run: 200ms}"),
            *(
                "Everything of an older term, whatever it is, is stale.",
                'current_term("S1") == 2',
                "law-from-one-script",
            ),
        ),
        # section 5.4.1: because that voter refuses others
        (
            *(3, LEADER_DOWN, "Any new leader has met a voter that saw the entry."),
            *('in_log("x", leader())', "law-from-one-script"),
        ),
    ],
)
def test_condition_that_is_left_out_is_told(  # noqa: PLR0917 - a claim and what tells of it
    tmp_path: Path, servers: int, script: str, text: str, claim: str, told: str
) -> None:
    """Learners carry home a rule of thumb, and meet the case in which it fails without having been told."""
    assert checked(tmp_path, ITEM % (servers, script, text, claim)).sound, "it holds in its script"
    assert told in said(tmp_path, servers, script, text, claim)


WRONG = {
    "exactly-one-leader-at-a-time": ("There is exactly one leader at a time.", "leaders() == 1"),
    "one-believes-it": ("At any time exactly one server believes that it leads.", "simultaneous_leaders() == 1"),
    "new-term-without-election": ("Terms go on without an election.", "terms_without_campaign() > 0"),
    "one-term-more": ("An hour later the term is a higher one, though nobody campaigned.", "max_term() > elections()"),
    "one-in-each-term": ("A term has exactly one leader.", "leaders_in_term_max() == 1"),
    "every-term-has-one": (
        *("Every term has exactly one leader.", "leaders_in_term_max() == 1 && terms_without_leader() == 0"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("script", USUAL)
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_claim_is_refused_whatever_script_is_chosen(tmp_path: Path, wrong: str, script: str) -> None:
    """An author who looks for a script in which a wrong rule comes out right finds one, and teaches it."""
    text, claim = WRONG[wrong]
    assert said(tmp_path, 5, script, text, claim) & {"assertion-is-false", "law-fails"}


@pytest.mark.parametrize(
    "script",
    [
        "{elect: S1}, {write: {to: S1, value: x}}, {run: 100ms}, {write: {to: S1, value: x}}, {run: 200ms}",
        "{elect: S1}, {write: {to: S1, value: x}}, {run: 1s}, {elect: S2}, {write: {to: S2, value: x}}, {run: 200ms}",
        "{elect: S1}, {write: {to: S1, value: x}}, {write: {to: S1, value: x}}, {run: 200ms}",
    ],
)
def test_terms_do_not_tell_repeated_commands(tmp_path: Path, script: str) -> None:
    """Whoever relies on terms for that has a command applied twice (section 8)."""
    claim = "log_length(leader()) == 1"
    assert "assertion-is-false" in said(tmp_path, 3, script, "Terms sort repeated commands out.", claim)


@pytest.mark.parametrize(("servers", "other"), [(3, 4), (5, 6), (7, 8), (4, 3)])
def test_odd_sizes_do_not_survive_more(tmp_path: Path, servers: int, other: int) -> None:
    """An odd cluster is no hardier than the even one beside it; it is cheaper."""
    body = """\
items:
  - id: odd
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: %d, beside: [{servers: %d}]}
    stem: What do odd numbers buy?
    points: [{text: They survive more crashes than even ones., always: '%s'}]
"""
    more, fewer = "crashes_survived", "crashes_survived_beside[0]"
    claim = f"{more} > {fewer}" if servers % 2 else f"{more} < {fewer}"
    found = check(write(tmp_path, body % (servers, other, claim)), Silent())
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["assertion-is-false"]
