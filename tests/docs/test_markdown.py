"""All pages: their links lead somewhere, and they read well in a terminal."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from quizgen import __version__
from tests.docs.pages import DOCS, ROOT, read, without_code

PAGES = sorted(chain(ROOT.glob("*.md"), DOCS.rglob("*.md")))
EACH = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())

_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def _anchors(path: Path) -> set[str]:
    """Return what GitHub calls the headings of a page: lower case, no punctuation, hyphens for spaces."""
    headings = _HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_pages() -> None:
    """The tests below look at something."""
    names = {path.relative_to(ROOT).as_posix() for path in PAGES}
    assert names >= {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/content-format.md", "docs/diagnostics.md"}


@EACH
def test_links_lead_somewhere(path: Path) -> None:
    """A reader who follows a link arrives, at the section too."""
    broken = []
    for target in _LINK.findall(without_code(path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            broken.append(target)
    assert broken == []


@EACH
def test_lines_are_short(path: Path) -> None:
    """The sources of the pages are read in terminals and diffs. A table's row and a line of code cannot be broken."""
    long = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 120 and not line.startswith(("|", "    ", "!["))
    ]
    assert long == []


@EACH
def test_pages_begin_with_their_title(path: Path) -> None:
    """Every page says what it is, once."""
    text = without_code(path.read_text(encoding="utf-8"))
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_the_changelog_knows_this_version() -> None:
    """Whoever updates finds what changed."""
    assert f"\n## [{__version__}]" in read("CHANGELOG.md")
