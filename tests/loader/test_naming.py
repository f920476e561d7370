"""Texts that name what is computed: what is kept for later, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.model.lesson import PlacedItem
from quizgen.model.named import Named
from tests.small import lines_before, write

BODY = """\
items:
  - id: one
    kind: numeric
    for_each: {who: [S1, S2]}
    concept: thing
    scenario: elected
    stem: 'TEXT'
    answer: {value: 2, measure: votes_needed}
"""


def read(folder: Path, text: str, body: str = BODY) -> tuple[tuple[PlacedItem, ...], tuple[Diagnostic, ...]]:
    """Return the items of a lesson with a text in it, and what is wrong with it."""
    deck, found = load(write(folder, body.replace("TEXT", text.replace("'", "''"))))
    return deck.lessons[0].items, found


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("{{ votes_needed }}", ["votes_needed"]),
        ("It is {{- leader() -}} .", ["leader()"]),
        ("{{ servers }} servers, {{ votes_needed + servers }} of {{who}}", ["votes_needed + 3"]),
        ("{{ role(who) }} and {{ voted_for('S3') }}", ['role("S1")', "voted_for('S3')"]),
        ('{{ role(who) == "leader" ? "who" : who }}', ['role("S1") == "leader" ? "who" : "S1"']),
        ('{{ ["S3"].filter(who, role(who) == "follower") }}', ['["S3"].filter(who, role(who) == "follower")']),
        ('{{ leader() + "}}" }}', ['leader() + "}}"']),
    ],
)
def test_what_is_computed_is_kept_with_its_scenario(tmp_path: Path, text: str, asked: list[str]) -> None:
    """Another thing than the author named would be asked of the scenario, and its value stand on the card."""
    items, found = read(tmp_path, text)
    assert found == ()
    named = [piece for piece in items[0].named[("stem",)] if isinstance(piece, Named)]
    assert [one.expression for one in named] == asked
    assert {one.scenario for one in named} == {items[0].question.scenario}
    assert not any(one.value for one in named)


def test_nothing_is_kept_of_texts_that_are_whole(tmp_path: Path) -> None:
    """Each text with a template would be parsed and filled in once more, which costs time for nothing."""
    items, found = read(tmp_path, "{{ servers }} servers and {{ who }}")
    assert found == ()
    assert [item.named for item in items] == [{}, {}]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{{ votes_neded }}", "names `votes_neded`", "did you mean `votes_needed`?"),
        ("{{ servrs }}", "names `servrs`", "did you mean `servers`?"),
        ("{{ leadr() }}", "observes and measures nothing called `leadr`", "did you mean `leader`?"),
        ("{{ role() }}", "not used with the arguments", "it is `role(server: string) -> string`"),
        ("{{ leaders() == 1 }}", "is true or false, which is no word of a text", "choose words"),
        ("{{ leader() | upper }}", "`leader() | upper` cannot be computed", "no filters"),
        ("{{ votes_needed // 2 }}", "`//` begins a remark", "`/` divides whole numbers"),
        ("{{ votes_needed + }}", "it does not parse", ""),
        ("{{ servers / 0 }}", "division by zero", ""),
        ("{{ [1, 2] }}", "uses a list, which is not allowed", ""),
        ("{{ votes_needed", "never closed", "close what `{{` opens"),
        ("{# x #}{{ votes_needed }}", "comment of templates", ""),
        ("{% if votes_needed %}x{% endif %}", "holds a statement", ""),
        ("{{ votes_needed }}" * 51, "more than 50 computed values", ""),
    ],
)
def test_what_can_be_neither_is_told_where_it_stands(tmp_path: Path, text: str, message: str, hint: str) -> None:
    """An author does not learn which word is wrong, or what to write for it."""
    _, found = read(tmp_path, text)
    assert {one.code for one in found} == {"template"}
    assert message in found[0].message
    assert hint in found[0].hint
    assert found[0].span.line == lines_before(BODY) + 7


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 2", 'value: "{{ votes_needed }}"'),
        ("measure: votes_needed", 'measure: "{{ votes_needed }}"'),
        ("answer: {", 'assumes: "{{ leader() }}"\n    answer: {'),
    ],
)
def test_only_texts_can_name_what_is_computed(tmp_path: Path, old: str, new: str) -> None:
    """A stated value would be the computed one whatever that is, and nothing would be compared any more."""
    _, found = read(tmp_path, "?", BODY.replace(old, new))
    assert found[0].message == "what is computed can be named in texts only"


def test_without_a_scenario_there_is_nothing_to_name(tmp_path: Path) -> None:
    """The message would speak of a simulator that the author never named."""
    _, found = read(tmp_path, "{{ votes_needed }}", BODY.replace("    scenario: elected\n", ""))
    assert found[0].message == "the template names `votes_needed`, which has no value here"
