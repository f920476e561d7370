"""The fonts of print: files that come with quizgen's dependencies, and no other of the machine.

The output of a layout engine depends on the fonts that are installed. WeasyPrint finds fonts through fontconfig, so
fontconfig is shown a configuration that knows few families only: Source Sans 3 and Source Code Pro, DejaVu Sans for
what those two lack (Hebrew, Arabic, floor brackets), and, where the extra ``quizgen[world]`` is installed, Noto for
Chinese, Japanese, Korean, emoji and other scripts. A document that needs none of the latter has the same bytes with and
without them.
"""

from __future__ import annotations

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
from quizgen.exporters.pdf.press import variable

_FILES = (
    ("fontpkg_source_sans_3", "files/SourceSans3[wght].ttf"),
    ("fontpkg_source_sans_3", "files/SourceSans3-Italic[wght].ttf"),
    ("fontpkg_source_code_pro", "files/SourceCodePro[wght].ttf"),
    ("fontpkg_source_code_pro", "files/SourceCodePro-Italic[wght].ttf"),
    ("ziafont", "fonts/DejaVuSans.ttf"),
)
_WORLD = ("manimgx_fonts", "noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
"""Packages of the extra, all of whose fonts are used. Those for Chinese, Japanese and Korean have the letters of all
three; the language of the text chooses the shapes that are usual in it."""

_MORE = "for Chinese, Japanese, Korean, emoji and more: pip install 'quizgen[world]'"
_INVISIBLE = frozenset((BLANK_OPEN, BLANK_CLOSE))
_FORMULA = re.compile(r'<span class="math[^"]*" data-tex="[^"]*">[^<]*</span>')
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<alias binding="same"><family>sans-serif</family><prefer><family>Source Sans 3</family></prefer></alias>
<alias binding="same"><family>serif</family><prefer><family>Source Sans 3</family></prefer></alias>
<alias binding="same"><family>monospace</family><prefer><family>Source Code Pro</family></prefer></alias>
<alias binding="same"><family>emoji</family><prefer><family>Noto Emoji</family></prefer></alias>
</fontconfig>
"""


def font_files() -> tuple[Path, ...]:
    """Return the font files, those of the extra last; ExportError if one is missing that does not belong to it."""
    return (*_own_files(), *_world_files())


def _own_files() -> tuple[Path, ...]:
    found = []
    for package, name in _FILES:
        folder = _folder(package)
        if folder is None or not (folder / name).is_file():
            raise ExportError(f"the font {Path(name).name} is missing; install the package {package.replace('_', '-')}")
        found.append(folder / name)
    return tuple(found)


def _world_files() -> tuple[Path, ...]:
    folders = [folder for package in _WORLD if (folder := _folder(package))]
    return tuple(file for folder in folders for file in sorted(folder.glob("*.[ot]tf")))


def _folder(package: str) -> Path | None:
    """Return where a package is; None if it is not installed."""
    spec = find_spec(package)
    return Path(next(iter(spec.submodule_search_locations or ()), "")) if spec else None


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


@cache
def _drawable(files: tuple[Path, ...]) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  # slow to load

    codes: set[int] = set()
    for file in files:
        if "Italic" not in file.name:
            with TTFont(file, lazy=True) as font:
                codes.update(font.getBestCmap())
    return frozenset(codes)


def _unprintable(text: str) -> list[str]:
    odd = {c for c in text if c not in _INVISIBLE and unicodedata.category(c) not in {"Cc", "Cf", "Mn", "Zs"}}
    for files in (_own_files, _world_files):  # the latter are many, and seldom needed
        if odd:
            known = _drawable(files())
            odd = {character for character in odd if ord(character) not in known}
    return sorted(odd)


def check_characters(lesson: RenderedLesson) -> None:
    """Raise `ExportError` for a character that no font here can draw: it would be printed as an empty box."""
    for place, text in strings(lesson):
        if (not text.isascii()) and _unprintable(text) and (missing := _unprintable(_FORMULA.sub("", text))):
            named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in missing[:5])
            more = "" if all(map(_folder, _WORLD)) else f"; {_MORE}"
            raise ExportError(f"{place}: the fonts for print have no {named}{more}")
