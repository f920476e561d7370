"""Cards as a learner uses them, in a browser: answered on the front, marked on the back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection
from playwright.sync_api import Browser

from quizgen.cards import Card, Choice, Matching, Ordering
from tests.exporters import samples
from tests.exporters.anki.reviewer import Reviewer, cards, studied

Open = Callable[..., Reviewer]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The sample lesson in a collection."""
    with studied(samples.sample_lesson(), tmp_path_factory.mktemp("deck")) as opened:
        yield opened


@pytest.fixture
def review(chromium: Browser, deck: Collection) -> Iterator[Open]:
    """A function that opens a reviewer; at the end, none of them may have loaded or thrown anything."""
    opened: list[Reviewer] = []

    def start(*, night: bool = False, width: int = 360) -> Reviewer:
        opened.append(Reviewer(chromium, deck, night=night, width=width))
        return opened[-1]

    yield start
    for reviewer in opened:
        assert reviewer.errors == []
        assert reviewer.refused == []
        reviewer.close()


def _keys(card: Card) -> list[int]:
    assert isinstance(card.body, Choice)
    return [index for index, option in enumerate(card.body.options) if option.key]


@pytest.mark.parametrize("width", [360, 900])
def test_a_wrong_choice_is_marked_and_explained(width: int, deck: Collection, review: Open) -> None:
    """A learner would not learn which wrong rule led to the answer."""
    (card,), reviewer = cards(deck, "cut-link"), review(width=width)
    reviewer.show_front(card)
    options = reviewer.page.locator(".qz-options > li")
    options.nth(1).click()
    options.nth(0).click()  # a learner who thinks again: one of several is chosen
    assert [option.get_attribute("aria-checked") for option in options.all()] == ["true", "false", "false", "false"]
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{BALLOT X} Not right"]
    assert reviewer.texts(".qz-mark") == [
        "\N{BALLOT X} wrong, your choice",
        "\N{CHECK MARK} right, not chosen",
        "\N{BALLOT X} wrong",
        "\N{BALLOT X} wrong",
    ]
    assert "A majority of the servers that can be reached is enough." in reviewer.texts(".qz-picked .qz-belief")[0]


def test_the_right_choice_is_right(deck: Collection, review: Open) -> None:
    """A learner who is right would be told otherwise."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.show_front(card)
    reviewer.page.locator(".qz-options > li").nth(_keys(samples.multiple_choice())[0]).click()
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{CHECK MARK} Right"]


@pytest.mark.parametrize(("picked", "said"), [([0, 1], "Right"), ([0], "Not right"), ([0, 1, 2], "Not right")])
def test_several_right_options_are_needed_all(picked: list[int], said: str, deck: Collection, review: Open) -> None:
    """Half an answer would pass for a whole one."""
    assert _keys(samples.multiple_response()) == [0, 1]
    (card,), reviewer = cards(deck, "odd-text"), review()
    reviewer.show_front(card)
    for index in picked:
        reviewer.page.locator(".qz-options > li").nth(index).press("Enter")
    reviewer.flip(card)
    assert [text[2:] for text in reviewer.texts(".qz-verdict")] == [said]


def test_a_pick_is_not_carried_to_the_next_time(deck: Collection, review: Open) -> None:
    """A learner would find the answer of the last review, or of another card, marked as the one just given."""
    (card,), (other,), reviewer = cards(deck, "cut-link"), cards(deck, "long-text"), review()
    reviewer.show_front(card)
    reviewer.page.locator(".qz-options > li").nth(0).click()
    reviewer.flip(card)
    reviewer.show_front(other)
    reviewer.flip(other)
    assert reviewer.page.locator(".qz-picked").count() == 0
    assert reviewer.texts(".qz-verdict:visible") == []
    reviewer.show_front(card)
    assert reviewer.page.locator("[aria-checked=true]").count() == 0
    reviewer.flip(card)
    assert reviewer.page.locator(".qz-picked").count() == 0


def test_a_back_without_its_front_is_not_marked(deck: Collection, review: Open) -> None:
    """In Anki's preview, what was chosen on one card would be marked on another."""
    (card,), (other,), reviewer = cards(deck, "cut-link"), cards(deck, "long-text"), review()
    reviewer.show_front(card)
    reviewer.page.locator(".qz-options > li").nth(0).click()
    reviewer.flip(other)
    assert reviewer.page.locator(".qz-picked").count() == 0


