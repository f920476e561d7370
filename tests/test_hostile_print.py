"""Hostile content and print: a diagnostic that names the item, in bounded time, and nothing fetched."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.exporters.pdf import exporting
from quizgen.press import limits
from quizgen.press.limits import Limits
from quizgen.press.presses import Presses
from quizgen.press.typesetting import Sheet
from quizgen.press.worker import Failed, Printed
from quizgen.system import processes
from quizgen.system.user_cache import SWITCH
from tests.patience import HANGING
from tests.small import lesson

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _only_the_processor_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document fail for its time on the processor, not because the machine has other things to do."""
    monkeypatch.setattr(processes, "PATIENCE", HANGING)


OTHER = "  - {id: two, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}\n"


def bitmap(width: int, height: int, rows: int) -> bytes:
    """Return a black PNG, of which only some rows are there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 + width // 8)) for _ in range(rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def built(folder: Path, stem: str, pictures: dict[str, bytes]) -> tuple[int, str]:
    """Build PDFs of a lesson whose item ``one`` has that stem; return status and output."""
    (folder / "content").mkdir()
    items = f"items:\n  - id: one\n    kind: recall\n    concept: thing\n    stem: {json.dumps(stem)}\n"
    text = lesson(f"{items}    points: [{{text: That., cite: paper §1}}]\n{OTHER}")
    (folder / "content" / "a.yaml").write_text(text, encoding="utf-8")
    for name, data in pictures.items():
        (folder / "content" / name).write_bytes(data)
    result = CliRunner().invoke(app, ["build", "--to", "pdf"])
    return result.exit_code, result.stdout


def _table(columns: int, rows: int, cell: str = "b") -> str:
    return f"|{'a|' * columns}\n|{'-|' * columns}\n" + f"|{f'{cell}|' * columns}\n" * rows


REFUSED: dict[str, tuple[str, str]] = {
    # what an author writes, and what is told at its place
    "file": ("![x](file:///etc/passwd)", "[text-refused]"),
    "http": ("![x](http://127.0.0.1:9/a.png)", "[text-refused]"),
    "data": ("![x](data:image/svg+xml;base64,PHN2Zy8+)", "[text-refused]"),
    "parent": ("![x](../../etc/passwd.png)", "[text-refused]"),
    "drawing": ("![x](a.svg)", "[picture]"),
    "picture of 3.6 gigapixels": ("![x](a.png)", "[picture]"),
    "10,000 quotes": (">" * 10_000 + " x", "[text-refused]"),
    "10,000 tags": ("<div>" * 10_000 + "x", "[invalid-value]"),
    "3,000 tags": ("<sub>" * 1_500 + "x" + "</sub>" * 1_500, "[text-refused]"),
    "giant table": (_table(300, 300), "[invalid-value]"),
    "columns": ('<table><tr><td colspan="65534">x</td></tr></table>', "[text-refused]"),
    "style": ("<style>* { display: none }</style>", "[text-refused]"),
    "style of a tag": ('<kbd style="width: 1e9px">x</kbd>', "[text-refused]"),
    "huge formula": ("$" + "x^{2}+" * 500 + "1$", "[text-refused]"),
    "deep formula": ("$" + "\\sqrt{" * 60 + "x" + "}" * 60 + "$", "[text-refused]"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, where a short document may take three seconds, and nothing was printed before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(SWITCH, "off")
    monkeypatch.setenv(limits.SETTING, "3")
    return tmp_path


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_printed_is_refused_at_its_place(project: Path, name: str) -> None:
    """A stranger's lesson reads files, calls home, or hides what another part of the page says."""
    stem, told = REFUSED[name]
    status, output = built(project, stem, {"a.svg": b"<svg/>", "a.png": bitmap(60_000, 60_000, 1)})
    assert (status, told in output) == (1, True), output
    assert output.startswith("content/a.yaml:1"), output
    assert not (project / "output").exists()


