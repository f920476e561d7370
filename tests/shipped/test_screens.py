"""The shipped cards on a phone: what a learner sees without scrolling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from tests.exporters.anki.phones import CLASSIC, DESKTOP, PHONES, Phone
from tests.exporters.anki.reviewer import Reviewer, cards
from tests.shipped.conftest import LESSONS, Learner

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 420, 760
FRONTS = 0.95
"""The share of fronts that have to fit on one screen."""

_END = "() => document.querySelector('.qz').getBoundingClientRect().bottom"
_ANSWER = """() => {
    const ends = (selector) => [...document.querySelectorAll(selector)].map(e => e.getBoundingClientRect().bottom);
    const told = ends("li.qz-key, .qz-value, .qz-blanks, .qz-model-answer, .qz-points > li, .qz-definition,"
        + ".qz-steps > li, .qz-pairs > li");
    return Math.max(Math.min(...told), ...ends(".qz-verdict:not([hidden]):not(.qz-solution *)"));
}"""
"""Where the verdict ends, and the first that is told of the answer, such as the right option."""


def _choose_first(reviewer: Reviewer) -> None:
    """Choose an option, so that the back has a verdict; which one, does not matter."""
    if reviewer.page.locator(".qz-options").count():
        reviewer.option(0).evaluate("option => option.click()")


@pytest.mark.parametrize("phone", [DESKTOP, replace(CLASSIC, afresh=False)], ids=["new", "classic"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_cards_fit_on_a_screen(
    lesson: str,
    learner: Learner,
    chromium: Browser,
    record_property: Callable[[str, object], None],
    *,
    phone: Phone,
) -> None:
    """A learner on a phone would scroll to read a question, and again to find out whether the answer was right.

    How long a card is does not depend on whether each side is a page of its own, which takes longer than all the rest.
    """
    fitting, seen, hidden, opened = Counter[str](), Counter[str](), [], learner(lesson)
    reviewer = Reviewer(chromium, opened, width=WIDTH, phone=phone)
    reviewer.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    for card in cards(opened):
        kind = card.note_type()["name"].split()[1]
        reviewer.show_front(card)
        seen[kind] += 1
        fitting[kind] += reviewer.page.evaluate(_END) <= HEIGHT
        _choose_first(reviewer)
        reviewer.flip(card)
        if reviewer.page.evaluate(_ANSWER) > HEIGHT:
            hidden.append(card.note()["Id"])
    reviewer.close()
    reviewer.is_content()
    for kind in sorted(seen):
        record_property(f"fronts on one screen, {lesson}, {kind}", f"{fitting[kind]} of {seen[kind]}")
    record_property(f"answers on the first screen, {lesson}", f"{seen.total() - len(hidden)} of {seen.total()}")
    assert fitting.total() >= FRONTS * seen.total()
    assert hidden == []


_BEGINNING = "scrollTo(0, 0), document.querySelector('.qz').getBoundingClientRect().top"
_SIDEWAYS = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.mark.parametrize("phone", PHONES, ids=lambda phone: phone.name)
@pytest.mark.parametrize("lesson", LESSONS)
def test_cards_work_on_every_phone(lesson: str, phone: Phone, learner: Learner, chromium: Browser) -> None:
    """Some card of a kind would be cut off, or its script fail, on a phone that the samples do not show it on."""
    opened = learner(lesson)
    reviewer, seen = Reviewer(chromium, opened, width=360, phone=phone), Counter[str]()
    for card in cards(opened):
        kind = card.note_type()["name"]
        seen[kind] += 1
        if seen[kind] > 2:
            continue
        for show in (reviewer.show_front, reviewer.flip):
            show(card)
            reviewer.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
            assert reviewer.page.evaluate(_SIDEWAYS) <= 0, card.note()["Id"]
            assert reviewer.page.evaluate(_BEGINNING) >= 0, card.note()["Id"]
    reviewer.close()
    reviewer.is_content()
