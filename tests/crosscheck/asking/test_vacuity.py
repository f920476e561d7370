"""Vacuous claims: names and numbers that nothing can have, and what is so whatever happens."""

from __future__ import annotations

import pytest

from quizgen.crosscheck.asking.claims import compiled
from quizgen.crosscheck.asking.vacuity import Objection
from quizgen.model.scenario import bind

CUT = bind(
    {
        "simulator": "raft",
        "servers": 5,
        "events": [
            {"elect": "S1"},
            {"write": {"to": "S1", "value": "x"}},
            {"partition": {"left": ["S1", "S2"], "right": ["S3", "S4", "S5"]}},
            {"run": "1s"},
        ],
    }
)


def said(text: str) -> Objection | None:
    """Return what is said against a claim about five servers."""
    return next(iter(compiled("raft", text).objections(CUT.domains)), None)


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ('role("S1") == "leadr"', '"leadr"', 'no role is "leadr"', "did you mean `leader`?"),
        ('role("S1") != "Folower"', '"Folower"', 'no role is "Folower"', "did you mean `follower`?"),
        ('role("S1") == "pre_candidate"', '"pre', 'no role is "pre_candidate"', "did you mean `candidate`?"),
        ('leader() == "S9"', '"S9"', 'no server is "S9"', 'there are: S1, S2, S3, S4, S5, ""'),
        ('leader() == "s1"', '"s1"', 'no server is "s1"', "did you mean `S1`?"),
        ('"S9" == leader()', '"S9"', 'no server is "S9"', ""),
        ('leader() in ["S1", "S7"]', '"S7"', 'no server is "S7"', ""),
        ('leader() == (leaders() > 1 ? "S8" : "")', '"S8"', 'no server is "S8"', ""),
        ('(leaders() > 1 ? leader() : voted_for("S1")) == "S8"', '"S8"', 'no server is "S8"', ""),
        ('holders("x") == 9', "9", "no number of servers is 9", "it is from 0 to 5"),
        ('holders("x") in [1, 9]', "9", "no number of servers is 9", ""),
        ("leaders() != 42", "42", "no number of servers is 42", ""),
        ("acks_needed == 7", "7", "no number of servers is 7", ""),
        ('current_term("S1") == -1', "-1", "no term is -1", "it is from 0 to "),
        ('leader_of_term(99) == ""', "99", "no term that begins is 99", ""),
        ('value_at("S1", 7) == ""', "7", "no index of an entry is 7", "it is from 1 to 1"),
        ("elections() == -3", "-3", "no count is -3", "it is from 0 to 50"),
        ('committed("z")', '"z"', 'no value that is written is "z"', "there are: x"),
        ('!in_log("y", "S1")', '"y"', 'no value that is written is "y"', ""),
        ('log_values("S1") == ["q", "x"]', '"q"', 'no value that is written is "q"', ""),
        ('log_values("S1")[0] == "q"', '"q"', 'no value that is written is "q"', ""),
        ('"q" in committed_values()', '"q"', 'no value that is written is "q"', ""),
        ('log_values("S2").filter(v, v == "q").size() == 1', '"q"', 'no value that is written is "q"', ""),
        ('log_terms("S1") == [-1]', "-1", "no term is -1", ""),
        ('size(log_terms("S1")) == -1', "-1", "no length is -1", ""),
        ('size(log_values("S1")) == 2', "2", "no length is 2", "it is from 0 to 1"),
        ('["S1", "S8"].all(s, up(s))', '"S8"', 'no server is "S8"', ""),
        ('["S1"].exists(s, role(s) == "ledr")', '"ledr"', 'no role is "ledr"', "did you mean `leader`?"),
        ('leaders("left") == 3', "3", "no number of servers is 3", "it is from 0 to 2"),
        ('holds("log-matching") && leaders("right") != 4', "4", "no number of servers is 4", "it is from 0 to 3"),
        ("elections() == 100000", "100000", "no count is 100000", "it is from 0 to "),
        ('count("become_leader") != 100000', "100000", "no count is 100000", "it is from 0 to "),
        ('leaders("lft") > 0', '"lft"', 'no group is "lft"', "did you mean `left`?"),
        (
            'count("vote_grantd") == 1',
            '"vote',
            'no event of these runs is "vote_grantd"',
            "did you mean `vote_granted`?",
        ),
        (
            'happened("zzz", "S1")',
            '"zzz"',
            'no event of these runs is "zzz"',
            "there are 39, such as start: see the ref",
        ),
        (
            '!happened("restart")',
            '"re',
            'no event of these runs is "restart"',
            "happens without `restart` in the script",
        ),
        (
            'count("not_settled") == 0',
            '"not',
            'no event of these runs is "not_settled"',
            "without `settle` in the script",
        ),
        ('vote_of("S1", 0) == ""', "0", "no term that begins is 0", "it is from 1 to "),
        ('value_at("S1", 0) == ""', "0", "no index of an entry is 0", "it is from 1 to 1"),
        ('[leader(), role("S2")] == ["S1", "leadr"]', '"leadr"', 'no role is "leadr"', "did you mean `leader`?"),
        ('holds("election-safty")', '"elec', 'no invariant is "election-safty"', "did you mean `election-safety`?"),
        ('under_way("Append") == 0', '"App', 'no kind of message is "Append"', "did you mean `AppendEntries`?"),
    ],
)
def test_what_nothing_can_be_is_refused_at_its_place(text: str, at: str, message: str, hint: str) -> None:
    """A misspelt name makes a claim that is never true, or always: a wrong answer is taught as computed."""
    found = said(text)
    assert found is not None
    assert (found.offset, found.message) == (text.index(at), message)
    assert hint in found.hint