def test_a_pick_survives_a_page_of_its_own_for_each_side(deck: Collection, review: Open) -> None:
    """AnkiDroid's older reviewer would forget what was chosen."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.show_front(card)
    reviewer.page.locator(".qz-options > li").nth(0).click()
    reviewer.page.evaluate("sessionStorage.clear()")
    reviewer.reload()
    reviewer.flip(card)
    assert reviewer.texts(".qz-picked .qz-letter") == ["A"]


def test_a_pick_survives_without_any_storage(deck: Collection, review: Open) -> None:
    """Where storage is forbidden, cards would fail with an error instead of marking the answer."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    for name in ("sessionStorage", "localStorage"):
        reviewer.page.evaluate(
            "name => Object.defineProperty(window, name, {get() { throw new Error('forbidden') }})", name
        )
    reviewer.show_front(card)
    reviewer.page.locator(".qz-options > li").nth(2).click()
    reviewer.flip(card)
    assert reviewer.texts(".qz-picked .qz-letter") == ["C"]


@pytest.mark.parametrize(
    ("item", "typed", "said"),
    [
        ("quorum-size.n-5", "3", ["Right"]),
        ("quorum-size.n-5", "3 servers", ["Right"]),
        ("quorum-size.n-5", "4", ["Not right"]),
        ("quorum-size.n-5", "three", ["Not right"]),
        ("quorum-size.n-5", "", []),
        ("two-writes", "25", ["Right"]),
        ("two-writes", "25,4", ["Right"]),
        ("two-writes", "24.5 ms", ["Right"]),
        ("two-writes", "25.6", ["Not right"]),
        ("two-writes", "-25", ["Not right"]),
    ],
)
def test_numbers_are_compared_as_numbers(
    item: str, typed: str, said: list[str], deck: Collection, review: Open
) -> None:
    """Anki compares letters: an answer within the tolerance, with a comma or with its unit would look wrong."""
    (card,), reviewer = cards(deck, item), review()
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert [text[2:] for text in reviewer.texts(".qz-verdict:visible")] == said


@pytest.mark.parametrize(
    ("gap", "typed", "said"),
    [
        (0, "candidate", "Right"),
        (0, "CANDIDATE", "Right"),
        (0, "leader", "Not right"),
        (1, "current_term", "Right"),
        (1, "candidate", "Not right"),
        (2, "Raft::RequestVote<T>{{}}", "Right"),
    ],
)
def test_other_spellings_of_a_gap_are_right(gap: int, typed: str, said: str, deck: Collection, review: Open) -> None:
    """A learner who writes an accepted spelling would be told that it is wrong."""
    card, reviewer = cards(deck, "become-candidate")[gap], review()
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert [text[2:] for text in reviewer.texts(".qz-verdict")] == [said]


def _sort(reviewer: Reviewer, wanted: list[int]) -> None:
    for place, step in enumerate(wanted):
        item = reviewer.page.locator(f'li[data-step="{step}"]')
        while int(item.locator(".qz-letter").inner_text()) > place + 1:
            item.locator(".qz-up").click()


def test_steps_in_the_right_order_are_right(deck: Collection, review: Open) -> None:
    """A learner could not order steps, or would be marked wrongly."""
    body = samples.ordering().body
    assert isinstance(body, Ordering)
    (card,), reviewer = cards(deck, "write-steps"), review()
    reviewer.show_front(card)
    _sort(reviewer, sorted(range(len(body.steps)), key=lambda index: body.steps[index].position))
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == ["\N{CHECK MARK} Right"]


def test_steps_out_of_place_are_named(deck: Collection, review: Open) -> None:
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
    order: list[int], said: str, yours: list[str], freed: Collection, chromium: Browser
) -> None:
    """A learner who swaps steps that may be swapped would be told that this is wrong."""
    (card,), reviewer = cards(freed, "write-steps"), Reviewer(chromium, freed, night=False, width=360)
    body = samples.ordering().body
    assert isinstance(body, Ordering)
    reviewer.show_front(card)
    _sort(reviewer, [next(i for i, step in enumerate(body.steps) if step.position == place) for place in order])
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == [said]
    assert reviewer.texts(".qz-yours") == [f"\N{BALLOT X} you put it {where}" for where in yours]
    assert "Steps 2 and 3 may come in either order, and steps 3 and 4" in reviewer.texts(".qz-task")[0]
    assert reviewer.errors == []
    reviewer.close()


@pytest.mark.parametrize(("wrong", "said"), [(0, "\N{CHECK MARK} Right"), (1, "\N{BALLOT X} 3 of 4 right")])
def test_partners_are_marked(wrong: int, said: str, deck: Collection, review: Open) -> None:
    """A learner could not match, or would be marked wrongly."""
    body = samples.matching().body
    assert isinstance(body, Matching)
    (card,), reviewer = cards(deck, "state-kinds"), review()
    reviewer.show_front(card)
    for index, pair in enumerate(body.pairs):
        choice = (pair.match + (1 if index < wrong else 0)) % len(body.choices)
        reviewer.page.locator(f'li[data-pair="{index}"] select').select_option(str(choice))
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict") == [said]
    assert reviewer.page.locator(".qz-yours:not(.qz-good)").count() == wrong


