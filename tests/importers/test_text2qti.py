"""text2qti's plain text: its kinds of questions, feedback, points and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from quizgen.cli import app
from tests.importers.importing import of
from tests.importers.pictures import draw

QUIZ = r"""Quiz title: The heart & more
Quiz description: For *beginners*.
shuffle answers: true
% nobody reads this
COMMENT
1. Not this
END_COMMENT
Title: First
Points: 2
1.  What pumps $V = 5\,\mathrm{l}$?

    ```{.python .run}
    print(1)
    ```
... It never rests.
+   Well done.
*a) the heart
... Of course.
b)  the lung
... It takes in air.

2.  Which are organs?
[*] heart
[ ] blood
... A tissue.
[*] lung

3.  How many chambers?
=   4

4.  How fast?
=   70 +- 10%

5.  Between?
=   [1, 4]

6.  Who found it? <script>alert(1)</script>
*   Harvey
*   William Harvey

7.  Why?
    ![the heart](img/heart.png){width=3em}
!   It must.
____

8.  Send a file.
^^^^
Text: Well done!
"""


def test_a_quiz_becomes_a_lesson(tmp_path: Path) -> None:
    """A teacher who has written for Canvas for years types everything again, or loses points and feedback unseen."""
    draw(tmp_path / "img/heart.png")
    result = of("text2qti", tmp_path, QUIZ)
    assert (result.data["title"], result.data["opening"]) == ("The heart & more", "For *beginners*.")
    choice, several, number, percent, between, typed, essay = result.items
    assert choice["stem"] == "What pumps $V = 5\\,\\mathrm{l}$?\n\n```python\nprint(1)\n```"
    assert [(o["text"], o.get("key"), o["rationale"]) for o in choice["options"]] == [
        ("the heart", True, "Of course."),
        ("the lung", None, "It takes in air."),
    ]
    assert choice["explanation"] == "It never rests."
    assert [o["text"] for o in several["options"] if o.get("key")] == ["heart", "lung"]
    assert [(q["answer"]["value"], q["answer"].get("tolerance")) for q in (number, percent, between)] == [
        (4, None),
        (70, 7),
        (2.5, 1.5),
    ]
    assert (typed["blanks"]["answer"]["answer"], typed["blanks"]["answer"]["accept"]) == ("Harvey", ["William Harvey"])
    assert "script" not in typed["text"]
    assert essay["stem"] == "Why? ![the heart](pictures/quiz/img-heart.png)"
    assert essay["points"][0]["text"] == "It must."
    assert result.told == [
        (3, "a setting: shuffle answers: true"),
        (9, "points: 2"),
        (10, "code that text2qti runs is shown and not run"),
        (16, "feedback if the answer is right: Well done."),
        (37, "<script> is left out, with what is in it"),
        (41, "the size of a picture"),
        (46, "this question is left out: a file is to be handed in"),
        (48, "a text: Text: Well done!"),
    ]
    assert "  # not taken along: points: 2\n" in result.imported.lesson
    assert "  # not taken along: a text: Text: Well done!\n" in result.imported.lesson


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("*a) x\n*b) y\n", "2 options are right, and one is to be picked"),
        ("a) x\nb) y\n", "no option is right"),
        ("*a) x\n[ ] y\n", "it has answers of two kinds"),
        ("= 3,5\n", "`3,5` is no number"),
        ("", "it has no answer"),
    ],
)
def test_what_text2qti_would_refuse_is_told(tmp_path: Path, answers: str, told: str) -> None:
    """A question with a slip is guessed at, or vanishes."""
    result = of("text2qti", tmp_path, f"1. Good?\n*a) yes\nb) no\n\n2. Bad?\n{answers}")
    assert result.told == [(5, f"this question is left out: {told}")]
    assert "  # 2. Bad?\n" in result.imported.lesson


def test_the_format_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiz is taken for a table, or for another program's."""
    monkeypatch.chdir(tmp_path)
    for text in (
        "Quiz title: T\n1. What {=a}?\n*a) x\nb) y\n",
        "1. What?\n*a) x, y\nb) z, u\n",
        "1. What?\n[*] x\n[ ] y\n",
    ):
        Path("quiz.txt").write_text(text)
        assert "kind: multiple_" in CliRunner().invoke(app, ["import", "quiz.txt"]).stdout
    Path("quiz.txt").write_text("::t:: 1. What {=a ~b}\n")
    assert "kind: multiple_choice" in CliRunner().invoke(app, ["import", "quiz.txt"]).stdout
    Path("quiz.txt").write_text("What; 1\nWhy; 2\n")
    assert "kind: recall" in CliRunner().invoke(app, ["import", "quiz.txt"]).stdout


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("ab*[]).=+-!_^1% ,:`$\\<>&|#\n", max_size=60))
def test_any_text_is_imported_or_refused(tmp_path: Path, text: str) -> None:
    """A damaged quiz ends in a traceback, or makes a lesson that does not pass."""
    of("text2qti", tmp_path, f"1. Q {text}\n*a) x\nb) y\n{text}\n2. {text}\n* z\n")
