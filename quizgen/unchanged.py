"""What a check told of content, told again as long as nothing has changed: nothing that takes long is loaded for it.

The key is the hash of all that a check depends on: quizgen's source, the version of Python and of every distribution,
where the user stands, and every byte of the content and of what belongs to it in the folders above. Kept is only what
is sound, and what nothing of another distribution had a say in; content that changed while it was checked is checked
again. `quizgen.system.user_cache` tells where it is kept, and why that is no harm.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from quizgen.diagnostics import Diagnostic, Severity, Span, has_errors
from quizgen.system.user_cache import Store, source_hash, store_beside

MAX_FILES: Final = 2_000
MAX_BYTES: Final = 2**25
"""Content of more files or bytes is checked each time: to look at all of it would take as long as it saves."""
BESIDE: Final = (".git", "quizgen.toml", "quizgen.review", "quizgen.lock")
"""What belongs to content may stand in a folder above it, of which the one with ``.git`` is the last."""
_ENDINGS: Final = (".dist-info", ".egg-info")
_HASH_BYTES: Final = 16


@dataclass(frozen=True)
class Told:
    """What a check tells.

    Attributes:
        diagnostics: everything that is wrong, by place.
        tally: how many items are computed, cited, unverified.
        statements: how many statements are bound, read, unread, cited, unverified.
    """

    diagnostics: tuple[Diagnostic, ...]
    tally: Mapping[str, int]
    statements: Mapping[str, int]

    @property
    def sound(self) -> bool:
        """Whether the content may be built."""
        return not has_errors(self.diagnostics)


class Memory:
    """What was told of some content, as long as it stays as it is now.

    Args:
        path: the folder of content, or the one file.
        asked: what else the answer depends on, such as options.
    """

    def __init__(self, path: Path, *asked: object) -> None:
        self._path, self._asked = path, asked
        self._store: Store | None = store_beside(path)
        self._key = self._made() if self._store else None

    def told(self) -> Told | None:
        """Return what was told before; None if that is not known."""
        if self._store is None or self._key is None:
            return None
        record = self._store.get([self._key]).get(self._key)
        return _read(record) if record else None

    def keep(self, told: Told) -> None:
        """Keep what was told, if it is sound and what it was told of is still the same."""
        record = _written(told)
        if self._store and self._key and told.sound and _read(record) == told and self._made() == self._key:
            self._store.put({self._key: record})

    def _made(self) -> str | None:
        content = state(self._path)
        if content is None:
            return None
        try:
            facts = (source_hash(), sys.version, sys.flags, _distributions(), Path.cwd(), self._path)
        except OSError:
            return None
        known = repr((content, facts, self._asked)).encode("utf-8", "surrogateescape")
        return f"told {blake2b(known, digest_size=_HASH_BYTES).hexdigest()}"


class _TooMuch(Exception):  # noqa: N818 - a state of the content
    """There is more than is worth looking at."""


def state(path: Path) -> str | None:
    """Return what tells content, as it is now, from what it was and will be; None if that cannot be known."""
    digest = blake2b(digest_size=_HASH_BYTES)
    try:
        for fact in _facts(path):
            digest.update(fact)
    except (OSError, _TooMuch):
        return None
    return digest.hexdigest()


def _distributions() -> list[tuple[str, list[str]]]:
    """Return every folder that modules come from, with the names and versions of the distributions in it."""
    found = []
    for folder in sys.path:
        try:
            names = sorted(each.name for each in Path(folder).iterdir() if each.suffix in _ENDINGS)
        except OSError:
            names = []
        found.append((folder, names))
    return found


def _facts(path: Path) -> Iterator[bytes]:
    """Yield all that can be read of content.

    Raises:
        OSError, _TooMuch: something cannot be read, or there is too much of it.
    """
    root = path if path.is_dir() else path.parent
    files, size = 0, 0
    for file in _walked(root):
        known = file.lstat()
        files, size = files + 1, size + known.st_size
        if files > MAX_FILES or size > MAX_BYTES:
            raise _TooMuch
        yield _fact(file, known)
    whole = Path(os.path.abspath(root))  # noqa: PTH100 - links stay as they are, as where settings are looked for
    yield repr((whole, whole.resolve())).encode("utf-8", "surrogateescape")
    for folder in whole.parents:
        for name in BESIDE:
            if os.path.lexists(folder / name):
                yield _fact(folder / name, (folder / name).lstat())


def _walked(root: Path) -> Iterator[Path]:
    """Yield what lies in a folder and its subfolders; of what is hidden, only that it is there."""

    def refuse(problem: OSError) -> None:
        raise problem

    for folder, folders, names in os.walk(root, onerror=refuse):
        yield from (Path(folder, name) for name in sorted((*folders, *names)))
        folders[:] = sorted(name for name in folders if not name.startswith("."))


def _fact(file: Path, known: os.stat_result) -> bytes:
    """Return what tells a file from every other, or what a link leads to."""
    data = b""
    if stat.S_ISLNK(known.st_mode):
        data = os.fsencode(file.readlink()) + b"\n" + os.fsencode(os.path.realpath(file))
    if file.is_file():
        if file.stat().st_size > MAX_BYTES:
            raise _TooMuch
        data += b"\n" + file.read_bytes()
    head = (os.fspath(file), stat.S_IFMT(known.st_mode), stat.S_IMODE(known.st_mode), len(data))
    return repr(head).encode("utf-8", "surrogateescape") + b"\n" + data


def _written(told: Told) -> bytes:
    diagnostics = [
        (each.code, each.severity, (each.span.file, each.span.line, each.span.column), each.message, each.hint)
        for each in told.diagnostics
    ]
    return json.dumps((diagnostics, dict(told.tally), dict(told.statements))).encode("utf-8", "surrogatepass")


def _read(record: bytes) -> Told | None:
    """Return what is kept; None if it is anything else. What a record cannot tell again is never kept."""
    try:
        diagnostics, tally, statements = json.loads(record)
        found = tuple(
            Diagnostic(code, Severity(severity), Span(*span), message, hint)
            for code, severity, span, message, hint in diagnostics
        )
    except (ValueError, TypeError):
        return None
    return Told(found, tally, statements)
