"""The code of a sheet as a picture that a phone reads."""

from __future__ import annotations

import segno

from quizgen.cards import Html


def qr_code(text: str) -> Html:
    """Return a QR code (ISO/IEC 18004) of level M or better, with its quiet zone, as an SVG that says what it holds.

    Letters and digits in upper case, and hyphens, take the fewest modules.
    """
    made = segno.make(text, error="m", micro=False)
    return Html(
        made.svg_inline(
            title=f"QR code that leads to the key of this sheet: {text}", border=4, light="#fff", omitsize=True
        )
    )
