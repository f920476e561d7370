"""Going through what nobody has read: text beside claim, one key for each, and nothing lost whenever it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from quizgen.crosscheck import Findings
from quizgen.diagnostics import Diagnostic, Span, has_errors, render_diagnostics
from quizgen.review.counting import Reading
from quizgen.review.files import Unwritable, read_review, sign
from quizgen.review.signatures import Key
from quizgen.review.statements import Statement
from quizgen.review.telling import beside
from quizgen.simulators.words import counted

ACCEPT, EDIT, SKIP, QUIT = "aesq"
_ASKED: Final = "[a]ccept: they say the same   [e]dit   [s]kip   [q]uit "
_BROKEN: Final = "[e]dit again   [q]uit "


class Loaded(Protocol):
    """Content that was read and checked."""

    @property
    def reading(self) -> Reading:
        """What of it was read beside its claims."""

    @property
    def findings(self) -> Findings:
        """What was computed."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with it."""


class Terminal(Protocol):
    """Where somebody reads, and answers with single keys."""

    def show(self, text: str) -> None:
        """Show a text."""

    def key(self, asked: str, keys: str) -> str:
        """Ask for one of some keys, wait for it, and return it; the last of them at the end of the input."""

    def edit(self, place: Span) -> str:
        """Open an editor at a place, wait until it ends, and return why that could not be done; empty if it could."""


@dataclass
class Session:
    """One sitting.

    Attributes:
        path: the content.
        loaded: what was read and checked of it.
        load: reads and checks it again.
        terminal: where it is read.
        today: gives the day, ``2026-11-29``.
    """

    path: Path
    loaded: Loaded
    load: Callable[[], Loaded]
    terminal: Terminal
    today: Callable[[], str]

    def run(self) -> bool:
        """Go through what is unread, until nothing is left or somebody stops.

        Returns:
            Whether the content is sound as it was left.

        Raises:
            Unwritable: something that was accepted could not be put down.
        """
        loaded: Loaded | None = self.loaded
        skipped: set[Key] = set()
        edited: tuple[str, str, str] | None = None
        number = 0
        while loaded is not None and not has_errors(loaded.diagnostics):
            reading = replace(loaded.reading, review=read_review(self.path))
            statement = _next(reading, skipped, edited)
            if statement is None:
                break
            number += statement.key != edited
            self._show(statement, loaded, reading, number)
            edited = None
            match self.terminal.key(_ASKED, ACCEPT + EDIT + SKIP + QUIT):
                case "a":
                    self._accept(statement, reading)
                case "e":
                    edited = statement.key
                    loaded = self._edited(statement.span)
                case "s":
                    skipped.add(statement.key)
                case _:
                    break
        return self._leave(loaded)

    def _show(self, statement: Statement, loaded: Loaded, reading: Reading, number: int) -> None:
        left = sum(1 for _ in reading.unread)
        told = beside(statement, loaded.findings).in_text(marked=True)
        self.terminal.show(f"\n{number}; {left:,} unread\n{told}")

    def _accept(self, statement: Statement, reading: Reading) -> None:
        began = sign(self.path, statement.key, self.today(), _gone(reading))
        self.terminal.show("accepted\n")
        if began:
            self.terminal.show("told git in .gitattributes to keep what is read on either of two branches\n")

    def _edited(self, place: Span) -> Loaded | None:
        """Open the editor until the content is sound again; None if somebody gave up."""
        while True:
            self.terminal.show("edit\n")
            if failed := self.terminal.edit(place):
                self.terminal.show(f"{failed}\n")
            loaded = self.load()
            if not has_errors(loaded.diagnostics):
                return loaded
            self.terminal.show(f"{render_diagnostics(loaded.diagnostics, 'text')}")
            if self.terminal.key(_BROKEN, EDIT + QUIT) == QUIT:
                return None

    def _leave(self, loaded: Loaded | None) -> bool:
        if loaded is None or has_errors(loaded.diagnostics):
            self.terminal.show("\nthe content has errors; what was accepted is kept\n")
            return False
        left = sum(1 for _ in replace(loaded.reading, review=read_review(self.path)).unread)
        self.terminal.show(f"\n{counted(left, 'statement')} unread\n")
        return True


def _next(reading: Reading, skipped: set[Key], edited: tuple[str, str, str] | None) -> Statement | None:
    """Return what is asked next: what was edited, if it is still unread, and else the first that was not skipped."""
    left = [each for each in reading.unread if each.key not in skipped]
    again = (each for each in left if edited and each.key[:2] == edited[:2])
    return next(again, next(iter(left), None))


def _gone(reading: Reading) -> Iterator[Key]:
    """Yield what was read and is not written any more: another wording stands there now."""
    keys = {each.key for lesson in reading.lessons for each in lesson.written}
    parts = {key[:2] for key in keys}
    return (key for key in reading.review.signatures if key[:2] in parts and key not in keys)


__all__ = ["Loaded", "Session", "Terminal", "Unwritable"]
