"""``quizgen verify``: what holds in a deck as it was built, and what of a deck that somebody has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from anki.collection import ExportAnkiPackageOptions
from typer.testing import CliRunner

from quizgen.cards import Release, Retired
from quizgen.cli import app
from quizgen.exporters.anki import export, seals
from quizgen.exporters.anki.notes import notes, stamps_of_the_day
from quizgen.simulators import SIMULATORS
from quizgen.verify import Status, Verified, verify
from quizgen.verify.receipts import MAX_RECEIPT_CHARACTERS
from tests.decks.decks import Fields, build, opened, replacing, tampered
from tests.exporters.anki.reviewer import collection, import_package
from tests.exporters.samples import sample_lesson

COMPUTED = {"who-leads", "how-many.n-3", "how-many.n-4", "the-gap", "in-order", "two-votes", "who-is-what"}
COMPUTED |= {"the-value", "computed-point"}


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deck with every kind of question."""
    return build(tmp_path_factory.mktemp("verify"))


def found(deck: Path) -> dict[str, Verified]:
    """Verify a deck."""
    verified = verify(deck, lambda *_: None)
    return {item.item: item for item in verified.items}


def test_a_deck_as_it_was_built_holds(deck: Path) -> None:
    """Nobody trusts a deck of which sound answers are reported as false."""
    verified = verify(deck, lambda *_: None)
    assert verified.sound
    assert verified.own_templates
    assert {item.item for item in verified.items if item.status is Status.HOLDS} == COMPUTED
    assert {item.item for item in verified.items if item.status is Status.CITED} == {
        "concept.thing",
        "which-hold",
        "why",
    }
    assert not any(item.reasons for item in verified.items)
    assert {item.item: item.computed for item in verified.items}["the-value"] == 2


def test_a_deck_that_a_learner_exports_again_holds(deck: Path, tmp_path: Path) -> None:
    """A deck that went through Anki is called tampered with, although nobody has changed it."""
    with collection(tmp_path / "anki") as learner:
        import_package(learner, deck)
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=True)
        learner.export_anki_package(out_path=str(tmp_path / "again.apkg"), options=options, limit=None)
    assert {name: item.status for name, item in found(tmp_path / "again.apkg").items()} == {
        name: item.status for name, item in found(deck).items()
    }


Receipt = dict[str, Any]


def receipt_of(fields: Fields) -> Receipt:
    """Return the receipt in a note's fields."""
    receipt: Receipt = json.loads(unescape(fields[seals.FIELD]))
    return receipt


def put(receipt: Receipt, fields: Fields) -> None:
    """Put a receipt into a note's fields as it is."""
    fields[seals.FIELD] = escape(json.dumps(receipt), quote=False)


def sealed_anew(change: Callable[[Fields], None]) -> Callable[[Fields], None]:
    """Return a change after which whoever makes it has also made the seal anew."""

    def changed(fields: Fields) -> None:
        change(fields)
        receipt = {name: value for name, value in receipt_of(fields).items() if name not in ("texts", "whole")}
        fields[seals.FIELD] = escape(seals.sealed(json.dumps(receipt), fields), quote=False)

    return changed


def in_receipt(change: Callable[[Receipt], object]) -> Callable[[Fields], None]:
    """Return a change of a receipt."""

    def changed(fields: Fields) -> None:
        receipt = receipt_of(fields)
        change(receipt)
        put(receipt, fields)

    return changed


def at(receipt: Receipt, *place: str | int) -> dict[str, Any]:
    """Return the statement at a place."""
    return next(statement for statement in receipt["statements"] if statement["at"] == list(place))


KEY, DISTRACTOR = 'class="qz-key" data-option="0"', 'class="qz-distractor" data-option="2"'


def moved_key(fields: Fields) -> None:
    """Mark S2 right and S1 wrong, in the class as in words."""
    answer = fields["Answer"].replace(KEY, "{0}").replace(DISTRACTOR, "{1}")
    answer = answer.replace("{0}", KEY.replace("key", "distractor"))
    answer = answer.replace("{1}", DISTRACTOR.replace("distractor", "key"))
    first, middle, last = answer.split("</li>")[:3]
    first = first.replace("\N{CHECK MARK} right", "\N{BALLOT X} wrong")
    last = last.replace("\N{BALLOT X} wrong", "\N{CHECK MARK} right")
    fields["Answer"] = f"{first}</li>{middle}</li>{last}</li></ol>"


def moved_key_with_roles(fields: Fields) -> None:
    """Mark S2 right, and say so in the receipt."""
    moved_key(fields)
    receipt = receipt_of(fields)
    at(receipt, "option", 0)["role"], at(receipt, "option", 2)["role"] = "distractor", "key"
    put(receipt, fields)


