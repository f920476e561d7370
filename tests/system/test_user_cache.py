"""The user's cache folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.system.user_cache import SWITCH, replace_file, user_folder


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, ".cache/quizgen"),
        ("linux", {"XDG_CACHE_HOME": "/elsewhere"}, "/elsewhere/quizgen"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, ".cache/quizgen"),
        ("darwin", {}, "Library/Caches/quizgen"),
        ("linux", {SWITCH: "off"}, None),
        ("linux", {SWITCH: "OFF"}, None),
        ("linux", {SWITCH: "on"}, ".cache/quizgen"),
    ],
)
def test_cache_lies_where_the_platform_keeps_caches(
    platform: str, environment: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is not found by whoever cleans up, or cannot be switched off."""
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CACHE_HOME", SWITCH):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert user_folder() == (None if expected is None else tmp_path / expected)


def test_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full fills up with halves of files; or the file of before is lost."""
    file = tmp_path / "file"
    file.write_bytes(b"before")

    def refuse(*_: object) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="no room"):
        replace_file(file, b"after")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"before")]
