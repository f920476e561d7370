"""Problems: what cannot be simulated is found before it is run, at its place."""

from __future__ import annotations

from typing import Any

import pytest

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.raft.judged.problems import problems
from quizgen.simulators.raft.scenario import Exhaustive, Explore, LinkLatency, Scenario, StartState
from quizgen.simulators.raft.scenario.events import (
    Crash,
    Delay,
    Deliver,
    Drop,
    Duplicate,
    Elect,
    Event,
    Heal,
    Hold,
    Isolate,
    LateLetter,
    Letter,
    Link,
    Lose,
    Partition,
    Postpone,
    Recovery,
    Release,
    Restart,
    Run,
    Send,
    Settle,
    SlowLink,
    TimeOut,
)
from tests.simulators.raft.scripts import CUT_BETWEEN_CENTRES, FIGURE_8, write


@pytest.mark.parametrize(
    ("numbers", "path", "says"),
    [
        ({"servers": 0}, ("servers",), "1 to 9 servers"),
        ({"servers": 10}, ("servers",), "1 to 9 servers"),
        ({"servers": 10**12}, ("servers",), "1 to 9 servers"),
        ({"explore": Explore(0)}, ("explore", "seeds"), "1 to 10000 seeds"),
        ({"explore": Explore(10_001)}, ("explore", "seeds"), "1 to 10000 seeds"),
        ({"loss": 1.01}, ("loss",), "from 0 to 1"),
        ({"loss": -0.1}, ("loss",), "from 0 to 1"),
        ({"loss": float("nan")}, ("loss",), "from 0 to 1"),
        ({"duplication": 1.5}, ("duplication",), "from 0 to 1"),
        ({"election_timeout": ("300ms", "150ms")}, ("election_timeout",), "longer than the longest"),
        ({"election_timeout": ("0ms", "150ms")}, ("election_timeout", 0), "longer than 0"),
        ({"election_timeout": ("150ms", "soon")}, ("election_timeout", 1), "is not a duration"),
        ({"latency": ("2ms", "1ms")}, ("latency",), "longer than the longest"),
        ({"heartbeat": "0s"}, ("heartbeat",), "longer than 0"),
        ({"heartbeat": "3h"}, ("heartbeat",), "more than can be simulated"),
        ({"events": (Run("1us"),) * 1001}, ("events",), "at most 1000 events"),
        ({"events": (Run("90m"), Settle("31m"))}, ("events",), "of simulated time"),
        ({"events": (Run("1h"),), "heartbeat": "1ms"}, ("events",), "million steps"),
        ({"events": (Run("1h"),), "election_timeout": ("1ms", "2s")}, ("events",), "million steps"),
        ({"events": (Run("1m"),), "explore": Explore(10_000)}, ("events",), "million steps"),
    ],
)
def test_numbers_out_of_range_are_found(numbers: dict[str, Any], path: ScenarioPath, says: str) -> None:
    """Otherwise a build hangs, or fails in the middle of a run without saying where the mistake is."""
    (problem,) = problems(Scenario(**{"servers": 3, **numbers}))
    assert problem.path == path
    assert says in problem.message


