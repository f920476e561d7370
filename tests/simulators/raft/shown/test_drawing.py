"""How Raft is drawn: every event has its words, and who can reach whom is read from the trace."""

from __future__ import annotations

import re

import pytest

from quizgen.simulators.drawing import Groups
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.runs.vocabulary import TRACE_ATTRIBUTES, TRACE_EVENTS
from quizgen.simulators.raft.scenario.events import Elect, Event, Heal, Isolate, Partition, Run
from quizgen.simulators.raft.shown.drawing import DRAWING
from tests.simulators.raft.scripts import run_of


def test_every_event_has_words_and_no_others() -> None:
    """Otherwise a picture names an event in the simulator's jargon, or a word is never used."""
    assert {name.removesuffix(" {peer}") for name in DRAWING.phrases} == set(TRACE_EVENTS)
    assert set(DRAWING.alone) <= {name for name, phrase in DRAWING.phrases.items() if not phrase}
    assert {name for name, phrase in DRAWING.phrases.items() if not phrase} - set(DRAWING.alone) == {"start"}


def test_words_ask_for_what_events_have() -> None:
    """Otherwise a picture says "nothing" where a fact belongs."""
    phrases = (*DRAWING.phrases.values(), *DRAWING.alone.values())
    asked = {name for phrase in phrases for name in re.findall(r"{(\w+)}", phrase)}
    assert asked <= {"peer", "detail", *TRACE_ATTRIBUTES}


def test_everything_that_is_named_exists() -> None:
    """Otherwise a mark or an arrow is missing from every picture, and nobody notices."""
    tiers: frozenset[str] = frozenset().union(*DRAWING.telling)
    named = tiers | DRAWING.requests | DRAWING.broadcasts | DRAWING.lost | set(DRAWING.marks)
    assert named <= set(TRACE_EVENTS)
    assert set(DRAWING.facts) <= set(TRACE_ATTRIBUTES)
    letters = [shown.letter for shown in DRAWING.states.values()]
    assert len(letters) == len(set(letters))


SPLIT = Partition({"a": ("S1", "S3"), "b": ("S2", "S4")})


@pytest.mark.parametrize(
    "events",
    [(SPLIT,), (SPLIT, Heal("all")), (Isolate("S2"),), (Isolate(("S2", "S4")), Run("1s")), (SPLIT, Isolate("S3"))],
    ids=["split", "healed", "isolated", "two-isolated", "split-and-isolated"],
)
def test_groups_are_those_of_the_network(events: tuple[Event, ...]) -> None:
    """Otherwise a picture shows a wall where messages pass, or none where they do not."""
    run = run_of((Elect("S1"), *events))
    members = tuple(f"S{number}" for number in range(1, 6))
    groups: Groups = (members,)
    for event in run.trace:
        groups = SIMULATOR.drawing.regrouped(event, groups)
    assert sorted(name for group in groups for name in group) == list(members)
    for group in groups:
        for one in group:
            reached = {other for other in members if other == one or run.cluster.network.connects(one, other)}
            assert reached == set(group)
