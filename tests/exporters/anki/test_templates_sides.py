"""What lies between the sides of a card, and between cards: the answer that is kept, the day's order, nothing else."""

from __future__ import annotations

import pytest
from anki.collection import Collection

from tests.exporters.anki.conftest import Review
from tests.exporters.anki.phones import CLASSIC, DESKTOP, Phone
from tests.exporters.anki.reviewer import Reviewer, cards

pytestmark = pytest.mark.slow

LEAKS = """() => {
  const add = EventTarget.prototype.addEventListener;
  const shared = [window, document, document.documentElement, document.body, document.getElementById("qa")];
  window.testLeaks = [];
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (shared.includes(this)) window.testLeaks.push(type);
    return add.call(this, type, ...rest);
  };
  window.testNames = null;
  window.testNames = Object.getOwnPropertyNames(window);
}"""


@pytest.mark.parametrize("phone", [DESKTOP, CLASSIC], ids=lambda phone: phone.name)
@pytest.mark.parametrize("item", ["cut-link", "odd-text", "write-steps", "state-kinds"])
def test_an_answer_survives_the_flip(item: str, phone: Phone, deck: Collection, review: Review) -> None:
    """AnkiDroid's older reviewer, in which each side is a page of its own, would forget what was answered."""
    (card,), reviewer = cards(deck, item), review(phone=phone)
    reviewer.show_front(card)
    _answer(reviewer)
    reviewer.flip(card)
    assert reviewer.page.locator(".qz-verdict").is_visible()


def _answer(reviewer: Reviewer) -> None:
    """Do something on a front."""
    page = reviewer.page
    if page.locator(".qz-options").count():
        reviewer.option(0).click()
    elif page.locator(".qz-steps").count():
        page.locator(".qz-up").nth(2).click()
    elif page.locator("select").count():
        page.locator("select").first.select_option(index=1)
    elif page.locator("#typeans").count():
        page.locator("#typeans").fill("candidate")


@pytest.mark.parametrize("phone", [DESKTOP, CLASSIC], ids=lambda phone: phone.name)
def test_an_answer_is_not_carried_to_the_next_time(phone: Phone, deck: Collection, review: Review) -> None:
    """A learner would find the answer of the last review, or of another card, marked as the one just given."""
    (card,), (other,), reviewer = cards(deck, "cut-link"), cards(deck, "long-text"), review(phone=phone)
    reviewer.show_front(card)
    reviewer.option(0).click()
    reviewer.flip(card)
    assert reviewer.page.locator(".qz-picked").count() == 1
    reviewer.show_front(other)
    reviewer.flip(other)
    assert reviewer.page.locator(".qz-picked").count() == 0
    assert reviewer.texts(".qz-verdict:visible") == []
    reviewer.show_front(card)
    assert reviewer.page.locator("[aria-checked=true]").count() == 0
    reviewer.flip(card)
    assert reviewer.page.locator(".qz-picked").count() == 0


def test_a_back_without_its_front_is_not_marked(deck: Collection, review: Review) -> None:
    """In Anki's preview, what was chosen on one card would be marked on another."""
    (card,), (other,), reviewer = cards(deck, "cut-link"), cards(deck, "long-text"), review()
    reviewer.show_front(card)
    reviewer.option(0).click()
    reviewer.flip(other)
    assert reviewer.page.locator(".qz-picked").count() == 0


def test_an_answer_of_another_day_is_not_marked(deck: Collection, review: Review) -> None:
    """In Anki's preview, a learner would find last week's answer marked."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.set_time("2026-02-01T12:00")
    reviewer.show_front(card)
    reviewer.option(0).click()
    reviewer.set_time("2026-02-02T00:01")
    reviewer.flip(card)
    assert reviewer.page.locator(".qz-picked").count() == 0


@pytest.mark.parametrize("lost", ["sessionStorage", "localStorage"])
def test_an_answer_survives_the_loss_of_one_store(lost: str, deck: Collection, review: Review) -> None:
    """Where one kind of storage is emptied between the sides, the answer would be forgotten."""
    (card,), reviewer = cards(deck, "cut-link"), review(phone=CLASSIC)
    reviewer.show_front(card)
    reviewer.option(3).click()
    reviewer.page.evaluate("name => window[name].clear()", lost)
    reviewer.flip(card)
    assert reviewer.page.locator(".qz-picked").get_attribute("data-option") == "3"


def test_an_answer_survives_without_any_storage(deck: Collection, review: Review) -> None:
    """Where storage is forbidden, cards would fail with an error instead of marking the answer."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    for name in ("sessionStorage", "localStorage"):
        reviewer.page.evaluate(
            "name => Object.defineProperty(window, name, {get() { throw new Error('forbidden') }})", name
        )
    reviewer.show_front(card)
    reviewer.option(2).click()
    reviewer.flip(card)
    assert reviewer.page.locator(".qz-picked").get_attribute("data-option") == "2"


