"""An output of another package: what it writes, what it can be told, and what becomes of its mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugins.installing import install_sorting, run

WRITES = "    written = []\n"
BUILD = ("build", "content", "--to", "flashcards")


def test_it_writes_and_can_be_told_how(content: Path) -> None:
    """Whoever installs an output cannot name it, or has its options in another place than those of all others."""
    assert "wrote output/small-flashcards.md" in run(*BUILD)
    written = Path("output/small-flashcards.md")
    assert "\n---\n" in written.read_text()
    with (content / "quizgen.toml").open("a") as settings:
        settings.write('[build]\nto = ["flashcards"]\n[flashcards]\nrule = "+++"\n')
    run("build", "content")
    assert "\n+++\n" in written.read_text()
    run("build", "content", "--flashcards-rule", "***")
    assert "\n***\n" in written.read_text()


def test_without_its_line_there_is_no_such_output(content: Path) -> None:
    """A package that came along with another writes files into somebody's output."""
    (content / "quizgen.toml").unlink()
    assert "not flashcards" in run(*BUILD, exit_code=2)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("    raise KeyError('what')\n", "failed: KeyError: 'what' (flashcards.py, line "),
        ("    return [folder.parent]\n", "failed: TypeError: an output gives the files and folders that it has writ"),
        ("    import os; os.abort()\n", "failed: its process ended by itself (exit status -6)"),
    ],
)
def test_one_that_fails_leaves_all_as_it_was(content: Path, site: Path, code: str, told: str) -> None:
    """A build ends in a traceback, and half of a release lies where the last one was."""
    install_sorting(
        site,
        changed={WRITES: f"    if any(card.id == 'what-happens' for card in lessons[0].cards):\n    {code}{WRITES}"},
    )
    (content / "quizgen.toml").write_text('[plugins]\nuse = ["quizgen-sorting"]\nseconds = 10\n')
    said = run("build", "content", "--to", "tsv,flashcards", exit_code=1)
    (line,) = [line for line in said.splitlines() if "plugin-failed" in line]
    assert re.match(
        r"content/small\.yaml:19:5: error\[plugin-failed\]: the output flashcards \(quizgen-sorting 0\.1\) ", line
    ), line
    assert told in line
    assert line.endswith(", at `what-happens`")
    assert list(Path("output").glob("*")) == []


def test_what_an_author_can_mend_is_told_as_such(content: Path, site: Path) -> None:
    """An output says what is wrong with a lesson, and it is told as the output's own mistake."""
    refuses = "    from quizgen.exporters import ExportError\n    raise ExportError('`how-many` is too long')\n"
    install_sorting(site, changed={WRITES: refuses + WRITES})
    said = run(*BUILD, exit_code=1)
    assert "the output flashcards (quizgen-sorting 0.1): `how-many` is too long" in said
    assert str(content.name)


def test_its_table_is_its_own(content: Path, site: Path) -> None:
    """Two outputs are told the same, or `[build]` is no longer what it was."""
    install_sorting(site, changed={"FlashcardOptions)\n": 'FlashcardOptions, table="print")\n'})
    said = run("check", str(content), exit_code=1)
    assert (
        "the output flashcards (quizgen-sorting 0.1) cannot be used: [print] in quizgen.toml is there already" in said
    )
