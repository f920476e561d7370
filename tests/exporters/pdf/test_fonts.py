"""Letters of all scripts in print."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.recordingPen import RecordingPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from pypdf import PdfReader

from quizgen.cards import Html, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.pdf.exporting import check_characters, export
from quizgen.exporters.pdf.options import TO_CHOOSE, PrintOptions
from quizgen.kinds.choice.body import Choice, Option
from quizgen.press import fonts
from tests.exporters.pdf.reading import command, squashed
from tests.exporters.samples import card, concept, rtl_lesson, sample_lesson

pytestmark = pytest.mark.slow

_SCRIPTS = {
    "Chinese": "领导者收到多数票",
    "Japanese": "リーダーは過半数の票を得る、つまり",
    "Korean": "리더는 과반수의 표를 얻는다",
    "Arabic": "يصبح الخادم قائدا",
    "Hindi": "नेता को बहुमत मिलता है",
    "Thai": "เสียงข้างมากของทั้งหมด",
    "Emoji": "\N{ROCKET}\N{THUMBS UP SIGN}\N{GRINNING FACE}\N{SKULL}\N{EARTH GLOBE EUROPE-AFRICA}",
}
_FAMILIES = ("Source-Sans-3", "Source-Code-Pro", "DejaVu-Sans", "Noto-Emoji", "Noto-Sans-CJK-JP", "Noto-Sans-")


def test_characters_that_cannot_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty box in print looks like an answer box; the author is told where it would be, and what helps."""
    lesson = sample_lesson()
    card = replace(lesson.cards[1], stem=Html("<p>多数 \N{CUNEIFORM SIGN A}</p>"))
    with pytest.raises(ExportError, match=r"item cut-link: the fonts for print have no '.' \(U\+12000\)$"):
        check_characters(replace(lesson, cards=(card,)))
    monkeypatch.setattr(fonts, "_WORLD", ("not_installed",))
    named, helped = r"have no '多' \(U\+591A\), '数'", r"; for Chinese.*: pip install 'quizgen\[world\]'$"
    with pytest.raises(ExportError, match=f"item cut-link: the fonts for print {named}.*{helped}"):
        check_characters(replace(lesson, cards=(card,)))


def test_characters_that_can_be_printed() -> None:
    """Languages, signs and invisible characters that do print must not stop a build; formulas are pictures anyway."""
    card = replace(
        sample_lesson().cards[1],
        explanation=Html('Ж é ⌊n⌋ ≤ ☐ \u200b\u00ad<span class="math" data-tex="\U00012000">\U00012000</span>'),
    )
    check_characters(replace(rtl_lesson(), cards=(card, *rtl_lesson().cards)))


def _world() -> RenderedLesson:
    """Return a lesson with a question in each script, plain, strong, slanted and as code, and a concept."""
    cards = []
    for name, text in _SCRIPTS.items():
        stem = f"<p>{text} <strong>{text}</strong> <em>{text}</em> <code>{text}</code></p>"
        option = Option(
            Html(f"<p>{text}</p>"), key=True, rationale=Html(f"<p>{text}</p>"), belief=text, evidence="holds"
        )
        cards.append(card(name.lower(), "multiple_choice", stem, Choice((option,), multiple=False), concept_name=text))
    return replace(sample_lesson(), id="world", title=_SCRIPTS["Chinese"], cards=(concept(), *cards), tables=())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return all products of that lesson."""
    folder = tmp_path_factory.mktemp("world")
    written = export([_world()], folder, lambda _step: None, PrintOptions(products=TO_CHOOSE))
    return {path.stem.removeprefix("world-"): path for path in written}


@pytest.mark.parametrize("product", TO_CHOOSE)
def test_only_fonts_of_packages(world: dict[str, Path], product: str) -> None:
    """A sheet in Chinese that takes the machine's fonts looks different, or breaks, on every other machine."""
    lines = command("pdffonts", world[product]).splitlines()[2:]
    names = [line.split()[0].partition("+")[2] for line in lines]
    assert [name for name in names if not name.startswith(_FAMILIES)] == []
    assert [line for line in lines if not re.search(r"\byes\s+yes\s+yes\b", line)] == [], "not embedded with Unicode"
    assert any(name.startswith("Noto-Sans-CJK-JP") for name in names)


