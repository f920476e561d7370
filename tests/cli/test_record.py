"""``quizgen record``, and what other commands say of recordings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from quizgen.recording import Sandbox
from tests.cli.commands import quizgen
from tests.docs.pages import blocks, read

PAGE = read("docs/recorded.md")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the lesson and the tools of the page."""
    (tmp_path / "quizgen.toml").write_text("".join(blocks(PAGE, "toml")), encoding="utf-8")
    (tmp_path / "nulls.yaml").write_text(blocks(PAGE, "yaml")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_recorded_is_what_is_checked(folder: Path) -> None:
    """An author follows the page, and nothing is compared, or nothing can be built."""
    status, out, _ = quizgen("check", "nulls.yaml")
    assert status == 1
    assert "the program has not been recorded, or was changed since" in out
    assert "run `quizgen record`" in out
    assert quizgen("record", "nulls.yaml")[:2] == (0, "wrote nulls.recorded.json: 2 programs\n")
    assert quizgen("check", "nulls.yaml")[0] == 0
    change(folder / "nulls.yaml", '{text: "0", key: true}', '{text: "3", key: true}')
    status, out, _ = quizgen("check", "nulls.yaml")
    assert status == 1
    assert "the run gives 0" in out


def test_only_record_runs_programs(folder: Path) -> None:
    """Whoever looks at a stranger's content runs the stranger's commands."""
    quizgen("record", ".")
    ran = folder / "ran"
    change(folder / "quizgen.toml", 'run = ["sqlite3", "-batch"]', f'run = ["touch", "{ran}"]')
    change(folder / "quizgen.toml", '["sqlite3", "--version"]', f'["touch", "{ran}"]')
    folder.chmod(0o777)
    for command in (("check", "."), ("build", ".", "--to", "tsv"), ("explain", "not-in", "."), ("mutate", ".")):
        assert quizgen(*command)[0] == 0, command
    assert not ran.exists()


def test_what_will_be_run_is_said_before(folder: Path) -> None:
    """A user learns afterwards which commands a stranger's settings had run."""
    change(
        folder / "quizgen.toml", 'run = ["sqlite3", "-batch"]', 'run = ["sh", "-c", "sqlite3 -batch; echo \\u001b[2J"]'
    )
    _, _, told = quizgen("record", ".")
    assert f"running programs {Sandbox.found().told}" in told
    assert "  sqlite, 2 times: sh -c 'sqlite3 -batch; echo " in told
    assert "\x1b" not in told


def test_recording_again_gives_the_same_bytes(folder: Path) -> None:
    """Each recording is a change to look through."""
    quizgen("record", ".")
    first = (folder / "nulls.recorded.json").read_bytes()
    quizgen("record", ".")
    assert (folder / "nulls.recorded.json").read_bytes() == first


def test_check_compares_and_writes_nothing(folder: Path) -> None:
    """In CI a recording that no software gives any longer is taken for true."""
    file = folder / "nulls.recorded.json"
    assert quizgen("record", "--check", ".")[0] == 1
    assert not file.exists()
    quizgen("record", ".")
    assert quizgen("record", "--check", ".")[:2] == (0, "all came out as it was recorded\n")
    change(file, '"output": "0\\n"', '"output": "5\\n"')
    status, out, _ = quizgen("record", "--check", ".")
    assert status == 1
    assert r"nulls.yaml:17:3: error[recording-differs]: recorded was '5'; now it is '0'" in out
    assert '"5\\n"' in file.read_text("utf-8")


def test_only_what_is_new_can_be_run(folder: Path) -> None:
    """Who changes one program of fifty waits until all of them have run three times."""
    quizgen("record", ".")
    file = folder / "nulls.recorded.json"
    change(file, '"output": "0\\n"', '"output": "5\\n"')
    change(folder / "nulls.yaml", "x NOT IN (1);", "x NOT IN (1, 2);")
    assert quizgen("record", "--new", ".")[:2] == (0, "wrote nulls.recorded.json: 2 programs\n")
    assert '"5\\n"' in file.read_text("utf-8")
    assert quizgen("check", ".")[1].count("not been recorded") == 0
    change(folder / "quizgen.toml", '"-batch"]', '"-batch", "-csv"]')
    quizgen("record", "--new", ".")
    assert '"5\\n"' not in file.read_text("utf-8")
    assert quizgen("record", "--new", "--check", ".")[0] == 2


def test_another_version_with_the_same_result_is_told(folder: Path) -> None:
    """Every upgrade of a machine breaks the checks, or none is ever noticed."""
    quizgen("record", ".")
    file = folder / "nulls.recorded.json"
    version = file.read_text("utf-8").partition('"version": "')[2].partition('"')[0]
    change(file, f'"version": "{version}"', '"version": "3.1.4"')
    status, _, told = quizgen("record", "--check", ".")
    assert status == 0
    assert f"SQLite is {version} here; recorded was 3.1.4" in told


def test_what_cannot_be_recorded_leaves_the_file_as_it_was(folder: Path) -> None:
    """A recording that failed takes the old one with it."""
    quizgen("record", ".")
    before = (folder / "nulls.recorded.json").read_bytes()
    change(folder / "nulls.yaml", "    tool: sqlite\n", "    tool: sqlit\n")
    status, out, _ = quizgen("record", ".")
    assert status == 1
    assert out.count("error[not-recorded]: `quizgen.toml` names no tool `sqlit`") == 1
    assert (folder / "nulls.recorded.json").read_bytes() == before


def test_what_is_left_out_is_told(folder: Path) -> None:
    """A lesson that cannot be read, or a program that cannot be run, is passed over in silence."""
    (folder / "other.yaml").write_text("format: lesson/1\nid: [\n", encoding="utf-8")
    lesson = (folder / "nulls.yaml").read_text("utf-8").replace("id: nulls", "id: more")
    (folder / "more.yaml").write_text(
        lesson.replace("    tool: sqlite", "    files: {../x: a}\n    tool: sqlite"), "utf-8"
    )
    status, out, _ = quizgen("record", ".")
    assert status == 1
    assert "wrote nulls.recorded.json" in out
    assert "other.yaml:2" in out
    assert "more.yaml:17:3: error[impossible-scenario]: `../x` is no name for a file" in out
    assert not (folder / "more.recorded.json").exists()


def test_nothing_is_run_of_a_lesson_with_a_mistake(folder: Path) -> None:
    """An author waits for minutes while programs run, and then nothing is kept."""
    quizgen("record", ".")
    before = (folder / "nulls.recorded.json").read_bytes()
    change(folder / "quizgen.toml", 'run = ["sqlite3", "-batch"]', 'run = ["sh", "-c", "sleep 15"]')
    change(folder / "nulls.yaml", "    kind: multiple_choice\n", "    kind: multiple_choise\n")
    status, out, told = quizgen("record", ".")
    assert status == 1
    assert "unknown kind `multiple_choise`" in out
    assert "sqlite" not in told
    assert (folder / "nulls.recorded.json").read_bytes() == before


def test_a_damaged_file_is_written_anew(folder: Path) -> None:
    """After a merge that went wrong, what the message says to do fails for the same reason."""
    (folder / "nulls.recorded.json").write_text("<<<<<<<", encoding="utf-8")
    assert "recording-damaged" in quizgen("check", ".")[1]
    assert quizgen("record", ".")[0] == 0
    assert quizgen("check", ".")[0] == 0


def test_without_programs_there_is_nothing_to_do(folder: Path) -> None:
    """A user waits for something that never comes, or reads a traceback."""
    lesson = folder / "nulls.yaml"
    shutil.copy(lesson, folder / "kept")
    lesson.write_text("format: lesson/1\n", encoding="utf-8")
    status, _, told = quizgen("record", ".")
    assert status == 1
    assert "there is nothing to record" in told
    assert quizgen("record", "nowhere")[0] == 2


def test_a_card_says_what_ran_its_program(folder: Path) -> None:
    """A learner takes what one version does for what every version does."""
    quizgen("record", ".")
    quizgen("build", ".", "--to", "tsv", "--out", "out")
    notes = (folder / "out" / "tsv" / "nulls.tsv").read_text("utf-8")
    assert "Recorded with SQLite 3." in notes
    assert "which really ran the program" in notes
    assert "NOT IN (1, NULL)" in notes


def test_what_is_shown_of_a_run_is_what_was_printed(folder: Path) -> None:
    """A learner opens the run, and finds a diagram of one dot at 0.0 ms."""
    quizgen("record", ".")
    quizgen("build", ".", "--to", "site", "--out", "out")
    page = (folder / "out" / "site" / "nulls" / "index.html").read_text("utf-8")
    assert 'aria-label="Trace of a run" dir="ltr">0\n</pre>' in page
    assert "Diagram of a run" not in page
