"""Hyphens at the ends of lines: by the rules of the language, and never in a name or in code."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from quizgen.cards import Html, RenderedLesson
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.words import with_whole_names
from quizgen.kinds.choice.body import Choice, Option
from tests.exporters.pdf.reading import command
from tests.exporters.samples import card, math, sample_lesson

_NAMES = "AppendEntries, replicate_everything, HTTPSCONNECTION, raft.example.org/appendices, configuration17"
_TEXTS = {
    "en": "The replication of configuration entries requires acknowledgement from particular participants",
    "de": "Zustandsmaschinen verarbeiten Protokolldateien; Netzwerkunterbrechungen verursachen Verzögerungen",
    "he": "configuration acknowledgement participants replication",
}
_SYLLABLES = {
    "en": "rep-lic-a-tion con-fig-ur-a-tion ac-know-ledge-ment par-tic-u-lar par-ti-cip-ants",
    "de": "Zu-stands-ma-schi-nen ver-ar-bei-ten Pro-to-koll-da-tei-en Netz-werk-un-ter-bre-chun-gen "
    "ver-ur-sa-chen Ver-zö-ge-run-gen",
    "he": "",
}
"""Where words may be broken, by Oxford's dictionary and Duden's."""


def _lesson(language: str) -> RenderedLesson:
    """Return questions whose lines end at many places of the same words."""
    stems = [f"<p>{'x ' * n}{_TEXTS[language]}, <code>replicateEverything</code>, {_NAMES}</p>" for n in range(60)]
    body = Choice(
        (Option(Html("<p>yes</p>"), key=True, rationale=Html(""), belief="", evidence="holds"),), multiple=False
    )
    cards = tuple(card(f"q{n}", "multiple_choice", stem, body) for n, stem in enumerate(stems))
    return replace(sample_lesson(), id=language, language=language, cards=cards, tables=())


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return the words that end in a hyphen at the end of a line, by language."""
    folder = tmp_path_factory.mktemp("hyphens")
    lessons = [_lesson(language) for language in _TEXTS]
    found = {}
    for path in export(lessons, folder, lambda _step: None, PrintOptions(products=("worksheet",))):
        ends = re.findall(r"(\w+)-\n(\w+)", command("pdftotext", "-raw", path, "-"))
        found[path.stem.removesuffix("-worksheet")] = {f"{left}-{right}" for left, right in ends}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("language", _TEXTS)
def test_hyphens_follow_the_language(broken: dict[str, set[str]], language: str) -> None:
    """A word that is broken by another language's rules is read wrong, and one more often; Hebrew has no hyphens."""
    words = [word.split("-") for word in _SYLLABLES[language].split()]
    right = {"".join(word[:n]) + "-" + "".join(word[n:]) for word in words for n in range(1, len(word))}
    assert broken[language] <= right
    assert len(broken[language]) >= (3 if words else 0)


@pytest.mark.slow
def test_names_and_code_are_whole(broken: dict[str, set[str]]) -> None:
    """``Append-Entries`` is not what the learner finds in the paper, nor in the code."""
    parts = {part for found in broken.values() for word in found for part in word.split("-")}
    letters = "".join(re.findall(r"\w", _NAMES + "replicateEverything"))
    assert parts
    assert not [part for part in parts if part in letters and part not in "".join(_TEXTS.values())]


def test_names() -> None:
    """Only what is no word of a language is kept whole: else long words of prose leave ragged lines."""
    marked = with_whole_names(
        '<title>AppendEntries</title><p title="a > AppendEntries">AppendEntries replication, Führungswechsel '
        f"<code>AppendEntries</code> {math('AppendEntries')} well-tempered <i>commit_index</i> https://raft.example</p>"
    )
    assert re.findall('<span class="name">([^<]*)</span>', marked) == [
        "AppendEntries",
        "commit_index",
        "https://raft.example",
    ]
    assert re.sub('<span class="name">([^<]*)</span>', r"\1", marked).count("AppendEntries") == marked.count(
        "AppendEntries"
    )
