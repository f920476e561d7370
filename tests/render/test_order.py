"""Tests of the orders that must not depend on the day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizgen.kinds.orders import deranged, shuffled
from quizgen.model.lesson import Concept
from quizgen.render.order import study_order

THINGS = st.lists(st.integers(), min_size=2, max_size=12, unique=True)
IDS = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)


def _concept(name: str, *requires: str) -> Concept:
    return Concept(id=name, name=name, definition="x", cite="paper §1", requires=requires)


def test_prerequisites_come_first_and_the_rest_stays_as_written() -> None:
    """A learner meets a question before the idea that it builds on."""
    concepts = [_concept("c", "a", "b"), _concept("a"), _concept("d"), _concept("b", "a")]
    assert [concept.id for concept in study_order(concepts)] == ["a", "b", "c", "d"]


def test_a_prerequisite_of_another_lesson_is_no_obstacle() -> None:
    """A lesson that builds on another one cannot be built."""
    assert [concept.id for concept in study_order([_concept("a", "elsewhere")])] == ["a"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25))
def test_study_order_keeps_every_concept_once(edges: list[tuple[int, int]]) -> None:
    """A concept's cards are lost, or doubled, in a lesson with many prerequisites."""
    requires = {n: sorted({f"c{b}" for a, b in edges if a == n and b < n}) for n in range(10)}
    concepts = [_concept(f"c{n}", *requires[n]) for n in reversed(range(10))]
    order = [concept.id for concept in study_order(concepts)]
    assert sorted(order) == sorted(concept.id for concept in concepts)
    for concept in concepts:
        assert all(order.index(name) < order.index(concept.id) for name in concept.requires)


@given(THINGS, IDS)
def test_a_shuffle_depends_on_the_id_alone(things: list[int], item: str) -> None:
    """The options move at every build, and with them what the learner remembers of the card."""
    assert shuffled(things, item) == shuffled(list(things), item)
    assert sorted(shuffled(things, item)) == sorted(things)


@given(THINGS, IDS)
def test_steps_never_come_in_the_right_order(things: list[int], item: str) -> None:
    """An ordering is solved before the learner has touched it."""
    assert list(deranged(things, item)) != things
    assert sorted(deranged(things, item)) == sorted(things)


def test_shuffles_are_the_same_in_every_release() -> None:
    """A new release of quizgen reorders the options of every card."""
    assert shuffled(range(6), "link-cut") == (0, 4, 5, 2, 3, 1)
