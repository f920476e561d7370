"""Values that a text names and a simulator computes: ``{{ votes_needed }}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quizgen.model.base import Place, Strict
from quizgen.model.scenario import BoundScenario


@dataclass(frozen=True)
class Named:
    """A value that a text names.

    Attributes:
        expression: what is asked of the scenario, in the CEL of claims.
        scenario: what is run for it.
        value: what came out, as a reader reads it; empty until it has been computed.
        compared: whether it stands for a value that was left out, which is compared with what is computed all the same:
            what is wrong with it is told there.
    """

    expression: str
    scenario: BoundScenario
    value: str = ""
    compared: bool = False


Pieces = tuple[str | Named, ...]
"""A text in pieces: what was written, and what it names."""


def named_in(named: Mapping[Place, Pieces], *below: Place) -> Iterator[Named]:
    """Yield the values that an author named in the texts which stand at one of these places, or below it.

    Args:
        named: place of a text -> its pieces.
        below: the places; an empty one for all texts.
    """
    for place, pieces in named.items():
        if any(place[: len(one)] == one for one in below):
            yield from (piece for piece in pieces if isinstance(piece, Named) and not piece.compared)


def with_value(whole: Strict, place: Place, value: object) -> Strict:
    """Return what an author wrote with another value at a place; what is frozen is copied on the way."""
    changed = _changed(whole, place, value)
    assert isinstance(changed, Strict)  # noqa: S101 - it is of the type that it was
    return changed


def _changed(value: object, place: Place, new: object) -> object:
    if not place:
        return new
    step, *rest = place
    below = tuple(rest)
    if isinstance(value, Strict):
        return value.model_copy(update={str(step): _changed(getattr(value, str(step)), below, new)})
    if isinstance(value, dict):
        return {**value, step: _changed(value[step], below, new)}
    assert isinstance(value, tuple)  # noqa: S101 - there are no other containers in content
    return tuple(_changed(part, below, new) if index == step else part for index, part in enumerate(value))
