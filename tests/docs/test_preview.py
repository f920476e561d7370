"""docs/preview.md: what is watched, and how the commands are called, is what the page tells."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.preview.watching import Watch
from tests.docs.pages import read

PAGE = read("docs/preview.md")


def test_commands_have_the_options_that_are_told() -> None:
    """A reader copies a line that is refused."""
    told = re.findall(r"^    quizgen (\w+) ?(.*?)(?:  .*)?$", PAGE, re.MULTILINE)
    assert len(told) == 4
    for command, arguments in told:
        help_text = CliRunner().invoke(app, [command, "--help"]).stdout
        assert set(re.findall(r"--\w+", arguments)) <= set(re.findall(r"--\w+", help_text))


def test_what_is_watched_is_told(tmp_path: Path) -> None:
    """What is saved is not seen, and nobody said so."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "content").mkdir()
    watch = Watch(tmp_path / "content")
    (drafts,) = re.findall(r"drafts of editors \((.*)\)", PAGE)
    for draft in re.findall(r"`(.*?)`", drafts):
        assert not watch._counts(tmp_path.resolve() / "content" / f"a.yaml{draft}")
    for name in re.findall(r"`(quizgen\.\w+)` and `(quizgen\.\w+)` in the folders above", PAGE)[0]:
        assert watch._counts(tmp_path.resolve() / name)
    assert not watch._counts(tmp_path.resolve() / "content" / "quizgen.lock")
