"""A website to study with: an index, and for each lesson what it teaches and its questions, to be answered and marked.

It is static: pages, one stylesheet, one script. It asks nothing of the network, and works from a folder as well as from
a server. A lesson of more than 100 questions has them on pages of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment

from quizgen.cards import RenderedLesson
from quizgen.diagrams import with_staying_names
from quizgen.exporters import Progress
from quizgen.exporters.pages import batches, check_pictures, environment, parts, with_pictures
from quizgen.exporters.site.assets import write_icon, write_pictures, write_script, write_stylesheet
from quizgen.exporters.site.marking import with_answers, with_inputs
from quizgen.text.mathematics import as_svg

PAGE = 100
"""Most questions of one page."""


def page_name(number: int) -> str:
    """Return the file of a page of questions, from 1, of a lesson that has several."""
    return f"questions-{number}.html"


def export(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, *_: object) -> Sequence[Path]:
    """Write the website into ``folder/site`` and return that folder's path.

    Raises `ExportError` for a picture that is missing.
    """
    for lesson in lessons:
        check_pictures(lesson)
    site = folder / "site"
    site.mkdir()
    layouts = environment("site")
    layouts.filters.update(staying=with_staying_names, code=address_code)
    layouts.globals.update(
        style=write_stylesheet(site),
        script=write_script(site),
        icon=write_icon(site),
        with_inputs=with_inputs,
        with_answers=with_answers,
        page_name=page_name,
    )
    for lesson in lessons:
        progress(f"writing the pages of {lesson.id}")
        own = site / lesson.id
        own.mkdir()
        pictures = write_pictures(lesson, own)
        for name, html in _pages(lesson, layouts):
            drawn = as_svg(with_pictures(html, pictures.__getitem__))
            (own / name).write_text(drawn, encoding="utf-8", newline="\n")
    index = layouts.get_template("index.html").render(lessons=lessons, root="")
    (site / "index.html").write_text(index, encoding="utf-8", newline="\n")
    return [site]


def _pages(lesson: RenderedLesson, layouts: Environment) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of each page of a lesson."""
    pages = parts(batches(lesson, PAGE))
    shared = {"lesson": lesson, "total": len(lesson.questions), "root": "../"}
    alone = pages[0] if len(pages) == 1 else None
    yield "index.html", layouts.get_template("lesson.html").render(shared, page=alone, pages=pages)
    if alone is None:
        for page in pages:
            yield page_name(page.number), layouts.get_template("questions.html").render(shared, page=page)


def address_code(item: str) -> str:
    """Return what stands in the address of a question: it stays the same as long as the id does, and tells nothing."""
    return f"q-{sha256(item.encode()).hexdigest()[:10]}"
