"""Worksheets and keys, read back from the PDFs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from quizgen.cards import Body, Card, Html, RenderedLesson, Table
from quizgen.exporters import ExportError
from quizgen.exporters.pdf import products
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.kinds.recall.body import Recall
from quizgen.text.fragments import letter
from tests.exporters.pdf.reading import command, pages, pieces, printed, squashed, words
from tests.exporters.samples import large_lesson, sample_lesson

pytestmark = pytest.mark.slow

SIDE, TOP, BOTTOM = 51.0, 51.0, 57.0 - 25.0
"""Margins in points: 18 mm, and the foot below."""


def _other(text: str) -> str:
    """Return another text of the same length, so that it needs the same room."""
    return "".join(chr(ord("a") + (ord(c) - ord("a") + 7) % 26) if c.islower() and c.isascii() else c for c in text)


def _hidden(fragment: Html) -> Html:
    """Return a fragment whose texts differ and whose tags do not."""
    return Html("".join(p if p.startswith("<") else _other(p) for p in re.split(r"(<[^>]*>)", fragment)))


def _lying_body(body: Body) -> Body:  # noqa: PLR0911  # one for each kind
    """Return the question with every answer and reason changed."""
    match body:
        case Choice(options, multiple):
            lies = (
                replace(o, key=not o.key, rationale=Html("<p>No.</p>"), belief="None.", evidence="?") for o in options
            )
            return Choice(tuple(lies), multiple)
        case Number():
            return replace(body, value=body.value + 41, tolerance=7, evidence="?")
        case Cloze(text, blanks):
            return Cloze(text, tuple(Blank(_other(b.answer), ("nonsense",), b.hint, "?") for b in blanks))
        case Recall(answer, points):
            return Recall(_hidden(answer), tuple(replace(p, text=_hidden(p.text), evidence="?") for p in points))
        case Ordering(steps):
            return Ordering(tuple(replace(s, position=len(steps) + 1 - s.position, evidence="?") for s in steps))
        case Matching(pairs, choices):
            return Matching(tuple(replace(p, match=(p.match + 1) % len(choices), evidence="?") for p in pairs), choices)
    return body


def _lying(lesson: RenderedLesson) -> RenderedLesson:
    def lie(card: Card) -> Card:
        changed = replace(card, explanation=Html("<p>No.</p>"), evidence="?", sources=(), trace="none")
        return replace(changed, body=_lying_body(card.body))

    return replace(lesson, cards=tuple(lie(card) for card in lesson.cards), tally={}, sources=(), tables=())


def _asked(card: Card) -> list[str]:
    """Return every fragment that a learner reads before answering."""
    match card.body:
        case Choice(options):
            return [card.stem, *(option.text for option in options)]
        case Ordering(steps):
            return [card.stem, *(step.text for step in steps)]
        case Matching(pairs, choices):
            return [card.stem, *(pair.left for pair in pairs), *choices]
        case Cloze(text):
            return re.split("\ue000\\d+\ue001", text)
    return [card.stem]


def test_worksheet_asks_everything(sheets: dict[str, Path]) -> None:
    """A stem or an option that is missing makes a question that cannot be answered."""
    text = squashed("".join(pages(sheets["worksheet"]))).replace("•", "")
    for card in sample_lesson().questions:
        for fragment in _asked(card):
            for piece in pieces(fragment):
                assert piece in text, (card.id, piece)


def test_worksheet_tells_nothing(sheets: dict[str, Path], tmp_path: Path) -> None:
    """A class that is handed the answers with the questions learns nothing: the sheet may not depend on them at all."""
    lies = printed(_lying(sample_lesson()), tmp_path)
    assert lies["worksheet"].read_bytes() == sheets["worksheet"].read_bytes()
    assert lies["key"].read_bytes() != sheets["key"].read_bytes()


def test_definitions_are_not_asked(sheets: dict[str, Path]) -> None:
    """A definition on the worksheet would answer the questions below it."""
    assert squashed("More than half of all servers") not in squashed("".join(pages(sheets["worksheet"])))


def _answered(card: Card) -> list[str]:
    """Return what the key says of a card, in its order, squashed."""
    match card.body:
        case Choice(options):
            signs = [("✓" if option.key else "✗") + letter(i) for i, option in enumerate(options)]
            texts = [sign + pieces(o.text)[0] for sign, o in zip(signs, options, strict=True)]
            return texts + [piece for o in options for piece in (*pieces(o.rationale), squashed(o.belief)) if piece]
        case Number():
            return [squashed(f"{card.body.text} {card.body.unit}")]
        case Cloze(text, blanks):
            filled = card.body.filled(lambda i, b: f"{i + 1 if len(blanks) > 1 else ''}{b.answer.replace('<', '&lt;')}")
            spellings = [squashed(accepted) for blank in blanks for accepted in blank.accepted]
            return [*pieces(filled), *spellings, *(squashed(blank.evidence) for blank in blanks)] if text else []
        case Recall(answer, points):
            return pieces(answer) + [piece for p in points for piece in (*pieces(p.text), squashed(p.evidence))]
        case Ordering(steps):
            right = sorted(steps, key=lambda step: step.position)
            order = squashed(" \u2013 ".join(str(step.position) for step in steps))
            return [order, *(pieces(step.text)[0] for step in right)]
        case Matching(pairs, choices):
            return [f"{pieces(p.left)[0]}\u2013{letter(p.match)}{pieces(choices[p.match])[0]}" for p in pairs]
    raise AssertionError(card.kind)


def test_key_tells_everything(sheets: dict[str, Path]) -> None:
    """A key that misses an answer, or gives another than the card, is worse than none."""
    text = squashed("".join(pages(sheets["key"])))
    for card in sample_lesson().questions:
        always = [*pieces(card.explanation), squashed(card.evidence), *(squashed(s) for s in card.sources)]
        for piece in (*_answered(card), *always):
            assert piece in text, (card.id, piece)
        if isinstance(card.body, Ordering):
            places = [text.index(piece) for piece in _answered(card)]
            assert places == sorted(places), "the steps stand in another order"


def test_key_tells_what_may_be_swapped(tmp_path: Path) -> None:
    """A teacher marks a right order as wrong, as the key has another."""
    (card,) = (card for card in sample_lesson().questions if isinstance(card.body, Ordering))
    assert isinstance(card.body, Ordering)
    freed = replace(card, body=replace(card.body, free=((2, 3),)))
    made = printed(replace(sample_lesson(), cards=(freed,)), tmp_path)
    told = squashed("2 \u2013 4 \u2013 1 \u2013 3. Steps 2 and 3 may come in either order.")
    assert told in squashed("".join(pages(made["key"])))
    assert squashed("either order") not in squashed("".join(pages(made["worksheet"])))


def test_key_holds_the_tables(sheets: dict[str, Path]) -> None:
    """A teacher looks the lesson's tables up in the key."""
    text = squashed("".join(pages(sheets["key"])))
    assert squashed("Clusters and what they survive") in text
    assert squashed("3 2 1 holds in all 37,851 states of 3 servers and 2 terms") in text


