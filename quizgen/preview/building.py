"""Builds for the preview: at first all, and then what was changed before all again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from quizgen import compiler
from quizgen.crosscheck import equipped
from quizgen.diagnostics import Diagnostic, Span, error, has_errors
from quizgen.model.lesson import Deck
from quizgen.plugins.guard import PluginFailed

Pages = Mapping[str, bytes]
"""Path of a file below the site's folder, with slashes -> what is in it."""


@dataclass(frozen=True)
class Found:
    """What a build made.

    Attributes:
        pages: the last good ones.
        diagnostics: everything that is wrong.
        is_whole: whether all of the content was looked at.
    """

    pages: Pages
    diagnostics: tuple[Diagnostic, ...]
    is_whole: bool


class Builder:
    """Builds some content again and again; what was simulated is remembered.

    Attributes:
        path: the folder of content, or the one file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._laboratory = equipped(path)
        self._deck = Deck((), ())
        self._pages: Pages = {}

    def builds(self, changed: frozenset[Path]) -> Iterator[Callable[[], Found]]:
        """Yield what is to be done since files have changed: their lessons alone, if that shows anything, and all.

        What is said of a lesson alone is not the whole truth, so of mistakes only the whole is told.
        """
        lessons = {file for file in self._deck.files if file.resolve() in changed}
        if len(lessons) == len(changed) < len(self._deck.files) and len(self._deck.lessons) > 1 and lessons:
            yield partial(self._alone, lessons)
        yield self._whole

    def _alone(self, files: set[Path]) -> Found:
        content = compiler.read(self.path, only=files)
        known = frozenset(concept.id for lesson in self._deck.lessons for concept in lesson.head.concepts)
        content = replace(content, deck=replace(content.deck, neighbours=known | content.deck.neighbours))
        _, pages, diagnostics = self._built(content)
        if not has_errors(diagnostics):
            self._pages = {**self._pages, **{name: page for name, page in pages.items() if name != "index.html"}}
        return Found(self._pages, (), is_whole=False)

    def _whole(self) -> Found:
        deck, pages, diagnostics = self._built(compiler.read(self.path))
        if not has_errors(diagnostics):
            self._deck, self._pages = deck, pages
        return Found(self._pages, diagnostics, is_whole=True)

    def _built(self, content: compiler.Content) -> tuple[Deck, Pages, tuple[Diagnostic, ...]]:
        with tempfile.TemporaryDirectory(prefix="quizgen-preview-") as folder:
            out = Path(folder) / "output"
            try:
                options = compiler.Options(laboratory=self._laboratory)
                built = compiler.build(content, ["site"], out, compiler.Silent(), options)
            except PluginFailed as problem:
                told = error("plugin-failed", Span(self.path.as_posix()), str(problem), problem.hint)
                return content.deck, {}, (*content.diagnostics, told)
            files = (file for site in built.written for file in site.rglob("*") if file.is_file())
            pages = {file.relative_to(out / "site").as_posix(): file.read_bytes() for file in files}
            return content.deck, pages, built.diagnostics
