"""``quizgen import``: tables of questions and answers become lessons that can be checked, built and completed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.importers.kit.source import Wishes
from quizgen.importers.table import read
from quizgen.loader import load
from quizgen.text.fragments import text_of
from tests.importers.importing import of
from tests.plugins.installing import install

TABLE = '#separator:tab\nQuestion\tAnswer\nWhat is `{{ x }}` & <b>?\tA *template*, 3 $ each\n\n"Two\nlines"\tYes\n'


def test_a_table_becomes_a_lesson_that_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards that took a year to write are typed again; or come out with holes where `*` or `$` stood."""
    monkeypatch.chdir(tmp_path)
    Path("My cards.tsv").write_text(TABLE)
    Path("content").mkdir()
    result = CliRunner().invoke(app, ["import", "My cards.tsv", "--out", "content/cards.yaml"])
    assert result.exit_code == 0, result.output
    result = CliRunner().invoke(app, ["build", "content", "--to", "tsv"])
    assert result.exit_code == 0, result.output
    assert "2 items: 0 computed, 0 cited, 2 unverified" in result.output
    fields = [line.split("\t") for line in Path("output/tsv/my-cards.tsv").read_text().splitlines()]
    assert any(text_of(cell) == "What is `{{ x }}` & <b>?" for row in fields for cell in row)
    assert any("A *template*, 3 $ each" in text_of(cell) for row in fields for cell in row)


def test_it_writes_over_nothing(tmp_path: Path) -> None:
    """A lesson that somebody has worked on is replaced by its beginnings."""
    table, lesson = tmp_path / "cards.csv", tmp_path / "cards.yaml"
    table.write_text("What?,That.\n")
    lesson.write_text("mine")
    result = CliRunner().invoke(app, ["import", str(table), "--out", str(lesson)])
    assert result.exit_code == 2
    assert lesson.read_text() == "mine"


def test_what_makes_no_card_is_told_with_its_line(tmp_path: Path) -> None:
    """A card is missing from a deck of hundreds, and nobody says so."""
    table = tmp_path / "cards.csv"
    table.write_text("question,answer\nWhat?,That.\nAlone\nHow?,So.,hint\n")
    imported = read(table, Wishes())
    told = [(each.span.line, each.severity.value, each.message) for each in imported.diagnostics]
    assert told == [
        (3, "error", "this row makes no card: it has no answer"),
        (4, "warning", "column 3 is left out: hint"),
    ]
    assert imported.lesson.count("kind: recall") == 2


def test_columns_are_known_by_their_heads_and_all_kinds_can_be_said(tmp_path: Path) -> None:
    """A teacher's table with options, numbers and pairs becomes cards on which half of it is missing."""
    text = (
        "Frage;Antwort;Optionen;Art;Einheit;Toleranz;Erklärung;ID;Quelle\n"
        "2 + 2?;4;3|4|5;mc;;;Man zählt.;plus;Heft 3\n"
        "Prim?;A|C;2|4|7;mr;;;;;\n"
        "Wie weit?;1,234;;numeric;m;0,5;;;\n"
        '"Haupt-\nstadt?";x;;;;;;;\n' + "Reihenfolge?;;eins|zwei;order;;;;;\n"
        "Paare?;;a -> 1|b -> 2;match;;;;;\nRund?;wahr;;tf;;;;;\nWer?;Ich;;gap;;;;;\n"
    )
    result = of("table", tmp_path, text.encode("cp1252"), "quiz.csv")
    first, second, third, fourth, *others = result.items
    assert [option["text"] for option in first["options"] if option.get("key")] == ["4"]
    assert (first["id"], first["explanation"]) == ("plus", "Man zählt.")
    assert [option["text"] for option in second["options"] if option.get("key")] == ["2", "7"]
    assert {key: third["answer"][key] for key in ("value", "unit", "tolerance")} == {
        "value": 1.234,
        "unit": "m",
        "tolerance": 0.5,
    }
    assert fourth["stem"] == "Haupt-\\\nstadt?"
    assert [one["kind"] for one in others] == ["ordering", "matching", "multiple_choice", "cloze"]
    assert "  # not taken along: Quelle: Heft 3\n" in result.imported.lesson
    assert result.told == [
        (1, "it is not UTF-8: read as Windows-1252"),
        (1, "the column `Quelle` has no counterpart: it stays as a comment beside each question"),
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("a,b\n".encode("utf-16"), ""),
        ("a;b\n".encode("utf-16-le"), ""),
        (b"\xef\xbb\xbfa\tb\r\n", ""),
        (b"sep=|\r\na|b\r\n", ""),
        ("Столица,Москва\n".encode("cp1251"), "nothing says which encoding it is in"),
        (b"\xff\xfea,b\n\x00", "it is not utf-16"),
    ],
)
def test_encodings_and_separators_are_found_out(tmp_path: Path, data: bytes, told: str) -> None:
    """Cards show question marks for letters; or nobody says that the file was read as something else."""
    result = of("table", tmp_path, data, "quiz.txt")
    assert [message for _, message in result.told] == ([told] if told else [])
    if not told:
        assert [(one["stem"], one["points"][0]["text"]) for one in result.items] == [("a", "b")]


