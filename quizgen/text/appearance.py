"""What a reader sees of a text: two that look alike, however they are written, have the same appearance.

What is kept apart is what the outputs show apart: letters and their case, emphasis, code, marks, line breaks, the
spaces in code. What is not: spaces that a browser joins or leaves at the end of a line, characters without a
shape, letters of two alphabets that share one (Unicode Technical Standard 39, "Unicode Security Mechanisms", section 4,
calls them confusable), and two ways to write the same formula.
"""

# ruff: noqa: RUF001 - letters that look the same are what this is about

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from quizgen.characters import composed, settled
from quizgen.text.elements import Element, letters, parsed
from quizgen.text.markdown import to_inline_html
from quizgen.text.mathematics import FormulaError, as_svg

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|(?:(?<=[\x00-\x7f])|^)[\u200c\u200d\ufe00-\ufe0f]+|[\u200c\u200d]+$"
)
"""Characters without a shape (`Default_Ignorable_Code_Point`); those that join others, or choose among their shapes, do
so behind letters and signs beyond ASCII."""
_SPACES: Final = re.compile(r"[\s\u2800]+")
_SPACE: Final = re.compile(r"[\s\u2800]")
_LINE_END: Final = re.compile(r"[^\S\n]+$", re.MULTILINE)
_ALIKE: Final = str.maketrans(
    dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜӀаеорсухѕіјһԁԛԝӏ", "ABESIJKMHOPCTYXYGQWIaeopcyxsijhdqwl", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿονϲϳ", "ABEZHIKMNOPTYXCJovcj", strict=True))
    | dict(zip("ՕօսҒЅꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "OouFSBPdDTGKJCZFMNLSRVHWXYAEIOU", strict=True))
    | dict(zip("‐‑‒–−﹣⁃", "-------", strict=True))
    | dict(zip("∑∏∆⋅∙‧∕⁄∶∣ǀʼʹ‚٫", "ΣΠΔ···//:||’′,,", strict=True))
)
"""Letters and signs -> the one that looks the same in the fonts of cards, pages and paper."""
_SMALL_L: Final = str.maketrans("l", "I")
"""Outside of code, fonts without serifs draw both as one stroke."""
_SHOWN: Final = frozenset(
    {"em", "strong", "code", "pre", "sub", "sup", "kbd", "a", "ul", "ol", "li", "blockquote", "hr", "br", "h3", "h4"}
    | {"h5", "h6", "table", "tr", "th", "td", "svg", "path", "rect", "p"}
)
"""Elements that look like something."""


def appearance(markdown: str) -> str:
    """Return what stands for how a text of an option, step or cell looks; equal for texts that look alike."""
    html = str(to_inline_html(markdown))
    try:
        html = str(as_svg(html))
    except FormulaError:  # of which another check tells; its source stands for it
        html = html.replace("<span", "<svg").replace("</span", "</svg")
    return "".join(_pieces(parsed(html), in_code=False)).strip()


def _pieces(element: Element, *, in_code: bool) -> Iterator[str]:
    for part in element.children:
        if isinstance(part, str):
            yield (_SPACE if in_code else _SPACES).sub(" ", _glyphs(part, in_code=in_code))
        elif part.tag == "pre":
            yield f"<pre>{_LINE_END.sub('', _glyphs(''.join(letters(part)), in_code=True)).rstrip()}</pre>"
        elif part.tag == "img":
            yield f"<img {part.attributes.get('src', '')}>"
        elif part.tag != "title":
            inside = "".join(_pieces(part, in_code=in_code or part.tag == "code"))
            look = "".join(f" {part.attributes[name]}" for name in ("d", "x", "y", "width") if name in part.attributes)
            yield f"<{part.tag}{look}>{inside}</{part.tag}>" if part.tag in _SHOWN else inside


def _glyphs(text: str, *, in_code: bool) -> str:
    """Return characters by their shapes: one stands for all that share it."""
    seen = composed(text)
    if not seen.isascii():
        seen = _UNSEEN.sub("", "".join(map(_spelt_out, seen))).translate(_ALIKE)
    return seen if in_code else seen.translate(_SMALL_L)


def _spelt_out(character: str) -> str:
    """Return the letters that one character stands for and looks like, such as those of a ligature or of ``…``."""
    if settled(character) != character or character == "\N{LATIN SMALL LETTER LONG S}":
        return character
    sans = "\N{MATHEMATICAL SANS-SERIF CAPITAL A}" <= character <= "\N{MATHEMATICAL SANS-SERIF SMALL Z}"
    if sans or unicodedata.decomposition(character).startswith(("<compat>", "<noBreak>")):
        return unicodedata.normalize("NFKC", character)
    return character
