"""A terminal on which somebody answers with single keys, and from which an editor is opened."""

from __future__ import annotations

import os
import select
import shlex
import subprocess
import sys
import termios
import tty
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from quizgen.diagnostics import Span

_GOTO: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor"), ("--wait", "--goto")),
    **dict.fromkeys(("subl", "zed"), ("--wait",)),
    **dict.fromkeys(("hx", "helix"), ()),
}
"""Editors that take ``file:line:column``, with what they have to be told before it; all others take ``+line file``."""
_LOOK: Final = 0.5
"""So often, in seconds, it is looked whether somebody wants to stop."""
_BELL: Final = "\a"
"""Said to a key that means nothing here."""
_END: Final = b"\x04"
"""What Ctrl-D sends."""


class Keys:
    """The terminal that the program was started from."""

    @staticmethod
    def is_there() -> bool:
        """Tell whether somebody can read and answer."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    @staticmethod
    def show(text: str) -> None:
        """Show a text."""
        print(text, end="", flush=True)

    @classmethod
    def key(cls, asked: str, keys: str) -> str:
        """Ask for one of some keys, wait for it, and return it; the last of them at the end of the input.

        What was typed before is not taken: it was no answer to what is asked now. Nor are keys that send several
        characters, such as arrows, and what is pasted.
        """
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSAFLUSH)
            cls.show(asked)
            while True:
                while not select.select([terminal], [], [], _LOOK)[0]:
                    pass  # a signal that came just before the wait is seen now, and not with the next key
                typed = os.read(terminal, 1_024)
                if typed in {b"", _END}:
                    return keys[-1]
                if len(typed) == 1 and (pressed := typed.decode("latin-1").lower()) in keys:
                    return pressed
                cls.show(_BELL)
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    @staticmethod
    def edit(place: Span) -> str:
        """Open the user's editor at a place, and wait; return why it could not be opened, or that it failed."""
        asked = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            command = [*shlex.split(asked), *_at(asked, place)]
            status = subprocess.run(command, check=False).returncode  # noqa: S603 - the user's own editor
        except (OSError, ValueError) as problem:
            return f"the editor {asked!r} cannot be run: {problem}; set EDITOR"
        return f"the editor {asked!r} ended with status {status}" if status else ""


def _at(asked: str, place: Span) -> tuple[str, ...]:
    """Return how an editor is told where to begin."""
    file, name = os.path.abspath(place.file), Path(shlex.split(asked)[0]).name  # noqa: PTH100 - links stay as they are
    if name in _GOTO:
        return (*_GOTO[name], f"{file}:{place.line}:{place.column}")
    return (f"+{place.line}", file)
