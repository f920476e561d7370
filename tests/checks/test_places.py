"""Places within a text: the very character, however the text was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.checks.places import within
from quizgen.compiler import Silent, check
from quizgen.diagnostics import Span
from tests.small import write


@pytest.mark.parametrize(
    ("written", "read", "looked_for", "there"),
    [
        ("plain() == 7", "plain() == 7", "7", "7"),
        ("'leader() == ''S1'''", "leader() == 'S1'", "'S1'", "''S1'"),
        ('"leader() == \\"S1\\""', 'leader() == "S1"', '"S1"', '\\"S1'),
        (">-\n    one() == 1\n      && two() == 7\n", "one() == 1\n  && two() == 7", "7", "7"),
        ("|\n    one() == 1\n    && two() == 7\n", "one() == 1\n&& two() == 7", "7", "7"),
        ("one() == 1\n    && two() == 7\n", "one() == 1 && two() == 7", "7", "7"),
        ("'a(\"{{ s }}\") == 7'", 'a("S1") == 7', "7", "7"),
        ("'a({{ n }}) == {{ m }} && b() == 7'", "a(10) == 20 && b() == 7", "7", "7"),
    ],
)
def test_character_is_found_where_it_was_written(written: str, read: str, looked_for: str, there: str) -> None:
    """The author is sent to the beginning of a long claim, and looks for the misspelt name."""
    source = f"first: é\nalways: {written}\nlast: 7\n"
    found = within(source, Span("a.yaml", 2, 9), read, read.index(looked_for))
    line = source.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith(there)
    assert found.line < source.count("\n")


def test_value_of_a_template_is_where_the_template_is() -> None:
    """A family's wrong value stands nowhere in the claim: the author finds the expression that makes it."""
    source = "always: 'a() == {{ n }} && b() == {{ m }}'\n"
    for value, column in ((7, 17), (8, 35)):
        read = "a() == 7 && b() == 8"
        assert within(source, Span("a.yaml", 1, 9), read, read.index(str(value))) == Span("a.yaml", 1, column)


@pytest.mark.parametrize("written", ['"\\x61() == 7"', "other() == 7", ""])
def test_what_cannot_be_found_is_told_of_the_whole(written: str) -> None:
    """Better the claim's beginning than a place at which nothing of the kind stands."""
    whole = Span("a.yaml", 1, 9)
    assert within(f"always: {written}\n", whole, "a() == 7", 7) == whole
    assert within("", Span("a.yaml"), "a() == 7", 7) == Span("a.yaml")


def test_all_that_is_wrong_with_a_claim_is_told_each_at_its_place(tmp_path: Path) -> None:
    """An author mends one name, checks again, is told of the next one, and so on."""
    claim = 'role("S1") == "leadr" && leader() == "S7" && role("S2") == "leadr"'
    body = "items:\n  - {id: a, kind: recall, concept: thing, scenario: elected, stem: Who leads?, points: [{text: S1.,"
    file = write(tmp_path, f"{body} always: '{claim}'}}]}}\n")
    found = check(file, Silent()).diagnostics
    (line,) = [text for text in file.read_text().splitlines() if claim in text]
    assert [one.code for one in found] == ["invalid-claim"] * 2
    assert [line[one.span.column - 1 :].split('"')[1] for one in found] == ["leadr", "S7"]
