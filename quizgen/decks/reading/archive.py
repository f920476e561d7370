"""The archive of a deck, read so that every program that reads ZIP files finds the same in it.

A ZIP file tells the same several times over: in a directory at its end, before each file, and by where things lie
(PKWARE's APPNOTE.TXT, 4.3). Programs believe one or the other, so that one file can be two decks. Here both have to
agree, without anything between them; what Anki writes, and `zipfile`, does.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, Final

from quizgen.decks.reading.unreadable import Unreadable

MAX_ENTRIES: Final = 200_000
"""The most files in an archive."""
_CHUNK: Final = 1 << 20
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_END: Final = struct.Struct("<4sHHHHIIH")
_LOCATOR: Final = struct.Struct("<4sIQI")
_END_64: Final = struct.Struct("<4sQHHIIQQQQ")
_IN_64: Final = 0xFFFFFFFF
_ENCRYPTED, _DESCRIBED_BEHIND, _UTF8 = 1, 8, 0x800
_DESCRIPTORS: Final = (12, 16, 20, 24)
_EXTRAS: Final = frozenset({0x0001, 0x000A, 0x5455, 0x5855, 0x7855, 0x7875})
"""Sizes of 64 bits, times, and owners; others may give a file another name, or another form."""
_HINT: Final = "export the deck from Anki again, and verify that file"


class Archive:
    """A deck's archive that has been looked through; what is in it is unpacked when it is asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {member.filename: member for member in archive.infolist()}

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def names(self) -> tuple[str, ...]:
        """Return the names of all files in it."""
        return tuple(self._members)

    def size(self, name: str) -> int:
        """Return how many bytes of a file are in the archive, before they are unpacked once more."""
        return self._members[name].file_size

    def bytes_of(self, name: str, most: int) -> bytes:
        """Return a file whole.

        Raises:
            Unreadable: it has more bytes than ``most``, or is damaged.
        """
        if self.size(name) > most:
            raise Unreadable(f"{name} in it has {self.size(name):,} bytes; no more than {most:,} are read")
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file piece by piece; all together no more than its size.

        Raises:
            Unreadable: it is damaged.
        """
        try:
            with self._archive.open(self._members[name]) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError) as problem:
            raise Unreadable(f"{name} in it is damaged: {problem}") from None


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a deck's archive.

    Raises:
        Unreadable: it is none, or other programs would find something else in it.
        OSError: the file cannot be read.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            _refuse_too_many(archive)
            _refuse_two_faces(file, archive)
            yield Archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, struct.error, UnicodeError) as problem:
        raise Unreadable(f"this is no .apkg: {problem}") from None


def _refuse_too_many(archive: zipfile.ZipFile) -> None:
    count = len(archive.infolist())
    if count > MAX_ENTRIES:
        raise Unreadable(f"it holds {count:,} files; no more than {MAX_ENTRIES:,} are read")


def _refuse_two_faces(file: IO[bytes], archive: zipfile.ZipFile) -> None:
    """Raise `Unreadable` for what two programs could read in two ways."""
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    names = [member.filename for member in members]
    for one, other in pairwise(sorted(names, key=str.casefold)):
        if one.casefold() == other.casefold():
            raise Unreadable(f"it holds {one!r} and {other!r}, which some programs take for one", _HINT)
    start = archive.start_dir
    if _directory(file) != (start, len(members)):
        raise Unreadable("its directory of files is not where it says, or lists others than it says", _HINT)
    ends = [_end_of(file, member) for member in members]
    begins = [*(member.header_offset for member in members), start]
    gaps = [begin - end for begin, end in zip(begins, [0, *ends], strict=True)]
    allowed = [(0,), *(_DESCRIPTORS if member.flag_bits & _DESCRIBED_BEHIND else (0,) for member in members)]
    if any(gap not in right for gap, right in zip(gaps, allowed, strict=True)):
        raise Unreadable("there is something in it before, between or behind its files", _HINT)


def _directory(file: IO[bytes]) -> tuple[int, int]:
    """Return where the directory begins, and how many files are in it, as the end of the file says (4.3.16)."""
    end = file.seek(0, 2) - _END.size
    mark, _, _, here, count, length, start, comment = _read(file, end, _END)
    if mark != b"PK\5\6" or comment or here != count:
        raise Unreadable("there is something behind its directory of files", _HINT)
    if _IN_64 in (start, length) or count == 0xFFFF:
        end -= _LOCATOR.size
        mark, _, where, _ = _read(file, end, _LOCATOR)
        end -= _END_64.size
        values = _read(file, end, _END_64)
        if mark != b"PK\6\7" or values[0] != b"PK\6\6" or where != end:
            raise Unreadable("its directory of files is damaged", _HINT)
        count, length, start = values[7:]
    if start + length != end:
        raise Unreadable("there is something behind its directory of files", _HINT)
    return int(start), int(count)


def _read(file: IO[bytes], place: int, what: struct.Struct) -> tuple[Any, ...]:
    file.seek(max(place, 0))
    return what.unpack(file.read(what.size))


def _end_of(file: IO[bytes], member: zipfile.ZipInfo) -> int:
    """Return where a file in the archive ends, once what stands before it agrees with the directory (4.3.7)."""
    mark, _, flags, method, _, _, crc, packed, size, *lengths = _read(file, member.header_offset, _LOCAL)
    length, extra = map(int, lengths)
    named = _at(file, member, _LOCAL.size, length)
    described = flags & _DESCRIBED_BEHIND
    written = member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8 else "cp437")
    same = (
        mark == b"PK\3\4"
        and (flags, method) == (member.flag_bits, member.compress_type)
        and named == written
        and member.orig_filename == member.filename
        and (described or crc == member.CRC)
        and (described or packed in (member.compress_size, _IN_64))
        and (described or size in (member.file_size, _IN_64))
    )
    if not same:
        raise Unreadable(f"what is said of {member.filename!r} before it and in the directory differs", _HINT)
    if flags & _ENCRYPTED or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(f"{member.filename!r} in it is encrypted, or packed in a way that Anki does not know", _HINT)
    for block in (member.extra, _at(file, member, _LOCAL.size + length, extra)):
        if not _EXTRAS.issuperset(_kinds(block)):
            raise Unreadable(f"{member.filename!r} in it may have another name for other programs", _HINT)
    return member.header_offset + _LOCAL.size + length + extra + member.compress_size


def _at(file: IO[bytes], member: zipfile.ZipInfo, place: int, length: int) -> bytes:
    file.seek(member.header_offset + place)
    return file.read(length)


def _kinds(extra: bytes) -> Iterator[int]:
    """Yield the kinds of the fields that stand behind a name (4.5.1)."""
    while extra:
        kind, length = struct.unpack_from("<HH", extra)
        yield kind
        extra = extra[4 + length :]
