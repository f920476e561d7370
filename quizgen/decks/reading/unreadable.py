"""What is raised for a file that cannot be read as a deck."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - a state of a file
    """A file that is no deck, or none that can be read; the message says why, the hint what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
