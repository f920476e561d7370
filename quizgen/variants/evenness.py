"""How even variants are: what a teacher can check of "of the same difficulty"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.variants.drawing import LONGEST, Stratum, length, stratum
from quizgen.variants.sheets import Variant


@dataclass(frozen=True)
class Evenness:
    """What is the same on all sheets, and how far the rest differs.

    Attributes:
        strata: kind and level -> how many questions of it each sheet has.
        lengths: sheet's name -> events of the runs behind its answers, as far as they count, in sum.
        different: how many different questions there are on all sheets.
        repeated: how many of them stand on more than one sheet.
    """

    strata: tuple[tuple[Stratum, int], ...]
    lengths: tuple[tuple[str, int], ...]
    different: int
    repeated: int

    @property
    def limit(self) -> int:
        """Up to which length a run counts."""
        return LONGEST

    @property
    def shortest(self) -> int:
        """Events on the sheet that has the fewest."""
        return min(length for _, length in self.lengths)

    @property
    def longest(self) -> int:
        """Events on the sheet that has the most."""
        return max(length for _, length in self.lengths)


def evenness(variants: Sequence[Variant]) -> Evenness:
    """Return how even the variants are.

    Raises `ValueError` if a sheet has other kinds or levels than the first: that cannot be.
    """
    counts = [Counter(map(stratum, variant.cards)) for variant in variants]
    if any(count != counts[0] for count in counts):
        raise ValueError("the sheets differ in kind or level")
    lengths = tuple((variant.name, sum(map(length, variant.cards))) for variant in variants)
    uses = Counter(card.id for variant in variants for card in variant.cards)
    repeated = sum(times > 1 for times in uses.values())
    return Evenness(tuple(sorted(counts[0].items())), lengths, len(uses), repeated)
