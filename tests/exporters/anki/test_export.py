"""Decks as Anki's own backend takes them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Card, Html, RenderedLesson
from quizgen.exporters import EXPORTERS, ExportError, Options
from quizgen.exporters.anki import export
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.cloze.body import Cloze
from quizgen.kinds.concept.body import Definition
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.kinds.recall.body import Recall
from tests.exporters import samples
from tests.exporters.anki.reviewer import cards, collection, import_package, studied

TAG = re.compile(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", re.DOTALL)
GAP = re.compile(f"{BLANK_OPEN}[0-9]+{BLANK_CLOSE}")
MATH = re.compile(r'<span class="math[^>]*>[^<]*</span>')


def text(html: str) -> str:
    """Return what a reader sees, without any spaces (formulas, which look different everywhere, left out)."""
    shown = MATH.sub("", re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", html, flags=re.DOTALL))
    return re.sub(r"\s+", "", unescape(TAG.sub("", shown)))


def only(card: Card) -> RenderedLesson:
    """Return a lesson with one card."""
    return replace(samples.sample_lesson(), cards=(card,))


def number_of_cards(card: Card) -> int:
    """Return how many Anki cards an item has."""
    if isinstance(card.body, Cloze):
        return len(card.body.blanks)
    return 2 if isinstance(card.body, Definition) else 1


def test_exporter_is_found_by_its_name(tmp_path: Path) -> None:
    """Without it ``quizgen build`` could not write decks."""
    (path,) = EXPORTERS["anki"].export([samples.sample_lesson()], tmp_path, lambda _: None, Options())
    assert path == tmp_path / "sample.apkg"
    assert path.is_file()


def test_every_item_becomes_its_cards_in_study_order(tmp_path: Path) -> None:
    """A learner would miss a question, or meet it before the concept that it builds on."""
    lesson = samples.sample_lesson()
    with studied(lesson, tmp_path) as opened:
        found = [(card.note()["Id"], card.ord, card.due) for card in cards(opened)]
    assert found == [(c.id, ord_, c.position) for c in lesson.cards for ord_ in range(number_of_cards(c))]


def test_cards_are_in_the_lessons_deck_with_tags(tmp_path: Path) -> None:
    """A learner could neither find the lesson nor filter by level."""
    with studied(samples.sample_lesson(), tmp_path) as opened:
        decks = {opened.decks.name(card.did) for card in cards(opened)}
        tags = {tuple(card.note().tags) for card in cards(opened)}
    assert decks == {"quizgen::Distributed systems::Majorities & <logs>"}
    assert tags == {("lesson::sample", "level::middle")}


@pytest.mark.parametrize("lesson", [samples.sample_lesson(), samples.rtl_lesson()], ids=lambda lesson: lesson.id)
def test_cards_render_without_leftovers(lesson: RenderedLesson, tmp_path: Path) -> None:
    """A learner would see template syntax or an error instead of a question."""
    with studied(lesson, tmp_path) as opened:
        for card in cards(opened):
            for side in (card.question(), card.answer()):
                assert "{{" not in side
                assert "}}" not in side
                assert not re.search("template error|has a problem|No cards|unknown field", side, re.IGNORECASE)
                assert BLANK_OPEN not in side
                assert len(text(side)) > 5


def test_collection_is_sound_after_import(tmp_path: Path) -> None:
    """Anki's "Check Database" would find something to mend in a learner's collection."""
    with studied(samples.sample_lesson(), tmp_path) as opened:
        problems, ok = opened.fix_integrity()
        assert ok
        assert problems == "Database rebuilt and optimized."
        empty = opened.get_empty_cards()
        assert list(empty.notes) == []


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    """A learner who imports the same deck twice would get every question twice, or lose the tags set by hand."""
    (path,) = export([samples.sample_lesson()], tmp_path, lambda _: None)
    with collection(tmp_path / "anki") as opened:
        first = import_package(opened, path)
        before = opened.db.all("select id, guid, mod, flds, tags from notes order by id")
        second = import_package(opened, path)
        after = opened.db.all("select id, guid, mod, flds, tags from notes order by id")
    assert (first.new, first.updated, first.conflicting) == (len(samples.sample_cards()), 0, 0)
    assert (second.new, second.updated, second.conflicting) == (0, 0, 0)
    assert before == after


def test_newer_release_updates_a_reworded_question_and_keeps_its_history(tmp_path: Path) -> None:
    """A learner's progress would be lost, or the mended question never arrive, when a lesson is released again."""
    old = samples.sample_lesson()
    stem = Html("<p>A question in other words?</p>")
    reworded = tuple(replace(c, stem=stem) if c.id == "cut-link" else c for c in old.cards)
    new = replace(old, released="2025-04-01", cards=reworded)
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    (first,), (second,) = (
        export([old], tmp_path / "old", lambda _: None),
        export([new], tmp_path / "new", lambda _: None),
    )
    with collection(tmp_path / "anki") as opened:
        import_package(opened, first)
        before = {card.id for card in cards(opened)}
        log = import_package(opened, second)
        assert cards(opened, "cut-link")[0].note()["Stem"] == stem
        assert {card.id for card in cards(opened)} == before
    assert (log.new, log.conflicting) == (0, 0)


