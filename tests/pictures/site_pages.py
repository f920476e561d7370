"""Pictures of the website's pages, to look at: light and dark, on a phone and on a desk.

``python -m tests.pictures.site_pages FOLDER`` writes them as PNG.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from quizgen.cards import RenderedLesson
from quizgen.exporters.site import export
from tests.browser import CHROMIUM_ARGUMENTS, chromium_path
from tests.exporters.samples import rtl_lesson, sample_lesson

WIDTHS = (360, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def answer_some(page: Page) -> None:
    """Answer a few questions, some right and some wrong, so that marks can be seen."""
    for name, picks in (("cut-link", (0,)), ("odd-text", (0, 2))):
        question = page.locator(f'[data-question="{name}"]')
        for pick in picks if question.count() else ():
            question.locator("[data-option] input").nth(pick).check()
    for name, texts in (("quorum-size.n-5", ("3",)), ("two-writes", ("30",)), ("become-candidate", ("candidate", "x"))):
        for index, text in enumerate(texts):
            page.locator(f'[data-question="{name}"] .ask input').nth(index).fill(text)
    page.locator('[data-question="state-kinds"] select').first.select_option("1")
    for submit in page.locator(".ask [type=submit]").all():
        submit.click()


def pictures(browser: Browser, lessons: Sequence[RenderedLesson], folder: Path) -> Iterator[Path]:
    """Yield a picture of the index, and of each lesson fresh and answered, in every width and colour scheme."""
    with TemporaryDirectory() as private:
        site = export(lessons, Path(private), lambda _step: None)[0]
        for width in WIDTHS:
            for scheme in SCHEMES:
                page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
                for name in ("index", *(lesson.id for lesson in lessons)):
                    path = site / ("index.html" if name == "index" else f"{name}/index.html")
                    page.goto(path.as_uri())
                    yield _picture(page, folder / f"site-{name}-{width}-{scheme}.png")
                    if name == "sample":
                        answer_some(page)
                        yield _picture(page, folder / f"site-{name}-answered-{width}-{scheme}.png")
                page.close()


def _picture(page: Page, path: Path) -> Path:
    page.screenshot(path=path, full_page=True)
    return path


def main() -> None:
    """Write all pictures into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        for path in pictures(browser, (sample_lesson(), rtl_lesson()), folder):
            sys.stdout.write(f"{path}\n")
        browser.close()


if __name__ == "__main__":
    main()
