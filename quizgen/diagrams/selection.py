"""Which moments of a run a picture shows: all that is not routine if there is room, or else what tells most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.diagrams.moments import Moment
from quizgen.simulators.drawing import Drawing

_FEWEST_BROADCASTS = 3


@dataclass(frozen=True)
class Fold:
    """Moments in a row that are left out.

    Attributes:
        moments: they, in order.
        broadcasts: how many of them send to all, as they do time and again.
        others: how many of them are not routine.
        elapsed: microseconds between the moments that are shown before and after.
    """

    moments: tuple[Moment, ...]
    broadcasts: int
    others: int
    elapsed: int

    @property
    def is_worth_a_row(self) -> bool:
        """Whether it shows; one or two broadcasts go without saying."""
        return self.others > 0 or self.broadcasts >= _FEWEST_BROADCASTS


def selected(moments: Sequence[Moment], drawing: Drawing, routine: frozenset[str], room: int) -> list[Moment | Fold]:
    """Return the moments that are shown, in order, and a fold wherever some are left out.

    A broadcast is shown where it brings about something that is shown. If there is no room for everything else, the
    most telling moments come first, then what led to them, then the next tier, and at last the rest; of what does not
    fit as a whole, the beginning and the end. A single moment between two that are shown is not worth a fold.
    """
    telling = [moment for moment in moments if not _is_routine(moment, routine)]
    chosen: set[int] = set()
    for tier in _tiers(telling, drawing):
        new = {number for moment in tier for number in _with_routine_origin(moment, routine)} - chosen
        left = room - len(chosen)
        if len(new) > left:
            chosen |= set(_ends(sorted(new), left))
            break
        chosen |= new
    return _folded(moments, _without_holes(telling, chosen), drawing, routine)


def _tiers(telling: Sequence[Moment], drawing: Drawing) -> Iterator[list[Moment]]:
    for types in drawing.telling:
        tier = [moment for moment in telling if moment.has(types)]
        yield tier
        past = _past(tier)
        yield [moment for moment in telling if moment.number in past]
    yield list(telling)


def _without_holes(telling: Sequence[Moment], chosen: set[int]) -> set[int]:
    """Add the moments that would be left out alone."""
    around = zip((None, *telling), telling, (*telling[1:], None), strict=False)
    return chosen | {
        moment.number
        for before, moment, after in around
        if all(each is None or each.number in chosen for each in (before, after))
    }


def _is_routine(moment: Moment, routine: frozenset[str]) -> bool:
    return all(event.type in routine for event in moment.events)


def _past(moments: Iterable[Moment]) -> set[int]:
    """Return the numbers of the moments that brought these about, directly or not."""
    seen: set[int] = set()
    for moment in moments:
        origin = moment.origin
        while origin is not None and origin.number not in seen:
            seen.add(origin.number)
            origin = origin.origin
    return seen


def _with_routine_origin(moment: Moment, routine: frozenset[str]) -> list[int]:
    numbers = [moment.number]
    while moment.origin is not None and _is_routine(moment.origin, routine):
        moment = moment.origin
        numbers.append(moment.number)
    return numbers


def _ends(numbers: list[int], room: int) -> list[int]:
    first = (room + 1) // 2
    return numbers[:first] + numbers[len(numbers) - (room - first) :]


def _folded(
    moments: Sequence[Moment], chosen: set[int], drawing: Drawing, routine: frozenset[str]
) -> list[Moment | Fold]:
    rows: list[Moment | Fold] = []
    hidden: list[Moment] = []
    last = moments[0].time if moments else 0
    for moment in (*moments, None):
        if moment is not None and moment.number not in chosen:
            hidden.append(moment)
            continue
        if hidden:
            until = hidden[-1].time if moment is None else moment.time
            sent = sum(each.has(drawing.broadcasts) for each in hidden)
            others = sum(not _is_routine(each, routine) for each in hidden)
            rows.append(Fold(tuple(hidden), sent, others, until - last))
            hidden = []
        if moment is not None:
            rows.append(moment)
            last = moment.time
    return rows