@pytest.mark.parametrize(
    ("event", "path", "says"),
    [
        (Elect("S4"), ("elect",), "no server 'S4'"),
        (TimeOut("leader"), ("time_out",), "no server 'leader'"),
        (Crash("all"), ("crash",), "no server 'all'"),
        (Crash(("S1", "S9")), ("crash", 1), "no server 'S9'"),
        (Crash(("S1", "S1")), ("crash", 1), "S1 is named twice"),
        (Crash(()), ("crash",), "no server is named"),
        (Restart("leader"), ("restart",), "no server 'leader'"),
        (Restart("S1"), ("restart",), "S1 is not down"),
        (Restart("all"), ("restart",), "no server is down"),
        (Isolate("s1"), ("isolate",), "no server 's1'"),
        (Partition({"a": ("S1",), "b": ("S2", "S1")}), ("partition", "b", 1), "S1 is in group 'a' already"),
        (Partition({"a": ("S1", "S7")}), ("partition", "a", 1), "no server 'S7'"),
        (Partition({"a": ("S1",), "b": ()}), ("partition", "b"), "has no servers"),
        (Partition({}), ("partition",), "has no groups"),
        (Heal("S1"), ("heal",), "only all can be healed"),
        (write("S5", "x"), ("write", "to"), "no server 'S5'"),
        (write("S1", ""), ("write", "value"), "empty"),
        (Run("5 minutes"), ("run",), "is not a duration"),
        (Settle("-1s"), ("settle",), "is not a duration"),
        (Drop(Link("S1", "S8")), ("drop", "receiver"), "no server 'S8'"),
        (Hold(Link("S2", "S2")), ("hold", "receiver"), "no link to itself"),
        (Release(Link("S8", "S2")), ("release", "sender"), "no server 'S8'"),
        (Delay(SlowLink("S1", "S2", "much")), ("delay", "by"), "is not a duration"),
        (Send(Link("S1", "S1")), ("send", "receiver"), "no link to itself"),
        (Deliver(Letter(sender="S7", receiver="S1")), ("deliver", "sender"), "no server 'S7'"),
        (Lose(Letter(sender="S1", receiver="S7")), ("lose", "receiver"), "no server 'S7'"),
        (Duplicate(Letter(sender="S1", receiver="all")), ("duplicate", "receiver"), "no server 'all'"),
        (Postpone(LateLetter(sender="S1", receiver="S2", by="5")), ("postpone", "by"), "is not a duration"),
        (Restart(Recovery(servers="S9")), ("restart", "servers"), "no server 'S9'"),
        (Restart(Recovery(servers=("S1",), loses_last=-1)), ("restart", "loses_last"), "0 or more entries, not -1"),
    ],
)
def test_a_bad_event_is_found_at_its_place(event: Event, path: ScenarioPath, says: str) -> None:
    """Otherwise an author searches a long script for a misspelt server."""
    (problem,) = problems(Scenario(servers=3, events=(Run("1s"), event)))
    assert problem.path == ("events", 1, *path)
    assert says in problem.message


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ((Crash("S1"), Crash(("S2", "S1"))), "S1 is down already"),
        ((Crash("S1"), Elect("S1")), "S1 is down"),
        ((Crash("S1"), TimeOut("S1")), "S1 is down"),
        ((Crash("S1"), Restart("all"), Restart("S1")), "S1 is not down"),
        ((Crash(("S1", "S2")), Restart("S2"), Restart("S2")), "S2 is not down"),
        ((Crash("leader"), Restart("all"), Restart("S1")), "S1 is not down"),
        ((Crash("S1"), Restart(Recovery(servers="all")), Restart("S1")), "S1 is not down"),
        ((Crash(("S1", "S2")), Restart(Recovery(servers="S1")), Elect("S2")), "S2 is down"),
        ((Crash("S1"), Deliver(Letter(sender="S2", receiver="S1"))), "S1 is down"),
        ((Crash("S1"), Send(Link("S1", "S2"))), "S1 is down"),
    ],
)
def test_who_is_down_is_followed_through_the_script(events: tuple[Event, ...], says: str) -> None:
    """Otherwise a script means something else than it says: a server crashes twice, or a dead one campaigns."""
    (problem,) = problems(Scenario(servers=3, events=events))
    assert problem.path[:2] == ("events", len(events) - 1)
    assert problem.message == says


def test_nothing_is_said_of_what_depends_on_the_run() -> None:
    """Otherwise a script that crashes whoever leads is refused although it works."""
    events = (Elect("S1"), Crash("leader"), Crash("S2"), Restart("S1"), Restart("S3"))
    assert problems(Scenario(servers=3, events=events)) == ()


def test_an_unknown_server_comes_with_those_there_are() -> None:
    """Otherwise the message does not help to mend it."""
    (problem,) = problems(Scenario(servers=2, events=(Crash("S3"),)))
    assert problem.hint == "there is S1, S2, leader"


def test_all_problems_are_found_at_once() -> None:
    """Otherwise an author mends them one build at a time."""
    found = problems(Scenario(servers=3, loss=2, events=(Elect("S4"), Run("x"), Crash("S5"))))
    assert [problem.path[:2] for problem in found] == [("loss",), ("events", 0), ("events", 1), ("events", 2)]


def test_real_scenarios_have_none() -> None:
    """Otherwise good content is refused."""
    for events in (CUT_BETWEEN_CENTRES, FIGURE_8, (Run("10m"),)):
        assert problems(Scenario(servers=5, events=events)) == ()
    assert problems(Scenario(servers=5, events=CUT_BETWEEN_CENTRES, explore=Explore(200))) == ()


def test_who_is_down_at_the_start_is_known() -> None:
    """Otherwise a script that restarts such a server is refused, or one that crashes it is not."""
    start = {"S1": StartState(up=False)}
    assert problems(Scenario(servers=3, start=start, events=(Restart("S1"), Elect("S1")))) == ()
    (problem,) = problems(Scenario(servers=3, start=start, events=(Crash("S1"),)))
    assert problem.message == "S1 is down already"


# --- exhaustive exploration


def test_an_exploration_within_bounds_has_no_problem() -> None:
    """Otherwise exams are refused that ask what can ever happen."""
    for bounds in (Exhaustive("logs"), Exhaustive("elections", terms=2, symmetry=True), Exhaustive("logs", crashes=1)):
        assert problems(Scenario(servers=3, explore=bounds)) == ()
    assert problems(Scenario(servers=3, explore=Exhaustive("logs"), start={"S1": StartState(log=(1,))})) == ()
    assert problems(Scenario(servers=3, explore=Exhaustive("logs"), leader_no_op=True)) == ()


