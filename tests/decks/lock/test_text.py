"""The lockfile's text: what is written is read again, and what is damaged is told with its place."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.decks.lock import NAME, Deck, Item, Lock, NoteType, from_text, to_text
from quizgen.exporters.anki.note_types import MODEL_IDS

NOW = 1_774_951_200
HASH = "0123456789abcdef"


def item(name: str, number: int = 1, **changes: object) -> Item:
    """Return an item of a lock."""
    made = Item(
        id=name,
        lesson="small",
        kind="cloze",
        cards=3,
        position=100 * number,
        guid=f"guid-{name}",
        created=NOW * 1000 - 32 * number,
        modified=NOW - number,
        content=HASH,
        answer=HASH[::-1],
        title=f'What is "{name}"?',
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def lock(*items: Item) -> Lock:
    """Return a lock."""
    return Lock(
        {"small": Deck("small", "quizgen::Testing::A small lesson")},
        {"cloze": NoteType("cloze", MODEL_IDS["cloze"], NOW, HASH)},
        {one.id: one for one in items},
    )


TEXT = to_text(lock(item("a"), item("b", 2, corrected="2026-02-01"), item("c", 3, retired="2026-03-01")))


def told(text: str, now: int = NOW) -> list[tuple[str, int, int, str, str]]:
    """Return what is wrong with a text: code, line, column, message, hint."""
    _, diagnostics = from_text(text, "quizgen.lock", now)
    return [(d.code, d.span.line, d.span.column, d.message, d.hint) for d in diagnostics]


def test_it_reads_as_documented() -> None:
    """Whoever reviews a release sees in the diff which questions it touches."""
    assert TEXT.splitlines()[0] == "quizgen.lock 2"
    assert TEXT.splitlines()[2] == 'deck small name="quizgen::Testing::A small lesson"'
    assert TEXT.splitlines()[4] == (
        "item b lesson=small kind=cloze cards=3 position=200 guid=guid-b created=1774951199936 "
        "modified=2026-03-31T09:59:58Z content=0123456789abcdef answer=fedcba9876543210 corrected=2026-02-01 "
        'title="What is \\"b\\"?"'
    )
    assert TEXT.splitlines()[-1].startswith("note-type cloze id=1700020170004 modified=2026-03-31T10:00:00Z content=")


GUIDS = st.text("abcXYZ019!#$%&()*+,-./:;<=>?@[]^_`{|}~", min_size=1, max_size=12)
ITEMS = st.lists(
    st.builds(
        Item,
        id=st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,3})?(\.n-[0-9])?", fullmatch=True),
        lesson=st.just("small"),
        kind=st.sampled_from(sorted(MODEL_IDS)),
        cards=st.integers(1, 20),
        position=st.integers(1, 2**31 - 1),
        guid=GUIDS,
        created=st.integers(1, NOW * 1000),
        modified=st.integers(1, NOW),
        content=st.just(HASH),
        answer=st.just(HASH),
        title=st.text(max_size=40).filter(str.isprintable),
        corrected=st.sampled_from(["", "2026-01-31"]),
        retired=st.sampled_from(["", "2026-01-31"]),
    ),
    unique_by=(lambda one: one.id, lambda one: one.guid, lambda one: one.created // 1000),
    max_size=6,
).filter(lambda items: all(abs(a.created - b.created) >= 20 for a in items for b in items if a is not b))


@given(ITEMS)
def test_what_is_written_is_read_again(items: list[Item]) -> None:
    """A build would forget what learners have, and give them every question anew."""
    made = lock(*items)
    read, diagnostics = from_text(to_text(made), "quizgen.lock", NOW)
    assert diagnostics == ()
    assert read == made


def test_line_ends_of_windows_and_remarks_change_nothing() -> None:
    """A checkout on Windows, or a colleague's remark, would stop the build."""
    changed = TEXT.replace("\n", "\r\n") + "# a remark\r\n\r\n"
    assert from_text(changed, "x", NOW) == from_text(TEXT, "x", NOW)


