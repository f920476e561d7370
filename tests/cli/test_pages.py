"""`quizgen explain CODE`: a rule's page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgen.checks import CHECKS
from quizgen.cli.authoring.pages import pages
from tests.cli.commands import quizgen
from tests.docs.test_diagnostics import _codes
from tests.small import write


def test_a_page_has_severity_remedy_and_examples() -> None:
    """An author meets a code and has to search the web for it."""
    status, out, _ = quizgen("explain", "names-answer")
    assert (status, out.splitlines()[0]) == (0, "names-answer (warning)")
    assert "No heading above a gap or a number" in out
    assert "What to do: " in out
    assert out.index("Refused:\n    items:\n") < out.index("Fine:\n    items:\n")


def test_every_code_has_a_page_with_its_severity() -> None:
    """Whoever asks for a code is told that no item is called so; or takes a warning for an error."""
    makers: dict[str, set[str]] = {}
    for code, maker in _codes():
        makers.setdefault(code, set()).add(maker)
    assert set(pages()) == set(makers)
    for code, page in pages().items():
        assert page.severity in makers[code], code


def test_sarif_has_the_rules_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code scanner shows a code that nobody knows, and no rule."""
    monkeypatch.chdir(tmp_path)
    point = "points: [{text: So., cite: papyrus §1}]"
    write(tmp_path, f"items:\n  - {{id: a, kind: recall, concept: thing, stem: Is it?, {point}}}\n")
    status, out, _ = quizgen("check", "small.yaml", "--format", "sarif")
    (run,) = json.loads(out)["runs"]
    rules = {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert (status, rules["unknown-source"]) == (1, "Every citation names a declared source and a place in it.")
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "small.yaml"


@pytest.mark.parametrize("code", sorted({*CHECKS} - {"plugin-failed"}))
def test_every_check_is_shown_by_example(code: str) -> None:
    """A rule is told in words that an author has to guess the meaning of; the examples are run with the checks."""
    assert pages()[code].bad
    assert pages()[code].good
