"""What diagnostics are: values that every phase returns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

_NEAR = 0.7
"""How much of two names has to be alike for one to be meant by the other (difflib's ratio)."""
_MOST_NAMES, _SOME_NAMES = 25, 8
"""Of more names than these only some are told."""


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
class Related:
    """A second place that a diagnostic speaks of, and what is there: "first used here"."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a file that mends what is wrong.

    Attributes:
        span: where it begins.
        end: line and column right behind what is replaced, from 1; those of ``span`` for what is put in.
        text: what stands there afterwards.
        safe: whether it can be made unseen: it says what the author plainly meant.
    """

    span: Span
    end: tuple[int, int]
    text: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something that the author should know.

    Attributes:
        code: kebab-case name of the rule, stable: authors search for it in the documentation.
        severity: error or warning.
        span: where.
        message: what is wrong and why; for an answer, what was stated and what was computed.
        hint: how to mend it; may be empty.
        related: further places that it speaks of.
        edit: the change that mends it, if there is one.
        cause: of those of one code and one cause in a file only the first is told; empty for what stands for itself.
        also: the places of the others.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    edit: Edit | None = None
    cause: str = ""
    also: tuple[Span, ...] = ()


def error(  # noqa: PLR0913 - what a diagnostic has
    code: str,
    span: Span,
    message: str,
    hint: str = "",
    *,
    related: tuple[Related, ...] = (),
    edit: Edit | None = None,
    cause: str = "",
) -> Diagnostic:
    """Return a diagnostic of severity error."""
    return Diagnostic(code, Severity.ERROR, span, message, hint, related, edit, cause)


def warning(  # noqa: PLR0913 - as above
    code: str,
    span: Span,
    message: str,
    hint: str = "",
    *,
    related: tuple[Related, ...] = (),
    edit: Edit | None = None,
    cause: str = "",
) -> Diagnostic:
    """Return a diagnostic of severity warning."""
    return Diagnostic(code, Severity.WARNING, span, message, hint, related, edit, cause)


def did_you_mean(name: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """Return a hint for a misspelt name: the known one that comes close, or ``otherwise``, or all that are known."""
    names = list(known)
    if close := difflib.get_close_matches(name, names, n=1, cutoff=_NEAR) or _begun(name, names):
        return f"did you mean `{close[0]}`?"
    if otherwise is not None:
        return otherwise
    if len(names) > _MOST_NAMES:
        nearest = difflib.get_close_matches(name, names, n=_SOME_NAMES, cutoff=0)
        return f"there are {len(names)}, among them: {', '.join(sorted(nearest))}"
    return f"there are: {', '.join(names) or 'none'}"


def _begun(name: str, names: list[str]) -> list[str]:
    """Return the names of which one is the beginning, as long as that says something."""
    return [one for one in names if len(name) > 2 and one.casefold().startswith(name.casefold())]


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of them stops a build."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return them each once: by file, errors before warnings, by place; of those with one cause the first.

    With that stand the places of the others.
    """
    first: dict[object, Diagnostic] = {}
    also: dict[object, list[Span]] = {}
    for number, found in enumerate(sorted(set(diagnostics), key=_place)):
        key = (found.code, found.cause, found.span.file) if found.cause else number
        if first.setdefault(key, found) is not found:
            also.setdefault(key, []).extend((found.span, *found.also))
    return tuple(replace(it, also=(*it.also, *also[key])) if key in also else it for key, it in first.items())


def _place(found: Diagnostic) -> tuple[str, bool, Span, str, str, str]:
    return found.span.file, found.severity is not Severity.ERROR, found.span, found.code, found.message, found.hint
