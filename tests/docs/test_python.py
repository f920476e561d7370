"""docs/python.md: every example runs, one after the other, and what is called stable is there."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

import quizgen
from tests.docs.pages import blocks, read, table

PAGE = read("docs/python.md")


def test_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader copies what raises."""
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    for example in blocks(PAGE, "python"):
        exec(compile(example, "docs/python.md", "exec"), known)  # noqa: S102 - the page is our own
    assert {path.name for path in (tmp_path / "decks").iterdir()} >= {"site"}


def test_what_is_stable_is_there() -> None:
    """A program is built on names that are not there, or on more than is promised."""
    rows = {name: row[1] for row in table(PAGE, "| Name | What it is |") for name in re.findall(r"`(\w+)`", row[0])}
    assert set(rows) == set(quizgen.__all__)
    for name in ("Content", "Checked", "Built", "Explanation", "Diagnostic"):
        kind = getattr(quizgen, name)
        fields = {field.name for field in dataclasses.fields(kind)} | {each for each in vars(kind) if each == "sound"}
        assert set(re.findall(r"`(\w+)`", rows[name])) - {"load", "check", "build", "explain"} <= fields
