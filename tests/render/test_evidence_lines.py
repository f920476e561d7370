"""What a learner is told of what an answer rests on: runs, or explored states."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.render import render
from tests.crosscheck.counting_lesson import KEY, checked
from tests.small import write


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("key", "more", "line"),
    [
        (KEY, "", "computed: holds in all 944 states of a limit of 944 (toy simulator v3)"),
        ("never: shows() == 944", "", "computed: never happens in all 944 states of a limit of 944 (toy simulator v3)"),
        ("sometimes: shows() < 312", "", "computed: happens in 312 of 944 states of a limit of 944 (toy simulator v3)"),
        (
            KEY,
            ", symmetric: true",
            "computed: holds in all 944 states of a limit of 944 up to renaming of counters (toy simulator v3)",
        ),
        (KEY, ", explore: false", "computed: holds in all 944 runs (toy simulator v3)"),
    ],
)
def test_learner_is_told_how_many_states_stand_behind_it(tmp_path: Path, key: str, more: str, line: str) -> None:
    """A proof within bounds reads like a few lucky runs, or the other way round."""
    said, lines = checked(tmp_path, key, more=more)
    assert (said, lines[0]) == ([], line)


@pytest.mark.usefixtures("toy")
def test_distractor_and_card_say_so_too(tmp_path: Path) -> None:
    """Of a wrong option the learner is to know that it can never be right, not only that it was not."""
    _, (_, line, card) = checked(tmp_path)
    assert line == "computed: false in all 944 states of a limit of 944 (toy simulator v3)"
    assert card == "Computed: every option came out so in all 944 states of the toy simulator"


PREMISES = """\
items:
  - id: supposed
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, rules: vote-twice, explore: {exhaustive: elections, terms: 1}}
    stem: What breaks if a server votes for every candidate that asks?
    points:
      - {text: Election Safety., sometimes: 'leaders_in_term_max() == 2'}
      - {text: Nothing else., always: 'holds("log-matching")'}
"""


def test_a_changed_rule_and_the_bound_on_crashes_are_told(tmp_path: Path) -> None:
    """A card says that a term can have two leaders, and nothing of the rule under which it can."""
    found = check(write(tmp_path, PREMISES), Silent())
    assert found.diagnostics == ()
    (lesson,) = render(found.deck, found.findings, lambda *_: None)
    (card,) = [card for card in lesson.cards if card.id == "supposed"]
    rule = "A server votes for every candidate that asks for its vote, also within one term"
    assert card.evidence.endswith(f" of a simulated cluster of 3 servers, under the changed rule: {rule}")
    assert " states (3 servers, 1 term, no crashes) of " in card.account
    premised = PREMISES.replace("rules: vote-twice, ", "")
    (diagnostic,) = check(write(tmp_path, premised), Silent()).diagnostics
    assert diagnostic.code == "assertion-is-false"
