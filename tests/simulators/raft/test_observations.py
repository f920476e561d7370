"""Observations: every one on a run whose facts are known, and every wrong argument."""

from __future__ import annotations

import pytest

from quizgen.simulators.api import ObservationError, Value
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.execution import RaftExecution
from quizgen.simulators.raft.scenario import Crash, Elect, Heal, Isolate, Partition, Run, Settle
from tests.simulators.raft.scripts import observe, run_of, write

_TYPES: dict[str, type] = {"bool": bool, "int": int, "string": str, "list(int)": tuple, "list(string)": tuple}


@pytest.fixture(scope="module")
def run() -> RaftExecution:
    """S1 leads and commits x; it is cut off with y, which S2 overwrites with z; then S3 crashes."""
    return run_of(
        (
            Elect("S1"),
            write("S1", "x"),
            Settle("1s"),
            Partition({"old": ("S1",), "new": ("S2", "S3")}),
            write("S1", "y"),
            Elect("S2"),
            write("S2", "z"),
            Run("100ms"),
            Heal("all"),
            Settle("1s"),
            Crash("S3"),
            write("S1", "late"),
        ),
        servers=3,
    )


KNOWN: list[tuple[str, tuple[str | int, ...], Value]] = [
    ("leaders", (), 1),
    ("leaders", ("new",), 1),
    ("leaders", ("old",), 0),
    ("leader", (), "S2"),
    ("role", ("S1",), "follower"),
    ("role", ("S2",), "leader"),
    ("role", ("S3",), "down"),
    ("up", ("S1",), True),
    ("up", ("S3",), False),
    ("current_term", ("S1",), 2),
    ("max_term", (), 2),
    ("voted_for", ("S3",), "S2"),
    ("voted_for", ("S1",), ""),
    ("vote_of", ("S3", 1), "S1"),
    ("vote_of", ("S3", 2), "S2"),
    ("vote_of", ("S3", 3), ""),
    ("known_leader", ("S1",), "S2"),
    ("leader_of_term", (1,), "S1"),
    ("leader_of_term", (3,), ""),
    ("candidates_in_term", (1,), 1),
    ("candidates_in_term", (3,), 0),
    ("votes_at_win", (2,), 2),
    ("votes_at_win", (3,), 0),
    ("elections", (), 2),
    ("terms_without_leader", (), 0),
    ("terms_without_campaign", (), 0),
    ("leaders_in_term_max", (), 1),
    ("simultaneous_leaders", (), 2),
    ("stepped_down", ("S1",), True),
    ("stepped_down", ("S2",), False),
    ("commit_index", ("S1",), 2),
    ("log_terms", ("S1",), (1, 2)),
    ("log_values", ("S1",), ("x", "z")),
    ("logs_equal", (), True),
    ("in_log", ("z", "S1"), True),
    ("in_log", ("y", "S1"), False),
    ("holders", ("z",), 3),
    ("entry_term", ("y",), 1),
    ("entry_term", ("z",), 2),
    ("committed", ("x",), True),
    ("committed", ("y",), False),
    ("committed_on", ("z", "S1"), True),
    ("committed_on", ("y", "S1"), False),
    ("committed_values", (), ("x", "z")),
    ("holders_at_commit", ("z",), 2),
    ("holders_at_commit", ("y",), 0),
    ("overwritten", ("y",), True),
    ("overwritten", ("x",), False),
    ("overwritten", ("never written",), False),
    ("acknowledged", ("x",), True),
    ("acknowledged", ("y",), False),
    ("redirected", ("late",), True),
    ("redirected", ("x",), False),
    ("count", ("become_leader",), 2),
    ("count", ("become_leader", "S2"), 1),
    ("count", ("heal", "network"), 1),
    ("happened", ("entries_deleted",), True),
    ("happened", ("restart",), False),
    ("happened", ("entries_deleted", "S1"), True),
    ("happened", ("entries_deleted", "S2"), False),
    ("safe", (), True),
    ("holds", ("log-matching",), True),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), KNOWN, ids=[f"{name}{given}" for name, given, _ in KNOWN])
def test_an_observation_tells_what_happened(
    run: RaftExecution, name: str, arguments: tuple[str | int, ...], expected: Value
) -> None:
    """Otherwise a claim is judged on something that did not happen, and a wrong card is built."""
    assert observe(run, name, *arguments) == expected


def test_times_are_measured_from_events(run: RaftExecution) -> None:
    """Otherwise the card on how long a failover takes states a guess."""
    first, stall = observe(run, "first_leader_ms"), observe(run, "longest_stall_ms")
    won = [event.time for event in run.events("become_leader")]
    cut = next(run.events("partition")).time
    assert first == won[0] // 1000
    assert stall == (won[1] - cut) // 1000


def test_every_observation_is_tested_and_has_its_type_and_its_line(run: RaftExecution) -> None:
    """Otherwise an author reads of an observation that does not work."""
    tested = {(name, len(arguments)) for name, arguments, _ in KNOWN} | {
        ("first_leader_ms", 0),
        ("longest_stall_ms", 0),
    }
    assert tested == {(one.name, len(one.parameters)) for one in SIMULATOR.observations}
    arguments = {"server": "S1", "group": "new", "term": 1, "value": "x", "event_type": "commit"}
    for one in SIMULATOR.observations:
        given = [arguments.get(parameter.name, "log-matching") for parameter in one.parameters]
        assert type(one.observe(run, *given)) is _TYPES[one.returns], one.signature
        assert one.doc.endswith(".")
        assert "\n" not in one.doc


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("role", ("S4",), "there is no server 'S4'; there is S1, S2, S3"),
        ("leaders", ("dc_a",), "there is no group 'dc_a'; there is old, new"),
        ("committed_on", ("x", "s1"), "there is no server 's1'; there is S1, S2, S3"),
        ("vote_of", ("S0", 1), "there is no server 'S0'; there is S1, S2, S3"),
        ("count", ("elected",), "there is no event type 'elected'; there is start, "),
        ("happened", ("commit", "S9"), "there is no server 'S9'; there is S1, S2, S3"),
        ("holds", ("safety",), "there is no invariant 'safety'; there is election-safety, "),
    ],
)
def test_an_unknown_name_is_an_error_that_lists_the_known(
    run: RaftExecution, name: str, arguments: tuple[str | int, ...], says: str
) -> None:
    """Otherwise a typing error in a claim makes it false, and the author looks for the mistake in Raft."""
    with pytest.raises(ObservationError) as error:
        observe(run, name, *arguments)
    assert str(error.value).startswith(says)


def test_a_run_without_partition_has_no_groups() -> None:
    """Otherwise the message lists nothing after "there is"."""
    with pytest.raises(ObservationError, match="there is no group at all"):
        observe(run_of((Elect("S1"), Isolate("S2"))), "leaders", "dc_a")
