"""Pictures can be shown, and alike in every output. They are judged by what is in their files."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error, warning
from quizgen.text.markdown import images

if TYPE_CHECKING:
    from PIL.Image import Image

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg"),
    "GIF": (".gif",),
    "WEBP": (".webp",),
}
"""What is in a file, as Pillow calls it, and what the file's name may end with."""

_ENDINGS: Final = tuple(ending for endings in KINDS.values() for ending in endings)
MAX_BYTES: Final = 5 * 1024 * 1024
MAX_PIXELS: Final = 25_000_000
MAX_SCANS: Final = 100
"""Of a progressive JPEG, which every program draws one after the other; ten are usual."""

_HELD: Final = (
    (re.compile(rb"\x89PNG"), "PNG"),
    (re.compile(rb"\xff\xd8"), "JPEG"),
    (re.compile(rb"GIF8"), "GIF"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WebP"),
)
_HELD_INSTEAD: Final = (
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"BM"), "BMP"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF"),
    (re.compile(rb"....ftyp(hei|mif|msf)", re.DOTALL), "HEIC"),
    (re.compile(rb"....ftypavi", re.DOTALL), "AVIF"),
    (re.compile(rb"version https://git-lfs"), "a pointer of Git LFS (`git lfs pull`)"),
    (re.compile(rb".{,4000}<svg\b", re.DOTALL | re.IGNORECASE), "SVG"),
    (re.compile(rb".{,4000}<(html|head|body|!doctype html)\b", re.DOTALL | re.IGNORECASE), "a page of HTML"),
)
"""How files begin that are taken for pictures."""

_ORIENTATION: Final = 0x112
_AGAIN: Final = "save it again from the program that made it, or copy it again"
_AS_PICTURE: Final = "save it as PNG, JPEG, GIF or WebP"


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a picture.

    Attributes:
        message: behind its name.
        hint: how to mend it.
        is_shown: whether every output shows it nevertheless, if not alike.
    """

    message: str
    hint: str
    is_shown: bool = False


def picture(content: Content) -> Iterator[Diagnostic]:
    """Every picture is a whole file of a known kind inside the content folder, and not too large."""
    judged: dict[Path, Flaw | None] = {}
    for lesson in content.deck.lessons:
        for place, text in lesson.head.texts():
            yield from _pictures(text, lesson.folder, judged, partial(lesson.head_span, place))
    for lesson, item in content.items:
        for place, text in item.question.texts():
            yield from _pictures(text, lesson.folder, judged, partial(lesson.item_span, item, place))


def _pictures(
    text: str, folder: Path, judged: dict[Path, Flaw | None], span: Callable[[], Span]
) -> Iterator[Diagnostic]:
    for path in images(text):
        file = folder / path
        if file not in judged:
            judged[file] = _judged(folder, file)
        if found := judged[file]:
            message = f"the picture `{path}` {found.message}"
            if found.is_shown:
                yield warning("picture", span(), message, found.hint)
            else:
                yield error("picture", span(), message, found.hint)


def _judged(folder: Path, file: Path) -> Flaw | None:
    try:
        return _flaw_of_file(folder.resolve(), file.resolve())
    except (ValueError, RuntimeError):  # a name that holds NUL, a link to itself
        return Flaw("is no usable path", "choose a plain name")
    except OSError as problem:
        if isinstance(problem, PermissionError):
            return Flaw("cannot be read: you lack the permission", "change the permissions of the file")
        return Flaw("is no usable path", "choose a plain name")


def _flaw_of_file(folder: Path, file: Path) -> Flaw | None:
    if not file.is_relative_to(folder):
        return Flaw("lies outside the content folder", "put a copy of it into the content folder")
    if file.suffix.lower() not in _ENDINGS:
        return Flaw("is of a kind that is not supported", f"there are: {', '.join(_ENDINGS)}")
    if not file.is_file():
        return Flaw("does not exist", "paths start at the content folder")
    if file.stat().st_size > MAX_BYTES:
        return Flaw(f"is larger than {MAX_BYTES // 2**20} MiB", "make it smaller")
    return flaw(file.read_bytes(), file.suffix.lower())


def flaw(data: bytes, ending: str) -> Flaw | None:
    """Return what is wrong with the content of a file, whose name has that ending; None if nothing is.

    It takes two seconds and 400 MB at most: what would be larger is known by its first bytes.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - takes time, and most content has no pictures

    if not data:
        return Flaw("is empty", _AGAIN)
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MAX_SCANS:
        return Flaw(f"is a JPEG of more than {MAX_SCANS} scans", "save it again from another program")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=tuple(KINDS)) as opened:
                return _flaw_of_image(opened, ending)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _too_large("")
    except UnidentifiedImageError:
        return _unidentified(data)
    except Exception:  # noqa: BLE001 - a decoder raises whatever it comes upon in a file that a stranger made
        return Flaw("is damaged, or ends too early", _AGAIN)


def _too_large(size: str) -> Flaw:
    return Flaw(f"has {size or 'far '}more than {MAX_PIXELS:,} pixels", "scale it down")


def _unidentified(data: bytes) -> Flaw:
    if kind := _kind(data, _HELD):
        return Flaw(f"is a damaged {kind}, or one without a pixel", _AGAIN)
    held = _kind(data, _HELD_INSTEAD) or "something else"
    return Flaw(f"is no picture that can be shown: the file holds {held}", _AS_PICTURE)


def _kind(data: bytes, kinds: Iterable[tuple[re.Pattern[bytes], str]]) -> str:
    return next((kind for begins, kind in kinds if begins.match(data)), "")


def _flaw_of_image(image: Image, ending: str) -> Flaw | None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        return _too_large(f"{width:,} times {height:,}, ")
    if not width * height:
        return Flaw("has no pixel", _AGAIN)
    image.draft("RGB", (1, 1))  # a JPEG is read to its end, and drawn small
    image.load()
    return _flaw_shown(image, ending)


def _flaw_shown(image: Image, ending: str) -> Flaw | None:
    """Return what is no mistake, but looks otherwise in one output than in another."""
    kind = "JPEG" if image.format == "MPO" else image.format or ""
    if ending not in KINDS[kind]:
        known = "WebP" if kind == "WEBP" else kind
        return Flaw(f"is a {known}, whatever its name says", f"let its name end with {KINDS[kind][0]}", is_shown=True)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        return Flaw("moves; on paper only its first frame is shown", "take pictures of single frames", is_shown=True)
    if image.mode == "CMYK":
        message = "has the colours of print (CMYK), which look otherwise in each program"
        return Flaw(message, "save it in RGB", is_shown=True)
    if kind != "JPEG" and _is_turned(image):
        message = "is turned by a note in it (EXIF), which not every program heeds"
        return Flaw(message, "save it the way up it is meant to be seen", is_shown=True)
    return None


def _is_turned(image: Image) -> bool:
    with suppress(Exception):  # whoever cannot read the note does not turn the picture
        return image.getexif().get(_ORIENTATION, 1) not in {0, 1}
    return False
