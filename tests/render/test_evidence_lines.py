"""What a learner is told of what an answer rests on: runs, or explored states."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crosscheck.counting_lesson import KEY, checked

pytestmark = pytest.mark.usefixtures("toy")


@pytest.mark.parametrize(
    ("key", "more", "line"),
    [
        (KEY, "", "computed: holds in all 944 states of a limit of 944 (toy simulator v3)"),
        ("never: shows() == 944", "", "computed: never happens in all 944 states of a limit of 944 (toy simulator v3)"),
        ("sometimes: shows() < 312", "", "computed: happens in 312 of 944 states of a limit of 944 (toy simulator v3)"),
        (
            KEY,
            ", symmetric: true",
            "computed: holds in all 944 states of a limit of 944 up to renaming of servers (toy simulator v3)",
        ),
        (KEY, ", explore: false", "computed: holds in all 944 runs (toy simulator v3)"),
    ],
)
def test_learner_is_told_how_many_states_stand_behind_it(tmp_path: Path, key: str, more: str, line: str) -> None:
    """A proof within bounds reads like a few lucky runs, or the other way round."""
    said, lines = checked(tmp_path, key, more=more)
    assert (said, lines[0]) == ([], line)


def test_distractor_and_card_say_so_too(tmp_path: Path) -> None:
    """Of a wrong option the learner is to know that it can never be right, not only that it was not."""
    _, (_, line, card) = checked(tmp_path)
    assert line == "computed: false in all 944 states of a limit of 944 (toy simulator v3)"
    assert card == "All 2 statements computed in 944 states (toy simulator v3)"
