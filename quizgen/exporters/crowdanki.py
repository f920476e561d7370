"""Decks in the JSON of CrowdAnki, an add-on by which people keep Anki decks in git.

``crowdanki/<lesson id>/deck.json`` for each lesson, with its pictures in ``media/`` beside it: the form that its
importer reads (``crowd_anki/representation``). Note types, decks and presets are known there by UUIDs, which are made
from quizgen's fixed ids; notes by their GUIDs, which are those of the ``.apkg``. What CrowdAnki leaves out of its own
exports, such as ids and times of change, is left out here, too: it takes every note as it is.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from quizgen.cards import RenderedLesson
from quizgen.exporters import Progress
from quizgen.exporters.anki import refuse_duplicates
from quizgen.exporters.anki.deck import PRESET, PRESET_ID, deck_id, deck_name, description
from quizgen.exporters.anki.note_types import MODEL_IDS, note_types
from quizgen.exporters.anki.notes import Note, notes

_SPACE: Final = UUID("6e1a52f4-6f0c-5b0e-9a5f-0d7c1f9f3a11")
"""Of all UUIDs made here; fixed for ever."""
_OWN: Final = frozenset({"id", "mod", "usn", "did", "tags", "vers"})
"""What a collection decides about a note type; CrowdAnki leaves it out, too."""


def export(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, *_: object) -> Sequence[Path]:
    """Write the folder ``crowdanki`` and return its path.

    Raises:
        ExportError: as `quizgen.exporters.anki.export`.
    """
    refuse_duplicates(lessons)
    target = folder / "crowdanki"
    for lesson in lessons:
        progress(f"CrowdAnki deck {lesson.id}")
        _write(lesson, target / lesson.id)
    return (target,)


def _write(lesson: RenderedLesson, target: Path) -> None:
    target.mkdir(parents=True)
    written = list(notes(lesson))
    files = {name: picture for note in written for name, picture in note.media.items()}
    for name in sorted(files):
        (target / "media").mkdir(exist_ok=True)
        shutil.copyfile(files[name], target / "media" / name)
    deck = _deck(lesson, written) | {"media_files": sorted(files)}
    for subdeck in sorted({note.subdeck for note in written} - {""}):
        deck["children"].append(_deck(lesson, written, subdeck) | {"media_files": []})
    text = json.dumps(deck, ensure_ascii=False, indent=4, sort_keys=True)
    (target / "deck.json").write_text(f"{text}\n", encoding="utf-8")


def _deck(lesson: RenderedLesson, written: Sequence[Note], subdeck: str = "") -> dict[str, Any]:
    """Return the lesson's deck, or one below it; CrowdAnki puts the names of those above before that one's own."""
    preset = _uuid(PRESET_ID)
    return {
        "__type__": "Deck",
        "children": [],
        "crowdanki_uuid": _uuid(deck_id(lesson.id, subdeck)),
        "deck_config_uuid": preset,
        "deck_configurations": [{"__type__": "DeckConfig", "crowdanki_uuid": preset, **_without_own(dict(PRESET))}],
        "desc": "" if subdeck else description(lesson),
        "dyn": 0,
        "extendNew": 0,
        "extendRev": 0,
        "name": subdeck or deck_name(lesson),
        "note_models": [_note_model(kind) for kind in sorted({note.kind for note in written})],
        "notes": [_note(note) for note in written if note.subdeck == subdeck],
    }


def _note_model(kind: str) -> dict[str, Any]:
    told = _without_own(note_types()[kind].to_json(0, 0))
    return {"__type__": "NoteModel", "crowdanki_uuid": _uuid(MODEL_IDS[kind]), **told}


def _without_own(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in _OWN}


def _note(note: Note) -> dict[str, Any]:
    return {
        "__type__": "Note",
        "fields": list(note.fields),
        "guid": note.stamp.guid,
        "note_model_uuid": _uuid(MODEL_IDS[note.kind]),
        "tags": list(note.tags),
    }


def _uuid(identifier: int) -> str:
    """Return the UUID of something that Anki knows by a number."""
    return str(uuid5(_SPACE, str(identifier)))
