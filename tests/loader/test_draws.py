"""Families whose values are drawn."""

from __future__ import annotations

import pytest

from quizgen.loader.document import Data
from quizgen.loader.draws import FamilyProblem
from quizgen.loader.families import instances, suffixes

AMONG: dict[str, Data] = {"n": {"from": 10, "to": 90, "step": 5}, "k": [1, 2, 3]}


def _drawn(**more: Data) -> list[dict[str, int | float | str]]:
    return list(instances({"draw": 5, "among": AMONG, **more}))


def test_what_is_drawn_is_within_its_range_and_differs() -> None:
    """A learner who has seen one instance is asked another, and not the same again."""
    rows = _drawn()
    assert len({tuple(row.items()) for row in rows}) == 5
    assert all(row["n"] in range(10, 91, 5) and row["k"] in (1, 2, 3) for row in rows)


def test_the_same_seed_draws_the_same_and_more_come_behind() -> None:
    """Cards keep their ids, and with them a learner's history, when an author asks for more instances."""
    assert _drawn() == _drawn()
    assert _drawn(draw=8)[:5] == _drawn()
    assert _drawn(seed=1) != _drawn(seed=2)
    assert suffixes(_drawn(seed=3)) == [f".n-{row['n']}.k-{row['k']}" for row in _drawn(seed=3)]


def test_what_is_drawn_meets_the_condition() -> None:
    """A case in which a wrong formula gives the right number can be left out beforehand."""
    assert all(row["n"] > 30 * row["k"] for row in _drawn(where="n > 30 * k"))  # type: ignore[operator]


def test_decimals_are_drawn_as_they_are_written() -> None:
    """A share of 99.9 % is not 99.90000000000001 %."""
    rows = instances({"draw": 9, "among": {"share": {"from": 99.1, "to": 99.9, "step": 0.1}}})
    assert sorted(str(row["share"]) for row in rows) == [f"99.{digit}" for digit in range(1, 10)]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"draw": 0}, "a number from 1 to 500"),
        ({"draw": 501}, "a number from 1 to 500"),
        ({"draw": "many"}, "a number from 1 to 500"),
        ({"where": "n > 90"}, "only 0 of 5 instances were found"),
        ({"where": "m > 3"}, "names `m`, which has no value"),
        ({"where": "n.x"}, "reaches for an attribute"),
        ({"among": {}}, "`among` must be"),
        ({"where": "1}} {{1"}, "holds braces"),
        ({"among": {"n": {"from": 1}}}, "`among.n` must be a list"),
        ({"among": {"n": {"from": 1, "to": 9, "step": 0}}}, "holds 0 values"),
        ({"among": {"n": {"from": 1, "to": 1e9}}}, "it may hold 1 to 100,000"),
        ({"among": {"n": {"from": 1, "to": "x"}}}, "are numbers"),
        ({"among": {"N": [1]}}, "is no name for a variable"),
        ({"amog": 3}, "has no `amog`"),
    ],
)
def test_what_cannot_be_drawn_is_told(more: dict[str, Data], told: str) -> None:
    """An author is told why there are fewer cards than were asked for."""
    with pytest.raises(FamilyProblem, match=told):
        _drawn(**more)
