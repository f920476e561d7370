"""``quizgen import``: tables of questions and answers become lessons that can be checked, built and completed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.importers.table import read
from quizgen.loader import load
from quizgen.text.fragments import text_of
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
    imported = read(table)
    told = [(each.span.line, each.severity.value, each.message) for each in imported.diagnostics]
    assert told == [
        (3, "error", "this row makes no card"),
        (4, "warning", "columns beyond the second are left out"),
    ]
    assert imported.lesson.count("kind: recall") == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.text("a,\t\"'\n{}%#*_$\\\\<>&-1.:|~`é", max_size=40).map(str.encode))
def test_any_file_is_imported_or_refused(tmp_path: Path, content: bytes) -> None:
    """A damaged file ends in a traceback, or makes a lesson that cannot even be read."""
    table = tmp_path / "cards.csv"
    table.write_bytes(content)
    imported = read(table)
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
