"""The preview: content as a site on this machine alone, built again and shown again whenever something is saved.

`watching` tells what was saved, `building` builds what that changes, `server` shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from quizgen.diagnostics import Diagnostic, Severity
from quizgen.preview.building import Builder
from quizgen.preview.server import Server
from quizgen.preview.watching import Watch

__all__ = ["Watch", "serve"]


def serve(
    path: Path,
    port: int,
    announce: Callable[[str], object],
    tell: Callable[[Sequence[Diagnostic]], object],
    words: Callable[[Sequence[Diagnostic]], str],
) -> None:
    """Show content until the program is interrupted.

    Args:
        path: the folder of content, or the one file.
        port: where; 0 for any that is free.
        announce: is told the address.
        tell: is told everything that is wrong, each time.
        words: returns what the terminal says of mistakes, which is told over the page.

    Raises:
        OSError: the port is taken, or the folder cannot be watched.
    """
    with Watch(path) as watch, Server(port) as server:
        announce(server.address)
        builder, changed = Builder(path), frozenset[Path]()
        while True:
            for build in builder.builds(changed):
                found = watch.settled(build)
                mistakes = [each for each in found.diagnostics if each.severity is Severity.ERROR]
                server.show(found.pages, words(mistakes))
                if found.is_whole:
                    tell(found.diagnostics)
            changed = watch.changes()
