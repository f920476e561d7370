"""A learner's collection, in any version of Anki: commands come as lines of JSON, and so do the answers.

It runs in the environment of the Anki that is tested, so it needs nothing else, and nothing of quizgen.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anki.collection as api
from anki.buildinfo import version

CARD = "select id, nid, did, ord, due, queue, type, ivl, factor, reps, lapses, flags from cards order by id"


class Learner:
    """One learner; the collection is closed between commands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def _file(self) -> str:
        return str(self._folder / "collection.anki2")

    def become(self, other: str) -> None:
        """Go on as a copy of another learner."""
        shutil.copytree(other, self._folder)

    def import_package(self, path: str) -> dict[str, int]:
        """Import a deck with the options that Anki offers first; return how many notes were new, updated ..."""
        opened = self._open()
        options = getattr(api, "ImportAnkiPackageOptions", None)
        given = {"options": options()} if options else {}  # 23.10 asks for none
        log = opened.import_anki_package(api.ImportAnkiPackageRequest(package_path=path, **given)).log
        opened.close()
        return {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")}

    def study(self, days: int) -> int:
        """Study all that is due on each of some days, which pass in between; return how many answers were given."""
        answers = 0
        for _ in range(days):
            opened = self._open()
            preset = opened.decks.get_config(1)
            preset["new"]["perDay"] = 1000
            opened.decks.update_config(preset)
            for deck in opened.decks.all_names_and_ids():
                opened.decks.select(deck.id)
                answers += self._answer_all(opened, answers)
            opened.db.execute("update col set crt = crt - 86400 * 3")
            opened.close()
        return answers

    @staticmethod
    def _answer_all(opened: Any, answers: int) -> int:  # noqa: ANN401 - Anki's collection, in any version
        given = 0
        while (card := opened.sched.getCard()) and given < 150:
            card.start_timer()
            opened.sched.answerCard(card, (3, 3, 2, 1, 3, 4)[(answers + given) % 6])
            given += 1
        return given

    def mark(self, item: str, tags: list[str], flag: int, *, suspend: bool) -> None:
        """Tag an item's note, and flag or suspend its cards."""
        opened = self._open()
        (number,) = opened.find_notes(f'"Id:{item}"')
        opened.tags.bulk_add([number], " ".join(tags))
        cards = opened.card_ids_of_note(number)
        opened.set_user_flag_for_cards(flag, cards)
        if suspend:
            opened.sched.suspend_cards(cards)
        opened.close()

    def wait(self, days: int) -> None:
        """Let some days pass: what was done to notes today lies that far back."""
        opened = self._open()
        opened.db.execute("update notes set mod = mod - 86400 * ? where mod > ?", days, int(time.time()) - 86400)
        opened.close()

    def state(self) -> dict[str, Any]:
        """Return everything in the collection that a learner could miss."""
        opened = self._open()
        kinds = {kind["id"]: kind for kind in opened.models.all() if kind["name"].startswith("quizgen")}
        notes = [opened.get_note(number) for number in opened.find_notes("")]
        found = {
            "notes": {
                note["Id"]: {
                    "id": note.id,
                    "guid": note.guid,
                    "type": note.mid,
                    "fields": note.fields,
                    "tags": note.tags,
                }
                for note in notes
            },
            "cards": [list(row) for row in opened.db.all(CARD)],
            "reviews": [list(row) for row in opened.db.all("select * from revlog order by id")],
            "decks": {deck.name: opened.decks.get(deck.id)["desc"] for deck in opened.decks.all_names_and_ids()},
            "presets": sorted(preset["name"] for preset in opened.decks.all_config()),
            "types": {
                kind["name"]: [kind["css"], *(part for one in kind["tmpls"] for part in (one["qfmt"], one["afmt"]))]
                for kind in kinds.values()
            },
            "media": sorted(path.name for path in Path(opened.media.dir()).iterdir()),
            "retired": len(opened.find_cards("tag:quizgen::retired -is:suspended")),
            "empty": [note.note_id for note in opened.get_empty_cards().notes],
        }
        opened.close()
        return found

    def _open(self) -> Any:  # noqa: ANN401 - as above
        self._folder.mkdir(parents=True, exist_ok=True)
        return api.Collection(self._file)


def main() -> None:
    """Carry out commands until there are no more: ``[folder, command, arguments]``."""
    answer(version)
    for line in sys.stdin:
        folder, command, arguments = json.loads(line)
        done: Callable[..., Any] = getattr(Learner(Path(folder)), command)
        answer(done(**arguments))


def answer(value: object) -> None:
    """Send an answer; what Anki itself prints has no mark before it."""
    print(f"\x02{json.dumps(value)}", flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