def test_columns_are_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with heads of one's own has to be rewritten before it can be imported."""
    monkeypatch.chdir(tmp_path)
    Path("words.csv").write_text("Nr,Vokabel,Bedeutung\n1,Haus,house\n")
    command = ["import", "words.csv", "--map", "question=Vokabel", "--map", "answer=3", "--language", "de"]
    result = CliRunner().invoke(app, command)
    assert "stem: Haus" in result.stdout
    assert "  points:\n  - house\n" in result.stdout
    assert "language: de" in result.stdout
    assert "- id: words-1\n" in result.stdout
    assert CliRunner().invoke(app, ["import", "words.csv", "--map", "quest=3"]).exit_code == 2
    assert (
        "there is no column `Wort`" in CliRunner().invoke(app, ["import", "words.csv", "--map", "answer=Wort"]).stderr
    )


def test_gaps_in_a_table(tmp_path: Path) -> None:
    """Gaps that were written for Anki, without its head lines, are shown as braces."""
    result = of(
        "table", tmp_path, "{{c1::Paris::a city}} is in {{c2::France}}.,On the Seine.\n{{c1::a {{c2::b}}}},x\n", "q.csv"
    )
    assert result.items[0]["text"] == "[[c1]] is in [[c2]]."
    assert result.items[0]["explanation"] == "On the Seine."
    assert result.told == [(2, "this row makes no card: its gaps stand in each other, or are not closed")]


def test_lines_that_end_as_nowhere_else_stay_lines(tmp_path: Path) -> None:
    """A cell that was pasted from a word processor loses the words behind a line break, or the table its rows."""
    result = of("table", tmp_path, 'What?,"One\u2028two\u0085three"\nHow?,So\u2029there\n', "quiz.csv")
    assert [one["points"][0]["text"] for one in result.items] == ["One\\\ntwo\\\nthree", "So\\\nthere"]


def test_what_is_too_long_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """One cell into which somebody pasted a book costs the whole table, or ends in a traceback."""
    book = "x*y " * 40_000
    result = of("table", tmp_path, f"What?,{book}\nHow?,So\n", "quiz.csv")
    assert result.told == [(1, "this row makes no card: a cell has more than 20,000 characters")]
    assert len(result.imported.lesson) < 10_000
    for name, text in (
        ("gift", f"{book} {{T}}\n\nHow? {{T}}\n"),
        ("anki-text", f"#html:true\nWhat?\t{book}\nHow?\tSo\n"),
    ):
        result = of(name, tmp_path, text)
        assert len(result.items) == 1
        assert "too long" in result.told[0][1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.text("a,\t\"'\n{}%#*_$\\\\<>&-1.:|~`é", max_size=40).map(str.encode))
def test_any_file_is_imported_or_refused(tmp_path: Path, content: bytes) -> None:
    """A damaged file ends in a traceback, or makes a lesson that cannot even be read."""
    table = tmp_path / "cards.csv"
    table.write_bytes(content)
    imported = read(table, Wishes())
    assert imported.lesson or imported.diagnostics
    if imported.lesson:
        lesson = tmp_path / "lesson.yaml"
        lesson.write_text(imported.lesson, encoding="utf-8")
        assert [each for each in load(lesson)[1] if each.code != "yaml-character"] == []


READER = """
from quizgen.importers import Imported, Importer

def read(path):
    {code}

IMPORTER = Importer("cards", "cards", (".cards",), read)
"""


@pytest.mark.parametrize(
    ("code", "told", "exit_code"),
    [
        ('return Imported("format: lesson/1\\n")', "format: lesson/1", 0),
        ("raise ValueError(path.name)", "the importer cards (quizgen-cards 0.1) failed: ValueError: my.cards", 1),
        ("return 3", "failed: TypeError: an importer gives what was imported, not 3", 1),
    ],
)
def test_an_importer_of_another_package(
    site: Path, monkeypatch: pytest.MonkeyPatch, code: str, told: str, exit_code: int
) -> None:
    """An importer that somebody wrote cannot be used, or ends in a traceback."""
    monkeypatch.chdir(site.parent)
    Path("my.cards").write_text("")
    assert CliRunner().invoke(app, ["import", "my.cards"]).exit_code == 2
    install(
        site,
        "quizgen-cards",
        {"importers": {"cards": "quizgen_cards:IMPORTER"}},
        {"quizgen_cards.py": READER.format(code=code)},
    )
    Path("quizgen.toml").write_text('[plugins]\nuse = ["quizgen-cards"]\n')
    result = CliRunner().invoke(app, ["import", "my.cards"])
    assert result.exit_code == exit_code, result.output
    assert told in result.output
