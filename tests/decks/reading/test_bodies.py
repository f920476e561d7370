"""What a note asks and answers, read off its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Card
from quizgen.decks.reading import Unclear, body
from quizgen.exporters.anki.fields import neutral, values
from quizgen.exporters.anki.note_types import FIELDS
from quizgen.kinds.cloze.body import Cloze
from quizgen.kinds.notes import plain
from quizgen.text.elements import MAX_LENGTH, parsed
from tests.decks.reading.decks import Fields, replacing
from tests.exporters.samples import rtl_lesson, sample_lesson

LESSON = sample_lesson()
CARDS = {card.id: card for card in (*LESSON.cards, *rtl_lesson().cards)}


def fields_of(card: Card) -> Fields:
    """Return the fields of a card's note."""
    return dict(zip(FIELDS, values(card, LESSON), strict=True))


def as_read(value: Any) -> Any:  # noqa: ANN401
    """Return a body with its fragments of HTML as one reads them in a field, which has no evidence lines any more."""
    if isinstance(value, str) and "<" in value and "{{}}" not in value:
        return plain(neutral(value))
    if isinstance(value, tuple):
        return tuple(as_read(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes: dict[str, Any] = {each.name: as_read(getattr(value, each.name)) for each in fields(value)}
        return replace(value, **changes | ({"evidence": ""} if "evidence" in changes else {}))
    return value


@pytest.mark.parametrize("item", CARDS)
def test_what_was_written_is_read_back(item: str) -> None:
    """A deck would be verified, or compared, by something else than what its cards say."""
    card = CARDS[item]
    found, written = body(card.kind, fields_of(card)), as_read(card.body)
    if isinstance(written, Cloze):  # in a deck each gap has a number, also where it is only its place
        blanks = zip(written.blanks, written.gaps.values(), strict=True)
        written = replace(written, blanks=tuple(replace(blank, number=number) for blank, number in blanks))
    assert found == written


CHANGES: dict[str, tuple[str, Callable[[Fields], None], str]] = {
    "an option says another thing on the back": (
        "cut-link",
        replacing("Answer", "goes on committing", "stops committing"),
        "on the front is",
    ),
    "an option is missing on the front": ("cut-link", replacing("Body", 'data-option="3"', ""), "has 3 options"),
    "an option stands there twice": ("cut-link", replacing("Answer", 'data-option="3"', 'data-option="2"'), "numbered"),
    "an option is marked both right and wrong": (
        "cut-link",
        replacing("Answer", 'class="qz-key"', 'class="qz-key qz-distractor"'),
        "not clearly marked",
    ),
    "the words beside an option contradict its mark": (
        "cut-link",
        replacing("Answer", "\N{CHECK MARK} right", "\N{BALLOT X} wrong"),
        "not clearly marked",
    ),
    "the number shown is not the one that is compared": ("quorum-size.n-5", replacing("Answer", "3", "4"), "number"),
    "the number that the script takes is another": (
        "quorum-size.n-5",
        replacing("Solution", 'data-value="3"', 'data-value="4"'),
        "number",
    ),
    "no number": ("quorum-size.n-5", replacing("Solution", 'data-value="3"', 'data-value="three"'), "no number"),
    "two numbers": ("quorum-size.n-5", lambda f: f.update(Solution=f["Solution"] * 2), "stand there once"),
    "another unit": ("quorum-size.n-5", replacing("Unit", "servers", "clients"), "unit"),
    "a gap's answer differs in the text": (
        "become-candidate",
        replacing("Body", "candidate", "leader"),
        "gap's answer",
    ),
    "a gap too few": ("become-candidate", replacing("Solution", 'data-blank="3"', ""), "not those on the back"),
    "no gap": ("become-candidate", lambda f: f.update(Body="nothing"), "no gap"),
    "accepted words that are no list": (
        "become-candidate",
        replacing("Solution", "[&quot;candidate", "{&quot;candidate"),
        "no list of words",
    ),
    "a step with another number": ("write-steps", replacing("Answer", '"qz-letter">1<', '"qz-letter">2<'), "number"),
    "a step with another text": ("write-steps", replacing("Body", "client", "leader"), "step"),
    "a pair that leads nowhere": ("state-kinds", replacing("Answer", 'data-match="2"', 'data-match="7"'), "right side"),
    "a pair that shows another right side": (
        "state-kinds",
        replacing("Answer", 'data-match="0"', 'data-match="1"'),
        "right side",
    ),
    "a left side that differs": ("state-kinds", replacing("Body", "voted_for", "votes"), "left side"),
    "no key points": ("older-term", lambda f: f.update(Solution=""), "key points"),
    "a field without end": ("cut-link", lambda f: f.update(Body="<b>" * MAX_LENGTH), "characters"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_sides_that_disagree_are_told(name: str) -> None:
    """A card that shows one thing and marks another would pass as whichever of the two is right."""
    item, change, told = CHANGES[name]
    changed = fields_of(CARDS[item])
    change(changed)
    with pytest.raises(Unclear, match=told):
        body(CARDS[item].kind, changed)


def test_an_unknown_kind_is_told() -> None:
    """A deck of a newer quizgen would end in a traceback."""
    with pytest.raises(Unclear, match="no kind"):
        body("essay", fields_of(CARDS["cut-link"]))


def test_pictures_are_part_of_a_text() -> None:
    """An answer whose picture was exchanged would count as unchanged."""
    assert plain('<p>One <img src="a-1.svg" alt="x"></p><p>two</p>') == "One [picture a-1.svg] two"


def test_formulas_are_read_as_authors_write_them() -> None:
    """A value in mathematics would never equal what is computed."""
    assert plain(r"is \(2\) or \[3\]") == "is $2$ or $3$"


def test_faulty_html_is_read_somehow() -> None:
    """A damaged field ends in a traceback, or in an endless loop."""
    deep = parsed("<b>" * 40_000 + "x" + "</b>" * 40_000)
    assert deep.text() == "x"
    assert parsed("<p>a</div></p></p><li>b").text() == "a b"
    assert BLANK_OPEN not in parsed(f"<i>{BLANK_CLOSE}</i>").text()


def test_free_pairs_are_read() -> None:
    """An order that counts as right would be reported as wrong, or hidden."""
    changed = fields_of(CARDS["write-steps"])
    replacing("Answer", "<ol ", '<ol data-free="[[1, 2]]" ')(changed)
    found = body("ordering", changed)
    assert getattr(found, "free", None) == ((1, 2),)
    replacing("Answer", "[[1, 2]]", "[[1]]")(changed)
    with pytest.raises(Unclear, match="free"):
        body("ordering", changed)
