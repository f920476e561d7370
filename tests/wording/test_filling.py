"""Texts filled in with what was computed, before anybody reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Checked, Silent
from quizgen.crosscheck import Laboratory
from quizgen.explaining import Run, explanation
from quizgen.render import render
from quizgen.review.telling import beside
from tests.small import lines_before, write

BODY = """\
concepts:
  - id: thing
    name: Thing
    definition: A majority of three is {{ votes_needed }}.
    scenario: elected
    always: votes_needed == 2 && leader() == "S1"
summary:
  - {text: "{{ servers }} servers need {{ votes_needed }} votes.", scenario: elected, always: 'leader() == "S1"'}
tables:
  - id: roles
    title: Roles
    columns: [Server, Role]
    scenario: elected
    rows:
      - {cells: [S2, '{{ role("S2") }}'], always: 'role("S2") == "follower"'}
items:
  - id: who
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: '`{{ leader() }}` has $t = {{ max_term() }}$. What are {{ ["S2", "S3"].filter(s, s != leader()) }}? TEXT'
    options:
      - {text: 'Followers of {{ leader() }}.', key: true, always: 'leader() == "S1"', rationale: 'It leads.'}
      - text: '{{ votes_needed }} votes were enough.'
        always: 'leaders() == 0'
        rationale: 'They were {{ votes_needed }}.'
        scenario: {simulator: raft, servers: 5, events: [{elect: S2}, {run: 100ms}]}
  - id: how-many
    kind: numeric
    for_each: {n: [3, 5]}
    concept: thing
    scenario: {simulator: raft, servers: "{{ n }}", events: [{run: 3s}], explore: {seeds: 5}}
    stem: How many votes of {{ n }} are needed, if {{ crashes_survived }} may fail?
    answer: {value: "{{ n // 2 + 1 }}", measure: votes_needed}
"""


def checked(folder: Path, text: str = "Now?", body: str = BODY) -> Checked:
    """Check a lesson whose stem ends with a text."""
    return compiler.check(write(folder, body.replace("TEXT", text.replace("'", "''"))), Silent(), Laboratory())


def test_texts_have_the_values_of_their_scenarios(tmp_path: Path) -> None:
    """Numbers and names in prose part from what was computed, one release after the other."""
    made = checked(tmp_path)
    assert made.diagnostics == ()
    (lesson,) = made.deck.lessons
    assert lesson.head.concepts[0].definition == "A majority of three is 2."
    assert lesson.head.summary[0].text == "3 servers need 2 votes."
    assert lesson.head.tables[0].rows[0].cells == ("S2", "follower")
    texts = dict(lesson.items[0].question.texts())
    assert texts[("stem",)] == "`S1` has $t = 1$. What are S2 and S3? Now?"
    assert texts[("options", 0, "text")] == "Followers of S1."
    assert texts[("options", 1, "text")] == "3 votes were enough."
    stems = [dict(item.question.texts())[("stem",)] for item in lesson.items[1:]]
    assert [stem[18:] for stem in stems] == ["3 are needed, if 1 may fail?", "5 are needed, if 2 may fail?"]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('{{ current_term("S9") }}', 'no server is "S9"', "there are: S1, S2, S3"),
        ("{{ 6 / (max_term() - 1) }}", "divide by zero", ""),
        ('{{ value_at("S1", 1) }}', "cannot be filled in: no index", "index"),
        ("{{ committed_values() }}", "the value is empty", "choose words for that"),
        ("[x](https://example.org/{{ leader() }})", "cannot stand in an address", "running text"),
    ],
)
def test_what_cannot_be_filled_in_is_told_where_it_stands(tmp_path: Path, text: str, message: str, hint: str) -> None:
    """A card would ask "What does  hold?", or the author search for what the message means."""
    found = checked(tmp_path, text).diagnostics
    assert [one.code for one in found] == ["template"]
    assert "cannot be filled in: " in found[0].message
    assert message in found[0].message
    assert hint in found[0].hint
    assert found[0].span.line == lines_before(BODY) + 21


def test_a_value_that_differs_between_runs_is_refused(tmp_path: Path) -> None:
    """The card would state what happened in one run as if it were so in all."""
    body = BODY.replace("How many votes of {{ n }}", "Under {{ leader() }}, how many votes of {{ n }}")
    found = checked(tmp_path, body=body).diagnostics
    assert [one.code for one in found] == ["template", "template"]
    assert "`leader()` cannot be filled in: it differs between runs: S" in found[0].message
    assert " in 2 of 5, " in found[0].message
    assert found[0].hint == "name what is the same in every run"
    explored = "{simulator: raft, servers: 3, explore: {exhaustive: elections, terms: 1}}"
    body = BODY.replace("scenario: elected\n    stem: '", f"scenario: {explored}\n    stem: '")
    assert any("differs between states" in one.message for one in checked(tmp_path, body=body).diagnostics)


def test_of_a_scenario_that_cannot_run_only_that_is_told(tmp_path: Path) -> None:
    """The one message that helps would drown among those about every value."""
    found = checked(tmp_path, body=BODY.replace("events: [{elect: S2}", "events: [{elect: S7}")).diagnostics
    assert {one.code for one in found} == {"impossible-scenario"}


def test_values_are_told_beside_what_they_stand_in(tmp_path: Path) -> None:
    """A reader could not tell a computed number from a typed one: on the card, in the review, in an explanation."""
    made = checked(tmp_path)
    counts = made.reading.counts
    assert (counts["bound"], counts["unread"]) == (2 + 11, 7)
    (lesson,) = render(made.deck, made.findings, lambda *_: None)
    card = next(card for card in lesson.cards if card.id == "who")
    assert "4 values in the texts of this card were computed" in card.account
    assert "<li><q>the leader at the end</q>: S1</li>" in card.account
    option = next(each for each in made.reading.unread if each.part == "options")
    shown = beside(option, made.findings)
    assert json.loads(shown.as_json(""))["filled"][0] == ["leader()", "S1"]
    assert "  Filled  S1   [leader()]" in shown.in_text(marked=False)
    assert "S1" not in shown.only_in_text
    told = explanation(tmp_path, "who", Run()).text
    assert "Followers of S1." in told
    assert " =  the texts name leader()\n      S1" in told
    assert "follower" in explanation(tmp_path, "roles", Run()).text


def test_another_value_or_expression_is_read_again(tmp_path: Path) -> None:
    """What was signed as "S1 leads" would count as read though another expression gives the name now."""

    def digests(text: str) -> set[str]:
        return {each.digest for each in checked(tmp_path, text).reading.unread if each.part == "options"}

    named = 'Of {{ voted_for("S2") }}?'
    assert digests(named) == digests(named)
    assert not digests(named) & digests('Of {{ voted_for("S3") }}?')
    assert not digests(named) & digests("Of S1?")


def test_each_scenario_is_run_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson whose texts name values would take twice as long to check."""
    ran: list[int] = []
    run = Laboratory._answer

    def counting(self: Laboratory, groups: list[object], progress: object) -> None:
        ran.append(len(groups))
        run(self, groups, progress)  # type: ignore[arg-type]

    monkeypatch.setattr(Laboratory, "_answer", counting)
    checked(tmp_path)
    assert sum(ran) == 4
