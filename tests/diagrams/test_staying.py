"""A diagram in a box that is scrolled: whose line is whose stays in sight."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from quizgen.diagrams import diagram, with_staying_names
from quizgen.simulators.raft import SIMULATOR
from quizgen.system import resources
from tests.diagrams.runs import SCENARIOS, trace_of

EVERY_RUN = pytest.mark.parametrize("name", SCENARIOS)
SVG = "{http://www.w3.org/2000/svg}"


def _split(name: str) -> str:
    return with_staying_names(diagram(trace_of(name), SIMULATOR, "A run", styled=False))


@EVERY_RUN
def test_both_drawings_are_sound_and_of_one_scale(name: str) -> None:
    """A card shows a broken picture, or names that stand beside their lines."""
    names, rest = ET.fromstring(f"<div>{_split(name)}</div>")  # noqa: S314 - our own
    whole = ET.fromstring(diagram(trace_of(name), SIMULATOR, "A run", styled=False))  # noqa: S314 - our own
    told = [text.text for text in names.iter(f"{SVG}text")]
    assert [text for text in told if text != "ms"] == [f"S{n}" for n in range(1, SCENARIOS[name].servers + 1)]
    assert names.get("width") == rest.get("width") == whole.get("width")
    assert rest.findtext(f"{SVG}desc") == whole.findtext(f"{SVG}desc")
    assert (names.get("aria-hidden"), names.get("role"), rest.get("role")) == ("true", None, "img")
    left, top, across, down = map(float, (rest.get("viewBox") or "").split())
    _, _, width, height = map(float, (names.get("viewBox") or "").split())
    assert (left, top, across) == (0, height, width)
    assert f"0 0 {across:g} {down + top:g}" == whole.get("viewBox")


def test_nothing_stays_of_nothing() -> None:
    """A card without a run would show an empty box."""
    assert with_staying_names("") == ""


@EVERY_RUN
def test_names_stay_while_the_box_is_scrolled(name: str, chromium: Browser) -> None:
    """A learner in the middle of a long run on a phone would have to scroll back to know which line is S3's."""
    style = (resources.templates("anki") / "card.css").read_text(encoding="utf-8")
    page = chromium.new_page(viewport={"width": 420, "height": 300})
    page.set_content(
        f'<meta charset="utf-8"><style>{style}</style><div class="card"><article class="qz"><div class="qz-diagram">'
        f"{_split(name)}</div></article></div>"
    )
    box = page.locator(".qz-diagram")
    assert page.evaluate("document.documentElement.scrollWidth") <= 420, "no scrolling of the page sideways"
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0, "all servers fit beside each other"
    box.evaluate("box => { box.scrollTop = 150; }")
    at = page.locator(".qd-names").evaluate("names => names.getBoundingClientRect().top")
    assert abs(at - box.evaluate("box => box.getBoundingClientRect().top")) <= 2
    page.close()
