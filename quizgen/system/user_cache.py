"""The user's cache: results by the hash of all that they depend on, so that none is computed twice.

What is kept saves time and nothing else. It lies in the user's own cache folder, never beside content, which may come
from a stranger. A key is the hash of everything that a result depends on, so none is ever stale; it is merely not asked
for any more. Whatever is wrong with what is kept, it is made again: the cache is never trusted and never an error.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

import quizgen

SWITCH = "QUIZGEN_CACHE"
"""The environment variable that switches the cache off if it is ``off``."""

MAX_BYTES = 64 * 1024 * 1024
"""How much is kept; beyond it, what has not been asked for for longest is dropped."""

_HASH_BYTES = 16
_TABLE: Final = "CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, sum TEXT, data BLOB, used REAL)"
_DROP: Final = """
    DELETE FROM results WHERE key IN (SELECT key FROM (
        SELECT key, SUM(LENGTH(data) + 4096) OVER (ORDER BY used DESC, rowid DESC) AS size FROM results
    ) WHERE size > ?)
"""
"""Drops what was asked for before the ``MAX_BYTES`` that were asked for last; a row takes up to a page more."""
_DAMAGED: Final = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""What SQLite says of a file that is no store: a new one takes its place."""


def user_folder() -> Path | None:
    """Return the folder for quizgen's cache, as the platform has it; None if there is none, or it is switched off.

    On Linux that is ``$XDG_CACHE_HOME``, or ``~/.cache`` (XDG Base Directory Specification, which has relative paths
    ignored).
    """
    if os.environ.get(SWITCH, "").lower() == "off":
        return None
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "quizgen"
    with suppress(RuntimeError):
        return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "quizgen"
    return None


def store_beside(content: Path) -> Store | None:
    """Return the user's store for work on that content; None if there is none, or it lies within the content."""
    folder = user_folder()
    with suppress(OSError, RuntimeError):
        root = content.resolve()
        if folder and not folder.resolve().is_relative_to(root if root.is_dir() else root.parent):
            return Store(folder)
    return None


@cache
def source_hash() -> str:
    """Return a hash of all of quizgen's source: a list of the parts that count would be wrong one day."""
    package = Path(quizgen.__file__).parent
    digest = blake2b(digest_size=_HASH_BYTES)
    digest.update(repr((quizgen.__version__, sys.implementation.cache_tag)).encode())
    for file in sorted(package.rglob("*.py")):
        source = file.read_bytes()
        digest.update(repr((file.relative_to(package).as_posix(), len(source))).encode() + source)
    return digest.hexdigest()


class Store:
    """A database of results in a folder that only this user can write to: another could decide what is right."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.file = folder / "results.sqlite"

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Return what is kept under these keys, as far as it is whole."""
        found: dict[str, bytes] = {}
        asked_for: list[str] = []
        with suppress(OSError, sqlite3.Error), self._opened("ro") as database:
            for key in keys:
                row = database.execute("SELECT sum, data, used < julianday() - 1 FROM results WHERE key = ?", (key,))
                for checksum, data, long_ago in row:
                    if type(data) is bytes and checksum == _checksum(key, data):
                        found[key] = data
                        asked_for += [key] if long_ago else []
        if asked_for:
            self._change({}, asked_for)
        return found

    def knows(self, prefix: str) -> bool:
        """Tell whether anything is kept under keys that begin so."""
        with suppress(OSError, sqlite3.Error), self._opened("ro") as database:
            question = "SELECT 1 FROM results WHERE key >= ? AND key < ? LIMIT 1"
            return database.execute(question, (prefix, prefix + "\U0010ffff")).fetchone() is not None
        return False

    def put(self, results: Mapping[str, bytes]) -> None:
        """Keep results, all of them or none; what is too large, and what cannot be kept, is not kept.

        Of two processes, one waits for the other for a moment, or else keeps nothing.
        """
        small = {key: data for key, data in results.items() if len(data) <= MAX_BYTES // 4}
        if small:
            self._change(small, ())

    def _change(self, results: Mapping[str, bytes], asked_for: Iterable[str]) -> None:
        with suppress(OSError, sqlite3.Error):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._write(results, asked_for)
            except sqlite3.DatabaseError as problem:
                if getattr(problem, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                    raise
                self.file.unlink()
                self._write(results, asked_for)

    def _write(self, results: Mapping[str, bytes], asked_for: Iterable[str]) -> None:
        rows = [(key, _checksum(key, data), data) for key, data in results.items()]
        with self._opened("rwc") as database, database:
            database.execute("PRAGMA auto_vacuum = FULL")
            database.execute("PRAGMA synchronous = OFF")  # what a loss of power spoils is made again
            database.execute(_TABLE)
            database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, julianday())", rows)
            database.executemany("UPDATE results SET used = julianday() WHERE key = ?", [(key,) for key in asked_for])
            database.execute(_DROP, (MAX_BYTES,))

    @contextmanager
    def _opened(self, mode: str) -> Iterator[sqlite3.Connection]:
        """Open the database, if neither it nor its folder is another's; SQLite believes what lies beside it."""
        folder, file = self._folder.stat(), self.file.stat() if self.file.exists() else None
        if folder.st_mode & 0o022 or {os.getuid()} != {each.st_uid for each in (folder, file) if each}:
            raise PermissionError(f"{self.file} is not this user's alone")
        if file and file.st_size > 2 * MAX_BYTES:
            self.file.unlink()
        with closing(sqlite3.connect(f"{self.file.absolute().as_uri()}?mode={mode}", timeout=2, uri=True)) as database:
            yield database


def _checksum(key: str, data: bytes) -> str:
    return blake2b(key.encode() + b"\n" + data, digest_size=_HASH_BYTES).hexdigest()
