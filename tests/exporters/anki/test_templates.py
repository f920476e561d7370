"""Cards as a learner uses them, in a browser: answered on the front, marked on the back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from anki.collection import Collection

from quizgen.cards import Card
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.ordering.body import Ordering
from tests.exporters import samples
from tests.exporters.anki.conftest import Review
from tests.exporters.anki.reviewer import Reviewer, cards, studied


def _keys(card: Card) -> list[int]:
    assert isinstance(card.body, Choice)
    return [index for index, option in enumerate(card.body.options) if option.key]


@pytest.mark.parametrize("width", [360, 900])
def test_a_wrong_choice_is_marked_and_explained(width: int, deck: Collection, review: Review) -> None:
    """A learner would not learn which wrong rule led to the answer."""
    (card,), reviewer = cards(deck, "cut-link"), review(width=width)
    reviewer.show_front(card)
    reviewer.option(1).click()
    reviewer.option(0).click()  # a learner who thinks again: one of several is chosen
    assert [reviewer.option(number).get_attribute("aria-checked") for number in range(4)] == ["true", *["false"] * 3]
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{BALLOT X} Not right"]
    assert [reviewer.option(number).locator(".qz-mark").inner_text() for number in range(4)] == [
        "\N{BALLOT X} wrong, your choice",
        "\N{CHECK MARK} right, not chosen",
        "\N{BALLOT X} wrong",
        "\N{BALLOT X} wrong",
    ]
    assert "A majority of the servers that can be reached is enough." in reviewer.texts(".qz-picked .qz-belief")[0]


def test_every_option_is_explained(deck: Collection, review: Review) -> None:
    """A learner who guessed right would not learn why the other options are wrong."""
    body = samples.multiple_choice().body
    assert isinstance(body, Choice)
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.show_front(card)
    reviewer.flip(card)
    for number, option in enumerate(body.options):
        shown = reviewer.option(number).inner_text()
        for told in (option.rationale.removeprefix("<p>").removesuffix("</p>"), option.belief):
            assert told in shown


def test_the_right_choice_is_right(deck: Collection, review: Review) -> None:
    """A learner who is right would be told otherwise."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.show_front(card)
    reviewer.option(_keys(samples.multiple_choice())[0]).click()
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{CHECK MARK} Right"]


@pytest.mark.parametrize(("picked", "said"), [([0, 1], "Right"), ([0], "Not right"), ([0, 1, 2], "Not right")])
def test_several_right_options_are_needed_all(picked: list[int], said: str, deck: Collection, review: Review) -> None:
    """Half an answer would pass for a whole one."""
    assert _keys(samples.multiple_response()) == [0, 1]
    (card,), reviewer = cards(deck, "odd-text"), review()
    reviewer.show_front(card)
    for number in picked:
        reviewer.option(number).press("Enter")
    reviewer.flip(card)
    assert [text[2:] for text in reviewer.texts(".qz-verdict")] == [said]


def test_options_are_chosen_by_arrow(deck: Collection, review: Review) -> None:
    """Anki's window takes Space and Enter for itself: without other keys, only a pointer could choose."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.show_front(card)
    order = reviewer.order("option")
    reviewer.page.keyboard.press("Tab")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        reviewer.page.keyboard.press(key)
    assert reviewer.page.locator("[aria-checked=true]").get_attribute("data-option") == str(order[1])
    assert reviewer.page.locator(".qz-keys").is_visible()


def test_several_options_are_chosen_by_key(deck: Collection, review: Review) -> None:
    """A learner without a pointer could not choose several options."""
    (card,), reviewer = cards(deck, "odd-text"), review()
    reviewer.show_front(card)
    order = reviewer.order("option")
    reviewer.page.keyboard.press("Tab")
    for key in ("x", "ArrowUp", "x", "ArrowDown", "ArrowDown", "x", "x"):
        reviewer.page.keyboard.press(key)
    chosen = [on for on in order if reviewer.option(on).get_attribute("aria-checked") == "true"]
    assert chosen == [order[0], order[3]]


def test_space_turns_the_card_after_a_click(deck: Collection, review: Review) -> None:
    """On AnkiWeb, Space would choose the option again instead of showing the answer."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.page.evaluate("addEventListener('keydown', event => { window.reached = event.key })")
    reviewer.show_front(card)
    reviewer.option(2).click()
    reviewer.page.keyboard.press("Space")
    assert reviewer.page.evaluate("window.reached") == " "


