"""What can be recorded: a program, with what tool it is run, and what somebody who errs would run instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from quizgen.simulators.api import Problem
from quizgen.simulators.kit.printing import Program

FILE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}")
"""Names of files beside a program: none of them leads out of its folder."""
MOST_FILES: Final = 20
MOST_LINES: Final = 500
"""Of output, and as many of errors: more could not be told on a card."""
MOST_ENDED: Final = 20
"""In so many ways a program may end."""
LONGEST: Final = 50_000
"""Characters of a program, its input and its files together."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a program ended.

    Attributes:
        output: what it printed.
        error: what it printed on standard error.
        status: its exit status; of one that a signal ended, 128 and the signal's number.
    """

    output: str
    error: str = ""
    status: int = 0

    @property
    def is_long(self) -> bool:
        """Whether it prints more lines than are taken."""
        return max(text.removesuffix("\n").count("\n") for text in (self.output, self.error)) >= MOST_LINES


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What came of a program when it was really run.

    Attributes:
        tool: what ran it, as cards say it: ``PostgreSQL``.
        version: of the tool, as it told it itself: ``15.4``.
        ended: each way in which it ended, once.
    """

    tool: str
    version: str
    ended: tuple[Ended, ...]


@dataclass(frozen=True, kw_only=True)
class Belief:
    """What somebody who errs believes: as if another program ran, or the same with another tool, input or files.

    Attributes:
        belief: one sentence, as a learner would say it.
        program: what would be right then; by default the scenario's.
        file: where that stands beside the lesson, if not here.
        tool: with what it is run; by default the scenario's.
        input: what it reads; by default the scenario's.
        files: files that are otherwise, or more of them.
    """

    belief: str
    program: str = ""
    file: str = ""
    tool: str = ""
    input: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing to run.

    Attributes:
        tool: with what, by its name in ``quizgen.toml``.
        program: its text.
        input: what it reads.
        files: name -> text of what lies beside it.
    """

    tool: str
    program: str
    input: str
    files: Mapping[str, str]

    @property
    def key(self) -> str:
        """What tells it from every other."""
        digest = sha256()
        parts = [
            self.tool,
            self.program,
            self.input,
            *(part for name in sorted(self.files) for part in (name, self.files[name])),
        ]
        for part in parts:
            digest.update(b"%d:" % len(part.encode()) + part.encode())
        return digest.hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Recorded(Program):
    """A program that was really run. What came of it stands in a file beside the lesson, which `quizgen record` writes.

    Attributes:
        program: its text.
        file: where its text stands instead, in a file beside the lesson: ``query.sql``.
        tool: with what it is run: a table of ``quizgen.toml``, such as ``sqlite`` for ``[tools.sqlite]``.
        input: what it reads.
        files: name -> text of files that lie beside it.
        varies: whether it may end in several ways, all of which are recorded; by default that is refused.
        misconceptions: name -> what is believed, and the program that would be right then.
        recorded: what came of it. It is filled in from the file beside the lesson, and never written by hand.
    """

    program: str = ""
    file: str = ""
    tool: str = field(metadata={"example": "`tool: sqlite`"})
    files: Mapping[str, str] = field(default_factory=dict)
    varies: bool = False
    misconceptions: Mapping[str, Belief] = field(
        default_factory=dict,
        metadata={"example": "`misconceptions: {null-is-false: {belief: ..., program: ...}}`"},
    )
    recorded: Mapping[str, Recording] = field(default_factory=dict)

    def deed(self, misconception: str | None) -> Deed:
        """Return what is run, for the truth or under a misconception."""
        if misconception is None:
            return Deed(tool=self.tool, program=self.program, input=self.input, files=self.files)
        wrong = self.misconceptions[misconception]
        return Deed(
            tool=wrong.tool or self.tool,
            program=wrong.program or self.program,
            input=self.input if wrong.input is None else wrong.input,
            files={**self.files, **wrong.files},
        )

    @property
    def deeds(self) -> Mapping[str, Deed]:
        """All that is run, by the names under which it is recorded: of the truth, an empty one."""
        return {"": self.deed(None), **{name: self.deed(name) for name in self.misconceptions}}


def unrunnable(scenario: Recorded) -> Iterator[Problem]:
    """Yield why a scenario cannot even be run."""
    for name, deed in scenario.deeds.items():
        place = ("misconceptions", name) if name else ()
        if not deed.program.strip():
            yield Problem((*place, "program"), "there is no program", "write what is run, or name its `file`")
        if len(deed.files) > MOST_FILES:
            yield Problem((*place, "files"), f"there are more than {MOST_FILES} files", "take fewer")
        if sum(map(len, (deed.program, deed.input, *deed.files.values()))) > LONGEST:
            yield Problem((*place, "program"), f"it has more than {LONGEST:,} characters", "write a shorter one")
        own = scenario.misconceptions[name].files if name else scenario.files
        for file in own:
            if not FILE_NAME.fullmatch(file):
                hint = "use letters, digits, `_`, `-` and `.`, and no folders"
                yield Problem((*place, "files", file), f"`{file[:80]}` is no name for a file beside the program", hint)
        if name and deed == scenario.deed(None):
            yield Problem(place, "it runs the same as the scenario", "give it another program, tool or input")
