"""What is typed into a gap, compared by Anki's backend and judged by the card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from anki.collection import Collection

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html
from quizgen.kinds.cloze.body import Blank, Cloze
from tests.exporters import samples
from tests.exporters.anki.conftest import Review
from tests.exporters.anki.reviewer import cards, studied

MARKED = (
    ("हिन्दी", "हिंदी"),
    ("เบียร", "เบียร์"),
    ("שלום", "שָׁלוֹם"),
    ("سلام", "سَلَام"),
    ("cafe", "café"),
    ("நி", "நீ"),
)
"""An answer, and another spelling that differs in marks."""
SPELT = tuple(dict.fromkeys((answer, exact) for answer, exact, _, _ in samples.TYPED))


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A deck with a card for each answer."""
    text = Html(f"<p>It is {BLANK_OPEN}0{BLANK_CLOSE}.</p>")
    blanks = [Blank(answer, (), "", samples.CITED, exact=exact) for answer, exact in SPELT]
    blanks += [Blank(answer, (other,), "", samples.CITED) for answer, other in MARKED]
    made = (
        replace(samples.cloze(), id=f"gap-{number}", body=Cloze(text, (blank,))) for number, blank in enumerate(blanks)
    )
    with studied(replace(samples.sample_lesson(), cards=tuple(made)), tmp_path_factory.mktemp("gaps")) as opened:
        yield opened


def _verdict(gaps: Collection, same_page: Review, number: int, typed: str) -> str:
    (card,), reviewer = cards(gaps, f"gap-{number}"), same_page(opened=gaps)
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    return reviewer.texts(".qz-verdict:visible")[0][2:]


@pytest.mark.parametrize(("answer", "exact", "typed", "said"), samples.TYPED)
def test_capitals_and_spaces_count_where_they_tell_something(
    answer: str, typed: str, said: str, gaps: Collection, same_page: Review, *, exact: bool
) -> None:
    """Object counts as object and CO as Co; or a learner who knows the word is told nothing but that it is wrong."""
    assert _verdict(gaps, same_page, SPELT.index((answer, exact)), typed).startswith(said)


@pytest.mark.parametrize("number", range(len(MARKED)))
def test_spellings_that_differ_in_marks_are_right(number: int, gaps: Collection, same_page: Review) -> None:
    """Anki puts a space before a mark that begins a piece of its comparison; the right spelling would be wrong."""
    answer, other = MARKED[number]
    assert _verdict(gaps, same_page, len(SPELT) + number, other) == f"Right you typed {other}"
    assert _verdict(gaps, same_page, len(SPELT) + number, answer) == f"Right you typed {answer}"
    assert _verdict(gaps, same_page, len(SPELT) + number, f"{answer[:-1]}x") == "Not right"
