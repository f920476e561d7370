"""The files of a folder of content: which they are, and their text."""

from __future__ import annotations

import os
from pathlib import Path

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.loader.document import MAX_BYTES, Refused

MAX_FILES = 10_000
_ENDINGS = (".yaml", ".yml")


def content_files(path: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Return the YAML files of a folder and its subfolders, sorted, or the one file; and what cannot be read.

    Hidden files and folders are left out. A link that leads out of the folder is refused.
    """
    if path.is_file():
        return [path], []
    found: list[Path] = []
    diagnostics: list[Diagnostic] = []

    def unreadable(problem: OSError) -> None:
        message = f"the folder cannot be read: {problem.strerror}"
        diagnostics.append(
            error("folder-unreadable", Span(shown(Path(problem.filename))), message, "change its permissions")
        )

    for folder, folders, names in os.walk(path, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.endswith(_ENDINGS):
                found.append(Path(folder) / name)
    root = path.resolve()
    for file in found:
        if not file.resolve().is_relative_to(root):
            message = "this is a link that leads out of the content folder"
            diagnostics.append(error("file-outside", Span(shown(file)), message, "put a copy of the file here"))
    found = [file for file in found if file.resolve().is_relative_to(root)]
    if len(found) > MAX_FILES:
        message = f"the folder holds {len(found):,} files; at most {MAX_FILES:,} are read"
        diagnostics.append(error("too-many-files", Span(shown(path)), message))
        found = found[:MAX_FILES]
    return found, diagnostics


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        Refused: if it cannot be read, is larger than ``MAX_BYTES``, or is not UTF-8.
    """
    file = shown(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as problem:
        message = f"the file cannot be read: {problem.strerror}"
        raise Refused(error("file-unreadable", Span(file), message, "change its permissions")) from None
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 2**20} MiB"
        raise Refused(error("file-too-large", Span(file), message, "split it into several lessons"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        span = Span(file, line, column)
        raise Refused(error("file-encoding", span, "the file is not UTF-8", "save it as UTF-8")) from None


def shown(path: Path) -> str:
    """Return the path as the author knows it: relative to the current folder if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix() or "."
    except ValueError:
        return path.as_posix()