def everywhere(name: str, old: str, new: str) -> Callable[[Fields], None]:
    """Return a change of a text on both sides of a card."""

    def change(fields: Fields) -> None:
        for field in ("Body", "Answer", "Solution"):
            fields[field] = fields[field].replace(old, new)
        assert new in fields[name]

    return change


def swapped_steps(fields: Fields) -> None:
    """Change the places of the first two steps on the back."""
    head, first, second, rest = fields["Answer"].split("<li ", 3)
    first, second = first.replace('letter">1', 'letter">2'), second.replace('letter">2', 'letter">1')
    fields["Answer"] = f"{head}<li {second}<li {first}<li {rest}"


def swapped_matches(fields: Fields) -> None:
    """Let S2 lead instead of S1, on the back."""
    fields["Answer"] = (
        fields["Answer"]
        .replace("S1", "{0}")
        .replace("S2", "S1")
        .replace("{0}", "S2")
        .replace('data-pair="0"', "{0}")
        .replace('data-pair="1"', 'data-pair="0"')
        .replace("{0}", 'data-pair="1"')
    )


CLAIM = 'leader() == "S1"'

TAMPERED: dict[str, tuple[str, Callable[[Fields], None], str]] = {
    "key mark moved": ("who-leads", moved_key, "option 1 is marked wrong; its receipt has it as key"),
    "key mark moved, sealed anew": ("who-leads", sealed_anew(moved_key), "its receipt has it as key"),
    "key moved in the receipt, too": ("who-leads", sealed_anew(moved_key_with_roles), "but it is false in all 3 runs"),
    "an option's text changed": ("who-leads", everywhere("Body", "Nobody", "Somebody"), "its texts are not those"),
    "a value's text changed, sealed anew": (
        "the-value",
        sealed_anew(everywhere("Body", ">S1<", ">S3<")),
        "the key states S3, but all 3 runs of raft give S1",
    ),
    "a distractor made right, sealed anew": (
        "the-value",
        sealed_anew(everywhere("Body", ">S2<", ">S1<")),
        "and it is right",
    ),
    "the stem changed": ("who-leads", replacing("Stem", "S1", "S2"), "its texts are not those"),
    "the rationale changed": ("who-leads", replacing("Answer", "It won.", "It lost."), "its texts are not those"),
    "the number changed": ("how-many.n-3", everywhere("Answer", "2", "3"), "but experiments with raft give 2"),
    "the number changed, sealed anew": (
        "how-many.n-3",
        sealed_anew(everywhere("Answer", "2", "3")),
        "states 3, but experiments with raft give 2",
    ),
    "the tolerance changed": (
        "how-many.n-3",
        replacing("Solution", 'data-tolerance="0"', 'data-tolerance="5"'),
        "its texts are not those",
    ),
    "the order changed": ("in-order", swapped_steps, "so comes first in all 3 runs of raft"),
    "the order changed, sealed anew": ("in-order", sealed_anew(swapped_steps), "comes first in all 3 runs of raft"),
    "what is free changed, sealed anew": (
        "two-votes",
        sealed_anew(replacing("Answer", ' data-free="[[2, 3]]"', "")),
        "so either order may be right",
    ),
    "too much declared free, sealed anew": (
        "two-votes",
        sealed_anew(replacing("Answer", "[[2, 3]]", "[[2, 3], [1, 2]]")),
        "declared free, but step",
    ),
    "a gap's answer changed, sealed anew": (
        "the-gap",
        sealed_anew(everywhere("Body", "leader", "follower")),
        "states follower, but all 3 runs of raft give leader",
    ),
    "a wrong spelling accepted, sealed anew": (
        "the-gap",
        sealed_anew(replacing("Solution", "[&quot;1&quot;]", "[&quot;1&quot;, &quot;2&quot;]")),
        "accepts 2, but all 3 runs of raft give 1",
    ),
    "a pair changed, sealed anew": (
        "who-is-what",
        sealed_anew(swapped_matches),
        "states follower, but all 3 runs of raft give leader",
    ),
    "a partner changed, sealed anew": (
        "who-is-what",
        sealed_anew(everywhere("Answer", "follower", "candidate")),
        "states candidate, but all 3 runs of raft give follower",
    ),
    "receipt removed": ("who-leads", lambda fields: fields.update(Receipt=""), "it has no receipt"),
    "receipt of another note": (
        "how-many.n-4",
        in_receipt(lambda receipt: receipt.update(item="how-many.n-3")),
        "its receipt belongs to how-many.n-3",
    ),
    "receipt damaged": ("who-leads", replacing("Receipt", "{", "{{"), "its receipt is damaged"),
    "receipt of another format": ("who-leads", replacing("Receipt", "receipt/1", "receipt/9"), "not of the format"),
    "receipt that nests too deep": (
        "who-leads",
        lambda fields: fields.update(Receipt="[" * MAX_RECEIPT_CHARACTERS),
        "its receipt is damaged",
    ),
    "receipt too long": (
        "who-leads",
        lambda fields: fields.update(Receipt="[" * (MAX_RECEIPT_CHARACTERS + 1)),
        "more than 100,000 characters",
    ),
    "receipt with keys of its own": (
        "who-leads",
        in_receipt(lambda receipt: receipt.update(note="trust me")),
        "its receipt is damaged: note",
    ),
    "claim altered to true": (
        "who-leads",
        in_receipt(lambda receipt: at(receipt, "option", 0).update(claim="true")),
        "its receipt was changed",
    ),
    "claim altered to true, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "option", 0).update(claim="true"))),
        "it proves nothing",
    ),
    "claim altered to a true one": (
        "who-leads",
        in_receipt(lambda receipt: at(receipt, "option", 0).update(claim="leaders() == 1")),
        "its receipt was changed",
    ),
    "distractor's claim made true, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "option", 2).update(claim=CLAIM))),
        "it can turn out right",
    ),
    "misconception altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "option", 1).update(misconception="vote-twice"))),
        "the misconception `vote-twice` does not make",
    ),
    "scenario altered": (
        "who-leads",
        in_receipt(lambda receipt: receipt["scenarios"][0].update(servers=5)),
        "its receipt was changed",
    ),
    "scenario altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(servers=5))),
        "its trace has another hash",
    ),
    "scenario that cannot be run, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(servers=50))),
        "servers",
    ),
    "scenario that is none, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(servers="many"))),
        "a scenario of its receipt is none",
    ),
    "fewer seeds, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["scenarios"][0].update(explore={"seeds": 1}))),
        "says that it was true in 3 of 3 runs or states, but now 1 of 1",
    ),
    "trace hash altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["run"].update(trace="0" * 64))),
        "its trace has another hash",
    ),
    "seed altered, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["run"].update(seed=2))),
        "its trace has another hash",
    ),
    "run of no scenario, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["run"].update(scenario=7))),
        "a scenario that it does not have",
    ),
    "statement taken out, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["statements"].pop())),
        "its receipt does not speak of option 3",
    ),
    "statement put in, sealed anew": (
        "who-leads",
        sealed_anew(
            in_receipt(lambda receipt: receipt["statements"].append(at(receipt, "option", 0) | {"at": ["option", 7]}))
        ),
        "its receipt speaks of option 8, which the card does not have",
    ),
    "statement doubled, sealed anew": (
        "who-leads",
        sealed_anew(in_receipt(lambda receipt: receipt["statements"].append(at(receipt, "option", 0)))),
        "speaks twice of option 1",
    ),
    "event of a step altered, sealed anew": (
        "in-order",
        sealed_anew(in_receipt(lambda receipt: at(receipt, "order")["steps"][0][1].update(type="vote_granted"))),
        "step 1 is missing in all 3 runs of raft",
    ),
    "evidence line changed": ("which-hold", replacing("Evidence", "cited", "computed"), "its texts are not those"),
    "id changed": ("who-leads", replacing("Id", "who-leads", "who-follows"), "Anki would not take it"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_note_does_not_hold(name: str, deck: Path) -> None:
    """A learner memorises what somebody has slipped into a deck under the name of a computed answer."""
    item, change, told = TAMPERED[name]
    items = found(tampered(deck, item, change))
    broken = {other: verified for other, verified in items.items() if verified.status is Status.BROKEN}
    assert list(broken) == ["who-follows" if name == "id changed" else item]
    (verified,) = broken.values()
    assert any(told in reason for reason in verified.reasons), verified.reasons


def _inserted(deck: Path, changes: dict[str, str]) -> Path:
    changed = deck.with_name("inserted.apkg")
    with opened(deck, changed) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(notes)")]
        row = dict(zip(columns, connection.execute("SELECT * FROM notes ORDER BY id").fetchone(), strict=True))
        row |= {"id": 1, **changes}
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO notes VALUES ({marks})", list(row.values()))  # noqa: S608 - question marks
    return changed


def test_a_note_without_receipt_that_was_added_is_found(deck: Path) -> None:
    """A claim of somebody's own would pass for one that was computed."""
    fields = ["added", *[""] * 23]
    items = found(_inserted(deck, {"guid": "added", "flds": "\x1f".join(fields)}))
    assert items["added"].status is Status.BROKEN
    assert "it has no receipt, so nothing can be computed again" in items["added"].reasons


def test_a_copied_note_is_found(deck: Path) -> None:
    """A copy with a receipt would be believed, although Anki shows one of the two."""
    verified = verify(_inserted(deck, {"guid": "copied"}), lambda *_: None)
    one, other = [item for item in verified.items if item.status is Status.BROKEN]
    assert one.reasons == ("Anki would not take it for the item whose id it has",)
    assert other.reasons == ("another note has the same id",)


def test_a_withdrawn_note_must_ask_nothing(deck: Path) -> None:
    """Whoever calls a note withdrawn could let it ask what they like."""
    changed = deck.with_name("retired.apkg")
    with opened(deck, changed) as connection:
        connection.execute("UPDATE notes SET tags = tags || ' quizgen::retired '")
    assert verify(changed, lambda *_: None).sound
    bare = tampered(changed, "who-leads", lambda fields: fields.update(Receipt=""))
    assert found(bare)["who-leads"].status is Status.BROKEN


def test_what_was_withdrawn_is_called_so(tmp_path: Path) -> None:
    """A release in which an item was taken back could never be verified."""
    sample = sample_lesson()
    stamps = stamps_of_the_day(sample)
    gone = tuple(
        Retired(note.id, note.kind, note.sort_text, note.stamp, note.cards) for note in notes(sample) if note.sort_text
    )
    empty = replace(sample, cards=(), release=Release(stamps, {}, gone))
    (path,) = export([empty], tmp_path, lambda _: None)
    assert {item.item: (item.status, item.reasons) for item in verify(path, lambda *_: None).items} == {
        item.id: (Status.WITHDRAWN, ()) for item in gone
    }
    assert {item.kind for item in gone} == {card.kind for card in sample.cards}


def test_another_version_of_the_simulator_is_told(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck of last year would be called wrong, or right, although nobody can compute it again."""
    assert isinstance(SIMULATORS, dict)
    monkeypatch.setitem(SIMULATORS, "raft", replace(SIMULATORS["raft"], version="99"))
    verified = verify(deck, lambda *_: None)
    assert not verified.sound
    others = {item.item: item for item in verified.items if item.status is Status.OTHER_VERSION}
    assert set(others) == COMPUTED
    assert others["who-leads"].reasons == ("computed by raft 1; there is raft 99",)


def test_a_simulator_that_is_not_there_is_told(deck: Path) -> None:
    """A deck made with a simulator of somebody's own ends in a traceback."""

    def renamed(receipt: Receipt) -> None:
        receipt["scenarios"][0]["simulator"] = "paxos"
        receipt["simulators"] = {"paxos": "3"}

    items = found(tampered(deck, "how-many.n-3", sealed_anew(in_receipt(renamed))))
    assert items["how-many.n-3"].status is Status.OTHER_VERSION
    assert "a simulator that is not there" in items["how-many.n-3"].reasons[0]


def test_a_deck_that_asks_for_too_much_is_stopped(deck: Path) -> None:
    """A deck from a stranger keeps the machine busy for a week."""

    def endless(receipt: Receipt) -> None:
        receipt["scenarios"][0].update(explore={"seeds": 10_000}, events=[{"run": "600s"}] * 50)

    items = found(tampered(deck, "computed-point", sealed_anew(in_receipt(endless))))
    assert items["computed-point"].status is Status.BROKEN
    assert items["who-leads"].status is Status.HOLDS


def _quizgen(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["verify", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_command_tells_people_and_tools(deck: Path, tmp_path: Path) -> None:
    """A release is made of a deck whose answers do not hold, because nothing stopped it."""
    status, output = _quizgen(str(deck), "--quiet")
    assert (status, output) == (0, "")
    status, output = _quizgen(str(deck), "--format", "json")
    assert status == 0
    assert json.loads(output)["counts"] == {"holds": 9, "cited only": 3}
    bad = tampered(deck, "who-leads", moved_key)
    status, output = _quizgen(str(bad))
    assert status == 1
    assert "does not hold              who-leads\n    its texts are not those" in output
    assert "12 items: 8 holds, 1 does not hold, 3 cited only\n" in output
    status, output = _quizgen(str(bad), "--format", "json")
    assert status == 1
    assert json.loads(output)["sound"] is False
    (tmp_path / "no.apkg").write_text("no")
    assert _quizgen(str(tmp_path / "no.apkg"))[0] == 2
    assert _quizgen(str(tmp_path / "missing.apkg"))[0] == 2


def test_templates_of_another_kind_are_mentioned(deck: Path) -> None:
    """Fields hold, but the card shows another option as right, and nobody says that this was not looked at."""
    changed = deck.with_name("templates.apkg")
    with opened(deck, changed) as connection:
        connection.execute("UPDATE col SET models = replace(models, 'qz-key', 'qz-kex')")
    assert not verify(changed, lambda *_: None).own_templates
    assert "was not verified" in _quizgen(str(changed))[1]
