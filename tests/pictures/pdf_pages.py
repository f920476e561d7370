"""Pictures of all that is printed of the shipped lessons, to look at: on both papers, in colour and in grey.

``python -m tests.pictures.pdf_pages FOLDER`` writes sheets of eight pages each as PNG; poppler draws them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, get_args

from PIL import Image

from quizgen.cards import RenderedLesson
from quizgen.compiler import Silent, check
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import TO_CHOOSE, PrintOptions
from quizgen.render import render
from quizgen.system import resources

ACROSS, DOWN, GAP = 4, 2, 6
DOTS_AN_INCH = 62
_BETWEEN = (120, 120, 160)


def lessons() -> Sequence[RenderedLesson]:
    """Return the shipped lessons."""
    checked = check(resources.content(), Silent(), runs=True)
    return render(checked.deck, checked.findings, lambda _done, _total: None)


def choices(paper: Literal["a4", "letter"]) -> Iterator[tuple[str, PrintOptions]]:
    """Yield what can be printed on a paper, with a name for each."""
    yield "all", PrintOptions(products=TO_CHOOSE, paper=paper)
    yield "fillable", PrintOptions(products=("worksheet",), paper=paper, fillable=True, sections="level")
    yield "index", PrintOptions(products=("cards",), paper=paper, cards="1x1")
    yield "variants", PrintOptions(variants=("A", "B"), items=20, paper=paper)


def pictures(folder: Path) -> Iterator[Path]:
    """Yield the sheets of pages of each document, in colour and in grey."""
    shipped = lessons()
    for paper in get_args(PrintOptions.model_fields["paper"].annotation):
        for name, options in choices(paper):
            with TemporaryDirectory() as private:
                for pdf in export(shipped, Path(private), lambda _step: None, options):
                    if pdf.suffix == ".pdf":
                        yield from _sheets(pdf, folder, f"{paper}-{name}-{pdf.stem}")


def _sheets(pdf: Path, folder: Path, name: str) -> Iterator[Path]:
    with TemporaryDirectory() as private:
        subprocess.run(["pdftoppm", "-r", str(DOTS_AN_INCH), "-png", str(pdf), f"{private}/page"], check=True)
        pages = [Image.open(path).convert("RGB") for path in sorted(Path(private).glob("*.png"))]
        for start in range(0, len(pages), ACROSS * DOWN):
            sheet = _sheet(pages[start : start + ACROSS * DOWN])
            for look, picture in (("colour", sheet), ("grey", sheet.convert("L"))):
                path = folder / f"{name}-{start // (ACROSS * DOWN) + 1:02}-{look}.png"
                picture.save(path)
                yield path


def _sheet(pages: Sequence[Image.Image]) -> Image.Image:
    """Return pages side by side."""
    wide, tall = (side + GAP for side in pages[0].size)
    rows = -(-len(pages) // ACROSS)
    sheet = Image.new("RGB", (wide * min(ACROSS, len(pages)), tall * rows), _BETWEEN)
    for number, page in enumerate(pages):
        sheet.paste(page, (number % ACROSS * wide, number // ACROSS * tall))
    return sheet


def main() -> None:
    """Write all pictures into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in pictures(folder):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
