"""The compiler: phases in order, and a build that is all or nothing."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.cards import RenderedLesson
from quizgen.compiler import Silent
from quizgen.exporters import EXPORTERS, Exporter, ExportError, Options, Progress
from quizgen.system.publish import HalfPublished
from tests.small import write

POINT = "points: [{text: That., %s}]"
ITEM = "items: [{id: one, kind: recall, concept: thing, scenario: elected, stem: What?, " + POINT + "}]\n"
SOUND, WRONG = ITEM % "cite: paper §1", ITEM % "always: leaders() == 0"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
"""A PNG of one pixel."""


class Told:
    """A report that remembers."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, what: str) -> None:
        """Remember the step."""
        self.steps.append((done, total, what))


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Put a small exporter in the place of all; it raises what is put into the list."""
    problems: list[BaseException] = []

    def write_small(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, _: Options) -> list[Path]:
        progress("one page")
        (folder / "out.txt").write_text(str([lesson.id for lesson in lessons]), encoding="utf-8")
        for problem in problems:
            raise problem
        return [folder / "out.txt"]

    monkeypatch.setitem(EXPORTERS, "site", Exporter("site", "a page", write_small, Options))
    return problems


def test_sound_content_is_built(tmp_path: Path, export: list[BaseException]) -> None:
    """The report says what goes on, and the result where everything is."""
    told = Told()
    built = compiler.build(write(tmp_path, SOUND), ["site"], tmp_path / "out", told)
    assert (built.sound, built.written, export) == (True, (tmp_path / "out" / "out.txt",), [])
    assert [what for _, _, what in told.steps] == ["cards", "writing site", "one page"]
    assert built.checked.tally == {"computed": 0, "cited": 1, "unverified": 0}


def test_wrong_content_is_not_built(tmp_path: Path, export: list[BaseException]) -> None:
    """Not even the folder is made: a deck that disagrees with the simulator does not exist."""
    built = compiler.build(write(tmp_path, WRONG), ["site"], tmp_path / "out", Silent())
    assert (built.sound, built.written, export) == (False, (), [])
    assert [diagnostic.code for diagnostic in built.diagnostics] == ["assertion-is-false"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("problem", "code", "message"),
    [
        (ExportError("item one: too wide"), "export", "item one: too wide"),
        (OSError(28, "No space left on device"), "output-unwritable", "cannot be written: No space left on device"),
        (sqlite3.OperationalError("disk I/O error"), "output-unwritable", "disk I/O error"),
    ],
)
def test_export_that_fails_leaves_the_old_output(
    tmp_path: Path, export: list[BaseException], problem: BaseException, code: str, message: str
) -> None:
    """What was built yesterday is still there, whole, and the author learns why there is nothing new."""
    file = write(tmp_path, SOUND)
    compiler.build(file, ["site"], tmp_path / "out", Silent())
    export.append(problem)
    built = compiler.build(write(tmp_path, SOUND, "other"), ["site"], tmp_path / "out", Silent())
    assert not built.sound
    assert [(found.code, message in found.message) for found in built.diagnostics] == [(code, True)]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["out.txt"]
    assert (tmp_path / "out" / "out.txt").read_text(encoding="utf-8") == "['small']"


def test_outputs_that_write_one_file_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output of a plug-in replaces a deck, and nobody is told."""

    def write_loudly(_l: Sequence[RenderedLesson], folder: Path, _p: Progress, _: Options) -> list[Path]:
        (folder / "Small.APKG").write_text("verses", encoding="utf-8")
        return [folder / "Small.APKG"]

    monkeypatch.setitem(EXPORTERS, "site", Exporter("verse", "verses", write_loudly, Options))
    built = compiler.build(write(tmp_path, SOUND), ["anki", "site"], tmp_path / "out", Silent())
    assert [found.message for found in built.diagnostics] == [
        "the outputs anki and verse both write Small.APKG; give each a build of its own"
    ]
    assert _files(tmp_path / "out") == []


NAMES = ("index", "site", "tsv", "media", "crowdanki", "questions-1", "quizgen", "deck", "x", "x-key", "x-1")


