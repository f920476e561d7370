"""docs/content-format.md: its example builds, its tables are the model's, its limits are the code's."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from quizgen import compiler
from quizgen.crosscheck.asking.claims import ClaimProblem, environment
from quizgen.crosscheck.subjects import ALLOWED
from quizgen.crosscheck.values import could_equal, equal
from quizgen.kinds import KINDS
from quizgen.loader.document import Reader, parse
from quizgen.loader.shorthand.inherited import FORMS_HANDED_DOWN, HANDED_DOWN
from quizgen.loader.shorthand.plain import WriterOut
from quizgen.loader.slips.names import ELSEWHERE, TERMS
from quizgen.loader.template import FILTERS, render
from quizgen.model import base
from quizgen.model.base import Strict
from quizgen.model.evidence import FORMS, Statement
from quizgen.model.item import Item
from quizgen.model.lesson import Sentence, Table
from quizgen.render import render as render_cards
from quizgen.simulators.raft.starts.problems import RULES
from quizgen.text.markdown import problems
from tests.docs.pages import ROOT, blocks, code, read, sources, table, tables

PAGE = read("docs/content-format.md")
READ_BY_THE_LOADER = {
    "Lesson": {"scenarios", "items", *HANDED_DOWN},
    "Item": {"for_each", *FORMS_HANDED_DOWN},
    "Table": {*FORMS_HANDED_DOWN},
    "Choice": {"key"},
}
"""Keys that the loader takes away before the model sees them."""


# --- the example


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> compiler.Checked:
    """Put the page's YAML blocks together, as it says, and check them."""
    folder = tmp_path_factory.mktemp("example")
    parts = blocks(PAGE, "yaml")
    items = [part for part in parts if part.startswith("- ")]
    curriculum = [part for part in parts if part.startswith("format: curriculum/1\n")]
    head = [part for part in parts if part not in items and part not in curriculum]
    (folder / "lesson.yaml").write_text("".join(head) + "items:\n" + "".join(items), encoding="utf-8")
    (folder / "curriculum.yaml").write_text("".join(curriculum), encoding="utf-8")
    return compiler.check(folder, compiler.Silent())


def test_the_example_is_sound(example: compiler.Checked) -> None:
    """An author who copies an example from the page gets something that builds."""
    assert example.diagnostics == ()
    assert len(example.deck.lessons) == len(example.deck.curricula) == 1


def test_the_example_renders(example: compiler.Checked) -> None:
    """An example that is sound but makes no cards would still leave an author with nothing."""
    (rendered,) = render_cards(example.deck, example.findings, lambda *_: None)
    concepts, items = example.deck.lessons[0].head.concepts, example.deck.lessons[0].items
    assert len(rendered.cards) == len(concepts) + len(items)


def test_the_example_shows_every_kind_and_form(example: compiler.Checked) -> None:
    """Whoever looks for a kind of question or of evidence finds how it is written."""
    (placed,) = example.deck.lessons
    assert {item.question.kind for item in placed.items} == set(KINDS.questions)
    statements = [statement for item in placed.items for _, statement in item.question.statements()]
    statements += [statement for _, statement in placed.head.statements()]
    assert {statement.form for statement in statements} >= set(FORMS)
    assert any(item.family != item.question.id for item in placed.items)


def test_the_example_uses_every_field(example: compiler.Checked) -> None:
    """A field without an example is a field that authors have to guess at."""
    (placed,), (curriculum,) = example.deck.lessons, example.deck.curricula
    roots = (placed.head, curriculum.curriculum, *(item.question for item in placed.items))
    used = {(owner.__name__, name) for root in roots for owner, name in _set_fields(root)}
    wanted = {(model.__name__, name) for model in _models() for name in _own_fields(model)}
    assert wanted - used == set()


def _set_fields(value: object) -> Iterator[tuple[type[BaseModel], str]]:
    """Yield every field that is given anywhere in a model, with the class that declares it."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield next(owner for owner in type(value).__mro__ if name in vars(owner).get("__annotations__", {})), name
            yield from _set_fields(getattr(value, name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _set_fields(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _set_fields(each)


# --- the tables of fields


@cache
def _models() -> tuple[type[Strict], ...]:
    """Return every model of content, or that such a model is derived from."""

    def below(model: type[Strict]) -> Iterator[type[Strict]]:
        for child in model.__subclasses__():
            yield child
            yield from below(child)

    return tuple(
        dict.fromkeys(
            model for model in below(Strict) if model.__module__.startswith(("quizgen.model.", "quizgen.kinds."))
        )
    )


def _own_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields that a model itself declares, ``kind`` aside: that one is told once, for all questions."""
    own = vars(model).get("__annotations__", {})
    return {name: field for name, field in model.model_fields.items() if name in own and name != "kind"}


