"""``quizgen record``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import (
    CONTENT_ERROR,
    Command,
    PathArgument,
    Style,
    StyleOption,
    content_path,
    print_diagnostics,
    usage_error,
)
from quizgen.cli.progress import reporting

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from quizgen.compiler import Report
    from quizgen.diagnostics import Diagnostic
    from quizgen.loader.recordings import Recordings, RecordingsBeside
    from quizgen.recording import Program, Recorder
    from quizgen.settings import Settings


def record(
    path: PathArgument = None,
    style: StyleOption = "text",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing: run all again, and compare with what was recorded.")
    ] = False,
    new: Annotated[
        bool, typer.Option("--new", help="Run only programs that are not recorded as they stand, or with other tools.")
    ] = False,
) -> None:
    """Run the programs of content with the tools that quizgen.toml names, and record what comes of them.

    Nothing else of quizgen runs them. Each is run several times, with limits, in bubblewrap where the system has it.
    """
    from quizgen.diagnostics import has_errors, in_order
    from quizgen.loader import load_with_programs
    from quizgen.loader.recordings import Recordings
    from quizgen.recording import Recorder, Sandbox

    if check and new:
        usage_error("--check runs everything again, and --new does not: choose one")
    content = content_path(path, tell=style == "text")
    settings = _settings(content, style)
    _, lessons, diagnostics = load_with_programs(content)
    found = [each for each in diagnostics if each.code != "recording-damaged"]  # a new one takes its place
    to_run = _programs(lessons, found)
    if to_run is None:
        print_diagnostics(in_order(found), style)
        print("there is nothing to record: no scenario with `simulator: recorded` that can be read", file=sys.stderr)
        raise typer.Exit(CONTENT_ERROR if has_errors(found) else 0)
    recorder = Recorder(settings.tools, Sandbox.found())
    _announce(recorder, [each for found in to_run.values() for each in found], "at most " if new else "")
    for lesson, wanted in to_run.items():
        told: list[Diagnostic] = []
        with reporting("recording", quiet=False) as report:
            made = _recorded(recorder, wanted, lessons[lesson].kept if new else Recordings(), told, report)
        if check:
            told += _compared(wanted, lessons[lesson].kept, made)
        elif not told:
            _write(lessons[lesson].file, made)
        found += told
    print_diagnostics(in_order(found), style)
    if has_errors(found):
        raise typer.Exit(CONTENT_ERROR)
    if check:
        print("all came out as it was recorded")


def _settings(content: Path, style: Style) -> Settings:
    from quizgen.diagnostics import has_errors
    from quizgen.settings import read_settings

    settings, refused = read_settings(content)
    if has_errors(refused):
        print_diagnostics(refused, style)
        raise typer.Exit(CONTENT_ERROR)
    return settings


def _programs(lessons: Mapping[Path, RecordingsBeside], found: list[Diagnostic]) -> Mapping[Path, list[Program]] | None:
    """Return what is run of each lesson: nothing of one that has to be corrected first. None if none has any program.

    Args:
        lessons: what they have recorded.
        found: what is wrong with them; it is added to.
    """
    from quizgen.loader.files import shown
    from quizgen.recording import programs

    wanted = {lesson: programs(beside, found) for lesson, beside in lessons.items()}
    faulty = {each.span.file for each in found}
    sound = {lesson: those for lesson, those in wanted.items() if those and shown(lesson) not in faulty}
    return sound if any(wanted.values()) else None


def _write(file: Path, made: Recordings) -> None:
    from quizgen.simulators.words import counted
    from quizgen.system.publish import replace_file

    try:
        replace_file(file, made.as_text().encode())
    except OSError as problem:
        usage_error(f"{file} cannot be written: {problem.strerror}")
    print(f"wrote {file}: {counted(len(made.recordings), 'program')}")


def _announce(recorder: Recorder, wanted: list[Program], most: str) -> None:
    """Say what will be run, and how, before anything is."""
    import shlex
    from collections import Counter

    from quizgen.diagnostics import printable

    counts = Counter(each.deed.tool for each in wanted)
    print(f"running programs {recorder.sandbox.told}", file=sys.stderr)
    for name, count in sorted(counts.items()):
        command = shlex.join(recorder.tools[name].run) if name in recorder.tools else "no such tool"
        print(printable(f"  {name}, {most}{count} times: {command}"), file=sys.stderr)


def _recorded(
    recorder: Recorder, wanted: list[Program], kept: Recordings, told: list[Diagnostic], report: Report
) -> Recordings:
    """Run programs, but for those that are kept; what cannot be recorded is told."""
    from quizgen.diagnostics import error
    from quizgen.loader.recordings import Kept, Recordings, Tool
    from quizgen.recording import Refused

    made: dict[str, Kept] = {}
    tools: dict[str, Tool] = {}
    missing: set[str] = set()
    for number, each in enumerate(wanted):
        report.step(number, len(wanted), "programs run")
        if each.deed.tool in missing:
            continue
        try:
            tool = tools.get(each.deed.tool) or recorder.used(each.deed.tool)
        except Refused as problem:  # told once, and not of each of its programs
            missing.add(each.deed.tool)
            told.append(error("not-recorded", each.span, f"{problem}", problem.hint))
            continue
        tools[each.deed.tool] = tool
        try:
            known = kept.recordings.get(each.deed.key) if kept.tools.get(each.deed.tool) == tool else None
            made[each.deed.key] = known or recorder.record(each)
        except Refused as problem:
            told.append(error("not-recorded", each.span, f"{_which(each)}{problem}", problem.hint))
    return Recordings(tools=tools, recordings=made)


def _compared(wanted: list[Program], kept: Recordings, made: Recordings) -> list[Diagnostic]:
    from quizgen.diagnostics import error
    from quizgen.recording import differences

    hint = "run `quizgen record`, and look at what changed"
    for name, tool in made.tools.items():
        if name in kept.tools and kept.tools[name].version != tool.version:
            print(f"{tool.name} is {tool.version} here; recorded was {kept.tools[name].version}", file=sys.stderr)
    return [
        error("recording-differs", each.span, f"{_which(each)}{difference}", hint)
        for each in wanted
        if each.deed.key in made.recordings and (difference := differences(each, kept, made))
    ]


def _which(program: Program) -> str:
    return f"what is run for `{program.belief}`: " if program.belief else ""


COMMAND = Command(
    record,
    epilog="""\b
    Examples:
      quizgen record                       run the programs of ./content, and write what came of them
      quizgen record content/nulls.yaml    those of one lesson, into content/nulls.recorded.json
      quizgen record --new                 run only what was never recorded as it stands
      quizgen record --check               run them again, and compare

    Exit status: 0 recorded, or the same as recorded; 1 not, 2 wrong usage.
    """,
)
