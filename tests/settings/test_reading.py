"""``quizgen.toml``: what it says is done, and what is wrong with it is told where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.exporters import EXPORTERS
from quizgen.exporters.pdf.cutting import PAPERS
from quizgen.exporters.pdf.options import TO_CHOOSE, PrintOptions
from quizgen.exporters.pdf.products import PRODUCTS
from quizgen.settings import NAME, Settings, read_settings
from quizgen.settings.reading import MAX_BYTES
from tests.small import write

PDF = EXPORTERS["pdf"]
WHOLE = """\
[build]
to = ["pdf"]

[print]
products = ["worksheet", "key"]
sections = "level"
paper = "letter"
fillable = true
variants = ["A", "B"]
items = 20
seed = 2027
cards = "1x1"
flip = "short"
embed-source = true
"""


def said(folder: Path, text: str | bytes) -> tuple[Settings, list[str]]:
    """Write the file and read it; return what it sets and what is wrong with it, with places."""
    (folder / NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    found, diagnostics = read_settings(folder)
    return found, [f"{each.span.line}:{each.span.column}: {each.message} [{each.code}]" for each in diagnostics]


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    """A setting that is written down and does nothing."""
    found, mistakes = said(tmp_path, WHOLE)
    assert not mistakes
    assert found.build.to == ("pdf",)
    assert found.told(PDF) == {
        "products": ("worksheet", "key"),
        "sections": "level",
        "paper": "letter",
        "fillable": True,
        "variants": ("A", "B"),
        "items": 20,
        "seed": "2027",
        "cards": "1x1",
        "flip": "short",
        "embed_source": True,
    }
    assert found.told(PDF).keys() == PrintOptions.model_fields.keys(), "a key that this test does not try"


def test_what_can_be_chosen_is_what_there_is(tmp_path: Path) -> None:
    """A product, a paper or an output that was added could not be named in the file."""
    assert set(TO_CHOOSE) < set(PRODUCTS)
    assert set(get_args(PrintOptions.model_fields["paper"].annotation)) == set(PAPERS)
    found, mistakes = said(tmp_path, f"[build]\nto = {list(EXPORTERS)}")
    assert not mistakes
    assert found.build.to == tuple(EXPORTERS)
    _, (mistake,) = said(tmp_path, '[build]\nto = ["epub"]')
    assert mistake.startswith("2:6: `build.to[0]`: `epub` is not one of 'anki', 'pdf', 'site', 'tsv' or 'crowdanki'")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[print]\npaper = letter\n", "2:9: this is not TOML: Invalid value [settings-damaged]"),
        ('[print]\npaper = "letter', "2:1: this is not TOML"),
        ('[print]\n\n  paper = "a5"', "3:11: `print.paper`: `a5` is not one of 'a4' or 'letter' [invalid-value]"),
        ("[print]\npapr = 1", "2:1: unknown key `papr` [unknown-key]"),
        ("# mine\n[prints]\npaper = 1", "2:2: unknown key `prints` [unknown-key]"),
        ('print = {paper = "a5"}', "1:9: `print.paper`: `a5` is not one of"),
        ('[print]\nproducts = ["poster"]', "2:12: `print.products[0]`: `poster` is not one of"),
        ('[print]\nvariants = "A,O,0"', "2:12: `print.variants`: two variants have the same name"),
        ('[print]\nvariants = ["A", 1.5]', "2:12: `print.variants`: a variant's name is one to eight letters"),
        ("[print]\nvariants = true", "2:12: `print.variants`: should be names, as text or as a list, or how many"),
        (
            "[print]\nvariants = 1\nitems = 0",
            "3:9: `print.items`: a sheet has between 1 and 1023 questions, not 0 [invalid-value]",
        ),
        ("[print]\nitems = 5", "1:2: `print`: `items` and `seed` say how variants are drawn"),
        ("[build]\nto = []", "2:6: `build.to`: should have at least one entry"),
        ('[print]\nfillable = "yes please"', "2:12: `print.fillable`: "),
        (b"[print]\nseed = '\xff'", "0:0: it is not UTF-8 [settings-damaged]"),
        ("#" * (MAX_BYTES + 1), "0:0: it is larger than 64 KiB [settings-damaged]"),
        ("a = " + "[" * 5000, "1:1: this is not TOML: it is nested too deeply [settings-damaged]"),
    ],
)
def test_mistakes_are_told_where_they_stand(tmp_path: Path, text: str | bytes, told: str) -> None:
    """An author is told that something is wrong, and not what or where."""
    found, (mistake,) = said(tmp_path, text)
    assert mistake.startswith(told)
    assert found == Settings()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.binary() | st.text("[]print.ae=\"'{}#\n 1,"))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str | bytes) -> None:
    """A damaged file ends in a traceback."""
    found, mistakes = said(tmp_path, text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    assert found == Settings() or not mistakes


def test_where_it_is_looked_for(tmp_path: Path) -> None:
    """The settings of a repository do not reach a single lesson of it; or those of a stranger's folder do."""
    below = tmp_path / "repository" / "content"
    below.mkdir(parents=True)
    lesson = below / "lesson.yaml"
    lesson.write_text("")
    (tmp_path / NAME).write_text('[print]\npaper = "letter"\n')
    assert read_settings(lesson)[0] == Settings()
    (tmp_path / "repository" / ".git").mkdir()
    assert read_settings(lesson)[0] == Settings()
    (tmp_path / "repository" / NAME).write_text('[print]\npaper = "letter"\n')
    assert read_settings(lesson)[0].told(PDF) == {"paper": "letter"}
    assert read_settings(below)[0].told(PDF) == {"paper": "letter"}
    (below / NAME).symlink_to(tmp_path / NAME)
    assert [each.code for each in read_settings(below)[1]] == ["settings-damaged"]


def test_mistakes_stop_the_build(tmp_path: Path) -> None:
    """A teacher gets A4 because `paper` was misspelt; or is told of it only when all else is mended."""
    folder = tmp_path / "content"
    folder.mkdir()
    item = "items: [{id: one, kind: recall, concept: thin, stem: What?, points: [{text: That., cite: paper §1}]}]\n"
    write(folder, item)
    (folder / NAME).write_text('[print]\npapr = "letter"\n')
    result = CliRunner().invoke(app, ["build", str(folder), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "unknown key `papr`" in result.output
    assert "unknown-concept" in result.output
    assert not (tmp_path / "out").exists()


def test_settings_are_obeyed(tmp_path: Path) -> None:
    """A build does not write what the file asks for."""
    folder = tmp_path / "content"
    folder.mkdir()
    write(
        folder,
        "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n",
    )
    (folder / NAME).write_text('[build]\nto = ["pdf"]\n[print]\nproducts = ["study"]\n')
    result = CliRunner().invoke(app, ["build", str(folder), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small-study.pdf"]
