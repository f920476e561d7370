"""Diagnostics: what is wrong with content, where, why, and how to mend it.

They are values (`values`). Every phase returns them; this package is the one place that renders them, for people
(`text`, with the lines of the file from `excerpts`) and for tools (`machines`), and that makes the changes which they
propose (`fixes`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from quizgen.diagnostics.text import Paper, printable, render_text
from quizgen.diagnostics.values import (
    Diagnostic,
    Edit,
    Related,
    Severity,
    Span,
    did_you_mean,
    error,
    has_errors,
    in_order,
    warning,
)

Format = Literal["text", "json", "github", "sarif"]

__all__ = [
    "Diagnostic",
    "Edit",
    "Format",
    "Paper",
    "Related",
    "Severity",
    "Span",
    "did_you_mean",
    "error",
    "has_errors",
    "in_order",
    "printable",
    "render_diagnostics",
    "warning",
]


def render_diagnostics(
    diagnostics: Sequence[Diagnostic],
    style: Format,
    paper: Paper | None = None,
    rules: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return them as text for people, or for tools: JSON lines, workflow commands of GitHub, a log file of SARIF.

    Args:
        diagnostics: what there is to tell.
        style: for whom.
        paper: what text is written on.
        rules: code -> the rule in words, which SARIF has beside each code.
    """
    if style == "text":
        return render_text(diagnostics, paper)
    from quizgen import __version__  # noqa: PLC0415 - few need what tools read
    from quizgen.diagnostics.machines import LINES, as_sarif  # noqa: PLC0415 - as above

    if style == "sarif":
        return as_sarif(diagnostics, __version__, rules) + "\n"
    return "".join(LINES[style](found) + "\n" for found in diagnostics)
