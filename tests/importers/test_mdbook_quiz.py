"""mdbook-quiz: TOML whose texts are Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importers.importing import of

QUIZ = r"""
title = "Ownership"
[[questions]]
id = "a-b"
type = "MultipleChoice"
prompt.prompt = "Which <em>compile</em>? \\(x^2\\)"
prompt.distractors = ["`c`", "{{ d }}"]
answer.answer = ["`a`", "b"]
context = "See ![it](none.png)."
[[questions]]
type = "ShortAnswer"
prompt.prompt = "Say."
prompt.response = "long"
answer.answer = "So."
[[questions]]
type = "Tracing"
prompt.program = "fn main() {}"
answer.doesCompile = true
[[questions]]
type = "ShortAnswer"
prompt.prompt = "Say."
answer.answer = 3
extra = 1
"""


def test_a_quiz_becomes_a_lesson(tmp_path: Path) -> None:
    """Who moves a book's quizzes loses formulas and code, or what cannot be moved without a word."""
    result = of("mdbook-quiz", tmp_path, QUIZ, "quiz.toml")
    choice, recall, typed = result.items
    assert choice["stem"] == "Which *compile*? $x^2$"
    assert choice["kind"] == "multiple_response"
    assert [o["text"] for o in choice["options"] if o.get("key")] == ["`a`", "b"]
    assert (recall["kind"], recall["points"][0]["text"]) == ("recall", "So.")
    assert typed["blanks"]["answer"]["answer"] == "3"
    assert result.told == [
        (3, "the picture none.png is left out: it does not lie beside the file, or in a folder there"),
        (15, "this question is left out: there is no counterpart of the type Tracing"),
        (19, "extra: 1"),
        (19, "left out: `title`"),
    ]
    assert '# prompt.program = "fn main() {}"\n' in result.imported.lesson


@pytest.mark.parametrize("text", ["", "a = ", "questions = 3", "questions = [1]", "[[questions]]\nprompt = 1", "\xff"])
def test_other_files_are_told(tmp_path: Path, text: str) -> None:
    """Another file of TOML ends in a traceback."""
    assert of("mdbook-quiz", tmp_path, text.encode("latin-1"), "quiz.toml").items == []
