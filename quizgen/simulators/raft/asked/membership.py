"""What comes of a change of the cluster's members, found in every state of it within the bounds that are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from quizgen.simulators.api import Measure, MeasureError
from quizgen.simulators.domains import COUNT
from quizgen.simulators.raft.exploration.members import Cluster, Members
from quizgen.simulators.raft.scenario import Membership, Scenario, server_names

MOST_STATES = 200_000
_STEPS_A_STATE = 20


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        states: distinct states.
        depth: steps on the shortest way to the state that is farthest away.
        leaders: the most servers that lead one and the same term in some state.
        commitments: the most entries that are ever committed at one index.
    """

    states: int
    depth: int
    leaders: int
    commitments: int


@lru_cache(maxsize=16)
def explored(before: tuple[str, ...], asked: Membership) -> Found:
    """Explore a change of members.

    Raises:
        MeasureError: if there are too many states.
    """
    model = Members(tuple(sorted({*before, *asked.to})), before, asked)
    seen, level, depth = {model.initial}, [model.initial], 0
    while level:
        following = dict.fromkeys(after for state in level for after in model.successors(state) if after not in seen)
        seen.update(following)
        level = [*following]
        depth += bool(level)
        if len(seen) > MOST_STATES:
            raise MeasureError(
                f"the change of members has more than {MOST_STATES:,} states: use fewer servers, terms or entries"
            )
    return Found(len(seen), depth, max(map(_leaders, seen)), max(map(_commitments, seen)))


def _leaders(state: Cluster) -> int:
    return max(Counter(server.term for server in state.servers if server.leads).values(), default=0)


def _commitments(state: Cluster) -> int:
    return max(Counter(index for index, _ in state.committed).values(), default=0)


def membership_states(found: Found) -> int:
    """How many states the change of members has within its bounds."""
    return found.states


def membership_leaders_in_term(found: Found) -> int:
    """The most servers that lead one and the same term during the change of members; above 1 it is not safe."""
    return found.leaders


def membership_commits_at_index(found: Found) -> int:
    """The most different entries that are committed at one index during the change; above 1 it is not safe."""
    return found.commitments


def _measured(of_states: Callable[[Found], int]) -> Measure[Scenario]:
    name = of_states.__name__

    def measure(scenario: Scenario, misconception: str | None) -> int:
        if scenario.membership is None:
            raise MeasureError(f"{name} needs a change of members: state it with `membership: {{to: [S1, S2]}}`")
        if misconception is not None:
            raise MeasureError(f"{name} is known under the true rules only; `by: at_once` is the wrong way")
        return of_states(explored(server_names(scenario), scenario.membership))

    return Measure(name, "int", of_states.__doc__ or "", measure, lambda _: MOST_STATES * _STEPS_A_STATE, domain=COUNT)


MEMBERSHIP_MEASURES: tuple[Measure[Scenario], ...] = tuple(
    map(_measured, (membership_states, membership_leaders_in_term, membership_commits_at_index))
)
