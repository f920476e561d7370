"""Whatever Anki imports is what quizgen reads, or quizgen refuses it: packages by strangers, and the real Ankis."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from quizgen.decks.reading import Unreadable, containers, read
from tests.decks.reading import learners, packages
from tests.decks.reading.packages import NEW, NEWEST, OLD, Entries, changed, database, packed, version, write

TRUE, FALSE = database("S1 leads", "S2 votes"), database("S3 leads", "S2 votes")
ASKS = changed(database("Please update Anki"), "UPDATE notes SET guid = 'asks'")
NO_MEDIA = packed(b"")
VERSIONS = ("23.10.1", "24.11", "25.9.5", "newest")

CHOSEN: dict[str, Entries] = {
    "no meta, one collection": {OLD: FALSE, "media": b"{}"},
    "no meta, two": {OLD: ASKS, NEW: FALSE, "media": b"{}"},
    "no meta, and the newest beside": {OLD: FALSE, NEWEST: packed(ASKS), "media": b"{}"},
    "meta says 1": {"meta": version(1), OLD: FALSE, NEW: ASKS, "media": b"{}"},
    "meta says 2": {"meta": version(2), OLD: ASKS, NEW: FALSE, "media": b"{}"},
    "meta says 3": {"meta": version(3), OLD: ASKS, NEWEST: packed(FALSE), "media": NO_MEDIA},
}
"""Packages that hold two collections; the one that counts says that S3 leads."""


@pytest.mark.slow
@pytest.mark.parametrize("anki", VERSIONS)
def test_the_collection_that_counts_is_the_one_that_anki_imports(anki: str, tmp_path: Path) -> None:
    """A deck is called sound, and learners get another one that lies in the same file."""
    packages_made = [*CHOSEN.values(), *({OLD: changed(TRUE, change), "media": b"{}"} for change in SAME.values())]
    paths = [write(tmp_path / f"{number}.apkg", made) for number, made in enumerate(packages_made)]
    own = Path(sys.prefix) / f"anki-{anki}" / "bin" / "python"
    python = Path(sys.executable) if anki == "newest" else own
    assert python.exists(), f"make test sets up {python}"
    command: list[str | Path] = [python, "-W", "ignore", learners.__file__, *paths]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(told.rpartition("\x02")[2])
    for name, path, notes in zip([*CHOSEN, *SAME], paths, found, strict=True):
        assert notes is not None, name
        assert name in SAME or notes[0][2][0] == "S3 leads", name
        assert [list(note) for note in packages.judged(path) or ()] == notes, name


@pytest.mark.parametrize("name", CHOSEN)
def test_an_honest_collection_beside_a_false_one_is_refused(name: str, tmp_path: Path) -> None:
    """A tampered deck brings an honest one along, which is the one that is verified, or that older Ankis import."""
    decoys = {OLD: TRUE, NEW: TRUE, NEWEST: packed(TRUE)}
    made = CHOSEN[name]
    if len([member for member in decoys if member in made]) < 2:
        made = {**made, NEWEST: packed(ASKS)}
    used = {ASKS: TRUE, packed(ASKS): packed(TRUE)}
    path = write(tmp_path / "deck.apkg", {member: used.get(content, content) for member, content in made.items()})
    with pytest.raises(Unreadable, match="which differ"):
        read(path)


def _shuffled(connection: Connection) -> None:
    """Let the note type's fields stand in another order than their numbers say."""
    models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
    for model in models.values():
        model["flds"].reverse()
        model["tmpls"][0]["ord"] = 7
    connection.execute("UPDATE col SET models = ?", (json.dumps(models),))


def _called_otherwise(connection: Connection) -> None:
    """Let a note type stand under the id of another."""
    models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
    models = {str(int(key) + 1): model for key, model in models.items()}
    connection.execute("UPDATE col SET models = ?", (json.dumps(models),))
    connection.execute("UPDATE notes SET mid = mid + 1")


def _with_false_index(connection: Connection) -> None:
    """Let an index of the cards say that they belong to other notes."""
    connection.executescript("""
        CREATE TABLE decoy AS SELECT id, nid + 1 AS nid FROM cards;
        CREATE INDEX right_one ON cards(nid);
        CREATE INDEX false_one ON decoy(nid);
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'false_one')
            WHERE name = 'right_one';
        DELETE FROM sqlite_master WHERE name = 'false_one';
        """)


def _without_key(connection: Connection) -> None:
    connection.executescript("""
        CREATE TABLE loose AS SELECT * FROM notes;
        DROP TABLE notes;
        ALTER TABLE loose RENAME TO notes;
        INSERT INTO notes SELECT * FROM notes;
        """)