def _field_tables() -> dict[str, list[list[str]]]:
    marked = re.compile(r"<!-- fields: (\w+) -->")
    return {match[1]: rows for before, rows in tables(PAGE) if (match := marked.fullmatch(before))}


def test_every_model_has_its_table() -> None:
    """Nothing that can be written is left for authors to find in the code."""
    assert set(_field_tables()) == {model.__name__ for model in _models() if _own_fields(model)}


@pytest.mark.parametrize("model", [model for model in _models() if _own_fields(model)], ids=lambda m: m.__name__)
def test_the_table_has_the_fields_of_the_model(model: type[BaseModel]) -> None:
    """A field that the page invents is refused as unknown; one that it forgets is never used."""
    listed = [each for row in _field_tables()[model.__name__] for each in re.findall(r"`(\w+)`", row[0])]
    fields = [field.alias or name for name, field in _own_fields(model).items()]
    extra = READ_BY_THE_LOADER.get(model.__name__, set()) | ({"kind"} if model is Item else set())
    assert sorted(listed) == sorted([*fields, *extra])


@pytest.mark.parametrize("model", [model for model in _models() if _own_fields(model)], ids=lambda m: m.__name__)
def test_the_table_says_what_is_required_and_how_much(model: type[BaseModel]) -> None:
    """An author who trusts the table is not told afterwards that a key is missing or a list too long."""
    rows = {code(row[0]): row for row in _field_tables()[model.__name__]}
    for name, field in _own_fields(model).items():
        _, kind, required, _ = rows[field.alias or name]
        if model is Statement:
            assert required == ("no" if name in {"scenario", "assumes"} else "one of these")
        else:
            assert required.startswith("yes" if field.is_required() else "no"), name
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        if default not in (None, (), {}):
            assert required == f"no: `{str(default).lower() if isinstance(default, bool) else default}`", name
        for limit in _limits(field):
            assert str(limit) in re.findall(r"\d+", kind.replace(",", "")), f"{name}: {limit} is not in {kind!r}"


def _limits(field: FieldInfo) -> Iterator[int]:
    """Yield the numbers that bound a field's length or value, but for the lengths of an id, a line and a text."""
    for constraint in field.metadata:
        match constraint:
            case MinLen(least) if least > 0:
                yield least
            case MaxLen(most):
                yield most
            case Ge(least) if isinstance(least, int) and least > 0:
                yield least
            case Le(most) if isinstance(most, int):
                yield most


def test_evidence_fits_as_the_page_says() -> None:
    """An author who picks evidence from the table is not told that it cannot decide the statement."""
    rows = {
        row[0]: re.findall(r"`(\w+)`", row[1]) for row in table(PAGE, "| Statement | Evidence that can decide it |")
    }
    assert rows["option"] == list(ALLOWED["distractor"])
    assert rows["key point, definition, sentence, row"] == list(ALLOWED["assertion"])
    assert rows["number, gap, pair"] == list(ALLOWED["value"])
    assert sorted(rows["step"]) == sorted(["event", *ALLOWED["assertion"]])


def test_the_names_of_other_programs_are_those_that_are_understood() -> None:
    """A teacher finds `flashcard` in the table, writes it, and is told a list of seven words."""
    *rows, (_, terms) = table(PAGE, "| Kind | is elsewhere called |")
    told = {code(row[0]): tuple(name.replace(" ", "_") for name in row[1].split(", ")) for row in rows}
    assert told == ELSEWHERE
    assert tuple(terms.split(", ")) == TERMS
    assert [*told] == [*KINDS.questions]
    names = [name for others in (*told.values(), TERMS) for name in others]
    assert len(names) == len({*names} - {*KINDS})


# --- small tables of examples


@pytest.mark.parametrize("row", table(PAGE, "| You write | It means |"), ids=lambda row: row[0])
def test_yaml_means_what_the_page_says(row: list[str]) -> None:
    """Country codes, times and version numbers arrive as they were written."""
    assert Reader(parse("example.yaml", f"value: {code(row[0])}")).read() == {"value": json.loads(code(row[1]))}


