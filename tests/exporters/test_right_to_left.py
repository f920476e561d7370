"""Code and dates in a lesson that reads from right to left: in Anki, on a page and on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from quizgen.cards import Html, RenderedLesson
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.text.fragments import with_dates_apart
from tests.exporters.anki.reviewer import Reviewer, cards, studied
from tests.exporters.pdf.reading import command
from tests.exporters.samples import recall, sample_lesson
from tests.exporters.site.conftest import written

pytestmark = pytest.mark.slow

TEXT = "ما معنى <code>int main()</code> و <code>-x</code> في 2026-01-31؟"
_PLACES = """given => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(given);
        if (at === -1 || node.parentElement.closest("script")) continue;
        return [...given].map((_, index) => {
            const range = document.createRange();
            range.setStart(node, at + index);
            range.setEnd(node, at + index + 1);
            return range.getBoundingClientRect().left;
        });
    }
}"""


def lesson() -> RenderedLesson:
    """Return a lesson in Arabic with one question, whose text is as it is rendered."""
    asked = replace(recall(), id="start", stem=Html(with_dates_apart(f"<p>{TEXT}</p>")))
    return replace(
        sample_lesson(),
        id="arabic",
        title="مقدمة في C و Raft!",
        language="ar",
        cards=(asked,),
        tables=(),
        opening=Html(""),
    )


def reads_on(page: Page, text: str) -> None:
    """Fail unless the characters of a text follow one another from left to right."""
    places = page.evaluate(_PLACES, text)
    assert places == sorted(places), text


@pytest.mark.parametrize("text", ["int main()", "-x", "2026-01-31"])
def test_code_and_dates_read_from_left_to_right(text: str, chromium: Browser, tmp_path: Path) -> None:
    """A learner reads ``()int main``, ``x-`` and the year behind the day."""
    with studied(lesson(), tmp_path / "anki") as collection:
        (card,), reviewer = cards(collection, "start"), Reviewer(chromium, collection)
        reviewer.show_front(card)
        reads_on(reviewer.page, text)
        reviewer.page.close()
    page = chromium.new_page()
    page.goto((written((lesson(),), tmp_path) / "arabic" / "index.html").as_uri())
    reads_on(page, text)
    page.close()


def test_print_reads_from_left_to_right_too(tmp_path: Path) -> None:
    """On paper the brackets stand before the name, and the date within the title in the foot."""
    (sheet,) = export([lesson()], tmp_path, lambda _: None, PrintOptions(products=("worksheet",)))
    word = re.compile(r'xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)".*?>(.*?)</word>')
    found = word.findall(command("pdftotext", "-bbox", sheet, "-"))
    lowest = max(float(top) for _, top, _, _ in found)
    page = {text: (float(left), float(right)) for left, top, right, text in found if float(top) < lowest - 5}
    foot = {text: (float(left), float(right)) for left, top, right, text in found if float(top) >= lowest - 5}
    assert page["int"][1] < page["main()"][0]
    assert any("2026-01-31" in text for text in page)
    title = [right for text, (_, right) in foot.items() if re.search("[\u0600-\u06ff]|Raft", text)]
    assert max(title) < foot["worksheet"][0] < foot[sample_lesson().released][0]
