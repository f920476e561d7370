"""`quizgen check --fix`: what is plainly meant is written into the files of content."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import quizgen
from tests.cli.test_cli import SOUND
from tests.small import lesson


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work beside a lesson with two slips, which an editor of Windows saved."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    text = (
        lesson(SOUND).replace("title: A small lesson", 'title: "A small lesson').replace("kind: recall", "type: recall")
    )
    file = tmp_path / "content" / "small.yaml"
    file.write_bytes(text.replace("license:", "licence:").replace("\n", "\r\n").encode("utf-8-sig"))
    file.chmod(0o640)
    return file


def test_what_is_plainly_meant_is_mended_and_told(file: Path) -> None:
    """An author mends by hand what was understood; or finds other words in the file, and does not know why."""
    before = file.read_bytes()
    status, out, _ = quizgen("check", "--fix")
    assert "content/small.yaml:3:8: mended[yaml-syntax]: the quote that opens here is not closed on this line" in out
    assert "mended[unknown-key]: unknown key `licence`" in out
    assert file.read_bytes().replace(b"license", b"licence").replace(b'lesson"', b"lesson") == before
    assert file.stat().st_mode & 0o777 == 0o640
    assert status == 1, "`type` is only likely to mean `kind`"


def test_a_second_run_finds_nothing_to_mend(file: Path) -> None:
    """A file is changed again and again, at each check."""
    quizgen("check", "--fix")
    before = file.read_bytes()
    _, out, _ = quizgen("check", "--fix")
    assert "mended" not in out
    assert file.read_bytes() == before


def test_nothing_is_written_without_being_asked(file: Path) -> None:
    """A check changes what was only to be looked at."""
    before = file.read_bytes()
    assert quizgen("check")[0] == 1
    assert file.read_bytes() == before


def test_tools_read_only_diagnostics() -> None:
    """What was mended stands among the objects that a tool reads."""
    out = quizgen("check", "--fix", "--format", "json")[1]
    assert all(line.startswith("{") for line in out.splitlines())
