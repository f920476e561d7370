"""Batches: many mutants are tried at once, so that all processors have something to do until the last one is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quizgen.crosscheck import Laboratory, Progress
from quizgen.crosscheck.laboratory import MAX_EFFORT, Request

Mutant = Sequence[Request]
"""All that is asked of a deck with one rule or one switch of its simulator changed."""


def run_in_batches(mutants: Iterable[Mutant], laboratory: Laboratory, progress: Progress, what: str) -> None:
    """Answer what is asked of each mutant.

    A deck's effort is bounded for a single set of rules, so only as many mutants as stay below that bound together are
    run together. What comes out is the same as for one after the other.

    Args:
        mutants: each with its requests.
        laboratory: runs and remembers them.
        progress: told before each scenario is run.
        what: they are, in a word: "misconceptions".
    """
    found = list(batches(mutants))
    for number, batch in enumerate(found):
        laboratory.run(batch, _part_of(progress, number, len(found), what))


def batches(mutants: Iterable[Mutant]) -> Iterator[list[Request]]:
    """Yield the requests of as many mutants as together stay below the bound on effort; of one at least."""
    batch: list[Request] = []
    together = 0
    for mutant in mutants:
        effort = sum(place.runs_on.effort(place.scenario) for place in {request.scenario: None for request in mutant})
        if batch and together + effort > MAX_EFFORT:
            yield batch
            batch, together = [], 0
        batch += mutant
        together += effort
    if batch:
        yield batch


def _part_of(progress: Progress, part: int, parts: int, what: str) -> Progress:
    """Return what tells of the progress of one part, as a share of the whole."""
    return lambda done, total, _: progress(part * max(total, 1) + done, parts * max(total, 1), what)
