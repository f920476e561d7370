"""The third phase: everything that can be said against a deck, one check in one file with one code.

To add one: write its file with ``CODE`` and ``check``, and add one line to the list below. A check yields diagnostics;
its docstring is its documentation, and ``tests/checks/cases/`` holds a good and a bad example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from quizgen.checks import (
    assertion_is_false,
    blank,
    concept_cycle,
    distractor_is_true,
    distractor_without_reason,
    duplicate_id,
    duplicate_option,
    evidence_count,
    evidence_form,
    family_asks_the_same,
    free_steps,
    impossible_scenario,
    invalid_claim,
    key_count,
    key_is_false,
    misconception,
    no_scenario,
    order_differs,
    picture,
    row_length,
    script_failed,
    text_refused,
    unknown_concept,
    unknown_event,
    unknown_source,
    value_differs,
)
from quizgen.checks.content import Content
from quizgen.crosscheck import Findings
from quizgen.diagnostics import Diagnostic, in_order
from quizgen.model.lesson import Deck

Check = Callable[[Content], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    assertion_is_false.check,
    blank.check,
    concept_cycle.check,
    distractor_is_true.check,
    distractor_without_reason.check,
    duplicate_id.check,
    duplicate_option.check,
    evidence_count.check,
    evidence_form.check,
    family_asks_the_same.check,
    free_steps.check,
    impossible_scenario.check,
    invalid_claim.check,
    key_count.check,
    key_is_false.check,
    misconception.check,
    no_scenario.check,
    order_differs.check,
    picture.check,
    row_length.check,
    script_failed.check,
    text_refused.check,
    unknown_concept.check,
    unknown_event.check,
    unknown_source.check,
    value_differs.check,
)

__all__ = ["CHECKS", "Check", "Content", "check"]


def check(deck: Deck, findings: Findings) -> tuple[Diagnostic, ...]:
    """Return what all checks have to say, by place."""
    content = Content(deck, findings)
    return in_order(diagnostic for one in CHECKS for diagnostic in one(content))
