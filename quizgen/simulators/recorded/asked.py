"""What claims can ask of a recording, besides the lines that any program prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from quizgen.simulators.api import ObservationError, observation, observations
from quizgen.simulators.kit.printing import Printed
from quizgen.simulators.phrases import Phrase

_WHOLE: Final = re.compile(r"\s*[-+]?[0-9]{1,18}\s*")


def _only(run: Printed) -> str:
    if len(run.result) != 1:
        raise ObservationError(f"{len(run.result)} lines are printed, and not one; ask for `line(1)` or `lines()`")
    return run.result[0]


@partial(observation, exact=True)
def value(run: Printed) -> str:
    """The only line that is printed, such as the one value of a query."""
    return _only(run)


def number(run: Printed) -> int:
    """The same as a whole number."""
    found = _only(run)
    if not _WHOLE.fullmatch(found):
        raise ObservationError(f"what is printed is no whole number: {found!r}; ask for `value()`")
    return int(found)


def rows(run: Printed) -> int:
    """How many lines are printed, such as the rows of a query."""
    return len(run.result)


def status(run: Printed) -> int:
    """The exit status; of a program that a signal ended, 128 and the signal's number."""
    return next(int(found) for event in run.trace for name, found in event.attributes if name == "status")


def fails(run: Printed) -> bool:
    """Whether the exit status says that something went wrong."""
    return status(run) != 0


def _errors(run: Printed) -> str:
    return "\n".join(event.detail for event in run.trace if event.type == "complain")


@partial(observation, exact=True)
def error(run: Printed) -> str:
    """All that is printed on standard error, line by line."""
    return _errors(run)


def complains(run: Printed, text: str) -> bool:
    """Whether this text stands somewhere in what is printed on standard error: `complains("23505")`."""
    return text in _errors(run)


ENDED: Final = observations(value, number, rows, status, fails, error, complains)

ENDED_PHRASES: Final[Mapping[str, Phrase | str]] = {
    "value": Phrase(name="the value"),
    "number": Phrase(name="the number"),
    "rows": Phrase("the number of lines", count="{n} line is printed", counts="{n} lines are printed"),
    "status": Phrase(name="the exit status"),
    "fails": "the program fails|the program does not fail",
    "error": Phrase("the error output", empty="no error is told", some="an error is told"),
    "complains": "the error says {0}|the error does not say {0}",
}
"""Their words."""
