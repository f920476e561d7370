"""What an author changes from one release to the next, as the tables of ``docs/anki-releases.md`` have it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.releases.changes.items import ITEMS, PICTURES
from tests.releases.changes.lessons import LESSONS, LOCKFILE, LOOKS
from tests.releases.changes.questions import CHOICES, GAPS, TYPED
from tests.releases.project import Change

CHANGES: Mapping[str, tuple[Change, ...]] = {
    name: change if isinstance(change, tuple) else (change,)
    for changes in (CHOICES, TYPED, GAPS, ITEMS, PICTURES, LESSONS, LOOKS, LOCKFILE)
    for name, change in changes.items()
}
"""What an author does -> how; a tuple is one release after the other."""

SKIPPED = frozenset({"edition that a learner skips"})
"""Of those, where learners import only the last release."""
