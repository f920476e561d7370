"""`quizgen explain CODE`: a rule's page."""

from __future__ import annotations

import pytest

from quizgen.checks import CHECKS
from quizgen.cli.authoring.pages import pages
from tests.cli.commands import quizgen
from tests.docs.test_diagnostics import _codes


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


@pytest.mark.parametrize("code", sorted({*CHECKS} - {"plugin-failed"}))
def test_every_check_is_shown_by_example(code: str) -> None:
    """A rule is told in words that an author has to guess the meaning of; the examples are run with the checks."""
    assert pages()[code].bad
    assert pages()[code].good
