"""The shipped worksheet and key, read back with poppler."""

from __future__ import annotations

import re

import pytest

from quizgen.kinds.choice.question import Choice
from quizgen.kinds.cloze.question import Cloze
from tests.exporters.pdf.reading import outside, pages, words_of_pages
from tests.shipped.conftest import Shipped, answers, asked, in_order, keys, seen, squashed

pytestmark = pytest.mark.slow

_HEADING = {"worksheet": 17.8, "key": 15.5}
"""Points: letters of headings have taller boxes, all others have lower ones."""


@pytest.fixture(scope="module")
def worksheet(shipped: Shipped) -> str:
    """The worksheet's text, squashed."""
    return squashed("".join(pages(shipped.output / f"{shipped.name}-worksheet.pdf")))


@pytest.fixture(scope="module")
def answered(shipped: Shipped) -> dict[str, str]:
    """What the key says of each item, squashed: each ends with the item's id."""
    text = squashed("".join(pages(shipped.output / f"{shipped.name}-key.pdf")))
    found: dict[str, str] = {}
    names = {q.id: f"·{squashed(q.id)}" for q in shipped.questions}
    places = sorted((text.index(shown), name) for name, shown in names.items() if shown in text)
    start = 0
    for place, name in places:
        found[name] = text[start:place]
        start = place + len(name)
    return found


def test_the_worksheet_asks_everything(shipped: Shipped, worksheet: str) -> None:
    """A stem or an option that is missing makes a question that cannot be answered."""
    for question in shipped.questions:
        for piece in asked(question):
            assert piece in worksheet, (question.id, piece)


def test_the_worksheet_tells_no_answer(shipped: Shipped, worksheet: str) -> None:
    """A class that is handed the answers with the questions learns nothing."""
    for sign in ("✓", "✗", "computed:", "cited:"):
        assert sign not in worksheet
    for question in shipped.questions:
        reasons = [question.explanation] if question.explanation else []
        reasons += [option.rationale for option in getattr(question, "options", ()) if option.rationale]
        for piece in (piece for reason in reasons for piece in seen(reason) if len(piece) > 25):
            assert piece not in worksheet, (question.id, piece)


def test_the_key_agrees_with_the_content(shipped: Shipped, answered: dict[str, str]) -> None:
    """A teacher marks a class by a key that is wrong."""
    assert set(answered) == {question.id for question in shipped.questions}
    for question in shipped.questions:
        text = answered[question.id]
        if isinstance(question, Choice):
            marked = re.findall(r"✓[A-L](.*?)(?=[✓✗][A-L]|$)", text)
            assert len(marked) == len(keys(question)), question.id
            blocks = (option.text for option in question.options if option.text.startswith("```"))
            codes = {piece for block in blocks for piece in seen(block)}  # poppler tells them behind what follows
            for key in keys(question):
                begins = [told for told in marked if told.startswith(key[0]) or key[0] in codes]
                assert any(in_order(key, told) for told in begins), (question.id, key)
        elif isinstance(question, Cloze):
            assert all(answer in text for answer in answers(question)), question.id
        else:
            assert in_order(answers(question), text), question.id


def test_nothing_is_torn_apart(shipped: Shipped) -> None:
    """Options overleaf make a learner leaf back and forth."""
    texts = [squashed(text) for text in pages(shipped.output / f"{shipped.name}-worksheet.pdf")]
    for question in shipped.questions:
        assert any(all(piece in text for piece in asked(question)) for text in texts), question.id


@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_everything_is_on_the_page(shipped: Shipped, name: str) -> None:
    """What runs over the margin is cut off by printers."""
    assert outside(shipped.output / f"{shipped.name}-{name}.pdf") == []


@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_no_heading_ends_a_page(shipped: Shipped, name: str) -> None:
    """A heading at the foot of a page heads nothing: below each stands at least the number of a question."""
    path = shipped.output / f"{shipped.name}-{name}.pdf"
    for page in words_of_pages(path):
        foot = max(word[3] for word in page)
        body = [word for word in page if word[3] < foot - 12]
        last = max(body, key=lambda word: word[3])
        line = [word for word in body if abs(word[3] - last[3]) < 3]
        assert max(word[3] - word[1] for word in line) < _HEADING[name], (name, " ".join(word[4] for word in line))
