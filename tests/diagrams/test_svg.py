"""The picture as a file: sound XML, nothing from outside, the same bytes each time, readable in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page

from quizgen.diagrams import diagram, page
from quizgen.simulators.drawing import Drawing
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Elect, Settle
from quizgen.simulators.trace import Trace
from tests.crosscheck.toy import varied
from tests.diagrams.runs import SCENARIOS, trace_of
from tests.simulators.raft.scripts import write

EVERY_RUN = pytest.mark.parametrize("name", SCENARIOS)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script>&\"'\x1b[31m\u202e{peer}\ud800"


def drawn(name: str) -> str:
    """Return the picture of a run."""
    return diagram(trace_of(name), SIMULATOR, f"The run {name}")


@EVERY_RUN
def test_it_is_sound_xml_that_needs_nothing_from_outside(name: str) -> None:
    """Otherwise a card shows a broken picture, or tells a stranger who learns."""
    root = ET.fromstring(drawn(name))  # noqa: S314 - our own
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "path", "rect", "circle", "text"}
    named = {attribute for element in root.iter() for attribute in element.attrib}
    assert not {attribute for attribute in named if attribute.startswith("on") or "href" in attribute}
    assert "id" not in named  # two pictures on one page would share it
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", drawn(name))
    assert "nan" not in drawn(name).lower().split("<desc>")[0]


@EVERY_RUN
def test_it_tells_the_run_in_words(name: str) -> None:
    """Otherwise a learner who cannot see the picture learns nothing from it."""
    root = ET.fromstring(drawn(name))  # noqa: S314 - our own
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == f"The run {name}"
    told = root.findtext(f"{SVG}desc") or ""
    leaders = [event for event in trace_of(name) if event.type == "become_leader"]
    assert told.count("becomes leader of term") == len(leaders)


def test_the_same_run_gives_the_same_bytes() -> None:
    """Otherwise every build changes every card."""
    again = SIMULATOR.execution(SCENARIOS["two-leaders"], 0, None).trace
    assert diagram(again, SIMULATOR, "The run two-leaders") == drawn("two-leaders")


def test_what_an_author_wrote_stays_text() -> None:
    """Otherwise a lesson from a stranger runs code on the learner's machine."""
    trace = SIMULATOR.execution(Scenario(servers=3, events=(Elect("S1"), write("S1", HOSTILE))), 0, None).trace
    picture = diagram(trace, SIMULATOR, HOSTILE)
    root = ET.fromstring(picture)  # noqa: S314 - our own
    assert "script" not in {element.tag.removeprefix(SVG) for element in root.iter()}
    assert "<script>alert" in (root.findtext(f"{SVG}title") or "")
    assert "\x1b" not in picture
    assert "\u202e" not in picture
    picture.encode("utf-8")
    assert "<script>alert" not in page(HOSTILE, picture, trace.to_text())


def test_every_simulator_can_be_drawn_without_a_word_about_it() -> None:
    """Otherwise a new simulator has no pictures until somebody writes down how."""
    plain = varied(SIMULATOR, drawing=Drawing())
    picture = diagram(trace_of("election"), plain, "Plain")
    assert "S1 election timeout" in " ".join(re.findall(">([^<]*)<", picture))
    assert diagram(Trace((), ()), plain, "Nothing")


@pytest.fixture(scope="module")
def browser_page(chromium: Browser) -> Iterator[Page]:
    """A page in a browser."""
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    yield page
    page.close()


OVERLAPS = """() => {
  const texts = [...document.querySelectorAll('svg text')];
  const boxes = texts.map(text => [text.textContent, text.getBBox()]);
  const frame = document.querySelector('svg').viewBox.baseVal;
  const found = [];
  boxes.forEach(([one, a], i) => {
    if (a.x < 0 || a.x + a.width > frame.width) found.push(one);
    boxes.slice(i + 1).forEach(([two, b]) => {
      const dx = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const dy = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      if (dx > 0.5 && dy > 2.5) found.push(one + ' / ' + two);
    });
  });
  return found;
}"""


@EVERY_RUN
def test_a_browser_finds_room_for_every_word(name: str, browser_page: Page) -> None:
    """Otherwise the widths that were reckoned with are wrong, and words run into one another on a real screen."""
    browser_page.set_content(page("A run", drawn(name), ""))
    assert browser_page.locator("svg text").count() > 10
    assert browser_page.evaluate(OVERLAPS) == []
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 360


def test_dark_pages_have_a_dark_picture(browser_page: Page) -> None:
    """Otherwise a white picture glares at night, or dark lines vanish on it."""
    browser_page.set_content(drawn("election") + "<p>")
    colour = "getComputedStyle(document.querySelector('.qd-{}')).fill"
    seen = {}
    for scheme in ("light", "dark"):
        browser_page.emulate_media(color_scheme=scheme)
        seen[scheme] = [browser_page.evaluate(colour.format(ink)) for ink in ("paper", "text")]
    assert seen == {
        "light": ["rgb(255, 255, 255)", "rgb(29, 35, 42)"],
        "dark": ["rgb(21, 25, 30)", "rgb(232, 236, 240)"],
    }
    browser_page.emulate_media(media="print", color_scheme="dark")
    assert browser_page.evaluate(colour.format("paper")) == "rgb(255, 255, 255)"


def test_picture_is_measured_in_kilobytes() -> None:
    """Otherwise a deck of a thousand cards does not fit a phone."""
    assert {name: len(drawn(name)) for name in SCENARIOS if len(drawn(name)) > 48_000} == {}
    trace = SIMULATOR.execution(Scenario(servers=9, events=(Elect("S1"), Settle("2s"))), 1, None).trace
    assert len(diagram(trace, SIMULATOR, "Nine")) < 48_000