def test_numbers_stay_as_they_were_written_in_a_text() -> None:
    """A price or a version number on a card is the one that the author typed."""
    assert "`text: 1.50` does not lose its nought" in PAGE
    data = Reader(parse("example.yaml", "text: 1.50\nalways: leaders() == 1")).read()
    assert Sentence.model_validate(data).text == "1.50"


def test_claims_are_judged_as_the_page_says() -> None:
    """A slip in a claim is told, instead of making a distractor look wrong."""
    claims = environment("raft")
    (sound,) = re.findall(r"^    (leaders\(\) .*)$", PAGE, re.MULTILINE)
    assert not claims.compile(sound).is_constant
    assert '`leaders() == "x"` is an error' in PAGE
    with pytest.raises(ClaimProblem, match="wrong type"):
        claims.compile('leaders() == "x"')
    assert "such as `leaders() > 0 || true`" in PAGE
    assert claims.compile("leaders() > 0 || true").is_constant


@pytest.mark.parametrize("row", table(PAGE, "| You write | It becomes |"), ids=lambda row: row[0])
def test_templates_become_what_the_page_says(row: list[str]) -> None:
    """A template copied from the page does what stands beside it."""
    assert str(render(code(row[0]), {"servers": 5, "n": 3})) == code(row[1])


def test_the_filters_are_those_of_the_page() -> None:
    """An author finds every filter, and none that is refused."""
    listed = re.search(r"the filters (.*?)\. Arithmetic", PAGE, re.DOTALL)
    assert listed is not None
    assert re.findall(r"`(\w+)`", listed[1]) == list(FILTERS)


@pytest.mark.parametrize("row", table(PAGE, "| Refused | Write instead |"), ids=lambda row: row[0])
def test_what_the_page_calls_refused_is_refused(row: list[str]) -> None:
    """Whoever builds a stranger's lesson relies on this list."""
    assert problems(f"See {code(row[0])} here.") != ()


def test_prices_and_formulas() -> None:
    """A price in a text stays a price."""
    assert problems("costs $5 and $6") == ()
    assert problems("It is \\$5, and $\\lfloor N/2 \\rfloor$ of them, <sub>x</sub> and `List<String>`.") == ()


@pytest.mark.parametrize("row", table(PAGE, "| Computed | You write | As a key | As a distractor |"), ids=str)
def test_values_compare_as_the_page_says(row: list[str]) -> None:
    """An author knows which spellings of an answer are taken for the computed value."""
    value = json.loads(code(row[0]))
    computed = tuple(value) if isinstance(value, list) else value
    accepted = {True: "accepted", False: "refused"}
    assert accepted[equal(code(row[1]), computed)] == row[2]
    assert accepted[could_equal(code(row[1]), computed) is False] == row[3]


# --- limits


def _limit(place: str) -> Any:  # noqa: ANN401
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"quizgen.{module}"), name)


def _most(annotated: Any) -> int:  # noqa: ANN401
    """Return the greatest length that an annotated type of text allows."""
    lengths = (getattr(constraint, "max_length", None) for constraint in annotated.__metadata__)
    return max(length for length in lengths if isinstance(length, int))


