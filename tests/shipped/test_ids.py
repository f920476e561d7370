"""Ids of items, families and scenarios, which often hold the answer, are nowhere in what learners read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from quizgen.compiler import Built
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.products import PRODUCTS
from quizgen.render import render
from tests.exporters.anki.reviewer import cards, collection, import_package
from tests.exporters.pdf.reading import command
from tests.shipped.conftest import LESSONS

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


def _printed(path: Path) -> str:
    """Return the text of a document, with words joined that are broken at a hyphen."""
    return re.sub(r"-\s+", "-", command("pdftotext", "-raw", path, "-"))


@pytest.fixture(scope="module")
def documents(built: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """All that can be printed of the shipped lessons, by product."""
    lessons = render(built.checked.deck, built.checked.findings, lambda _done, _total: None)
    choices = [
        PrintOptions(products=("worksheet", "key", "teacher", "study", "cards")),
        PrintOptions(products=("worksheet", "cards"), cards="1x1", sections="level", fillable=True),
        PrintOptions(variants=("A", "B"), items=20),
    ]
    found: dict[str, list[Path]] = {product: [] for product in PRODUCTS}
    for options in choices:
        for path in export(lessons, tmp_path_factory.mktemp("printed"), lambda _step: None, options):
            names = [name for name in PRODUCTS if any(path.stem.startswith(f"{lesson}-{name}") for lesson in LESSONS)]
            if path.suffix == ".pdf":
                found[max(names, key=len)].append(path)
    assert all(found.values())
    return found


@pytest.mark.parametrize("product", sorted(PRODUCTS.keys() - TEACHERS))
def test_no_id_on_learners_paper(product: str, documents: dict[str, list[Path]], told: re.Pattern[str]) -> None:
    """A card's front, or a sheet, tells its answer in an id such as `most-votes-is-not-enough`."""
    for path in documents[product]:
        assert told.findall(_printed(path)) == [], path.name


@pytest.mark.parametrize("product", sorted(TEACHERS))
def test_teachers_are_led_back_to_the_content(
    product: str, documents: dict[str, list[Path]], told: re.Pattern[str]
) -> None:
    """A teacher who doubts a key does not find the item in the content; nor does this file find ids on paper."""
    for path in documents[product]:
        assert len(told.findall(_printed(path))) >= 15, path.name


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


@pytest.mark.usefixtures("built")
def test_no_id_is_seen_in_anki(output: Path, chromium: Browser, tmp_path: Path, told: re.Pattern[str]) -> None:
    """A learner reads on the front of a card, or on its back, what another card asks."""
    page = chromium.new_page()
    with collection(tmp_path) as opened:
        for lesson in LESSONS:
            import_package(opened, output / f"{lesson}.apkg")
        for card in cards(opened):
            page.set_content(f"<body>{card.question()}<hr>{card.answer()}")
            assert told.findall(page.evaluate(READ)) == [], card.note()["Id"]
    page.close()
