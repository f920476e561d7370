"""Writing without loss: everything is written beside its target and moved into place when all of it is whole.

A build works in a folder of its own, ``.quizgen-build-*`` inside the output folder, and holds a lock on it as long as
it lives. To publish, it notes what it is about to move in, puts the old versions aside, moves the new ones in, and at
last strikes the note out. Whoever builds next finds what a killed build left there: with the note, the old versions are
put back; without it, there is nothing to put back. A lock on the output folder itself keeps two builds from publishing,
and from clearing up, at the same time.

What that holds against: a build that fails, is interrupted or is killed. What it does not: a loss of power, since
nothing is forced to the disk; and readers, who may meet new files beside old ones while a build publishes, and, when it
was killed in doing so, until the next one. The lock is advisory (flock(2)): it binds builds, and no other program.

Only what is quizgen's is replaced: a folder that carries its mark, or that is empty, and a file in the place of a file.
What lies in an output folder may come from a stranger, so a note is believed only as far as it can be checked.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from quizgen.system.processes import interrupts_put_off

_PREFIX = ".quizgen-build-"
_NEW, _OLD, _NOTE = "new", "old", "replaced.json"
MARKER = ".quizgen"
"""The file that tells a folder of quizgen's from others."""
_MARK = b"quizgen wrote this folder. The next build replaces it, with everything that is in it.\n"


class InTheWay(Exception):  # noqa: N818 - a state of the output folder
    """Something that is not to be replaced stands where an output belongs.

    Attributes:
        path: what stands there.
    """

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


class HalfPublished(Exception):  # noqa: N818 - as above
    """Publishing failed, and what was there could not all be put back.

    Attributes:
        folder: where that is kept; the next build tries again to put it back.
    """

    def __init__(self, folder: Path, message: str) -> None:
        super().__init__(message)
        self.folder = folder


def replace_file(file: Path, data: bytes) -> None:
    """Put a file in the place of another in one step, whole or not at all (but see the module on power).

    A new file can be read by everybody whom the user's mask lets; one that was there keeps its permissions.

    Raises:
        OSError: if that cannot be done; nothing is left behind.
    """
    draft = file.with_name(f".{file.name}.{os.urandom(4).hex()}")
    try:
        with draft.open("xb") as written:
            written.write(data)
        if file.exists():
            draft.chmod(stat.S_IMODE(file.stat().st_mode))
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """Give a new folder inside ``out`` to write into; it is removed at the end, whatever happens.

    What a killed build left there is undone first.

    Raises:
        OSError: if ``out`` cannot be made or written to.
    """
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as at_the_end:
        with _locked(out):
            _clear_up(out)
            with interrupts_put_off():  # a folder that is made is a folder that will be removed
                folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
                alive = os.open(folder, os.O_RDONLY)
                fcntl.flock(alive, fcntl.LOCK_EX)
                at_the_end.callback(_leave, folder, alive)
        (folder / _NEW).mkdir()
        yield folder / _NEW


def _leave(folder: Path, alive: int) -> None:
    """Remove what was written into, unless old versions are still in it: the next build puts them back."""
    with interrupts_put_off():  # else half of it would be left
        try:
            if not (folder / _NOTE).exists():
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(alive)


