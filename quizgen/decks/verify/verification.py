"""What came out of verifying a deck, and how it is told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from quizgen.diagnostics import printable
from quizgen.simulators.words import plural


class Status(StrEnum):
    """What can be said of an item."""

    HOLDS = "holds"
    BROKEN = "does not hold"
    OTHER_VERSION = "another simulator version"
    CITED = "cited only"
    UNVERIFIED = "nothing behind it"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Verified:
    """An item of a deck.

    Attributes:
        item: its id, or how else the note is called.
        reasons: why it does not hold, or what else is to be said.
        computed: how many of its statements were computed again.
        statements: how many it has.
    """

    item: str
    status: Status
    reasons: tuple[str, ...] = ()
    computed: int = 0
    statements: int = 0


@dataclass(frozen=True)
class Verification:
    """A deck.

    Attributes:
        items: in study order.
        own_templates: whether its note types, which decide what a learner sees, are those of this quizgen.
    """

    items: tuple[Verified, ...]
    own_templates: bool

    @property
    def sound(self) -> bool:
        """Whether there are items, everything computed holds, and all of it could be computed again."""
        failed = (Status.BROKEN, Status.OTHER_VERSION)
        return bool(self.items) and not any(item.status in failed for item in self.items)

    @property
    def counts(self) -> dict[str, int]:
        """Status -> how many items have it; those that none has are left out."""
        counts = Counter(item.status for item in self.items)
        return {status.value: counts[status] for status in Status if counts[status]}


def as_text(found: Verification, *, quiet: bool = False) -> str:
    """Return a line for each item, with reasons below; only those that fail if quiet."""
    return "".join(f"{printable(line)}\n" for line in _lines(found, quiet=quiet))


def _lines(found: Verification, *, quiet: bool) -> Iterator[str]:
    for item in found.items:
        if quiet and item.status not in (Status.BROKEN, Status.OTHER_VERSION):
            continue
        share = f" ({item.computed} of {item.statements} statements computed)" if item.status is Status.HOLDS else ""
        yield f"{item.status.value:<{len(Status.OTHER_VERSION)}}  {item.item}{share}"
        yield from (f"    {reason}" for reason in item.reasons)
    if not found.own_templates:
        yield "note: the deck's note types are not those of this quizgen; what a card shows was not verified"
    if not quiet:
        told = ", ".join(f"{count} {status}" for status, count in found.counts.items())
        yield f"{len(found.items)} {plural(len(found.items), 'item')}: {told or 'nothing to verify'}"


def as_json(found: Verification) -> str:
    """Return one object: ``sound``, ``counts``, ``own_note_types`` and ``items``."""
    items = [asdict(item) for item in found.items]
    made = {"sound": found.sound, "counts": found.counts, "own_note_types": found.own_templates, "items": items}
    return json.dumps(made, indent=1) + "\n"
