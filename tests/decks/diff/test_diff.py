"""``quizgen diff``: what of a new release a learner has to hear of."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from quizgen.cards import Card, Html, Release, RenderedLesson, Retired
from quizgen.cli import app
from quizgen.decks.diff import AnswerChange, Change, Difference, compare
from quizgen.decks.diff.writing import AROUND, MAX_WORDS, as_json, as_markdown, as_text, compared
from quizgen.decks.lock import NAME
from quizgen.decks.reading import read
from quizgen.exporters.anki import export
from quizgen.exporters.anki.notes import stamps_of_the_day
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from tests.decks.reading.decks import opened
from tests.exporters.samples import numeric, sample_lesson

SAMPLE = sample_lesson()
LATER = "2025-06-01"


def built(lesson: RenderedLesson, folder: Path) -> Path:
    """Build a deck."""
    folder.mkdir()
    (path,) = export([lesson], folder, lambda _: None)
    return path


def with_card(item: str, change: Callable[[Card], Card], released: str = LATER) -> RenderedLesson:
    """Return the sample with a card changed, in a later release."""
    cards = tuple(change(card) if card.id == item else card for card in SAMPLE.cards)
    return replace(SAMPLE, cards=cards, released=released)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release before."""
    return built(SAMPLE, tmp_path_factory.mktemp("decks") / "old")


def difference(old: Path, lesson: RenderedLesson, folder: Path) -> Difference:
    """Compare a release with the one before."""
    new = built(lesson, folder / "new")
    return compare(read(old), read(new), "old.apkg", "new.apkg")


def only(found: Difference) -> Change:
    """Return the only change."""
    (change,) = found.changed
    return change


def test_the_same_deck_differs_in_nothing(old: Path, tmp_path: Path) -> None:
    """Every release would look as if everything had to be learnt again."""
    found = difference(old, replace(SAMPLE, released=LATER), tmp_path)
    assert found.empty
    assert found.unchanged == len(SAMPLE.cards)
    assert as_text(found) == f"old.apkg -> new.apkg: {len(SAMPLE.cards)} unchanged\n"


def test_a_typo_is_told_by_its_word_and_changes_no_answer(old: Path, tmp_path: Path) -> None:
    """A learner would relearn a question for a comma."""
    fixed = with_card("quorum-size.n-5", lambda card: replace(card, stem=Html(card.stem.replace("waits", "awaits"))))
    found = difference(old, fixed, tmp_path)
    change = only(found)
    assert [field.name for field in change.fields] == ["Stem"]
    assert change.answer is None
    assert not found.relearn
    assert ("    Stem: \N{HORIZONTAL ELLIPSIS} of $n = 5$ servers [-waits-] {+awaits+} for a majority") in as_text(
        found
    )


def moved_key(card: Card) -> Card:
    """Make the second option wrong and the third right."""
    assert isinstance(card.body, Choice)
    options = [replace(option, key=number == 2) for number, option in enumerate(card.body.options)]
    return replace(card, body=replace(card.body, options=tuple(options)))


def other_number(card: Card) -> Card:
    """Make the number another."""
    assert isinstance(card.body, Number)
    return replace(card, body=replace(card.body, value=4))


def other_order(card: Card) -> Card:
    """Let the last step come first."""
    assert isinstance(card.body, Ordering)
    steps = tuple(replace(step, position=step.position % 4 + 1) for step in card.body.steps)
    return replace(card, body=Ordering(steps))


def shuffled(card: Card) -> Card:
    """Show the options in another order."""
    assert isinstance(card.body, Choice)
    return replace(card, body=replace(card.body, options=card.body.options[::-1]))


