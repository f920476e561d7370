"""Programs of content, each run several times with its tool, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error
from quizgen.loader.recordings import Kept, Recordings, RecordingsBeside
from quizgen.loader.recordings import Tool as ToolKept
from quizgen.recording.sandbox import CommandFailed, Sandbox
from quizgen.settings import Tool
from quizgen.simulators.recorded.scenario import MOST_ENDED, MOST_LINES, Deed, Ended, unrunnable

TIMES: Final = 3
TIMES_VARIED: Final = MOST_ENDED
"""So often is run what may end in several ways."""
PROGRAM: Final = "{program}"
_VERSION: Final = re.compile(r"\d+(?:\.\d+)+")
_SHOWN: Final = 200


class Refused(Exception):  # noqa: N818 - it is told as a diagnostic
    """A program of which nothing is recorded: why, and how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Program:
    """A program to run.

    Attributes:
        span: where its scenario stands.
        deed: what is run.
        varies: whether it may end in several ways.
        belief: the misconception under which it would be right; empty if it is the truth.
    """

    span: Span
    deed: Deed
    varies: bool
    belief: str


def programs(beside: RecordingsBeside, told: list[Diagnostic]) -> list[Program]:
    """Return what a lesson has to run, each once; what cannot be run is told."""
    found: dict[str, Program] = {}
    for span, scenario in beside.asked:
        if problems := [*unrunnable(scenario)]:
            told += [error("impossible-scenario", span, problem.message, problem.hint) for problem in problems]
            continue
        for belief, deed in scenario.deeds.items():
            known = found.get(deed.key)
            varies = scenario.varies or (known is not None and known.varies)
            found[deed.key] = Program(span, deed, varies, belief)
    return list(found.values())


@dataclass(frozen=True)
class Recorder:
    """Runs programs.

    Attributes:
        tools: name -> tool, as ``quizgen.toml`` has them.
        sandbox: where they are run.
    """

    tools: Mapping[str, Tool]
    sandbox: Sandbox
    _versions: dict[str, str] = field(default_factory=dict)

    def tool(self, name: str) -> Tool:
        """Return a tool.

        Raises:
            Refused: the settings name none of that name.
        """
        if name not in self.tools:
            hint = f"write a table `[tools.{name}]` with `run` and `version`; {did_you_mean(name, self.tools)}"
            raise Refused(f"`quizgen.toml` names no tool `{name}`", hint)
        return self.tools[name]

    def version(self, name: str) -> str:
        """Return the version that a tool tells itself.

        Raises:
            Refused: it tells none.
        """
        if name not in self._versions:
            command = self.tool(name).version
            try:
                with self.sandbox.folder() as folder:
                    ended = self.sandbox.run(command, folder)
            except CommandFailed as problem:
                raise Refused(f"the version of `{name}`: {problem}", f"install it, or correct `{command[0]}`") from None
            told = _VERSION.search(ended.output or ended.error)
            if ended.status or told is None:
                message = f"`{' '.join(command)}` tells no version: {_short(ended)}"
                raise Refused(message, f"install the tool, or correct `version` in `[tools.{name}]`")
            self._versions[name] = told[0]
        return self._versions[name]

    def record(self, program: Program) -> Kept:
        """Run a program several times, and return what came of it.

        Raises:
            Refused: it cannot be run to its end, or ends in several ways without being said to.
        """
        deed = program.deed
        tool = self.tool(deed.tool)
        self.version(deed.tool)
        ended = {self._once(tool, deed): None for _ in range(TIMES_VARIED if program.varies else TIMES)}
        if len(ended) > 1 and not program.varies:
            one, other, *_ = ended
            message = f"it does not end in the same way each time: {_short(one)}, then {_short(other)}"
            raise Refused(message, "make it always print the same, or write `varies: true` in the scenario")
        ways = tuple(sorted(ended, key=lambda each: (each.output, each.error, each.status)))
        return Kept(tool=deed.tool, ended=ways)

    def used(self, name: str) -> ToolKept:
        """Return what is kept of a tool.

        Raises:
            Refused: there is none, or it tells no version.
        """
        tool = self.tool(name)
        return ToolKept(name=tool.name or name, version=self.version(name), run=tool.run)

    def _once(self, tool: Tool, deed: Deed) -> Ended:
        is_file = any(PROGRAM in word for word in tool.run)
        if not is_file and deed.input:
            raise Refused(
                "the program is what the tool reads, so it can have no `input`",
                f"write `{PROGRAM}` into the tool's `run`",
            )
        if tool.file in deed.files:
            raise Refused(f"a file of the scenario is called `{tool.file}`, as the program is", "choose another name")
        command = [word.replace(PROGRAM, tool.file) for word in tool.run]
        try:
            with self.sandbox.folder() as folder:
                for name, text in {**deed.files, **({tool.file: deed.program} if is_file else {})}.items():
                    self.sandbox.put(folder / name, text)
                ended = self.sandbox.run(command, folder, deed.input if is_file else deed.program)
        except CommandFailed as problem:
            raise Refused(f"{problem}", "write a program that ends soon, and prints little") from None
        if ended.is_long:
            raise Refused(f"it prints more than {MOST_LINES} lines", "write a program that prints little")
        return ended


def differences(program: Program, kept: Recordings, now: Recordings) -> str:
    """Return in what came of a program now differs from what was recorded; empty if in nothing but the version."""
    key, tool = program.deed.key, program.deed.tool
    if key not in kept.recordings or tool not in kept.tools:
        return "it was never recorded as it stands"
    if kept.tools[tool].run != now.tools[tool].run:
        return f"`[tools.{tool}]` runs another command than when it was recorded"
    before, after = kept.recordings[key].ended, now.recordings[key].ended
    return f"recorded was {_ways(before)}; now it is {_ways(after)}" if before != after else ""


def _ways(ended: Sequence[Ended]) -> str:
    return " or ".join(map(_short, ended))


def _short(ended: Ended) -> str:
    """Return how a program ended, in a line."""
    said = (ended.output or ended.error).strip()
    text = f"{said[:_SHOWN]!r}" if said else "nothing printed"
    return f"{text} (exit status {ended.status})" if ended.status else text
