"""Writing without loss: everything is written beside its target and moved into place when all of it is whole."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = ".quizgen-build-"
_NEW, _OLD, _LOCK = "new", "old", "lock"


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """Give a new folder inside ``out`` to write into; it is removed at the end, whatever happens.

    What an interrupted build left there is removed first, and what it had already moved away is put back.

    Raises:
        OSError: if ``out`` cannot be made or written to.
    """
    out.mkdir(parents=True, exist_ok=True)
    _recover(out)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=out))
    try:
        with (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (folder / _NEW).mkdir()
            yield folder / _NEW
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(written: Sequence[Path], out: Path) -> tuple[Path, ...]:
    """Move files and folders from the staging folder into ``out``, each at once, and return where they are now.

    A file replaces the old one in one step. A folder cannot: the old one is put aside first, and `staging` puts it
    back if this is interrupted in between.
    """
    published: list[Path] = []
    for path in written:
        target = out / path.name
        if target.is_dir() and not target.is_symlink():
            aside = path.parent.parent / _OLD
            aside.mkdir(exist_ok=True)
            target.rename(aside / path.name)
        os.replace(path, target)  # noqa: PTH105 - its name says that it replaces
        published.append(target)
    return tuple(published)


def _recover(out: Path) -> None:
    for folder in sorted(out.glob(f"{_PREFIX}*")):
        with suppress(OSError), (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails while another build is at work
            aside = folder / _OLD
            for old in sorted(aside.iterdir()) if aside.is_dir() else ():
                if not (out / old.name).exists():
                    old.rename(out / old.name)
            shutil.rmtree(folder, ignore_errors=True)