LIMITS = {
    "files in a folder": "loader.files.MAX_FILES",
    "files of rules in a folder": "loader.files.MAX_RULES",
    "bytes in a file of rules": "loader.files.MAX_RULES_BYTES",
    "bytes in a file": "loader.document.MAX_BYTES",
    "levels of nesting in YAML": "loader.document.MAX_DEPTH",
    "values in a file, keys among them": "loader.document.MAX_WRITTEN",
    "keys of a mapping": "loader.document.MAX_KEYS",
    "entries of a list": "loader.document.MAX_ENTRIES",
    "values in a file, aliases written out": "loader.document.MAX_VALUES",
    "characters in a file, aliases written out": "loader.document.MAX_EXPANDED",
    "digits of a number": "loader.document.MAX_DIGITS",
    "items in a lesson, families written out": "loader.lesson.reading.MAX_ITEMS",
    "instances of a family": "loader.draws.MAX_INSTANCES",
    "values among which a variable is drawn": "loader.draws.MAX_VALUES",
    "a number in a template's arithmetic": "loader.template.MAX_NUMBER",
    "operations and names in one template": "loader.template.MAX_NODES",
    "decimals that `round` rounds to": "loader.template.MAX_DECIMALS",
    "computed values in one text": "loader.naming.MAX_NAMED",
    "loops in a claim": "crosscheck.asking.claims.MAX_LOOPS",
    "observations that a claim asks of one run": "crosscheck.asking.claims.MAX_QUESTIONS",
    "levels of lists, quotes and emphasis in a text": "text.markdown.MAX_DEPTH",
    "characters of code that is coloured": "text.highlighting.MAX_HIGHLIGHTED",
    "characters of a formula": "text.mathematics.MAX_FORMULA",
    "braces in braces in a formula": "text.mathematics.MAX_BRACES",
    "width or height of a formula, in em": "text.mathematics.MAX_EXTENT",
    "steps of simulation that a deck asks for": "crosscheck.laboratory.MAX_EFFORT",
    "bytes in a picture": "checks.pictures.MAX_BYTES",
    "pixels of a picture": "checks.pictures.MAX_PIXELS",
    "scans of a progressive JPEG": "checks.pictures.MAX_SCANS",
    "lines of a run shown on a card": "render.traces.MAX_LINES",
}
LENGTHS = {
    "characters of an id": base.Slug,
    "characters of a line": base.Line,
    "characters of a text": base.Text,
    "characters of an expression": base.Expression,
}
NOT_FOR_AUTHORS = {
    "text.elements.MAX_LENGTH",  # of a field of a deck that is read back
    "text.markdown.MAX_TEXT",  # looser than a text's length, which is checked first
    "text.mathematics.MAX_WORK",  # bounds the drawing of what has passed the others
}


def test_the_limits_are_those_of_the_code() -> None:
    """An author who plans a large lesson plans with the real numbers."""
    rows = {row[0]: row[1] for row in table(PAGE, "| What | At most |")}
    expected = {what: f"{_limit(place):,.0f}" for what, place in LIMITS.items()}
    expected |= {what: f"{_most(annotated):,}" for what, annotated in LENGTHS.items()}
    assert rows == expected


def test_no_limit_is_left_out() -> None:
    """A limit that is not on the page is met by surprise."""
    found = set()
    for path, tree in sources("loader", "model", "crosscheck", "render", "text", "checks"):
        module = path.relative_to(ROOT / "quizgen").with_suffix("")
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            found |= {f"{'.'.join(module.parts)}.{name}" for name in names if name.startswith("MAX_")}
    assert found - NOT_FOR_AUTHORS == set(LIMITS.values())


def test_the_text_repeats_limits_truly() -> None:
    """The numbers in running text are the same as those in the table."""
    assert f"at most {_limit('crosscheck.asking.claims.MAX_LOOPS')} times" in PAGE
    assert f"has up to {_most(base.Text):,} characters" in PAGE
    assert f"of up to {_most(base.Line):,} characters" in PAGE
    assert f"has up to {_most(base.Slug):,} characters" in PAGE


def test_the_rules_of_a_start_are_all_told() -> None:
    """Whoever asks with `start_breaks()` for a rule finds how it is called."""
    rows = table(PAGE, "| Rule | What it says |")
    assert [(code(row[0]), row[1].removesuffix(".").lower()) for row in rows] == [
        (rule, says.lower()) for rule, says in RULES.items()
    ]


SHORT = {"options": "multiple_choice", "answer": "numeric", "blanks": "cloze", "pairs": "matching", "points": "recall"}


@pytest.mark.parametrize("row", table(PAGE, "| You write | It is short for |"), ids=lambda row: row[0])
def test_plain_values_are_short_for_what_the_page_says(row: list[str]) -> None:
    """Who writes less than the page allows gets another question, or none."""
    short, long = (re.findall(r"`([^`]+)`", cell)[0] for cell in row)
    if short.startswith("key:"):
        short, long = "key: Paris\noptions: [Paris]", "options: [{text: Paris, key: true}]"
    document = parse("example.yaml", short)
    data, wanted = Reader(document).read(), Reader(parse("example.yaml", long)).read()
    assert isinstance(data, dict)
    name = list(data)[-1]
    model = KINDS[SHORT[name]].question if name in SHORT else Table
    assert WriterOut(document.written, lambda *told: pytest.fail(str(told))).whole(data, model, ()) == wanted
