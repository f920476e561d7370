"""A server's state as a value."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from quizgen.simulators.raft.protocol.state import Entry, Server, replace

SERVER = Server(
    "S1",
    members=("S1", "S2"),
    reachable=("S1",),
    current_term=3,
    voted_for="S2",
    log=(Entry(1, "a"),),
    role="leader",
    leader="S1",
    leader_is_fresh=True,
    commit_index=1,
    votes=("S1",),
    next_index=(2, 1),
    match_index=(0, 1),
    pending=(1,),
    heard_from=("S2",),
)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"current_term": 4, "voted_for": ""},
        *({field.name: ("other",)} for field in dataclasses.fields(Server)),
    ],
    ids=lambda changes: " ".join(changes) or "none",
)
def test_replace_does_what_that_of_dataclasses_does(changes: dict[str, Any]) -> None:
    """A server forgets its vote or its log when something else changes."""
    before = dataclasses.asdict(SERVER)
    changed = replace(SERVER, **changes)
    assert changed == dataclasses.replace(SERVER, **changes)
    assert changed is not SERVER
    assert dataclasses.asdict(SERVER) == before


def test_replaced_server_is_a_value_like_any_other() -> None:
    """One run spoils another, or an exploration takes one state for two."""
    changed = replace(SERVER, current_term=4)
    assert hash(changed) == hash(dataclasses.replace(SERVER, current_term=4))
    with pytest.raises(dataclasses.FrozenInstanceError):
        changed.current_term = 5  # type: ignore[misc]
    with pytest.raises(AttributeError):
        replace(SERVER, no_such_field=1)  # type: ignore[call-arg]
