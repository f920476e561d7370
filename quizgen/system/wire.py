"""Protocol Buffers, as far as decks and compiled claims need them: a message as numbers of fields with what they hold.

The encoding is told at https://protobuf.dev/programming-guides/encoding/. As there, of a field that stands twice the
last counts, and fields that are not known are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

Value = int | bytes
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
_MAX_VARINT_BYTES: Final = 10


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """Yield the fields of a message: number, and a number or bytes.

    Raises:
        ValueError: it is no message.
    """
    place = 0
    while place < len(message):
        tag, place = _varint(message, place)
        number, form = tag >> 3, tag & 7
        if not number:
            raise ValueError("a field has the number 0")
        if form == _VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        if form == _LENGTH:
            length, place = _varint(message, place)
        elif form in (_EIGHT_BYTES, _FOUR_BYTES):
            length = 8 if form == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"a field is of the form {form}, which is none")
        if place + length > len(message):
            raise ValueError("a field is cut off")
        yield number, message[place : place + length]
        place += length


def _varint(message: bytes, place: int) -> tuple[int, int]:
    found = 0
    for count, byte in enumerate(message[place : place + _MAX_VARINT_BYTES]):
        found |= (byte & 0x7F) << 7 * count
        if byte < 0x80:
            return found & 0xFFFF_FFFF_FFFF_FFFF, place + count + 1
    raise ValueError("a number is cut off")


class Message:
    """A message whose fields are asked for by number; what is left out is 0 or empty."""

    def __init__(self, message: bytes) -> None:
        """Read a message.

        Raises:
            ValueError: it is none.
        """
        self._fields: Mapping[int, Value] = dict(fields(message))

    def text(self, number: int) -> str:
        """Return a text.

        Raises:
            ValueError: it is none.
        """
        return self.bytes(number).decode()

    def bytes(self, number: int) -> bytes:
        """Return bytes.

        Raises:
            ValueError: it is a number.
        """
        value = self._fields.get(number, b"")
        if isinstance(value, int):
            raise ValueError(f"field {number} is a number")  # noqa: TRY004 - one error for all that is damaged
        return value

    def number(self, number: int) -> int:
        """Return a number of 32 bits, without sign.

        Raises:
            ValueError: it is none.
        """
        value = self._fields.get(number, 0)
        if isinstance(value, bytes):
            raise ValueError(f"field {number} is no number")  # noqa: TRY004 - as above
        return value & 0xFFFF_FFFF
