"""The tally: an item rests on the weakest thing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.loader import load
from quizgen.tally import tally
from tests.small import write

COMPUTED, CITED, UNVERIFIED = "always: leaders() == 1", "cite: paper §1", "unverified: nobody looked"


@pytest.mark.parametrize(
    ("evidence", "basis"),
    [
        ((COMPUTED, COMPUTED), "computed"),
        ((COMPUTED, CITED), "cited"),
        ((COMPUTED, UNVERIFIED), "unverified"),
        ((CITED, UNVERIFIED), "unverified"),
    ],
)
def test_item_counts_as_its_weakest_statement(tmp_path: Path, evidence: tuple[str, ...], basis: str) -> None:
    """The word computed must not be said of a question of which one answer is a guess."""
    points = ", ".join(f"{{text: '{number}', {one}}}" for number, one in enumerate(evidence))
    item = f"{{id: one, kind: recall, concept: thing, scenario: elected, stem: What?, points: [{points}]}}"
    deck, found = load(write(tmp_path, f"items: [{item}]\n"))
    assert found == ()
    assert tally(deck.lessons[0]) == {**dict.fromkeys(("computed", "cited", "unverified"), 0), basis: 1}
