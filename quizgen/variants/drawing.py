"""Which question stands on which sheet: no repeats where the pool allows, and sheets of the same difficulty.

- An item, or a family with its instances, is a unit. A sheet has a unit at most once.
- Units of the same kind and level are a stratum. Every sheet has the same number of questions of each stratum, in the
  proportion in which the lesson has them.
- No instance comes a second time in a class before all instances of its stratum that can come once have come.
- The sheet with the longest runs and that with the shortest swap questions as long as that brings them closer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizgen.cards import Card

Stratum = tuple[str, str]
"""Kind and level."""
LONGEST = 100
"""Events of a run that count: what is longer is mostly waiting, and one run of 16,000 would outweigh all others."""


@dataclass(frozen=True)
class Seed:
    """Where an order comes from: chance that is the same for ever, since things are ordered by hashes of their names.

    Python promises no more than that its generators of random numbers give the same numbers; how a list is shuffled
    with them may change. SHA-256 does not.

    Attributes:
        parts: what tells it from other seeds.
    """

    parts: tuple[str | int, ...]

    def rank(self, *name: str | int) -> bytes:
        """Return the sort key of the thing of that name."""
        text = "\x1f".join(str(part) for part in ("quizgen variants", *self.parts, *name))
        return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True)
class Unit:
    """An item alone, or a family.

    Attributes:
        name: the family's id, or the item's.
        instances: the cards, in the order in which they are used.
    """

    name: str
    instances: tuple[Card, ...]


def length(card: Card) -> int:
    """Return how many events a pupil would have to follow: those of the run behind the answer, at most ``LONGEST``."""
    return min(card.run_length, LONGEST)


def stratum(card: Card) -> Stratum:
    """Return what every sheet has an equal number of."""
    return card.kind, card.level


def strata(pool: Sequence[Card], seed: Seed) -> dict[Stratum, list[Unit]]:
    """Return the units of a pool by stratum, both in an order that depends on the seed and on names alone."""
    members: dict[tuple[Stratum, str], list[Card]] = {}
    for card in sorted(pool, key=lambda card: seed.rank("instance", card.id)):
        members.setdefault((stratum(card), card.family or card.id), []).append(card)
    found: dict[Stratum, list[Unit]] = {}
    for kind, name in sorted(members, key=lambda key: (key[0], seed.rank("unit", key[1]))):
        found.setdefault(kind, []).append(Unit(name, tuple(members[kind, name])))
    return found


def quotas(sizes: Mapping[Stratum, int], items: int) -> dict[Stratum, int]:
    """Return how many questions of each stratum a sheet of ``items`` has, by the method of largest remainders.

    ``items`` is at most the sum of the sizes; no quota is then larger than its stratum.
    """
    total = sum(sizes.values())
    shares = {kind: divmod(items * size, total) for kind, size in sorted(sizes.items())}
    left = items - sum(whole for whole, _ in shares.values())
    favoured = sorted(shares, key=lambda kind: -shares[kind][1])[:left]
    return {kind: whole + (kind in favoured) for kind, (whole, _) in shares.items()}


def draw(pool: Sequence[Card], count: int, items: int, seed: Seed) -> tuple[tuple[Card, ...], ...]:
    """Return the cards of ``count`` sheets of ``items`` questions each, in no order to speak of.

    Raises `ValueError` for more questions than there are units.
    """
    units = strata(pool, seed)
    if items > sum(map(len, units.values())):
        raise ValueError(f"a sheet cannot have {items} questions")
    sheets: list[list[Card]] = [[] for _ in range(count)]
    for kind, quota in quotas({kind: len(members) for kind, members in units.items()}, items).items():
        order = sorted(range(count), key=lambda index: seed.rank("sheet", *kind, index))
        # The uses of a unit follow each other and are no more than the sheets: none gets two of them.
        for place, card in enumerate(_used(units[kind], quota * count, count)):
            sheets[order[place % count]].append(card)
    _balance(sheets)
    return tuple(map(tuple, sheets))


def _balance(sheets: list[list[Card]]) -> None:
    """Swap questions until the sheets with the longest and the shortest runs cannot come closer by one swap.

    They then differ by no more than the longest run does from the shortest. If they differed by more, some stratum
    would have longer runs on the one sheet, and hence a question that could be swapped for one with a shorter run: two
    instances of a family that both sheets have, or two units that only one of them has.
    """
    lengths = [sum(map(length, sheet)) for sheet in sheets]
    while True:
        high, low = lengths.index(max(lengths)), lengths.index(min(lengths))
        gap = lengths[high] - lengths[low]
        places = list(_swaps(sheets[high], sheets[low]))
        gains = [length(sheets[high][mine]) - length(sheets[low][other]) for mine, other in places]
        best = min(range(len(places)), key=lambda index: abs(gap - 2 * gains[index]), default=None)
        if best is None or abs(gap - 2 * gains[best]) >= gap:
            return
        mine, other = places[best]
        sheets[high][mine], sheets[low][other] = sheets[low][other], sheets[high][mine]
        lengths[high] -= gains[best]
        lengths[low] += gains[best]


def _swaps(high: Sequence[Card], low: Sequence[Card]) -> Iterator[tuple[int, int]]:
    """Yield the places of two cards that can be swapped: of one stratum, and no sheet gets a unit twice."""
    highs, lows = [card.family or card.id for card in high], [card.family or card.id for card in low]
    for mine, card in enumerate(high):
        for other, another in enumerate(low):
            alone = highs[mine] not in lows and lows[other] not in highs
            if stratum(card) == stratum(another) and (alone or highs[mine] == lows[other]):
                yield mine, other


def _used(units: Sequence[Unit], total: int, count: int) -> Iterator[Card]:
    """Yield a card for each use of each unit."""
    uses = _uses([len(unit.instances) for unit in units], total, count)
    for unit, times in zip(units, uses, strict=True):
        for use in range(times):
            yield unit.instances[use % len(unit.instances)]


def _uses(sizes: Sequence[int], total: int, count: int) -> list[int]:
    """Return how often each unit is used, at most ``count`` times: in rounds, each of which uses an instance once."""
    used = [0] * len(sizes)
    rounds = 0
    while total:
        rounds += 1
        room = [min(rounds * size, count) for size in sizes]
        while total and used != room:
            for index, limit in enumerate(room):
                if total and used[index] < limit:
                    used[index] += 1
                    total -= 1
    return used
