"""Pictures that WeasyPrint would draw otherwise than browsers do."""

from __future__ import annotations

import io

_PNG = b"\x89PNG\r\n\x1a\n"
_SIXTEEN_BITS_GREY = b"\x10\x00"
"""Depth and type of colour (PNG specification, 11.2.1: bytes 24 and 25 of a file)."""


def as_browsers_draw_it(data: bytes) -> bytes:
    """Return a picture as it can be drawn: a grey PNG of 16 bits, which would come out black, has 8 of them."""
    if not data.startswith(_PNG) or data[24:26] != _SIXTEEN_BITS_GREY:
        return data
    from PIL import Image  # noqa: PLC0415 - takes time, and such pictures are rare

    with Image.open(io.BytesIO(data), formats=["PNG"]) as opened, io.BytesIO() as written:
        opened.convert("I").point(lambda grey: grey / 256).convert("L").save(written, "PNG")
        return written.getvalue()
