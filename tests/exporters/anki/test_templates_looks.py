"""Cards as they look: on a phone, by night, from right to left, without scripts, with a run drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anki.collection import Collection
from playwright.sync_api import Browser

from tests.exporters import samples
from tests.exporters.anki.conftest import Review
from tests.exporters.anki.reviewer import Reviewer, cards, studied

pytestmark = pytest.mark.slow

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


@pytest.mark.parametrize("night", [False, True])
def test_nothing_is_cut_off_on_a_phone(*, night: bool, deck: Collection, review: Review) -> None:
    """A learner would have to scroll sideways, or miss a small button."""
    reviewer = review(night=night)
    for card in cards(deck):
        for show in (reviewer.show_front, reviewer.flip):
            show(card)
            assert reviewer.page.evaluate("document.scrollingElement.scrollWidth") <= 360, card.note()["Id"]
            small = reviewer.page.evaluate(
                """() => [...document.querySelectorAll("[role=radio], [role=checkbox], .qz button, .qz select,"
                    + ".qz input, .qz summary, .qz-grip")]
                    .filter(e => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)
                    .map(e => e.outerHTML)"""
            )
            assert small == [], card.note()["Id"]


@pytest.mark.parametrize("night", [False, True])
def test_cards_can_be_read_and_used_by_everybody(*, night: bool, deck: Collection, review: Review) -> None:
    """Text would be too faint for many eyes, or a control would have no name for a screen reader (WCAG 2.2, AA)."""
    reviewer = review(night=night)
    reviewer.page.emulate_media(reduced_motion="reduce")
    for card in cards(deck):
        reviewer.show_front(card)
        if reviewer.page.locator(".qz-options").count():
            reviewer.option(0).click()
        if reviewer.page.locator(".qz-down").count():
            reviewer.page.locator(".qz-down").first.click()
        if reviewer.page.locator("#typeans").count():
            reviewer.page.locator("#typeans").fill("cand")
        assert reviewer.faults(*RULES) == [], card.note()["Id"]
        reviewer.flip(card)
        reviewer.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        assert reviewer.faults(*RULES) == [], card.note()["Id"]


def test_motion_can_be_turned_off(deck: Collection, review: Review) -> None:
    """A learner whom movement makes ill would be shown some."""
    reviewer = review()
    moving = "[...document.querySelectorAll('.qz *')].some(e => getComputedStyle(e).transitionDuration !== '0s')"
    for wanted, moves in (("no-preference", True), ("reduce", False)):
        reviewer.page.emulate_media(reduced_motion=wanted)  # type: ignore[arg-type]
        reviewer.show_front(cards(deck, "cut-link")[0])
        assert reviewer.page.evaluate(moving) == moves


def test_cards_are_complete_without_scripts(chromium: Browser, deck: Collection) -> None:
    """Where scripts do not run, a learner would see an empty card."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    (card,) = cards(deck, "cut-link")
    page.set_content(card.question())
    assert page.locator(".qz-options > li").count() == 4
    page.set_content(card.answer())
    assert [text.strip() for text in page.locator(".qz-mark").all_inner_texts()].count("\N{CHECK MARK} right") == 1
    page.locator("summary", has_text="A run that shows it").click()
    assert page.locator(".qz-diagram svg[role=img]").is_visible()
    context.close()


def test_what_an_answer_rests_on_is_folded(deck: Collection, review: Review) -> None:
    """A learner would have to scroll past a run to the next card, or could not find the run that shows the answer."""
    reviewer = review()
    for item in ("write-steps", "cut-link"):
        (card,) = cards(deck, item)
        reviewer.show_front(card)
        assert reviewer.page.locator("svg.qd-diagram").count() == 0, "the run would give the answer away"
        reviewer.flip(card)
        assert reviewer.page.locator("details[open]").count() == 0
        assert not reviewer.page.locator("svg.qd-diagram[role=img]").is_visible()
        reviewer.page.locator(".qz-run summary").click()
        assert reviewer.page.locator("svg.qd-diagram[role=img]").is_visible()
        reviewer.page.locator(".qz-trace summary").click()
        assert "become_leader" in reviewer.texts(".qz-trace pre")[0]


