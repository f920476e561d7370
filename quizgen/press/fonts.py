"""The fonts of print: files that come with quizgen's dependencies, and no other of the machine.

The output of a layout engine depends on the fonts that are installed. WeasyPrint finds fonts through fontconfig, so
fontconfig is shown a configuration that knows few families only: Source Sans 3 and Source Code Pro, DejaVu Sans for
what those two lack (Hebrew, Arabic, floor brackets), and, where the extra ``quizgen[world]`` is installed, Noto for
Chinese, Japanese, Korean, emoji and other scripts. A document that needs none of the latter has the same bytes with and
without them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import category
from xml.sax.saxutils import escape

from quizgen.characters import settled
from quizgen.press import PressError

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
    """Return the font files, those of the extra last; PressError if one is missing that does not belong to it."""
    return (*_own_files(), *_world_files())


def _own_files() -> tuple[Path, ...]:
    found = []
    for package, name in _FILES:
        folder = _folder(package)
        if folder is None or not (folder / name).is_file():
            raise PressError(f"the font {Path(name).name} is missing; install the package {package.replace('_', '-')}")
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
def _drawable(files: tuple[Path, ...]) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415  # slow to load

    codes: set[int] = set()
    for file in files:
        if "Italic" not in file.name:
            with TTFont(file, lazy=True) as font:
                codes.update(font.getBestCmap())
    return frozenset(codes)


def what_is_missing(text: str) -> str:
    """Return which characters of a text no font here can draw, and what to install; they would be empty boxes.

    It is empty if there are none.
    """
    missing = [f"{character!r} (U+{ord(character):04X})" for character in _undrawable(text)[:5]]
    more = "" if all(map(_folder, _WORLD)) else f"; {_MORE}"
    return f"the fonts for print have no {', '.join(missing)}{more}" if missing else ""


def _undrawable(text: str) -> list[str]:
    odd = {character for character in text if category(settled(character)) not in {"Cc", "Cf", "Mn", "Zs"}}
    for files in (_own_files, _world_files):  # the latter are many, and seldom needed
        if odd:
            known = _drawable(files())
            odd = {character for character in odd if ord(character) not in known}
    return sorted(odd)
