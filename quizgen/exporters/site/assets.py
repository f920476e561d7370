"""Files that pages refer to; each bears a hash of its content in its name, so that a browser may keep it for ever."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from quizgen.cards import RenderedLesson
from quizgen.diagrams import dark_colours
from quizgen.system.resources import templates
from quizgen.text import markdown, mathematics

_SCRIPT = ("pieces", "reading", "marking", "question", "ordering", "lesson")
"""The script's parts, in order: they become one function, so that nothing of them is seen outside."""


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
    """Write the site's only script and return its name."""
    parts = [(templates("site") / "script" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPT]
    return _write(folder, "quizgen.js", '(() => {{\n"use strict";\n\n{}}})();\n'.format("\n".join(parts)).encode())


def write_icon(folder: Path) -> str:
    """Write the picture that a browser shows beside a page's title and return its name."""
    return _write(folder, "quizgen.svg", (templates("site") / "icon.svg").read_bytes())


def write_pictures(lesson: RenderedLesson, folder: Path) -> dict[str, str]:
    """Write the lesson's pictures into its own folder and return the name that each has there."""
    return {name: _write(folder, name, path.read_bytes()) for name, path in sorted(lesson.assets.items())}
