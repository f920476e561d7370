"""A simulator of programs that print: each line of a program is printed backwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.simulators.api import Misconception
from quizgen.simulators.kit.printing import Printer, Program


@dataclass(frozen=True, kw_only=True)
class Reversed(Program):
    """Lines to print backwards.

    Attributes:
        program: the lines.
        input: another line.
    """


class Reversing(Printer[Reversed]):
    """Programs of lines."""

    name = "reversing"
    version = "1"
    doc = "Lines that are printed backwards."
    scenario = Reversed
    misconceptions = (Misconception("forwards", "Lines are printed as they stand.", "what is printed"),)

    def printed(self, scenario: Reversed, misconception: str | None) -> Iterator[str]:
        """Yield the lines backwards."""
        for line in (*scenario.program.splitlines(), scenario.input):
            yield line if misconception else line[::-1]


REVERSING = Reversing()