@pytest.mark.slow
def test_no_lesson_writes_over_another_whatever_they_are_called(tmp_path: Path) -> None:
    """A lesson that is called `media` or `index` replaces a part of another's output."""
    outputs = ["anki", "site", "tsv", "crowdanki"]

    def built(names: Sequence[str], folder: Path) -> set[str]:
        folder.mkdir()
        (folder / "dot.png").write_bytes(PIXEL)
        for name in names:
            body = SOUND.replace("What?", f"'![{name}](dot.png)'").replace("id: one", f"id: in-{name}")
            concept = f"concepts: [{{id: of-{name}, name: Thing {name}, definition: A thing., cite: paper §1}}]\n"
            write(folder, concept + body.replace("concept: thing", f"concept: of-{name}"), name)
        result = compiler.build(folder, outputs, folder / "out", Silent(), compiler.Options(new_decks=True))
        assert result.diagnostics == ()
        return {str(path.relative_to(folder / "out")) for path in _files(folder / "out") if path.is_file()}

    together = built(NAMES, tmp_path / "together")
    alone = [built([name], tmp_path / name) for name in NAMES]
    assert together == set().union(*alone)
    met = {name for one, other in combinations(alone, 2) for name in one & other}
    of_all = re.compile(r"site/index\.html|site/quizgen\.[^/]*|tsv/media/quizgen-[^/]*|[^/]*/\.[^/]*")
    assert sorted(name for name in met if not of_all.fullmatch(name)) == []


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_folder_of_the_user_s_is_not_replaced(tmp_path: Path) -> None:
    """`--out .` in a project with a folder `site/` of its own would delete that folder."""
    file = write(tmp_path, SOUND)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.html").touch()
    before = _files(tmp_path)
    built = compiler.build(file, ["site"], tmp_path, Silent())
    (found,) = built.diagnostics
    assert (found.code, found.span.file, built.written) == ("output-in-the-way", str(tmp_path / "site"), ())
    assert "a folder that quizgen did not write" in found.message
    assert "--out" in found.hint
    assert _files(tmp_path) == before


@pytest.mark.parametrize("place", ["site", "site/deeper"])
@pytest.mark.parametrize("path", [".", "site", "site/small.yaml"])
def test_content_is_not_replaced_by_its_own_output(tmp_path: Path, path: str, place: str) -> None:
    """A lesson kept in what an earlier build wrote would be deleted by the next one, and there is no other copy."""
    outside = tmp_path / "outside"
    outside.mkdir()
    assert compiler.build(write(outside, SOUND), ["site"], tmp_path, Silent()).sound
    (outside / "small.yaml").unlink()
    (tmp_path / place).mkdir(exist_ok=True)
    file = write(tmp_path / place, SOUND)
    before = _files(tmp_path)
    content = file if path.endswith(".yaml") else tmp_path / path
    built = compiler.build(content, ["site"], tmp_path, Silent())
    assert [found.code for found in built.diagnostics] == ["output-in-the-way"]
    assert "content that is being built" in built.diagnostics[0].message
    assert _files(tmp_path) == before


def test_picture_of_the_content_is_not_replaced(tmp_path: Path) -> None:
    """A picture is content as well."""
    shown = "points: [{text: '![a](site/a.png)', cite: paper §1}]"
    file = write(tmp_path, SOUND)
    assert compiler.build(file, ["site"], tmp_path, Silent()).sound
    (tmp_path / "site" / "a.png").write_bytes(PIXEL)
    file = write(tmp_path, ITEM.replace(POINT, shown))
    built = compiler.build(file, ["site"], tmp_path, Silent())
    assert [found.code for found in built.diagnostics] == ["output-in-the-way"]
    assert (tmp_path / "site" / "a.png").exists()


def test_output_inside_the_content_folder_is_built_again_and_again(tmp_path: Path) -> None:
    """`quizgen build .` in a folder of lessons writes into ./output below it; that must work the second time too."""
    write(tmp_path, SOUND)
    written = {compiler.build(tmp_path, ["site"], tmp_path / "output", Silent()).written for _ in range(2)}
    assert written == {(tmp_path / "output" / "site",)}


