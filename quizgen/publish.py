"""Writing without loss: everything is written beside its target and moved into place when all of it is whole.

A build works in a folder of its own, ``.quizgen-build-*`` inside the output folder, and holds a lock on it as long as
it lives. To publish, it notes what it is about to replace, puts the old versions aside, moves the new ones in, and at
last strikes the note out. Whoever builds next finds what a killed build left there: with the note, the old versions are
put back; without it, there is nothing to put back. A lock on the output folder itself keeps two builds from publishing,
and from clearing up, at the same time.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".quizgen-build-"
_NEW, _OLD, _NOTE = "new", "old", "replaced.json"


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """Give a new folder inside ``out`` to write into; it is removed at the end, whatever happens.

    What a killed build left there is undone first.

    Raises:
        OSError: if ``out`` cannot be made or written to.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _locked(out):
        _clear_up(out)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
        alive = os.open(folder, os.O_RDONLY)
        fcntl.flock(alive, fcntl.LOCK_EX)
    try:
        (folder / _NEW).mkdir()
        yield folder / _NEW
    finally:
        if not (folder / _NOTE).exists():  # else old versions are still in it: the next build puts them back
            shutil.rmtree(folder, ignore_errors=True)
        os.close(alive)


def publish(written: Sequence[Path], out: Path) -> tuple[Path, ...]:
    """Move files and folders from the staging folder into ``out``: all of them, or none.

    A file replaces the old one in one step, so that a reader finds one or the other at any time; of a folder there is
    none for a moment.

    Returns:
        Where they are now.

    Raises:
        OSError: if one of them cannot be moved; ``out`` is then as it was.
    """
    if not written:
        return ()
    folder = written[0].parent.parent
    names = [path.name for path in written]
    with _locked(out):
        (folder / _OLD).mkdir()
        _write_note(folder, names)
        try:
            for name in names:
                _replace(folder, out, name)
        except BaseException:
            _undo(folder, out)
            raise
        (folder / _NOTE).unlink()
    return tuple(out / name for name in names)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Wait until no other build publishes or clears up in ``out``; the lock ends with the process, however it ends."""
    descriptor = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(folder: Path, out: Path, name: str) -> None:
    """Put the old version aside, if there is one, and the new one in its place."""
    new, old, target = folder / _NEW / name, folder / _OLD / name, out / name
    if target.is_file() and not target.is_symlink() and new.is_file():
        _copy(target, old)
    elif os.path.lexists(target):
        target.rename(old)
    new.replace(target)


def _copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without links
        shutil.copy2(source, target)


def _write_note(folder: Path, names: Sequence[str]) -> None:
    """Write what is about to be replaced, whole or not at all."""
    draft = folder / f"{_NOTE}.draft"
    draft.write_text(json.dumps(names), encoding="utf-8")
    draft.replace(folder / _NOTE)


def _undo(folder: Path, out: Path) -> None:
    """Put back what was replaced, if the note says that it was not finished; may itself be cut short and done again."""
    note = folder / _NOTE
    if not note.exists():
        return
    for name in json.loads(note.read_text(encoding="utf-8")):
        new, old, target = folder / _NEW / name, folder / _OLD / name, out / name
        if not os.path.lexists(new) and os.path.lexists(target):
            target.rename(new)
        if os.path.lexists(old) and not os.path.lexists(target):
            old.rename(target)
    note.unlink()


def _clear_up(out: Path) -> None:
    """Undo and remove what killed builds left; those that live hold their lock."""
    for folder in sorted(out.glob(f"{_PREFIX}*")):
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:  # its build has just ended
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _undo(folder, out)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(descriptor)