_TWO = {"S1": StartState(log=(1, 1))}
_FOUR = {"S1": StartState(log=(1,), term=4)}


@pytest.mark.parametrize(
    ("numbers", "path", "says"),
    [
        ({"servers": 8}, ("servers",), "of 1 to 7 servers, not 8"),
        ({"explore": Exhaustive("logs", terms=0)}, ("explore", "terms"), "terms are from 1 to 8, not 0"),
        ({"explore": Exhaustive("logs", terms=9)}, ("explore", "terms"), "terms are from 1 to 8, not 9"),
        ({"explore": Exhaustive("logs", entries=7)}, ("explore", "entries"), "entries are from 0 to 6, not 7"),
        ({"explore": Exhaustive("logs", crashes=-1)}, ("explore", "crashes"), "crashes are from 0 to 4, not -1"),
        ({"explore": Exhaustive("logs", states=0)}, ("explore", "states"), "states are from 1 to 2,000,000, not 0"),
        ({"events": (Run("1s"),)}, ("events",), "there is no script"),
        ({"loss": 0.1}, ("loss",), "loss means nothing"),
        ({"duplication": 0.1}, ("duplication",), "duplication means nothing"),
        ({"latency": ("1ms", "2ms")}, ("latency",), "latency means nothing"),
        ({"links": (LinkLatency("S1", "S2", ("1ms", "2ms")),)}, ("links",), "links means nothing"),
        ({"heartbeat": "10ms"}, ("heartbeat",), "heartbeat means nothing"),
        ({"election_timeout": ("1s", "2s")}, ("election_timeout",), "election_timeout means nothing"),
        (
            {"explore": Exhaustive("logs", terms=13), "start": {"S1": StartState(term=4)}},
            ("explore", "terms"),
            "1 to 12",
        ),
        ({"explore": Exhaustive("logs", entries=9), "start": _TWO}, ("explore", "entries"), "from 0 to 8, not 9"),
        ({"explore": Exhaustive("elections", terms=4), "start": _FOUR}, ("explore", "terms"), "start is in term 4"),
        ({"explore": Exhaustive("logs", terms=2), "start": _FOUR}, ("explore", "terms"), "campaigns in a term above 2"),
        ({"explore": Exhaustive("logs", terms=8, entries=6), "servers": 5}, ("explore",), "million states within"),
        ({"check_quorum": True}, ("check_quorum",), "check_quorum means nothing"),
        (
            {"explore": Exhaustive("logs", symmetry=True), "start": {"S1": StartState(log=(1,))}},
            ("explore", "symmetry"),
            "all start alike",
        ),
        ({"judge_start": True, "start": {"S1": StartState(log=(1,))}}, ("judge_start",), "judge_start means nothing"),
    ],
)
def test_an_exploration_out_of_bounds_is_refused(numbers: dict[str, Any], path: ScenarioPath, says: str) -> None:
    """Otherwise a build never ends, or a setting is written that does nothing."""
    found = problems(Scenario(**{"servers": 3, "explore": Exhaustive("logs"), **numbers}))
    assert [problem.path for problem in found] == [path]
    assert says in found[0].message


@pytest.mark.parametrize(
    ("bounds", "start"),
    [
        (Exhaustive("elections", terms=4), {"S1": StartState(log=(1,), term=4, role="candidate")}),
        (Exhaustive("logs", terms=4), {"S1": StartState(log=(1,), term=4, role="leader")}),
        (Exhaustive("elections", terms=4), {"S1": StartState(log=(1,), term=4), "S2": StartState(term=3)}),
        (Exhaustive("elections", terms=5), {"S1": StartState(log=(1,), term=4)}),
    ],
    ids=["candidate", "leader", "behind", "higher"],
)
def test_an_exploration_in_which_something_happens_is_accepted(
    bounds: Exhaustive, start: dict[str, StartState]
) -> None:
    """Otherwise an exam's figure cannot be explored in its own term, where a leader copies its log."""
    assert problems(Scenario(servers=3, explore=bounds, start=start)) == ()


def test_the_help_for_too_large_an_exploration_is_about_its_bounds() -> None:
    """Otherwise an author who explores is told to use fewer seeds, of which there are none."""
    (problem,) = problems(Scenario(servers=5, explore=Exhaustive("logs", terms=8, entries=6, crashes=1)))
    assert problem.hint == (
        "use fewer servers, terms, entries or crashes, or symmetry: true where no claim names a server"
    )
    started = {"S1": StartState(log=(1,), term=1)}
    (problem,) = problems(Scenario(servers=5, explore=Exhaustive("elections", terms=8), start=started))
    assert problem.hint == "use fewer servers or terms"
