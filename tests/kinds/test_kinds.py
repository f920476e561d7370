"""The list of kinds: complete, without two of one name, and the only place that knows which kinds there are."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest

from quizgen.exporters.pages import environment
from quizgen.kinds import KINDS, Kinds
from quizgen.kinds.api import BodyOf, Kind
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.numeric.written import has_comma
from quizgen.system import resources
from tests.docs.pages import ROOT, sources
from tests.kinds.true_false import TRUE_FALSE, Verdict

ONE_KIND_ALONE = {
    "checks/answers.py": {"cloze"},  # what a gap accepts beside its answer
    "checks/evidence.py": {"choice"},  # an `answer` that decides nothing
    "checks/questions.py": {"choice", "cloze"},  # keys and reasons, gaps and their answers
    "checks/texts.py": {"cloze"},  # how a gap is written
    "checks/writing.py": {"choice", "ordering", "recall"},  # lengths of options, answers and orders
    "exporters/pdf/room.py": {"cloze", "recall"},  # how long lines are, and how many
    "exporters/site/marking.py": {"cloze"},  # fields in a text
    "loader/shorthand/inherited.py": {"choice"},  # an `answer` that all options are compared with
    "loader/shorthand/plain.py": {"choice", "recall"},  # a `key` that names options, an `answer` that is the one point
    "render/short_cards.py": {"choice", "recall"},  # free answers made of options
    "stats.py": {"choice"},  # where keys stand, and how long they are
}
"""Modules outside of ``kinds/`` that say something of a kind that holds for no other, whatever is added."""


@pytest.mark.parametrize("question", sorted(BodyOf.__abstractmethods__))
def test_a_kind_whose_cards_leave_something_out_cannot_be_made(question: str) -> None:
    """What a card does not say of itself would be missing on somebody's sheet, or in somebody's deck."""
    answers = {name: value for name, value in vars(Verdict).items() if name in BodyOf.__abstractmethods__}
    replace(TRUE_FALSE, body=type("Whole", (BodyOf,), dict(answers)))
    del answers[question]
    with pytest.raises(TypeError, match=f"the body of true_false does not say: {question}"):
        replace(TRUE_FALSE, body=type("Half", (BodyOf,), answers))


@pytest.mark.parametrize("left_out", ["name", "label", "points", "question", "body", "layout", "note"])
def test_a_kind_that_leaves_something_out_cannot_be_made(left_out: str) -> None:
    """What is called nothing cannot be written, and what has no note type never comes to Anki."""
    said = {
        name: getattr(TRUE_FALSE, name) for name in ("name", "label", "points", "question", "body", "layout", "note")
    }
    del said[left_out]
    with pytest.raises(TypeError, match=f"missing 1 required positional argument: '{left_out}'"):
        Kind(**said)


def test_no_two_kinds_share_a_name_or_a_note_type() -> None:
    """Anki would turn the notes of the one into those of the other."""
    for kind in KINDS.values():
        for other in (replace(kind, note=TRUE_FALSE.note), replace(kind, name="other")):
            with pytest.raises(ValueError, match=f"the name or the note type's id is that of {kind.name}"):
                Kinds(kind, other)


def test_every_kind_is_laid_out_by_every_output() -> None:
    """A kind that an output has forgotten would break the build of the first author who uses it."""
    for kind in KINDS.values():
        for _, file in kind.note.templates:
            for side in ("front", "back"):
                assert (resources.templates("anki") / f"{file}.{side}.html").is_file()
        wanted = {"site": {"ask", "answer"}, "pdf": {"room", "answer", "front", "back"}}
        if kind.name not in KINDS.questions:
            wanted = {"pdf": {"front", "back"}}
        for output, macros in wanted.items():
            module = environment(output).get_template(f"kinds/{kind.layout}.html").module
            assert macros <= set(dir(module)), (kind.name, output)


WRITING = ("importers/", "loader/short/", "formatting/")
"""What writes lessons, as an author does, or reads how they are written by hand; another kind is named there by `kind`,
and its fields stand in YAML."""


def test_nobody_else_asks_which_kind_it_is() -> None:
    """A place that lists the kinds would pass over an eighth one in silence."""
    names = re.compile("|".join(f"quizgen[.]kinds[.]({name})" for name in ("choice", *KINDS)))
    importing: dict[str, set[str]] = {}
    literals: dict[str, set[str]] = {}
    for path, tree in sources():
        place = path.relative_to(ROOT / "quizgen").as_posix()
        if place.startswith(("kinds/", "bundled/", *WRITING)):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (found := names.match(node.module or "")):
                importing.setdefault(place, set()).add(found[0].removeprefix("quizgen.kinds."))
            if isinstance(node, ast.Constant) and node.value in KINDS.questions:
                literals.setdefault(place, set()).add(str(node.value))
    assert importing == ONE_KIND_ALONE
    assert literals == {
        "cli/authoring/new.py": {"multiple_choice"},  # the question that is written to start from
        "exporters/site/assets.py": {"ordering"},  # the name of a script
        "exporters/deck_options.py": {"recall"},  # a word of a setting
        "loader/slips/names.py": {*KINDS.questions},  # what they are called elsewhere
        "render/short_cards.py": {"recall"},  # the same
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (25.4, "25.4"),
        (2.0, "2"),
        (3.14159265, "3.14159265"),
        (1234567.5, "1234567.5"),
        (6.022e23, "6.022 \N{MULTIPLICATION SIGN} 10\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}"),
        (1e21, "10\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT ONE}"),
        (-1.5e-7, "-1.5 \N{MULTIPLICATION SIGN} 10\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT SEVEN}"),
    ],
)
def test_number_is_shown_with_all_its_digits_as_people_write_it(value: float, text: str) -> None:
    """A learner who types the number that the last card showed would be told that it is wrong: it was a rounded one."""
    number = Number(value, "", 0, "")
    assert number.text == text
    assert Number.read("numeric", vars_of(number)).value == value


def test_number_of_an_earlier_release_is_read_as_it_was_written() -> None:
    """A deck that was released with a rounded number would be called changed by `quizgen verify`."""
    fields = vars_of(Number(6.022e23, "", 0, ""))
    older = {name: text.replace(Number(6.022e23, "", 0, "").text, "6.022e+23") for name, text in fields.items()}
    assert Number.read("numeric", older).value == 6.022e23


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "3,14"),
        ("pt-BR", "3,14"),
        ("fr", "3,14"),
        ("en", "3.14"),
        ("de-CH", "3.14"),
        ("zh", "3.14"),
        ("es-MX", "3.14"),
    ],
)
def test_number_has_the_decimal_mark_of_its_language(language: str, text: str) -> None:
    """A German learner reads 3.14, which is what they write for three thousand and more, or nothing."""
    number = Number(3.14, "cm", 0.005, "", comma=has_comma(language))
    assert number.text == text
    assert number.near == text.replace("3", "0").replace("14", "005")
    assert Number.read("numeric", {**vars_of(number), "Language": language}) == number
    older = vars_of(Number(3.14, "cm", 0.005, ""))
    assert Number.read("numeric", {**older, "Language": language}) == number


def vars_of(number: Number) -> dict[str, str]:
    """Return the fields of a number's note."""
    fields = number.fields()
    return {"Answer": fields.answer, "Unit": fields.unit, "Solution": fields.solution}
