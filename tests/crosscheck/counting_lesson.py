"""A question over the 944 states of the toy simulator."""

from __future__ import annotations

from pathlib import Path

from quizgen.checks import check
from quizgen.compiler import Silent
from quizgen.crosscheck import Laboratory, crosscheck
from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.render.evidence_lines import card_line, evidence_line
from tests.small import lesson

ITEM = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: {simulator: toy, limit: 944%s}
    stem: What?
    options:
      - {text: a, key: true, %s}
      - {text: b, %s}
"""
KEY, WRONG = "always: shows() < 944", "rationale: No., sometimes: shows() == 944"


def checked(folder: Path, key: str = KEY, wrong: str = WRONG, more: str = "") -> tuple[list[Diagnostic], list[str]]:
    """Check a question over 944 states; return what is said, and the lines under its options and itself."""
    file = folder / "small.yaml"
    file.write_text(lesson(ITEM % (more, key, wrong)), encoding="utf-8")
    deck, problems = load(file)
    assert not problems
    findings = crosscheck(deck, Silent().step, Laboratory())
    found = [verdict.subject for verdict in findings.verdicts.values()]
    lines = [*(evidence_line(subject, findings) for subject in found), card_line(found, findings)]
    return list(check(deck, findings)), lines