def line_of(text: str, start: str) -> int:
    """Return the number of the line that begins so."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.startswith(start))


B = line_of(TEXT, "item b")


OLDER = "take the line from an older quizgen.lock"
DAMAGES = [
    ("quizgen.lock 2", "quizgen.lock", 1, "quiz",
     "the first line is not `quizgen.lock 2`", "put `quizgen.lock 2`"),
    ("item b lesson", "itme b lesson", B, "itme",
     "a line begins with namespace, deck, item, note-type; this one", OLDER),
    ("item b lesson", "item B lesson", B, "B", "here belongs an id", OLDER),
    ("item b lesson", "item a lesson", B, "item", "second line of item `a`; the first is line 4", "later `modified`"),
    ("item b lesson", "item d lesson", B + 1, "item", "item `c` stands behind `d`; lines are sorted", "move the line"),
    ("position=200", "positon=200", B, "positon", "`positon` says nothing here", "did you mean `position`?"),
    ("position=200 ", "", B, "", "`position` is missing", OLDER),
    ("position=200", "position=200 position=3", B, "position=3", "`position` stands here twice", "take one of the two"),
    ("position=200", "position=0", B, "position", "is a whole number from 1 to 2147483647, not `0`", OLDER),
    ("created=1774951199936", "created=0", B, "created", "`created` is a whole number from 1", OLDER),
    ("modified=2026-03-31T09:59:58Z", "modified=soon", B, "modified", "`modified` is a time, `2026-01-31T12", OLDER),
    ("content=0123456789abcdef answer=fedcba9876543210 cor", "content=0 answer=fedcba9876543210 cor", B, "content",
     "`content` is a hash of 16 hexadecimal digits, not `0`", OLDER),
    ("corrected=2026-02-01", "corrected=2026-02-30", B, "corrected", "`corrected` is a day", OLDER),
    ("kind=cloze cards=3 position=200", "kind=essay cards=3 position=200", B, "kind", "`kind` is one of mult", OLDER),
    ("cards=3 position=200", "cards=21 position=200", B, "cards", "`cards` is a whole number from 1 to 20", OLDER),
    ('title="What is \\"b\\"?"', 'title="What', B, "title", "`title` is text in double quotes", OLDER),
    ('title="What is \\"b\\"?"', 'title="a\\u001fb"', B, "title", "`title` is text in double quotes", OLDER),
    ('title="What is \\"b\\"?"', 'title="a"b', B, "title", "a space belongs behind `title`", OLDER),
    ("guid=guid-b", "guid=guid-a", B, "item", "`guid` is that of `a` in line 4", "take out the line of the item"),
    ("created=1774951199936", "created=1774951199950", B - 1, "item", "that of `b` in line 5, or too", "no learner"),
    ("created=1774951199936", "created=1775037600001", B, "item",
     "`created` lies in", "this machine's clock"),
    ("modified=2026-03-31T09:59:58Z", "modified=2027-03-31T09:59:58Z", B, "item",
     "`modified` lies in the", "from before the build"),
]  # fmt: skip
"""What is put for what, where the diagnostic points (line, and what stands there), what it says, and how to mend it."""


@pytest.mark.parametrize(("old", "new", "line", "at", "says", "mend"), DAMAGES)
def test_damage_is_told_with_its_place(  # noqa: PLR0917 - the columns of a table
    old: str, new: str, line: int, at: str, says: str, mend: str
) -> None:
    """An author whose merge went wrong would have to guess, or would lose what learners know."""
    assert TEXT.count(old) == 1
    damaged = TEXT.replace(old, new)
    ((code, found, column, message, hint),) = told(damaged)
    text = damaged.split("\n")[line - 1]
    assert (code, found) == ("lock-damaged", line)
    assert column == (text.rindex(at) if at else len(text)) + 1
    assert says in message
    assert mend in hint


def test_another_version_is_not_guessed_at() -> None:
    """An old quizgen would take a newer file for damaged, or write it back with half of it lost."""
    ((code, line, column, message, hint),) = told(TEXT.replace("quizgen.lock 2", "quizgen.lock 3"))
    assert (code, line, column) == ("lock-version", 1, 14)
    assert "version 3 of the file; this quizgen knows versions 1 to 2" in message
    assert hint == "build with the quizgen that wrote it"


@given(st.integers(0, len(TEXT) - 1), st.text(max_size=3))
def test_no_damage_raises(place: int, put: str) -> None:
    """The author would get a traceback in the place of a diagnostic."""
    _, diagnostics = from_text(TEXT[:place] + put + TEXT[place + 2 :], "quizgen.lock", NOW)
    assert all(diagnostic.span.line >= 1 for diagnostic in diagnostics)


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder."""
    environment = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
    }
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def merged(folder: Path, base: Lock, ours: Lock, theirs: Lock) -> tuple[bool, str]:
    """Merge two branches that changed a lockfile; tell whether git could, and return the file."""
    file = folder / NAME
    git(folder, "init", "-q")
    for branch, content in (("main", base), ("theirs", theirs), ("ours", ours)):
        git(folder, "checkout", "-q", "main")
        git(folder, "checkout", "-q", "-B", branch)
        file.write_text(to_text(content), encoding="utf-8")
        git(folder, "add", NAME)
        git(folder, "commit", "-q", "-m", branch)
    result = git(folder, "merge", "-q", "theirs")
    return result.returncode == 0, file.read_text(encoding="utf-8")


