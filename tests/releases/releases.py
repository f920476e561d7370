"""Builds one release after the other, each on the day on which an author did."""

from __future__ import annotations

import filecmp
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from quizgen.compiler import Built, Options, Silent, build
from quizgen.exporters.anki import note_types
from quizgen.system import resources
from tests.releases.changes import CHANGES
from tests.releases.project import CONTENT, Project

DAY, HOUR = 86_400, 3_600
TODAY: Final = int(time.time())
FIRST: Final = TODAY - 90 * DAY
"""When the first release was built, in seconds since 1970."""
AGAIN: Final = 10 * DAY
"""From a release in between to the next, in seconds."""

Decks = tuple[Path, ...]
"""The files of one release."""


class Releases:
    """The lessons' first release, and from it the next, whatever was changed.

    Attributes:
        first: the decks of the first release.
        templates: what they were made with.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, tuple[Decks, ...]] = {}
        project = Project(folder / "first")
        shutil.copytree(CONTENT, project.content, ignore=shutil.ignore_patterns("quizgen.lock"))
        shutil.copytree(resources.templates("anki"), project.templates / "anki")
        self.templates = project.templates
        self.first = decks_of(released(project, FIRST))

    def after(self, change: str) -> tuple[Decks, ...]:
        """Return the decks of the releases after the first: one for each step of a change, the last an hour old."""
        if change not in self._made:
            project, steps = self.project(change), CHANGES[change]
            made = []
            for left, step in zip(reversed(range(len(steps))), steps, strict=True):
                step(project)
                when = TODAY - HOUR - left * AGAIN
                made.append(decks_of(released(project, when, ours=when if self._looks_otherwise(project) else FIRST)))
            self._made[change] = tuple(made)
        return self._made[change]

    def _looks_otherwise(self, project: Project) -> bool:
        """Tell whether templates were changed: quizgen's release then dates them anew, as a test demands of it."""
        return bool(filecmp.dircmp(self.templates / "anki", project.templates / "anki").diff_files)

    def project(self, name: str) -> Project:
        """Return the first release as its author has it, to be worked on."""
        shutil.copytree(self._folder / "first", self._folder / name)
        return Project(self._folder / name)


def released(project: Project, when: int, *, ours: int = FIRST, locked: bool = False) -> Built:
    """Build a release.

    Args:
        project: what is built.
        when: what the author's clock says, in seconds since 1970.
        ours: when quizgen's own templates were last changed, in the same.
        locked: whether it is built with ``--locked``.
    """
    with _templates(project, ours):
        return build(project.content, ["anki"], project.out, Silent(), Options(locked=locked, clock=lambda: when))


def decks_of(built: Built) -> Decks:
    """Return the decks that were built, kept as they are now."""
    assert built.written, built.diagnostics
    kept = built.written[0].parent.with_name(f"kept-{time.time_ns()}")
    kept.mkdir()
    return tuple(Path(shutil.copy(path, kept)) for path in sorted(built.written))


@contextmanager
def _templates(project: Project, ours: int) -> Iterator[None]:
    """Let decks be made with the project's templates, and quizgen's own be of an earlier day than they are."""
    caches = (note_types._note_type, note_types._style)
    patches: list[Any] = [
        patch.object(module, "MODIFIED", ours)
        for name, module in list(sys.modules.items())
        if name.startswith("quizgen.") and hasattr(module, "MODIFIED")
    ]
    patches.append(patch.object(note_types._NoteType, "modified", ours))
    patches.append(patch.object(resources, "templates", lambda exporter: project.templates / exporter))
    for cache in caches:
        cache.cache_clear()
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()
        for cache in caches:
            cache.cache_clear()
