"""Which of an archive's files is the collection that Anki imports, and the media beside it.

An archive may hold three collections. Anki reads one, and which one the file ``meta`` says; without that file, it is
``collection.anki21`` if there is one, and otherwise ``collection.anki2`` (``rslib/src/import_export/package/meta.rs``).
Versions before 2.1.50 know no ``meta`` and no ``collection.anki21b``. For them Anki puts a collection beside it whose
only note says that a newer version is needed.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quizgen.decks.reading.archive import Archive
from quizgen.decks.reading.json_objects import json_object
from quizgen.decks.reading.unreadable import Unreadable
from quizgen.system import wire

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_DATABASE_BYTES: Final = 1 << 30
"""The largest database that is read; of 100,000 notes it is half of that."""
MAX_MEDIA_BYTES: Final = 1 << 32
"""The most bytes of media that are unpacked, to be compared with what the list of them says."""
_MAX_INDEX_BYTES: Final = 1 << 25
_CHUNK: Final = 1 << 20
COLLECTIONS: Final = ("collection.anki2", "collection.anki21", "collection.anki21b")
"""The file that each version of a package has its collection in, from version 1 on."""
_PACKED: Final = COLLECTIONS[2]
_MEDIA: Final = "media"
_META: Final = "meta"
_OWN_NAME: Final = re.compile(r"quizgen-([0-9a-f]{16})\.[a-z0-9]+")
"""Of a picture that quizgen has written: it begins with the SHA-256 of its bytes (`quizgen.render.assets`)."""
_UNSAFE_NAME: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]|^\.{0,2}$|[. ]$')


@dataclass(frozen=True, slots=True)
class Container:
    """What is read of an archive.

    Attributes:
        collection: the file that Anki imports.
        others: files that other versions of Anki would import instead.
        media: names of the media, sorted.
    """

    collection: str
    others: tuple[str, ...]
    media: tuple[str, ...]


def container(archive: Archive) -> Container:
    """Say what Anki would import.

    Raises:
        Unreadable: there is nothing to import, or what there is contradicts itself.
    """
    for name in archive.names():
        if _plain(name) in (*COLLECTIONS, _MEDIA, _META) and name != _plain(name):
            raise Unreadable(f"it holds {name!r}, which looks like {_plain(name)!r} and is another file")
    chosen = _chosen(archive)
    if chosen not in archive:
        raise Unreadable("this is no .apkg: there is no collection in it that Anki would import")
    others = tuple(name for name in COLLECTIONS if name in archive and name != chosen)
    return Container(chosen, others, tuple(sorted(_media(archive, packed=chosen == _PACKED))))


def database(archive: Archive, collection: str) -> bytes:
    """Return a collection's database.

    Raises:
        Unreadable: it is larger than `MAX_DATABASE_BYTES`, or damaged.
    """
    return _content(archive, collection, MAX_DATABASE_BYTES, packed=collection == _PACKED)


def _plain(name: str) -> str:
    """Return a name as somebody reads it who does not look closely."""
    return name.replace("\\", "/").rpartition("/")[2].strip().casefold()


def _chosen(archive: Archive) -> str:
    if _META not in archive:
        return COLLECTIONS[1] if COLLECTIONS[1] in archive else COLLECTIONS[0]
    try:
        version = wire.Message(archive.bytes_of(_META, _MAX_INDEX_BYTES)).number(1)
    except ValueError as problem:
        raise Unreadable(f"what it says of its version is damaged: {problem}") from None
    if not 1 <= version <= len(COLLECTIONS):
        raise Unreadable(f"it is of version {version}, made by a newer Anki than this quizgen knows")
    return COLLECTIONS[version - 1]


def _content(archive: Archive, name: str, most: int, *, packed: bool) -> bytes:
    if not packed:
        return archive.bytes_of(name, most)
    found = bytearray()
    for piece in _unpacked(archive.chunks(name), name):
        found += piece
        if len(found) > most:
            raise Unreadable(f"{name} in it has more than {most:,} bytes; no more are read")
    return bytes(found)


def _unpacked(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield what was packed with Zstandard, one frame (RFC 8878), piece by piece."""
    unpacking = zstd.ZstdDecompressor()
    try:
        for chunk in chunks:
            if unpacking.eof:
                raise Unreadable(f"there is something behind {name} in it")
            yield unpacking.decompress(chunk, _CHUNK)
            while not (unpacking.needs_input or unpacking.eof):
                yield unpacking.decompress(b"", _CHUNK)
    except (zstd.ZstdError, EOFError) as problem:
        raise Unreadable(f"{name} in it is damaged: {problem}") from None
    if unpacking.unused_data:
        raise Unreadable(f"there is something behind {name} in it")
    if not unpacking.eof:
        raise Unreadable(f"{name} in it is cut off")


