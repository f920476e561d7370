"""The changes of members that quizgen explores are those that TLC explores from RaftMembers.tla."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.simulators.raft.asked.membership import explored
from quizgen.simulators.raft.scenario import Membership
from tests.spec.checker import Outcome, check

pytestmark = pytest.mark.slow

ONE, TWO, THREE = ("S1",), ("S1", "S2"), ("S1", "S2", "S3")
CHANGES = [
    (TWO, Membership(to=THREE)),
    (TWO, Membership(to=THREE, entries=3)),
    (THREE, Membership(to=TWO, own_entry_first=False)),
    (ONE, Membership(to=THREE, by="joint", entries=3)),
    (TWO, Membership(to=("S2", "S3"), by="joint")),
    (TWO, Membership(to=THREE, by="at_once")),
    (TWO, Membership(to=("S2", "S3"), terms=3, entries=1, own_entry_first=False)),
]


def _tlc(folder: Path, before: tuple[str, ...], asked: Membership) -> Outcome:
    constants: dict[str, object] = {
        "Server": _set(sorted({*before, *asked.to})),
        "Before": _set(before),
        "To": _set(asked.to),
        "By": f'"{asked.by}"',
        "OwnEntryFirst": str(asked.own_entry_first).upper(),
        "MaxTerm": asked.terms,
        "MaxEntries": asked.entries,
    }
    return check("RaftMembers", folder, constants)


def _set(names: tuple[str, ...] | list[str]) -> str:
    return "{" + ", ".join(names) + "}"


@pytest.mark.parametrize(("before", "asked"), CHANGES, ids=str)
def test_both_find_the_same_states(tmp_path: Path, before: tuple[str, ...], asked: Membership) -> None:
    """If a state were missed, a change of members could be called safe that is not."""
    found, mine = _tlc(tmp_path, before, asked), explored(before, asked)
    assert found.violated == ""
    assert (mine.states, mine.depth) == (found.states, found.depth)
    assert (mine.leaders, mine.commitments) == (1, 1)


def test_both_find_what_is_not_safe(tmp_path: Path) -> None:
    """Otherwise that all change at once could be called safe, although figure 10 of the paper shows two leaders."""
    asked = Membership(to=("S1", "S2", "S3", "S4", "S5"), by="at_once", entries=1)
    assert _tlc(tmp_path, THREE, asked).violated in {"ElectionSafety", "StateMachineSafety", "LogMatching"}
    assert explored(THREE, asked).leaders > 1
