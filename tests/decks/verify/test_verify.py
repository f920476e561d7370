"""``quizgen verify``: what holds in a deck as it was built, and what of a deck that somebody has changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cards import Release, Retired
from quizgen.cli import app
from quizgen.decks.verify import Status, verify
from quizgen.exporters.anki import export
from quizgen.exporters.anki.notes import notes, stamps_of_the_day
from quizgen.simulators import SIMULATORS
from tests.crosscheck.toy import varied
from tests.decks.reading.decks import build, opened, tampered
from tests.decks.reading.packages import exported
from tests.decks.verify.changes import Receipt, found, in_receipt, moved_key, sealed_anew
from tests.exporters.samples import sample_lesson

COMPUTED = {"who-leads", "how-many.n-3", "how-many.n-4", "the-gap", "in-order", "two-votes", "who-is-what"}
COMPUTED |= {"the-value", "computed-point"}


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


@pytest.mark.parametrize("legacy", [False, True], ids=["newest format", "for older versions"])
def test_a_deck_that_a_learner_exports_again_holds(deck: Path, tmp_path: Path, *, legacy: bool) -> None:
    """A deck that went through Anki is called tampered with, although nobody has changed it."""
    again = exported(deck, tmp_path, legacy=legacy)
    assert verify(again, lambda *_: None).own_templates
    assert {name: item.status for name, item in found(again).items()} == {
        name: item.status for name, item in found(deck).items()
    }


def _inserted(deck: Path, changes: dict[str, str]) -> Path:
    changed = deck.with_name("inserted.apkg")
    with opened(deck, changed) as connection:
        for table, changed_there in (("notes", {"id": 1, **changes}), ("cards", {"id": 1, "nid": 1})):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            first = connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchone()  # noqa: S608 - named above
            row = dict(zip(columns, first, strict=True)) | changed_there
            marks = ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", list(row.values()))  # noqa: S608 - as above
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
        Retired(note.id, note.kind, note.sort_text, note.stamp, note.ords) for note in notes(sample) if note.sort_text
    )
    empty = replace(sample, cards=(), release=Release(stamps, {}, gone))
    (path,) = export([empty], tmp_path, lambda _: None)
    assert {item.item: (item.status, item.reasons) for item in verify(path, lambda *_: None).items} == {
        item.id: (Status.WITHDRAWN, ()) for item in gone
    }
    assert {item.kind for item in gone} == {card.kind for card in sample.cards}


def test_another_version_of_the_simulator_is_told(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck of last year would be called wrong, or right, although nobody can compute it again."""
    monkeypatch.setitem(SIMULATORS, "raft", varied(SIMULATORS["raft"], version="99"))
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


IN_TIME = """\
items:
  - id: votes
    kind: ordering
    concept: thing
    scenario: elected
    stem: In which order do S2 and S3 vote for S1, in time?
    by: time
    steps:
      - {text: S3 votes for S1., event: {type: vote_granted, actor: S3}}
      - {text: S2 votes for S1., event: {type: vote_granted, actor: S2}}
"""


def test_an_order_in_time_is_computed_as_one(tmp_path: Path) -> None:
    """A sound card is reported as false, since nothing leads from the one vote to the other."""
    deck = build(tmp_path, IN_TIME)
    votes = found(deck)["votes"]
    assert (votes.status, votes.reasons) == (Status.HOLDS, ())

    def by_cause(receipt: Receipt) -> None:
        (order,) = receipt["statements"]
        assert order.pop("by") == "time"

    changed = tampered(deck, "votes", sealed_anew(in_receipt(by_cause)))
    assert any("nothing leads from" in reason for reason in found(changed)["votes"].reasons)


PROGRAM = "setTimeout(() => console.log('Object'), 0);\\nPromise.resolve().then(() => console.log('a  b'));\\n"
PRINTED = f"""\
items:
  - id: typed
    kind: cloze
    concept: thing
    scenario: &program {{simulator: event-loop, program: "{PROGRAM}"}}
    text: It prints [[first]], then [[second]].
    blanks: {{first: {{answer: 'a  b', measure: line(1)}}, second: {{answer: Object, measure: line(2)}}}}
  - id: line
    kind: multiple_choice
    concept: thing
    scenario: *program
    stem: What is printed first?
    answer: line(1)
    options:
      - {{text: '`a  b`', key: true}}
      - {{text: '`a b`', rationale: A space is missing.}}
      - {{text: '`A  b`', rationale: It is small.}}
  - id: output
    kind: multiple_choice
    concept: thing
    scenario: *program
    stem: What is printed?
    answer: output()
    options:
      - {{text: "```\\na  b\\nObject\\n```", key: true}}
      - {{text: "```\\na b\\nObject\\n```", rationale: A space is missing.}}
      - {{text: "```\\nObject\\na  b\\n```", rationale: It is the other way round.}}
"""


def test_what_is_printed_is_compared_with_its_spaces_lines_and_capitals(tmp_path: Path) -> None:
    """A sound card is reported as false, or a learner who types `object` for `Object` is right."""
    deck = build(tmp_path, PRINTED)
    told = found(deck)
    assert {name: (told[name].status, told[name].reasons) for name in ("typed", "line", "output")} == dict.fromkeys(
        ("typed", "line", "output"), (Status.HOLDS, ())
    )

    def lenient(fields: dict[str, str]) -> None:
        known, more = "[&quot;Object&quot;]", "[&quot;Object&quot;, &quot;object&quot;]"
        fields["Solution"] = fields["Solution"].replace(known, more)
        assert "&quot;object&quot;" in fields["Solution"]

    changed = tampered(deck, "typed", sealed_anew(lenient))
    assert any("accepts object" in reason for reason in found(changed)["typed"].reasons)
