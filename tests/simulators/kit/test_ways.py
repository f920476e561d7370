"""Every way in which something can go on is found, once for each combination of decisions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizgen.simulators.kit.ways import Schedule, every_way


@given(st.lists(st.integers(1, 4), max_size=5))
def test_all_combinations_are_tried_in_order(options: list[int]) -> None:
    """An answer is called certain although a run that was never made contradicts it."""
    found = [*every_way(lambda schedule: tuple(schedule.choose(each) for each in options))]
    number = 1
    for each in options:
        number *= each
    assert len(found) == len({*found}) == number
    assert found == sorted(found)


def test_what_is_decided_may_open_other_decisions() -> None:
    """Runs are missing where one thing decides whether another is open."""

    def go(schedule: Schedule) -> str:
        return f"a{schedule.choose(2)}" if schedule.choose(2) else f"b{schedule.choose(3)}"

    assert [*every_way(go)] == ["b0", "b1", "b2", "a0", "a1"]
