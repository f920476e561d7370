"""Breadth-first search, on a graph small enough to see."""

from __future__ import annotations

from collections.abc import Callable

from quizgen.simulators.kit.packing import TooManyError
from quizgen.simulators.kit.search import Breach, search


class Graph:
    """States 0 to 9: from each to the next, and from each to its double; a property for what is above 7."""

    initial = 1
    key: Callable[[int], int] | None = None
    is_suspicious = False

    def successors(self, state: int) -> list[int]:
        """Return the next and the double, up to 9."""
        return [after for after in (state + 1, 2 * state) if after < 10]

    def broken_in(self, state: int) -> int:
        """Return property 1 of what is above 7."""
        return int(state > 7)

    def broken_by(self, state: int, after: int) -> int:
        """Return property 2 of the step from 3 to 6, property 4 of that from 4 to 5."""
        return 2 * (state == 3 and after == 6) + 4 * (state == 4 and after == 5)


def test_states_come_with_the_shortest_way_to_each() -> None:
    """Otherwise the run that a card shows is not the shortest."""
    found = search(Graph())
    assert found.states == [1, 2, 3, 4, 6, 5, 8, 7, 9]
    assert [found.states[number] for number in found.way(found.states.index(9))] == [1, 2, 4, 8, 9]
    assert [found.states[number] for number in found.levels] == [1, 2, 3, 6, 7]
    assert found.exhausted


def test_a_limit_cuts_and_says_so() -> None:
    """Otherwise "in every state" is said of the states that happened to be seen."""
    found = search(Graph(), limit=4)
    assert found.states == [1, 2, 3, 4, 6]
    assert not found.exhausted


def test_a_limit_that_is_just_reached_is_no_cut() -> None:
    """Otherwise an exploration that saw everything is said to have been cut."""
    assert search(Graph(), limit=9).exhausted


def test_numbers_that_run_out_cut_and_say_so() -> None:
    """Otherwise a build stops with a stack trace instead of a message."""

    class Full(Graph):
        def successors(self, state: int) -> list[int]:
            if state == 4:
                raise TooManyError
            return super().successors(state)

    found = search(Full())
    assert 3 in found.states
    assert not found.exhausted


def test_the_first_state_that_breaks_a_property_is_found_and_what_follows_inherits_it() -> None:
    """Otherwise ``safe()`` is true of a run that broke a property on its way."""
    found = search(Graph())
    assert found.first == {1: Breach(found.states.index(4), 8)}
    assert {found.states[number] for number in found.broken} == {8, 9}
    stopped = search(Graph(), until=1)
    assert stopped.states[-1] == 8
    assert not stopped.exhausted


def test_a_step_that_breaks_a_property_is_seen_even_if_it_leads_to_a_known_state() -> None:
    """Otherwise a term that decreases goes unnoticed where the lower term had been seen before."""

    class Suspicious(Graph):
        is_suspicious = True

    found = search(Suspicious())
    assert found.first[2] == Breach(found.states.index(3), 6)
    assert found.first[4] == Breach(found.states.index(4), 5)
    assert found.broken[found.states.index(5)] == 4


def test_states_with_one_key_count_once() -> None:
    """Otherwise symmetry saves nothing."""

    class Halved(Graph):
        key: Callable[[int], int] | None = staticmethod(lambda state: state // 2)

    found = search(Halved())
    assert found.states == [1, 2, 4, 8]
