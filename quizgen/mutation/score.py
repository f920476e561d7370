"""The score of a deck: which misconceptions it exposes, and which of its answers rest on something unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quizgen import compiler
from quizgen.compiler import Checked, Report
from quizgen.crosscheck import Laboratory, equipped
from quizgen.diagnostics import Diagnostic, has_errors, in_order
from quizgen.mutation.assumptions import Dependence, dependences, unstated
from quizgen.mutation.exposure import Exposure, exposures


@dataclass(frozen=True)
class Score:
    """What mutation found out about a deck.

    Attributes:
        checked: the deck under the true rules; if it is not sound, nothing was mutated.
        exposures: for each misconception of each simulator that the deck uses, the items that expose it; empty if only
            mistakes were looked for.
        dependences: the statements whose answers turn with a switch; of mistakes only those that do not say so.
        diagnostics: what is wrong with the deck, or else what its stems leave unsaid; by place.
    """

    checked: Checked
    exposures: tuple[Exposure, ...]
    dependences: tuple[Dependence, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended."""
        return not has_errors(self.diagnostics)

    @property
    def blind_spots(self) -> tuple[Exposure, ...]:
        """The misconceptions that no item exposes."""
        return tuple(exposure for exposure in self.exposures if not exposure.items)


def score(path: Path, report: Report, laboratory: Laboratory | None = None, *, mistakes_only: bool = False) -> Score:
    """Check a deck and, if it is sound, put wrong rules and turned assumptions under it.

    Args:
        path: a folder of content, or one file.
        report: is told how far it is.
        laboratory: remembers what was simulated before; None for one that works on all processors and remembers what it
            kept in the user's cache.
        mistakes_only: find what has to be mended, and nothing else; takes a fraction of the time.
    """
    own = laboratory or equipped(path)
    checked = compiler.check(path, report, own)
    if not checked.sound:
        return Score(checked, (), (), checked.diagnostics)
    exposed = () if mistakes_only else exposures(checked.deck, own, report.step)
    turned = dependences(checked.deck, checked.findings.gave_up, own, report.step, unstated_only=mistakes_only)
    return Score(checked, exposed, turned, in_order((*checked.diagnostics, *unstated(turned))))
