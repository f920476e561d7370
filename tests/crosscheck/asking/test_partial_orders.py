"""Partial orders: what is kept, how they read, and orders that all of several refuse."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.crosscheck.asking.partial_orders import Pair, Relation, covers, in_words, kept, refused_by_all


def closed(pairs: set[Pair]) -> Relation:
    """Return the transitive closure."""
    relation = frozenset(pairs)
    while True:
        more = relation | {(a, d) for a, b in relation for c, d in relation if b == c}
        if more == relation:
            return relation
        relation = more


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ({(1, 2), (2, 3), (3, 4), (4, 5)}, "1 < 2 < 3 < 4 < 5"),
        ({(1, 2), (2, 3), (2, 4), (3, 5), (4, 5)}, "1 < 2 < {3, 4} < 5"),
        ({(2, 1), (1, 3), (3, 4), (4, 5)}, "2 < 1 < 3 < 4 < 5"),
        ({(1, 2), (3, 4)}, "{1 < 2, 3 < 4, 5}"),
        ({(1, 2), (2, 4), (1, 3), (4, 5), (3, 5)}, "1 < {2 < 4, 3} < 5"),
        ({(1, 3), (2, 3), (2, 4), (3, 5), (4, 5)}, "{1 < 3, 2 < 3, 2 < 4} < 5"),
        (set(), "{1, 2, 3, 4, 5}"),
    ],
)
def test_partial_orders_read_as_people_write_them(pairs: set[Pair], words: str) -> None:
    """An author who asks what the runs force has to see at a glance what is free."""
    assert in_words(range(1, 6), closed(pairs)) == words


def test_few_elements_have_words_too() -> None:
    """A single step is no set."""
    assert (in_words((), frozenset()), in_words((4,), frozenset())) == ("", "4")


def test_what_is_not_free_is_kept() -> None:
    """A pair is free whichever way round it is declared; all others keep the order as given."""
    assert kept((1, 2, 4), [(4, 2)]) == {(1, 2), (1, 4)}


@st.composite
def relations(draw: st.DrawFn, size: int) -> Relation:
    """A random partial order of 1 to size."""
    order = draw(st.permutations(range(1, size + 1)))
    pairs = [(a, b) for place, a in enumerate(order) for b in order[place + 1 :]]
    return closed(draw(st.sets(st.sampled_from(pairs))))


@given(relations(5))
def test_all_pairs_follow_from_the_covering_ones(relation: Relation) -> None:
    """A stated order is judged by these pairs alone: one that was left out would never be looked at."""
    assert closed(set(covers(relation))) == relation
    assert all(closed(set(covers(relation)) - {pair}) != relation for pair in covers(relation))


def extensions(relation: Relation, size: int) -> set[tuple[int, ...]]:
    """Return all orders that a relation allows, by trying."""
    orders = permutations(range(1, size + 1))
    return {order for order in orders if all(order.index(a) < order.index(b) for a, b in relation)}


@given(relations(5), st.lists(relations(5), max_size=4))
def test_refused_order_is_found_whenever_there_is_one(allowed: Relation, runs: list[Relation]) -> None:
    """An order that no run could have would count as right."""
    found = refused_by_all(range(1, 6), allowed, runs)
    wanted = extensions(allowed, 5).difference(*(extensions(relation, 5) for relation in runs))
    assert found in wanted if wanted else found is None


def test_many_free_steps_are_no_trouble() -> None:
    """Twelve steps with next to no order have hundreds of millions of right answers: a check that lists them hangs."""
    runs = [frozenset({(1, 2), (a, b)}) for a in range(3, 13) for b in range(3, 13) if a != b]
    assert refused_by_all(range(1, 13), frozenset({(1, 2)}), runs) is None
