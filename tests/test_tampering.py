"""Every sort of slip, made mechanically in the shipped lessons: what `quizgen check` finds, and what reading adds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from quizgen.compiler import Checked, Silent, check
from quizgen.crosscheck import Laboratory
from quizgen.diagnostics import Diagnostic, has_errors
from quizgen.review import sign
from quizgen.system import resources
from tests.docs.pages import DOCS, table
from tests.tampering import SORTS, Part, parts, sample

MOST = 24
"""Slips of each sort."""
PAGE = DOCS / "review.md"
HEAD = "| Slip | Made | Found by `check` | Found once signed |"


class Row(NamedTuple):
    """What came of the slips of one sort, or of all: how many were made, found by `check`, found once signed."""

    sort: str
    made: int
    checked: int
    signed: int

    @property
    def cells(self) -> str:
        """The row of the page's table."""
        return f"| {self.sort} | {self.made} | {self.checked} | {self.signed} |"


class Desk:
    """Where parts of the lessons are signed, and then tampered with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._laboratory = Laboratory()
        self._sound: dict[str, tuple[Path, set[str]]] = {}

    def found(self, part: Part, changed: object) -> set[str]:
        """Return the codes of what is said of a changed part of which all was signed, and not of the sound one."""
        if part.name not in self._sound:
            self._sound[part.name] = self._signed(part)
        file, before = self._sound[part.name]
        return _codes(self._check(file, changed).diagnostics) - before

    def _signed(self, part: Part) -> tuple[Path, set[str]]:
        folder = self._folder / str(len(self._sound))
        folder.mkdir()
        file = folder / "lesson.yaml"
        checked = self._check(file, part.data)
        assert [each for each in checked.diagnostics if has_errors([each]) and each.code != "unread"] == []
        for statement in list(checked.reading.unread):
            sign(file, statement.key, "2026-01-31")
        again = self._check(file, part.data)
        assert not list(again.reading.unread)
        return file, _codes(again.diagnostics)

    def _check(self, file: Path, data: Any) -> Checked:  # noqa: ANN401 - plain data
        file.write_text(json.dumps(data), encoding="utf-8")  # which is YAML
        return check(file, Silent(), self._laboratory, unread="error")


def _codes(diagnostics: tuple[Diagnostic, ...]) -> set[str]:
    return {diagnostic.code for diagnostic in diagnostics}


def _measured(desk: Desk, missed: list[str]) -> Iterator[Row]:
    files = sorted(resources.content().rglob("raft-*.yaml"))
    found = [part for file in files for part in parts(file)]
    for name, sort in SORTS.items():
        told = [(part.name, desk.found(part, changed)) for part, changed in sample(found, sort, MOST)]
        missed += [f"{name}: {part}" for part, codes in told if not codes]
        checked = sum(bool(codes - {"unread"}) for _, codes in told)
        yield Row(name, len(told), checked, sum(bool(codes) for _, codes in told))


def _all(rows: list[Row]) -> Row:
    return Row("all", sum(row.made for row in rows), sum(row.checked for row in rows), sum(row.signed for row in rows))


def _page(rows: list[Row]) -> str:
    """Return the page with the table of what was measured."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(HEAD)
    lines = [HEAD, "| --- | --- | --- | --- |", *(row.cells for row in (*rows, _all(rows)))]
    return before + "\n".join(lines) + "\n\n" + rest.partition("\n\n")[2]


@pytest.mark.slow
def test_what_is_changed_beside_what_was_read_is_found(
    tmp_path: Path, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    """A text no longer says what its claim says, although somebody had read both; it is learnt by heart."""
    missed: list[str] = []
    rows = list(_measured(Desk(tmp_path), missed))
    if request.config.getoption("--rewrite-golden"):
        PAGE.write_text(_page(rows), encoding="utf-8")
    found = _all(rows)
    share = f"{found.checked / found.made:.0%}"
    record_property("slips", f"{found.checked} of {found.made} found by check ({share}), {found.signed} once signed")
    assert missed == []
    *told, total = (Row(row[0], *map(int, row[1:])) for row in table(PAGE.read_text(encoding="utf-8"), HEAD))
    assert [row[:2] for row in told] == [row[:2] for row in rows]
    assert total == _all(told)
    assert abs(found.checked - total.checked) <= found.made / 50, "pytest --rewrite-golden, then git diff docs"
