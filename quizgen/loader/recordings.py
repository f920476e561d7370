"""Recordings: what came of programs when they were really run, from the file beside a lesson.

``nulls.yaml`` has its recordings in ``nulls.recorded.json``, which `quizgen record` writes. A recording is found by all
that was run; so one of a program that was changed since is none of the new one.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

from quizgen.diagnostics import Diagnostic, Span, error, warning
from quizgen.loader.files import Unreadable, bounded, shown
from quizgen.model.alternatives import FrozenDict
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.recorded.scenario import FILE_NAME, Belief, Ended, Recorded, Recording

FORMAT: Final = "recorded/1"
ENDING: Final = ".recorded.json"
_MOST_BYTES: Final = 2**24
_MOST_PROGRAM: Final = 2**20


@dataclasses.dataclass(frozen=True, kw_only=True)
class Tool:
    """What ran programs.

    Attributes:
        name: as cards say it.
        version: as it told it itself.
        run: the command, as ``quizgen.toml`` had it.
    """

    name: str
    version: str
    run: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kept:
    """What came of a program.

    Attributes:
        tool: what ran it, by its name in ``quizgen.toml``.
        ended: each way in which it ended, once.
    """

    tool: str
    ended: Annotated[tuple[Ended, ...], Field(min_length=1)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recordings:
    """The whole file.

    Attributes:
        format: ``recorded/1``.
        tools: name -> what ran the programs.
        recordings: what tells a program from every other, with its tool, input and files -> what came of it.
    """

    format: str = FORMAT
    tools: Mapping[str, Tool] = dataclasses.field(default_factory=dict)
    recordings: Mapping[str, Kept] = dataclasses.field(default_factory=dict)

    def of(self, scenario: Recorded) -> Recorded:
        """Return a scenario with the recordings of what it runs."""
        found: dict[str, Any] = {}
        for name, deed in scenario.deeds.items():
            kept = self.recordings.get(deed.key)
            tool = self.tools.get(kept.tool) if kept else None
            if kept and tool:
                found[name] = Recording(tool=tool.name, version=tool.version, ended=kept.ended)
        return dataclasses.replace(scenario, recorded=FrozenDict(found))

    def as_text(self) -> str:
        """Return the file: sorted, without dates, so that the same recordings are the same bytes."""
        return json.dumps(dataclasses.asdict(self), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@cache
def _validator() -> TypeAdapter[Recordings]:
    return TypeAdapter(Recordings)


def file_of(lesson: Path) -> Path:
    """Return where the recordings of a lesson stand."""
    return lesson.with_suffix(ENDING)


class RecordingsBeside:
    """The recordings of one lesson.

    Attributes:
        lesson: its file.
        file: where they stand.
        asked: each scenario of the lesson that is to be run, and where it stands.
    """

    def __init__(self, lesson: Path) -> None:
        self.lesson, self.file = lesson, file_of(lesson)
        self.asked: list[tuple[Span, Recorded]] = []

    @cached_property
    def _read(self) -> tuple[Recordings, Diagnostic | None]:
        try:
            found = _validator().validate_json(bounded(self.file, _MOST_BYTES).decode(), strict=True, extra="forbid")
            if found.format == FORMAT:
                return found, None
            why, hint = f"its format is not `{FORMAT}`", "run `quizgen record`"
        except FileNotFoundError:
            return Recordings(), None
        except Unreadable as problem:
            why, hint = str(problem), problem.hint
        except UnicodeDecodeError:
            why, hint = "it is not UTF-8", "run `quizgen record`"
        except ValidationError as problems:
            first = problems.errors()[0]
            place = ".".join(map(str, first["loc"]))
            why, hint = f"{place}: {first['msg']}" if place else first["msg"], "run `quizgen record`"
        return Recordings(), error("recording-damaged", Span(shown(self.file)), f"these are no recordings: {why}", hint)

    @property
    def kept(self) -> Recordings:
        """What the file keeps; nothing if there is none."""
        return self._read[0]

    @property
    def damage(self) -> Diagnostic | None:
        """What is wrong with the file."""
        return self._read[1]

    def completed(
        self, bound: BoundScenario, span: Callable[..., Span], told: list[Diagnostic]
    ) -> BoundScenario | None:
        """Return a scenario with its programs and what came of them; as it is if it has none to be run.

        None, and it is told, if a program cannot be read, or the author wrote what came of one.

        Args:
            bound: the scenario.
            span: steps below it -> where that stands.
            told: what is wrong.
        """
        if not isinstance(bound.scenario, Recorded):
            return bound
        if bound.scenario.recorded:
            message = "what came of a program is not written by hand"
            told.append(error("unknown-key", span("recorded"), message, "take it out, and run `quizgen record`"))
            return None
        try:
            whole = self._read_in(bound.scenario)
        except Unreadable as problem:
            told.append(error("impossible-scenario", span(), str(problem), problem.hint))
            return None
        self.asked.append((span(), whole))
        return dataclasses.replace(bound, scenario=self.kept.of(whole))

    def _read_in(self, scenario: Recorded) -> Recorded:
        """Return a scenario that holds the programs which stand in files of their own."""
        wrong = {
            name: dataclasses.replace(each, program=self._program(each), file="")
            for name, each in scenario.misconceptions.items()
        }
        program = self._program(scenario)
        return dataclasses.replace(scenario, program=program, file="", misconceptions=FrozenDict(wrong))

    def _program(self, of: Recorded | Belief) -> str:
        if not of.file:
            return of.program
        if of.program:
            raise Unreadable("a program stands here and in a file", "take out `program` or `file`")
        named = f"the program `{of.file[:80]}`"
        if not FILE_NAME.fullmatch(of.file):
            hint = "use letters, digits, `_`, `-` and `.`, and no folders: it lies beside the lesson"
            raise Unreadable(f"{named} has no name of a file", hint)
        try:
            text = bounded(self.lesson.parent / of.file, _MOST_PROGRAM).decode()
        except FileNotFoundError:
            raise Unreadable(f"{named} is not there", f"it has to lie beside `{self.lesson.name}`") from None
        except UnicodeDecodeError:
            raise Unreadable(f"{named} is not UTF-8", "save it as UTF-8") from None
        except Unreadable as problem:
            raise Unreadable(f"{named}: {problem}", "put a plain file of text beside the lesson") from None
        return text.replace("\r\n", "\n").removesuffix("\n")


def run_otherwise(
    lessons: Iterable[RecordingsBeside], tools: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Iterator[Diagnostic]:
    """Yield of each lesson which tools its programs were recorded with, but under another name or command.

    Args:
        lessons: what they have recorded.
        tools: what the settings say of tools now: what cards call each, and how it is started.
    """
    for beside in lessons:
        for name, kept in beside.kept.tools.items():
            spans = (span for span, asked in beside.asked if name in {deed.tool for deed in asked.deeds.values()})
            if tools.get(name, (kept.name, kept.run)) != (kept.name, kept.run) and (span := next(spans, None)):
                message = f"`[tools.{name}]` has another command or name than when this was recorded"
                yield warning("recording-outdated", span, message, f"run `quizgen record {shown(beside.lesson)}`")