def test_numbers_agree(sheets: dict[str, Path]) -> None:
    """Answer 7 of the key must be the answer to question 7."""
    for number, card in enumerate(sample_lesson().questions, 1):
        if not card.stem:
            continue
        start = f"{number}{pieces(card.stem)[0][:80]}"
        for name, path in sheets.items():
            assert start in squashed("".join(pages(path))), (name, card.id)


def _wide() -> RenderedLesson:
    """Return a lesson whose tables have more columns, and longer words, than fit on a page."""
    word = "AppendEntries" * 6
    row = "".join(f"<td>{text}</td>" for text in ("still 3", word, "leader", word, "S1, S2", word))
    lesson = sample_lesson()
    stem = Html(f"<p>Which?</p><table><tbody><tr>{row}</tr></tbody></table>")
    table = Table(word, (Html("Term"), *[Html(word)] * 5), ((Html("still 3"), *[Html(word)] * 5),), (word,))
    return replace(lesson, id="wide", cards=(replace(lesson.cards[1], stem=stem),), tables=(table,))


def test_columns_keep_their_words(tmp_path: Path) -> None:
    """A table that breaks "Term" into "Ter" and "m" is hard to read."""
    text = command("pdftotext", printed(_wide(), tmp_path)["key"], "-")
    assert re.search(r"\bTerm\b", text)
    assert len(re.findall(r"\bstill\b", text)) == 2
    assert re.search(r"\bleader\b", text)


