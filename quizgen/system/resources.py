"""Where the files that come with quizgen are: in a checkout beside the package, in an installed wheel inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def _folder(name: str) -> Path:
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def templates(exporter: str) -> Path:
    """Return the folder of an exporter's templates."""
    return _folder("templates") / exporter


def content() -> Path:
    """Return the folder of the lessons that ship with quizgen."""
    return _folder("content")


def page(name: str) -> Path:
    """Return a page of the documentation that commands show parts of."""
    return _folder("docs") / f"{name}.md"


def cases() -> Path:
    """Return the folder with a good and a bad example of each rule."""
    bundled = _PACKAGE / "bundled" / "cases"
    return bundled if bundled.is_dir() else _PACKAGE.parent / "tests" / "checks" / "cases"


def is_bundled(path: Path) -> bool:
    """Tell whether a file came with an installed quizgen: it is not to be written."""
    return path.resolve().is_relative_to((_PACKAGE / "bundled").resolve())
