"""The files of a folder of content: which they are, and their text."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.loader.document import MAX_BYTES, Document, Refused, parse

MAX_FILES = 10_000
MAX_RULES = 100
"""So many files of rules are read: each of them makes a simulator, which is tried under all its misconceptions."""
MAX_RULES_BYTES = 256 * 1024
RULES = "rules/1"
"""The format of a file that makes a simulator."""
_HEAD = re.compile(r"^format:\s*[\"']?rules/", re.MULTILINE)
_CONTENT = re.compile(r"^format:\s*[\"']?(?:lesson|curriculum|rules)/", re.MULTILINE)
_HEAD_LENGTH = 4_096
_ENDINGS = (".yaml", ".yml")
SHORT = ".md"
"""How the names of lessons in the short form end; other files end so as well."""
_SHORT_HEAD = re.compile(r"---[ \t]*\n(?:(?!---)[^\n]*\n)*?format[ \t]*:")
_OLDER = "take an older version of the file"


class Unreadable(Exception):  # noqa: N818 - a state of a file
    """A file beside content is not read; the message says why.

    Attributes:
        hint: how to mend it.
    """

    def __init__(self, message: str, hint: str = _OLDER) -> None:
        super().__init__(message)
        self.hint = hint


def content_files(path: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Return the files of content in a folder and its subfolders, sorted, or the one file; and what cannot be read.

    They are those in YAML, and those in Markdown whose head says a `format`. Hidden files and folders are left out. A
    link that leads out of the folder is refused.
    """
    if path.is_file():
        return [path], []
    diagnostics: list[Diagnostic] = []
    root = path.resolve()
    found: list[Path] = []
    for file in _named_files(path, diagnostics):
        refused = refusal(file, root)
        if refused:
            diagnostics.append(error("file-outside", Span(shown(file)), *refused))
        elif file.suffix != SHORT or begins_as_lesson(file):
            found.append(file)
    if len(found) > MAX_FILES:
        message = f"the folder holds {len(found):,} files; at most {MAX_FILES:,} are read"
        diagnostics.append(error("too-many-files", Span(shown(path)), message, "name a folder with fewer of them"))
        found = found[:MAX_FILES]
    return found, diagnostics


def neighbouring_files(file: Path) -> Iterator[Path]:
    """Yield the other files of content in a file's own folder, in the order of their names; at most ``MAX_FILES``.

    Hidden files are left out, and so is whatever a folder would be refused for.
    """
    folder = file.parent
    try:
        names = sorted(other.name for other in folder.iterdir() if other.name.endswith((*_ENDINGS, SHORT)))
    except OSError:
        return
    root = folder.resolve()
    for name in names[:MAX_FILES]:
        other = folder / name
        if name == file.name or name.startswith(".") or not other.is_file() or refusal(other, root):
            continue
        if other.suffix != SHORT or begins_as_lesson(other):
            yield other


def begins_as_rules(file: Path) -> bool:
    """Tell whether a file begins as one of rules does; the rest of it is not read, and one that cannot be is none."""
    return file.suffix != SHORT and bool(_HEAD.search(_beginning(file)))


def holds_content(folder: Path) -> bool:
    """Tell whether a file of a folder itself begins as content does."""
    return any(_CONTENT.search(_beginning(file)) for file in neighbouring_files(folder / "any file"))


def neighbouring_rules(file: Path) -> list[Path]:
    """Return the neighbouring files that begin as rules do."""
    return [other for other in neighbouring_files(file) if begins_as_rules(other)]


def content_rules(path: Path) -> list[Path]:
    """Return the files of content that begin as rules do, of a folder or one file."""
    return [file for file in content_files(path)[0] if begins_as_rules(file)]


def begins_as_lesson(file: Path) -> bool:
    """Tell whether a file in Markdown begins with a head that says a `format`, and so is content."""
    return bool(_SHORT_HEAD.match(_beginning(file).replace("\r\n", "\n")))


def _beginning(file: Path) -> str:
    """Return the first 4 KiB of a file; nothing if it cannot be read."""
    with suppress(OSError), file.open("rb") as stream:
        return stream.read(_HEAD_LENGTH).decode("utf-8-sig", "replace")
    return ""


