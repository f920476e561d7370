"""docs/decisions/: a record for each dependency, all of the same shape."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.docs.pages import DOCS, read

RECORDS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
SECTIONS = ["Context", "Decision", "What else was looked at", "Consequences"]


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
    assert any(f"`{name}`" in record.read_text(encoding="utf-8") for record in RECORDS)


def test_records_are_numbered_and_listed() -> None:
    """A reader of the list sees every record there is."""
    assert [record.name[:4] for record in RECORDS] == [f"{number:04}" for number in range(1, len(RECORDS) + 1)]
    titles = [record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ") for record in RECORDS]
    listed = [f"- [{t[:4]}]({r.name}): {t[6:]}" for t, r in zip(titles, RECORDS, strict=True)]
    assert [line for line in read("docs/decisions/README.md").splitlines() if line.startswith("- ")] == listed


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_records_have_one_shape(record: object) -> None:
    """A reader finds at once what was decided and what else was looked at."""
    text = (DOCS / "decisions" / getattr(record, "name", "")).read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    assert len(text.split()) < 350
