"""Learners who have one version of Anki, each in a process of its own environment."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, cast

from tests.patience import HANGING
from tests.releases.releases import Decks

VERSIONS: Final = ("23.10.1", "24.11", "25.9.5", "newest")
SCRIPT: Final = Path(__file__).with_name("learner.py")

Order = tuple[str, dict[str, object]]
"""What a learner does, and with what: a method of `tests.releases.learner.Learner`."""


class Anki:
    """Learners with one version of Anki.

    Attributes:
        version: what it says of itself.
    """

    def __init__(self, name: str, folder: Path) -> None:
        own = Path(sys.prefix) / f"anki-{name}" / "bin" / "python"  # beside what runs the tests
        python = Path(sys.executable) if name == "newest" else own
        assert python.exists(), f"make test sets up the environment {python.parent.parent}"
        command = [str(python), "-W", "ignore", str(SCRIPT)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._folder = folder
        self._states: dict[str, dict[str, Any]] = {}
        self.version = self._answer()

    def do(self, learner: str, *orders: Order, like: str | Path = "") -> list[Any]:
        """Let a learner do some things, one after the other.

        Args:
            learner: whose collection; it is kept.
            orders: what to do.
            like: whose collection the learner's begins as, if not as an empty one.

        Returns:
            What came of each.
        """
        assert self._process.stdin
        beginning = str(self.folder(like) if isinstance(like, str) else like) if like else ""
        self._process.stdin.write(json.dumps([str(self.folder(learner)), beginning, orders]) + "\n")
        self._process.stdin.flush()
        return cast("list[Any]", self._answer())

    def folder(self, learner: str) -> Path:
        """Return where a learner's collection is."""
        return self._folder / learner

    def state(self, learner: str) -> dict[str, Any]:
        """Return what is in the collection of a learner who does no more."""
        if learner not in self._states:
            (self._states[learner],) = self.do(learner, ("state", {}))
        return self._states[learner]

    def studied(self, learner: str, decks: Decks, ago: int = 30) -> None:
        """Have a learner study decks for weeks, until some days ago, and each card come into another state."""
        self.do(
            learner,
            take(decks),
            ("study", {"days": 6}),
            ("scatter", {}),
            ("mark", {"item": "which-colours", "tags": ["mine", "marked"], "flag": 3}),
            ("mark", {"item": "speed.zone-10", "tags": ["hard"], "flag": 1, "suspend": True}),
            ("mark", {"item": "what-red-means", "tags": ["mine"]}),
            days(ago),
            ("check", {}),
        )

    def close(self) -> None:
        """End the program."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=HANGING)

    def _answer(self) -> Any:  # noqa: ANN401 - what the learner got
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("\x02"):
                return json.loads(line[1:])
        raise AssertionError(f"Anki ended with status {self._process.wait()}")


def take(decks: Iterable[Path], **options: object) -> Order:
    """Return the order to import decks."""
    return "take", {"paths": [str(path) for path in decks], **options}


def days(number: int) -> Order:
    """Return the order to let some days pass."""
    return "wait", {"days": number}


def told(log: dict[str, int]) -> str:
    """Return what Anki reports of an import: notes that are new, updated, there already (duplicate), conflicting."""
    return " / ".join(str(log[name]) for name in ("new", "updated", "duplicate", "conflicting"))