def publish(written: Sequence[Path], out: Path, sources: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Move files and folders from the staging folder into ``out``: all of them, or none.

    A file replaces the old one in one step, so that a reader finds one or the other at any time. A folder takes two:
    for a moment there is none. A folder is marked as quizgen's, so that the next build may replace it.

    Args:
        written: what to move; all of it lies in the folder that `staging` gave.
        out: the folder that was given to `staging`.
        sources: files and folders that must not be replaced, nor any folder that holds one of them.

    Returns:
        Where they are now.

    Raises:
        InTheWay: if something stands there that is not to be replaced; ``out`` is as it was.
        OSError: if one of them cannot be moved; ``out`` is again as it was.
        HalfPublished: if one of them cannot be moved, and what was there cannot be put back either.
    """
    if not written:
        return ()
    folder = written[0].parent.parent
    for path in written:
        if path.is_dir():
            (path / MARKER).write_bytes(_MARK)
    with _locked(out):
        _refuse(written, out, sources)
        (folder / _OLD).mkdir()
        moved = {path.name: path.lstat().st_ino for path in written}
        try:
            _write_note(folder, moved)
            for name in moved:
                _replace(folder, out, name)
            (folder / _NOTE).unlink()
        except BaseException as problem:
            _take_back(folder, out, moved, problem)
            raise
    return tuple(out / name for name in moved)


def _refuse(written: Sequence[Path], out: Path, sources: Iterable[Path]) -> None:
    """Raise `InTheWay` for the first target that is not to be replaced."""
    places = {each for source in map(Path.resolve, sources) for each in (source, *source.parents)}
    kept = {_identity(place) for place in places}
    for path in written:
        target = out / path.name
        if not os.path.lexists(target):
            continue
        if target.exists() and _identity(target) in kept:
            raise InTheWay(target, "an output belongs here, but this is content that is being built, or holds it")
        if target.is_symlink():  # it is replaced itself; what it leads to stays
            continue
        if target.is_dir() and not path.is_dir():
            raise InTheWay(target, "a file belongs here, but this is a folder")
        if path.is_dir() and not target.is_dir():
            raise InTheWay(target, "a folder belongs here, but this is a file")
        if target.is_dir() and not _is_ours(target):
            raise InTheWay(target, "an output belongs here, but this is a folder that quizgen did not write")


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from all others, whatever it is called (POSIX: device and inode)."""
    status = path.stat()
    return status.st_dev, status.st_ino


def _is_ours(folder: Path) -> bool:
    marker = folder / MARKER
    if marker.is_file() and not marker.is_symlink():
        return marker.stat().st_size == len(_MARK) and marker.read_bytes() == _MARK
    return not any(folder.iterdir())


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


def _write_note(folder: Path, moved: Mapping[str, int]) -> None:
    """Write what is about to be moved in, name -> inode number."""
    replace_file(folder / _NOTE, json.dumps(moved).encode())


def _read_note(folder: Path) -> dict[str, int] | None:
    """Return what `_write_note` wrote; None if no build can have left it, as with a path that leads elsewhere."""
    note = folder / _NOTE
    try:
        kinds = [stat.S_IFMT((folder / part).lstat().st_mode) for part in (_NEW, _OLD, _NOTE)]
        if kinds != [stat.S_IFDIR, stat.S_IFDIR, stat.S_IFREG]:
            return None
        moved = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(moved, dict) or not all(_is_plain(name) and type(moved[name]) is int for name in moved):
        return None
    return moved


def _is_plain(name: str) -> bool:
    """Tell whether a name is that of something right inside a folder."""
    return name not in ("", ".", "..") and not {"/", "\\", "\0"} & set(name)


def _put_back(folder: Path, out: Path, moved: Mapping[str, int]) -> None:
    """Take out what was moved in and put back what was replaced; may itself be cut short and done again.

    Only what is known by its inode number as moved in is taken out: anything else came there in another way.
    """
    for name, inode in moved.items():
        new, old, target = folder / _NEW / name, folder / _OLD / name, out / name
        if not os.path.lexists(new) and os.path.lexists(target) and target.lstat().st_ino == inode:
            target.rename(new)
        if os.path.lexists(old) and not os.path.lexists(target):
            old.rename(target)


def _take_back(folder: Path, out: Path, moved: Mapping[str, int], problem: BaseException) -> None:
    """Undo what this build did, unless it did all; raise `HalfPublished` if that fails too."""
    note = folder / _NOTE
    if not note.exists():  # nothing was done yet, or everything was
        return
    try:
        _put_back(folder, out, moved)
    except OSError as second:
        message = f"publishing failed ({problem}), and the old output could not all be put back ({second})"
        raise HalfPublished(folder, message) from problem
    with suppress(OSError):  # everything is back; the next build finds nothing left to do, and clears up
        note.unlink()


def _clear_up(out: Path) -> None:
    """Undo and remove what killed builds left; those that live hold their lock.

    What no build can have left is not touched: a file or a link of such a name, a folder with a note that is none.
    """
    for folder in sorted(out.glob(f"{_PREFIX}*")):
        try:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:  # its build has just ended, or it is none of ours
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _undo(folder, out):
                shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(descriptor)


def _undo(folder: Path, out: Path) -> bool:
    """Put back what a killed build replaced; False if its note cannot be believed, and nothing was done."""
    note = folder / _NOTE
    if os.path.lexists(note):
        moved = _read_note(folder)
        if moved is None:
            return False
        _put_back(folder, out, moved)
        note.unlink()
    return True