@pytest.mark.parametrize("night", [False, True])
def test_a_run_is_drawn_in_the_colours_of_the_hour(*, night: bool, deck: Collection, review: Review) -> None:
    """A diagram would be a white sheet at night, or dark on dark."""
    reviewer = review(night=night)
    (card,) = cards(deck, "write-steps")
    reviewer.flip(card)
    reviewer.page.locator(".qz-run summary").click()
    paper = reviewer.page.locator("svg .qd-paper rect").first
    red, green, blue = paper.evaluate("e => getComputedStyle(e).fill.match(/[0-9]+/g).map(Number)")
    assert (max(red, green, blue) < 64) == night
    assert (min(red, green, blue) > 192) == (not night)


def test_the_answer_comes_first(deck: Collection, review: Review) -> None:
    """A learner would have to look for the right option among the wrong ones, each with its reasons."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    key = '() => [...document.querySelectorAll(".qz-options > li")].sort((one, two) => one.getBoundingClientRect().top'
    key += " - two.getBoundingClientRect().top).map(e => +e.dataset.option)"
    for picked, first in ((0, [1, 0]), (3, [1, 3]), (1, [1])):
        reviewer.show_front(card)
        reviewer.option(picked).click()
        reviewer.flip(card)
        assert reviewer.page.evaluate(key)[: len(first)] == first


def test_receipts_are_not_shown(deck: Collection, review: Review) -> None:
    """A learner who asks how an answer was computed would be handed brackets and hashes."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    assert "executions" in card.note()["Receipt"]
    reviewer.flip(card)
    assert "executions" not in reviewer.page.locator(".qz").evaluate("e => e.textContent")


def test_text_from_right_to_left_runs_that_way(chromium: Browser, tmp_path: Path) -> None:
    """A learner who reads Hebrew would find letters and text on the wrong sides."""
    with studied(samples.rtl_lesson(), tmp_path) as opened:
        reviewer = Reviewer(chromium, opened)
        for show in (reviewer.show_front, reviewer.flip):
            show(cards(opened)[0])
            letter, text = (reviewer.page.locator(name).first.bounding_box() for name in (".qz-letter", ".qz-text"))
            assert letter is not None
            assert text is not None
            assert letter["x"] > text["x"] + text["width"] - 1
        reviewer.close()


def test_spare_places_are_shown_once_they_are_used(chromium: Browser, tmp_path: Path) -> None:
    """A note of an older or a later release would look wrong: each field shows where it holds something."""
    with studied(replace(samples.sample_lesson(), cards=(samples.numeric(),)), tmp_path) as opened:
        (card,) = cards(opened)
        note = card.note()
        for name in ("Diagram", "Computed", "Link"):
            note[name] = f"<b>the {name}</b>"
        opened.update_note(note)
        reviewer = Reviewer(chromium, opened)
        reviewer.flip(opened.get_card(card.id))
        for fold in reviewer.page.locator("summary").all():
            fold.click()
        shown = reviewer.texts(".qz")[0]
        reviewer.close()
    for name in ("Diagram", "Computed", "Link"):
        assert f"the {name}" in shown


def test_the_account_calls_options_by_the_letters_that_they_have(deck: Collection, review: Review) -> None:
    """A learner would read of option A what is so of another one, as the options stand in a new order each day."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    note = card.note()
    note["Computed"] = "".join(f'<p><b data-of="{place}">{name}</b></p>' for place, name in enumerate("ABCD"))
    deck.update_note(note)
    (card,) = cards(deck, "cut-link")
    reviewer.page.clock.set_fixed_time(datetime(2026, 3, 1, 12, tzinfo=UTC))
    reviewer.flip(card)
    letters = (
        '[...document.querySelectorAll(".qz-options > li")].map(e => [e.dataset.option, e.children[0].textContent])'
    )
    told = '[...document.querySelectorAll(".qz-computed [data-of]")].map(e => [e.dataset.of, e.textContent])'
    shown = dict(reviewer.page.evaluate(letters))
    named = dict(reviewer.page.evaluate(told))
    assert named == shown
    assert [*named.values()] != [*"ABCD"], "the day's order is the written one, and nothing is tried"
