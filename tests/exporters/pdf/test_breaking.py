"""Long runs of letters that are marked in part can break on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from quizgen.cards import Html
from quizgen.exporters.pdf.breaking import LONG_RUN, with_breakable_runs
from quizgen.exporters.pdf.exporting import export
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.kinds.choice.body import Choice, Option
from tests.exporters.pdf.reading import command
from tests.exporters.samples import card, math, sample_lesson

RUN = "ACGTTGCAAGGCTTACGCATGCAATCGGTACCGG" * 4
MARKED = [
    f"{RUN}<strong>CCC</strong>{RUN}",
    f"{RUN}<code>CAC</code>{RUN}",
    f"<strong>{RUN}</strong><em>{RUN}</em>",
    f"a<code>{RUN.lower()}</code>b",
    f"H<sub>2</sub>{RUN}<sub>3</sub>{RUN}",
    f'<a href="https://example.org/{RUN}">{RUN}</a>:{RUN}',
    f"{'word ' * 9}<strong>{RUN}</strong>{RUN[:20]}",
    f"{'ü' * 90}<em>&amp;</em>{'é' * 70}",
    f"{RUN}<code>{RUN}</code> {RUN}<em>x</em>",
    f"{RUN}{math('x^2')}{RUN}",
]


@pytest.mark.slow
def test_no_letter_leaves_the_page(tmp_path: Path) -> None:
    """The end of a sequence, in which the answer lies, is printed beyond the edge of the paper."""
    texts = map(Html, MARKED)
    options = [Option(text, key=not n, rationale=text, belief="", evidence="holds") for n, text in enumerate(texts)]
    cards = (card("runs", "multiple_choice", f"<p>{MARKED[0]}</p>", Choice(tuple(options), multiple=False)),)
    lesson = replace(sample_lesson(), cards=cards, tables=())
    for document in export([lesson], tmp_path, lambda _: None, PrintOptions(products=("worksheet", "key", "study"))):
        words = command("pdftotext", "-bbox", document, "-")
        (width,) = {float(found) for found in re.findall(r'page width="([0-9.]+)"', words)}
        margin = 18 / 25.4 * 72
        assert max(float(found) for found in re.findall(r'xMax="([0-9.]+)"', words)) <= width - margin + 0.5


def test_short_runs_and_whole_words_stay_as_they_are() -> None:
    """Words break in the middle of a line, or code loses its shape."""
    for html in (
        f"<p>{RUN}</p>",
        "<p>un<em>believ</em>able, H<sub>2</sub>O</p>",
        f"<pre><code>{RUN}<span>x</span>{RUN}</code></pre>",
        f"<title>{RUN}</title><svg><title>{RUN}<b>x</b></title></svg>",
        f"<p>{math('x^2')}</p>",
    ):
        assert with_breakable_runs(html) == html
    assert with_breakable_runs("<em>a</em>" * LONG_RUN).count('class="run"') == LONG_RUN
