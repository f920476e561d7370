"""Pictures on paper look as they do in a browser."""

from __future__ import annotations

import io
import struct
import subprocess
import zlib
from base64 import b64encode

import pytest
from PIL import Image
from playwright.sync_api import Browser

from quizgen.press.pictures import as_browsers_draw_it
from quizgen.press.typesetting import Sheet, press

STYLE = "@page { size: 60px 60px; margin: 0 } body { margin: 0 } img { display: block }"
PLACES = ((5, 5), (35, 5), (5, 35))


def sixteen_bits(colour: int, left: tuple[int, ...], right: tuple[int, ...]) -> bytes:
    """Return a PNG of 40 times 20 pixels and 16 bits: a type of colour, and the values of its two halves."""
    row = b"\0" + struct.pack(f">{len(left)}H", *left) * 20 + struct.pack(f">{len(right)}H", *right) * 20
    parts = (b"IHDR", struct.pack(">IIBBBBB", 40, 20, 16, colour, 0, 0, 0)), (b"IDAT", zlib.compress(row * 20))
    written = [b"\x89PNG\r\n\x1a\n"]
    for name, data in (*parts, (b"IEND", b"")):
        written.append(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return b"".join(written)


def halves(kind: str, mode: str = "RGB", **more: Image.Exif) -> bytes:
    """Return a picture whose left half is red, and whose right half is blue."""
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (20, 0, 40, 20))
    with io.BytesIO() as written:
        image.convert(mode).save(written, kind, **more)
        return written.getvalue()


def on_its_side() -> Image.Exif:
    """Return the note that a phone writes into a picture taken upright."""
    exif = Image.Exif()
    exif[0x112] = 6
    return exif


PICTURES = {
    "grey": sixteen_bits(0, (0x2000,), (0xC000,)),
    "grey-and-clear": sixteen_bits(4, (0x2000, 0xFFFF), (0xC000, 0xFFFF)),
    "colours": sixteen_bits(2, (0x2000, 0, 0xFFFF), (0xC000, 0x8000, 0)),
    "palette": halves("PNG", "P"),
    "upright": halves("JPEG", exif=on_its_side()),
    "gif": halves("GIF"),
}


def _on_paper(data: bytes) -> list[tuple[int, ...]]:
    html = '<html lang="en"><head><title>T</title></head><body><img src="picture:a" alt="a"></body></html>'
    with press(STYLE) as machine:
        printed = machine.typeset(Sheet("a", html, 0, {"a": data}))
    drawn = subprocess.run(["pdftoppm", "-r", "96", "-"], input=printed, check=True, capture_output=True).stdout
    return _pixels(drawn)


def _in_browser(chromium: Browser, data: bytes) -> list[tuple[int, ...]]:
    page = chromium.new_page(viewport={"width": 60, "height": 60})
    page.set_content(f'<style>{STYLE}</style><img src="data:;base64,{b64encode(data).decode()}">')
    page.wait_for_function("document.images[0].complete")
    shown = page.screenshot()
    page.close()
    return _pixels(shown)


def _pixels(picture: bytes) -> list[tuple[int, ...]]:
    with Image.open(io.BytesIO(picture)) as opened:
        colours = opened.convert("RGB")
    return [colours.getpixel(place) for place in PLACES]  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_paper_shows_what_a_browser_shows(name: str, chromium: Browser) -> None:
    """A picture is right in Anki, and black, or on its side, on the worksheet."""
    paper, screen = _on_paper(PICTURES[name]), _in_browser(chromium, PICTURES[name])
    assert all(
        abs(one - other) <= 8 for place in zip(paper, screen, strict=True) for one, other in zip(*place, strict=True)
    ), (paper, screen)
    assert len({*screen}) == 3


def test_other_pictures_are_left_as_they_are() -> None:
    """The bytes of a photograph change with each release of a library, and with them every document."""
    for name, data in PICTURES.items():
        assert (as_browsers_draw_it(data) == data) == (name != "grey")
