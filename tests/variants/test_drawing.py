"""Which question stands on which sheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.cards import Card
from quizgen.variants.drawing import Seed, draw, length, quotas, stratum
from tests.exporters.samples import sample_cards
from tests.variants.pools import pools, units

SEED = Seed(("test",))
MAJORITY = sample_cards()[1]


def _items(pool: tuple[Card, ...], data: st.DataObject) -> int:
    return data.draw(st.integers(1, len(units(pool))))


@given(pools(), st.integers(1, 9), st.data())
def test_sheets_are_whole_and_even(pool: tuple[Card, ...], count: int, data: st.DataObject) -> None:
    """A pupil gets a sheet with more of the hard questions, or with one question twice."""
    items = _items(pool, data)
    sheets = draw(pool, count, items, SEED)
    assert len(sheets) == count
    for sheet in sheets:
        assert len(sheet) == items
        assert set(sheet) <= set(pool)
        names = [(stratum(card), card.family or card.id) for card in sheet]
        assert len(set(names)) == len(names), "two instances of a family on one sheet"
        assert Counter(map(stratum, sheet)) == Counter(map(stratum, sheets[0]))


@given(pools(), st.data())
def test_a_sheet_is_a_small_lesson(pool: tuple[Card, ...], data: st.DataObject) -> None:
    """A sheet that has none of what the lesson has most of tests something else than the lesson."""
    items = _items(pool, data)
    sizes = Counter(kind for kind, _ in units(pool))
    drawn = Counter(map(stratum, draw(pool, 1, items, SEED)[0]))
    for kind, size in sizes.items():
        assert abs(drawn[kind] - items * size / sizes.total()) < 1


@given(pools(), st.integers(1, 9), st.data())
def test_nothing_is_repeated_where_the_pool_allows(pool: tuple[Card, ...], count: int, data: st.DataObject) -> None:
    """Neighbours in a class get the same question although there were others.

    Counted against a bound that needs no schedule: of a stratum, no more different instances can come than there are
    places, and of a unit no more than there are sheets, as it stands on a sheet at most once.
    """
    items = _items(pool, data)
    sheets = draw(pool, count, items, SEED)
    for kind in {stratum(card) for card in pool}:
        drawn = [card.id for sheet in sheets for card in sheet if stratum(card) == kind]
        possible = sum(min(instances, count) for (of, _), instances in units(pool).items() if of == kind)
        assert len(set(drawn)) == min(len(drawn), possible)


@given(pools(), st.integers(1, 9), st.data())
def test_repeats_are_shared_out(pool: tuple[Card, ...], count: int, data: st.DataObject) -> None:
    """Where questions must be repeated, one comes on every sheet while others come once."""
    items = _items(pool, data)
    sheets = draw(pool, count, items, SEED)
    for kind in {stratum(card) for card in pool}:
        sizes = [instances for (of, _), instances in units(pool).items() if of == kind]
        uses = Counter(card.id for sheet in sheets for card in sheet if stratum(card) == kind)
        rounds = next(r for r in range(count + 1) if sum(min(r * size, count) for size in sizes) >= uses.total())
        assert max(uses.values(), default=0) <= rounds


@given(pools(), st.integers(2, 9), st.data())
def test_runs_are_of_the_same_length(pool: tuple[Card, ...], count: int, data: st.DataObject) -> None:
    """One half of the class works through long histories and the other through short ones."""
    sheets = draw(pool, count, _items(pool, data), SEED)
    lengths = [sum(map(length, sheet)) for sheet in sheets]
    every = [length(card) for card in pool]
    assert max(lengths) - min(lengths) <= max(every) - min(every)


@given(pools(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_the_order_in_the_file_does_not_matter(pool: tuple[Card, ...], count: int, chance: object) -> None:
    """A lesson whose items were sorted anew gives other sheets, and old codes lead nowhere."""
    mixed = list(pool)
    getattr(chance, "shuffle")(mixed)  # noqa: B009
    items = len(units(pool))
    assert draw(tuple(mixed), count, items, SEED) == draw(pool, count, items, SEED)


def test_seeds_matter() -> None:
    """Two classes with different seeds get the same sheets."""
    pool = tuple(replace(MAJORITY, id=f"q{number}") for number in range(40))
    drawn = {tuple(sorted(card.id for card in draw(pool, 1, 10, Seed((seed,)))[0])) for seed in range(20)}
    assert len(drawn) == 20


def test_families_are_drawn_differently() -> None:
    """A family with an instance for everybody gives everybody the same one."""
    pool = tuple(replace(MAJORITY, id=f"f.n-{n}", family="f", run_length=n) for n in range(6))
    sheets = draw(pool, 6, 1, SEED)
    assert len({sheet[0].id for sheet in sheets}) == 6


def test_quotas_are_largest_remainders() -> None:
    """Places are given away so that a kind with few questions never comes."""
    sizes = {("a", "x"): 6, ("b", "x"): 3, ("c", "x"): 1}
    assert quotas(sizes, 10) == sizes
    assert quotas(sizes, 5) == {("a", "x"): 3, ("b", "x"): 2, ("c", "x"): 0}
    assert quotas(sizes, 7) == {("a", "x"): 4, ("b", "x"): 2, ("c", "x"): 1}


def test_too_many_questions_are_refused() -> None:
    """A build that cannot end is worse than one that fails."""
    with pytest.raises(ValueError, match="cannot have 2 questions"):
        draw((MAJORITY,), 3, 2, SEED)


def test_one_endless_run_does_not_outweigh_all_others() -> None:
    """A question whose run waits for ten minutes makes the rest of its sheet trivial."""
    pool = tuple(replace(MAJORITY, id=f"q{number}", run_length=number % 50) for number in range(40))
    long = replace(MAJORITY, id="long", run_length=16_000)
    sheets = draw((*pool, long), 2, 20, SEED)
    others = [sum(card.run_length for card in sheet if card != long) for sheet in sheets]
    assert abs(others[0] - others[1]) < 150
