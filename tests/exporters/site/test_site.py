"""The website's pages: complete, self-contained, and fit for every reader."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from quizgen.cards import Card
from quizgen.exporters import ExportError
from quizgen.kinds import KINDS
from quizgen.kinds.choice.body import Choice
from quizgen.kinds.cloze.body import Cloze
from quizgen.kinds.matching.body import Matching
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.kinds.recall.body import Recall
from quizgen.text.fragments import letter, text_of
from tests.exporters.samples import large_lesson, sample_cards, sample_lesson
from tests.exporters.site.conftest import Open, written

_FORMULA = re.compile(r'<span class="math[^"]*" data-tex="[^"]*">[^<]*</span>')


def _plain(fragment: str) -> list[str]:
    """Return the texts of a fragment between its formulas, which are pictures on the page."""
    return ["".join(text_of(part).split()) for part in _FORMULA.split(fragment)]


def _squashed(text: str) -> str:
    return "".join(text.split())


def _told(card: Card) -> list[str]:
    """Return what the folded answer of a card says, without white space."""
    match card.body:
        case Choice(options):
            found = [
                f"{letter(i)}{'Right' if o.key else 'Wrong'}{_plain(o.text)[0]}{_plain(o.rationale)[0]}"
                for i, o in enumerate(options)
            ]
            return found + [_squashed(o.belief) for o in options]
        case Number():
            return [_squashed(f"{card.body.text} {card.body.unit}"), _squashed(card.body.evidence)]
        case Cloze(_text, blanks):
            filled = card.body.filled(lambda _index, blank: blank.answer.replace("<", "&lt;"))
            return [*_plain(filled), *(_squashed(spelling) for blank in blanks for spelling in blank.accepted)]
        case Recall(answer, points):
            return [*_plain(answer), *(_plain(point.text)[0] for point in points)]
        case Ordering(steps):
            return ["".join(_plain(s.text)[0] for s in sorted(steps, key=lambda s: s.position))]
        case Matching(pairs, choices):
            return [f"{_plain(p.left)[0]}–{letter(p.match)}{_plain(choices[p.match])[0]}" for p in pairs]  # noqa: RUF001
    raise AssertionError(card.kind)


def test_answers_without_scripts(visit: Open) -> None:
    """Where scripts are blocked every answer can still be read, and is the one on the card."""
    page = visit(java_script_enabled=False)
    expect(page.locator(".note")).to_be_visible()
    assert page.get_by_role("button").count() == 0
    for card in sample_lesson().questions:
        question = page.locator(f'[id="q-{card.id}"]')
        question.get_by_text("Answer and reasons").click()
        shown = _squashed(question.locator(".solution").inner_text())
        for piece in (*_told(card), *_plain(card.explanation), _squashed(card.evidence), *map(_squashed, card.sources)):
            assert piece in shown, (card.id, piece)


def test_lesson_is_complete(visit: Open) -> None:
    """Situation, concepts, tables, questions, summary and sources are what a lesson teaches."""
    page = visit()
    text = _squashed(page.locator("body").inner_text())
    lesson = sample_lesson()
    fragments = [lesson.opening, *lesson.summary, *lesson.sources, *(card.stem for card in lesson.questions)]
    for piece in (piece for fragment in fragments for piece in _plain(fragment)):
        assert piece in text, piece
    for card in lesson.definitions:
        concept = _squashed(page.locator(f'[id="q-{card.id}"]').inner_text())
        assert _squashed("More than half of all servers: at least") in concept
        assert _squashed(card.evidence) in concept
    row = page.get_by_role("row").filter(has_text="37,851").first
    assert row.locator("td").all_inner_texts() == ["3", "2", "1", "holds in all 37,851 states of 3 servers and 2 terms"]


def test_links_lead_somewhere(site: Path) -> None:
    """A link that leads nowhere strands the learner; so does one that works only on a server."""
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    for path, html in pages.items():
        ids = re.findall(r'\bid="([^"]*)"', html)
        assert len(ids) == len(set(ids)), path
        for link in re.findall(r'(?:href|src)="([^"]*)"', html):
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), (path, link)
            if anchor:
                assert f'id="{anchor}"' in pages[target], (path, link)


def test_anchors(visit: Open) -> None:
    """A link to one question, dots in its id or not, opens at that question, for years."""
    page = visit("sample/index.html#q-quorum-size.n-5", reduced_motion="reduce")
    expect(page.locator("[id='q-quorum-size.n-5']")).to_be_in_viewport()
    page.evaluate("location.hash = 'top'")
    page.evaluate("location.hash = 'q-quorum-size.n-5'")
    expect(page.locator("[id='q-quorum-size.n-5']")).to_be_in_viewport()
    top = page.evaluate("document.getElementById('q-quorum-size.n-5').getBoundingClientRect().top")
    bar = page.locator("[data-score]").bounding_box()
    assert bar is not None
    assert top >= bar["height"]


def test_addresses_tell_nothing(visit: Open) -> None:
    """The address bar shows `#q-most-votes-is-not-enough` while a learner thinks; links of old still have to work."""
    page = visit("sample/index.html#q-quorum-size.n-5", reduced_motion="reduce")
    question = page.locator("[data-question='quorum-size.n-5']")
    code = question.locator(".question-head").get_attribute("id")
    assert page.url.endswith(f"#{code}")
    expect(question).to_be_in_viewport()
    page.evaluate("location.hash = 'q-write-steps'")
    other = page.locator("[data-question='write-steps']")
    expect(other).to_be_in_viewport()
    page.wait_for_function("!location.hash.includes('write-steps')")
    other.get_by_role("link").first.click()
    assert page.url.endswith(f"#{other.locator('.question-head').get_attribute('id')}")
    assert all("-" not in str(link)[3:] for link in page.locator(".anchor").evaluate_all("all => all.map(e => e.hash)"))


def test_assets_bear_their_hash(site: Path) -> None:
    """A browser keeps old files: a changed one needs another name."""
    assets = [path for path in site.rglob("*.*.*") if path.is_file()]
    assert sorted({path.suffix for path in assets}) == [".css", ".js", ".svg"]
    for path in assets:
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:10] == path.name.split(".")[-2]


def test_policy_is_strict(site: Path) -> None:
    """A page that allows inline scripts or foreign hosts has lost its last defence."""
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert re.search(r'<meta http-equiv="Content-Security-Policy" content="default-src \'none\';', html), path
        assert not re.search(r'\sstyle="|<style|\son\w+="|<script>', html), path


def test_policy_holds(chromium: Browser, site: Path) -> None:
    """Should a text ever get past all cleaning, the browser still refuses to run it."""
    page = chromium.new_page()
    page.goto((site / "sample/index.html").as_uri())
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate(
            """new Promise(failed => {
                document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.taken = 1">');
                document.body.lastChild.addEventListener('error', failed);
            })"""
        )
    assert page.evaluate("window.taken") is None
    page.close()


@pytest.mark.parametrize("path", ["index.html", "sample/index.html", "rtl/index.html", "large/questions-1.html"])
def test_fits_a_phone(visit: Open, path: str) -> None:
    """Sideways scrolling makes a phone's page unreadable: also with every answer open and marked."""
    page = visit(path, viewport={"width": 360, "height": 640})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    _mark_everything(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    for box in page.locator("button:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())"):
        assert box["right"] <= 360
        assert box["height"] >= 36


def _mark_everything(page: Page) -> None:
    """Answer each question of a page somehow and have it marked."""
    page.evaluate("""() => {
        for (const article of document.querySelectorAll('[data-question]')) {
            for (const field of article.querySelectorAll('.ask input')) {
                if (field.type === 'text') field.value = '7'; else field.checked = true;
            }
            for (const field of article.querySelectorAll('.ask select')) field.selectedIndex = 1;
            article.querySelector('form').requestSubmit();
        }
    }""")
    marked, count = page.locator(".is-marked").count(), page.locator("[data-question]").count()
    assert marked == count


_CONTRAST = """() => {
    const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    const rgb = (layers) => {
        pen.clearRect(0, 0, 1, 1);
        for (const layer of layers) { pen.fillStyle = layer; pen.fillRect(0, 0, 1, 1); }
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (color) => {
        const [r, g, b] = color.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest('svg')) continue;
        const layers = [];
        for (let e = element; e; e = e.parentElement) layers.unshift(getComputedStyle(e).backgroundColor);
        const back = light(rgb(layers));
        const front = light(rgb([...layers, getComputedStyle(element).color]));
        const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
        if (ratio < 4.5) found.push([element.className, walker.currentNode.textContent.trim().slice(0, 40), ratio]);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(visit: Open, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: text needs a contrast of 4.5 to be read in the sun or with weak eyes."""
    page = visit(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert page.evaluate(_CONTRAST) == []
    _mark_everything(page)
    assert page.evaluate(_CONTRAST) == []


def test_names_for_screen_readers(visit: Open) -> None:
    """A control without a name is a riddle to a learner who cannot see it."""
    page = visit()
    unnamed = page.locator("input, select, textarea, button").evaluate_all(
        "all => all.filter(e => !(e.labels && e.labels.length && e.labels[0].textContent.trim())"
        " && !e.getAttribute('aria-label') && !e.textContent.trim()).map(e => e.outerHTML)"
    )
    assert unnamed == []
    assert page.get_by_role("group", name="Take one answer").count() == 2
    assert page.get_by_role("article", name="Question 1").count() == 1
    assert page.get_by_role("img", name="Two servers left of a cut link").count() == 1
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(e => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_focus_is_visible(visit: Open) -> None:
    """Whoever works with the keyboard must see where they are."""
    page = visit()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", page.evaluate("document.activeElement.outerHTML")


def test_no_motion_for_those_who_ask(visit: Open) -> None:
    """Motion makes some people ill; they have told their system so."""
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert visit(reduced_motion="reduce").evaluate(behaviour) == "auto"
    assert visit(reduced_motion="no-preference").evaluate(behaviour) == "smooth"


def test_language_and_direction(visit: Open) -> None:
    """A screen reader pronounces a page in its language; Hebrew is read from the right."""
    for path, language, direction in (("sample", "en", "ltr"), ("rtl", "he", "rtl")):
        root = visit(f"{path}/index.html").locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (language, direction)


def test_large_lessons_have_pages(visit: Open, site: Path) -> None:
    """A page of ten thousand questions would not load; parts of a hundred do, and no question is lost."""
    files = [site / "large" / f"questions-{number}.html" for number in (1, 2, 3)]
    assert sorted((site / "large").glob("*.html")) == [site / "large" / "index.html", *files]
    found = [re.findall(r'data-question="([^"]*)"', file.read_text(encoding="utf-8")) for file in files]
    assert [name for names in found for name in names] == [card.id for card in large_lesson(250).questions]
    assert max(len(names) for names in found) <= 100
    page = visit("large/index.html")
    page.get_by_role("link", name="Questions 76 to 150").click()
    expect(page.locator("h1")).to_have_text("Questions, page 2 of 3")
    page.get_by_role("link", name="Page 3").click()
    expect(page.locator("h1")).to_have_text("Questions, page 3 of 3")


_WRITE = """
import sys
from pathlib import Path
from quizgen.exporters.site import export
from tests.exporters.samples import large_lesson, rtl_lesson, sample_lesson
export([sample_lesson(), rtl_lesson(), large_lesson(250)], Path(sys.argv[1]), lambda step: None)
"""


def test_same_content_same_bytes(site: Path, tmp_path: Path) -> None:
    """A build that changes without its content changing cannot be checked, cached or compared."""
    expected = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", _WRITE, folder], check=True, env=environment)
        own = folder / "site"
        assert {path.relative_to(own): path.read_bytes() for path in own.rglob("*") if path.is_file()} == expected


def test_missing_picture(tmp_path: Path) -> None:
    """A question about a picture that is not there must be named, not shown."""
    with pytest.raises(ExportError, match=r"item cut-link: there is no picture 'cluster-1f3a.svg'"):
        written((replace(sample_lesson(), assets={}),), tmp_path)


def test_works_on_a_server(chromium: Browser, site: Path) -> None:
    """The same folder can be published: nothing in it asks for anything outside it."""
    handler = partial(_Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    origin = f"http://127.0.0.1:{server.server_port}/"
    page = chromium.new_page()
    requests: list[str] = []
    messages: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{origin}index.html")
    page.get_by_role("link", name="Majorities & <logs>").click()
    expect(page.locator("[data-score-text]")).to_have_text("0 of 9 right · 9 to go")
    assert [url for url in requests if not url.startswith(origin) or url.endswith("favicon.ico")] == []
    assert messages == []
    page.close()
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    """A server that writes no log."""

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def test_every_kind_has_a_sample() -> None:
    """A kind that no sample shows would be tested nowhere here."""
    kinds = {card.kind for card in sample_cards()}
    assert kinds == set(KINDS)
