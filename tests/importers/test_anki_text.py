"""Anki's text export: its head lines, HTML, gaps, media, guids, decks and tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki.collection import Collection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from quizgen.cli import app
from tests.importers.importing import imported, of
from tests.importers.pictures import draw

HEAD = "#separator:tab\n#html:true\n#notetype column:1\n#deck column:2\n#guid column:3\n#tags column:6\n"


def test_what_anki_exports_becomes_a_lesson(tmp_path: Path) -> None:
    """A deck of years is exported as Anki's manual says, and cannot be read, or its cards are other ones each time."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    for kind, deck, fields, tags in (
        ("Basic (and reversed card)", "Body::Heart", ["<b>What</b> pumps?<br>Say\tit.", "The <i>heart</i>"], ["organ"]),
        ("Cloze", "Body::Blood", ["{{c1::Red::colour}} cells carry {{c2::O<sub>2</sub>}}", "See \\(x^2\\)"], ["leech"]),
    ):
        model = collection.models.by_name(kind)
        assert model is not None
        note = collection.new_note(model)
        note.fields[: len(fields)] = fields
        note.tags = tags
        collection.add_note(note, collection.decks.id(deck))
    out = tmp_path / "deck.txt"
    collection.export_note_csv(
        out_path=str(out),
        limit=None,
        with_html=True,
        with_tags=True,
        with_deck=True,
        with_notetype=True,
        with_guid=True,
    )
    guids = collection.db.list("select guid from notes order by id") if collection.db else []
    collection.close()
    result = imported("anki-text", out)
    heart, blood = sorted(result.items, key=lambda item: str(item["kind"]), reverse=True)
    assert (heart["stem"], heart["points"][0]["text"]) == ("**What** pumps?\\\nSay it.", "The *heart*")
    assert blood["text"] == "[[c1]] cells carry [[c2]]"
    assert {name: (one["answer"], one.get("hint")) for name, one in blood["blanks"].items()} == {
        "c1": ("Red", "colour"),
        "c2": ("O2", None),
    }
    assert blood["explanation"] == "See $x^2$"
    assert sorted(concept["name"] for concept in result.data["concepts"]) == ["Blood", "Heart"]
    assert len(guids) == len({item["id"] for item in result.items}) == 2
    assert sorted(message for _, message in result.told) == [
        "the card that asks the other way round",
        "the tag leech, which is about a learner",
    ]


def test_ids_come_from_guids(tmp_path: Path) -> None:
    """A note whose question was corrected in Anki becomes another card here."""
    first = of("anki-text", tmp_path, f"{HEAD}Basic\tD\tq;8#x\tOne?\tA\t\n")
    second = of("anki-text", tmp_path, f"{HEAD}Basic\tD\tnew\tZero?\tA\t\nBasic\tD\tq;8#x\tQuite another?\tA\t\n")
    assert first.items[0]["id"] == second.items[1]["id"]


def test_media_are_named_and_copied_from_beside_the_file_alone(tmp_path: Path) -> None:
    """Pictures are missing on cards and nobody says so; or a stranger's deck copies a file out of the home folder."""
    folder = tmp_path / "deck"
    draw(folder / "my heart.png")
    draw(tmp_path / "secret.png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "bad.png").write_text("<html>")
    names = (
        "my heart.png",
        "../secret.png",
        "link.png",
        "bad.png",
        "none.png",
        f"{tmp_path}/secret.png",
        "https://x.org/a.png",
    )
    rows = "".join(f'Basic\tD\tg{at}\tSee <img src="{name}">\tA [sound:a.mp3]\t\n' for at, name in enumerate(names))
    result = of("anki-text", folder, HEAD + rows)
    assert dict(result.imported.pictures) == {"pictures/quiz/my-heart.png": folder / "my heart.png"}
    assert result.items[0]["stem"] == "See ![my heart](pictures/quiz/my-heart.png)"
    assert "picture" in result.items[1]["stem"]
    assert result.items[6]["stem"] == "See [a](<https://x.org/a.png>)"
    told = [message for _, message in result.told]
    assert sum(message.startswith("the picture") for message in told) == 6
    assert told.count("the sound a.mp3 is left out") == 7


def test_what_cannot_be_asked_is_told_with_its_line(tmp_path: Path) -> None:
    """Notes vanish from a deck, and nobody says which."""
    text = (
        "#separator:Semicolon\n#html:true\n#columns:Front;Back;Notes;Source\n# a remark\n"
        "{{c1::a {{c2::b}}}};x;;\n;y;;\nOnly;;;\nWhy?;So;Because;p. 3\n{{c1::a}} {{c1::b}};;;\n"
    )
    result = of("anki-text", tmp_path, text)
    assert result.told == [
        (5, "this note is left out: its gaps stand in each other, or are not closed"),
        (6, "this note is left out: its first field is empty"),
        (7, "this note is left out: it has no answer"),
        (8, "Source: p. 3"),
        (9, "gaps of one number are asked one by one, and not together"),
    ]
    assert result.items[0]["explanation"] == "Because"
    assert "# {{c1::a {{c2::b}}}} | x |  |\n" in result.imported.lesson
    assert list(result.items[1]["blanks"]) == ["c1", "c1-2"]


def test_the_format_is_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of Anki's is taken for any other table: its first column is asked, which is the name of a note type."""
    monkeypatch.chdir(tmp_path)
    Path("deck.txt").write_text(f"{HEAD}Basic\tD\tg\tWhat?\tThat\tt\n")
    result = CliRunner().invoke(app, ["import", "deck.txt"])
    assert "stem: What?" in result.stdout


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("a\t\"'\n{}%#*_$\\<>&-1.:|~`é;c/=[]()", max_size=60))
def test_any_note_is_imported_or_refused(tmp_path: Path, text: str) -> None:
    """A note with odd marks ends in a traceback, or makes a lesson that does not pass."""
    of("anki-text", tmp_path, f"{HEAD}Basic\tD\tg\t{text}\tA <b>{text}</b>\t\nCloze\tD\th\t{{{{c1::x}}}}{text}\t\t\n")
