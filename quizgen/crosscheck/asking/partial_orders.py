"""Partial orders of a few steps, as sets of pairs: what of them is kept, what they read like, what they allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Pair = tuple[int, int]
Relation = frozenset[Pair]
"""A strict partial order: ``(1, 2)`` is in it if 1 comes before 2."""


def kept(steps: Sequence[int], free: Iterable[Pair]) -> Relation:
    """Return the pairs of steps that keep the order in which the steps are given: all but those that are free."""
    apart = {frozenset(pair) for pair in free}
    pairs = ((a, b) for place, a in enumerate(steps) for b in steps[place + 1 :])
    return frozenset(pair for pair in pairs if frozenset(pair) not in apart)


def between(pair: Pair, relation: Relation) -> int | None:
    """Return the first element that stands between the two in the relation, or None."""
    first, last = pair
    return next((b for a, b in sorted(relation) if a == first and (b, last) in relation), None)


def covers(relation: Relation) -> tuple[Pair, ...]:
    """Return the pairs with nothing between them, sorted; all others follow from these (the transitive reduction)."""
    return tuple(pair for pair in sorted(relation) if between(pair, relation) is None)


def in_words(elements: Sequence[int], relation: Relation) -> str:
    """Return a partial order as people write it: ``1 < {2, 3} < 4``, or ``{1 < 3, 2 < 4}`` for two chains.

    What is built of neither one after the other nor side by side is told by its pairs: ``{1 < 3, 2 < 3, 2 < 4}``.
    """

    def comparable(a: int, b: int) -> bool:
        return (a, b) in relation or (b, a) in relation

    series = _components(elements, lambda a, b: not comparable(a, b))
    if len(series) > 1:
        series.sort(key=lambda part: sum((other, part[0]) in relation for other in elements))
        return " < ".join(in_words(part, relation) for part in series)
    if len(elements) < 2:
        return "".join(map(str, elements))
    parallel = _components(elements, comparable)
    if len(parallel) > 1:
        return f"{{{', '.join(in_words(part, relation) for part in parallel)}}}"
    inside = frozenset(pair for pair in relation if set(pair) <= set(elements))
    return f"{{{', '.join(f'{a} < {b}' for a, b in covers(inside))}}}"


def _components(elements: Sequence[int], linked: Callable[[int, int], bool]) -> list[list[int]]:
    """Return the connected components of a graph, each in the order of the elements, as are their first members."""
    found: list[list[int]] = []
    waiting = list(elements)
    while waiting:
        component = [waiting.pop(0)]
        for member in component:  # grows while it is walked
            component += [other for other in waiting if linked(member, other)]
            waiting = [other for other in waiting if other not in component]
        found.append([element for element in elements if element in component])
    return found


def refused_by_all(steps: Sequence[int], allowed: Relation, runs: Iterable[Relation]) -> tuple[int, ...] | None:
    """Return an order of the steps that one relation allows and that contradicts every one of the others, or None.

    Orders are built from the front. A beginning need not be followed up once one of the others that it agrees with asks
    nothing more of the rest than ``allowed`` does; so an answer is found without listing all orders.
    """
    known: set[tuple[frozenset[int], tuple[Relation, ...]]] = set()

    def extended(placed: tuple[int, ...], agreeing: tuple[Relation, ...]) -> tuple[int, ...] | None:
        rest = [step for step in steps if step not in placed]
        if agreeing and any(_within(relation, rest) <= allowed for relation in agreeing):
            return None
        if agreeing and (frozenset(placed), agreeing) in known:
            return None
        known.add((frozenset(placed), agreeing))
        for step in rest:
            if _ready(step, placed, allowed):
                still = tuple(relation for relation in agreeing if _ready(step, placed, relation))
                found = extended((*placed, step), still)
                if found is not None:
                    return found
        return None if rest else placed

    return extended((), tuple(dict.fromkeys(runs)))


def _within(relation: Relation, elements: Sequence[int]) -> Relation:
    return frozenset(pair for pair in relation if pair[0] in elements and pair[1] in elements)


def _ready(step: int, placed: Sequence[int], relation: Relation) -> bool:
    return all(before in placed for before, after in relation if after == step)