@pytest.mark.parametrize("rubbish", ["not json", "null", "[1]", '{"card": 1}', '"text"'])
def test_rubbish_in_the_store_is_not_taken_for_an_answer(rubbish: str, deck: Collection, review: Review) -> None:
    """What another program left in the store would break the card's back."""
    (card,), reviewer = cards(deck, "cut-link"), review()
    reviewer.page.evaluate(
        "text => { sessionStorage['quizgen.answer'] = text; localStorage['quizgen.answer'] = text; }", rubbish
    )
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict:visible") == []


@pytest.mark.parametrize(
    ("item", "name"),
    [("cut-link", "option"), ("odd-text", "option"), ("write-steps", "step"), ("state-kinds", "choice")],
)
def test_the_order_is_another_one_on_other_days(item: str, name: str, deck: Collection, review: Review) -> None:
    """A learner would remember places instead of answers; or not find an option again after turning the card."""
    (card,), reviewer = cards(deck, item), review()
    seen = set()
    for day in range(1, 13):
        reviewer.set_time(f"2026-02-{day:02}T12:00")
        reviewer.show_front(card)
        first = reviewer.order(name)
        reviewer.show_front(card)
        assert reviewer.order(name) == first
        if name in {"option", "choice"}:
            assert reviewer.texts(f"[data-{name}] > .qz-letter") == list("ABCD")[: len(first)]
        if name == "option":
            reviewer.flip(card)
            assert reviewer.order(name) == first
            assert reviewer.texts("[data-option] > .qz-letter") == list("ABCD")[: len(first)]
        seen.add(tuple(first))
    assert len(seen) >= (4 if name != "choice" else 3)


def test_midnight_does_not_mix_what_is_on_the_card(deck: Collection, review: Review) -> None:
    """A learner who turns a card over after midnight would find A where D was."""
    (card,), reviewer = cards(deck, "cut-link"), review(phone=CLASSIC)
    orders = set()
    for day in range(1, 5):
        reviewer.set_time(f"2026-02-{day:02}T23:59")
        reviewer.show_front(card)
        shown = reviewer.order("option")
        reviewer.set_time(f"2026-02-{day + 1:02}T00:01")
        reviewer.flip(card)
        assert reviewer.order("option") == shown
        orders.add(tuple(shown))
    assert len(orders) > 1


def test_fifty_cards_leave_nothing_behind(deck: Collection, review: Review) -> None:
    """A long session would grow slower with each card, or a card would disturb others, of other decks too."""
    reviewer = review()
    session = reviewer.page.context.new_cdp_session(reviewer.page)
    session.send("Performance.enable")

    def alive() -> dict[str, float]:
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return {
            metric["name"]: metric["value"] for metric in metrics if metric["name"] in {"JSEventListeners", "Nodes"}
        }

    def left(most: dict[str, float]) -> dict[str, float]:
        """What is still there when the browser, which may clear up late, has had its chances."""
        for _ in range(600):
            now = alive()
            if all(now[name] <= most[name] for name in most):
                break
            reviewer.page.wait_for_timeout(100)
        return now

    def study() -> None:
        for card in cards(deck):
            reviewer.show_front(card)
            _answer(reviewer)
            reviewer.flip(card)

    reviewer.page.evaluate(LEAKS)
    study()
    reviewer.page.evaluate("show('')")
    before = alive()
    allowed = {"JSEventListeners": before["JSEventListeners"], "Nodes": before["Nodes"] + 20}
    for _ in range(4):
        study()
    reviewer.page.evaluate("show('')")
    after = left(allowed)
    assert len(cards(deck)) * 4 >= 50
    assert reviewer.page.evaluate("window.testLeaks") == []
    new = "Object.getOwnPropertyNames(window).filter(name => !window.testNames.includes(name))"
    assert reviewer.page.evaluate(new) == ["quizgenAnswer"]
    assert after["JSEventListeners"] <= allowed["JSEventListeners"]
    assert after["Nodes"] <= allowed["Nodes"]
