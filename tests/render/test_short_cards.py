"""Short cards of long choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.kinds.recall.question import Recall
from quizgen.loader import load
from quizgen.render.short_cards import Shortened, shortened, told_of

LESSON = """\
format: lesson/1
id: numbers
title: Numbers
subject: arithmetic
level: junior
language: {language}
license: CC0-1.0
released: 2026-01-31
sources: {{book: {{title: A book}}}}
concepts:
  - {{id: prime, name: Prime, definition: A number., cite: book §1}}
items:
  - id: primes
    kind: multiple_response
    concept: prime
    stem: {stem}
    options:
"""
SEVEN = "      - {text: Seven, key: true, cite: book §2, rationale: Nothing divides it.}\n"
NINE = "      - {text: Nine, cite: book §3, rationale: Three divides it.}\n"
TWO = "      - {text: Two, key: true, cite: book §4}\n"
TEN = "      - {text: Ten, rationale: Nothing stands behind this.}\n"


def of(folder: Path, *options: str, stem: str = "What is prime?", language: str = "en") -> Shortened:
    """Return all short cards of a choice with these options."""
    path = folder / "numbers.yaml"
    path.write_text(LESSON.format(stem=stem, language=language) + "".join(options), encoding="utf-8")
    return shortened(load(path)[0], ("recall", "statements"), {"primes"})


def stems(short: Shortened) -> dict[str, str]:
    """Return what each card asks last, by its id."""
    questions = [item.question for lesson in short.deck.lessons for item in lesson.items]
    return {question.id: question.asking()[1].rpartition("\n")[2] for question in questions}


def test_each_option_is_asked_and_the_stem_alone(tmp_path: Path) -> None:
    """Short cards of a long choice are missing, or tell what the choice does not."""
    short = of(tmp_path, SEVEN, NINE, TWO)
    recall, *statements = [item.question for item in short.deck.lessons[0].items]
    assert isinstance(recall, Recall)
    assert (recall.id, recall.stem) == ("primes.recall", "What is prime?")
    assert [point.text for point in recall.points] == ["Seven", "Two"]
    assert [point.text for one in statements if isinstance(one, Recall) for point in one.points] == [
        "**True.**",
        "**False.**",
        "**True.**",
    ]
    assert [one.answer for one in statements if isinstance(one, Recall)] == [
        "Nothing divides it.",
        "Three divides it.",
        None,
    ]
    assert not short.left
    assert {*short.sources.values()} == {"primes"}


def test_options_in_another_order_are_the_same_cards(tmp_path: Path) -> None:
    """What a learner knows of one option counts as known of another, once the author has sorted them."""
    before, after = stems(of(tmp_path, SEVEN, NINE, TWO)), stems(of(tmp_path, TWO, SEVEN, NINE))
    assert before == after
    assert len(before) == 4


def test_another_text_is_another_card_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    """What a learner knows of an option counts as known of what the author has put in its place."""
    before, after = stems(of(tmp_path, SEVEN, NINE)), stems(of(tmp_path, SEVEN, NINE.replace("Nine", "Eight"), TWO))
    gone, new = {*before} - {*after}, {*after} - {*before}
    assert {before[name] for name in gone} == {"**True or false?** Nine"}
    assert {after[name] for name in new} == {"**True or false?** Eight", "**True or false?** Two"}


@pytest.mark.parametrize(
    ("form", "opposite"), [("always", "never"), ("sometimes", "never"), ("never", "sometimes"), ("cite", "cite")]
)
def test_false_statement_rests_on_the_claim_that_it_is_false(form: str, opposite: str, tmp_path: Path) -> None:
    """A receipt says that what is false holds, so `quizgen verify` refuses a sound deck, or accepts a wrong one."""
    nine = NINE.replace("cite: book §3", f'{form}: "book §3"')
    short = of(tmp_path, SEVEN, nine)
    false = short.deck.lessons[0].items[-1].question
    assert isinstance(false, Recall)
    assert false.points[0].evidence == ((opposite, "book §3"),)


@pytest.mark.parametrize("stem", ["Which of these are prime?", "Which statements hold?", "Which of the following fit?"])
def test_stem_that_points_at_its_options_is_not_asked_alone(stem: str, tmp_path: Path) -> None:
    """A learner is asked "Which of these?" and sees none; or the author is not told that a card is missing."""
    short = of(tmp_path, SEVEN, NINE, stem=stem)
    assert all(".statement-" in name for name in stems(short))
    (told,) = told_of(short)
    assert "no `recall` card of 1 of 1 long choices: the stem makes no sense without its options" in told.message
    assert told.span.line


def test_stem_of_another_language_is_not_judged(tmp_path: Path) -> None:
    """A learner is asked "Welche davon?" and sees none."""
    assert all(".statement-" in name for name in stems(of(tmp_path, SEVEN, NINE, stem="Was ist prim?", language="de")))


def test_option_with_nothing_behind_it_is_not_asked(tmp_path: Path) -> None:
    """A learner memorises a card that nobody can verify; or sees that whatever is asked is true."""
    assert "**True or false?** Ten" not in stems(of(tmp_path, SEVEN, NINE, TEN)).values()
    assert [*stems(of(tmp_path, SEVEN, TWO, TEN))] == ["primes.recall"]