MANY = [item(f"item-{number:02}", number) for number in range(1, 20)]


def test_branches_that_change_different_items_merge(tmp_path: Path) -> None:
    """Two authors who each mend a question would have to merge by hand."""
    ours = [replace(one, modified=NOW) if one.id == "item-04" else one for one in MANY]
    theirs = [replace(one, content=HASH[::-1]) if one.id == "item-12" else one for one in MANY]
    theirs.insert(15, item("item-14-b", 30))
    clean, text = merged(tmp_path, lock(*MANY), lock(*ours), lock(*theirs))
    assert clean
    read, diagnostics = from_text(text, NAME, NOW)
    assert diagnostics == ()
    assert {name: one.modified for name, one in read.items.items()}["item-04"] == NOW
    assert read.items["item-12"].content == HASH[::-1]
    assert "item-14-b" in read.items


def test_unfinished_merge_is_told(tmp_path: Path) -> None:
    """An author who overlooks git's markers would publish a deck that fits neither branch."""
    ours = [replace(one, modified=NOW) if one.id == "item-04" else one for one in MANY]
    theirs = [replace(one, modified=NOW + 9) if one.id == "item-04" else one for one in MANY]
    clean, text = merged(tmp_path, lock(*MANY), lock(*ours), lock(*theirs))
    assert not clean
    ((code, line, column, message, hint),) = told(text)
    assert (code, line, column) == ("lock-damaged", line_of(text, "<<<<<<<"), 1)
    assert message == "a merge was left unfinished here"
    assert "the one with the later `modified`" in hint
    mended = re.sub(r"<<<<<<< .*\n.*\n=======\n(.*\n)>>>>>>> .*\n", r"\1", text)
    assert told(mended) == []


VERSION_1 = Path(__file__).with_name("version-1.lock").read_text(encoding="utf-8")


def test_version_1_is_read_for_ever() -> None:
    """Learners of decks that were released with it would get everything a second time."""
    read, diagnostics = from_text(VERSION_1, NAME, 1_796_000_000)
    assert diagnostics == ()
    assert (len(read.decks), len(read.items), len(read.note_types), read.namespace) == (2, 242, 8, "")
    assert read.items["after-a-split-vote"].guid == "f^X`o-d&=O"
    again, diagnostics = from_text(to_text(read), NAME, 1_796_000_000)
    assert (again, diagnostics) == (read, ())


def test_gaps_and_namespace_are_written_and_read() -> None:
    """A gap would get the card of another in the next release, or new notes would have the GUIDs of a stranger's."""
    made = replace(lock(item("a", gaps={"red": 3, "green": 1, "amber": 2}, gone={"blue": 4})), namespace=HASH)
    text = to_text(made)
    assert text.splitlines()[2] == f"namespace {HASH}"
    assert " cards=3 gaps=red:3,green:1,amber:2 gone=blue:4 position=100 " in text
    assert from_text(text, NAME, NOW) == (made, ())
    for wrong in ("red:3,red:1", "red:3,green:3", "red:21", "red:0", "red", ""):
        ((code, *_, message, _),) = told(text.replace("gaps=red:3,green:1,amber:2", f"gaps={wrong}"))
        assert (code, "gaps with the numbers" in message) == ("lock-damaged", True)
    twice = text.replace(f"namespace {HASH}\n", f"namespace {HASH}\nnamespace {HASH[::-1]}\n")
    assert [found[3] for found in told(twice)] == ["there is a second namespace"]
