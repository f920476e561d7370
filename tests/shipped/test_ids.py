"""Ids of items, families and scenarios, which often hold the answer, are nowhere in what learners read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser

from quizgen.compiler import Built
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.products import PRODUCTS
from tests.exporters.anki.reviewer import cards
from tests.shipped.conftest import LESSONS, Learner, Papers
from tests.shipped.test_layout import PAPER, printing

pytestmark = pytest.mark.slow

TEACHERS = {"key", "teacher", "variants-key"}
"""Products for those who mark: there ids stand beside answers, and lead back to the content."""

READ = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const button of document.querySelectorAll("form [type=submit]")) button.click();
  for (const hidden of document.querySelectorAll("[hidden]")) hidden.hidden = false;
  const said = [...document.querySelectorAll("*")].flatMap(element =>
    ["title", "alt", "aria-label", "placeholder", "href"].map(name => element.getAttribute(name) || ""));
  return [document.title, document.body.innerText, ...said].join("\\n");
}"""
"""All that can be seen of a page or heard of it, with everything opened and every answer checked."""


@pytest.fixture(scope="module")
def told(built: Built) -> re.Pattern[str]:
    """What finds an id of an item, an instance, a family or a scenario; single words are found in any text."""
    found: set[str] = set()
    for lesson in built.checked.deck.lessons:
        found |= {name for item in lesson.items for name in (item.question.id, item.family)}
        written = [*lesson.redirects.values(), *(place for item in lesson.items for place in item.redirects.values())]
        found |= {str(place[1]) for place in written if place[0] == "scenarios"}
    found = {name for name in found if "-" in name or "." in name}
    assert len(found) > 100
    ids = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<![\w.-])(?:{ids})(?![\w-])")


VARIANTS: Final = PrintOptions(variants=("A", "B"), items=20)
OTHERWISE: Final = {
    "worksheet": [PrintOptions(products=("worksheet",), sections="level", fillable=True)],
    "cards": [PrintOptions(products=("cards",), cards="1x1")],
    "variant": [VARIANTS],
    "variants-key": [VARIANTS],
}
"""Other ways in which products are printed; variants come with their key."""


def printed(product: str, papers: Papers) -> list[str]:
    """Return what can be read of a product of the shipped lessons, however it is printed."""
    options = [printing(product)] if product in PAPER else []
    options += OTHERWISE.get(product, [])
    found = [paper for name in LESSONS for each in options for paper in papers(name, each)]
    return [paper.text for paper in found if paper.product == product]


@pytest.mark.parametrize("product", sorted(PRODUCTS.keys() - TEACHERS))
def test_no_id_on_learners_paper(product: str, papers: Papers, told: re.Pattern[str]) -> None:
    """A card's front, or a sheet, tells its answer in an id such as `most-votes-is-not-enough`."""
    texts = printed(product, papers)
    assert texts
    assert [told.findall(text) for text in texts] == [[]] * len(texts)


@pytest.mark.parametrize("product", sorted(TEACHERS))
def test_teachers_are_led_back_to_the_content(product: str, papers: Papers, told: re.Pattern[str]) -> None:
    """A teacher who doubts a key does not find the item in the content; nor does this file find ids on paper."""
    texts = printed(product, papers)
    assert texts
    assert all(len(told.findall(text)) >= 15 for text in texts)


@pytest.mark.usefixtures("built")
def test_no_id_is_seen_on_the_site(output: Path, chromium: Browser, told: re.Pattern[str]) -> None:
    """A learner reads the answer in a heading, a line about evidence, or the address of a link."""
    page = chromium.new_page()
    for path in sorted((output / "site").rglob("*.html")):
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            page.goto(path.as_uri())
            assert told.findall(page.evaluate(READ)) == [], (path.name, media)
    page.close()


def test_no_id_is_seen_in_anki(learner: Learner, chromium: Browser, told: re.Pattern[str]) -> None:
    """A learner reads on the front of a card, or on its back, what another card asks."""
    page = chromium.new_page()
    for card in (each for lesson in LESSONS for each in cards(learner(lesson))):
        page.set_content(f"<body>{card.question()}<hr>{card.answer()}")
        assert told.findall(page.evaluate(READ)) == [], card.note()["Id"]
    page.close()
