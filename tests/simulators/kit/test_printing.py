"""What programs print is compared as it is printed: capitals, quotes, spaces and lines count."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.simulators import SIMULATORS
from tests.simulators.reversing import REVERSING
from tests.small import write

LESSON = """\
items:
  - id: printed
    kind: multiple_choice
    concept: thing
    scenario: {{simulator: reversing, program: {program}, input: {last}}}
    stem: What does the program print?
    answer: {asked}
    options:
      - {{text: {key}, key: true}}
      - {{text: {distractor}, rationale: That it does not print.}}
"""


def codes(folder: Path, monkeypatch: pytest.MonkeyPatch, **parts: str) -> list[str]:
    """Return the codes of what is said against a question about a program that prints each line backwards."""
    monkeypatch.setitem(SIMULATORS, "reversing", REVERSING)
    checked = compiler.check(write(folder, LESSON.format(**parts)), compiler.Silent())
    return [diagnostic.code for diagnostic in checked.diagnostics]


@pytest.mark.parametrize(
    "parts",
    [
        ("denifednu", "x", "line(1)", "'`undefined`'", "'`Undefined`'"),
        ("oC", "x", "line(1)", "Co", "CO"),
        ("tcejbO", "x", "line(1)", "'`Object`'", "'`object`'"),
        ("dlrow olleh", "dne", "lines()", "'hello world, end'", "'end, hello world'"),
        ("dlrow olleh", "dne", "output()", '"```\\nhello world\\nend\\n```"', '"```\\nend\\nhello world\\n```"'),
        ("x", "'y  '", "output()", '"```\\nx\\n  y\\n```"', '"```\\nx\\ny\\n```"'),
        ("'\"a\"'", "x", "line(1)", "'`\"a\"`'", "'`a`'"),
    ],
)
def test_what_is_printed_can_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: tuple[str, str, str, str, str]
) -> None:
    """The very point of such a question is a capital, a quote or a space; it would be refused."""
    names = ("program", "last", "asked", "key", "distractor")
    assert codes(tmp_path, monkeypatch, **dict(zip(names, parts, strict=True))) == []


@pytest.mark.parametrize(
    ("asked", "distractor", "expected"),
    [
        ("lines()", "'hello world, end'", "distractor-is-true"),
        ("lines()", "'`hello world` and `end`'", "distractor-is-true"),
        ("lines()", '"```\\nhello world\\nend\\n```"', "distractor-is-true"),
        ("lines()", "'hello, world, end'", "invalid-claim"),
        ("lines()", "'it prints hello world, end'", "invalid-claim"),
        ("output()", "'hello world end'", "invalid-claim"),
        ("output()", "'`hello world end`'", "invalid-claim"),
    ],
)
def test_what_is_printed_is_no_distractor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, distractor: str, expected: str
) -> None:
    """A learner who knows what is printed would be told that it is wrong."""
    key = '\'`["hello world", "end"]`\'' if asked == "lines()" else '"```\\nhello world\\nend\\n```\\n"'
    parts = {"program": "dlrow olleh", "last": "dne", "asked": asked, "key": key, "distractor": distractor}
    assert codes(tmp_path, monkeypatch, **parts) == [expected]
