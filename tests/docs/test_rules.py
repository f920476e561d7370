"""The page about rules: its examples run, and its tables name what there is."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.crosscheck import Laboratory
from quizgen.simulate import as_text, read_scenario, simulate
from quizgen.simulators.api import written_name
from quizgen.simulators.rules.language.names import CEL, MEASURED, OWN
from quizgen.simulators.rules.language.sugar import PLACE
from quizgen.simulators.rules.language.written import Rule, Rules, State
from quizgen.simulators.rules.report import report
from quizgen.simulators.rules.scenario import Scenario
from tests.docs.pages import ROOT, code, table
from tests.simulators.rules.models import rules_of
from tests.small import lesson

PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FILES = [text for kind, text in BLOCKS if kind == "yaml" and text.startswith("format: rules/1")]
TOLD = [text for kind, text in BLOCKS if kind == "text"]


@pytest.mark.parametrize(("written", "told"), list(zip(FILES, TOLD, strict=True)))
def test_files_lead_to_what_is_said(written: str, told: str) -> None:
    """A newcomer who types the example gets something else than the page shows."""
    assert "\n".join(report(rules_of(written))) + "\n" == told


def test_item_is_right(tmp_path: Path) -> None:
    """A newcomer who copies the item is told that it is wrong."""
    (item,) = (text for kind, text in BLOCKS if kind == "yaml" and text.startswith("- id:"))
    concepts = "concepts: [{id: river, name: River, definition: A puzzle., cite: paper §1}]\n"
    (tmp_path / "lesson.yaml").write_text(lesson(f"{concepts}items:\n{item}"), encoding="utf-8")
    (tmp_path / "river.yaml").write_text(FILES[0], encoding="utf-8")
    found = check(tmp_path, Silent(), Laboratory(1))
    assert [each.message for each in found.diagnostics if each.severity == "error"] == []
    assert found.tally["computed"] == 1


def test_scenario_is_run(tmp_path: Path) -> None:
    """A newcomer who copies the scenario is told that it is wrong."""
    (written,) = (text for kind, text in BLOCKS if kind == "yaml" and text.startswith("simulator:"))
    (tmp_path / "river.yaml").write_text(FILES[0], encoding="utf-8")
    (tmp_path / "try.yaml").write_text(written, encoding="utf-8")
    bound, found = read_scenario(tmp_path / "try.yaml")
    assert not found
    assert bound is not None
    assert "the farmer takes the goose" in as_text(simulate(bound, 0, None), full=True)


@pytest.mark.parametrize(
    ("heading", "described", "beside"),
    [
        ("## What a file says", Rules, set()),
        ("### State", State, set()),
        ("### Rules", Rule, set()),
        ("## Scenarios", Scenario, {"simulator"}),
    ],
)
def test_tables_name_every_key(heading: str, described: type, beside: set[str]) -> None:
    """An author does not find a key, or tries one that there is not."""
    section = PAGE.partition(f"{heading}\n")[2]
    rows = table(section, "| Key | Meaning |")
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    assert named == {written_name(field) for field in dataclasses.fields(described)} | beside
    assert code(rows[0][0])


def test_names_that_are_taken_are_listed() -> None:
    """An author is told that a name is taken, and finds nowhere which others are."""
    named = set(re.findall(r"`(\w+)`", PAGE.partition("These mean something already:")[2].partition("Rules,")[0]))
    assert named == {*OWN, *CEL, *MEASURED, PLACE}
