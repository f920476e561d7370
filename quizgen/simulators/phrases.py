"""Words for what a simulator observes, from which sentences about its runs are made (`quizgen.wording`).

Templates name an observation's arguments by their numbers: ``{0}``; ``{0:plain}`` is never in quotes, ``{0:spaced}``
has spaces for hyphens, and ``{0:formula}`` the signs of formulas. They may have ``{end}``: there it is said that the
end of a run is meant, if it is not said before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

_CHOICE: Final = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")
_NAME: Final = re.compile(r"\{([A-Za-z]\w*)(?::[^}]*)?\}")


@dataclass(frozen=True)
class Phrase:
    """Words for one observation or measure; those that its values need.

    Attributes:
        name: a noun phrase for its value, without an article if that is a list of several: "{0}'s length".
        yes: of true, a clause: "{0} is up{end}".
        no: of false, its contrary.
        count: of a number of things, a clause for one of them, ``{n}`` being how many: "{n} thread waits{end}".
        counts: the same for several: "{n} threads wait{end}".
        compared: of a number, a clause of its own for a comparison: ``>1`` -> "several threads wait{end}".
        value: of anything else, a clause for the value ``{v}``: "{v} holds the lock{end}".
        single: the same as ``value`` for a list of one, if it differs.
        other: its contrary: "{v} does not hold the lock{end}".
        empty: a clause for an empty text or list: "nobody holds the lock{end}".
        some: its contrary.
        size: of a list, how long it is; as ``count``.
        sizes: as ``counts``.
        unit: behind a number.
        plural: whether the noun phrase is a plural.
        words: value -> its words in a clause.
        of_conditions: whether the first argument names an observation that is true or false, and the others are its
            arguments; what is said of it stands as ``{a}`` in ``yes`` and ``no``.
        of_events: whether the first argument names an event, which has the words (`Happening`); a second one is where.
    """

    name: str = ""
    yes: str = ""
    no: str = ""
    count: str = ""
    counts: str = ""
    compared: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    single: str = ""
    other: str = ""
    empty: str = ""
    some: str = ""
    size: str = ""
    sizes: str = ""
    unit: str = ""
    plural: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    of_conditions: bool = False
    of_events: bool = False

    @classmethod
    def of(cls, written: Phrase | str) -> Phrase:
        """Return a phrase that may be written shortly: a noun phrase, or two clauses with a bar between them."""
        if isinstance(written, Phrase):
            return written
        told, bar, contrary = written.partition("|")
        return cls(yes=told, no=contrary) if bar else cls(name=told)


@dataclass(frozen=True)
class Happening:
    """Words for an event of a trace.

    Attributes:
        at: a clause for an actor ``{0}``, ``{never}`` being where "never" stands: "{0} {never}waits". In square
            brackets stands what is told if an attribute of the event or its ``peer`` is known, behind a bar, and before
            it what is told otherwise: "{0} {never}waits for [another|{peer}][| with {size:page/pages}]", where
            ``{size:page/pages}`` counts.
        count: a clause without an actor, ``{n}`` being how often: "{n} thread waits".
        counts: the same for several: "threads wait {n} times".
    """

    at: str
    count: str
    counts: str

    def clause(self, known: Iterable[str] = ()) -> str:
        """Return the template of a single event, of which these attributes are known, and maybe the ``peer``."""
        return _CHOICE.sub(lambda found: found[2 if set(known) >= {*names_in(found[2])} else 1], self.at)


def names_in(template: str) -> list[str]:
    """Return the names that stand in a template."""
    return _NAME.findall(template)
