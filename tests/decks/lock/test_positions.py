"""Places with gaps."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from quizgen.decks.lock.positions import GAP, positions

KNOWN = st.lists(st.one_of(st.none(), st.integers(1, 12)), max_size=8)


def rises(places: list[int]) -> bool:
    """Tell whether each is more than the one before."""
    return all(a < b for a, b in pairwise(places))


def test_new_things_stand_a_gap_apart() -> None:
    """The first insertion would already move everything behind it."""
    assert positions([None, None, None]) == [GAP, 2 * GAP, 3 * GAP]


def test_what_comes_in_between_moves_nothing() -> None:
    """One new question would change the line of every other one, and two branches could not be merged."""
    assert positions([100, None, None, 200, None]) == [100, 133, 166, 200, 300]


def test_what_is_moved_moves_alone() -> None:
    """A question that is taken to the end would change the place of every other one."""
    assert positions([200, 300, 400, 100]) == [200, 300, 400, 500]


def test_without_room_all_are_placed_anew() -> None:
    """Two questions would share a place, and come in any order."""
    assert positions([7, None, 8]) == [100, 200, 300]


def test_all_come_behind_the_lesson_before() -> None:
    """A lesson's first cards would come among those of the lesson that it builds on."""
    assert positions([100, 5_100, None], behind=4_000) == [4_550, 5_100, 5_200]
    assert positions([100, 200], behind=4_000) == [4_100, 4_200]


def test_places_begin_anew_only_where_none_is_kept() -> None:
    """A released lesson's places would move at each build, or a new one leave no room before it."""
    assert positions([None, None], behind=4_000, start=10_000) == [10_100, 10_200]
    assert positions([None, 5_000], behind=4_000, start=10_000) == [4_500, 5_000]
    assert positions([11_000, None, 11_001], behind=4_000, start=10_000) == [10_100, 10_200, 10_300]


@given(KNOWN, st.integers(0, 15), st.integers(0, 15))
def test_places_rise_behind_others(known: list[int | None], behind: int, start: int) -> None:
    """Two lessons' cards would be mixed; or places would change at each build."""
    places = positions(known, behind, start)
    assert rises([behind, *places])
    assert positions(list(places), behind, start) == places


@given(KNOWN)
def test_places_rise(known: list[int | None]) -> None:
    """A question would come before the concept that it needs."""
    places = positions(known)
    assert len(places) == len(known)
    assert rises([0, *places])


@given(KNOWN)
def test_as_many_as_can_keep_their_place(known: list[int | None]) -> None:
    """The file's lines would change for no reason. Compared with trying all subsets."""
    places = positions(known)
    if places != [GAP * (number + 1) for number in range(len(known))]:
        old = [place for place in known if place is not None]
        most = max(size for size in range(len(old) + 1) for kept in combinations(old, size) if rises(list(kept)))
        assert sum(a == b for a, b in zip(places, known, strict=True)) >= most


@given(KNOWN)
def test_a_second_time_nothing_moves(known: list[int | None]) -> None:
    """Every build would change the file."""
    places = positions(known)
    assert positions(list(places)) == places