def _media(archive: Archive, *, packed: bool) -> list[str]:
    """Return the names of the media, once what is said of them is known to be true."""
    if _MEDIA not in archive:
        return []
    content = _content(archive, _MEDIA, _MAX_INDEX_BYTES, packed=packed)
    names = _packed_media(archive, content) if packed else _plain_media(archive, content)
    known: set[str] = set()
    for name in names:
        if name.casefold() in known:
            raise Unreadable(f"two of its media are called {name!r}")
        known.add(name.casefold())
        if _UNSAFE_NAME.search(name) or not unicodedata.is_normalized("NFC", name):
            raise Unreadable(f"one of its media is called {name!r}, which Anki would call otherwise")
    return names


def _refuse_exchanged(archive: Archive, number: str, name: str, *, packed: bool) -> None:
    """Refuse a picture of quizgen's that is not the one that it was built with."""
    if found := _OWN_NAME.fullmatch(name):
        digest = hashlib.sha256()
        chunks = archive.chunks(number)
        for piece in _unpacked(chunks, number) if packed else chunks:
            digest.update(piece)
        if not digest.hexdigest().startswith(found[1]):
            raise Unreadable(f"the picture {name!r} in it is not the one that it was built with")


def _plain_media(archive: Archive, content: bytes) -> list[str]:
    listed, sum_of_sizes = json_object(content, "its list of media"), 0
    for number, name in listed.items():
        if not isinstance(name, str):
            raise Unreadable("its list of media is damaged")
        if not re.fullmatch(r"0|[1-9][0-9]{0,8}", number):
            raise Unreadable(f"its list of media calls {name!r} by {number!r}, which is no number")
        _refuse_missing(archive, number, name)
        _refuse_too_much(sum_of_sizes := sum_of_sizes + archive.size(number))
        _refuse_exchanged(archive, number, name, packed=False)
    return list(listed.values())


def _packed_media(archive: Archive, content: bytes) -> list[str]:
    """Read the list of media of Anki's newest format, ``MediaEntries`` in ``proto/anki/import_export.proto``."""
    names, total = [], 0
    try:
        entries = [wire.Message(_bytes(value)) for number, value in wire.fields(content) if number == 1]
        for place, entry in enumerate(entries):
            name, size = entry.text(1), entry.number(2)
            _refuse_too_much(total := total + size)
            _refuse_missing(archive, str(place), name)
            if _sum(archive, str(place), size) != entry.bytes(3):
                raise Unreadable(f"{name!r} is not the file that its list of media tells of")
            _refuse_exchanged(archive, str(place), name, packed=True)
            names.append(name)
    except ValueError as problem:
        raise Unreadable(f"its list of media is damaged: {problem}") from None
    return names


def _bytes(value: wire.Value) -> bytes:
    if isinstance(value, int):
        raise ValueError("a file is a number")  # noqa: TRY004 - one error for all that is damaged
    return value


def _refuse_too_much(size: int) -> None:
    if size > MAX_MEDIA_BYTES:
        raise Unreadable(f"its media have more than {MAX_MEDIA_BYTES:,} bytes; no more are read")


def _refuse_missing(archive: Archive, number: str, name: str) -> None:
    if number not in archive:
        raise Unreadable(f"{name!r} stands in its list of media, and is not there")


def _sum(archive: Archive, number: str, size: int) -> bytes:
    """Return the SHA-1 of a file of the media; empty if it is not of the size that is said."""
    digest, length = hashlib.sha1(usedforsecurity=False), 0
    for piece in _unpacked(archive.chunks(number), number):
        digest.update(piece)
        length += len(piece)
        if length > size:
            return b""
    return digest.digest() if length == size else b""
