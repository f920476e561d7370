"""What the instances of a family are called: a learner's history hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.loader.draws import FamilyProblem
from quizgen.loader.families import suffixes
from quizgen.loader.template import Value
from tests.small import write


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3, 5], ["3", "5"]),
        ([1, -1], ["1", "minus-1"]),
        ([-1, 1], ["minus-1", "1"]),
        ([-1], ["1"]),
        (["C", "C++", "C#"], ["c", "c-plus-plus", "c-sharp"]),
        (["<", ">", "\u2264", "\u2265"], ["x", "more", "at-most", "at-least"]),
        (["Java", "C"], ["java", "c"]),
        ([0.5, "5", "0-5"], ["0-point-5", "5", "0-5"]),
    ],
)
def test_values_that_differ_in_signs_alone_have_ids_of_their_own(values: list[Value], expected: list[str]) -> None:
    """A question for a number and its opposite could not be asked; and no id that was released may change."""
    assert suffixes([{"n": value} for value in values]) == [f".n-{ending}" for ending in expected]


def test_values_without_words_are_told_apart() -> None:
    """Whoever asks for capitals, or in an alphabet without Latin letters, has a family, too."""
    first, second, third, fourth = suffixes([{"n": value} for value in ("Go", "gO", "\u0436", "\u0434")])
    assert (first, third) == (".n-go", ".n-x")
    assert (second[:6], fourth[:5]) == (".n-go-", ".n-x-")
    assert suffixes([{"n": value} for value in ("Go", "gO", "GO")])[:2] == [first, second]


def test_same_value_twice_is_still_told(tmp_path: Path) -> None:
    """An author who copied a row would have the same question twice."""
    assert _codes(tmp_path, "[C, C]") == ["duplicate-id"]
    assert suffixes([{"n": "C"}, {"n": "C"}]) == [".n-c", ".n-c"]


def test_members_can_be_named(tmp_path: Path) -> None:
    """An id that is made of a value may hold the answer; and a value could not be corrected without losing history."""
    assert suffixes([{"as": "few", "n": 3}, {"as": "many-more", "n": 5}]) == [".few", ".many-more"]
    assert _codes(tmp_path, "[{as: few, n: 3}, {as: many, n: 5}]") == []


@pytest.mark.parametrize("names", [("few", "few"), ("Few", "many"), ("", "many"), ("a b", "c")])
def test_names_of_members_are_ids_and_differ(names: tuple[str, str]) -> None:
    """A learner's history would hang on a name that another card has as well."""
    with pytest.raises(FamilyProblem):
        suffixes([{"as": name, "n": number} for number, name in enumerate(names)])


def _codes(folder: Path, values: str) -> list[str]:
    loops = values if "as:" in values else f"{{n: {values}}}"
    body = (
        f"items:\n  - {{id: sign, kind: recall, concept: thing, for_each: {loops}, stem: 'What is {{{{ n }}}}?',"
        " points: [{text: A value., unverified: t}]}\n"
    )
    return [found.code for found in compiler.check(write(folder, body), compiler.Silent()).diagnostics]
