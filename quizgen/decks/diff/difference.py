"""What differs between two releases, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A note that is named: its item, or what else tells it, and the first words of its question."""

    item: str
    title: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that has changed.

    Attributes:
        name: the field's.
        old: what was read in it, on one line; empty if it is not told, as of drawings, or not known.
        new: what is read in it now.
        markup: whether only its markup has changed, so that it reads the same.
    """

    name: str
    old: str
    new: str
    markup: bool = False

    @property
    def told(self) -> bool:
        """Whether there are words to compare."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """What counted as right, and what does now; both empty if that is only known to differ."""

    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A note that has changed.

    Attributes:
        fields: those that have, in their order.
        answer: how what counts as right has changed; None if it has not.
        tags_added: tags that it did not have.
        tags_removed: tags that it has no more.
        cards: how many cards it had, and has, if that has changed.
        problem: why learners who import the deck would not get this as a change of the note; empty if they would.
    """

    entry: Entry
    fields: tuple[FieldChange, ...] = ()
    answer: AnswerChange | None = None
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    cards: tuple[int, int] | None = None
    problem: str = ""


@dataclass(frozen=True)
class Difference:
    """Two releases compared.

    Attributes:
        old: what was compared, as it is called; ``new`` as well.
        added: notes that are new.
        changed: notes that have changed.
        withdrawn: notes that say now that their item is gone.
        missing: notes that are not there any more; learners keep them, and never hear of it.
        unchanged: how many notes are as they were.
        looks: names of the note types that look otherwise.
        by_hash: whether of the old release only hashes were known, so that no words can be compared.
    """

    old: str
    new: str
    added: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    withdrawn: tuple[Entry, ...] = ()
    missing: tuple[Entry, ...] = ()
    unchanged: int = 0
    looks: tuple[str, ...] = ()
    by_hash: bool = False

    @property
    def relearn(self) -> tuple[Change, ...]:
        """The notes whose answers have changed."""
        return tuple(change for change in self.changed if change.answer is not None)

    @property
    def empty(self) -> bool:
        """Whether learners would notice nothing."""
        return not (self.added or self.changed or self.withdrawn or self.missing or self.looks)
