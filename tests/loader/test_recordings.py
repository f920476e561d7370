"""The file of recordings beside a lesson."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.loader import load, load_with_programs
from quizgen.loader.recordings import Kept, Recordings, Tool, file_of
from quizgen.simulators.recorded.scenario import Ended
from tests.docs.pages import blocks, read

LESSON = next(block for block in blocks(read("docs/recorded.md"), "yaml"))


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """Return a lesson with two programs, which are not recorded."""
    file = tmp_path / "nulls.yaml"
    file.write_text(LESSON, encoding="utf-8")
    return file


def keep(lesson: Path, **ended: str) -> Recordings:
    """Write recordings of the lesson's programs, which print what is said, and return them."""
    _, asked, _ = load_with_programs(lesson)
    ((_, scenario),) = asked[lesson].asked
    made = {
        deed.key: Kept(tool="sqlite", ended=(Ended(output=ended.get(name, "1\n")),))
        for name, deed in scenario.deeds.items()
    }
    whole = Recordings(tools={"sqlite": Tool(name="SQLite", version="3.40.1", run=("sqlite3",))}, recordings=made)
    file_of(lesson).write_text(whole.as_text(), encoding="utf-8")
    return whole


def recorded(lesson: Path) -> dict[str, str]:
    """Return what the lesson's scenario knows of its programs."""
    deck, _ = load(lesson)
    scenario = deck.lessons[0].items[0].question.scenario
    assert scenario is not None
    return {
        name: f"{one.tool} {one.version} {one.ended[0].output!r}" for name, one in scenario.scenario.recorded.items()
    }


def test_scenarios_have_what_is_recorded_beside_them(lesson: Path) -> None:
    """What was recorded is not found, or stands at another program."""
    assert recorded(lesson) == {}
    keep(lesson, **{"": "0\n"})
    assert recorded(lesson) == {"": "SQLite 3.40.1 '0\\n'", "null-is-left-out": "SQLite 3.40.1 '1\\n'"}


def test_a_program_that_was_changed_has_no_recording(lesson: Path) -> None:
    """A lesson goes on stating what an older program printed."""
    keep(lesson)
    lesson.write_text(LESSON.replace("NOT IN (1, NULL)", "IN (1, NULL)"), encoding="utf-8")
    assert list(recorded(lesson)) == ["null-is-left-out"]


def test_the_file_is_the_same_for_the_same(lesson: Path) -> None:
    """Each recording changes files in which nothing changed."""
    whole = keep(lesson)
    turned = Recordings(tools=whole.tools, recordings=dict(reversed([*whole.recordings.items()])))
    assert turned.as_text() == whole.as_text()
    assert json.loads(whole.as_text())["format"] == "recorded/1"


def test_programs_may_stand_in_files_of_their_own(lesson: Path) -> None:
    """A query of fifty lines has to stand in YAML, where no editor knows it; or one that changed is not noticed."""
    kept = keep(lesson)
    block = LESSON.partition("    program: |-\n")[2].partition("    misconceptions:")[0]
    query = lesson.with_name("query.sql")
    query.write_bytes(textwrap.dedent(block).replace("\n", "\r\n").encode())
    lesson.write_text(LESSON.replace(f"    program: |-\n{block}", "    file: query.sql\n"), encoding="utf-8")
    assert list(recorded(lesson)) == ["", "null-is-left-out"]
    assert "SELECT count(*) FROM t WHERE x NOT IN (1, NULL);" in str(load(lesson)[0].lessons[0].items[0].question)
    query.write_text("SELECT 1;", encoding="utf-8")
    assert list(recorded(lesson)) == ["null-is-left-out"]
    (told,) = [each for each in compiler.check(lesson, compiler.Silent()).diagnostics if each.severity == "error"]
    assert told.message == "the program has not been recorded, or was changed since"
    assert len(kept.recordings) == 2


def test_another_command_than_was_recorded_is_told(lesson: Path) -> None:
    """Settings say one thing, cards another, and nobody notices before everything is run again."""
    keep(lesson)
    settings = lesson.with_name("quizgen.toml")
    settings.write_text('[tools.sqlite]\nname = "SQLite"\nrun = ["sqlite3"]\nversion = ["x"]\n', encoding="utf-8")
    assert compiler.read(lesson).diagnostics == ()
    settings.write_text('[tools.sqlite]\nname = "SQLite"\nrun = ["sqlite4"]\nversion = ["x"]\n', encoding="utf-8")
    (told,) = compiler.read(lesson).diagnostics
    assert (told.code, told.severity, told.span.line) == ("recording-outdated", "warning", 17)
    assert told.hint.startswith("run `quizgen record ")
    assert told.hint.endswith("nulls.yaml`")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "EOF"),
        ("[]", "object"),
        ('{"format": "recorded/2"}', "format is not"),
        ('{"recordings": {"a": {"tool": "x", "ended": []}}}', "at least 1 item"),
        ('{"recordings": {}, "more": 1}', "more"),
        ('{"recordings": {"a": {"tool": "x", "ended": [{"output": 1}]}}}', "string"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_a_damaged_file_is_told(lesson: Path, text: str, told: str) -> None:
    """After a merge that went wrong an author is told that nothing was ever recorded."""
    file_of(lesson).write_text(text, encoding="utf-8")
    damaged = [each for each in load(lesson)[1] if each.code == "recording-damaged"]
    assert len(damaged) == 1
    assert told in damaged[0].message
    assert damaged[0].span.file.endswith("nulls.recorded.json")


def test_a_link_that_leads_out_of_the_folder_is_not_read(lesson: Path, tmp_path: Path) -> None:
    """A stranger's content shows on a card what stands in a file of the user's."""
    outside = tmp_path.parent / f"{tmp_path.name}-outside.json"
    outside.write_text(Recordings().as_text(), encoding="utf-8")
    file_of(lesson).symlink_to(outside)
    assert [each.code for each in load(lesson)[1]] == ["recording-damaged"]


def test_what_came_of_a_program_is_not_written_by_hand(lesson: Path) -> None:
    """An author states the output as well as the answer, and a card says that it was recorded."""
    forged = "    tool: sqlite\n    recorded: {'': {tool: SQLite, version: '9', ended: [{output: a}]}}\n"
    lesson.write_text(LESSON.replace("    tool: sqlite\n", forged), encoding="utf-8")
    (told,) = load(lesson)[1]
    assert (told.code, told.message) == ("unknown-key", "what came of a program is not written by hand")
