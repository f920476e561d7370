"""Variants on paper: marked by their key, found again by their code."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from quizgen.cards import Card
from quizgen.exporters import ExportError
from quizgen.exporters.pdf import products
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.ordering.body import Ordering
from quizgen.text.fragments import letter
from quizgen.variants import Request
from quizgen.variants.codes import decode
from quizgen.variants.sheets import variant_of
from tests.exporters.pdf.reading import command, pages, pieces, squashed, words
from tests.exporters.samples import rtl_lesson
from tests.variants.pools import family_lesson

pytestmark = pytest.mark.slow

LESSON = replace(family_lesson(), source="format: lesson/1\nid: sample\n")
LESSON = replace(LESSON, cards=(replace(LESSON.cards[1], receipt='{"b": 1, "a": "é"}'), *LESSON.cards[2:]))
REQUEST = Request(("A", "B", "C"))
OPTIONS = PrintOptions(variants=REQUEST.names, embed_source=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Print three variants and their keys once for all tests."""
    folder = tmp_path_factory.mktemp("variants")
    export([LESSON], folder, lambda _step: None, OPTIONS)
    return folder


def _key(folder: Path) -> list[dict[str, str]]:
    with (folder / "sample-variants-key.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _marked(card: Card, asked: str) -> str:
    """Return the right answer to a question as it is printed, told from the original card; empty if it needs no order.

    ``asked`` is the printed text of that question, squashed.
    """
    match card.body:
        case Choice(options, _):
            signs = {
                letter(i): option for i in range(len(options)) for option in options if _stands(i, option.text, asked)
            }
            assert len(signs) == len(options)
            return ", ".join(sign for sign in sorted(signs) if signs[sign].key)
        case Ordering(steps, _):
            printed = sorted(steps, key=lambda step: asked.index(pieces(step.text)[0]))
            return " \N{EN DASH} ".join(str(step.position) for step in printed)
        case Matching(pairs, choices):
            right = [next(letter(i) for i in range(len(choices)) if _stands(i, choice, asked)) for choice in choices]
            printed_pairs = sorted(pairs, key=lambda pair: asked.index(pieces(pair.left)[0]))
            return " \N{EN DASH} ".join(right[pair.match] for pair in printed_pairs)
    return ""


def _stands(index: int, text: str, asked: str) -> bool:
    return letter(index) + pieces(text)[0] in asked


@pytest.mark.parametrize("name", REQUEST.names)
def test_the_key_marks_the_printed_sheet(folder: Path, name: str) -> None:
    """A class is marked by a key that belongs to another order of options.

    The sheet is read back, and its answers are told from the lesson's own cards, which know nothing of variants.
    """
    text = squashed("".join(pages(folder / f"sample-variant-{name}.pdf")))
    key = [row for row in _key(folder) if row["variant"] == name]
    cards = {card.id: card for card in LESSON.questions}
    heads = [str(row["question"]) + (pieces(cards[row["item"]].stem) or ["Fillinthegap"])[0][:60] for row in key]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    compared = 0
    for row, start, end in zip(key, places, [*places[1:], len(text)], strict=True):
        if marked := _marked(cards[row["item"]], text[start:end]):
            assert row["answer"] == marked, row
            compared += 1
    assert compared == 5
    assert len(key) == 9


def test_the_printed_key_says_what_the_table_says(folder: Path) -> None:
    """A teacher marks by the paper, a program by the table."""
    texts = [squashed(text) for text in pages(folder / "sample-variants-key.pdf")]
    (leaf,) = (number for number, text in enumerate(texts, 1) if "Freeanswers" in text)
    text, place = "".join(texts), 0
    for row in _key(folder):
        answer = f"freeanswer,page{leaf}" if row["kind"] == "recall" else squashed(row["answer"])
        place = text.index(f"{row['question']}{answer}{squashed(row['item'])}", place)
    point = next(card for card in LESSON.questions if card.kind == "recall").body.points[0]  # type: ignore[attr-defined]
    assert pieces(point.text)[0] in text[place:]
    assert "Of11questions,8standonmorethanonesheet" in text[place:]


def test_sheets_tell_no_answer(folder: Path) -> None:
    """A class that is handed the answers with the questions learns nothing."""
    for name in REQUEST.names:
        path = folder / f"sample-variant-{name}.pdf"
        text = squashed("".join(pages(path)))
        assert not any(sign in text for sign in ("✓", "✗", "Morethanhalfofallservers"))
        assert not PdfReader(path).attachments


@pytest.mark.parametrize("name", REQUEST.names)
def test_a_phone_reads_the_code(folder: Path, tmp_path: Path, name: str) -> None:
    """A code that no phone reads, or that says another sheet than the letters under it, leads to no key.

    The page is turned into a picture as coarse as that of a fax, and read by a decoder that segno knows nothing of.
    """
    path = folder / f"sample-variant-{name}.pdf"
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", "-singlefile", path, tmp_path / "page"], check=True)
    (found,) = zxingcpp.read_barcodes(Image.open(tmp_path / "page.png"))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    text = squashed("".join(pages(path)))
    assert squashed(found.text) in text
    for foot in command("pdftotext", "-layout", path, "-").split("\f")[:-1]:
        assert f"variant {name} · 2025-03-01 · {found.text}" in " ".join(foot.split())
    key = [row for row in _key(folder) if row["code"] == found.text]
    assert {row["variant"] for row in key} == {name}
    variant = variant_of([LESSON], decode(found.text))
    assert [card.id for card in variant.cards] == [row["item"] for row in key]


def test_the_picture_of_the_code_speaks(folder: Path) -> None:
    """Who cannot see the page hears that there is a code, and which."""
    structure = command("pdfinfo", "-struct-text", folder / "sample-variant-A.pdf")
    assert "Figure" in structure
    raw = (PdfReader(folder / "sample-variant-A.pdf")).trailer["/Root"]
    assert "Majorities & <logs>: variant A" in command("pdfinfo", folder / "sample-variant-A.pdf")
    code = next(row["code"] for row in _key(folder) if row["variant"] == "A")
    assert f"QR code that leads to the key of this sheet: {code}" in _alternatives(raw)


def _alternatives(node: object) -> list[str]:
    """Return the alternative texts of a structure tree, wherever they stand."""
    found: list[str] = []
    seen: set[int] = set()
    pending = [getattr(node, "get_object")()["/StructTreeRoot"]]  # noqa: B009
    while pending:
        here = getattr(pending.pop(), "get_object")()  # noqa: B009
        if id(here) in seen:
            continue
        seen.add(id(here))
        if isinstance(here, list):
            pending += here
        elif isinstance(here, dict):
            found += [str(here["/Alt"])] if "/Alt" in here else []
            pending += [here["/K"]] if "/K" in here else []
    return found


@pytest.mark.parametrize("name", ["variant-A", "variants-key"])
def test_nothing_leaves_the_page(folder: Path, tmp_path: Path, name: str) -> None:
    """What runs over the margin is cut off by printers; text on the QR code makes both unreadable."""
    export([rtl_lesson()], tmp_path, lambda _step: None, PrintOptions(variants=("A",), embed_source=True))
    for path in (folder / f"sample-{name}.pdf", tmp_path / f"rtl-{name}.pdf"):
        found = words(path)
        assert len(found) > 20
        for left, top, right, bottom, text in found:
            assert left >= 40 and right <= 555.3 and top >= 36 and bottom <= 810, (path.name, text)  # noqa: PT018


def test_source_and_receipts_come_with_the_key(folder: Path) -> None:
    """In ten years the key is found and the lesson is not; then the key has it inside."""
    attached = PdfReader(folder / "sample-variants-key.pdf").attachments
    assert sorted(attached) == ["receipts.json", "sample.yaml"]
    assert attached["sample.yaml"] == [LESSON.source.encode()]
    assert json.loads(attached["receipts.json"][0]) == {LESSON.cards[0].id: {"a": "é", "b": 1}}
    raw = (folder / "sample-variants-key.pdf").read_bytes()
    assert b"(D:20250301000000Z)" in raw
    assert b"/application#2fyaml" in raw


_PRINT = """
import sys
from pathlib import Path
from quizgen.exporters.pdf.exporting import export
from tests.exporters.pdf.test_variants import LESSON, OPTIONS
export([LESSON], Path(sys.argv[1]), lambda step: None, OPTIONS)
"""


def test_same_content_same_bytes(folder: Path, tmp_path: Path) -> None:
    """A sheet that is printed once more must be the sheet that was handed out."""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "7"}
    subprocess.run([sys.executable, "-c", _PRINT, tmp_path], check=True, env=environment)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 6
    for name in names:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_long_variants_come_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet of a thousand questions must not need all memory at once; its parts count on and share its code."""
    monkeypatch.setattr(products, "PART", 5)
    export([LESSON], tmp_path, lambda _step: None, PrintOptions(variants=("A",)))
    texts = [squashed("".join(pages(tmp_path / f"sample-variant-A-{part}-of-2.pdf"))) for part in (1, 2)]
    code = next(row["code"] for row in _key(tmp_path))
    assert all(squashed(code) in text for text in texts)
    assert "Score/6" in texts[0]
    assert "Score/6" in texts[1]


def test_too_few_questions(tmp_path: Path) -> None:
    """A build that cannot print what is asked for says which lesson is to blame, and how many it has."""
    with pytest.raises(ExportError, match="a sheet of 10 questions is asked for, and sample has 9"):
        export([LESSON], tmp_path, lambda _step: None, PrintOptions(variants=("A",), items=10))
