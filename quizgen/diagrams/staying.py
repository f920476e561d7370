"""A drawn diagram whose actors' names stay in sight while it is scrolled inside a box."""

from __future__ import annotations

import re
from typing import Final

from quizgen.diagrams.palette import attributes

_HEAD: Final = 18
"""Height of the row with the names, in pixels of the drawing."""
_OPENING: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 ([\d.]+) ([\d.]+)"')
_NAME: Final = re.compile(r'<text x="[^"]*" y="14"[^>]*>[^<]*</text>')
"""Where `quizgen.diagrams.layout` puts the actors' names."""


_ROLE: Final = ' role="img"'


def with_staying_names(svg: str) -> str:
    """Return a diagram as two drawings, the row of names and all below it; nothing of nothing.

    The first has the class ``qd-names``: a page makes it ``position: sticky``. Both are equally wide, so they scale
    alike. Where a page does nothing, they look like the one that they were.
    """
    found = _OPENING.search(svg)
    if found is None:
        return svg
    height, down = float(found[2]), float(found[4])
    head = round(height * _HEAD / down)
    opening = svg[: found.start()].replace('class="qd-diagram"', 'class="qd-diagram qd-names" aria-hidden="true"')
    rest = svg[found.end() : svg.index(">", found.end()) + 1]
    names = "".join(_NAME.findall(svg))
    above = (
        f'{opening}width="{found[1]}" height="{head}" viewBox="0 0 {found[3]} {_HEAD}"'
        f"{rest.replace(_ROLE, '')}"
        f'<g{attributes("paper")}><rect width="100%" height="100%"/></g>'
        f'<g{attributes("text")} font-weight="700">{names}</g></svg>'
    )
    below = (
        f'{svg[: found.start()]}width="{found[1]}" height="{height - head:g}" '
        f'viewBox="0 {_HEAD} {found[3]} {down - _HEAD:g}"{svg[found.end() :]}'
    )
    return above + below
