"""The shelf: documents that were printed before are kept in the user's cache folder, and not printed again.

A document's name there is the hash of everything that its bytes depend on, quizgen's source and the versions of what
lays it out included, so that none is ever stale. With it goes a checksum. Whatever is wrong, the document is printed:
what is kept is never trusted and never an error.
"""

from __future__ import annotations

import ctypes
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from quizgen.exporters.pdf.fonts import font_files
from quizgen.exporters.pdf.press import Sheet
from quizgen.system.user_cache import folder_beside, is_ours, replace_file, source_hash

MAX_BYTES = 64 * 1024 * 1024
"""How much is kept; beyond it, what has not been asked for for longest is dropped."""

_PACKAGES = ("cssselect2", "fonttools", "pillow", "pydyf", "pyphen", "tinycss2", "tinyhtml5", "weasyprint")
_LIBRARIES = (
    # names as WeasyPrint looks for them, a function that tells the version, whether it is needed
    (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string", True),
    (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string", True),
    (("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"), "", False),
    (("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"), "FcGetVersion", True),
)
_HASH_BYTES = 20
_HEAD = b"quizgen print "


def shelf_beside(content: Path | None) -> Shelf | None:
    """Return the user's shelf for work on that content; None if there is none, or nothing may be kept.

    Nothing is if the cache folder lies within the content, which could then bring along what is printed; nor if it is
    unknown where the content is, or what versions lay documents out.
    """
    folder = folder_beside(content) if content else None
    return Shelf(folder / "print") if folder and surroundings() else None


@cache
def surroundings() -> tuple[str, ...]:
    """Return what the bytes of every document depend on; nothing if a part of it cannot be asked."""
    try:
        packages = [f"{name} {version(name)}" for name in _PACKAGES]
        fonts = [f"{file.name} {blake2b(file.read_bytes()).hexdigest()}" for file in font_files()]
    except (PackageNotFoundError, OSError):
        return ()
    libraries = [_library(*library) for library in _LIBRARIES]
    if None in libraries:
        return ()
    system = (sys.platform, sys.version, zlib.ZLIB_RUNTIME_VERSION)
    return (source_hash(), *system, *packages, *fonts, *(text for text in libraries if text is not None))


def _library(names: tuple[str, ...], function: str, needed: bool) -> str | None:  # noqa: FBT001  # a column of a table
    for name in names:
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(name)
            if not function:
                return name
            ask = getattr(library, function)
            ask.restype = ctypes.c_int if function == "FcGetVersion" else ctypes.c_char_p
            return f"{name} {ask()}"
    return None if needed else f"no {names[0]}"


def key_of(sheet: Sheet, stylesheet: str) -> str:
    """Return the hash of all that a document's bytes depend on."""
    digest = blake2b(digest_size=_HASH_BYTES)
    for part in (*surroundings(), stylesheet, *(getattr(sheet, each.name) for each in fields(sheet))):
        for piece in _pieces(part):
            digest.update(b"%d:" % len(piece) + piece)
    return digest.hexdigest()


def _pieces(part: object) -> Iterator[bytes]:
    """Yield a value as bytes, in a way that tells all values apart."""
    yield type(part).__name__.encode()
    if isinstance(part, Mapping):
        yield str(len(part)).encode()
        for name in sorted(part):
            yield from (*_pieces(name), *_pieces(part[name]))
    else:
        yield part if isinstance(part, bytes) else str(part).encode()


class Shelf:
    """A folder of documents, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def knows(self, lesson: str) -> bool:
        """Tell whether documents of a lesson were put here before, so that the next ones may be here."""
        with suppress(OSError):
            return any(file.name.startswith(_group(lesson)) for file in self._folder.iterdir())
        return False

    def get(self, lesson: str, key: str) -> bytes | None:
        """Return the document of that key, or None."""
        file = self._folder / (_group(lesson) + key)
        with suppress(OSError):
            if is_ours(file) and file.stat().st_size <= MAX_BYTES:
                head, _, pdf = file.read_bytes().partition(b"\n")
                if head == _HEAD + _checksum(key, pdf):
                    os.utime(file)
                    return pdf
        return None

    def put(self, lesson: str, key: str, pdf: bytes) -> None:
        """Keep a document. If that cannot be done, it is not done."""
        if len(pdf) > MAX_BYTES // 4:
            return
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._folder / (_group(lesson) + key), _HEAD + _checksum(key, pdf) + b"\n" + pdf)
            self._make_room()

    def _make_room(self) -> None:
        """Drop what was not asked for for longest; so are files that a build left which was killed."""
        found = []
        for entry in os.scandir(self._folder):
            with suppress(OSError):
                found.append((entry.stat().st_mtime_ns, entry.name, entry.stat().st_size))
        size = sum(each[2] for each in found)
        for _, name, bytes_ in sorted(found):
            if size <= MAX_BYTES:
                break
            (self._folder / name).unlink(missing_ok=True)
            size -= bytes_


def _group(lesson: str) -> str:
    """Return what stands before the keys of a lesson's documents."""
    return blake2b(lesson.encode(), digest_size=4).hexdigest() + "-"


def _checksum(key: str, pdf: bytes) -> bytes:
    return blake2b(key.encode() + b"\n" + pdf, digest_size=_HASH_BYTES).hexdigest().encode()
