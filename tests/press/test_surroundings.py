"""What a document depends on: two that differ in anything have other keys."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from quizgen.press import surroundings as module
from quizgen.press.surroundings import key_of, surroundings
from quizgen.press.typesetting import Sheet

SHEET = Sheet("a.pdf", "<p>x</p>", 7, {"a.png": b"1"}, {"a.yaml": b"2"})


@pytest.mark.parametrize("name", [each.name for each in fields(Sheet)])
def test_all_of_a_sheet_counts(name: str) -> None:
    """A document keeps an old picture, or the date of the last edition."""
    value = getattr(SHEET, name)
    another: Any = {"b": b""} if isinstance(value, dict) else not value if isinstance(value, bool) else type(value)(9)
    assert key_of(replace(SHEET, **{name: another}), "") != key_of(SHEET, "")


def test_keys_tell_values_apart() -> None:
    """Two documents get each other's place."""
    variants: list[dict[str, bytes]] = [{"a": b"bc"}, {"ab": b"c"}, {"a": b"b", "c": b""}, {}]
    keys = {key_of(replace(SHEET, pictures=pictures), "") for pictures in variants}
    assert len({*keys, key_of(replace(SHEET, pictures={}, attachments={"a": b"bc"}), "p {}")}) == 5


@pytest.mark.parametrize("what", ["source_hash", "version", "font_files", "_library"])
def test_other_versions_share_nothing(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade, some documents look as before it and some do not."""
    before = key_of(SHEET, "")
    font = tmp_path / "font.ttf"
    font.write_bytes(b"another")
    others = {"source_hash": lambda: "9", "version": lambda _: "9", "font_files": lambda: (font,), "_library": _nine}
    monkeypatch.setattr(module, what, others[what])
    surroundings.cache_clear()
    try:
        assert key_of(SHEET, "") != before
    finally:
        surroundings.cache_clear()


def _nine(*_: object) -> str:
    return "9"