ANSWERS: dict[str, tuple[str, Callable[[Card], Card], AnswerChange | None]] = {
    "key moved": (
        "cut-link",
        moved_key,
        AnswerChange(
            ("The side with three servers goes on committing; the other elects nobody.",),
            ("Nobody can write until the link is mended.",),
        ),
    ),
    "number corrected": ("quorum-size.n-5", other_number, AnswerChange(("3 servers",), ("4 servers",))),
    "order corrected": (
        "write-steps",
        other_order,
        AnswerChange(
            (
                "1. The leader appends the entry to its own log.",
                "2. The leader sends the entry to its followers.",
                "3. A majority stores it; the leader advances commit_index.",
                "4. The client is told of success.",
            ),
            (
                "1. The client is told of success.",
                "2. The leader appends the entry to its own log.",
                "3. The leader sends the entry to its followers.",
                "4. A majority stores it; the leader advances commit_index.",
            ),
        ),
    ),
    "options in another order": ("cut-link", shuffled, None),
    "evidence reworded": ("cut-link", lambda card: replace(card, evidence="found by a run"), None),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_changed_answer_is_told_apart(name: str, old: Path, tmp_path: Path) -> None:
    """A learner goes on recalling an answer that was corrected, or relearns one that was not."""
    item, change, answer = ANSWERS[name]
    found = difference(old, with_card(item, change), tmp_path)
    assert only(found).answer == answer
    assert [changed.entry.item for changed in found.relearn] == ([item] if answer else [])
    assert json.loads(as_json(found))["relearn"] == ([item] if answer else [])
    assert ("relearn these" in as_text(found)) == bool(answer)
    assert ("Relearn these" in as_markdown(found)) == bool(answer)


def test_new_withdrawn_and_missing_notes_are_told(old: Path, tmp_path: Path) -> None:
    """A learner keeps a question that the author has taken back, and nobody knows."""
    kept = tuple(card for card in SAMPLE.cards if card.id not in ("odd-text", "older-term"))
    cards = (*kept, replace(numeric(), id="quorum-size.n-7", position=20))
    lesson = replace(SAMPLE, cards=cards, released=LATER)
    stamps = stamps_of_the_day(lesson)
    gone = stamps_of_the_day(SAMPLE)["odd-text"]
    retired = Retired("odd-text", "multiple_response", "A text holds", replace(gone, modified=gone.modified + 1), (0,))
    found = difference(old, replace(lesson, release=Release(stamps, {}, (retired,))), tmp_path)
    assert [entry.item for entry in found.added] == ["quorum-size.n-7"]
    assert [entry.item for entry in found.withdrawn] == ["odd-text"]
    assert [entry.item for entry in found.missing] == ["older-term"]
    assert found.withdrawn[0].title.startswith("A text holds {{#Front}}")
    assert not found.changed


def test_other_tags_cards_and_looks_are_told(old: Path, tmp_path: Path) -> None:
    """A search that a learner uses finds nothing any more."""
    retagged = with_card("cut-link", lambda card: replace(card, tags=("level::senior", "new")))
    path = built(retagged, tmp_path / "new")
    changed = tmp_path / "changed.apkg"
    with opened(path, changed) as connection:
        connection.execute("UPDATE col SET models = replace(models, 'qz-key', 'qz-kex')")
        connection.execute("DELETE FROM cards WHERE id = (SELECT max(id) FROM cards WHERE ord > 0)")
    found = compare(read(old), read(changed), "old", "new")
    tagged = next(change for change in found.changed if change.entry.item == "cut-link")
    assert (tagged.tags_added, tagged.tags_removed) == (("level::senior", "new"), ("lesson::sample", "level::middle"))
    assert [change.cards is not None for change in found.changed].count(True) == 1
    assert "multiple_choice" in found.looks
    assert "tags: +level::senior +new -lesson::sample -level::middle" in as_text(found)


def test_what_anki_would_not_take_is_told(old: Path, tmp_path: Path) -> None:
    """A correction is published, and reaches nobody."""
    found = difference(old, with_card("cut-link", moved_key, released=SAMPLE.released), tmp_path)
    assert only(found).problem == "it is not dated later: Anki does not take the change"
    changed = tmp_path / "changed.apkg"
    with opened(built(with_card("cut-link", moved_key), tmp_path / "newer"), changed) as connection:
        connection.execute("UPDATE notes SET guid = guid || 'x'")
    found = compare(read(old), read(changed), "old", "new")
    assert {change.problem for change in found.changed} == {
        "Anki takes it for another note: learners get a second one, without their history"
    }


def test_markup_alone_is_called_so(old: Path, tmp_path: Path) -> None:
    """A change that cannot be seen would be looked for."""
    bold = with_card("older-term", lambda card: replace(card, stem=Html(card.stem.replace("Why", "<em>Why</em>"))))
    (field,) = only(difference(old, bold, tmp_path)).fields
    assert (field.name, field.markup) == ("Stem", True)


def test_markdown_shows_texts_as_they_are(old: Path, tmp_path: Path) -> None:
    """A changelog would swallow what an author has written, or run it."""
    odd = with_card(
        "cut-link", lambda card: replace(card, stem=Html("<p>*a* [b](http://c) &lt;script&gt; `d` ~e~</p>"))
    )
    html = MarkdownIt().enable("strikethrough").render(as_markdown(difference(old, odd, tmp_path)))
    assert "*a* [b](http://c) &lt;script&gt; `d` ~e~" in html
    assert "<script" not in html
    assert "<s>" in html
    assert "<strong>" in html


def test_words_are_compared_within_bounds() -> None:
    """Two long texts keep the machine busy; or a long text is told in full for one word."""
    long = " ".join(f"w{number}" for number in range(100))
    pieces = compared(long, long.replace("w50", "x"))
    assert [piece for piece in pieces if piece[0] != "same"] == [("removed", "w50"), ("added", "x")]
    assert len(pieces[0][1].split()) == AROUND + 1
    huge = "word " * (MAX_WORDS + 1)
    assert compared(huge, "") == (("removed", huge),)
    assert compared("a b", "a b") == (("same", "a b"),)


def test_the_command_writes_each_format(old: Path, tmp_path: Path) -> None:
    """A release script gets another format than it asked for, or a traceback for a file that is no deck."""
    new = built(with_card("cut-link", moved_key), tmp_path / "new")

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["diff", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    assert run(str(old), str(new))[1].startswith(f"{old} -> {new}: 1 changed (1 answer), 9 unchanged\n")
    assert json.loads(run(str(old), str(new), "--format", "json")[1])["relearn"] == ["cut-link"]
    assert run(str(old), str(new), "--format", "markdown")[1].startswith("## ")
    assert run(str(old), str(tmp_path / "missing.apkg"))[0] == 2
    (tmp_path / "no.apkg").write_text("no")
    assert run(str(tmp_path / "no.apkg"), str(new))[0] == 2
    (tmp_path / NAME).write_text("no")
    status, output = run(str(tmp_path / NAME), str(new))
    assert status == 2
    assert f"{NAME}:1:1" in output
