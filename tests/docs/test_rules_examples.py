"""The page of rules of other fields: its files lead to what is said, and its questions are right."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import pytest

from quizgen.compiler import Silent, check
from quizgen.crosscheck import Laboratory
from quizgen.simulators.rules.report import report
from tests.docs.pages import ROOT
from tests.simulators.rules.models import rules_of
from tests.small import lesson

PAGE = (ROOT / "docs" / "rules-examples.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FILES = [text for kind, text in BLOCKS if kind == "yaml" and text.startswith("format: rules/1")]
TOLD = [text for kind, text in BLOCKS if kind == "text"]
ITEMS = [text for kind, text in BLOCKS if kind == "yaml" and text.startswith("- id:")]


@pytest.mark.parametrize(("written", "told"), list(zip(FILES, TOLD, strict=True)))
def test_files_lead_to_what_is_said(written: str, told: str) -> None:
    """A teacher who copies an example gets something else than the page shows."""
    assert "\n".join(report(rules_of(written))) + "\n" == told


def test_questions_are_right_and_use_all_of_the_rules(tmp_path: Path) -> None:
    """A teacher who copies the questions is told that they are wrong, or that rules serve nothing."""
    assert len(ITEMS) >= 5
    concepts = "concepts: [{id: toy, name: Toy, definition: A small thing., cite: paper §1}]\n"
    items = indent("".join(ITEMS), "  ")
    (tmp_path / "lesson.yaml").write_text(lesson(f"{concepts}items:\n{items}"), encoding="utf-8")
    for number, written in enumerate(FILES):
        (tmp_path / f"rules-{number}.yaml").write_text(written, encoding="utf-8")
    found = check(tmp_path, Silent(), Laboratory(1))
    assert [each.message for each in found.diagnostics if each.code != "unread"] == []
    assert found.tally["computed"] == len(ITEMS)
