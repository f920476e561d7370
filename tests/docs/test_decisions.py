"""docs/decisions/: a record for each decision about design, all of the same shape, and a row for each tool."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.docs.pages import DOCS, read, table

RECORDS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
SECTIONS = ["Context", "Decision", "What else was looked at", "Consequences"]
TOOLS = read("docs/decisions/tools.md")
HEAD = "| No. | Tool | What for | What else was looked at | Why, and what follows |"
ROWS = [row for part in TOOLS.split("\n## ") if HEAD in part for row in table(part, HEAD)]


def _dependencies() -> list[str]:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    required = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    return sorted({re.split(r"[^A-Za-z0-9_.-]", name)[0] for name in required})


@pytest.mark.parametrize("name", _dependencies())
def test_each_dependency_has_a_record(name: str) -> None:
    """Whoever installs quizgen can read why it brings a package along."""
    chosen = [*(row[1] for row in ROWS), *(record.read_text(encoding="utf-8") for record in RECORDS)]
    assert any(f"`{name}`" in each for each in chosen)


def test_each_tool_is_one_that_is_used() -> None:
    """A reader is told why something was chosen that has been gone for years."""
    tools = {tool for row in ROWS for tool in re.findall(r"`([^`]+)`", row[1])}
    elsewhere = {tool for tool in tools if re.search(rf"\b{re.escape(tool)}:", read(".ci/system-packages"))}
    assert sorted(tools - elsewhere - set(_dependencies())) == []


def test_tools_are_told_whole() -> None:
    """A name without the reasons is no decision."""
    assert len(ROWS) > 20
    assert [row[0] for row in ROWS if len(row) != len(HEAD.split("|")) - 2 or not all(row)] == []
    assert [row[0] for row in ROWS if len(" ".join(row).split()) > 150] == []


def test_decisions_are_numbered_in_one_row() -> None:
    """A number that somebody wrote down years ago leads to another decision, or to none."""
    numbers = sorted([*(record.name[:4] for record in RECORDS), *(row[0] for row in ROWS)])
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_records_are_listed() -> None:
    """A reader of the list sees every record there is."""
    titles = [record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for record in RECORDS]
    listed = [f"- [{t[:4]}]({r.name}): {t[6:]}" for t, r in zip(titles, RECORDS, strict=True)]
    assert [line for line in read("docs/decisions/README.md").splitlines() if line.startswith("- ")] == listed


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_records_have_one_shape(record: object) -> None:
    """A reader finds at once what was decided and what else was looked at."""
    text = (DOCS / "decisions" / getattr(record, "name", "")).read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    assert len(text.split()) < 350
