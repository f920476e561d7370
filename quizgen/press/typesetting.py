"""From HTML to the bytes of a PDF. Values in, values out: `quizgen.press.worker` does it in another process.

Nothing is read from disk or network on behalf of the HTML: pictures come from memory, all else is refused.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from quizgen.press import PressError
from quizgen.press.finishing import mend
from quizgen.press.fonts import only_shipped_fonts, variable
from quizgen.press.instances import quick_instances
from quizgen.press.pictures import as_browsers_draw_it

SCHEME = "picture:"
"""What stands before a picture's name in the HTML of a sheet."""

_KINDS = {
    ".json": "application/json",
    ".md": "text/markdown",
    **dict.fromkeys((".yaml", ".yml"), "application/yaml"),
}
"""Media types of attachments; what the machine calls them is no matter (RFC 9512 for YAML)."""


@dataclass(frozen=True)
class Sheet:
    """A document to print.

    Attributes:
        name: for messages.
        html: the whole document; pictures are named ``picture:NAME``.
        pictures: name -> bytes.
        attachments: name -> bytes of files that the PDF carries.
        duplex: the edge on which the sheet is flipped, ``long`` or ``short``, if it is for both sides at its true size.
        moment: seconds since 1970 that the PDF bears as its date; the fonts in it are stamped with it too.
    """

    name: str
    html: str
    moment: int
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    duplex: str = ""


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint logs about a document that would print otherwise than written."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith((".notdef glyph", "Failed to load image")):
            self.found.append(message)


class Press:
    """Prints sheets, one after the other, with the same style and fonts."""

    def __init__(self, stylesheet: str) -> None:
        import weasyprint  # noqa: PLC0415  # takes half a second, and must see the fonts chosen
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        self._weasyprint = weasyprint
        self._fonts = FontConfiguration()
        self._style = weasyprint.CSS(string=stylesheet, font_config=self._fonts, url_fetcher=fetcher({}))

    def typeset(self, sheet: Sheet) -> bytes:
        """Return the sheet as a tagged PDF (PDF/UA-1); the same sheet gives the same bytes.

        What it leaves is garbage in cycles, of 0.35 MB a question, for whoever prints again to collect.

        Raises `PressError` for a picture that cannot be drawn.
        """
        stamped = variable("SOURCE_DATE_EPOCH", str(sheet.moment))
        with stamped, quick_instances(), _no_collections(), _complaints() as complaints:
            html = self._weasyprint.HTML(string=sheet.html, base_url=None, url_fetcher=fetcher(sheet.pictures))
            document = html.render(stylesheets=[self._style], font_config=self._fonts)
            attached = list(self._attached(sheet))
            printed: bytes = document.write_pdf(
                finisher=_printer_settings(sheet.duplex), pdf_variant="pdf/ua-1", attachments=attached
            )
        if complaints:
            raise PressError(f"{sheet.name}: {complaints[0]}")
        return printed

    def _attached(self, sheet: Sheet) -> Iterator[object]:
        moment = datetime.fromtimestamp(sheet.moment, UTC)
        for name, content in sheet.attachments.items():
            yield self._weasyprint.Attachment(
                url=SCHEME + quote(name),
                url_fetcher=fetcher({name: content}),
                name=name,
                description=f"What {sheet.name} was made from",
                created=moment,
                modified=moment,
                relationship="Source",
            )


def _printer_settings(duplex: str) -> Callable[[Any, Any], None]:
    """Return what tells a viewer's print dialogue of both sides and true size (ISO 32000-1, table 150)."""

    def finish(_document: Any, pdf: Any) -> None:  # noqa: ANN401  # WeasyPrint has no types
        mend(pdf)
        if duplex:
            pdf.catalog["ViewerPreferences"]["PrintScaling"] = "/None"
            pdf.catalog["ViewerPreferences"]["Duplex"] = f"/DuplexFlip{duplex.capitalize()}Edge"

    return finish


@contextmanager
def press(stylesheet: str) -> Iterator[Press]:
    """Give a press in this process that sees the shipped fonts only."""
    with only_shipped_fonts():
        yield Press(stylesheet)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Look for no garbage: nearly all of a layout lives until it is printed, and would be looked through many times."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    logger, handler = logging.getLogger("weasyprint"), _Complaints()
    logger.addHandler(handler)
    try:
        yield handler.found
    finally:
        logger.removeHandler(handler)


def fetcher(pictures: Mapping[str, bytes]) -> Any:  # noqa: ANN401  # WeasyPrint has no types
    """Return a fetcher that serves these pictures from memory and refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
            name = unquote(url.removeprefix(SCHEME))
            if not url.startswith(SCHEME) or name not in pictures:
                raise ValueError(f"not allowed: {url}")
            kind = _KINDS.get(PurePosixPath(name).suffix) or guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, as_browsers_draw_it(pictures[name]), {"Content-Type": kind})

    return Fetcher(allowed_protocols=())
