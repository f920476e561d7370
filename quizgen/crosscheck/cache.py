"""The cache: what was simulated before is kept on disk, in the user's own cache folder.

A line of the file is a record: its key, a checksum of both, and its text. A key is the hash of everything that an
outcome depends on, the simulators' source included, so no record is ever stale; it is merely not asked for any more.
Whatever is wrong with the file or a line of it, the answer is simulated again: a cache is never trusted and never an
error.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from quizgen.plugins.sources import distribution_hash
from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.system.user_cache import folder_beside, is_ours, replace_file, source_hash

MAX_BYTES = 8 * 1024 * 1024
"""How large the file may grow; then the older half of its records is dropped."""

_FILE = "outcomes"
_HASH_BYTES = 16


def beside(content: Path) -> Cache | None:
    """Return the user's cache for whoever checks that content; None if there is none, or it lies within the content."""
    folder = folder_beside(content)
    return Cache(folder) if folder else None


@cache
def evaluator() -> str:
    """Return the version of what evaluates claims."""
    return version("cel-expr-python")


def source(simulator: AnySimulator) -> str | None:
    """Return what tells a simulator's source from every other: its distribution with a hash of all of its files.

    None for one that no distribution offers, such as a test's own: what it computes can neither be kept, nor left to
    other processes, which would not know it.
    """
    plugin = SIMULATORS.plugin(simulator.name)
    if plugin is None or SIMULATORS[simulator.name] is not simulator:
        return None
    return distribution_hash(plugin) if plugin.is_foreign else ""


def key(*facts: object) -> str:
    """Return the key of what depends on these facts and on the source; their representations have to tell all."""
    return blake2b(repr((source_hash(), evaluator(), *facts)).encode(), digest_size=_HASH_BYTES).hexdigest()


class Cache:
    """A file of records, read when it is first asked for something."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records: dict[bytes, bytes] | None = None

    def get(self, name: str) -> str | None:
        """Return the record of that key, or None."""
        if self._records is None:
            self._records = _parsed(self._read())
        line = self._records.get(name.encode())
        if line is None:
            return None
        checksum, _, text = line.partition(b" ")
        return text.decode("ascii") if checksum == _checksum(name.encode(), text) and text.isascii() else None

    def put(self, records: Mapping[str, str]) -> None:
        """Add records. If that cannot be done, it is not done.

        Every record is appended in one write, and a file that has grown too large is replaced by a new one: whoever
        reads or writes at the same time has the old file or the new one, and of a line that was cut off the checksum
        is wrong. What two of them write at the same moment may be lost, which costs nothing but time.
        """
        lines = [b" ".join((k, _checksum(k, v), v)) for k, v in ((k.encode(), v.encode()) for k, v in records.items())]
        if not lines:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = b"\n" + b"\n".join(lines) + b"\n"  # the first newline ends a line that was cut off
            if not is_ours(self._file) or self._file.stat().st_size + len(data) > MAX_BYTES:
                self._replace(self._read() + data)
            else:
                self._append(data)

    @property
    def _file(self) -> Path:
        return self._folder / _FILE

    def _read(self) -> bytes:
        try:
            return (
                self._file.read_bytes() if is_ours(self._file) and self._file.stat().st_size <= 2 * MAX_BYTES else b""
            )
        except OSError:
            return b""

    def _append(self, data: bytes) -> None:
        descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(descriptor, data)
        finally:
            os.close(descriptor)

    def _replace(self, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            data = data[-MAX_BYTES // 2 :].partition(b"\n")[2]
        replace_file(self._file, data)


def _checksum(name: bytes, text: bytes) -> bytes:
    return blake2b(name + b" " + text, digest_size=_HASH_BYTES).hexdigest().encode()


def _parsed(data: bytes) -> dict[bytes, bytes]:
    """Return key -> checksum and text; of several lines with one key, the last."""
    return {name: rest for name, _, rest in (line.partition(b" ") for line in data.splitlines()) if rest}
