"""The user's cache folder: where it is, whose its files are, and how they are replaced.

What is kept there saves time and nothing else. It is not looked for beside content, which may come from a stranger.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

import quizgen

SWITCH = "QUIZGEN_CACHE"
"""The environment variable that switches the cache off if it is ``off``."""

_HASH_BYTES = 16


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
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "quizgen"
    if sys.platform == "win32":
        return home / "AppData" / "Local" / "quizgen" / "Cache"
    return home / ".cache" / "quizgen"


def folder_beside(content: Path) -> Path | None:
    """Return the user's cache folder for work on that content; None if there is none, or it lies within the content."""
    folder = user_folder()
    if folder is None:
        return None
    with suppress(OSError, RuntimeError):
        root = content.resolve()
        if not folder.resolve().is_relative_to(root if root.is_dir() else root.parent):
            return folder
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


def is_ours(file: Path) -> bool:
    """Tell whether there is a file that this user wrote, and not another who may write to a shared folder."""
    with suppress(OSError):
        return file.is_file() and (os.name != "posix" or file.stat().st_uid == os.getuid())
    return False


def replace_file(file: Path, data: bytes) -> None:
    """Put a file in the place of another in one step; OSError if that cannot be done."""
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(data)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