def test_every_text_is_shown(tmp_path: Path) -> None:
    """A learner would not see a stem, an option, a step, a reason or what the answer rests on."""
    lesson = samples.sample_lesson()
    with studied(lesson, tmp_path) as opened:
        for card in lesson.cards:
            shown = cards(opened, card.id)
            front, back = text(shown[0].question()), text(shown[0].answer())
            assert text(card.stem) in front
            for asked in _asked(card):
                assert text(asked) in front
            told = [card.stem, card.explanation, card.evidence.replace("<", "&lt;"), *card.sources, *_told(card)]
            for part in told:
                assert text(part) in back, part


def _asked(card: Card) -> list[str]:
    match card.body:
        case Choice():
            return [option.text for option in card.body.options]
        case Ordering():
            return [step.text for step in card.body.steps]
        case Matching():
            return [*(pair.left for pair in card.body.pairs), *card.body.choices]
        case Cloze():
            return [GAP.split(card.body.text)[0]]
        case _:
            return []


def _told(card: Card) -> list[str]:
    match card.body:
        case Choice():
            return [part for o in card.body.options for part in (o.text, o.rationale, o.belief, o.evidence)]
        case Number():
            return [card.body.text, card.body.unit, card.body.evidence]
        case Recall():
            return [card.body.answer, *(part for p in card.body.points for part in (p.text, p.evidence))]
        case Cloze():
            return [b.answer.replace("<", "&lt;") for b in card.body.blanks]
        case Definition():
            return [card.body.term, card.body.definition]
        case _:
            return _asked(card)


def test_keys_read_back_agree_with_the_cards(tmp_path: Path) -> None:
    """A learner would be taught a wrong answer."""
    lesson = samples.sample_lesson()
    checked = set()
    with studied(lesson, tmp_path) as opened:
        for card in lesson.cards:
            back = cards(opened, card.id)[0].answer().partition("</style>")[2].partition("<script>")[0]
            match card.body:
                case Choice():
                    found = re.findall(r'<li class="qz-(key|distractor)" data-option="(\d+)">', back)
                    assert found == [
                        ("key" if o.key else "distractor", str(i)) for i, o in enumerate(card.body.options)
                    ]
                case Ordering():
                    order = [
                        card.body.steps[int(index)].position for index in re.findall(r'<li data-step="(\d+)">', back)
                    ]
                    assert order == list(range(1, len(card.body.steps) + 1))
                case Matching():
                    found = re.findall(r'<li data-pair="(\d+)" data-match="(\d+)">', back)
                    assert found == [(str(i), str(p.match)) for i, p in enumerate(card.body.pairs)]
                case Number():
                    assert cards(opened, card.id)[0].note()["Answer"] == card.body.text
                    assert f'data-value="{card.body.value!r}" data-tolerance="{card.body.tolerance!r}"' in back
                case Cloze():
                    expected = [
                        opened.extract_cloze_for_typing(cards(opened, card.id)[0].note()["Body"], n + 1)
                        for n in range(len(card.body.blanks))
                    ]
                    assert [unescape(word) for word in expected] == [blank.answer for blank in card.body.blanks]
                case _:
                    continue
            checked.add(card.kind)
    assert checked == {"multiple_choice", "multiple_response", "ordering", "matching", "numeric", "cloze"}


