"""XLSX: cells as they are shown, several sheets, and files that would take more than their size."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.importers import xlsx
from quizgen.importers.kit.cells import shown
from quizgen.importers.kit.source import Wishes
from tests.importers.importing import imported
from tests.importers.pictures import draw


def saved(path: Path, *rows: tuple[Any, ...]) -> Workbook:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


def test_a_spreadsheet_becomes_a_lesson(tmp_path: Path) -> None:
    """A teacher's list of years has to be saved as CSV first, and loses its letters there."""
    path = tmp_path / "quiz.xlsx"
    rows = (("Frage", "Antwort", "Art"), ("Wie viel?", 1234.5, "numeric"), ("Größe 你好?", "Zeile 1\nZeile 2", None))
    saved(path, *rows, ("Wahr?", True, "tf"))
    result = imported("xlsx", path)
    assert result.items[0]["answer"]["value"] == 1234.5
    assert result.items[1]["points"][0]["text"] == "Zeile 1\\\nZeile 2"
    assert [o["text"] for o in result.items[2]["options"] if o.get("key")] == ["True"]
    assert result.told == []


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.891, "#,##0.00", "1\u202f234\u202f567.89"),
        (0.256, "0.0%", "25.6%"),
        (3.5, '0.00" m"', "3.50 m"),
        (5, "[$€-407] 0.##", "€ 5"),
        (-2, "0;(0)", "(2)"),
        (0, '0;-0;"none"', "none"),
        (12345, "0.00E+00", "1.23E+04"),
        (dt.datetime(2026, 1, 31, 9, 5), "dd.mm.yyyy hh:mm", "31.01.2026 09:05"),  # noqa: DTZ001
        (dt.datetime(2026, 1, 31), "mm-dd-yy", "2026-01-31"),  # noqa: DTZ001
        (dt.datetime(2026, 1, 31), "d mmmm yyyy", "31 January 2026"),  # noqa: DTZ001
        (dt.time(15, 4, 7), "h:mm:ss AM/PM", "3:04:07 PM"),
        (dt.timedelta(hours=30, minutes=2), "[h]:mm", "30:02"),
        (False, "General", "FALSE"),
        (None, "General", ""),
    ],
)
def test_cells_are_as_they_are_shown(value: object, number_format: str, text: str) -> None:
    """A date comes out as 46053, a half as 0.5000000001, and an answer is wrong that was right in the sheet."""
    assert shown(value, number_format) == text


def test_sheets_are_concepts_and_what_is_left_out_is_told(tmp_path: Path) -> None:
    """Half of a file is missing: a second sheet, a picture, a formula that was never computed."""
    draw(tmp_path / "a.png")
    path = tmp_path / "quiz.xlsx"
    book = saved(path, ("Question", "Answer"), ("One?", "=1+1"), ("Two?", "2"))
    second = book.create_sheet("Cells & more")
    second.append(("Three?", "3"))
    second["A2"] = CellRichText("Four", TextBlock(InlineFont(b=True), "?"))
    second["B2"] = 4
    book.create_sheet("Draft").sheet_state = "hidden"
    from openpyxl.drawing.image import Image  # noqa: PLC0415

    second.add_image(Image(str(tmp_path / "a.png")))
    book.save(path)
    result = imported("xlsx", path)
    assert [item["concept"] for item in result.items] == ["quiz-sheet", "quiz-cells-more", "quiz-cells-more"]
    assert result.told == [
        (0, "left out: bold and other looks of words within a cell"),
        (0, "left out: the pictures in it: save them as files, and name them in a text"),
        (0, "left out: the sheet Draft, which is hidden"),
        (2, "left out: the formula in B2, whose value is not stored"),
        (2, "this row makes no card: it has no answer"),
    ]
    assert result.imported.diagnostics[3].span.file == f"{path.as_posix()} (Sheet)"


def test_bombs_are_refused(tmp_path: Path) -> None:
    """A file of a few kilobytes from a stranger fills the memory."""
    whole = tmp_path / "whole.xlsx"
    saved(whole, ("One?", "1"))
    bombs: dict[str, tuple[str, bytes]] = {
        "it unpacks to more than 64 MiB": ("xl/media/a.bin", bytes(65 * 2**20)),
        "it defines entities, which no spreadsheet does": (
            "xl/sharedStrings.xml",
            b'<?xml version="1.0"?><!-- ' + b" " * 70_000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>',
        ),
    }
    for told, (name, data) in bombs.items():
        path = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(whole) as good, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bad:
            for part in good.namelist():
                if part != name:
                    bad.writestr(part, good.read(part))
            bad.writestr(name, data)
        result = xlsx.read(path, Wishes())
        assert (result.lesson, [one.message for one in result.diagnostics]) == ("", [told])


def test_damaged_files_are_told(tmp_path: Path) -> None:
    """A file that a disk has damaged, or that is another one by name, ends in a traceback."""
    whole = tmp_path / "whole.xlsx"
    saved(whole, ("One?", "1"), ("Two?", "2"))
    data = whole.read_bytes()
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    for number, bad in enumerate(
        (b"", b"One?,1\n", data[: len(data) // 2], empty.getvalue(), data[:200] + b"x" * 50 + data[250:])
    ):
        path = tmp_path / f"bad{number}.xlsx"
        path.write_bytes(bad)
        result = xlsx.read(path, Wishes())
        assert result.diagnostics or result.lesson


def test_without_openpyxl_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has installed quizgen without extras gets a traceback for a spreadsheet."""
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / "quiz.xlsx", ("One?", "1"))
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    result = CliRunner().invoke(app, ["import", "quiz.xlsx"])
    assert result.exit_code == 1
    assert 'pip install "quizgen[xlsx]"; or save the sheet as CSV' in result.stderr
