"""The recordings that ship, beside what real software does here."""

from __future__ import annotations

import pytest

from quizgen.loader import load_with_programs
from quizgen.loader.recordings import Recordings
from quizgen.recording import Program, Recorder, Sandbox, differences, programs
from quizgen.settings import read_settings
from quizgen.system import resources

pytestmark = pytest.mark.slow

EVERY = {"postgresql": 16}
"""Of the tools that take long, so few programs are run again: each starts a server of its own, three times."""


def test_what_was_recorded_comes_out_again() -> None:
    """A learner memorises an output that somebody typed into the recordings, or that no software gives any longer."""
    content = resources.content()
    settings, _ = read_settings(content)
    recorder = Recorder(settings.tools, Sandbox.found())
    _, lessons, _ = load_with_programs(content)
    again: list[str] = []
    differ: list[str] = []
    for beside in lessons.values():
        for each in _sample(programs(beside, [])):
            made = {each.deed.key: recorder.record(each)}
            now = Recordings(tools={each.deed.tool: recorder.used(each.deed.tool)}, recordings=made)
            again.append(each.deed.tool)
            differ += [f"{each.span}: {found}" for found in [differences(each, beside.kept, now)] if found]
    assert differ == []
    assert {*again} == {*settings.tools}


def _sample(found: list[Program]) -> list[Program]:
    by_tool: dict[str, list[Program]] = {}
    for each in found:
        by_tool.setdefault(each.deed.tool, []).append(each)
    return [each for tool, those in by_tool.items() for each in those[:: EVERY.get(tool, 1)]]