@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_nothing_leaves_the_page(sheets: dict[str, Path], hebrew: dict[str, Path], tmp_path: Path, name: str) -> None:
    """What runs over the margin is cut off by printers: an unbreakable word, a wide table, a long line of code."""
    for path in (sheets[name], hebrew[name], printed(_wide(), tmp_path)[name]):
        found = words(path)
        assert len(found) > 20
        for left, top, right, bottom, text in found:
            inside = left >= SIDE - 1 and right <= 595.3 - SIDE + 1 and top >= TOP - 3 and bottom <= 841.9 - BOTTOM
            assert inside, (path.name, text, left, top, right, bottom)


def test_only_shipped_fonts(sheets: dict[str, Path], hebrew: dict[str, Path]) -> None:
    """A sheet that takes the machine's fonts looks different, or breaks, on every other machine."""
    latin = ("Source-Sans-3", "Source-Code-Pro")
    for path in (*sheets.values(), *hebrew.values()):
        for line in command("pdffonts", path).splitlines()[2:]:
            name = line.split()[0].partition("+")[2]
            assert name.startswith(latin if path in sheets.values() else (*latin, "DejaVu-Sans")), line
            assert re.search(r"\byes\s+yes\s+yes\b", line), f"not embedded as a subset with Unicode: {line}"


def test_hebrew_can_be_read(hebrew: dict[str, Path]) -> None:
    """A lesson in another script must not be printed as empty boxes."""
    text = squashed(command("pdftotext", hebrew["worksheet"], "-"))
    assert squashed("שלושה שרתים") in text