def test_cloze_asks_for_one_gap_at_a_time(tmp_path: Path) -> None:
    """A learner would see the answer in the question."""
    card = samples.cloze()
    assert isinstance(card.body, Cloze)
    with studied(only(card), tmp_path) as opened:
        fronts = [text(shown.question().partition('<div class="qz-typed">')[0]) for shown in cards(opened)]
    assert len(fronts) == 3
    for index, front in enumerate(fronts):
        answers = [blank.answer for blank in card.body.blanks]
        assert f"becomesa{'[arole]' if index == 0 else 'candidate'}andraisesits" in front
        assert (answers[2] in front) == (index != 2)


def test_pictures_travel_with_the_deck(tmp_path: Path) -> None:
    """A learner would see a broken picture."""
    with studied(samples.sample_lesson(), tmp_path) as opened:
        stored = Path(opened.media.dir()) / samples.ASSET_NAME
        assert stored.read_bytes() == samples.ASSET.read_bytes()
        assert list(opened.media.check().missing) == []


def _unfilled() -> Card:
    return replace(samples.cloze(), body=Cloze(Html("<p>No gap.</p>"), ()))


def _lost() -> Card:
    body = samples.cloze().body
    assert isinstance(body, Cloze)
    return replace(samples.cloze(), body=replace(body, text=Html(body.text.replace(samples.blank(1), "term"))))


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (_unfilled(), "become-candidate: the cloze has no gap"),
        (_lost(), "become-candidate: gap 2 of the cloze does not stand in its text"),
        (
            replace(samples.numeric(), stem=Html("<p>a\x1fb</p>")),
            "quorum-size.n-5: Stem holds the control character U+001F",
        ),
        (
            replace(samples.numeric(), stem=Html('<img src="gone.png">')),
            "quorum-size.n-5: the picture 'gone.png' is not among",
        ),
        (replace(samples.numeric(), tags=("a b",)), "quorum-size.n-5: a tag has a space in it"),
    ],
)
def test_what_anki_would_spoil_silently_is_refused(card: Card, said: str, tmp_path: Path) -> None:
    """An author would ship a note without a card, or with its fields shifted, and hear of it from learners."""
    with pytest.raises(ExportError, match=re.escape(said)):
        export([only(card)], tmp_path, lambda _: None)


def test_missing_file_of_a_picture_is_refused(tmp_path: Path) -> None:
    """A learner would see a broken picture."""
    lesson = replace(samples.sample_lesson(), assets={samples.ASSET_NAME: tmp_path / "gone.svg"})
    with pytest.raises(ExportError, match=r"cut-link: the file of the picture 'cluster-1f3a\.svg' is missing"):
        export([lesson], tmp_path, lambda _: None)


def test_two_items_with_one_id_are_refused(tmp_path: Path) -> None:
    """One of the two would overwrite the other, together with the learner's progress."""
    other = replace(samples.sample_lesson(), id="other", cards=(samples.numeric(),))
    with pytest.raises(ExportError, match=r"quorum-size\.n-5: two items have this id \(lessons sample and other\)"):
        export([samples.sample_lesson(), other], tmp_path, lambda _: None)


def test_same_lesson_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Nobody could tell from a published deck whether it was built from the content that it claims."""
    code = (
        "import sys; from pathlib import Path; from tests.exporters.samples import sample_lesson, rtl_lesson;"
        "from quizgen.exporters.anki import export;"
        "export([sample_lesson(), rtl_lesson()], Path(sys.argv[1]), print)"
    )
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / seed)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            cwd=Path(__file__).parents[3],
            check=True,
            capture_output=True,
        )
    for name in ("sample.apkg", "rtl.apkg"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
