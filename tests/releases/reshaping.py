"""A learner who has changed quizgen's note types, in any version of Anki: one step a run, told as JSON.

It runs in the environment of the Anki that is tested, so it needs nothing else, and nothing of quizgen.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import anki.collection as api

OWN = "Mine"
AGO = 40 * 86_400


def start(opened: Any, deck: str, what: str) -> None:  # noqa: ANN401 - Anki's collection, in any version
    """Import a deck, study a little, and give each note type a field or a template of one's own, long ago."""
    import_deck(opened, deck, merge=False)
    for each in opened.decks.all_names_and_ids():
        opened.decks.select(each.id)
        for _ in range(10):
            if card := opened.sched.getCard():
                card.start_timer()
                opened.sched.answerCard(card, 3)
    for kind in opened.models.all():
        if kind["name"].startswith("quizgen"):
            reshape(opened, kind, what)
    opened.models._clear_cache()
    for number in opened.find_notes("") if what == "field" else ():
        note = opened.get_note(number)
        note[OWN] = "my own words"
        opened.update_note(note)
    opened.db.execute("update notes set mod = mod - ?", AGO)


def reshape(opened: Any, kind: dict[str, Any], what: str) -> None:  # noqa: ANN401 - as above
    """Add a field, or, to a note type that can have one, a template."""
    if what == "field":
        opened.models.add_field(kind, opened.models.new_field(OWN))
    elif kind["type"] == 0:
        template = opened.models.new_template(OWN)
        template["qfmt"], template["afmt"] = "{{Stem}} in my words", "{{Answer}}"
        opened.models.add_template(kind, template)
    opened.models.update_dict(kind)


def import_deck(opened: Any, deck: str, *, merge: bool) -> dict[str, int]:  # noqa: ANN401 - as above
    """Import a deck with the options that Anki offers first, and the one that merges note types, if that is wanted."""
    given: dict[str, Any] = {}
    if options := getattr(api, "ImportAnkiPackageOptions", None):  # 23.10 has none
        given["options"] = options(merge_notetypes=merge)
    log = opened.import_anki_package(api.ImportAnkiPackageRequest(package_path=deck, **given)).log
    opened.models._clear_cache()
    return {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")}


def state(opened: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Return what the learner has."""
    notes = [opened.get_note(number) for number in opened.find_notes("")]
    kinds = [kind for kind in opened.models.all() if kind["name"].startswith("quizgen")]
    return {
        "texts": {note["Id"]: [text for name, text in note.items() if name != OWN] for note in notes},
        "own": sum(OWN in note and note[OWN] == "my own words" for note in notes),
        "templates": sum(template["name"] == OWN for kind in kinds for template in kind["tmpls"]),
        "types": sorted(kind["name"] for kind in kinds),
        "cards": opened.db.all("select id, nid, ord, due, ivl, reps, queue from cards order by id"),
        "reviews": opened.db.all("select * from revlog order by id"),
        "merges": hasattr(api, "ImportAnkiPackageOptions"),
    }


def main() -> None:
    """Carry out one step on a collection: ``COLLECTION start DECK WHAT`` or ``COLLECTION import DECK MERGE``."""
    file, step, deck, how = sys.argv[1:]
    opened = api.Collection(file)
    log: dict[str, int] = {}
    if step == "start":
        start(opened, deck, how)
    else:
        log = import_deck(opened, deck, merge=how == "merge")
    print("\x02" + json.dumps({**state(opened), "log": log}))  # noqa: T201 - the answer
    opened.close()


if __name__ == "__main__":
    main()
