"""The shelf: what was printed before is not printed again, and never trusted blindly."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest

from quizgen.exporters.pdf import exporting
from quizgen.exporters.pdf.exporting import export, shelf_beside
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.press import surroundings as module
from quizgen.press.surroundings import surroundings
from quizgen.system.user_cache import SWITCH, Store, source_hash
from tests.exporters.samples import sample_lesson

pytestmark = pytest.mark.slow

LESSON = replace(sample_lesson(), cards=sample_lesson().cards[:4])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Switch the cache on, in a folder of the test's own."""
    monkeypatch.delenv(SWITCH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "content").mkdir()
    return tmp_path / "cache" / "quizgen"


def change(folder: Path, statement: str) -> int:
    """Change what is kept, and return how many rows that were."""
    with closing(sqlite3.connect(Store(folder).file)) as database, database:
        return database.execute(statement).rowcount


def built(folder: Path, name: str) -> dict[str, bytes]:
    """Print the lesson, and return the documents."""
    out = folder.parents[1] / name
    out.mkdir()
    written = export([LESSON], out, lambda _: None, PrintOptions().for_content(folder.parents[1] / "content"))
    return {path.name: path.read_bytes() for path in written}


class Forbidden:
    """In the place of the processes that print: none may be started."""

    def __init__(self, *_: object) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def start(self) -> None:
        """Fail."""
        raise AssertionError("a process was started")

    def run(self, sheets: object) -> list[object]:
        """Fail if there is something to print."""
        assert list(sheets) == []  # type: ignore[call-overload]
        return []


def test_unchanged_documents_are_not_printed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A teacher who mends one lesson of twenty waits for all of them; or what is printed then differs."""
    first = built(folder, "first")
    assert change(folder, "UPDATE results SET used = used") == len(first) == 2
    monkeypatch.setattr(exporting, "Presses", Forbidden)
    assert built(folder, "second") == first


def test_changed_document_is_printed_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A correction does not arrive on paper."""
    first = built(folder, "first")
    changed = replace(LESSON.cards[-1], evidence="as another book says")
    monkeypatch.setattr("tests.exporters.pdf.test_shelf.LESSON", replace(LESSON, cards=(*LESSON.cards[:-1], changed)))
    second = built(folder, "second")
    assert (second.keys(), second != first) == (first.keys(), True)


def test_nothing_is_kept_where_versions_are_unknown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can tell whether Pango was upgraded, old documents are handed out."""
    assert shelf_beside(folder.parents[1] / "content") is not None
    monkeypatch.setattr(module, "_library", lambda *_: None)
    surroundings.cache_clear()
    try:
        assert shelf_beside(folder.parents[1] / "content") is None
    finally:
        surroundings.cache_clear()


DAMAGES = {
    "truncated": "UPDATE results SET data = SUBSTR(data, 1, LENGTH(data) - 9)",
    "bit": "UPDATE results SET data = CAST(SUBSTR(data, 1, 499) || X'01' || SUBSTR(data, 501) AS BLOB)",
    "empty": "UPDATE results SET data = X''",
    "no sum": "UPDATE results SET sum = NULL",
    "no bytes": "UPDATE results SET data = 7",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_document_is_printed_again(folder: Path, damage: str) -> None:
    """A disk that was full decides what a class is handed."""
    first = built(folder, "first")
    assert change(folder, DAMAGES[damage]) == 2
    assert built(folder, "second") == first
    assert built(folder, "third") == first


def test_documents_are_not_taken_for_one_another(folder: Path) -> None:
    """A key is handed out as the worksheet."""
    first = built(folder, "first")
    swapped = "UPDATE results AS one SET data = other.data, sum = other.sum FROM results AS other"
    assert change(folder, f"{swapped} WHERE one.key <> other.key") == 2
    assert built(folder, "second") == first


def test_shelf_that_content_could_ship_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's folder of lessons brings along what is printed, whatever its lessons say."""
    monkeypatch.delenv(SWITCH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    assert shelf_beside(tmp_path) is None
    assert shelf_beside(None) is None
    assert shelf_beside(tmp_path / "elsewhere" / "content") is not None


def test_switched_off_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants no traces finds documents in the cache folder."""
    monkeypatch.setenv(SWITCH, "off")
    assert built(folder, "first")
    assert not folder.exists()


def test_place_that_cannot_be_written_is_ignored(folder: Path) -> None:
    """A read-only home stops every build."""
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way", encoding="utf-8")
    assert built(folder, "first")


def test_source_counts() -> None:
    """A mended template or exporter goes on with the old documents."""
    assert source_hash() in surroundings()
