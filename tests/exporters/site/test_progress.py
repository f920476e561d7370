"""The score that is kept from visit to visit, and the filters."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.exporters.site.conftest import Open


def _answer(page: Page, text: str) -> None:
    question = page.locator('[data-question="quorum-size.n-5"]')
    question.get_by_label("Your answer").fill(text)
    question.get_by_role("button", name="Check").click()


def test_score_is_kept(visit: Open) -> None:
    """Closing the page must not cost what was learned."""
    page = visit()
    score = page.locator("[data-score-text]")
    expect(score).to_have_text("0 of 9 right · 9 to go")
    _answer(page, "4")
    expect(score).to_have_text("0 of 9 right · 1 not · 8 to go")
    page.get_by_role("button", name="Try again").click()
    _answer(page, "3")
    expect(score).to_have_text("1 of 9 right · 8 to go")
    page.reload()
    expect(score).to_have_text("1 of 9 right · 8 to go")
    mark = page.locator('[data-question="quorum-size.n-5"] [data-mark]')
    expect(mark).to_have_text("✓ Right last time")
    page.goto(page.url.replace("sample/index.html", "index.html"))
    expect(page.get_by_text("1 of 9 right")).to_be_visible()


def test_score_spans_pages(visit: Open) -> None:
    """The score of a lesson on several pages counts all of them."""
    page = visit("large/questions-1.html")
    first = page.locator("[data-question]").first
    first.get_by_role("radio").nth(1).check()
    first.get_by_role("button", name="Check").click()
    page.get_by_role("link", name="Page 2").click()
    expect(page.locator("[data-score-text]")).to_have_text("1 of 225 right · 224 to go")


def test_start_over(visit: Open) -> None:
    """Starting over forgets the marks, after asking."""
    page = visit()
    _answer(page, "3")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("[data-score-text]")).to_have_text("1 of 9 right · 8 to go")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("[data-score-text]")).to_have_text("0 of 9 right · 9 to go")
    expect(page.locator(".is-marked")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-score-text]")).to_have_text("0 of 9 right · 9 to go")


def test_storage_that_is_refused_or_spoiled(visit: Open) -> None:
    """A browser that keeps nothing, or another program's rubbish in the store, must not break the page."""
    page = visit()
    for value in ("not json", "[1]", "null", '{"quorum-size.n-5": "<b>"}'):
        page.evaluate("value => localStorage.setItem('quizgen:marks:sample', value)", value)
        page.reload()
        expect(page.locator("[data-score-text]")).to_have_text("0 of 9 right · 9 to go")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });")
    page.reload()
    _answer(page, "3")
    expect(page.locator("[data-score-text]")).to_have_text("1 of 9 right · 8 to go")


def test_filters(visit: Open) -> None:
    """Practising only what is hard, or only one kind, is what a second round is for."""
    page = visit()
    shown = page.locator("[data-question]:visible")
    page.get_by_label("Level").select_option("senior")
    expect(shown).to_have_count(1)
    expect(page.locator("[data-shown]")).to_have_text("1 of 9 shown")
    expect(page.get_by_role("heading", name="Commitment")).to_be_hidden()
    page.get_by_label("Level").select_option("")
    page.get_by_label("Kind").select_option("numeric")
    expect(shown).to_have_count(2)
    page.reload()
    expect(shown).to_have_count(2)
    page.goto(f"{page.url}#q-write-steps")
    expect(page.locator("[id='q-write-steps']")).to_be_in_viewport()
    expect(shown).to_have_count(9)
    page.get_by_label("Kind").select_option("numeric")
    expect(shown).to_have_count(2)
    page.reload()
    expect(page.locator("[id='q-write-steps']")).to_be_in_viewport()
