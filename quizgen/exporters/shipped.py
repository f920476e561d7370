"""The outputs that come with quizgen. What writes them is imported when they are written."""

from __future__ import annotations

from quizgen.exporters.api import Exporter, Options, lazily
from quizgen.exporters.deck_options import DeckOptions
from quizgen.exporters.pdf.options import PrintOptions

ANKI = Exporter(
    "anki",
    "Anki decks: an .apkg for each lesson",
    lazily("quizgen.exporters.anki:export"),
    DeckOptions,
    notes=True,
    usual=True,
)
PDF = Exporter(
    "pdf",
    "PDFs: worksheets, keys, variants, and cards to cut out",
    lazily("quizgen.exporters.pdf.exporting:export"),
    PrintOptions,
    usual=True,
    table="print",
    prefix="",
)
SITE = Exporter(
    "site",
    "a website: pages to study with, which mark what is answered",
    lazily("quizgen.exporters.site:export"),
    Options,
    usual=True,
)
TSV = Exporter(
    "tsv",
    "text files: notes with tabs between their fields, as Anki imports them",
    lazily("quizgen.exporters.tsv:export"),
    Options,
    notes=True,
)
CROWDANKI = Exporter(
    "crowdanki",
    "CrowdAnki decks: JSON, for decks that are kept in git",
    lazily("quizgen.exporters.crowdanki:export"),
    Options,
    notes=True,
)
