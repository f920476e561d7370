"""docs/recorded.md: its tools and its lesson are used by tests/cli/test_record.py; here is what it calls refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from quizgen.diagnostics import Diagnostic, Span
from quizgen.loader.recordings import RecordingsBeside
from quizgen.model.scenario import bind
from quizgen.recording import Program, Recorder, Refused, Sandbox
from quizgen.recording.recorder import TIMES, TIMES_VARIED
from quizgen.recording.sandbox import MOST_OUTPUT
from tests.docs.pages import code, read, table
from tests.recording.test_recorder import TOOLS

PAGE = read("docs/recorded.md")


def _scenario(cell: str) -> Any:  # noqa: ANN401 - any simulator's
    return bind({"simulator": "recorded", **yaml.safe_load(code(cell))})


@pytest.mark.parametrize(("cell", "told"), [tuple(row) for row in table(PAGE, "| Scenario | What is told |")])
def test_what_the_page_calls_refused_is_refused(cell: str, told: str) -> None:
    """What an author is told stands on the page in the same words."""
    assert told in _scenario(cell).problems[0].message


@pytest.mark.parametrize(
    ("cell", "told"), [tuple(row) for row in table(PAGE, "| Scenario with a file | What is told |")]
)
def test_what_is_told_of_a_program_in_a_file(cell: str, told: str, tmp_path: Path) -> None:
    """The same of programs beside the lesson."""
    found: list[Diagnostic] = []
    assert RecordingsBeside(tmp_path / "lesson.yaml").completed(_scenario(cell), lambda *_: Span("x"), found) is None
    assert [told in each.message for each in found] == [True]


@pytest.mark.parametrize(("cell", "told"), [tuple(row) for row in table(PAGE, "| Recorded | What is told |")])
def test_what_is_not_recorded_is_told(cell: str, told: str) -> None:
    """The same of what happens when programs are run."""
    program = Program(Span("lesson.yaml"), _scenario(cell).scenario.deed(None), varies=False, belief="")
    with pytest.raises(Refused) as refused:
        Recorder(TOOLS, Sandbox.found()).record(program)
    assert told in str(refused.value)


def test_limits_are_those_of_the_page() -> None:
    """An author relies on a limit that is another."""
    words = " ".join(PAGE.split())
    assert (TIMES, TIMES_VARIED, MOST_OUTPUT, Sandbox().seconds) == (3, 20, 64 * 1024, 20)
    for said in ("three times", "twenty times", "20 seconds", "64 KiB"):
        assert said in words
