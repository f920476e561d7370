"""Diagnostics: what is wrong with content, where, why, and how to mend it.

They are values. Every phase returns them; this module is the one place that renders them.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Literal

from quizgen.characters import is_printable

Format = Literal["text", "json", "github"]


class Severity(StrEnum):
    """An error stops the build; a warning is only told."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A place in a file: the path as the author knows it, line and column from 1 (0: the file as a whole)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that the author should know.

    Attributes:
        code: kebab-case name of the rule, stable: authors search for it in the documentation.
        severity: error or warning.
        span: where.
        message: what is wrong and why; for an answer, what was stated and what was computed.
        hint: how to mend it; may be empty.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""


def error(code: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    """Return a diagnostic of severity error."""
    return Diagnostic(code, Severity.ERROR, span, message, hint)


def warning(code: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    """Return a diagnostic of severity warning."""
    return Diagnostic(code, Severity.WARNING, span, message, hint)


def did_you_mean(name: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """Return a hint for a misspelt name: the known one that comes close, or ``otherwise``, or all that are known."""
    names = list(known)
    if close := difflib.get_close_matches(name, names, n=1):
        return f"did you mean `{close[0]}`?"
    return f"there are: {', '.join(names) or 'none'}" if otherwise is None else otherwise


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of them stops a build."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return them by place, then code, each once."""
    return tuple(sorted(set(diagnostics), key=lambda item: (item.span, item.code, item.message, item.hint)))


def render_diagnostics(diagnostics: Sequence[Diagnostic], style: Format) -> str:
    """Return them as text for people, as JSON lines for tools, or as workflow commands that annotate a pull request."""
    write = {"text": _as_text, "json": _as_json, "github": _as_github}[style]
    return "".join(write(diagnostic) + "\n" for diagnostic in diagnostics)


def _as_text(diagnostic: Diagnostic) -> str:
    place, message = _indented(str(diagnostic.span)), _indented(diagnostic.message)
    head = f"{place}: {diagnostic.severity}: {message} [{diagnostic.code}]"
    return f"{head}\n    help: {_indented(diagnostic.hint)}" if diagnostic.hint else head


def _as_json(diagnostic: Diagnostic) -> str:
    head = {"code": diagnostic.code, "severity": diagnostic.severity, **asdict(diagnostic.span)}
    return json.dumps({**head, "message": diagnostic.message, "hint": diagnostic.hint})


def _as_github(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    message = diagnostic.message + (f"\nhelp: {diagnostic.hint}" if diagnostic.hint else "")
    place = f"file={_escaped(span.file, also=',:')}"
    if span.line:
        place += f",line={span.line},col={span.column}"
    return f"::{diagnostic.severity} {place},title={diagnostic.code}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    """Escape as the workflow commands of GitHub Actions ask: percent, line ends, and in properties comma and colon."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def printable(text: str) -> str:
    """Return a text with its control characters escaped, so that a stranger's content cannot drive the terminal."""
    return "".join(c if is_printable(c) or c == "\n" else f"\\x{ord(c):02x}" for c in text)


def _indented(text: str) -> str:
    return printable(text).replace("\n", "\n    ")
