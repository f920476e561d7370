"""The third phase: everything that can be said against a deck, one check in one file with one code.

To add one: write its file with ``CODE`` and ``check``, and add its code to `quizgen.plugins.registry.SHIPPED`. A check
yields diagnostics; its docstring is its documentation, and ``tests/checks/cases/`` holds a good and a bad example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from quizgen.checks.content import Content
from quizgen.crosscheck import Findings
from quizgen.diagnostics import Diagnostic, in_order
from quizgen.model.lesson import Deck
from quizgen.plugins import Registry

Check = Callable[[Content], Iterator[Diagnostic]]

CHECKS: Registry[Check] = Registry("checks")
"""Code -> check."""

__all__ = ["CHECKS", "Check", "Content", "check", "objections"]


def check(deck: Deck, findings: Findings) -> tuple[Diagnostic, ...]:
    """Return what all checks have to say, by place."""
    return in_order(objections(deck, findings, CHECKS))


def objections(deck: Deck, findings: Findings, codes: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield what the checks of these codes have to say, one check after the other."""
    content = Content(deck, findings)
    for code in codes:
        yield from CHECKS[code](content)