@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_tagged(sheets: dict[str, Path], name: str) -> None:
    """A learner who cannot see the page has it read out: that needs tags, a title, a language and headings."""
    reader = PdfReader(sheets[name])
    catalog = cast("DictionaryObject", reader.trailer["/Root"])
    assert str(catalog["/Lang"]) == "en"
    assert cast("DictionaryObject", catalog["/MarkInfo"])["/Marked"]
    assert cast("DictionaryObject", catalog["/ViewerPreferences"])["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"Majorities & <logs>: {name}"
    assert b'pdfuaid:part="1"' in cast("StreamObject", catalog["/Metadata"].get_object()).get_data()
    outline = cast("list[object]", reader.outline)
    titles = [entry.title for entry in (outline[0], *cast("list[object]", outline[1]))]  # type: ignore[attr-defined]
    assert titles[:3] == ["Majorities & <logs>", "Majority quorum", "Election"]
    structure = command("pdfinfo", "-struct", sheets[name])
    assert {"H1", "H2", "P", "Figure"} <= set(re.findall(r"^\s*(\w+)", structure, re.MULTILINE))


def test_page_numbers_and_release(sheets: dict[str, Path]) -> None:
    """Loose sheets are put back in order by their feet."""
    text = command("pdftotext", "-layout", sheets["worksheet"], "-")
    count = text.count("\f")
    for number in range(1, count + 1):
        assert f"Page {number} of {count}" in text
    assert text.count("Majorities & <logs> · worksheet · 2025-03-01") == count


def _starts(path: Path) -> Callable[[str], list[int]]:
    texts = [squashed(text) for text in pages(path)]
    return lambda piece: [text.count(piece) for text in texts]


def test_questions_stay_together(tmp_path: Path) -> None:
    """Options overleaf make a learner leaf back and forth."""
    path = printed(large_lesson(60), tmp_path)["worksheet"]
    counts = _starts(path)
    cards = {card.kind: card for card in sample_lesson().questions}
    for kind in ("multiple_response", "ordering", "matching"):
        first, *rest = [piece for fragment in _asked(cards[kind]) for piece in pieces(fragment)]
        assert sum(counts(first)) == 6
        for piece in rest:
            together = [found >= wanted for found, wanted in zip(counts(piece), counts(first), strict=True)]
            assert all(together), (kind, piece)


def test_headings_stay_with_their_questions(tmp_path: Path) -> None:
    """A heading at the foot of a page heads nothing."""
    recall = next(card for card in sample_lesson().cards if card.kind == "recall")
    long = replace(recall, body=Recall(Html("word " * 1000), ()))
    cards = tuple(replace(long, id=f"q-{n}", concept=f"c-{n}", concept_name=f"Concept {n}") for n in range(4))
    texts = pages(printed(replace(sample_lesson(), cards=cards), tmp_path)["worksheet"])
    assert len(texts) == 4
    for number, text in enumerate(texts):
        assert re.findall(r"Concept \d", text) == [f"Concept {number}"]


def test_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson of ten thousand questions must not need all memory at once; its parts count on."""
    monkeypatch.setattr(products, "PART", 10)
    sheets = printed(replace(large_lesson(25), tally={}), tmp_path)
    assert sorted(sheets) == sorted(f"{form}-{n}-of-3" for form in ("key", "worksheet") for n in (1, 2, 3))
    expected = iter(range(1, 23))
    for part in (1, 2, 3):
        for name in ("worksheet", "key"):
            numbers = [
                int(word[4])
                for word in words(sheets[f"{name}-{part}-of-3"])
                if word[0] < 52 and word[4].isdigit() and word[3] - word[1] > 12  # points are smaller
            ]
            if name == "worksheet":
                own = [next(expected) for _ in numbers]
            assert numbers == own
    assert next(expected, None) is None


_PRINT = """
import sys
from pathlib import Path
from quizgen.exporters.pdf.exporting import export
from tests.exporters.samples import sample_lesson
export([sample_lesson()], Path(sys.argv[1]), lambda step: None)
"""


def test_same_content_same_bytes(sheets: dict[str, Path], tmp_path: Path) -> None:
    """A build that changes without its content changing cannot be checked, cached or compared."""
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "7"}
        subprocess.run([sys.executable, "-c", _PRINT, folder], check=True, env=environment)
        for path in sheets.values():
            assert (folder / path.name).read_bytes() == path.read_bytes(), path.name


def test_missing_picture(tmp_path: Path) -> None:
    """A question about a picture that is not there must be named, not printed."""
    with pytest.raises(ExportError, match=r"item cut-link: there is no picture 'cluster-1f3a.svg'"):
        printed(replace(sample_lesson(), assets={}), tmp_path)


def test_broken_picture(tmp_path: Path) -> None:
    """A picture that cannot be drawn must not become an empty space."""
    broken = tmp_path / "broken.svg"
    broken.write_text("<svg", encoding="utf-8")
    with pytest.raises(ExportError, match="Failed to load image"):
        printed(replace(sample_lesson(), assets={"cluster-1f3a.svg": broken}), tmp_path / "out")


def test_lesson_without_questions(tmp_path: Path) -> None:
    """A lesson that only defines concepts still has a key with its tables."""
    lesson = sample_lesson()
    sheets = printed(replace(lesson, cards=tuple(c for c in lesson.cards if c.kind == "concept")), tmp_path)
    assert "Clusters and what they survive" in "".join(pages(sheets["key"]))
