"""Cards: which orders of an ordering's steps are right, and how that is said."""

from __future__ import annotations

from itertools import permutations

import pytest

from quizgen.cards import Html
from quizgen.kinds.ordering.body import Ordering, Step

Pairs = tuple[tuple[int, int], ...]


def ordering(*free: tuple[int, int]) -> Ordering:
    """Return an ordering of four steps."""
    return Ordering(tuple(Step(Html(f"Step {place}"), place, "") for place in (4, 2, 1, 3)), free)


@pytest.mark.parametrize(
    ("free", "right"),
    [
        ((), {(1, 2, 3, 4)}),
        (((2, 3),), {(1, 2, 3, 4), (1, 3, 2, 4)}),
        (((1, 2), (3, 4)), {(1, 2, 3, 4), (2, 1, 3, 4), (1, 2, 4, 3), (2, 1, 4, 3)}),
        (((1, 2), (2, 3)), {(1, 2, 3, 4), (2, 1, 3, 4), (1, 3, 2, 4)}),
    ],
)
def test_an_order_is_right_if_it_keeps_what_is_not_free(free: Pairs, right: set[tuple[int, ...]]) -> None:
    """A learner would be shown the answer as the question."""
    assert {order for order in permutations((1, 2, 3, 4)) if ordering(*free).is_right(order)} == right


@pytest.mark.parametrize(
    ("free", "words"),
    [
        ((), ""),
        (((2, 3),), "Steps 2 and 3 may come in either order."),
        (((2, 3), (2, 4), (3, 4)), "Steps 2, 3 and 4 may come in any order."),
        (((1, 2), (3, 4)), "Steps 1 and 2 may come in either order, and steps 3 and 4 may come in either order."),
        (((1, 2), (2, 3)), "Steps 1 and 2 may come in either order, and steps 2 and 3 may come in either order."),
    ],
)
def test_freedom_is_said_in_words(free: Pairs, words: str) -> None:
    """Whoever marks a printed sheet would mark a right order as wrong."""
    assert ordering(*free).freedom == words
