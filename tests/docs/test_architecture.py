"""docs/architecture.md: names what there is, and draws the layers that are kept."""

from __future__ import annotations

import re
import tomllib

from tests.docs.pages import ROOT, blocks, code, read, table

PAGE = read("docs/architecture.md")


def test_every_package_and_module_is_named() -> None:
    """Whoever looks for a thing in the code starts here, and finds it."""
    listed = {code(row[0]) for row in table(PAGE, "| Name | What it is |")}
    here = {path.name for path in (ROOT / "quizgen").glob("*.py") if path.name != "__init__.py"}
    here |= {f"{path.parent.name}/" for path in (ROOT / "quizgen").glob("*/__init__.py")}
    assert listed == here


def test_the_layers_are_those_that_are_kept() -> None:
    """A picture of layers that nobody keeps is worse than none."""
    project = tomllib.loads(read("pyproject.toml"))
    contracts = project["tool"]["importlinter"]["contracts"]
    (contract,) = [each for each in contracts if each["name"] == "Imports run downward only"]
    (drawn,) = blocks(PAGE, "layers")
    assert drawn.splitlines() == contract["layers"]


def test_the_places_to_look_exist() -> None:
    """A pointer to a file that was moved costs a newcomer an hour."""
    places = {
        place
        for row in table(PAGE, "| If you want to change | look at |")
        for place in re.findall(r"`([\w./]+)`", row[1])
    }
    assert len(places) > 10
    missing = [place for place in places if not (ROOT / "quizgen" / place).exists() and not (ROOT / place).exists()]
    assert missing == []
