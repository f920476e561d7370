"""A deck's name, its description, and the preset that comes with it."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from quizgen import __version__
from quizgen.cards import Html, Release, RenderedLesson
from quizgen.exporters.anki import export
from quizgen.exporters.anki.deck import PRESET_ID, deck_name, description
from quizgen.exporters.anki.notes import stamps_of_the_day
from tests.exporters.anki.packed import packed
from tests.exporters.anki.reviewer import collection, import_package
from tests.exporters.samples import sample_lesson


def only_deck(opened: Collection) -> Any:  # noqa: ANN401 - Anki's
    """Return the one deck that stands below others."""
    (deck,) = [opened.decks.get(deck.id) for deck in opened.decks.all_names_and_ids() if deck.name.count("::") == 2]
    return deck


def deck_file(folder: Path, lesson: RenderedLesson) -> Path:
    """Write the lesson's deck."""
    folder.mkdir()
    (path,) = export([lesson], folder, lambda _: None)
    return path


def test_released_deck_keeps_its_name() -> None:
    """New cards of a renamed lesson would come to a second deck."""
    lesson = sample_lesson()
    release = Release(stamps_of_the_day(lesson), {}, deck="quizgen::As it was")
    assert deck_name(replace(lesson, title="Renamed", release=release)) == "quizgen::As it was"


def test_description_tells_what_the_deck_is(tmp_path: Path) -> None:
    """A learner could not tell what the lesson teaches, by which right it may be shared, or which edition it is."""
    lesson = sample_lesson()
    with collection(tmp_path / "anki") as opened:
        import_package(opened, deck_file(tmp_path / "a", lesson))
        told = re.sub(r"<[^>]*>", " ", only_deck(opened)["desc"])
    for part in ("Majorities &amp; &lt;logs&gt;", "Two majorities always meet.", "Ongaro and Ousterhout", "CC BY 4.0"):
        assert part in told
    assert f"Edition of 2025-03-01, by quizgen {__version__}." in told
    for tag in ("quizgen::retired", "quizgen::corrected::*"):
        assert f"tag:{tag}" in told


def test_description_has_no_pictures() -> None:
    """Anki would show a broken picture: what only a description names does not travel with the deck."""
    lesson = replace(sample_lesson(), summary=(Html('<p>See <img src="a.png" alt="a"> there.</p>'),))
    assert "<img" not in description(lesson)
    assert "See  there." in description(lesson)


def test_new_release_replaces_the_description(tmp_path: Path) -> None:
    """A learner would read the old edition's date."""
    lesson = sample_lesson()
    with collection(tmp_path / "anki") as opened:
        import_package(opened, deck_file(tmp_path / "a", lesson))
        import_package(opened, deck_file(tmp_path / "b", replace(lesson, released="2026-04-01")))
        assert "Edition of 2026-04-01" in only_deck(opened)["desc"]


def with_presets(opened: Collection, path: Path) -> None:
    """Import as a learner does who ticks "Import any deck presets"."""
    options = ImportAnkiPackageOptions(with_deck_configs=True)
    opened.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))


def test_preset_comes_only_to_those_who_ask_for_it(tmp_path: Path) -> None:
    """A learner's collection would fill with options that nobody asked for."""
    path = deck_file(tmp_path / "a", sample_lesson())
    with collection(tmp_path / "anki") as opened:
        import_package(opened, path)
        assert [preset["name"] for preset in opened.decks.all_config()] == ["Default"]
        assert only_deck(opened)["conf"] == 1
        with_presets(opened, path)
        assert [preset["name"] for preset in opened.decks.all_config()] == ["Default", "quizgen"]
        deck = only_deck(opened)
        preset = opened.decks.config_dict_for_deck_id(deck["id"])
    assert (deck["conf"], preset["id"]) == (PRESET_ID, PRESET_ID)
    assert (preset["newSortOrder"], preset["new"]["bury"], preset["rev"]["bury"]) == (1, True, True)
    assert preset["buryInterdayLearning"] is True


def test_learners_own_options_are_never_overwritten(tmp_path: Path) -> None:
    """A learner would find the daily limit that they set gone with each import."""
    path = deck_file(tmp_path / "a", sample_lesson())
    with collection(tmp_path / "anki") as opened:
        with_presets(opened, path)
        preset = opened.decks.get_config(PRESET_ID)
        preset["new"]["perDay"] = 3
        opened.decks.update_config(preset)
        with_presets(opened, path)
        assert opened.decks.get_config(PRESET_ID)["new"]["perDay"] == 3
        own = opened.decks.add_config("my own")
        deck = only_deck(opened)
        opened.decks.set_config_id_for_deck_dict(deck, own["id"])
        import_package(opened, path)
        assert only_deck(opened)["conf"] == own["id"]


def test_note_types_have_the_release_s_date() -> None:
    """A changed style sheet would never arrive: Anki takes newer note types only."""
    lesson = sample_lesson()
    release = Release(stamps_of_the_day(lesson), {"cloze": 1_900_000_000})
    with zipfile.ZipFile(io.BytesIO(packed(replace(lesson, release=release)))) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    models = json.loads(connection.execute("select models from col").fetchone()[0])
    dated = {model["name"]: model["mod"] for model in models.values()}
    assert [name for name, time in dated.items() if time == 1_900_000_000] == ["quizgen cloze 1"]
