"""``quizgen build --variants`` and ``quizgen key``: from the command line to paper, and from paper back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.commands import quizgen
from tests.small import write

ITEMS = """\
items:
  - {id: what, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}
  - id: which
    kind: multiple_choice
    concept: thing
    stem: Which?
    options:
      - {text: Good, key: true, cite: paper §1}
      - {text: Bad, rationale: No., cite: paper §1}
      - {text: Worse, rationale: No., cite: paper §1}
"""
FAMILY = """\
  - id: sum
    kind: multiple_choice
    concept: thing
    for_each: {n: [1, 2, 3, 4]}
    stem: "Which is {{ n }}?"
    options:
      - {text: "{{ n }}", key: true, cite: paper §1}
      - {text: "{{ n + 1 }}", rationale: No., cite: paper §1}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project with a lesson in ./content."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", ITEMS + FAMILY)
    return tmp_path


def _built(*arguments: str) -> list[dict[str, str]]:
    """Build variants and return the rows of their key."""
    status, out, err = quizgen("build", "--to", "pdf", *arguments)
    assert status == 0, out + err
    with Path("output/small-variants-key.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_build_writes_variants_and_their_keys() -> None:
    """A teacher finds one file to print for each variant, and one key."""
    rows = _built("--variants", "A,B", "--embed-source")
    assert sorted(path.name for path in Path("output").iterdir()) == [
        "small-variant-A.pdf",
        "small-variant-B.pdf",
        "small-variants-key.csv",
        "small-variants-key.json",
        "small-variants-key.pdf",
    ]
    assert [row["variant"] for row in rows] == ["A"] * 3 + ["B"] * 3
    assert b"EmbeddedFile" in Path("output/small-variants-key.pdf").read_bytes()
    assert b"EmbeddedFile" not in Path("output/small-variant-A.pdf").read_bytes()


def test_the_key_is_printed_from_the_code_alone(project: Path) -> None:
    """Years later there is the sheet, and there is the lesson; nothing else was kept."""
    rows = _built("--variants", "3", "--items", "2", "--seed", "spring")
    for code in dict.fromkeys(row["code"] for row in rows):
        expected = [row for row in rows if row["code"] == code]
        status, out, _ = quizgen("key", code.lower(), "--format", "csv")
        assert status == 0
        assert list(csv.DictReader(io.StringIO(out))) == expected
        status, out, err = quizgen("key", code, str(project / "content" / "small.yaml"), "--quiet")
        assert (status, err) == (0, "")
        assert out.splitlines()[:2] == ["A small lesson, edition of 2026-01-31", f"Variant {code[0]} ({code})"]
        assert out.splitlines()[2].startswith(f"{sum(int(row['worth']) for row in expected)} points")
        assert [line.split()[0] for line in out.splitlines()[4:]] == ["1", "2"]
        told = json.loads(quizgen("key", code, "--format", "json", "-q")[1])
        assert [answer["answer"] for answer in told["variants"][0]["answers"]] == [row["answer"] for row in expected]


def test_a_changed_lesson_is_told(project: Path) -> None:
    """The key of today's lesson would mark yesterday's sheets wrong: none is printed, and a way out is shown."""
    code = _built("--variants", "A")[0]["code"]
    write(project / "content", (ITEMS + FAMILY).replace("Worse", "Worst"))
    status, out, err = quizgen("key", code, "-q")
    assert (status, out) == (1, "")
    assert "small has changed since this sheet was made" in err
    assert "git log -S'released: 2026-01-31'" in err
    write(project / "content", (ITEMS + FAMILY).replace("rationale: No.", "rationale: Certainly not."))
    assert quizgen("key", code, "-q")[0] == 0, "a better rationale outdates no sheet"


def test_a_lesson_with_errors_gives_no_key(project: Path) -> None:
    """An answer that is no longer earned is not handed out as a key."""
    code = _built("--variants", "A")[0]["code"]
    write(project / "content", (ITEMS + FAMILY).replace("paper §1", "nowhere §1"))
    status, out, err = quizgen("key", code, "-q")
    assert (status, out) == (1, "")
    assert "[unknown-source]" in err


def test_other_lessons_and_misread_codes_are_wrong_usage(project: Path) -> None:
    """A teacher who stands in another folder is not told that the content has changed."""
    code = _built("--variants", "A")[0]["code"]
    write(project / "content", ITEMS + FAMILY, "other")
    (project / "content" / "small.yaml").unlink()
    status, out, err = quizgen("key", code)
    assert (status, out) == (2, "")
    assert "this is the code of none of the lessons here (other)" in err
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), "A-123"):
        status, out, err = quizgen("key", wrong)
        assert (status, out) == (2, "")
        assert err.startswith("quizgen: a c")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--variants", "A,A"), "two variants have the same name"),
        (("--variants", "A B"), "one to eight letters"),
        (("--variants", "A", "--items", "0"), "between 1 and 1023 questions, not 0"),
        (("--items", "3"), "say which with --variants"),
        (("--seed", "x"), "say which with --variants"),
        (("--to", "anki", "--variants", "A"), "add pdf to --to"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], told: str) -> None:
    """A build that takes no notice of an option prints thirty wrong sheets."""
    status, out, err = quizgen("build", *arguments)
    assert (status, out) == (2, "")
    assert told in err


def test_too_many_questions(project: Path) -> None:
    """Nothing is written, and the lesson is named that has too few."""
    status, out, _ = quizgen("build", "--to", "pdf", "--variants", "A", "--items", "4")
    assert status == 1
    assert "a sheet of 4 questions is asked for, and small has 3 to draw from (a family counts once)" in out
    assert list((project / "output").iterdir()) == []


def test_the_source_comes_with_the_usual_key_too() -> None:
    """`--embed-source` alone says nothing of variants."""
    assert quizgen("build", "--to", "pdf", "--embed-source")[0] == 0
    assert b"EmbeddedFile" in Path("output/small-key.pdf").read_bytes()
    assert b"EmbeddedFile" not in Path("output/small-worksheet.pdf").read_bytes()
