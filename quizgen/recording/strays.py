"""Processes that a program leaves behind, in sessions of their own: without bubblewrap nothing else ends them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SUBREAPER: Final = 36
"""PR_SET_CHILD_SUBREAPER of Linux."""


@contextmanager
def none_left() -> Iterator[None]:
    """End, afterwards, whatever was started within and is still there.

    On Linux this process becomes the parent of all whose own parent has ended, so none can get away by becoming a
    daemon. Other systems have no such thing: there a process that leaves its group goes on.
    """
    if sys.platform != "linux":
        yield
        return
    known = _children()
    _adopt(orphans=True)
    try:
        yield
    finally:
        while found := _children() - known:  # each that ends can leave us those that it started
            for process in found:
                try:
                    os.kill(process, signal.SIGKILL)
                except PermissionError:  # it runs as somebody else: nobody but that user ends it
                    known.add(process)
                    continue
                with suppress(ChildProcessError):
                    os.waitpid(process, 0)
        _adopt(orphans=False)


def _adopt(*, orphans: bool) -> None:
    ctypes.CDLL(None).prctl(_SUBREAPER, int(orphans), 0, 0, 0)


def _children() -> set[int]:
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended since
            parent = file.read_text("utf-8", errors="replace").rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(int(file.parent.name))
    return found
