"""Lessons of a test: written, checked, and given a score."""

from __future__ import annotations

from pathlib import Path

from quizgen.compiler import Checked, Silent, check
from quizgen.crosscheck import Laboratory
from quizgen.mutation import Score, score
from tests.small import write


def checked(folder: Path, body: str) -> Checked:
    """Return a lesson in which nothing is wrong."""
    found = check(write(folder, body), Silent())
    assert found.sound
    return found


def scored(folder: Path, body: str, laboratory: Laboratory | None = None, *, mistakes_only: bool = False) -> Score:
    """Return the score of a lesson."""
    return score(write(folder, body), Silent(), laboratory, mistakes_only=mistakes_only)
