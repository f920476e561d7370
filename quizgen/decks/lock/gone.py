"""Lessons that learners have and the content has no more: their decks go on, with notes that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from quizgen.cards import Html, RenderedLesson, StudyPlace
from quizgen.decks.lock.model import Deck, Lock, day_of
from quizgen.exporters.anki.deck_names import DIGITS

_NUMBER: Final = re.compile(rf"[0-9]{{{DIGITS},}}(\.[0-9]+)? ")


def gone_lessons(
    lock: Lock, lessons: Sequence[RenderedLesson], path: Path, file: Path, now: int
) -> Iterator[RenderedLesson]:
    """Yield each lesson that has items in the lock, none of them in any lesson now: without cards, behind all others.

    That can be told only where all content of the lockfile is built: a part of it withdraws nothing of the rest.

    Args:
        lock: as it was before.
        lessons: that are built.
        path: what is built.
        file: where the lockfile stands.
        now: seconds since 1970; dates what is gone from now on.
    """
    if not path.is_dir() or path.absolute() != file.parent.absolute():
        return
    here = {card.id for lesson in lessons for card in lesson.cards}
    left = [item for item in lock.items.values() if item.id not in here]
    last = max((lesson.place.rank for lesson in lessons), default=0)
    for rank, name in enumerate(sorted({item.lesson for item in left} - {lesson.id for lesson in lessons}), last + 1):
        days = [item.retired or day_of(now) for item in left if item.lesson == name]
        yield _empty(name, lock.decks.get(name, Deck(name, name)), max(days), rank)


def _empty(lesson: str, deck: Deck, day: str, rank: int) -> RenderedLesson:
    """Return a lesson of which only its deck's name tells what it was."""
    *_, subject, title = ["", *deck.name.split("::")]
    return RenderedLesson(
        id=lesson,
        title=_NUMBER.sub("", title, count=1),
        subject="-".join(_NUMBER.sub("", subject, count=1).lower().split()),
        level="",
        language="",
        license="",
        released=day,
        opening=Html(""),
        summary=(),
        sources=(),
        tables=(),
        cards=(),
        tally=MappingProxyType({}),
        place=StudyPlace(rank),
    )
