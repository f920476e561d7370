"""Tables of two columns, question and answer, as spreadsheets and Anki write them: CSV, or text with tabs."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any, Final

import yaml

from quizgen.diagnostics import Diagnostic, Span, error, warning
from quizgen.importers import Imported, Importer

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_CHARACTERS: Final = 20_000
"""Of a cell: a text of a lesson has no more."""

_HEAD: Final = {"question", "front", "stem"}
_SYNTAX = re.compile(r"([\\`*_{}\[\]<>#$~|&!]|^(?:[-+=]|\d+(?=[.)])))", re.MULTILINE)
"""What Markdown, formulas and templates would take for their own."""


def read(path: Path) -> Imported:
    """Return a lesson with a recall card for each row."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Imported("", (_refused(path, f"it is larger than {MAX_BYTES // 2**20} MiB", "split it"),))
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        return Imported("", (_refused(path, f"it cannot be read: {problem.strerror}", "change its permissions"),))
    except UnicodeDecodeError:
        return Imported("", (_refused(path, "it is not UTF-8", "save it as UTF-8"),))
    tabs = path.suffix.lower() != ".csv"
    lines = text.splitlines(keepends=True)
    rows = csv.reader(lines, delimiter="\t" if tabs else ",")
    found: list[Diagnostic] = []
    cards: list[tuple[str, str]] = []
    start = 1
    try:
        for row in rows:
            span, start = Span(path.as_posix(), start, 1), rows.line_num + 1
            cells = [cell.strip() for cell in row]
            if not any(cells) or (tabs and row[0].startswith("#")) or (not cards and cells[0].lower() in _HEAD):
                continue
            if len(cells) < 2 or not all(cells[:2]) or max(map(len, cells)) > MAX_CHARACTERS:
                hint = f"a row has a question and an answer, of at most {MAX_CHARACTERS:,} characters"
                found.append(error("import", span, "this row makes no card", hint))
                continue
            if any(cells[2:]):
                found.append(warning("import", span, "columns beyond the second are left out"))
            cards.append((cells[0], cells[1]))
    except csv.Error as problem:
        found.append(error("import", Span(path.as_posix(), start, 1), f"this is no table: {problem}"))
    if not cards:
        found.append(_refused(path, "there is no row with a question and an answer", "write `question,answer`"))
    return Imported(_lesson(path, cards) if cards else "", tuple(found))


def _refused(path: Path, why: str, hint: str) -> Diagnostic:
    return error("import", Span(path.as_posix()), why, hint)


def _lesson(path: Path, cards: list[tuple[str, str]]) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:60] or "imported"
    reason = f"imported from {path.name}"[:300]
    data: dict[str, Any] = {
        "format": "lesson/1",
        "id": name,
        "title": path.stem[:300] or name,
        "subject": "imported",
        "level": "junior",
        "license": "LicenseRef-unknown",
        "released": "2000-01-01",
        "concepts": [
            {"id": name, "name": path.stem[:300] or name, "definition": "To be defined.", "unverified": reason}
        ],
        "items": [
            {
                "id": f"{name}-{number}",
                "kind": "recall",
                "concept": name,
                "stem": _plain(question),
                "points": [{"text": _plain(answer), "unverified": reason}],
            }
            for number, (question, answer) in enumerate(cards, start=1)
        ],
    }
    body = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120).replace("'2000-01-01'", "2000-01-01")
    return f"# {reason}. Complete the head, divide the concept, and give the answers evidence.\n{body}"


def _plain(text: str) -> str:
    """Return a text that shows as it stands."""
    return _SYNTAX.sub(r"\\\1", text)


IMPORTER = Importer(
    "table", "tables with a question and an answer in each row: CSV, or text with tabs", (".tsv", ".csv", ".txt"), read
)
