"""The lockfile: what a build has to know of earlier ones, so that learners' copies of a deck stay in step with it.

`stamp` reads ``quizgen.lock`` and gives each lesson its `quizgen.cards.Release`; what has changed since the last build
is dated then and there, by the wall clock, and only that. The file is written when the build has succeeded.
"""

from __future__ import annotations

from quizgen.decks.lock.clocks import Clock
from quizgen.decks.lock.files import LockProblem, lock_file
from quizgen.decks.lock.hashes import answer_of, content_of
from quizgen.decks.lock.merging import merged
from quizgen.decks.lock.model import Deck, Item, Lock, NoteType
from quizgen.decks.lock.stamping import Past, Stamping, stamp, unstamped
from quizgen.decks.lock.text import NAME, from_text, to_text
from quizgen.decks.lock.update import printed, release_of, updated

__all__ = [
    "NAME",
    "Clock",
    "Deck",
    "Item",
    "Lock",
    "LockProblem",
    "NoteType",
    "Past",
    "Stamping",
    "answer_of",
    "content_of",
    "from_text",
    "lock_file",
    "merged",
    "printed",
    "release_of",
    "stamp",
    "to_text",
    "unstamped",
    "updated",
]
