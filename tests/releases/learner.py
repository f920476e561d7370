"""A learner's collection, in any version of Anki: orders come as lines of JSON, and so do the answers.

It runs in the environment of the Anki that is tested, so it needs nothing else, and nothing of quizgen.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import anki.collection as api
from anki.buildinfo import version

CARD = """select c.id, nid, ord, did, odid, due, odue, queue, type, ivl, factor, reps, lapses, left, c.flags
    from cards c order by c.id"""
STATES = ("review", "suspended", "flagged", "buried", "filtered", "leech", "learning", "relearning", "moved", "new")
"""What becomes of the cards of the deck, one after the other."""


class Learner:
    """One learner, whose collection is open."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._opened: Any = api.Collection(str(folder / "collection.anki2"))

    def close(self) -> None:
        """Close the collection."""
        self._opened.close()

    def take(self, paths: list[str], **options: object) -> dict[str, int]:
        """Import decks with the options that Anki offers first, or others; return how many notes were new ..."""
        total = dict.fromkeys(("new", "updated", "duplicate", "conflicting"), 0)
        offered = getattr(api, "ImportAnkiPackageOptions", None)  # 23.10 asks for none
        for path in paths:
            given = {"options": offered(**options)} if offered else {}
            log = self._opened.import_anki_package(api.ImportAnkiPackageRequest(package_path=path, **given)).log
            total = {name: count + len(getattr(log, name)) for name, count in total.items()}
        self._opened.models._clear_cache()
        return total

    def study(self, days: int) -> int:
        """Study all that is due on each of some days, of which three pass in between; return how many answers."""
        sched, answers = self._opened.sched, 0
        untouched = self._cards()["new"]
        sched.suspend_cards(untouched)
        self._preset(new={"perDay": 1000})
        for _ in range(days):
            for deck in self._opened.decks.all_names_and_ids():
                self._opened.decks.select(deck.id)
                given = 0
                while (card := sched.getCard()) and given < 150:
                    self._answer(card, (3, 3, 2, 1, 3, 4)[(answers + given) % 6])
                    given += 1
                answers += given
            self._opened.db.execute("update col set crt = crt - 86400 * 3")
        sched.unsuspend_cards(untouched)
        return answers

    def learn(self, deck: str) -> list[str]:
        """Study a deck and those below it day after day until nothing is new; return the items as they first came."""
        opened, met = self._opened, dict[str, None]()
        opened.decks.select(opened.decks.id_for_name(deck))
        while opened.find_cards("is:new -is:buried"):
            before = len(met)
            while card := opened.sched.getCard():
                met.setdefault(card.note()["Id"])
                self._answer(card, 4)
            opened.db.execute("update col set crt = crt - 86400")
            opened.sched.unbury_deck(opened.decks.id_for_name(deck))
            assert len(met) > before or len(met) >= opened.note_count(), "Anki shows nothing more"
        return list(met)

    def scatter(self) -> None:
        """Bring each card into one of `STATES`."""
        sched, cards = self._opened.sched, self._cards()
        sched.suspend_cards(cards["suspended"])
        for number, card in enumerate(cards["flagged"], 1):
            self._opened.set_user_flag_for_cards(number % 7 + 1, [card])
        sched.bury_cards(cards["buried"], manual=True)
        self._opened.set_deck(cards["moved"], self._opened.decks.id("Mine"))
        sched.schedule_cards_as_new(cards["learning"])
        self._preset(lapse={"leechFails": 1})
        self._again(cards["leech"])
        self._preset(lapse={"leechFails": 100, "delays": [10]})
        self._again([*cards["relearning"], *cards["learning"]])
        filtered = sched.get_or_create_filtered_deck(0)
        del filtered.config.search_terms[1:]
        filtered.config.search_terms[0].search = "cid:" + ",".join(map(str, cards["filtered"]))
        sched.add_or_update_filtered_deck(filtered)

    def mark(self, item: str, tags: list[str], flag: int = 0, *, suspend: bool = False) -> None:
        """Tag an item's note, and flag or suspend its cards."""
        self._opened.tags.bulk_add([self._note(item).id], " ".join(tags))
        cards = self._opened.card_ids_of_note(self._note(item).id)
        if flag:
            self._opened.set_user_flag_for_cards(flag, cards)
        if suspend:
            self._opened.sched.suspend_cards(cards)

    def edit(self, item: str, field: str, text: str) -> None:
        """Write something else in a note's field."""
        note = self._note(item)
        note[field] = text
        self._opened.update_note(note)

    def delete(self, item: str) -> None:
        """Delete a note."""
        self._opened.remove_notes([self._note(item).id])

    def delete_card(self, item: str, number: int) -> None:
        """Delete one card of a note."""
        self._opened.remove_cards_and_orphaned_notes([self._note(item).cards()[number].id])

    def rename_deck(self, old: str, new: str) -> None:
        """Give a deck another name."""
        self._opened.decks.rename(self._opened.decks.id_for_name(old), new)

    def change_type(self, kind: str, name: str = "", css: str = "", front: str = "", field: str = "") -> None:
        """Change a note type: its name, its look, the name of its first spare field."""
        found = self._opened.models.by_name(kind)
        found["name"] = name or kind
        found["css"] += css
        found["tmpls"][0]["qfmt"] += front
        if field:
            found["flds"][18]["name"] = field
        self._opened.models.update_dict(found)

    def own_preset(self, deck: str) -> None:
        """Give a deck options of the learner's own."""
        preset = self._opened.decks.add_config("Mine")
        preset["new"]["perDay"] = 7
        self._opened.decks.update_config(preset)
        found = self._opened.decks.by_name(deck)
        self._opened.decks.set_config_id_for_deck_dict(found, preset["id"])

    def describe(self, deck: str, text: str) -> None:
        """Write something on a deck."""
        found = self._opened.decks.by_name(deck)
        found["desc"] = text
        self._opened.decks.save(found)

    def limit(self, preset: str, most: int) -> None:
        """Set the number of new cards a day in a preset, if there is one of that name."""
        for found in self._opened.decks.all_config():
            if found["name"] == preset:
                found["new"]["perDay"] = most
                self._opened.decks.update_config(found)

    def limits(self) -> dict[str, int]:
        """Return the number of new cards a day in each preset."""
        return {preset["name"]: preset["new"]["perDay"] for preset in self._opened.decks.all_config()}

    def wait(self, days: int) -> None:
        """Let some days pass: what was done to notes and note types today lies that far back."""
        yesterday, passed = int(time.time()) - 86400, days * 86400
        self._opened.db.execute("update notes set mod = mod - ? where mod > ?", passed, yesterday)
        self._opened.db.execute(
            "update notetypes set mtime_secs = mtime_secs - ? where mtime_secs > ?", passed, yesterday
        )

    def check(self) -> str:
        """Return what Anki's "Check Database" finds, if anything is wrong."""
        report, sound = self._opened.fix_integrity()
        return "" if sound else str(report)

    def state(self) -> dict[str, Any]:
        """Return everything in the collection that a learner could miss."""
        opened = self._opened
        kinds = {kind["id"]: kind for kind in opened.models.all() if "Receipt" in (f["name"] for f in kind["flds"])}
        notes = [opened.get_note(number) for number in opened.find_notes("")]
        decks = [opened.decks.get(deck.id) for deck in opened.decks.all_names_and_ids()]
        return {
            "notes": {
                note["Id"]: {"id": note.id, "guid": note.guid, "type": note.mid, "fields": note.fields}
                | {"tags": sorted(note.tags)}
                for note in notes
            },
            "cards": {row[0]: list(row) for row in opened.db.all(CARD)},
            "reviews": [list(row) for row in opened.db.all("select * from revlog order by id")],
            "decks": {deck["name"]: [deck["id"], deck["desc"], deck.get("conf", 0)] for deck in decks},
            "presets": sorted(preset["name"] for preset in opened.decks.all_config()),
            "types": {
                kind["name"]: [kind["css"], *(part for one in kind["tmpls"] for part in (one["qfmt"], one["afmt"]))]
                for kind in kinds.values()
            },
            "media": {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(opened.media.dir()).iterdir()
            },
            "empty": [note.note_id for note in opened.get_empty_cards().notes],
        }

    def _note(self, item: str) -> Any:  # noqa: ANN401 - Anki's note, in any version
        (number,) = self._opened.find_notes(f'"Id:{item}"')
        return self._opened.get_note(number)

    def _cards(self) -> dict[str, list[int]]:
        cards = self._opened.db.list("select id from cards order by id")
        return {state: cards[place :: len(STATES)] for place, state in enumerate(STATES)}

    def _answer(self, card: Any, ease: int) -> None:  # noqa: ANN401 - Anki's card, in any version
        card.start_timer()
        self._opened.sched.answerCard(card, ease)

    def _again(self, cards: list[int]) -> None:
        """Have a card asked, and not know it."""
        for number in cards:
            card = self._opened.get_card(number)
            self._answer(card, 1)

    def _preset(self, **changes: dict[str, object]) -> None:
        preset = self._opened.decks.get_config(1)
        for part, values in changes.items():
            preset[part].update(values)
        self._opened.decks.update_config(preset)


def main() -> None:
    """Carry out orders until there are no more: ``[folder, folder to begin with, [[name, arguments] ...]]``."""
    answer(version)
    for line in sys.stdin:
        folder, beginning, orders = json.loads(line)
        if beginning:
            shutil.copytree(beginning, folder)
        learner = Learner(Path(folder))
        done = [getattr(learner, name)(**arguments) for name, arguments in orders]
        learner.close()
        answer(done)


def answer(value: object) -> None:
    """Send an answer; what Anki itself prints has no mark before it."""
    print(f"\x02{json.dumps(value)}", flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