def test_group_where_there_is_none() -> None:
    """An author who reads of no group that would do looks for the one to choose."""
    whole = bind({"simulator": "raft", "servers": 3, "events": [{"run": "1s"}]})
    (found,) = compiled("raft", 'leaders("left") == 1').objections(whole.domains)
    assert found == Objection('no group is "left"', "there is no group at all", 8)


@pytest.mark.parametrize(
    ("text", "always"),
    [
        ('holders("x") <= 5', "true"),
        ("leaders() < 0", "false"),
        ('leaders("left") <= 2', "true"),
        ("elections() < 100000", "true"),
        ('log_values("S1").all(v, v == "x")', ""),
        ("votes_needed <= 5", "true"),
        ('size(log_terms("S1")) >= 0', "true"),
        ('committed("x") || !committed("x")', "true"),
        ('committed("x") && !committed("x")', "false"),
        ("leaders() > 1 || leaders() <= 1", "true"),
        ('role("S1") == "leader" && role("S1") == "follower"', "false"),
        ('role("S1") in ["follower", "candidate", "leader", "down"]', "true"),
        ('leaders() == 1 || (role("S1") == "leader" || leader() == "S1") || leaders() != 1', "true"),
        ("max_term() >= max_term()", "true"),
        ('role("S1").startsWith("ledr")', "false"),
        ('leader().contains("S") || leader() == ""', "true"),
        ('size(log_terms("S1")) <= 1', "true"),
        ('committed("x") == true || committed("x") == false', "true"),
        ("first_leader_ms() >= -1", "true"),
        ("longest_stall_ms() < 1000000", "true"),
        ('log_terms("S1") == [1] || !(log_terms("S1") == [1])', "true"),
        ("leaders() == 1 ? true : leaders() != 1", ""),
    ],
)
def test_what_is_so_whatever_happens_is_refused(text: str, always: str) -> None:
    """It stands on the card as computed, and no run of any protocol could have contradicted it."""
    found = said(text)
    if always:
        assert found is not None
        assert found.message == f"the claim is {always} whatever the simulator does, so it proves nothing"
    else:
        assert compiled("raft", text).is_constant_among(CUT.domains)


def test_part_that_says_nothing_is_told_at_its_sign() -> None:
    """The other part is sound, and the author would look for the fault in it."""
    text = 'leader() == "S1" && current_term("S1") >= 0'
    found = said(text)
    assert found is not None
    told = '`current_term("S1") >= 0` is true whatever the simulator does, so it proves nothing'
    assert (found.offset, found.message) == (text.index(">="), told)
    assert found.hint.startswith('`current_term("S1")` is from 0 to ')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'role("S1") == "leadr" && current_term("S1") >= 0 && committed("z")',
            [
                'no role is "leadr"',
                '`current_term("S1") >= 0` is true whatever the simulator does, so it proves nothing',
                'no value that is written is "z"',
            ],
        ),
        (
            'committed("z") || in_log("z", "S1") || in_log("z", "S8")',
            ['no value that is written is "z"', 'no server is "S8"'],
        ),
        ('leaders() >= 0 && (role("S1") == "leadr" || role("S1") == "follower")', 2 * [""]),
        ('role("S1") == "leadr" || role("S1") != "leadr"', ['no role is "leadr"']),
    ],
)
def test_each_cause_is_told_once(text: str, told: list[str]) -> None:
    """An author mends a claim, checks again, and is told the next thing that was wrong from the beginning."""
    found = compiled("raft", text).objections(CUT.domains)
    assert len(found) == len(told)
    assert [one.offset for one in found] == sorted(one.offset for one in found)
    assert [one.message for one in found] == told or not all(told)


def test_length_of_a_log_has_bounds_where_leaders_write_entries_of_their_own() -> None:
    """A length that no run has is a distractor that is never true, and a key that proves nothing with `!=`."""
    scenario = bind(
        {"simulator": "raft", "servers": 3, "leader_no_op": True, "events": [{"elect": "S1"}, {"run": "1s"}]}
    )
    assert compiled("raft", 'log_length("S1") == 100000').objections(scenario.domains)
    assert not compiled("raft", 'log_length("S1") == 2').objections(scenario.domains)


@pytest.mark.parametrize("text", ['2 * holders("x") <= 10', 'log_terms("S1").all(t, t >= 0)', "leaders() + 1 > 0"])
def test_reckoning_that_says_nothing_is_refused(text: str) -> None:
    """An author who writes `2 * acks <= 10` of five servers proves as little as with `acks <= 5`."""
    assert said(text) is None
    assert compiled("raft", text).is_constant_among(CUT.domains)


@pytest.mark.parametrize(
    "text",
    [
        'leader() == "S1" || leader() == "S5"',
        'leader() != "" && holders("x") < 5',
        "2 * votes_needed > 5 && 2 * acks_needed > 5",
        'log_values("S1") == [] || log_values("S1") == ["x"]',
        'role("S1") == "leader" ? "leads" : "follows"',
        '"follows " + known_leader("S4")',
        '["S1", "S2"].filter(s, vote_of(s, 1) == "S1").size()',
        'leader().startsWith("S") || leaders() == 0',
        'role("S1").endsWith("er") && !known_leader("S1").contains("3")',
        "elections() == max_term() && terms_without_campaign() == 0",
        'next_index("S1", "S2") == 2',
        "first_leader_ms() == -1",
        'in_log("x", leader()) && leaders("left") + leaders("right") == 1',
        'happened("partition", "network")',
        'happened("not_elected") || happened("no_effect")',
        'log_values("S1") == ["x"] && [leader()] == ["S1"]',
    ],
)
def test_honest_claim_is_let_through(text: str) -> None:
    """A claim that a run could contradict is refused, and the author cannot tell why."""
    assert said(text) is None
    assert not compiled("raft", text).is_constant_among(CUT.domains)
