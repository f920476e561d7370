"""CrowdAnki's JSON: its own structure, and what Anki's backend makes of the note types and notes in it.

CrowdAnki itself is an add-on of Anki's window and no package; what its importer does with a collection is done here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from anki.models import NotetypeDict

from quizgen.exporters import EXPORTERS
from quizgen.exporters.anki.exercises import arranged
from quizgen.exporters.anki.notes import guid, notes
from quizgen.exporters.crowdanki import export
from tests.exporters.anki.reviewer import collection
from tests.exporters.samples import ASSET, ASSET_NAME, rtl_lesson, sample_lesson

SAMPLE = sample_lesson()


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The folder ``crowdanki`` of two lessons."""
    (target,) = export([SAMPLE, rtl_lesson()], tmp_path, lambda _: None)
    return target


def deck(folder: Path, lesson: str = "sample") -> dict[str, Any]:
    """Return a lesson's JSON."""
    found: dict[str, Any] = json.loads((folder / lesson / "deck.json").read_text(encoding="utf-8"))
    return found


def test_everything_that_the_importer_reads_is_there(written: Path) -> None:
    """CrowdAnki ends in a KeyError."""
    found = deck(written)
    assert found["__type__"] == "Deck"
    assert found["children"] == []
    assert {"crowdanki_uuid", "deck_config_uuid", "desc", "name"} < set(found)
    assert found["deck_config_uuid"] in [preset["crowdanki_uuid"] for preset in found["deck_configurations"]]
    models = {model["crowdanki_uuid"]: model for model in found["note_models"]}
    assert len(models) == len(found["note_models"])
    for note in found["notes"]:
        assert len(note["fields"]) == len(models[note["note_model_uuid"]]["flds"])


def test_what_a_collection_decides_is_left_out(written: Path) -> None:
    """Ids of the machine that built the deck would overwrite a learner's own."""
    found = deck(written)
    for part in (found, *found["note_models"], *found["notes"], *found["deck_configurations"]):
        assert not {"id", "mod", "usn"} & set(part)


def test_uuids_stay_for_ever(written: Path) -> None:
    """The next release makes a second note type, and a second deck."""
    assert deck(written)["crowdanki_uuid"] == "e51eb4da-767e-5128-9175-3a74e53771e4"
    assert {model["name"]: model["crowdanki_uuid"] for model in deck(written)["note_models"]} == {
        "quizgen cloze 1": "debef3a9-f332-5562-b906-583e0b241a8c",
        "quizgen concept 1": "1ba109ef-d45f-568a-8ac3-7e40f5b9ffe5",
        "quizgen matching 1": "cf183dfe-1a8c-5772-adee-a5367c8cd6e7",
        "quizgen multiple_choice 1": "9747bf80-5491-55e9-a399-83c074685003",
        "quizgen multiple_response 1": "65934fb5-0705-52c7-8d62-b91400d87992",
        "quizgen numeric 1": "d6a921ad-56bd-54d6-a8fb-76ec14b4dea4",
        "quizgen ordering 1": "a8498d0d-833f-5dd9-9f5c-84b2b69caee8",
        "quizgen recall 1": "7821ff81-d316-52ef-b087-7737b08dc8ad",
    }


def test_anki_takes_the_note_types_and_the_notes(written: Path, tmp_path: Path) -> None:
    """The add-on imports something that Anki cannot show."""
    found = deck(written)
    with collection(tmp_path / "anki") as opened:
        models: dict[str, NotetypeDict] = {}
        for told in found["note_models"]:
            model = NotetypeDict(opened.models.new(told["name"]) | told)
            opened.models.add(model)
            models[told["crowdanki_uuid"]] = model
        target = opened.decks.id(found["name"])
        assert target is not None
        for told in found["notes"]:
            note = opened.new_note(models[told["note_model_uuid"]])
            note.fields, note.tags, note.guid = told["fields"], told["tags"], told["guid"]
            opened.add_note(note, target)
        assert opened.note_count() == len(SAMPLE.cards)
        assert opened.card_count() == sum(note.cards for note in notes(SAMPLE))
        assert opened.fix_integrity()[1]
        (cut,) = opened.find_notes("Id:cut-link")
        assert opened.get_note(cut).guid == guid("cut-link")
        assert "What happens?" in opened.get_note(cut).cards()[0].question()


def test_pictures_lie_beside_the_deck(written: Path) -> None:
    """A question about a picture comes without it."""
    assert deck(written)["media_files"] == [ASSET_NAME]
    assert (written / "sample" / "media" / ASSET_NAME).read_bytes() == ASSET.read_bytes()
    assert deck(written, "rtl")["media_files"] == []
    assert not (written / "rtl" / "media").exists()


def test_the_text_is_made_for_git(written: Path, tmp_path: Path) -> None:
    """A change of one word is a change of the whole file, or of nothing that one can read."""
    text = (written / "sample" / "deck.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=4, sort_keys=True) + "\n"
    (tmp_path / "again").mkdir()
    (again,) = export([SAMPLE], tmp_path / "again", lambda _: None)
    assert (again / "sample" / "deck.json").read_text(encoding="utf-8") == text


def test_it_is_written_on_demand_only() -> None:
    """Every build writes a folder that few have asked for; or nobody finds it by its name."""
    assert EXPORTERS["crowdanki"].notes
    assert not EXPORTERS["crowdanki"].usual


def test_exercises_have_a_deck_below_the_lessons(tmp_path: Path) -> None:
    """Exercises that shall come apart are among the other cards, or not there at all, or replace the lesson's deck."""
    (lesson,) = arranged([SAMPLE], "subdeck")
    (target,) = export([lesson], tmp_path, lambda _: None)
    found = deck(target)
    (below,) = found["children"]
    assert (below["name"], below["desc"]) == ("Exercises", "")
    assert below["crowdanki_uuid"] != found["crowdanki_uuid"]
    apart = {guid(card.id) for card in lesson.cards if card.subdeck}
    assert {note["guid"] for note in below["notes"]} == apart
    assert {note["guid"] for note in found["notes"]} == {guid(card.id) for card in lesson.cards} - apart