@pytest.mark.parametrize("script", _SCRIPTS)
def test_every_script_can_be_read_back(world: dict[str, Path], script: str) -> None:
    """What cannot be copied and searched is not read out either."""
    text = squashed(command("pdftotext", world["worksheet"], "-"))
    wanted = {character for character in squashed(_SCRIPTS[script]) if character.isalpha() or character > "\U0001f000"}
    assert sorted(wanted - set(text)) == []


def _fonts_in(path: Path) -> Iterator[tuple[str, TTFont, dict[int, str]]]:
    """Yield each embedded font: its name, itself, and the character that each of its glyphs stands for."""
    seen = set()
    for page in PdfReader(path).pages:
        resources: Any = page["/Resources"]
        for font in (entry.get_object() for entry in resources["/Font"].values()):
            if font["/BaseFont"] not in seen:
                seen.add(font["/BaseFont"])
                described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
                file = described.get("/FontFile3") or described["/FontFile2"]
                told = font["/ToUnicode"].get_data().partition(b"endcodespacerange")[2]
                mapping = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", told)
                glyphs = {int(glyph, 16): bytes.fromhex(code.decode()).decode("utf-16-be") for glyph, code in mapping}
                yield font["/BaseFont"], TTFont(io.BytesIO(file.get_data())), glyphs


def _outline(font: TTFont, name: str) -> list[Any]:
    pen = RecordingPen()
    font.getGlyphSet()[name].draw(pen)
    return list(pen.value)


@pytest.mark.parametrize(("family", "file"), [("CJK-JP", "CJKjp-Regular"), ("CJK-JP-Bold", "CJKjp-Bold")])
def test_glyphs_are_those_of_the_characters(world: dict[str, Path], family: str, file: str) -> None:
    """Another character's picture is printed, which nobody notices who cannot read the language."""
    (source,) = (path for path in fonts.font_files() if file in path.name)
    original, compared = TTFont(source), 0
    for name, embedded, glyphs in _fonts_in(world["worksheet"]):
        if name.endswith(f"Noto-Sans-{family}"):
            for glyph, character in glyphs.items():
                shown = _outline(embedded, embedded.getGlyphName(glyph))
                assert shown == _outline(original, original.getBestCmap()[ord(character)]), character
                compared += bool(shown)
    assert compared > 30


def test_the_language_chooses_the_shapes(tmp_path: Path) -> None:
    """A Chinese reader is shown the Japanese shape of a character, which is wrong in a Chinese school."""
    drawn = {}
    for language in ("ja", "zh-Hans", "zh-Hant", "ko"):
        lesson = replace(_world(), id=f"in-{language}", language=language, cards=(_asking("骨直"),))
        (path,) = export([lesson], tmp_path, lambda _step: None, PrintOptions(products=("worksheet",)))
        ((_, _, glyphs),) = [found for found in _fonts_in(path) if "CJK-JP" in found[0] and "Bold" not in found[0]]
        drawn[language] = {glyph for glyph, character in glyphs.items() if character == "骨"}
    assert drawn["ja"] != drawn["zh-Hans"] != drawn["zh-Hant"] != drawn["ja"]


def _asking(text: str) -> Any:  # noqa: ANN401
    option = Option(Html("<p>yes</p>"), key=True, rationale=Html(""), belief="", evidence="holds")
    return card("shapes", "multiple_choice", f"<p>{text}</p>", Choice((option,), multiple=False))


def test_fonts_that_are_not_needed_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same content has to give the same bytes, with and without the fonts for other scripts."""
    made = []
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
        lessons = [replace(lesson, cards=lesson.cards[:6]) for lesson in (sample_lesson(), rtl_lesson())]
        made.append([path.read_bytes() for path in export(lessons, tmp_path / name, lambda _step: None)])
        monkeypatch.setattr(fonts, "_WORLD", ())
    assert made[0] == made[1]


def test_the_same_bytes_each_time(world: dict[str, Path], tmp_path: Path) -> None:
    """Whoever prints a lesson anew must be able to tell whether it has changed, in Chinese too."""
    for path in export([_world()], tmp_path, lambda _step: None, PrintOptions(products=("worksheet", "cards"))):
        assert path.read_bytes() == world[path.stem.removeprefix("world-")].read_bytes()
