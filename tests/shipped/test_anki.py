"""The shipped deck, imported and rendered by Anki's own backend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from anki.collection import Collection

from quizgen.kinds.choice.question import Choice
from quizgen.kinds.cloze.question import Cloze
from tests.exporters.anki.reviewer import cards, collection, import_package
from tests.shipped.conftest import Shipped, answers, asked, in_order, keys, squashed

pytestmark = pytest.mark.slow

UNSEEN = re.compile(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", re.DOTALL)
KEY = re.compile(r'<li class="qz-key".*?<div class="qz-text">(.*?)<p class="qz-mark">', re.DOTALL)


@pytest.fixture(scope="module")
def opened(shipped: Shipped, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A fresh collection with the deck in it."""
    with collection(tmp_path_factory.mktemp("anki")) as found:
        imported = import_package(found, shipped.output / f"{shipped.name}.apkg")
        assert imported.new == len(shipped.questions) + len(shipped.lesson.head.concepts)
        assert imported.conflicting == 0
        yield found


def _read(html: str) -> str:
    return squashed(unescape(UNSEEN.sub("", html)))


def test_every_item_has_its_cards(shipped: Shipped, opened: Collection) -> None:
    """A learner misses a question without knowing."""
    for question in shipped.questions:
        expected = len(question.used()) if isinstance(question, Cloze) else 1
        assert len(cards(opened, question.id)) == expected, question.id
    for concept in shipped.lesson.head.concepts:
        assert len(cards(opened, f"concept.{concept.id}")) == 2, concept.id


def test_no_template_syntax_is_left(opened: Collection) -> None:
    """A learner sees `{{Stem}}`, or an error, instead of a question."""
    for card in cards(opened):
        for side in (card.question(), card.answer()):
            assert "{{" not in side
            assert "}}" not in side
            assert not re.search("template error|has a problem|unknown field", side, re.IGNORECASE)


def test_the_collection_is_sound(opened: Collection) -> None:
    """Anki's "Check Database" finds something to mend in a learner's collection."""
    problems, ok = opened.fix_integrity()
    assert ok
    assert problems == "Database rebuilt and optimized."


def test_fronts_ask_and_backs_answer_what_the_content_says(shipped: Shipped, opened: Collection) -> None:
    """A card teaches something else than was checked."""
    for question in shipped.questions:
        card = cards(opened, question.id)[0]
        front, back = _read(card.question()), card.answer()
        for piece in asked(question):
            assert piece in front or isinstance(question, Cloze), (question.id, piece)
        if isinstance(question, Choice):
            marked = sorted(_read(text) for text in KEY.findall(back))
            assert len(marked) == len(keys(question)), question.id
            assert all(any(in_order(key, text) for text in marked) for key in keys(question)), question.id
        else:
            told = (
                _read(back)
                if not isinstance(question, Cloze)
                else _read(card.note()["Stem"] + card.note()["Body"] + back)
            )
            assert in_order(answers(question), told), question.id


def test_tags_find_concept_level_and_kind(shipped: Shipped, opened: Collection) -> None:
    """A learner cannot study one concept, or one level, by itself."""
    question = shipped.questions[0]
    level = shipped.lesson.level_of(question)
    for tag in (f"concept::{question.concept}", f"level::{level}", f"kind::{question.kind}"):
        assert opened.find_notes(f'"tag:quizgen::{tag}" "Id:{question.id}"'), tag
