"""Misconceptions: each changes one rule, and with it what a learner would see; the true rules do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.misconceptions import _RULES, MISCONCEPTIONS, rules_for
from quizgen.simulators.raft.protocol.messages import RequestVote
from quizgen.simulators.raft.protocol.rules import Rules
from quizgen.simulators.raft.protocol.state import Entry, Server
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Elect,
    Event,
    Heal,
    Hold,
    Isolate,
    Link,
    Partition,
    Release,
    Restart,
    Run,
    Settle,
    TimeOut,
)
from quizgen.simulators.raft.scenario.settings import settings_of
from tests.simulators.raft.scripts import CUT_BETWEEN_CENTRES, FIGURE_8, FIVE, observe, run_of, write

Shows = Callable[[RaftExecution], bool]


def _breaks(invariant: str) -> Shows:
    return lambda run: not observe(run, "holds", invariant)


_TWO_CAMPAIGNS: tuple[Event, ...] = (TimeOut("S1"), TimeOut("S2"), Run("60ms"))
_TWO_SIDES: tuple[Event, ...] = (
    Partition({"left": ("S1", "S2"), "right": ("S3", "S4")}),
    TimeOut("S1"),
    TimeOut("S3"),
    Run("60ms"),
)
_VOTER_RESTARTS: tuple[Event, ...] = (  # S3 votes for S1, restarts, and is asked by S2 in the same term
    Isolate("S2"),
    TimeOut("S1"),
    Run("40ms"),
    Crash("S3"),
    Heal("all"),
    Isolate("S1"),
    Restart("S3"),
    TimeOut("S2"),
    Run("40ms"),
)
_BEHIND: tuple[Event, ...] = (  # S3 lacks a committed entry and campaigns
    Elect("S1"),
    Isolate("S3"),
    write("S1", "x"),
    Run("40ms"),
    Crash("S1"),
    Heal("all"),
    Elect("S3"),
)
_LATE_APPEND: tuple[Event, ...] = (  # the message with x only arrives after the one with x and y
    Elect("S1"),
    Hold(Link("S1", "S3")),
    write("S1", "x"),
    Hold(Link("S1", "S3")),
    Run("10ms"),
    write("S1", "y"),
    Release(Link("S1", "S3")),
    Run("20ms"),
)
_FORGETFUL: tuple[Event, ...] = (  # a majority forgets and elects one that never had the entry
    Elect("S1"),
    Isolate("S3"),
    write("S1", "x"),
    Run("100ms"),
    Crash(("S1", "S2")),
    Heal("all"),
    Restart("S2"),
    Elect("S3"),
)
_OLD_LEADER: tuple[Event, ...] = (  # what S1 sent in term 1 arrives in term 2
    Elect("S1"),
    Hold(Link("S1", "S3")),
    write("S1", "late"),
    Crash("S1"),
    Elect("S2"),
    Release(Link("S1", "S3")),
    Run("5ms"),
)

CASES: dict[str, tuple[int, tuple[Event, ...], Shows]] = {
    "majority-of-reachable": (5, CUT_BETWEEN_CENTRES, lambda run: observe(run, "leaders", "dc_b") == 1),
    "all-servers": (5, CUT_BETWEEN_CENTRES, lambda run: not observe(run, "committed", "x")),
    "fixed-quorum-of-two": (5, _TWO_SIDES, _breaks("election-safety")),
    "half-is-enough": (4, _TWO_SIDES, _breaks("election-safety")),
    "half-rounded-down": (5, _TWO_SIDES, _breaks("election-safety")),
    "any-survivor": (4, _TWO_SIDES, _breaks("election-safety")),
    "vote-twice": (3, _TWO_CAMPAIGNS, _breaks("election-safety")),
    "no-up-to-date-check": (3, _BEHIND, _breaks("leader-completeness")),
    "newest-term-rules": (5, CUT_BETWEEN_CENTRES, _breaks("leader-completeness")),
    "vote-before-term": (3, (Crash("S3"), Run("2s")), lambda run: observe(run, "first_leader_ms") == -1),
    "leader-keeps-role": (
        3,
        (Elect("S1"), Isolate("S1"), Run("1s"), Heal("all"), Run("1s")),
        lambda run: observe(run, "leaders") == 2,
    ),
    "stale-messages-obeyed": (3, _OLD_LEADER, lambda run: bool(observe(run, "in_log", "late", "S3"))),
    "term-ticks-with-time": (3, (Elect("S1"), Run("1s")), lambda run: observe(run, "leader_of_term", 4) == "S1"),
    "vote-lost-on-restart": (3, _VOTER_RESTARTS, _breaks("election-safety")),
    "log-lost-on-restart": (3, _FORGETFUL, _breaks("leader-completeness")),
    "term-lost-on-restart": (3, _VOTER_RESTARTS, _breaks("monotonic-terms")),
    "writes-accepted-by-any-server": (
        3,
        (Elect("S1"), write("S2", "x"), write("S3", "y"), Run("100ms")),
        _breaks("log-matching"),
    ),
    "append-replaces-rest": (3, _LATE_APPEND, lambda run: bool(observe(run, "happened", "entries_deleted"))),
    "commit-old-term-by-counting": (5, FIGURE_8, _breaks("state-machine-safety")),
    "commit-on-write": (
        3,
        (Elect("S1"), Isolate("S1"), write("S1", "x"), Run("1s")),
        lambda run: bool(observe(run, "acknowledged", "x")) and not observe(run, "safe"),
    ),
    "commit-needs-all": (
        5,
        (Elect("S1"), Crash("S5"), write("S1", "x"), Run("1s")),
        lambda run: not observe(run, "committed", "x"),
    ),
}

NAMES = [misconception.name for misconception in MISCONCEPTIONS]


@pytest.mark.parametrize("name", NAMES)
def test_it_shows_under_its_script_and_the_true_rules_do_not(name: str) -> None:
    """Otherwise a distractor is as right as the key, or the learner is told of a mistake that makes no difference."""
    servers, events, shows = CASES[name]
    assert SIMULATOR.problems(Scenario(servers=servers, events=events)) == ()
    for seed in range(5):
        assert not shows(run_of(events, servers=servers, seed=seed)), f"the true rules show it, seed {seed}"
    assert any(shows(run_of(events, servers=servers, seed=seed, rules=name)) for seed in range(5))


@pytest.mark.parametrize(("rules", "misconception"), [(_RULES[one.name], one) for one in MISCONCEPTIONS], ids=NAMES)
def test_it_overrides_exactly_one_rule(rules: type[Rules], misconception: object) -> None:
    """Otherwise the learner is told one wrong rule where two were changed."""
    changed = [name for name in vars(rules) if not name.startswith("__")]
    assert len(changed) == 1, misconception
    assert changed[0] in vars(Rules)


def test_every_misconception_is_told_apart_in_one_sentence() -> None:
    """Otherwise a learner cannot tell which mistake it was."""
    assert len(set(NAMES)) == len(NAMES) == len({one.belief for one in MISCONCEPTIONS})
    assert all(one.belief.endswith(".") and one.breaks.endswith(".") for one in MISCONCEPTIONS)
    assert list(CASES) == NAMES


def test_the_scenarios_switches_hold_under_a_misconception_too() -> None:
    """Otherwise a distractor is judged on another kind of Raft than the key."""
    settings = settings_of(Scenario(servers=len(FIVE), pre_vote=True, check_quorum=True, leader_no_op=True))
    for name in (None, *NAMES):
        rules = rules_for(name, settings)
        assert (rules.pre_vote, rules.check_quorum, rules.leader_no_op) == (True, True, True)


def test_a_heartbeat_replaces_the_rest_too() -> None:
    """Otherwise the best known form of the error, a log cut short by a heartbeat, passes for what Raft does."""
    start = {
        "S1": StartState(log=(1, 1), term=3, role="leader"),
        "S2": StartState(log=(1, 1)),
        "S3": StartState(log=(1, 1, 2)),
    }
    scenario = Scenario(servers=3, start=start, events=(Run("1s"),))
    right, wrong = (execution(scenario, 0, rules) for rules in (None, "append-replaces-rest"))
    assert observe(right, "log_terms", "S3") == (1, 1, 2)
    assert not observe(right, "happened", "entries_deleted")
    assert observe(wrong, "log_terms", "S3") == (1, 1)
    assert observe(wrong, "count", "entries_deleted", "S3") == 1


@pytest.mark.parametrize("name", ["vote-twice", "commit-on-write", "log-lost-on-restart"])
def test_a_scenario_can_suppose_a_changed_rule(name: str) -> None:
    """Otherwise "what breaks if this rule is changed?" has no computed answer."""
    supposed = Scenario(servers=3, rules=name)
    assert SIMULATOR.problems(supposed) == ()
    assert type(rules_for(None, settings_of(supposed))) is type(rules_for(name, settings_of(Scenario(servers=3))))
    assert rules_for(None, settings_of(supposed)) == rules_for(name, settings_of(supposed))
    assert SIMULATOR.premise(supposed) == next(one.belief for one in MISCONCEPTIONS if one.name == name)
    assert SIMULATOR.premise(Scenario(servers=3)) == ""
    explored = replace(supposed, explore=Exhaustive("elections", terms=1))
    most = {observe(state, "leaders_in_term_max") for state in SIMULATOR.executions(explored, None)}
    assert most == ({0, 1, 2, 3} if name == "vote-twice" else {0, 1})


def test_a_misconception_about_a_changed_protocol_changes_both_rules() -> None:
    """Otherwise a learner who took in the premise and is wrong about something else is taken for one who did not."""
    options = settings_of(Scenario(servers=4, rules="half-is-enough"))
    both = rules_for("no-up-to-date-check", options)
    assert both == rules_for("no-up-to-date-check", options)
    assert both.is_quorum(Server("S1", FIVE[:4], FIVE[:4]), FIVE[:2])
    assert both.log_is_up_to_date(Server("S1", FIVE, FIVE, log=(Entry(1, "x"),)), RequestVote("S2", "S1", 1, 0, 0))
    stricter = rules_for("all-servers", options)
    assert not stricter.is_quorum(Server("S1", FIVE[:4], FIVE[:4]), FIVE[:2])


def test_a_changed_rule_that_there_is_not_is_told() -> None:
    """Otherwise a typing error in the premise makes a card on true Raft."""
    (problem,) = SIMULATOR.problems(Scenario(servers=3, rules="votes-twice"))
    assert (problem.path, problem.hint) == (("rules",), "did you mean vote-twice?")
    judged = Scenario(servers=3, rules="vote-twice", judge_start=True, start={"S1": StartState(log=(1,))})
    assert [problem.path for problem in SIMULATOR.problems(judged)] == [("rules",)]


def test_an_unknown_misconception_is_an_error() -> None:
    """Otherwise a typing error runs the true rules, and the distractor is judged false under them."""
    with pytest.raises(KeyError):
        rules_for("no-such-belief", settings_of(Scenario(servers=3)))


def test_settle_is_not_needed_to_see_the_late_message() -> None:
    """Otherwise the late message would be sent again before it shows: the true rules end with both entries."""
    run = run_of((*_LATE_APPEND, Settle("1s")), servers=3)
    assert observe(run, "log_values", "S3") == ("x", "y")