def test_output_that_is_left_half_way_is_told(
    tmp_path: Path, export: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To say that nothing was changed would send the user away from files that are only put aside."""

    def failing(*_: object) -> None:
        raise HalfPublished(tmp_path / "out" / "work", "first (one), then (two)")

    monkeypatch.setattr(compiler, "publish", failing)
    built = compiler.build(write(tmp_path, SOUND), ["site"], tmp_path / "out", Silent())
    (found,) = built.diagnostics
    assert (found.code, found.message, export) == ("output-incomplete", "first (one), then (two)", [])
    assert str(tmp_path / "out" / "work") in found.hint
    assert "nothing was changed" not in found.hint


def test_mistakes_of_loading_and_of_checking_come_together(tmp_path: Path) -> None:
    """One run tells an author everything: what cannot be read, and what is wrong in the rest."""
    write(tmp_path, WRONG)
    write(tmp_path, "items: [{id: two, kind: recal}]\n", "broken")
    checked = compiler.check(tmp_path, Silent())
    assert sorted(diagnostic.code for diagnostic in checked.diagnostics) == [
        "assertion-is-false",
        "duplicate-id",
        "unknown-kind",
    ]
    assert not checked.sound


TWO = """\
items:
  - {id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}
  - {id: two, kind: recall, concept: thing, stem: Why?, points: [{text: So., cite: paper §1}]}
"""


def decks(file: Path, out: Path, time: float, *, locked: bool = False) -> compiler.Built:
    """Build decks at some time."""
    return compiler.build(file, ["anki"], out, Silent(), compiler.Options(clock=lambda: time, locked=locked))


def notes_of(deck: Path) -> dict[str, tuple[object, ...]]:
    """Return the rows of a deck's notes by GUID."""
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(deck) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    return {row[1]: row for row in connection.execute("select * from notes")}


def test_unchanged_content_gives_the_same_bytes_whenever_it_is_built(tmp_path: Path) -> None:
    """Nobody could tell whether a deck is what it claims to be, and every rebuild would wipe learners' tags."""
    file = write(tmp_path, TWO)
    (first,) = decks(file, tmp_path / "first", 1_800_000_000).written
    lock = (tmp_path / "quizgen.lock").read_bytes()
    again = decks(file, tmp_path / "again", 1_900_000_000, locked=True)
    assert again.diagnostics == ()
    assert again.written[0].read_bytes() == first.read_bytes()
    assert (tmp_path / "quizgen.lock").read_bytes() == lock


def test_change_of_one_item_changes_its_note_alone(tmp_path: Path) -> None:
    """A typing error mended in one question would count as an update of all of them."""
    file = write(tmp_path, TWO)
    (first,) = decks(file, tmp_path / "first", 1_800_000_000).written
    file.write_text(file.read_text(encoding="utf-8").replace("stem: Why?", "stem: Why so?"), encoding="utf-8")
    (second,) = decks(file, tmp_path / "second", 1_800_000_777).written
    old, new = notes_of(first), notes_of(second)
    (changed,) = [guid for guid in old if old[guid] != new[guid]]
    assert "Why so?" in str(new[changed][6])
    assert (new[changed][0], new[changed][3]) == (old[changed][0], 1_800_000_777)


def test_locked_build_leaves_everything_alone(tmp_path: Path) -> None:
    """CI would publish a deck whose stamps nobody keeps."""
    file = write(tmp_path, TWO)
    built = decks(file, tmp_path / "out", 1_800_000_000, locked=True)
    assert [(found.code, found.span.file) for found in built.diagnostics] == [
        ("lock-stale", (tmp_path / "quizgen.lock").as_posix())
    ]
    assert "new: concept.thing, one, two" in built.diagnostics[0].message
    assert (built.sound, built.written) == (False, ())
    assert _files(tmp_path) == [file]


def test_lockfile_is_kept_only_if_the_outputs_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next release would be dated by one that no learner has."""
    file = write(tmp_path, TWO)

    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiler, "publish", failing)
    built = decks(file, tmp_path / "out", 1_800_000_000)
    assert [found.code for found in built.diagnostics] == ["output-unwritable"]
    assert not (tmp_path / "quizgen.lock").exists()


def test_site_and_print_have_no_lockfile(tmp_path: Path) -> None:
    """A teacher who only prints would find a file that is of no use to them."""
    assert compiler.build(write(tmp_path, TWO), ["site"], tmp_path / "out", Silent()).sound
    assert not (tmp_path / "quizgen.lock").exists()
