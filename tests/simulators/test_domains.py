"""Domains: what they hold, and how observations declare them."""

from __future__ import annotations

from typing import Annotated

import pytest

from quizgen.simulators.api import Parameter, observation
from quizgen.simulators.domains import ANYTHING, COUNTED, Domain, named

DIE = Domain("number of eyes", least=1, most=6)
CARD = named("card", ("ace", "ace", "two"))


def drawn(run: object, card: Annotated[str, "card"], number: int) -> Annotated[tuple[str, ...], "card"]:  # noqa: ARG001
    """What is drawn."""
    return (card,)


def test_observation_declares_what_it_can_be() -> None:
    """A misspelt card in a claim is compared with those that there are, and never found wrong."""
    made = observation(drawn)
    assert (made.parameters, made.returns, made.domain) == (
        (Parameter("card", "string", "card"), Parameter("number", "int")),
        "list(string)",
        "card",
    )


def test_annotation_of_no_type_is_refused() -> None:
    """Whoever writes a simulator reads which types there are."""

    def strange(run: object) -> Annotated[float, "card"]:  # noqa: ARG001
        return 1.0

    with pytest.raises(TypeError, match="a claim knows bool, int, str"):
        observation(strange)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("domain", "inside", "outside", "words"),
    [
        (DIE, [1, 6], [0, 7], "from 1 to 6"),
        (CARD, ["ace", "two"], ["three", ""], "ace, two"),
        (COUNTED, [0, 10**9], [-1], "0 or more"),
        (Domain("depth", most=0), [-5, 0], [1], "at most 0"),
        (named("group", ()), [], ["left"], "none"),
        (Domain("entry", least=1, most=0), [], [0, 1], "none"),
        (ANYTHING, ["x", "", -1], [], "any number"),
        (DIE.unlimited, [0, 7], [-1], "0 or more"),
    ],
)
def test_domain_holds_what_it_says(
    domain: Domain, inside: list[int | str], outside: list[int | str], words: str
) -> None:
    """A message names other values than those that are let through."""
    assert all(map(domain.has, inside))
    assert not any(map(domain.has, outside))
    assert domain.words == words
    assert domain.says_something == (domain is not ANYTHING)


def test_nearest_number() -> None:
    """Runs are imagined that never could be, and a claim that they alone contradict passes."""
    assert [DIE.nearest(number) for number in (-3, 3, 9)] == [1, 3, 6]
