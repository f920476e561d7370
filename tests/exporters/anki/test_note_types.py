"""Note types are a promise to everybody who has a deck."""

from __future__ import annotations

import hashlib
import json

from quizgen.exporters.anki.note_types import FIELDS, MODEL_IDS, MODIFIED, note_types
from quizgen.kinds import KINDS

NOW = (
    *("Id", "Stem", "Body", "Answer", "Solution", "Unit", "Explanation", "Evidence", "Sources", "Trace", "Lesson"),
    *("Subject", "Concept", "Level", "Language", "Diagram", "Receipt", "Link"),
    *("Computed", "Spare 2", "Spare 3", "Spare 4", "Spare 5", "Spare 6"),
)


def test_fields_never_change() -> None:
    """Anki would make a second note type and stop updating every note that a learner already has.

    A spare field may get a name: what Anki knows it by is its id.
    """
    assert FIELDS == NOW


def test_shape_of_every_note_type_never_changes() -> None:
    """A template added, removed or renumbered has the same consequence as a field."""
    shape = {
        kind: (
            model.model_id,
            model.model_type,
            [(field["name"], field["id"]) for field in model.fields],
            [(template["name"], template["id"]) for template in model.templates],
        )
        for kind, model in note_types().items()
    }
    digest = hashlib.sha256(json.dumps(shape).encode()).hexdigest()
    assert digest == "738ab4784eba17dccdf8fba67a4fec0ffdfc75b15512fdffa677b873c33d7087"


def test_change_of_a_template_needs_a_new_time() -> None:
    """Anki takes templates and styles only with a newer time: learners would never see the change.

    If this fails, raise ``MODIFIED`` in ``note_types.py`` and write the new pair here.
    """
    looks = [
        (model.css.partition(".highlight{")[0], [(template["qfmt"], template["afmt"]) for template in model.templates])
        for _, model in sorted(note_types().items())
    ]
    assert (MODIFIED, hashlib.sha256(json.dumps(looks).encode()).hexdigest()[:16]) == (1795910400, "be038308bed88372")


def test_ids_differ() -> None:
    """Two note types would overwrite each other at import."""
    models = note_types().values()
    ids = [field["id"] for model in models for field in (*model.fields, *model.templates)]
    assert len({*ids, *MODEL_IDS.values()}) == len(ids) + 8
    assert len({model.name for model in models}) == 8


def test_a_concept_is_asked_both_ways() -> None:
    """A learner would know what a term means and not find the term for what is meant."""
    assert len(KINDS["concept"].note.templates) == 2
    assert {name for name, kind in KINDS.items() if len(kind.note.templates) == 1} == set(MODEL_IDS) - {"concept"}


def test_cards_load_nothing_from_elsewhere() -> None:
    """Cards would tell a stranger when they are studied, and look broken on a train."""
    for model in note_types().values():
        for text in (model.css, *(template["qfmt"] + template["afmt"] for template in model.templates)):
            assert "//" not in text.replace("</", "").replace("/>", "")
            assert "@import" not in text
            assert "url(" not in text
