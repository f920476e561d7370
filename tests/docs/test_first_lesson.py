"""docs/first-lesson.md: whoever follows it gets what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.compiler import Silent, check
from quizgen.kinds import KINDS
from tests.docs.pages import blocks, read

PAGE = read("docs/first-lesson.md")
START, *PARTS = blocks(PAGE, "yaml")
(EVIDENCE,) = (part for part in PARTS if part.startswith("sources:"))
ITEMS = [part for part in PARTS if part is not EVIDENCE]
UNVERIFIED = "unverified: written from memory\n"


def test_the_start_is_fifteen_lines_and_says_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newcomer's first minute with quizgen ends in a message that the page does not know."""
    monkeypatch.chdir(tmp_path)
    assert START.count("\n") == 15
    (tmp_path / "capitals.yaml").write_text(START, encoding="utf-8")
    (shown,) = blocks(PAGE, "text")
    command, *told = shown.splitlines()
    result = CliRunner().invoke(app, command.removeprefix("$ quizgen ").split())
    assert result.exit_code == 0
    assert (result.stderr + result.stdout).splitlines() == told
    result = CliRunner().invoke(app, ["build", "--to", "anki,tsv", "--quiet"])
    assert result.exit_code == 0
    assert (tmp_path / "output" / "capitals.apkg").is_file()


def test_every_step_of_the_page_is_sound(tmp_path: Path) -> None:
    """A newcomer copies an example, and is told that it is wrong."""
    file = tmp_path / "capitals.yaml"
    whole = START
    for part in ITEMS[: len(KINDS.questions) - 1]:
        whole += part
        file.write_text(whole, encoding="utf-8")
        assert check(file, Silent()).diagnostics == ()
    assert set(KINDS.questions) == {item.question.kind for item in check(file, Silent()).deck.lessons[0].items}
    assert whole.count(UNVERIFIED) == 1
    file.write_text(whole.replace(UNVERIFIED, EVIDENCE) + "".join(ITEMS[len(KINDS.questions) - 1 :]), encoding="utf-8")
    checked = check(file, Silent())
    assert checked.diagnostics == ()
    assert checked.tally == {"computed": 1, "cited": 8, "unverified": 1}