def _sort(reviewer: Reviewer, wanted: list[int]) -> None:
    reviewer.page.locator(".qz-down").first.click()  # even if they lie as wanted, something is done
    for place, step in enumerate(wanted):
        item = reviewer.page.locator(f'li[data-step="{step}"]')
        while int(item.locator(".qz-letter").inner_text()) > place + 1:
            item.locator(".qz-up").click()


def _right_order() -> list[int]:
    body = samples.ordering().body
    assert isinstance(body, Ordering)
    return sorted(range(len(body.steps)), key=lambda index: body.steps[index].position)


def test_steps_are_ordered_by_button(deck: Collection, review: Review) -> None:
    """A learner could not order steps, or would be marked wrongly."""
    (card,), reviewer = cards(deck, "write-steps"), review()
    reviewer.show_front(card)
    _sort(reviewer, _right_order())
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{CHECK MARK} Right"]


def test_steps_are_ordered_by_key(deck: Collection, review: Review) -> None:
    """A learner without a pointer could not order steps."""
    (card,), reviewer = cards(deck, "write-steps"), review()
    reviewer.set_time("2026-02-01T12:00")
    reviewer.show_front(card)
    assert reviewer.order("step")[0] != _right_order()[0]
    for place, step in enumerate(_right_order()):
        button = reviewer.page.locator(f'li[data-step="{step}"] .qz-up')
        button.focus()
        for _ in range(reviewer.order("step").index(step) - place):
            reviewer.page.keyboard.press("ArrowUp")
            assert button.evaluate("button => button === document.activeElement")
    assert reviewer.order("step") == _right_order()
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{CHECK MARK} Right"]


@pytest.mark.parametrize("finger", [False, True])
def test_steps_are_ordered_by_dragging(*, finger: bool, deck: Collection, review: Review) -> None:
    """Steps would not follow the pointer, or the page would be scrolled instead."""
    (card,), reviewer = cards(deck, "write-steps"), review()
    reviewer.set_time("2026-02-01T12:00")
    reviewer.show_front(card)
    assert reviewer.order("step")[0] != _right_order()[0]
    for place, step in enumerate(_right_order()):
        grip = reviewer.page.locator(f'li[data-step="{step}"] .qz-grip').bounding_box()
        above = reviewer.page.locator(".qz-steps > li").nth(place).bounding_box()
        assert grip is not None
        assert above is not None
        x, start = grip["x"] + 10, grip["y"] + grip["height"] / 2
        _drag(reviewer, x, [start, start - 4, (start + above["y"]) / 2, above["y"] + 2], finger=finger)
    assert reviewer.order("step") == _right_order()
    assert reviewer.page.locator(".qz-dragged").count() == 0
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{CHECK MARK} Right"]


def _drag(reviewer: Reviewer, x: float, ys: list[float], *, finger: bool) -> None:
    """Press at the first height, move to the others, let go."""
    if not finger:
        mouse = reviewer.page.mouse
        mouse.move(x, ys[0])
        mouse.down()
        for y in ys[1:]:
            mouse.move(x, y)
        mouse.up()
        return
    session = reviewer.page.context.new_cdp_session(reviewer.page)
    for kind, y in zip(["touchStart", *["touchMove"] * (len(ys) - 1)], ys, strict=True):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_steps_that_were_dealt_in_order_are_right(deck: Collection, review: Review) -> None:
    """A learner who leaves steps as they lie, because they lie right, would not be told so."""
    (card,), reviewer = cards(deck, "write-steps"), review()
    found = {}
    for day in ("2026-11-23", "2026-02-01"):
        reviewer.set_time(f"{day}T12:00")
        reviewer.show_front(card)
        dealt_right = reviewer.order("step") == _right_order()
        reviewer.flip(card)
        found[dealt_right] = reviewer.texts(".qz-verdict:visible")
    assert found == {True: ["\N{CHECK MARK} Right"], False: []}


def test_steps_out_of_place_are_named(deck: Collection, review: Review) -> None:
    """A learner would not see which step was misplaced."""
    (card,), reviewer = cards(deck, "write-steps"), review()
    reviewer.show_front(card)
    _sort(reviewer, [2, 0, 1, 3])  # the last two of four are swapped
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{BALLOT X} 2 steps are out of place"]
    assert reviewer.texts(".qz-moved .qz-yours") == ["\N{BALLOT X} you put it at 4", "\N{BALLOT X} you put it at 3"]


