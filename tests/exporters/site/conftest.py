"""The sample lessons as a website, and a page of it in Chromium that reports what should not happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from quizgen.cards import RenderedLesson
from quizgen.exporters.site import export
from tests.exporters.samples import large_lesson, rtl_lesson, sample_lesson

Open = Callable[..., Page]
"""Opens a page of the site: a path below it, and what a new browser context is given."""


def written(lessons: Sequence[RenderedLesson], folder: Path) -> Path:
    """Write a website and return its folder."""
    return export(lessons, folder, lambda _step: None)[0]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the website of the samples and of a lesson of 250 cards."""
    return written((sample_lesson(), rtl_lesson(), large_lesson(250)), tmp_path_factory.mktemp("website"))


def _watched(context: BrowserContext, root: Path, trouble: list[str]) -> Page:
    """Return a page that notes requests that leave the site, and complaints."""
    page, inside = context.new_page(), root.as_uri() + "/"
    page.on("request", lambda request: None if request.url.startswith(inside) else trouble.append(request.url))
    page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    return page


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Iterator[Open]:
    """Return what opens a page from disk; at the end no request went elsewhere and nothing was complained about."""
    contexts = []
    trouble: list[str] = []

    def opened(path: str = "sample/index.html", root: Path = site, **settings: object) -> Page:
        context = chromium.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page, (file, _, anchor) = _watched(context, root, trouble), path.partition("#")
        page.goto((root / file).as_uri() + (f"#{anchor}" if anchor else ""))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not trouble


@pytest.fixture(scope="module")
def tabs(chromium: Browser) -> Iterator[Callable[[Path], tuple[Page, list[str]]]]:
    """A function that opens a page of a website, or gives the one that it has opened, and what was noted of it."""
    context, known = chromium.new_context(), dict[Path, tuple[Page, list[str]]]()

    def page(file: Path) -> tuple[Page, list[str]]:
        if file not in known:
            trouble: list[str] = []
            known[file] = _watched(context, file.parent.parent, trouble), trouble
            known[file][0].goto(file.as_uri())
        return known[file]

    yield page
    context.close()


@pytest.fixture
def same_page(tabs: Callable[[Path], tuple[Page, list[str]]], site: Path) -> Iterator[Open]:
    """Return what opens the samples' page as `visit` does, or stays on it, if a test before was there.

    A page of its own for each answer that is typed takes longer than all the rest.
    """
    noted: list[list[str]] = []

    def opened(root: Path = site) -> Page:
        page, trouble = tabs(root / "sample" / "index.html")
        noted.append(trouble)
        return page

    yield opened
    found = [each for trouble in noted for each in trouble]
    for trouble in noted:
        trouble.clear()
    assert not found


def question_of(page: Page, name: str) -> Locator:
    """Return a question by its id."""
    return page.locator(f'[data-question="{name}"]')


def check(question: Locator) -> None:
    """Ask whether what was answered is right."""
    question.get_by_role("button", name="Check").click()


def judged(question: Locator, words: str) -> None:
    """Wait until an answer is judged in these words; fail if it is judged otherwise."""
    expect(question.locator("[data-result]")).to_contain_text(words)
    expect(question.locator("[data-mark]")).to_contain_text(words.partition(".")[0])
