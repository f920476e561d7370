"""The sample lessons as a website, and a page of it in Chromium that reports what should not happen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

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


@pytest.fixture
def visit(chromium: Browser, site: Path) -> Iterator[Open]:
    """Return what opens a page from disk; at the end no request went elsewhere and nothing was complained about."""
    contexts = []
    trouble: list[str] = []

    def opened(path: str = "sample/index.html", root: Path = site, **settings: object) -> Page:
        context = chromium.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        inside = root.as_uri() + "/"
        page.on("request", lambda request: None if request.url.startswith(inside) else trouble.append(request.url))
        page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        file, _, anchor = path.partition("#")
        page.goto((root / file).as_uri() + (f"#{anchor}" if anchor else ""))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not trouble
