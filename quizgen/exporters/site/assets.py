"""Files that pages refer to; each bears a hash of its content in its name, so that a browser may keep it for ever."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from quizgen.cards import RenderedLesson
from quizgen.diagrams import dark_colours
from quizgen.exporters import ExportError
from quizgen.kinds import KINDS
from quizgen.system.resources import templates
from quizgen.text import markdown, mathematics

_TOOLS, _PAGE = ("pieces", "reading", "marking"), ("question", "ordering", "lesson")
"""The script's parts, in order, around those of kinds: they become one function, of which nothing is seen outside."""


def hashed(name: str, content: bytes) -> str:
    """Return the name with ten hexadecimal digits of the content's SHA-256 before its suffix."""
    stem, dot, suffix = name.rpartition(".")
    digest = sha256(content).hexdigest()[:10]
    return f"{stem}.{digest}.{suffix}" if dot else f"{name}.{digest}"


def _write(folder: Path, name: str, content: bytes) -> str:
    written = hashed(name, content)
    (folder / written).write_bytes(content)
    return written


def write_stylesheet(folder: Path) -> str:
    """Write the site's only stylesheet, with colours of code and diagrams for light and dark, and return its name."""
    own = (templates("site") / "site.css").read_text(encoding="utf-8")
    at_night = f"{markdown.stylesheet(dark=True)}\n{dark_colours()}"
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{at_night}\n}}\n"
    parts = (own, mathematics.stylesheet(), markdown.stylesheet(dark=False), dark)
    return _write(folder, "quizgen.css", "\n".join(parts).encode())


def write_script(folder: Path) -> str:
    """Write the site's only script and return its name.

    Raises:
        ExportError: a kind of question is not marked by it.
    """
    own = templates("site") / "script"
    files = [own / f"{name}.js" for name in _TOOLS]
    for kind in KINDS.questions.values():
        files += [(kind.templates or own) / "site" / "script" / f"{name}.js" for name in kind.site_scripts]
    parts = [file.read_text(encoding="utf-8") for file in files]
    for name in KINDS.questions:
        if not re.search(rf"^(  {name}: \{{ mark|KINDS\.{name} = )", "\n".join(parts), re.MULTILINE):
            raise ExportError(f"no script of the website marks questions of the kind {name}")
    parts += [(own / f"{name}.js").read_text(encoding="utf-8") for name in _PAGE]
    return _write(folder, "quizgen.js", '(() => {{\n"use strict";\n\n{}}})();\n'.format("\n".join(parts)).encode())


def write_icon(folder: Path) -> str:
    """Write the picture that a browser shows beside a page's title and return its name."""
    return _write(folder, "quizgen.svg", (templates("site") / "icon.svg").read_bytes())


def write_pictures(lesson: RenderedLesson, folder: Path) -> dict[str, str]:
    """Write the lesson's pictures into its own folder and return the name that each has there."""
    return {name: _write(folder, name, path.read_bytes()) for name, path in sorted(lesson.assets.items())}
