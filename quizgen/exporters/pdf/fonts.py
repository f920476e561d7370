"""The fonts of print: files that come with quizgen's dependencies, and no other of the machine.

The output of a layout engine depends on the fonts that are installed. WeasyPrint finds fonts through fontconfig, so
fontconfig is shown a configuration that knows three families only: Source Sans 3 and Source Code Pro, and DejaVu Sans
for what those two lack (Hebrew, Arabic, floor brackets).
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.pages import strings

_FILES = (
    ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf"),
    ("fontpkg_source_sans_3", "files/SourceSans3-Italic[wght].ttf"),
    ("fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf"),
    ("fontpkg_source_code_pro", "files/SourceCodePro-Italic[wght].ttf"),
    ("ziafont", "fonts/DejaVuSans.ttf"),
)
_UPRIGHT = (0, 2, 4)
_FORMULA = re.compile(r'<span class="math[^"]*" data-tex="[^"]*">[^<]*</span>')
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<alias binding="same"><family>sans-serif</family><prefer><family>Source Sans 3</family></prefer></alias>
<alias binding="same"><family>serif</family><prefer><family>Source Sans 3</family></prefer></alias>
<alias binding="same"><family>monospace</family><prefer><family>Source Code Pro</family></prefer></alias>
</fontconfig>
"""


def font_files() -> tuple[Path, ...]:
    """Return the font files; ExportError if one is missing."""
    found = []
    for package, name in _FILES:
        spec = find_spec(package)
        path = Path(next(iter(spec.submodule_search_locations or ()), "")) / name if spec else Path(name)
        if spec is None or not path.is_file():
            raise ExportError(f"the font {Path(name).name} is missing; install the package {package.replace('_', '-')}")
        found.append(path)
    return tuple(found)


@contextmanager
def only_shipped_fonts() -> Iterator[None]:
    """Show fontconfig the shipped fonts and nothing else while the block runs.

    Fontconfig reads ``FONTCONFIG_FILE`` when WeasyPrint is imported and whenever a ``FontConfiguration`` is made.
    """
    folders = "\n".join(f"<dir>{escape(str(folder))}</dir>" for folder in sorted({f.parent for f in font_files()}))
    with TemporaryDirectory(prefix="quizgen-fonts-") as private:
        configuration = Path(private) / "fonts.conf"
        cache_folder = escape(str(Path(private) / "cache"))
        configuration.write_text(_CONFIGURATION.format(folders=folders, cache=cache_folder), encoding="utf-8")
        with variable("FONTCONFIG_FILE", str(configuration)):
            yield


@contextmanager
def variable(name: str, value: str) -> Iterator[None]:
    """Set an environment variable while the block runs."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@cache
def _drawable() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  # slow to load

    files = font_files()
    codes: set[int] = {ord(BLANK_OPEN), ord(BLANK_CLOSE)}
    for index in _UPRIGHT:
        with TTFont(files[index], lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(codes)


def _unprintable(text: str) -> list[str]:
    known = _drawable()
    odd = {character for character in text if ord(character) not in known}
    return sorted(character for character in odd if unicodedata.category(character) not in {"Cc", "Cf", "Mn", "Zs"})


def check_characters(lesson: RenderedLesson) -> None:
    """Raise `ExportError` for a character that no shipped font can draw: it would be printed as an empty box."""
    for place, text in strings(lesson):
        if (not text.isascii()) and _unprintable(text) and (missing := _unprintable(_FORMULA.sub("", text))):
            named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in missing[:5])
            raise ExportError(f"{place}: the fonts for print have no {named}")
