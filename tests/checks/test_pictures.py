"""Pictures that cannot be shown, or not alike everywhere: each is made here, and told at its place."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import warnings
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from quizgen import compiler
from quizgen.checks.pictures import MAX_BYTES, flaw
from tests.small import write

ITEM = 'items:\n  - {id: a, kind: recall, concept: thing, stem: "![It](%s)", points: [{text: One., cite: paper §1}]}\n'
AGAIN = "save it again from the program that made it, or copy it again"
AS_PICTURE = "save it as PNG, JPEG, GIF or WebP"


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *, depth: int = 8, colour: int = 0, rows: bytes = b"") -> bytes:
    """Return a PNG that says of itself what it is told to."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def drawn(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: Any) -> bytes:  # noqa: ANN401  # what Pillow takes
    """Return a picture of stripes, so that it cannot be packed into nothing."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    with io.BytesIO() as written:
        image.save(written, kind, **more)
        return written.getvalue()


def turned() -> Image.Exif:
    """Return a note that says that the picture lies on its side."""
    exif = Image.Exif()
    exif[0x112] = 6
    return exif


def moving(kind: str) -> bytes:
    """Return a picture of two frames."""
    return drawn(kind, save_all=True, append_images=[Image.new("RGB", (40, 20), "red")])


def many_scans() -> bytes:
    """Return a progressive JPEG that says the same thing again and again."""
    start = drawn("JPEG", progressive=True)
    last = start.rindex(b"\xff\xda")
    return start[:last] + start[last:-2] * 200 + start[-2:]


WARNED = {
    "moving.gif": (moving("GIF"), "moves; on paper only its first frame is shown"),
    "moving.png": (moving("PNG"), "moves; on paper only its first frame is shown"),
    "moving.webp": (moving("WEBP"), "moves; on paper only its first frame is shown"),
    "jpeg.png": (drawn("JPEG"), "is a JPEG, whatever its name says"),
    "webp.jpg": (drawn("WEBP"), "is a WebP, whatever its name says"),
    "print.jpg": (drawn("JPEG", mode="CMYK"), "has the colours of print (CMYK), which look otherwise in each program"),
    "turned.png": (drawn("PNG", exif=turned()), "is turned by a note in it (EXIF), which not every program heeds"),
    "turned.webp": (drawn("WEBP", exif=turned()), "is turned by a note in it (EXIF), which not every program heeds"),
}
REFUSED = {
    "empty.png": (b"", "is empty", AGAIN),
    "page.gif": (
        b"<!DOCTYPE html>\n<html><body>404</body></html>",
        "is no picture that can be shown: the file holds a page of HTML",
        AS_PICTURE,
    ),
    "script.png": (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "is no picture that can be shown: the file holds SVG",
        AS_PICTURE,
    ),
    "book.jpg": (b"%PDF-1.7\n", "is no picture that can be shown: the file holds PDF", AS_PICTURE),
    "noise.webp": (bytes(range(256)), "is no picture that can be shown: the file holds something else", AS_PICTURE),
    "none.png": (png(0, 5), "is a damaged PNG, or one without a pixel", AGAIN),
    "none.gif": (b"GIF89a" + bytes(7) + b";", "is a damaged GIF, or one without a pixel", AGAIN),
    "start.jpg": (drawn("JPEG")[:20], "is a damaged JPEG, or one without a pixel", AGAIN),
    "half.png": (drawn("PNG", (400, 200))[:200], "is damaged, or ends too early", AGAIN),
    "half.jpg": (drawn("JPEG", (400, 200))[:900], "is damaged, or ends too early", AGAIN),
    "half.gif": (drawn("GIF", (400, 200))[:1500], "is damaged, or ends too early", AGAIN),
    "half.webp": (drawn("WEBP", (400, 200))[:200], "is damaged, or ends too early", AGAIN),
    "bomb.png": (png(20_000, 20_000), "has far more than 25,000,000 pixels", "scale it down"),
    "large.png": (png(6000, 5000), "has 6,000 times 5,000, more than 25,000,000 pixels", "scale it down"),
    "scans.jpg": (many_scans(), "is a JPEG of more than 100 scans", "save it again from another program"),
    "weight.png": (bytes(MAX_BYTES + 1), "is larger than 5 MiB", "make it smaller"),
    "drawing.svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/x.png"/></svg>',
        "is of a kind that is not supported",
        "there are: .png, .jpg, .jpeg, .gif, .webp",
    ),
}
SHOWN = {
    "small.png": drawn("PNG"),
    "palette.png": drawn("PNG", mode="P"),
    "two-colours.png": drawn("PNG", mode="1"),
    "glass.png": drawn("PNG", mode="RGBA"),
    "deep.png": png(2, 1, depth=16, rows=bytes(5)),
    "deep-colours.png": png(2, 1, depth=16, colour=2, rows=bytes(13)),
    "small.jpeg": drawn("JPEG"),
    "grey.JPG": drawn("JPEG", mode="L"),
    "progressive.jpg": drawn("JPEG", progressive=True),
    "turned.jpg": drawn("JPEG", exif=turned()),
    "phone.jpg": moving("MPO"),
    "small.gif": drawn("GIF"),
    "small.webp": drawn("WEBP"),
}


def _told(folder: Path, name: str, data: bytes) -> list[tuple[str, str, int, int, str, str]]:
    (folder / name).write_bytes(data)
    checked = compiler.check(write(folder, ITEM % name), compiler.Silent())
    return [
        (each.code, each.severity, each.span.line, each.span.column, each.message, each.hint)
        for each in checked.diagnostics
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_picture_that_cannot_be_shown_is_refused_at_its_place(name: str, tmp_path: Path) -> None:
    """The learner sees a hole instead of a picture, or the author a failed build without a place."""
    data, message, hint = REFUSED[name]
    assert _told(tmp_path, name, data) == [("picture", "error", 13, 49, f"the picture `{name}` {message}", hint)]


@pytest.mark.parametrize("name", WARNED)
def test_picture_that_looks_otherwise_elsewhere_is_told(name: str, tmp_path: Path) -> None:
    """The author sees it right in Anki, and the pupil wrong on paper."""
    data, message = WARNED[name]
    (told,) = _told(tmp_path, name, data)
    assert told[:5] == ("picture", "warning", 13, 49, f"the picture `{name}` {message}")
    assert told[5]


@pytest.mark.parametrize("name", SHOWN)
def test_picture_that_every_output_shows_is_not(name: str, tmp_path: Path) -> None:
    """An author cannot show what every program shows."""
    assert _told(tmp_path, name, SHOWN[name]) == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*SHOWN.values(), many_scans()]), st.data())
def test_no_file_stops_the_check(whole: bytes, data: st.DataObject) -> None:
    """A damaged file ends `quizgen check` with a traceback, or with what a library has to say."""
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for place in data.draw(st.lists(st.integers(0, max(0, len(damaged) - 1)), max_size=6)) if damaged else ():
        damaged[place] = data.draw(st.integers(0, 255))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = flaw(bytes(damaged), ".png")
    assert found is None or found.hint


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "more"), [("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("GIF", {}), ("WEBP", {})]
)
def test_picture_takes_no_more_than_its_size_explains(kind: str, more: dict[str, Any], tmp_path: Path) -> None:
    """A picture of a few kilobytes takes all memory of the author's machine, or minutes."""
    ending = f".{kind.lower().replace('jpeg', 'jpg')}"
    file = tmp_path / f"large{ending}"
    file.write_bytes(drawn(kind, (5000, 5000), **more))
    program = (
        "import resource, sys; from pathlib import Path; from quizgen.checks.pictures import flaw\n"
        "assert flaw(Path(sys.argv[1]).read_bytes(), sys.argv[2]) is None\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(used.ru_utime + used.ru_stime, Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    told = subprocess.run([sys.executable, "-c", program, file, ending], check=True, capture_output=True, text=True)
    seconds, kilobytes = map(float, told.stdout.split())
    assert seconds < 10
    assert kilobytes < 500 * 1024
