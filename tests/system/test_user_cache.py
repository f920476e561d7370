"""The user's cache: where it lies, and what it promises."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from quizgen.system import user_cache
from quizgen.system.user_cache import SWITCH, Store, user_folder


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


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """Everything is computed again each time; or what is new does not take the place of what was there."""
    Store(tmp_path).put({"a": b"1", "print b": b"\0" * 99})
    Store(tmp_path).put({"a": b"2"})
    store = Store(tmp_path)
    assert store.get(["a", "print b", "c"]) == {"a": b"2", "print b": b"\0" * 99}
    assert [store.knows(prefix) for prefix in ("a", "print ", "print a", "b", "p", "q")] == [
        *(True, True, False),
        *(False, True, False),
    ]


def test_two_builds_at_once_keep_both(tmp_path: Path) -> None:
    """The slower one throws away what the other has found, or leaves a mixture of both."""
    script = (
        "import sys; from pathlib import Path; from quizgen.system.user_cache import Store\n"
        "for n in range(40): Store(Path(sys.argv[1])).put({f'{sys.argv[2]}{n}': sys.argv[2].encode() * 9_000})"
    )
    builds = [subprocess.Popen([sys.executable, "-c", script, tmp_path, name]) for name in "ab"]
    assert [build.wait() for build in builds] == [0, 0]
    keys = [f"{name}{number}" for name in "ab" for number in range(40)]
    assert Store(tmp_path).get(keys) == {key: key[0].encode() * 9_000 for key in keys}


def test_build_that_was_killed_spoils_nothing(tmp_path: Path) -> None:
    """What an earlier build has found is lost with it, or the next one finds half of something."""
    Store(tmp_path).put({"a": b"1" * 10**6})
    script = (
        "import sys; from pathlib import Path; from quizgen.system.user_cache import Store\n"
        "while True: Store(Path(sys.argv[1])).put({'b': b'2' * 10**6, 'c': b'3' * 10**6}); print(flush=True)"
    )
    for moment in range(1, 6):
        build = subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE)
        assert build.stdout
        with build.stdout as output:
            for _ in range(moment):
                output.readline()
            build.kill()
            build.wait()
        Store(tmp_path).put({"d": b"4"})
        found = Store(tmp_path).get("abcd")
        assert {key: value[:1] for key, value in found.items() if key in "ad"} == {"a": b"1", "d": b"4"}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let little be kept."""
    monkeypatch.setattr(user_cache, "MAX_BYTES", 40_000)


@pytest.mark.usefixtures("small")
def test_store_does_not_grow_without_end(tmp_path: Path) -> None:
    """A year of builds fills the disk; or what is asked for each day is dropped."""
    store = Store(tmp_path)
    for number in range(100):
        store.put({f"{number:03}": b"x" * 2_000})
        with closing(sqlite3.connect(store.file)) as database, database:
            database.execute("UPDATE results SET used = used - 2")  # two days later
        assert store.get(["000"])
        assert store.file.stat().st_size <= 2 * 40_000
    assert store.get(["001", "098", "099"]).keys() == {"098", "099"}
    store.put({"huge": b"x" * 10_001})
    assert store.get(["huge"]) == {}
    assert [file.name for file in tmp_path.iterdir()] == ["results.sqlite"]


@pytest.mark.usefixtures("small")
def test_file_that_is_much_too_large_is_not_read(tmp_path: Path) -> None:
    """Every check waits for a file that something else has blown up."""
    store = Store(tmp_path)
    store.put({"a": b"1"})
    with store.file.open("ab") as file:
        file.truncate(80_001)
    assert store.get(["a"]) == {}
    store.put({"a": b"2"})
    assert (store.get(["a"]), store.file.stat().st_size < 80_000) == ({"a": b"2"}, True)


@pytest.mark.parametrize("whose", ["another's", "everybody's"])
def test_what_another_could_have_written_is_not_trusted(
    whose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that several users share, one of them decides which answers of the others are right."""
    store = Store(tmp_path / "quizgen")
    store.put({"a": b"1"})
    if whose == "another's":
        monkeypatch.setattr("os.getuid", lambda: tmp_path.stat().st_uid + 1)
    else:
        (tmp_path / "quizgen").chmod(0o777)
    assert (store.get(["a"]), store.knows("a")) == ({}, False)
    before = store.file.read_bytes()
    store.put({"b": b"2"})
    assert store.file.read_bytes() == before
