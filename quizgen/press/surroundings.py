"""What the bytes of a document depend on: the sheet, quizgen's source, and the versions of all that lays it out."""

from __future__ import annotations

import ctypes
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version

from quizgen.press.fonts import font_files
from quizgen.press.typesetting import Sheet
from quizgen.system.user_cache import source_hash

_PACKAGES = ("cssselect2", "fonttools", "pillow", "pydyf", "pyphen", "tinycss2", "tinyhtml5", "weasyprint")
_LIBRARIES = (
    # names as WeasyPrint looks for them, a function that tells the version, whether it is needed
    (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "pango_version_string", True),
    (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string", True),
    (("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"), "", False),
    (("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"), "FcGetVersion", True),
)
_HASH_BYTES = 20


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