def test_item_that_cannot_be_printed_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build stands still for hours, or says of a lesson of 500 items that one of them is to blame."""
    monkeypatch.setattr(limits, "_BYTES_A_SECOND", 10**9)
    monkeypatch.setattr(exporting, "usual_limits", lambda: Limits(seconds=1, alone=1, search=HANGING))
    status, output = built(project, _table(60, 140), {})
    assert status == 1
    told = "item one: it takes longer than 1 seconds to lay out; shorten it, or simplify its table"
    assert f"output: error[export]: {told}" in output, output
    assert "(small-" in output


def test_where_there_was_no_time_to_look_no_item_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author reads that nothing takes longest, 0.0 seconds."""
    monkeypatch.setattr(limits, "_BYTES_A_SECOND", 10**9)
    monkeypatch.setattr(exporting, "usual_limits", lambda: Limits(seconds=1, alone=1, search=0))
    _, output = built(project, _table(60, 140), {})
    assert "small-worksheet.pdf: it takes longer than 1 seconds to lay out; shorten it, or simplify its " in output
    assert "takes longest" not in output


USES = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
BOMB = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><g id="g0">'
    f'<rect width="9" height="9"/></g>{USES}</defs><use href="#g11"/></svg>'
)
VARIABLES = ":root { --a0: x x x x x x x x x x; " + "".join(
    f"--a{n}: {f'var(--a{n - 1}) ' * 10}; " for n in range(1, 10)
)
UNCLEANED: dict[str, tuple[str, str]] = {
    # HTML as if a step of cleaning had been missed, and why it does not become a document
    "drawing that uses itself": (BOMB, "time"),
    "picture that uses itself": ('<img src="picture:a.svg" alt="">', "time"),
    "variables": (f"<style>{VARIABLES} }} p::before {{ content: var(--a9) }}</style><p>x</p>", "time memory"),
    "10,000 deep": ("<div>" * 10_000 + "x" + "</div>" * 10_000, "depth time"),
    "boxes": ('<div style="display: flex">' * 12 + "x" + "</div>" * 12, "time"),
    "columns": ('<table><tr><td colspan="65534">x</td></tr></table>', "time"),
    "60,000 cells": ("<table>" + ("<tr>" + "<td>x</td>" * 20 + "</tr>") * 3_000 + "</table>", "memory killed time"),
    "letters": ('<p style="font-size: 1e9px">x</p>', "defect"),
}


@pytest.mark.parametrize("name", UNCLEANED)
def test_press_comes_to_an_end(name: str) -> None:
    """One step of cleaning that is missed is enough to stop every machine that builds the lesson."""
    body, reasons = UNCLEANED[name]
    html = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    sheet = Sheet("a.pdf", html, 0, {"a.svg": BOMB.encode()})
    with Presses("", Limits(seconds=3, megabytes=300), 1) as presses:
        ((_, outcome),) = presses.run([("", sheet)], 3)
    assert isinstance(outcome, Failed)
    assert outcome.reason in reasons.split()


EXTERNAL = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    '<image xlink:href="{0}" width="9" height="9"/><use href="{0}#a"/><rect width="9" height="9" fill="url({0}#b)"/>'
    '<style>@import url("{0}");</style></svg>'
)


def test_drawing_reads_no_other_file(tmp_path: Path) -> None:
    """A drawing carries a file of the machine that prints it into the PDF."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(bitmap(64, 64, 64))
    drawing = EXTERNAL.format(secret.as_uri())
    html = '<html lang="en"><head><title>T</title></head><body>{}</body></html>'
    sheets = [
        Sheet("a.pdf", html.format('<img src="picture:a.svg" alt="">'), 0, {"a.svg": drawing.encode()}),
        Sheet("b.pdf", html.format(drawing), 0),
    ]
    with Presses("", Limits(), 1) as presses:
        outcomes = [outcome for sheet in sheets for _, outcome in presses.run([("", sheet)])]
    for outcome in outcomes:
        if isinstance(outcome, Printed):
            assert b"/Subtype /Image" not in outcome.pdf
        else:
            assert outcome.reason == "refused"
            assert "not allowed" in outcome.detail
