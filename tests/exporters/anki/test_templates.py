"""Cards as a learner uses them, in a browser: answered on the front, marked on the back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from anki.collection import Collection

from quizgen.cards import Card
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.simulators.calculation import SIMULATOR
from tests.exporters import samples
from tests.exporters.anki.conftest import Review
from tests.exporters.anki.reviewer import Reviewer, cards, studied
from tests.simulators.calculation.test_calculation import MINUTES_TYPED, calculation


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


@pytest.mark.parametrize(
    ("item", "typed", "said"),
    [
        ("quorum-size.n-5", "3", ["Right"]),
        ("quorum-size.n-5", "3 servers", ["Right"]),
        ("quorum-size.n-5", "+03 Servers", ["Right"]),
        ("quorum-size.n-5", "3,0", ["Right"]),
        ("quorum-size.n-5", "4", ["Not right"]),
        ("quorum-size.n-5", "3 ms", ["Not right"]),
        ("quorum-size.n-5", "three", ["Not right"]),
        ("quorum-size.n-5", "", []),
        ("two-writes", "25", ["Right"]),
        ("two-writes", "25,4", ["Right"]),
        ("two-writes", "24.5 ms", ["Right"]),
        ("two-writes", "2.55e1ms", ["Right"]),
        ("two-writes", "25.6", ["Not right"]),
        ("two-writes", "25 s", ["Not right"]),
        ("two-writes", "-25", ["Not right"]),
    ],
)
def test_numbers_are_compared_as_numbers(
    item: str, typed: str, said: list[str], deck: Collection, same_page: Review
) -> None:
    """Anki compares letters: an answer within the tolerance, with a comma or with its unit would look wrong."""
    (card,), reviewer = cards(deck, item), same_page()
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    signs = {"Right": "\N{CHECK MARK}", "Not right": "\N{BALLOT X}"}
    assert reviewer.texts(".qz-verdict:visible") == [f"{signs[word]} {word} you typed {typed}" for word in said]
    assert reviewer.page.locator("code#typeans").is_visible() == (not said)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Questions whose answers are large, such as 2 to the power of 53 plus 1, which JavaScript has not; or tiny."""
    made = [
        replace(samples.numeric(), id=f"large-{value}", body=Number(value, "", near, ""))
        for value, near in [(number, 0) for number in (37_851, 9_007_199_254_740_993, 1000, 103, 0, 1.6e-19)]
        + [(6.022e23, 1e21), (2e-12, 1e-13)]
    ]
    with studied(replace(samples.sample_lesson(), cards=tuple(made)), tmp_path_factory.mktemp("large")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("value", "typed", "said"),
    [
        ("37851", "37,851", "Right"),
        ("37851", "37.851", "Right"),
        ("37851", "37 851", "Right"),
        ("37851", "37,851.0", "Right"),
        ("37851", "378,51", "Not right"),
        ("9007199254740993", "9007199254740993", "Right"),
        ("9007199254740993", "9007199254740992", "Not right"),
        ("1.6e-19", "1.6e-19", "Right"),
        ("1.6e-19", "1,6e-19", "Right"),
        ("1.6e-19", "1.6 \N{MULTIPLICATION SIGN} 10^-19", "Right"),
        ("1.6e-19", "0", "Not right"),
        ("1.6e-19", "-1e-10", "Not right"),
        ("1.6e-19", "5e-10", "Not right"),
        ("0", "1e-12", "Not right"),
        ("2e-12", "2.05e-12", "Right"),
        ("2e-12", "0", "Not right"),
        ("2e-12", "3e-12", "Not right"),
        ("6.022e+23", "6.022\N{MULTIPLICATION SIGN}10^23", "Right"),
        ("6.022e+23", "6,022\N{MIDDLE DOT}10\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}", "Right"),
        ("6.022e+23", "6.022 x 10^23", "Right"),
        ("6.022e+23", "6.022*10**23", "Right"),
        ("6.022e+23", "6.022e22", "Not right"),
        ("1000", "10\N{SUPERSCRIPT THREE}", "Right"),
        ("1000", "10^3", "Right"),
        ("1000", "103", "Not right"),
        ("103", "10\N{SUPERSCRIPT THREE}", "Not right"),
    ],
)
def test_large_numbers_are_read_in_every_hand(
    value: str, typed: str, said: str, large: Collection, same_page: Review
) -> None:
    """A right number would be called wrong for how it is written; or 0 right, for a tiny one."""
    (card,), reviewer = cards(large, f"large-{value}"), same_page(opened=large)
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict:visible")[0][2:] == f"{said} you typed {typed}"


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A question whose answer is 43.2 minutes, in whatever unit."""
    units = tuple(SIMULATOR.other_units(calculation().scenario, "min").items())
    made = replace(samples.numeric(), id="minutes", body=Number(43.2, "min", 0, "", units))
    with studied(replace(samples.sample_lesson(), cards=(made,)), tmp_path_factory.mktemp("minutes")) as opened:
        yield opened


@pytest.mark.parametrize(("typed", "right"), MINUTES_TYPED)
def test_numbers_in_other_units_are_right(typed: str, right: bool, minutes: Collection, same_page: Review) -> None:  # noqa: FBT001
    """Who answers in hours what was asked in minutes has calculated the same."""
    (card,), reviewer = cards(minutes, "minutes"), same_page(opened=minutes)
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict:visible")[0][2:].startswith("Right" if right else "Not right")


@pytest.mark.parametrize(
    ("gap", "typed", "said"),
    [
        (0, "candidate", "Right"),
        (0, "CANDIDATE", "Right"),
        (0, "leader", "Not right"),
        (1, "current_term", "Right"),
        (1, "Current\N{NO-BREAK SPACE}term", "Right"),
        (1, "candidate", "Not right"),
        (2, "Raft::RequestVote<T>{{}}", "Right"),
    ],
)
def test_other_spellings_of_a_gap_are_right(
    gap: int, typed: str, said: str, deck: Collection, same_page: Review
) -> None:
    """A learner who writes an accepted spelling would be told that it is wrong."""
    card, reviewer = cards(deck, "become-candidate")[gap], same_page()
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict")[0][2:] == (f"{said} you typed {typed}" if said == "Right" else said)
    assert reviewer.page.locator("code#typeans").is_visible() == (said == "Not right")
    assert reviewer.page.locator(".qz-asked").get_attribute("data-blank") == str(gap + 1)


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
