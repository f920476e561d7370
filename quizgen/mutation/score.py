"""The score of a deck: which misconceptions it exposes, and which of its answers rest on something unsaid.

And how it is told: as text for people, and as JSON lines for tools.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen import compiler
from quizgen.checks.wording import named
from quizgen.compiler import Checked, Report
from quizgen.crosscheck import Laboratory, equipped
from quizgen.diagnostics import Diagnostic, has_errors, in_order
from quizgen.mutation.assumptions import Dependence, dependences, unstated
from quizgen.mutation.exposure import Exposure, exposures
from quizgen.mutation.faults import Flip, failing_laws, flips
from quizgen.mutation.unshaken import Unshaken, unshaken
from quizgen.simulators import SIMULATORS
from quizgen.simulators.trace import aligned

_SHOWN_IDS = 3
_NUMBERS = (1, 2)
"""The columns that have numbers."""
Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Score:
    """What mutation found out about a deck.

    Attributes:
        checked: the deck under the true rules; if it is not sound, nothing was mutated.
        exposures: for each misconception of each simulator that the deck uses, the items that expose it; empty if only
            mistakes were looked for.
        dependences: the statements whose answers turn with a switch; of mistakes only those that do not say so.
        flips: for each fault and item, a statement that holds no longer when it happens; of mistakes only laws.
        unshaken: the answers that no misconception, switch or fault contradicts; none if only mistakes were looked for.
        diagnostics: what is wrong with the deck, or else what its stems leave unsaid, and laws that fail; by place.
    """

    checked: Checked
    exposures: tuple[Exposure, ...]
    dependences: tuple[Dependence, ...]
    flips: tuple[Flip, ...]
    unshaken: tuple[Unshaken, ...]
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
        return Score(checked, (), (), (), (), checked.diagnostics)
    exposed = () if mistakes_only else exposures(checked.deck, own, report.step)
    turned = dependences(checked.deck, checked.findings.gave_up, own, report.step, unstated_only=mistakes_only)
    gone_wrong = flips(checked, own, report.step, laws_only=mistakes_only)
    found = (*checked.diagnostics, *unstated(turned), *failing_laws(gone_wrong))
    still = () if mistakes_only else tuple(unshaken(checked, own))
    return Score(checked, exposed, turned, gone_wrong, still, in_order(found))


def as_text(score: Score) -> str:
    """Return tables of misconceptions, switches and faults, with blind spots and what nothing contradicts."""
    exposed = len(score.exposures) - len(score.blind_spots)
    misconceptions = [("misconception", "items", "no answer", "exposed by"), *_misconceptions(score)]
    switches = [("switch", "items", "not stated", "answers that turn with it"), *_switches(score)]
    blind = "".join(f"blind spot: {one.misconception.name}: {one.misconception.belief}\n" for one in score.blind_spots)
    told = f"{exposed} of {len(score.exposures)} misconceptions exposed\n{blind}"
    faults = [("fault", "items", "", "first of those that hold no longer with it"), *_faults(score)]
    lines = "".join(f"{flip.line}\n" for flip in score.flips)
    still = "".join(f"{one.line}\n" for one in score.unshaken)
    tables = [aligned(rows, _NUMBERS) for rows in (misconceptions, switches, faults)]
    parts = [tables[0], told, *tables[1:], lines, still]
    return "\n".join(part for part in parts if part)


def _misconceptions(score: Score) -> Iterator[Row]:
    for exposure in score.exposures:
        ids = _first_of(exposure.items) or "nothing: a blind spot"
        yield exposure.misconception.name, str(len(exposure.items)), _count(exposure.silent), ids


def _switches(score: Score) -> Iterator[Row]:
    simulators = dict.fromkeys(exposure.simulator for exposure in score.exposures)
    for switch in (switch for name in simulators for switch in SIMULATORS[name].switches):
        turning = [dependence for dependence in score.dependences if dependence.switch == switch]
        items = tuple(dict.fromkeys(named(dependence.subject) for dependence in turning))
        unstated = tuple(dict.fromkeys(named(dependence.subject) for dependence in turning if not dependence.stated))
        yield switch.name, str(len(items)), _count(unstated), _first_of(items) or "none"


def _faults(score: Score) -> Iterator[Row]:
    simulators = dict.fromkeys(exposure.simulator for exposure in score.exposures)
    for fault in (fault for name in simulators for fault in SIMULATORS[name].faults):
        items = tuple(flip.item for flip in score.flips if flip.fault == fault)
        yield fault.name, str(len(items)), "", _first_of(items) or "none"


def _count(ids: Sequence[str]) -> str:
    """Return how many there are; nothing for none, so that the others are seen."""
    return str(len(ids)) if ids else ""


def _first_of(ids: Sequence[str]) -> str:
    rest = len(ids) - _SHOWN_IDS
    return ", ".join(ids[:_SHOWN_IDS]) + (f" and {rest} more" if rest > 0 else "")


def as_json(score: Score) -> str:
    """Return one object a line: each misconception; each statement that turns with a switch, a fault or nothing."""
    lines: list[dict[str, object]] = [
        {
            "misconception": exposure.misconception.name,
            "simulator": exposure.simulator,
            "exposed_by": exposure.items,
            "no_answer": exposure.silent,
        }
        for exposure in score.exposures
    ]
    lines += [
        {
            "switch": dependence.switch.name,
            "item": named(dependence.subject),
            "place": dependence.subject.place,
            "stated": dependence.stated,
            "seed": dependence.verdict.seed,
        }
        for dependence in score.dependences
    ]
    lines += [
        {
            "fault": flip.fault.name,
            "item": flip.item,
            "place": flip.verdict.subject.place,
            "with": flip.written,
            "law": flip.law,
            "seed": flip.verdict.seed,
        }
        for flip in score.flips
    ]
    lines += [{"unshaken": one.item, "place": one.subject.place} for one in score.unshaken]
    return "".join(json.dumps(line) + "\n" for line in lines)
