"""The third phase: everything that can be said against a deck, one function a code, in files by what they are about.

To add one: write a function that is called as its code is, and add the code to `quizgen.plugins.registry.SHIPPED`. A
check yields diagnostics; its docstring begins with the rule, and ``tests/checks/cases/`` holds a good and a bad case.
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