@pytest.fixture(scope="module")
def freed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A card with four steps, of which 2 and 3 are free of each other, and 3 and 4."""
    card = samples.ordering()
    assert isinstance(card.body, Ordering)
    card = replace(card, body=replace(card.body, free=((2, 3), (3, 4))))
    lesson = replace(samples.sample_lesson(), cards=(card,))
    with studied(lesson, tmp_path_factory.mktemp("freed")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("order", "said", "yours"),
    [
        ([1, 2, 3, 4], "\N{CHECK MARK} Right", []),
        ([1, 3, 2, 4], "\N{CHECK MARK} Right", []),
        ([1, 2, 4, 3], "\N{CHECK MARK} Right", []),
        ([1, 4, 3, 2], "\N{BALLOT X} 2 steps are out of place", ["at 4", "at 2"]),
        ([3, 1, 2, 4], "\N{BALLOT X} 2 steps are out of place", ["at 2", "at 1"]),
        ([4, 2, 1, 3], "\N{BALLOT X} 3 steps are out of place", ["at 3", "before 1", "at 1"]),
    ],
)
def test_every_right_order_is_right(
    order: list[int], said: str, yours: list[str], freed: Collection, review: Review
) -> None:
    """A learner who swaps steps that may be swapped would be told that this is wrong."""
    (card,), reviewer = cards(freed, "write-steps"), review(opened=freed)
    right = _right_order()
    reviewer.show_front(card)
    _sort(reviewer, [right[place - 1] for place in order])
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == [said]
    assert reviewer.texts(".qz-yours") == [f"\N{BALLOT X} you put it {where}" for where in yours]
    assert "Steps 2 and 3 may come in either order, and steps 3 and 4" in reviewer.texts(".qz-task")[0]


@pytest.mark.parametrize(("wrong", "said"), [(0, "\N{CHECK MARK} Right"), (1, "\N{BALLOT X} 3 of 4 right")])
def test_partners_are_marked(wrong: int, said: str, deck: Collection, review: Review) -> None:
    """A learner could not match, or would be marked wrongly."""
    body = samples.matching().body
    assert isinstance(body, Matching)
    (card,), reviewer = cards(deck, "state-kinds"), review()
    reviewer.set_time("2026-02-03T12:00")
    reviewer.show_front(card)
    assert reviewer.order("choice") != [0, 1, 2]
    letters = dict(zip(reviewer.order("choice"), "ABC", strict=True))
    for index, pair in enumerate(body.pairs):
        choice = (pair.match + (1 if index < wrong else 0)) % len(body.choices)
        reviewer.page.locator(f'li[data-pair="{index}"] select').select_option(str(choice))
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == [said]
    assert reviewer.page.locator(".qz-yours:not(.qz-good)").count() == wrong
    for index, pair in enumerate(body.pairs):  # the back calls partners by the letters of the front
        assert reviewer.texts(f'li[data-pair="{index}"] .qz-letter') == [letters[pair.match]]
    if wrong:
        chosen = letters[(body.pairs[0].match + 1) % 3]
        assert reviewer.texts('li[data-pair="0"] .qz-yours') == [f"\N{BALLOT X} you chose {chosen}"]


def test_a_partner_not_chosen_is_not_right(deck: Collection, review: Review) -> None:
    """A learner who leaves out a pair would be told nothing of it."""
    (card,), reviewer = cards(deck, "state-kinds"), review()
    reviewer.show_front(card)
    reviewer.page.locator('li[data-pair="0"] select').select_option("1")
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{BALLOT X} 1 of 4 right"]
    assert reviewer.texts(".qz-moved .qz-yours") == ["\N{BALLOT X} not answered"] * 3


def test_key_points_are_ticked(deck: Collection, review: Review) -> None:
    """A learner could not keep count of what was mentioned."""
    (card,), reviewer = cards(deck, "older-term"), review()
    reviewer.show_front(card)
    reviewer.flip(card)
    reviewer.page.locator(".qz-points > li").nth(1).click()
    assert reviewer.texts(".qz-verdict") == ["1 of 2 mentioned"]
    reviewer.page.locator(".qz-points > li").nth(1).press("x")
    assert reviewer.texts(".qz-verdict") == ["0 of 2 mentioned"]


def test_a_concepts_front_does_not_name_it(deck: Collection, review: Review) -> None:
    """A learner who is asked for a term would read it above the question."""
    reviewer = review()
    _, to_term = cards(deck, "concept.majority")
    reviewer.show_front(to_term)
    assert "majority" not in reviewer.texts(".qz")[0].replace("Majorities & <logs>", "").lower()
    reviewer.flip(to_term)
    assert reviewer.texts(".qz-term") == ["majority quorum"]
