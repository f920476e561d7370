"""Foreign files as text: bounded, and in whatever encoding they are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from quizgen.diagnostics import Diagnostic, Span, error, warning

MAX_BYTES: Final = 8 * 1024 * 1024
MARKS: Final = "\ue010\ue011\ue012\ue013"
"""Characters that stand for gaps and formulas while a text is turned into Markdown; in files they mean nothing."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD: Final = 65_536
_FOREIGN: Final = re.compile(rb"[\x80-\xff]{4}")
"""In Western languages at most three letters beyond ASCII follow one another."""
_BREAKS: Final = re.compile("\r\n?|[\x85\u2028\u2029]")
_CONTROL: Final = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001{MARKS}\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Wishes:
    """What a user says of a file.

    Attributes:
        columns: field of a question -> the head, or the number from 1, of the column that holds it.
        encoding: of the text; found out if empty.
        language: of the lesson, a BCP 47 tag; empty if nobody says.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    language: str = ""


class Unreadable(Exception):  # noqa: N818 - it becomes a diagnostic
    """A file of which nothing can be read; the diagnostic says why."""

    def __init__(self, path: Path, why: str, hint: str, line: int = 0) -> None:
        super().__init__(why)
        self.diagnostic = error("import", Span(path.as_posix(), line, 1 if line else 0), why, hint)


def bytes_of(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return what is in a file.

    Raises:
        Unreadable: it is too large, or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as problem:
        raise Unreadable(path, f"it cannot be read: {problem.strerror}", "change its permissions") from None
    if len(data) > limit:
        raise Unreadable(path, f"it is larger than {limit // 2**20} MiB", "split it")
    return data


def text_of(path: Path, encoding: str = "") -> tuple[str, tuple[Diagnostic, ...]]:
    r"""Return the text of a file, and what is to be told of its encoding. Lines end as they do there.

    A byte-order mark decides; without one UTF-8, UTF-16 if every second byte is nought, and else Windows-1252, which
    is told, unless letters stand as they do in no Western language.

    Raises:
        Unreadable: there is no such file or encoding, or it is another one.
    """
    data = bytes_of(path)
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    guess = encoding or marked or _unmarked(data)
    if not guess:
        why = "nothing says which encoding it is in"
        raise Unreadable(path, why, "save it as UTF-8, or name the encoding: `--encoding cp1251`")
    try:
        text = data.decode(guess)
    except (UnicodeError, LookupError):
        raise Unreadable(path, f"it is not {guess}", "save it as UTF-8, or name another with --encoding") from None
    text = text.removeprefix("\ufeff")
    if guess != "cp1252" or encoding:
        return text, ()
    line = data[: next(i for i, byte in enumerate(data) if byte > 0x7F)].count(b"\n") + 1
    hint = "look at letters beyond ASCII; if they are wrong, save the file as UTF-8 or name its --encoding"
    return text, (warning("import", Span(path.as_posix(), line, 1), "it is not UTF-8: read as Windows-1252", hint),)


def _unmarked(data: bytes) -> str:
    """Return the encoding that a text without a mark is in; empty if there is no telling."""
    head = data[:2000]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        noughts, others = head[start::2].count(0), head[1 - start :: 2].count(0)
        if len(head) >= 4 and noughts > len(head) // 4 and noughts > 3 * others:
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        western = not _FOREIGN.search(data) and not set(b"\x81\x8d\x8f\x90\x9d\x00").intersection(data)
        return "cp1252" if western else ""
    return "utf-8"


def tidy(text: str) -> str:
    """Return a text with line feeds for all that ends a line, and without control characters."""
    return _CONTROL.sub("", _BREAKS.sub("\n", text))


def head_of(path: Path, encoding: str = "") -> str:
    """Return how the text of a file begins; nothing if it is no text, or cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_HEAD)
        name = encoding or next((name for mark, name in _BOMS if data.startswith(mark)), "") or _unmarked(data)
        return data.decode(name or "utf-8", errors="replace").removeprefix("\ufeff")
    except (OSError, LookupError):
        return ""
