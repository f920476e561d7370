"""Templates: what an author may write between double braces, and what is said about the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.loader.template import TemplateProblem, Value, render
from tests.patience import ends

VARIABLES: dict[str, Value] = {"servers": 5, "half": 2.5, "who": "Ann", "up": True}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain } text", "plain } text"),
        ("{{ servers }}", 5),
        ("  {{ servers }}\n", 5),
        ("{{- servers -}}", 5),
        ("{{ -servers }}", -5),
        ("{{ servers // 2 + 1 }}", 3),
        ("{{ servers - 1 }} of {{ servers }}", "4 of 5"),
        ("{{ servers == 5 }}", True),
        ("{{ 'odd' if servers % 2 else 'even' }}", "odd"),
        ("{{ who ~ '!' }}", "Ann!"),
        ("{{ who | upper }}", "ANN"),
        ("{{ half | int }}", 2),
        ("{{ half * 1.3 | round(1) }}", 3.25),
        ("{{ '{{' }}", "{{"),
        ("{% raw %}{{ .Values.x }}{% endraw %}", "{{ .Values.x }}"),
    ],
)
def test_expression_gives_its_value(text: str, expected: Value) -> None:
    """A number must stay one: `servers: "{{ n }}"` could not be run otherwise."""
    value = render(text, VARIABLES)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{{ server }}", "names `server`, which has no value here", "did you mean `servers`?"),
        ("{{ 1 if up else zzz }}", "names `zzz`", "names that can be used here: half, servers, up, who"),
        ("{{ self }}", "names `self`", ""),
        ("{{ zzz | abs }}", "names `zzz`", ""),
        ("{{ servers / 0 }}", "fails: division by zero", ""),
        ("{{ servers ** 99 }}", "raises to a power", "allowed are: names, numbers"),
        ("{{ 999999999999999 * 999999999999999 * 9 }}", "a number is larger than 1,000,000,000,000,000", ""),
        ("{{ 'x' * 1000000000 }}", "`*` takes numbers, not 'x'", "join texts with `~`"),
        ("{{ who + who }}", "`+` takes numbers, not 'Ann'", "join texts with `~`"),
        ("{{ 'x' | int }}", "invalid literal", ""),
        ("{{ half | round(999999999, 'ceil') }}", "fails", ""),
        ("{{ half | round(999999999) }}", "`round` takes a number and 0 to 15 decimals", ""),
        ("{{ who | int(7) }}", "hands something to the filter `int`", ""),
        ("{{ who | safe }}", "uses the filter `safe`", "allowed are"),
        ("{% for x in [1] %}x{% endfor %}", "loops", "allowed are"),
        ("{% if up %}x{% endif %}", "holds a statement", "allowed are"),
        ("{% set x = 1 %}", "sets a value", ""),
        ("{% include 'file' %}", "uses a include", ""),
        ("{{ who.__class__ }}", "reaches for an attribute", ""),
        ("{{ who['x'] }}", "reaches into a value", ""),
        ("{{ who | attr('x') }}", "uses the filter `attr`", ""),
        ("{{ range(9) }}", "calls something", ""),
        ("{{ [1, 2] }}", "uses a list", ""),
        ("{{ servers is even }}", "uses a test", ""),
        ("{{ none }}", "gives neither a number nor text", ""),
        ("{{ 1 if servers == 3 }}", "gives nothing", "give every `if` an `else`"),
        ("{{ servers < who }}", "fails: '<' not supported", ""),
        ("{{ servers", "is never closed", "close what `{{` opens"),
        ("{{ }}", "is not well formed", ""),
        ("{{" + "(" * 3000 + "1" + ")" * 3000 + "}}", "nests too deep", "in smaller steps"),
        ("{{" + "-" * 5000 + "1}}", "nests too deep", ""),
        ("{{ up }}" * 201, "is too long", ""),
    ],
)
def test_what_is_not_allowed_is_explained(text: str, message: str, hint: str) -> None:
    """A stranger's lesson must cost no more than its length, and its author must learn what to write instead."""
    with pytest.raises(TemplateProblem) as problem:
        render(text, VARIABLES)
    assert message in str(problem.value)
    assert hint in problem.value.hint


def test_without_variables_the_hint_says_where_they_come_from() -> None:
    """An author who forgot the scenario is not helped by an empty list of names."""
    with pytest.raises(TemplateProblem) as problem:
        render("{{ servers }}", {})
    assert problem.value.hint == "no names have a value here: give the item a `scenario` or `for_each`"


_PIECES = st.sampled_from([
    *("{{", "}}", "{%", "%}", "servers", "who", "half", "|", "~", "+", "-", "*", "//", "%", "(", ")", "[", "]"),
    *("'a'", "1", "0", "999999999999", "if", "else", "not", "and", "round", "int", "upper", "string", ".", ",", "=="),
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=12))
def test_any_template_is_rendered_or_explained_at_once(pieces: list[str]) -> None:
    """No arrangement of what is allowed may raise something else, or take long."""
    with ends():
        try:
            value = render("{{ " + " ".join(pieces) + " }}", VARIABLES)
        except TemplateProblem:
            value = ""
    assert isinstance(value, int | float | str)


def test_what_has_no_plain_value_is_pointed_to_its_figure() -> None:
    """An author who names the stated start would not learn that texts can show it as a table."""
    shown_by = {"start": "logs"}
    with pytest.raises(TemplateProblem, match="names `start`") as refused:
        render("{{ start }}", {"logs": "| S1 |"}, shown_by)
    assert refused.value.hint == "it is neither a number nor text; `{{ logs }}` shows it"
    with pytest.raises(TemplateProblem) as refused:
        render("{{ start }}", {"servers": 3}, shown_by)
    assert "logs" not in refused.value.hint


@pytest.mark.parametrize("text", ["`{# note #}`", "a {#- b -#} c", "{{ 1 }}{# x #}", "{#\n#}"])
def test_comment_is_refused(text: str) -> None:
    """What looks like one vanished: the right answer of a question about templates was a pair of backticks."""
    with pytest.raises(TemplateProblem, match="comment") as refused:
        render(text, {})
    assert "{{ '{#' }}" in refused.value.hint
    assert render("`{{ '{#' }} note #}`", {}) == "`{# note #}`"
