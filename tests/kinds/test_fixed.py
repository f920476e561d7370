"""Options that keep their places: on cards, in what is read back from decks, on variants."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.cards import Html
from quizgen.kinds.choice.body import Choice, Option
from quizgen.kinds.orders import shuffled

LETTERS = "abcdef"


def body(*fixed: int) -> Choice:
    """Return six options, of which some are fixed, in the order of a card."""
    options = [Option(Html(text), text == "a", Html("So."), "", "", at in fixed) for at, text in enumerate(LETTERS)]
    return Choice(shuffled(options, "some-item", fixed), multiple=False)


def texts(choice: Choice) -> str:
    """Return the options in their order."""
    return "".join(option.text for option in choice.options)


@pytest.mark.parametrize("fixed", [(), (5,), (0, 5), (1, 2, 4), tuple(range(6))])
def test_what_is_fixed_keeps_its_place_and_all_else_is_there(fixed: tuple[int, ...]) -> None:
    """What is none of the above stands at the top, or an option is lost or shown twice."""
    shown = texts(body(*fixed))
    assert sorted(shown) == list(LETTERS)
    assert all(shown[at] == LETTERS[at] for at in fixed)
    if not fixed:
        assert shown == "".join(shuffled(LETTERS, "some-item")), "cards of earlier releases keep their order"


@pytest.mark.parametrize("fixed", [(5,), (0, 5), (1, 2, 4)])
def test_each_variant_leaves_it_there(fixed: tuple[int, ...]) -> None:
    """One class has "all of the above" at the end, and the other in the midst."""
    turned = body(*fixed).shuffled(lambda text: bytes(255 - ord(letter) for letter in text))
    assert all(texts(turned)[at] == LETTERS[at] for at in fixed)
    free = [letter for at, letter in enumerate(texts(turned)) if at not in fixed]
    assert free == sorted(free, reverse=True)


def test_the_script_of_a_card_and_the_reader_of_decks_are_told() -> None:
    """A card shuffles it each day anew, and `quizgen verify` takes it for another question."""
    fields = body(5).fields()
    assert fields.body.count("data-fixed") == fields.answer.count("data-fixed") == 1
    read = Choice.read("multiple_choice", {"Body": fields.body, "Answer": fields.answer})
    assert [option.fixed for option in read.options] == [False] * 5 + [True]
    assert replace(read, options=()) == replace(body(5), options=())
