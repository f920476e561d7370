"""Random numbers: the same again, and each concern its own."""

from __future__ import annotations

from quizgen.simulators.kit.chances import Chances


def drawn(chances: Chances) -> list[float]:
    """Draw once for each concern."""
    return [chances[concern]() for concern in ("latency", "timeouts", "loss", "duplication")]


def test_seed_gives_the_same_numbers_again() -> None:
    """`--seed 3` shows another run than the one that the deck is about."""
    assert drawn(Chances(3)) == drawn(Chances(3))
    different = [*drawn(Chances(3)), *drawn(Chances(4)), *drawn(Chances(3, "S1"))]
    assert len(set(different)) == len(different)


def test_more_of_one_concern_leaves_the_others_as_they_were() -> None:
    """One lost message more, and every election of the run is another."""
    one, other = Chances(0), Chances(0)
    for _ in range(10):
        other["loss"]()
    assert one["latency"]() == other["latency"]()
    assert one["timeouts"]() == other["timeouts"]()
