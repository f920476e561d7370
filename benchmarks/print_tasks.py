"""What is measured of print: ``python -m benchmarks.print_tasks TASK SIZE`` prints one JSON object.

Cards are ready-made. ``worksheet`` and the programs beside it are compared by the processor's time, imports apart, in a
process each; whatever is shared out to workers, by the clock.
"""

from __future__ import annotations

import html
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from benchmarks.notes import lesson
from benchmarks.plain import plain_blocks
from quizgen.cards import Card, RenderedLesson
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.sheets import sheets, style
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.ordering.body import Ordering
from quizgen.press.limits import Limits
from quizgen.press.presses import Presses
from quizgen.press.typesetting import press
from quizgen.press.worker import Printed
from quizgen.system.processes import SETTING
from quizgen.text.fragments import text_of
from quizgen.variants import variant_names

Figures = dict[str, float]
WORKSHEET = PrintOptions(products=("worksheet",))


def _asked(count: int) -> RenderedLesson:
    """Return a lesson with that many questions, and nothing else."""
    made = lesson(count + count // 5 + 10)
    return replace(made, cards=made.questions[:count], tables=(), summary=(), tally={})


def worksheet(count: int) -> Figures:
    """Lay out and print a lesson's worksheet in this process, from its cards to its bytes."""
    made = _asked(count)
    list(sheets(_asked(7), WORKSHEET))  # what is loaded with the first formula or template
    with press(style()) as machine:
        start = time.process_time()
        for sheet in sheets(made, WORKSHEET):
            machine.typeset(sheet)
        return {"seconds": time.process_time() - start}


def plain(count: int) -> Figures:
    """Peer of `worksheet`: plain WeasyPrint, nothing set, all of the same text in plain blocks."""
    import weasyprint  # noqa: PLC0415  # not for the other tasks

    pages = [plain_blocks(sheet.html) for sheet in sheets(_asked(count), WORKSHEET)]
    start = time.process_time()
    for page in pages:
        weasyprint.HTML(string=page).write_pdf()
    return {"seconds": time.process_time() - start}


def same(count: int) -> Figures:
    """Peer of `worksheet`: plain WeasyPrint, nothing set, on the same HTML and style."""
    import weasyprint  # noqa: PLC0415  # as above

    pages = [sheet.html for sheet in sheets(_asked(count), WORKSHEET)]
    start = time.process_time()
    for page in pages:
        weasyprint.HTML(string=page).write_pdf(stylesheets=[weasyprint.CSS(string=style())])
    return {"seconds": time.process_time() - start}


def warm(count: int) -> Figures:
    """Print a sheet on a press that has printed one before."""
    made = list(sheets(_asked(count), WORKSHEET))
    with Presses(style(), Limits(), 1) as presses:
        list(presses.run([("", made[0])]))
        start = time.perf_counter()
        list(presses.run([("", made[0])]))
        return {"seconds": time.perf_counter() - start}


def cold(count: int) -> Figures:
    """Print a sheet when nothing runs yet."""
    made = list(sheets(_asked(count), WORKSHEET))
    start = time.perf_counter()
    with Presses(style(), Limits(), 1) as presses:
        list(presses.run([("", made[0])]))
        return {"seconds": time.perf_counter() - start}


def _variants(count: int, jobs: int) -> Figures:
    """Print variants of 20 questions each on so many workers, as a build does."""
    os.environ[SETTING] = str(jobs)
    made = _asked(600)
    list(sheets(_asked(7), WORKSHEET))
    options = PrintOptions(variants=variant_names(str(count)), items=20)
    return {"seconds": _exported(made, options)}


def one_worker(count: int) -> Figures:
    """Print variants on one worker."""
    return _variants(count, 1)


def two_workers(count: int) -> Figures:
    """Print variants on two workers."""
    return _variants(count, 2)


def _exported(made: RenderedLesson, options: PrintOptions, content: Path | None = None) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        export([made], Path(folder), lambda _: None, options.for_content(content) if content else options)
        return time.perf_counter() - start


def printed_first(count: int) -> Figures:
    """Print worksheet and key with an empty cache."""
    return {"seconds": _twice(count)[0]}


def printed_again(count: int) -> Figures:
    """Print worksheet and key once more, nothing changed."""
    return {"seconds": _twice(count)[1]}


def _twice(count: int) -> tuple[float, float]:
    made = _asked(count)
    list(sheets(_asked(7), WORKSHEET))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(XDG_CACHE_HOME=folder, QUIZGEN_CACHE="on")
        content = Path(folder) / "content"
        content.mkdir()
        first, again = (_exported(made, PrintOptions(), content) for _ in range(2))
    return first, again


def large(count: int) -> Figures:
    """Print a worksheet of any size, in parts if need be, and measure the memory as well."""
    made = _asked(count)
    list(sheets(_asked(7), WORKSHEET))
    peak = seconds = 0.0
    with Presses(style(), Limits(), 2) as presses:
        for name, outcome in presses.run((sheet.name, sheet) for sheet in sheets(made, WORKSHEET)):
            if not isinstance(outcome, Printed):
                raise SystemExit(f"{name}: {outcome}")
            peak, seconds = max(peak, outcome.megabytes), seconds + outcome.seconds
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return {"seconds": seconds, "worker": peak, "caller": int(status.partition("VmHWM:")[2].split()[0]) / 1024}


def _lines(card: Card) -> Iterator[str]:
    """Yield what stands below a stem."""
    body = card.body
    if isinstance(body, Choice):
        yield from (option.text for option in body.options)
    elif isinstance(body, Ordering):
        yield from (step.text for step in body.steps)
    elif isinstance(body, Matching):
        yield from (*(pair.left for pair in body.pairs), *body.choices)
    elif not card.stem:
        yield re.sub("\ue000\\d+\ue001", "____________", getattr(body, "text", ""))


def _texts(count: int) -> Iterator[tuple[int, str, list[str]]]:
    """Yield number, question and options, as text."""
    for number, card in enumerate(_asked(count).questions, 1):
        yield number, text_of(card.stem), [text_of(line) for line in _lines(card)]


def typst(count: int) -> Figures:
    """Peer, for the record: Typst on the same texts."""
    compiler = importlib.import_module("typst")
    blocks = [
        f"#block(breakable: false)[#text({json.dumps(f'{number} {stem}', ensure_ascii=False)})\n"
        + "".join(f"\n#block(inset: (left: 12mm))[#text({json.dumps(line, ensure_ascii=False)})]\n" for line in lines)
        + "]\n"
        for number, stem, lines in _texts(count)
    ]
    source = "".join(blocks).encode()
    start = time.process_time()
    compiler.compile(source)
    return {"seconds": time.process_time() - start}


def reportlab(count: int) -> Figures:
    """Peer, for the record: ReportLab on the same texts."""
    platypus = importlib.import_module("reportlab.platypus")
    styles = importlib.import_module("reportlab.lib.styles")
    usual = styles.getSampleStyleSheet()["Normal"]
    inset = styles.ParagraphStyle("inset", parent=usual, leftIndent=34)
    texts = list(_texts(count))
    start = time.process_time()
    story = [
        platypus.KeepTogether(
            [platypus.Paragraph(html.escape(f"{number} {stem}"), usual)]
            + [platypus.Paragraph(html.escape(line), inset) for line in lines]
        )
        for number, stem, lines in texts
    ]
    platypus.SimpleDocTemplate(BytesIO()).build(story)
    return {"seconds": time.process_time() - start}


def pdflatex(count: int) -> Figures:
    """Peer, for the record: one pass of pdfLaTeX on the same texts, its start included."""
    lines = [
        f"\\noindent {number} {_tex(stem)}\\par "
        + "".join(f"\\hangindent=12mm\\noindent\\hspace*{{12mm}}{_tex(line)}\\par " for line in options)
        for number, stem, options in _texts(count)
    ]
    text = "\\documentclass{article}\\begin{document}\n" + "\n".join(lines) + "\n\\end{document}\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sheet.tex").write_text(text, encoding="utf-8")
        start = time.perf_counter()
        command = ["pdflatex", "-interaction=batchmode", "sheet.tex"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return {"seconds": time.perf_counter() - start}


def _tex(text: str) -> str:
    """Return the text with everything replaced that means something to TeX or is no ASCII."""
    plain_text = re.sub(r"[\\{}$&#^_~%]", " ", text)
    return plain_text.encode("ascii", "replace").decode("ascii")


TASKS: dict[str, Callable[[int], Figures]] = {
    task.__name__: task
    for task in (
        worksheet,
        plain,
        same,
        warm,
        cold,
        one_worker,
        two_workers,
        printed_first,
        printed_again,
        large,
        typst,
        reportlab,
        pdflatex,
    )
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](int(sys.argv[2]))))
