"""The cross-check is itself checked: each computed answer of the shipped lessons is falsified, and it must object."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.checks import check
from quizgen.compiler import Silent
from quizgen.crosscheck import Findings, Laboratory, crosscheck
from quizgen.crosscheck.verdicts import judge
from quizgen.diagnostics import has_errors
from quizgen.loader import load
from quizgen.model.lesson import Deck
from quizgen.system import resources
from quizgen.wording import filled
from tests.sabotage import Mutant, combined, mutants

pytestmark = pytest.mark.slow

CROSS_CHECKS = {"key-is-false", "distractor-is-true", "assertion-is-false", "value-differs", "order-differs"}


def test_every_falsified_answer_is_caught(record_property: Callable[[str, object], None]) -> None:
    """A slip of an author's, or of ours, that goes unseen here would be learnt by heart for years."""
    deck, diagnostics = load(resources.content())
    assert not has_errors(diagnostics)
    laboratory = Laboratory()
    deck = filled(deck, laboratory, Silent().step).deck
    assert not has_errors(check(deck, crosscheck(deck, Silent().step, laboratory)))
    found = list(mutants(deck))
    findings = judge(combined(found), laboratory, Silent().step)
    missed = [mutant.what for mutant in found if not _objections(mutant, findings)]
    caught = len(found) - len(missed)
    record_property("sabotage", f"{caught} of {len(found)} falsified answers caught ({caught / len(found):.0%})")
    assert len(found) > 300
    assert missed == []


def _objections(mutant: Mutant, findings: Findings) -> set[str]:
    return {diagnostic.code for diagnostic in check(Deck((mutant.lesson,)), findings)} & CROSS_CHECKS
