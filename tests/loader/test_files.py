"""The files of a folder: which are read, and what is said about those that cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.loader.document import MAX_BYTES
from quizgen.loader.files import content_files, shown
from tests.small import write

ITEM = "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n"
NOBODY = 65534
"""The user id of nobody: root may read everything, so that permissions are tried as somebody else."""


def only(folder: Path) -> Diagnostic:
    """Load a folder and return the one thing that is said."""
    _, (found,) = load(folder)
    return found


def test_files_come_sorted_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    """Decks must not depend on the order of a file system, nor on what an editor or git keeps beside the lessons."""
    for name in ("b.yaml", "a.yml", ".a.yaml.swp.yaml", "notes.txt", "z/a.yaml", ".git/c.yaml", "b/c.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    files, found = content_files(tmp_path)
    assert [file.relative_to(tmp_path).as_posix() for file in files] == ["a.yml", "b.yaml", "b/c.yaml", "z/a.yaml"]
    assert found == []


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"\xef\xbb\xbfformat: lesson/2\n", "file-format", 1, 9),
        (b"a: 1\nb: caf\xe9\n", "file-encoding", 2, 7),
        ("a: 1".encode("utf-16"), "file-encoding", 1, 1),
        (b"", "file-empty", 0, 0),
        (b"a: \x00", "yaml-character", 1, 4),
        (b"#" * (MAX_BYTES + 1), "file-too-large", 0, 0),
        (b"- " * (MAX_BYTES // 2), "yaml-depth", 1, 63),
        (b"[a,a,a,a,a,a,a,a]\n" + b"#" * 100, "file-format", 1, 1),
        (b"a: b\r\n\r\nformat: x\r\n", "file-format", 3, 9),
    ],
    ids=["bom", "latin-1", "utf-16", "empty", "nul", "large", "large and deep", "a list", "windows"],
)
def test_file_that_is_no_lesson_is_refused(tmp_path: Path, data: bytes, code: str, line: int, column: int) -> None:
    """Whatever was saved by mistake, by another program or for mischief, is named with its place."""
    (tmp_path / "lesson.yaml").write_bytes(data)
    found = only(tmp_path)
    assert (found.code, found.span.line, found.span.column) == (code, line, column)


def test_ten_megabytes_are_refused_without_being_parsed(tmp_path: Path) -> None:
    """A file that was put there by mistake must not hold the author up."""
    (tmp_path / "lesson.yaml").write_bytes(b"a: [x, y]\n" * 1_048_576)
    assert only(tmp_path).message == "the file is larger than 8 MiB"


def test_empty_folder_says_so(tmp_path: Path) -> None:
    """Building nothing without a word would look like success."""
    assert (only(tmp_path).code, only(tmp_path).hint) == ("content-empty", "write a lesson, or name another folder")


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A stranger's lesson could show the world a file of whoever builds it."""
    (tmp_path / "content").mkdir()
    (tmp_path / "secret.yaml").write_text("format: lesson/1\n", encoding="utf-8")
    (tmp_path / "content" / "lesson.yaml").symlink_to(tmp_path / "secret.yaml")
    assert only(tmp_path / "content").code == "file-outside"


def test_link_within_the_folder_is_read(tmp_path: Path) -> None:
    """An author may let two names stand for one file."""
    write(tmp_path, ITEM)
    (tmp_path / "again.yaml").symlink_to("small.yaml")
    deck, found = load(tmp_path)
    assert (len(deck.lessons), found) == (2, ())


def test_links_that_lead_nowhere_are_refused(tmp_path: Path) -> None:
    """A circle of links, a missing file, a pipe that nobody writes to: none may hang or raise."""
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "gone.yaml").symlink_to("nothing.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    _, found = load(tmp_path)
    assert sorted((Path(d.span.file).name, d.code) for d in found) == [
        ("circle.yaml", "file-outside"),
        ("gone.yaml", "file-unreadable"),
        ("pipe.yaml", "file-outside"),
    ]


def test_name_that_is_no_utf_8_can_be_shown(tmp_path: Path) -> None:
    """A file from another system must not make the message about it fail."""
    name = os.fsdecode(b"caf\xe9.yaml")
    (tmp_path / name).write_text("a: [", encoding="utf-8")
    found = only(tmp_path)
    assert found.span.file.endswith("caf\\xe9.yaml")
    assert found.code == "yaml-syntax"


def test_paths_are_shown_as_the_author_knows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor jumps to a path that is relative to where the command ran."""
    monkeypatch.chdir(tmp_path)
    assert shown(Path("content/a.yaml")) == "content/a.yaml"
    assert shown(tmp_path / "content" / ".." / "b.yaml") == "b.yaml"
    assert shown(tmp_path.parent) == tmp_path.parent.as_posix()


@pytest.mark.parametrize(("locked", "code"), [("folder", "folder-unreadable"), ("file", "file-unreadable")])
def test_without_permission_the_rest_is_still_read(locked: str, code: str) -> None:
    """One locked folder must not hide what is wrong with all others. Run as nobody: root may read everything."""
    program = (
        "import encodings.utf_8_sig, os, sys\n"
        "from pathlib import Path\n"
        "from quizgen.loader import load\n"
        "from quizgen.simulators import SIMULATORS\n"
        "list(SIMULATORS.values())  # nobody may not read where they are imported from\n"
        f"if os.getuid() == 0: os.setuid({NOBODY})\n"
        "deck, found = load(Path(sys.argv[1]))\n"
        "print(len(deck.lessons), *[d.code for d in found])\n"
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder, ITEM)
        (folder / "locked").mkdir()
        file = write(folder / "locked", ITEM, "other")
        (file.parent if locked == "folder" else file).chmod(0)
        done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=False)
        file.parent.chmod(0o755)
    assert (done.stdout, done.stderr) == (f"1 {code}\n", "")
