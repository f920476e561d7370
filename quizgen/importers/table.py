"""Tables as spreadsheets write them: CSV, or text with tabs, semicolons or bars; a question in each row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from quizgen.diagnostics import error
from quizgen.importers import Imported, Importer
from quizgen.importers.kit.lesson import lesson
from quizgen.importers.kit.markup import tell_of_tags
from quizgen.importers.kit.questions import Reading
from quizgen.importers.kit.source import MAX_BYTES, Unreadable, Wishes, text_of
from quizgen.importers.kit.tables import Row, Table

_TRIED = 200
"""So many rows are looked at to find out what stands between the cells."""


def read(path: Path, wishes: Wishes) -> Imported:
    """Return a lesson with a question for each row."""
    try:
        text, told = text_of(path, wishes.encoding)
    except Unreadable as problem:
        return Imported("", (problem.diagnostic,))
    reading = Reading(path, told=list(told))
    tell_of_tags(text, reading)
    skipped = 0
    if text[:5].lower() == "sep=" + text[4:5] and text[5:6] in "\r\n":
        between, text, skipped = text[4], text.partition("\n")[2], 1
    else:
        between = separator(text, path.suffix.lower())
    table = Table(reading, wishes, comma=between == ";", separators="|" if between == ";" else "|;")
    table.read(rows(text, between, reading, skipped))
    if not reading.entries:
        reading.line = 0
        reading.lose("there is no row with a question and an answer", "", "write `question,answer`")
    return lesson(reading, wishes)


def separator(text: str, suffix: str = "") -> str:
    """Return what stands between the cells of a table: what makes most rows as long as most others."""
    best, between = (0.0, 0), "\t" if suffix in {".tsv", ".tab"} else ","
    for mark in "\t;,|":
        counted: Counter[int] = Counter()
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
                counted[len(row)] += bool(row) and not (row[0].startswith("#") and len(row) == 1)
                if counted.total() == _TRIED:
                    break
        except csv.Error:
            pass
        wide, often = max(
            ((wide, often) for wide, often in counted.items() if wide > 1), key=lambda one: one[1], default=(1, 0)
        )
        score = (round(often / max(counted.total(), 1), 2), wide)
        if score > best or (score[0] >= 0.5 and score[0] == best[0] and mark == "\t"):
            best, between = score, mark
    return between


def rows(text: str, between: str, reading: Reading, skipped: int = 0) -> Iterator[Row]:
    """Yield the rows of a text; a line that begins with # and has one cell is a comment."""
    csv.field_size_limit(MAX_BYTES)
    found = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    start = 1 + skipped
    try:
        for cells in found:
            line, start = start, found.line_num + 1 + skipped
            if not cells or (len(cells) == 1 and cells[0].startswith("#")):
                continue
            yield Row(line, cells)
    except csv.Error as problem:
        reading.told.append(error("import", reading.span(start), f"this is no table: {problem}"))


def _is_table(head: str) -> bool:
    """Tell whether a text has cells: most of its rows have as many as others."""
    counts = Counter(len(row) for row in csv.reader(head.splitlines(), delimiter=separator(head)) if row)
    wide, often = counts.most_common(1)[0] if counts else (1, 0)
    return wide > 1 and often > counts.total() // 2


IMPORTER = Importer(
    "table",
    "tables with a question in each row: CSV, or text with tabs, semicolons or bars",
    (".tsv", ".csv", ".tab", ".txt"),
    lambda path: read(path, Wishes()),
    asked=read,
)