SAME: dict[str, str | Callable[[Connection], object]] = {
    "fields in another order than they are numbered": _shuffled,
    "a note without cards": "DELETE FROM cards WHERE nid = (SELECT min(id) FROM notes)",
    "cards of no note": "UPDATE cards SET nid = 7 WHERE id = (SELECT min(id) FROM cards)",
    "control characters": "UPDATE notes SET flds = 'S' || char(0, 7) || char(13) || 'x' || char(31, 97, 10)",
    "letters with loose accents": "UPDATE notes SET flds = 'e' || char(769) || char(31) || 'A' || char(778)",
    "tags parted oddly": "UPDATE notes SET tags = '  a' || char(12288) || 'b::c  '",
    "tags with empty and odd parts": "UPDATE notes SET tags = ' :: a:: ::b A B b c' || char(9, 101, 769, 32)",
    "equal GUIDs": "UPDATE notes SET guid = 'same'",
}
"""Databases that are odd, and that Anki imports."""
REFUSED: dict[str, tuple[str | Callable[[Connection], object], str]] = {
    "two rows about the collection": (
        "INSERT INTO col SELECT 2, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags FROM col",
        "2 rows",
    ),
    "no row about the collection": ("DELETE FROM col", "0 rows"),
    "a schema that Anki does not export": ("UPDATE col SET ver = 15", "schema 15"),
    "a schema that is a text": ("UPDATE col SET ver = 'eleven'", "schema 'eleven'"),
    "bytes instead of text": ("UPDATE notes SET flds = CAST(flds AS BLOB)", "something else than text"),
    "a fraction instead of a whole number": ("UPDATE notes SET mod = 1.5", "something else than text"),
    "a trigger": (
        "CREATE TRIGGER t AFTER UPDATE ON col BEGIN UPDATE notes SET flds = 'false' || char(31); END",
        "something that runs, 't'",
    ),
    "a view": ("CREATE VIEW v AS SELECT * FROM notes", "something that runs, 'v'"),
    "a computed column": ("ALTER TABLE notes ADD COLUMN more TEXT AS (upper(flds))", "not as Anki makes it"),
    "ids that are no keys": (_without_key, "not as Anki makes it"),
    "an index that says otherwise": (_with_false_index, "damaged"),
    "a note type under another id": (_called_otherwise, "calls itself"),
    "a note type that stands there twice": (
        'UPDATE col SET models = replace(models, \'"css"\', \'"css": "x", "css"\')',
        "a key stands there twice",
    ),
    "two fields of one name": (
        "UPDATE col SET models = replace(models, '\"Back\"', '\"Front\"')",
        "two of one name",
    ),
}
"""Databases that could be read in two ways."""


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("member", [OLD, NEWEST])
def test_odd_databases_are_read_as_anki_reads_them(name: str, member: str, tmp_path: Path) -> None:
    """A text is verified that no learner ever sees."""
    made = changed(TRUE, SAME[name])
    content = {OLD: made} if member == OLD else {"meta": version(3), NEWEST: packed(made), "media": NO_MEDIA}
    path = write(tmp_path / "deck.apkg", {"media": b"{}", **content})
    notes = packages.judged(path)
    assert notes
    assert [list(note) for note in notes] == learners.imported(str(path))


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_be_read_in_two_ways_is_refused(name: str, tmp_path: Path) -> None:
    """A deck is verified by one reading, and learnt by the other."""
    change, told = REFUSED[name]
    path = write(tmp_path / "deck.apkg", {OLD: changed(TRUE, change), "media": b"{}"})
    with pytest.raises(Unreadable, match=told):
        read(path)


def test_the_collection_itself_says_of_which_schema_it_is(tmp_path: Path) -> None:
    """Tables are imported, and beside them an honest list of note types in JSON is verified."""
    path = write(tmp_path / "deck.apkg", {OLD: TRUE, "media": b"{}"})
    content = packages.entries(packages.exported(path, tmp_path))[NEWEST]
    unpacked = b"".join(containers._unpacked([content], NEWEST))
    path = write(tmp_path / "tables.apkg", {OLD: unpacked, "media": b"{}"})
    notes = packages.judged(path)
    assert notes
    assert [list(note) for note in notes] == learners.imported(str(path))


