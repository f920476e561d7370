"""Spreadsheets of Excel and LibreOffice (XLSX): a question in each row, on each sheet that is not hidden."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from quizgen.importers import Imported, Importer
from quizgen.importers.kit.cells import shown
from quizgen.importers.kit.lesson import lesson
from quizgen.importers.kit.questions import Reading
from quizgen.importers.kit.source import Unreadable, Wishes, bytes_of
from quizgen.importers.kit.tables import Row, Table

MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_PARTS: Final = 2_000
MAX_ROWS, MAX_COLUMNS = 20_000, 100
_PIECE: Final = 65_536
_TEXTS: Final = ("xl/sharedStrings", "xl/worksheets/")
_RUNS: Final = "runs of words"
_LEFT: Final = {
    _RUNS: "bold and other looks of words within a cell",
    "xl/media/": "the pictures in it: save them as files, and name them in a text",
    "xl/comments": "the comments on its cells",
    "xl/threadedComments": "the comments on its cells",
    "xl/charts/": "its charts",
}
"""Parts of a file that have no counterpart."""


def read(path: Path, wishes: Wishes) -> Imported:
    """Return a lesson with a question for each row of each sheet."""
    reading = Reading(path)
    try:
        data = bytes_of(path)
        names = _opened(path, data)
        books = _books(path, data)
    except Unreadable as problem:
        return Imported("", (problem.diagnostic,))
    for left in dict.fromkeys(what for start, what in _LEFT.items() if any(name.startswith(start) for name in names)):
        reading.leave(f"left out: {left}")
    try:
        sheets = [sheet for sheet in books[0].worksheets if sheet.sheet_state == "visible"]
        for sheet in books[0].worksheets:
            if sheet not in sheets:
                reading.leave(f"left out: the sheet {sheet.title}, which is hidden")
        for sheet in sheets:
            reading.part = sheet.title if len(sheets) > 1 else ""
            table = Table(reading, wishes, category=(sheet.title,) if len(sheets) > 1 else ())
            table.read(_rows(sheet, books[1][sheet.title], reading))
    except Exception as problem:  # noqa: BLE001 - openpyxl raises whatever a damaged part makes it stumble over
        reading.lose(
            f"this part of the file is damaged: {type(problem).__name__}", "", "save it again from its program"
        )
    reading.part = ""
    if not reading.entries:
        reading.line = 0
        reading.lose("there is no row with a question and an answer", "", "name the columns `question` and `answer`")
    return lesson(reading, wishes)


def _opened(path: Path, data: bytes) -> list[str]:
    """Return the names of the parts of a file that may be read; `_RUNS` among them if words in cells have looks.

    Raises:
        Unreadable: it is none, unpacks to too much, or defines entities, which could multiply.
    """
    again = "save it again from its program"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Unreadable(path, f"it unpacks to more than {MAX_UNPACKED // 2**20} MiB", "divide it")
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")) and _defines(packed, part):
                    raise Unreadable(path, "it defines entities, which no spreadsheet does", again)
            names = [part.filename for part in parts]
            texts = [name for name in names if name.startswith(_TEXTS)]
            return [*names, *([_RUNS] if any(b"<r>" in packed.read(name) for name in texts) else [])]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as problem:
        raise Unreadable(path, f"it is no XLSX file: {problem}", f"{again}, as XLSX and without a password") from None


def _defines(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part has a document type; it is read up to its first element."""
    found: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = lambda *_: found.append(False)
    with packed.open(part) as stream:
        while not found and (piece := stream.read(_PIECE)):
            try:
                parser.Parse(piece)
            except expat.ExpatError:
                break
    return any(found[:1])


def _books(path: Path, data: bytes) -> tuple[Any, Any]:
    """Return the workbook with what its formulas came to, and with the formulas.

    Raises:
        Unreadable: openpyxl is not there, or cannot read it.
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra
    except ImportError:
        hint = 'pip install "quizgen[xlsx]"; or save the sheet as CSV'
        raise Unreadable(path, "reading XLSX takes the package openpyxl, which is not installed", hint) from None
    try:
        return (
            load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False),
            load_workbook(io.BytesIO(data), read_only=True, keep_links=False),
        )
    except Exception as problem:  # noqa: BLE001 - as above
        why = f"it is no XLSX file, or a damaged one: {type(problem).__name__}"
        raise Unreadable(path, why, "save it again from its program") from None


def _rows(sheet: Any, formulas: Any, reading: Reading) -> Iterator[Row]:  # noqa: ANN401 - openpyxl's, half typed
    """Yield the rows of a sheet, as they are shown; a formula whose value was not stored is told."""
    sheet.reset_dimensions()
    formulas.reset_dimensions()
    bounds = {"max_row": MAX_ROWS + 1, "max_col": MAX_COLUMNS + 1}
    for number, (cells, behind) in enumerate(
        zip(sheet.iter_rows(**bounds), formulas.iter_rows(**bounds), strict=True), 1
    ):
        texts = [shown(cell.value, cell.number_format or "General") if cell.value is not None else "" for cell in cells]
        if number > MAX_ROWS or any(texts[MAX_COLUMNS:]):
            what = f"what stands behind row {MAX_ROWS:,} or column {MAX_COLUMNS}"
            reading.leave(f"left out: {what}", "divide the sheet", number)
            if number > MAX_ROWS:
                return
        for cell, formula in zip(cells, behind, strict=False):
            if cell.value is None and formula.value is not None:
                what = f"the formula in {formula.coordinate}, whose value is not stored"
                reading.leave(f"left out: {what}", "open the file in a spreadsheet program and save it", number)
        yield Row(number, texts[:MAX_COLUMNS])


IMPORTER = Importer(
    "xlsx",
    "spreadsheets with a question in each row, of Excel and LibreOffice",
    (".xlsx", ".xlsm"),
    lambda path: read(path, Wishes()),
    asked=read,
)