def document_of(path: Path, text: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return a file of content as a tree with positions, and what is wrong with how it is written.

    Raises:
        Refused: if it cannot be understood at all.
    """
    if path.suffix != SHORT:
        return parse(shown(path), text), ()
    from quizgen.loader.short import parse_short  # noqa: PLC0415 - few need it

    short = parse_short(shown(path), text)
    return short.document, short.found


def beside(path: Path, name: str) -> Path | None:
    """Return the file of that name that belongs to content: in its folder, or else the nearest above it; None if none.

    Above it is as far as the folder that holds the repository (``.git``); outside a repository nothing is. What cannot
    be looked at is not there.
    """
    folder = home(path)
    folders = [folder, *folder.parents]
    depth = next((number for number, above in enumerate(folders) if os.path.exists(above / ".git")), 0)  # noqa: PTH110
    return next((above / name for above in folders[: depth + 1] if os.path.lexists(above / name)), None)


def home(path: Path) -> Path:
    """Return the folder of content, or the one in which the single file lies."""
    return Path(os.path.abspath(path if path.is_dir() else path.parent))  # noqa: PTH100 - links stay as they are


def _named_files(path: Path, diagnostics: list[Diagnostic]) -> Iterator[Path]:
    def unreadable(problem: OSError) -> None:
        message = f"the folder cannot be read: {problem.strerror}"
        span = Span(shown(Path(problem.filename)))
        diagnostics.append(error("folder-unreadable", span, message, "change its permissions"))

    for folder, folders, names in os.walk(path, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (
            Path(folder) / name
            for name in sorted(names)
            if not name.startswith(".") and name.endswith((*_ENDINGS, SHORT))
        )


def refusal(file: Path, root: Path) -> tuple[str, str] | None:
    """Return why a file of the folder is not read, and what to do about it; None if it is."""
    try:
        outside = not file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # RuntimeError: links that run in a circle, before Python 3.13
        return "this is a link that leads nowhere", "take it out"
    if outside:
        return "this is a link that leads out of the content folder", "put a copy of the file here"
    if file.exists() and not file.is_file():
        return "this is no regular file", "take it out, or give it another ending"
    return None


def bounded(file: Path, most: int) -> bytes:
    """Return what is in a file that stands beside content, whatever lies there.

    Args:
        file: where it stands.
        most: bytes, of which at most as many are read.

    Raises:
        FileNotFoundError: it is not there.
        Unreadable: it is no regular file, too large, or cannot be read.
    """
    try:
        if refused := refusal(file, file.parent.resolve()):
            raise Unreadable(*refused)
        with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:  # noqa: PTH123 - a descriptor
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise Unreadable("this is no regular file")
            content = stream.read(most + 1) if about.st_size <= most else b" " * (most + 1)
    except FileNotFoundError:
        if not file.is_symlink():
            raise
        raise Unreadable("this is a link that leads nowhere") from None
    except OSError as problem:
        raise Unreadable(f"the file cannot be read: {problem.strerror}", "change its permissions") from None
    if len(content) > most:
        raise Unreadable(f"the file is larger than {most // 2**20} MiB")
    return content


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """Return a file's text.

    Raises:
        Refused: if it cannot be read, is larger than so many bytes, or is not UTF-8.
    """
    file = shown(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as problem:
        message = f"the file cannot be read: {problem.strerror}"
        hint = "change its permissions" if isinstance(problem, PermissionError) else "put it back, or take it out"
        raise Refused(error("file-unreadable", Span(file), message, hint)) from None
    if len(data) > most:
        size = f"{most // 2**20} MiB" if most >= 2**20 else f"{most // 2**10} KiB"
        raise Refused(error("file-too-large", Span(file), f"the file is larger than {size}", "split it into several"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        raise Refused(error("file-encoding", Span(file, line, column), *_encoding(data))) from None


def _encoding(data: bytes) -> tuple[str, str]:
    """Return what is told of text that is not UTF-8, and how to save it anew."""
    save = "save it as UTF-8: in Notepad: File, Save as, and choose UTF-8 below; other editors call it encoding"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:64].count(0) > len(data[:64]) // 4:
        return "the file is UTF-16 (Notepad calls it Unicode), not UTF-8", save
    return (
        "the file is not UTF-8: it seems to be of an older encoding, such as Windows-1252",
        save,
    )


def shown(path: Path) -> str:
    """Return the path as the author knows it: relative to the current folder if it lies below.

    A name that is not UTF-8 is shown with its odd bytes escaped.
    """
    try:
        text = Path(os.path.abspath(path)).relative_to(Path.cwd()).as_posix()  # noqa: PTH100 - links stay as they are
    except (ValueError, OSError):
        text = path.as_posix()
    return os.fsencode(text).decode("utf-8", "backslashreplace")
