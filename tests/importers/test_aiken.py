"""Aiken: questions that teachers have in thousands, in the plainest of formats."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.importing import of


def test_questions_and_slips(tmp_path: Path) -> None:
    """A question bank loses questions, or the right answers of some."""
    text = (
        "\ufeffWhat is <b>?\r\nSee *here*.\r\nA. one\r\nB) two\r\nANSWER: b\r\n\r\n"
        "Bad?\r\nA. x\r\nB. y\r\nANSWER: A, B\r\n\r\nC. z\r\nANSWER: C\r\n\r\nOpen?\r\nA. x\r\n"
    )
    result = of("aiken", tmp_path, text)
    (item,) = result.items
    assert item["stem"] == "What is \\<b>?\\\nSee \\*here\\*."
    assert [(o["text"], o.get("key", False)) for o in item["options"]] == [("one", False), ("two", True)]
    assert result.told == [
        (7, "this question is left out: `A, B` names no option, or two"),
        (12, "this question is left out: it asks nothing"),
        (15, "this question is left out: no line `ANSWER:` follows"),
    ]
    assert "  # Bad?\n  # A. x\n" in result.imported.lesson


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("AB.) x*<$`{\n:", max_size=40))
def test_any_text_is_imported_or_refused(tmp_path: Path, text: str) -> None:
    """A damaged file ends in a traceback, or makes a lesson that does not pass."""
    of("aiken", tmp_path, f"Q {text}\nA. {text}\nB. b\nANSWER: A\n{text}")