def _twice(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(OLD, FALSE)


def _in_capitals(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Collection.anki2", FALSE)


def _in_a_folder(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("./collection.anki21", FALSE)


def _with_comment(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"PK\5\6"


def _called_twice(path: Path) -> None:
    named = zipfile.ZipInfo("0")
    named.extra = struct.pack("<HHBI", 0x7075, 5 + len(OLD), 1, 0) + OLD.encode()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(named, FALSE)


def _edited(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        path.write_bytes(change(path.read_bytes()))

    return edit


def _before_directory(content: bytes) -> bytes:
    """Put bytes between the last file and the directory."""
    end = content.rindex(b"PK\5\6")
    size, start = struct.unpack_from("<II", content, end + 12)
    tail = content[end : end + 16] + struct.pack("<I", start + 4) + content[end + 20 :]
    return content[:start] + b"more" + content[start : start + size] + tail


ARCHIVES: dict[str, Callable[[Path], None]] = {
    "a name that stands there twice": _twice,
    "a name in capitals": _in_capitals,
    "a name with a folder": _in_a_folder,
    "a comment": _with_comment,
    "a name of its own for other programs": _called_twice,
    "something before it": _edited(lambda content: b"#!/bin/sh\n" + content),
    "something behind it": _edited(lambda content: content + b"\0"),
    "something in between": _edited(_before_directory),
    "another name before the file": _edited(lambda content: content.replace(b"media", b"maybe", 1)),
    "fewer files than there are": _edited(lambda content: content[:-14] + struct.pack("<HH", 1, 1) + content[-10:]),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_with_two_faces_is_refused(name: str, tmp_path: Path) -> None:
    """One program finds an honest deck in a file, and Anki another one."""
    path = write(tmp_path / "deck.apkg", {OLD: TRUE, "media": b"{}"})
    assert read(path).notes
    ARCHIVES[name](path)
    with pytest.raises(Unreadable):
        read(path)


def _entry(name: str, size: int, digest: bytes) -> bytes:
    """Return a message of one entry of the newest list of media."""
    told = bytes([0x0A, len(name)]) + name.encode() + bytes([0x10, size, 0x1A, len(digest)]) + digest
    return bytes([0x0A, len(told)]) + told


SUM = bytes.fromhex("a9993e364706816aba3e25717850c26c9cd0d89d")  # of "abc", FIPS 180
MEDIA: dict[str, tuple[Entries, str]] = {
    "a file that is not there": ({"media": b'{"0": "a.png"}'}, "is not there"),
    "a number that is none": ({"media": b'{"00": "a.png"}', "00": b""}, "is no number"),
    "two of one name": ({"media": b'{"0": "a.png", "1": "A.png"}', "0": b"", "1": b""}, "two of its media"),
    "a name that leads elsewhere": ({"media": b'{"0": "../a.png"}', "0": b""}, "otherwise"),
    "a name that is no text": ({"media": b'{"0": 1}', "0": b""}, "damaged"),
    "another sum": ({"media": packed(_entry("a.png", 3, SUM[::-1])), "0": packed(b"abc")}, "is not the file"),
    "another size": ({"media": packed(_entry("a.png", 2, SUM)), "0": packed(b"abc")}, "is not the file"),
    "a file that is not packed": ({"media": packed(_entry("a.png", 3, SUM)), "0": b"abc"}, "damaged"),
    "a list that is none": ({"media": packed(b"\xff")}, "damaged"),
    "another picture": ({"media": b'{"0": "quizgen-ba7816bf8f01cfea.png"}', "0": b"abd"}, "not the one"),
    "another picture, packed": (
        {"media": packed(_entry("quizgen-ba7816bf8f01cfeb.png", 3, SUM)), "0": packed(b"abc")},
        "not the one",
    ),
}


@pytest.mark.parametrize("name", MEDIA)
def test_media_that_differ_from_their_list_are_refused(name: str, tmp_path: Path) -> None:
    """A picture is exchanged, and the deck is called whole."""
    made, told = MEDIA[name]
    newest = made["media"].startswith(b"\x28\xb5\x2f\xfd")
    collection = {"meta": version(3), NEWEST: packed(TRUE)} if newest else {OLD: TRUE}
    with pytest.raises(Unreadable, match=told):
        read(write(tmp_path / "deck.apkg", {**collection, **made}))


def test_media_that_are_as_their_list_says_are_read(tmp_path: Path) -> None:
    """A deck with pictures cannot be verified."""
    name = "quizgen-ba7816bf8f01cfea.png"  # the SHA-256 of "abc", FIPS 180
    newest = {"meta": version(3), NEWEST: packed(TRUE), "media": packed(_entry(name, 3, SUM)), "0": packed(b"abc")}
    assert read(write(tmp_path / "deck.apkg", newest)).media == (name,)
    older = {OLD: TRUE, "media": f'{{"0": "{name}"}}'.encode(), "0": b"abc"}
    assert read(write(tmp_path / "deck.apkg", older)).media == (name,)


BROKEN: dict[str, tuple[Entries, str]] = {
    "a version to come": ({"meta": version(4), OLD: TRUE}, "newer Anki"),
    "no version": ({"meta": b"", OLD: TRUE}, "newer Anki"),
    "a version that is none": ({"meta": b"\x08", OLD: TRUE}, "damaged"),
    "a version that is a text": ({"meta": b"\x0a\x01x", OLD: TRUE}, "damaged"),
    "a collection that is missing": ({"meta": version(3), OLD: TRUE}, "no collection"),
    "half a collection": ({"meta": version(3), NEWEST: packed(TRUE)[:-9], "media": NO_MEDIA}, "cut off|damaged"),
    "more than a collection": ({"meta": version(3), NEWEST: packed(TRUE) + b"x", "media": NO_MEDIA}, "behind"),
    "two collections in one": ({"meta": version(3), NEWEST: packed(TRUE) * 2, "media": NO_MEDIA}, "behind"),
    "nothing that was packed": ({"meta": version(3), NEWEST: TRUE, "media": NO_MEDIA}, "damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_damaged_packages_are_told(name: str, tmp_path: Path) -> None:
    """A download that broke off ends in a traceback."""
    made, told = BROKEN[name]
    with pytest.raises(Unreadable, match=told):
        read(write(tmp_path / "deck.apkg", {"media": b"{}", **made}))


def test_a_database_that_unpacks_to_more_than_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of some kilobytes fills the memory of whoever looks into it."""
    monkeypatch.setattr(containers, "MAX_DATABASE_BYTES", 1 << 22)
    bomb = {"meta": version(3), NEWEST: packed(b"\0" * (1 << 28)), "media": NO_MEDIA}
    assert len(bomb[NEWEST]) < 1 << 15
    with pytest.raises(Unreadable, match="no more are read"):
        read(write(tmp_path / "bomb.apkg", bomb))


def test_a_whole_collection_is_refused(tmp_path: Path) -> None:
    """What takes the place of a learner's whole collection is called a sound deck."""
    with pytest.raises(Unreadable, match="whole collection"):
        read(write(tmp_path / "all.colpkg", {OLD: TRUE, "media": b"{}"}))


TEXTS = st.text(st.sampled_from("aB\x00\x07\t\n\r\x1f\x7fe\u0301\u00e9\u212b<>&{}\u3000\U0001f600"), max_size=6)
FIELDS = st.lists(TEXTS, min_size=2, max_size=2).map("\x1f".join)
TAGS = st.text(st.sampled_from('aAb \u3000:\t"e\u0301'), max_size=8)
COLLECTIONS = st.one_of(st.none(), st.tuples(FIELDS, FIELDS, TAGS))
"""Two notes' fields, and their tags; or the collection that asks for a newer Anki."""


def _collection(told: tuple[str, str, str] | None) -> bytes:
    if told is None:
        return ASKS

    def change(connection: Connection) -> None:
        for number, text in enumerate(told[:2]):
            values = (text, told[2], f"guid-{number}")
            connection.execute("UPDATE notes SET flds = ?, tags = ? WHERE guid = ?", values)

    return changed(TRUE, change)


@st.composite
def _packages(draw: st.DrawFn) -> Entries:
    """Return packages with any of the files that count."""
    made = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "meta": st.one_of(st.integers(0, 4).map(version), st.binary(max_size=3)),
                "media": st.sampled_from([b"{}", NO_MEDIA, b'{"0": "a.png"}', b"[]"]),
                "0": st.just(b"abc"),
                "Meta": st.just(version(2)),
            },
        )
    )
    told = draw(st.fixed_dictionaries({}, optional=dict.fromkeys((OLD, NEW, NEWEST), COLLECTIONS)))
    made |= {name: _collection(each) for name, each in told.items()}
    if NEWEST in told and draw(st.booleans()):
        made[NEWEST] = packed(made[NEWEST])
    note(f"{told} and { ({name: text for name, text in made.items() if name not in told}) }")
    return _Unseen(made)


class _Unseen(Entries):
    """Files that are not shown when a test fails; what is in them is told."""

    def __repr__(self) -> str:
        return f"<{', '.join(self)}>"


def _any_case(notes: Any) -> list[list[Any]]:  # noqa: ANN401 - lists or tuples
    """Return notes with tags in small letters: Anki writes a tag as one that is there already is written."""
    return [[*rest, sorted(tag.casefold() for tag in tags)] for *rest, tags in notes]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(_packages())
def test_whatever_anki_imports_is_what_is_read(made: Entries) -> None:
    """Somebody finds one more way to let a verified deck be another one in Anki."""
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "deck.apkg", made)
        notes: Any = packages.judged(path)
        found = learners.imported(str(path))
        assert notes is None or found is None or _any_case(notes) == _any_case(found)