def test_key_points_are_ticked(deck: Collection, review: Open) -> None:
    """A learner could not keep count of what was mentioned."""
    (card,), reviewer = cards(deck, "older-term"), review()
    reviewer.show_front(card)
    reviewer.flip(card)
    reviewer.page.locator(".qz-points > li").nth(1).click()
    assert reviewer.texts(".qz-verdict") == ["1 of 2 mentioned"]
    reviewer.page.locator(".qz-points > li").nth(1).click()
    assert reviewer.texts(".qz-verdict") == ["0 of 2 mentioned"]


@pytest.mark.parametrize("night", [False, True])
def test_nothing_is_cut_off_on_a_phone(*, night: bool, deck: Collection, review: Open) -> None:
    """A learner would have to scroll sideways, or miss a small button."""
    reviewer = review(night=night)
    for card in cards(deck):
        for show in (reviewer.show_front, reviewer.flip):
            show(card)
            assert reviewer.page.evaluate("document.scrollingElement.scrollWidth") <= 360, card.note()["Id"]
            small = reviewer.page.evaluate(
                """() => [...document.querySelectorAll("[role=radio], [role=checkbox], .qz button, .qz select,"
                    + ".qz input, .qz summary")]
                    .filter(e => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)
                    .map(e => e.outerHTML)"""
            )
            assert small == [], card.note()["Id"]


CONTRAST = """() => {
  const parts = colour => colour.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.querySelector(".qz"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || element.closest("button:disabled, svg, [hidden]")) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(ratio.toFixed(2) + " " + element.outerHTML.slice(0, 120));
  }
  return poor;
}"""


@pytest.mark.parametrize("night", [False, True])
def test_text_can_be_read_by_day_and_by_night(*, night: bool, deck: Collection, review: Open) -> None:
    """Text would be too faint for many eyes (WCAG 2.2, 1.4.3: at least 4.5 to 1)."""
    reviewer = review(night=night)
    for card in cards(deck):
        reviewer.show_front(card)
        if reviewer.page.locator(".qz-options > li").count():
            reviewer.page.locator(".qz-options > li").first.click()
        if reviewer.page.locator("#typeans").count():
            reviewer.page.locator("#typeans").fill("cand")
        assert reviewer.page.evaluate(CONTRAST) == [], card.note()["Id"]
        reviewer.flip(card)
        reviewer.page.wait_for_timeout(150)
        assert reviewer.page.evaluate(CONTRAST) == [], card.note()["Id"]


def test_cards_are_complete_without_scripts(chromium: Browser, deck: Collection) -> None:
    """Where scripts do not run, a learner would see an empty card."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    (card,) = cards(deck, "cut-link")
    page.set_content(card.question())
    assert page.locator(".qz-options > li").count() == 4
    page.set_content(card.answer())
    assert [text.strip() for text in page.locator(".qz-mark").all_inner_texts()].count("\N{CHECK MARK} right") == 1
    context.close()


def test_text_from_right_to_left_runs_that_way(chromium: Browser, tmp_path: Path) -> None:
    """A learner who reads Hebrew would find letters and text on the wrong sides."""
    with studied(samples.rtl_lesson(), tmp_path) as opened:
        reviewer = Reviewer(chromium, opened)
        reviewer.show_front(cards(opened)[0])
        letter, text = (reviewer.page.locator(name).first.bounding_box() for name in (".qz-letter", ".qz-text"))
        reviewer.close()
    assert letter is not None
    assert text is not None
    assert letter["x"] > text["x"] + text["width"] - 1


def test_spare_places_are_shown_once_they_are_used(chromium: Browser, tmp_path: Path) -> None:
    """A later release could not show a diagram or a receipt without breaking every deck."""
    with studied(replace(samples.sample_lesson(), cards=(samples.numeric(),)), tmp_path) as opened:
        (card,) = cards(opened)
        note = card.note()
        for name in ("Diagram", "Receipt", "Link"):
            note[name] = f"<b>the {name}</b>"
        opened.update_note(note)
        reviewer = Reviewer(chromium, opened)
        reviewer.show_front(opened.get_card(card.id))
        assert "the Diagram" in reviewer.texts(".qz")[0]
        reviewer.flip(opened.get_card(card.id))
        reviewer.page.locator("summary").click()
        shown = reviewer.texts(".qz")[0]
        reviewer.close()
    for name in ("Diagram", "Receipt", "Link"):
        assert f"the {name}" in shown
