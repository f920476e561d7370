"""Cards in the programs of phones: every kind is answered, marked and read in each of them. See docs/anki-phones.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection

from quizgen.kinds import KINDS
from quizgen.system import resources
from tests.exporters.anki.conftest import Review
from tests.exporters.anki.decks import furnished_lesson
from tests.exporters.anki.phones import CLASSIC, DESKTOP, NEWER_SYNTAX, PHONES, Phone, aged
from tests.exporters.anki.reviewer import Reviewer, cards, studied

if TYPE_CHECKING:  # anki.cards can be imported only after anki.collection
    from anki.cards import Card as AnkiCard

pytestmark = pytest.mark.slow

every_phone = pytest.mark.parametrize("phone", PHONES, ids=lambda phone: phone.name)
day_and_night = pytest.mark.parametrize("night", [False, True], ids=["day", "night"])

SPREAD = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
TOP = "scrollTo(0, 0), document.querySelector('.qz').getBoundingClientRect().top"
TAPS = """() => {
  if ("turned" in window) { window.turned = 0; return; }
  window.turned = 0;
  const controls = ["A", "BUTTON", "VIDEO", "SUMMARY", "INPUT"];
  document.addEventListener("click", (event) => {
    for (let at = event.target; at && at !== document; at = at.parentNode) {
      if (controls.includes(at.nodeName) || at.onclick || at.getAttribute("contentEditable")
          || at.classList.contains("tappable")) { return; }
    }
    window.turned += 1;
  }, true);
}"""
"""As AnkiMobile and AnkiDroid decide what a tap is for."""
CONTROLS = (
    ".qz [role=radio] > *, .qz [role=checkbox] > *, .qz select, .qz summary, .qz button, .qz-grip, .qz input, .qz a, "
    ".qz [onclick]"
)
TAPPED = """controls => controls.forEach(control => {
  if (!control.isConnected) { throw new Error("a tap on another control took it away"); }
  control.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
})"""
BRIGHTNESS = """element => {
  for (let at = element; at; at = at.parentElement) {
    const [red, green, blue, alpha = 1] = getComputedStyle(at).backgroundColor.match(/[0-9.]+/g).map(Number);
    if (alpha > 0) { return Math.max(red, green, blue); }
  }
}"""
RULES = ("color-contrast", "aria-allowed-attr", "label", "aria-required-children")


@pytest.fixture
def reviewer(phone: Phone, review: Review) -> Reviewer:
    """A page of that phone, by day."""
    return review(phone=phone)


def _only(deck: Collection, item: str) -> AnkiCard:
    (card,) = cards(deck, item)
    return card


@every_phone
def test_choices_are_picked_and_marked(phone: Phone, same_page: Review, deck: Collection) -> None:
    """A learner with a phone could not choose, or would find nothing marked on the back."""
    reviewer = same_page(phone=phone)
    for item, picked, said in (
        ("cut-link", [0], "\N{BALLOT X} Not right"),
        ("cut-link", [1], "\N{CHECK MARK} Right"),
        ("odd-text", [0, 1], "\N{CHECK MARK} Right"),
    ):
        card = _only(deck, item)
        reviewer.show_front(card)
        assert reviewer.texts("[data-option] > .qz-letter") == list("ABCD")
        order = reviewer.order("option")
        for option in picked:
            reviewer.option(option).click()
        reviewer.flip(card)
        assert reviewer.order("option") == order
        assert reviewer.texts(".qz-verdict:visible") == [said], phone.name
        assert reviewer.page.locator(".qz-picked").count() == len(picked)


@every_phone
def test_steps_and_partners_are_marked(phone: Phone, reviewer: Reviewer, deck: Collection) -> None:
    """A learner with a phone could not order or match, or would find nothing marked on the back."""
    steps, pairs = _only(deck, "write-steps"), _only(deck, "state-kinds")
    reviewer.set_time("2026-02-01T12:00")
    reviewer.show_front(steps)
    reviewer.page.locator(".qz-up").nth(2).click()
    reviewer.flip(steps)
    assert "out of place" in reviewer.texts(".qz-verdict:visible")[0], phone.name
    reviewer.show_front(pairs)
    letters = dict(zip(reviewer.order("choice"), "ABC", strict=True))
    reviewer.page.locator('li[data-pair="0"] select').select_option("1")
    reviewer.flip(pairs)
    assert reviewer.texts(".qz-verdict:visible") == ["\N{BALLOT X} 1 of 4 right"]
    assert reviewer.texts('li[data-pair="0"] .qz-right .qz-letter') == [letters[1]]


TYPED = [
    ("quorum-size.n-5", 0, "3 servers", "\N{CHECK MARK} Right you typed 3 servers"),
    ("quorum-size.n-5", 0, "3", "\N{CHECK MARK} Right you typed 3"),
    ("quorum-size.n-5", 0, "4", "\N{BALLOT X} Not right you typed 4"),
    ("two-writes", 0, "25,4", "\N{CHECK MARK} Right you typed 25,4"),
    ("become-candidate", 1, "Current term", "\N{CHECK MARK} Right you typed Current term"),
    ("become-candidate", 2, "Raft::RequestVote<T>{{}}", "\N{CHECK MARK} Right you typed Raft::RequestVote<T>{{}}"),
    ("become-candidate", 0, "leader", "\N{BALLOT X} Not right you typed leader"),
    ("become-candidate", 0, "", None),
    ("two-writes", 0, "", None),
]
"""Item, gap, what is typed, and what is said of it."""


@every_phone
@pytest.mark.parametrize("typing", TYPED, ids=lambda typing: f"{typing[0]} {typing[2]}")
def test_what_was_typed_is_judged(
    typing: tuple[str, int, str, str | None], phone: Phone, same_page: Review, deck: Collection
) -> None:
    """A learner who writes a right answer otherwise would be told by the phone that it is wrong."""
    item, gap, typed, said = typing
    card, reviewer = cards(deck, item)[gap], same_page(phone=phone)
    reviewer.show_front(card)
    assert "[[" not in reviewer.texts(".qz")[0]
    reviewer.type(typed)
    reviewer.flip(card)
    assert not any(syntax in reviewer.texts(".qz")[0] for syntax in ("[[", "{{c"))
    compared = reviewer.page.locator("#typeans").is_visible()  # tells a typed word, so that the verdict need not
    expected = said.replace(" you typed leader", "") if said and compared else said
    assert reviewer.texts(".qz-verdict:visible") == ([expected] if expected else [])


@every_phone
def test_a_step_follows_the_pointer(reviewer: Reviewer, deck: Collection) -> None:
    """On an enlarged card, a step that is dragged would change places too early or too late, or not at all."""
    card = _only(deck, "write-steps")
    reviewer.set_time("2026-02-01T12:00")
    reviewer.show_front(card)
    before = reviewer.order("step")
    steps, mouse = reviewer.page.locator(".qz-steps > li"), reviewer.page.mouse
    steps.nth(0).evaluate("step => step.scrollIntoView({block: 'start'})")
    grip, below = steps.nth(0).locator(".qz-grip").bounding_box(), steps.nth(1).bounding_box()
    assert grip is not None
    assert below is not None
    mouse.move(grip["x"] + 10, grip["y"] + grip["height"] / 2)
    mouse.down()
    mouse.move(grip["x"] + 10, below["y"] + below["height"] * 0.4)
    assert reviewer.order("step") == before
    mouse.move(grip["x"] + 10, below["y"] + below["height"] * 0.6)
    assert reviewer.order("step") == [before[1], before[0], *before[2:]]
    mouse.up()


@every_phone
def test_a_tap_on_a_control_does_not_turn_the_card(phone: Phone, reviewer: Reviewer, deck: Collection) -> None:
    """A learner who chooses an option, unfolds a run or opens a menu would see the next side, or rate the card."""
    for card in cards(deck):
        for show in (reviewer.show_front, reviewer.flip):
            show(card)
            reviewer.page.evaluate(TAPS)
            reviewer.page.locator(CONTROLS).evaluate_all(TAPPED)
            assert reviewer.page.evaluate("window.turned") == 0, (phone.name, card.note()["Id"])
            reviewer.page.locator(".qz-head").click()
            assert reviewer.page.evaluate("window.turned") == 1


@every_phone
@day_and_night
def test_a_card_has_the_colours_of_the_hour(phone: Phone, *, night: bool, deck: Collection, review: Review) -> None:
    """A learner would be dazzled at night, or read dark on dark: programs call the night by three names."""
    reviewer = review(phone=phone, night=night)
    reviewer.page.emulate_media(reduced_motion="reduce")
    for item, gap in (("become-candidate", 0), ("quorum-size.n-5", 0), ("cut-link", 0), ("write-steps", 0)):
        card = cards(deck, item)[gap]
        reviewer.show_front(card)
        _readable(reviewer, night=night)
        reviewer.type("lead")
        reviewer.flip(card)
        reviewer.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        _readable(reviewer, night=night)


def _readable(reviewer: Reviewer, *, night: bool) -> None:
    for selector in ("body", ".qz", ".qz-steps > li", ".qz-options > li:not([class])", "input", "svg .qd-paper rect"):
        for element in reviewer.page.locator(selector).all()[:1]:
            bright = element.evaluate(BRIGHTNESS)
            assert (bright < 80) == night, selector
    assert reviewer.faults(*RULES) == []


@every_phone
def test_all_of_a_card_can_be_seen(phone: Phone, reviewer: Reviewer, deck: Collection) -> None:
    """A learner would have to scroll sideways, more so with large letters; or could not reach the beginning."""
    for card in cards(deck):
        for show in (reviewer.show_front, reviewer.flip):
            show(card)
            reviewer.page.locator("details > summary").evaluate_all("folds => folds.forEach(fold => fold.click())")
            for size in ("100%", "200%"):
                reviewer.page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
                assert reviewer.page.evaluate(SPREAD) <= 0, (phone.name, card.note()["Id"], size)
                assert reviewer.page.evaluate(TOP) >= 0, (phone.name, card.note()["Id"], size)


@pytest.mark.parametrize("kind", KINDS)
def test_no_script_is_too_new(kind: str) -> None:
    """On an older phone, one word of newer JavaScript stops all of a card's script: nothing could be chosen."""
    folder = resources.templates("anki") / "script"
    for name in ("pieces", "state", "shuffle", *KINDS[kind].note.scripts, "grounds", "card"):
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", (folder / f"{name}.js").read_text(encoding="utf-8"), flags=re.DOTALL)
        assert NEWER_SYNTAX.findall(text) == [], name


def test_newer_scripts_and_styles_are_noticed() -> None:
    """The tests above would pass for scripts and styles that an older phone cannot read."""
    for script in ("a?.b", "a ?? b", "a ||= b", "list.at(-1)", "text.replaceAll('a', 'b')", "1_000", "#a = 1"):
        assert NEWER_SYNTAX.search(script), script
    for plain in ("a ? .5 : b", "a || b", 'make("p", "#a")', "list.map(at)"):
        assert not NEWER_SYNTAX.search(plain), plain
    sheet = "a:has(b) { top: 0 }b:not(c) { gap: 1px; color: red; width: min(1px, 2px); overflow-wrap: anywhere }"
    assert re.sub(r"[;\s]", "", aged(sheet)) == "b:not(c){color:red}"


EARLIER = ("Diagram", "Trace", "Receipt", "Link", "Computed", "Evidence", "Sources", "Explanation")
"""Fields that an earlier edition may have left empty."""


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The sample lesson as a collection holds it whose notes were written before those fields were filled."""
    with studied(furnished_lesson(), tmp_path_factory.mktemp("earlier")) as opened:
        for identifier in opened.find_notes(""):
            note = opened.get_note(identifier)
            for name in EARLIER:
                note[name] = ""
            opened.update_note(note)
        yield opened


@pytest.mark.parametrize("phone", [DESKTOP, CLASSIC], ids=lambda phone: phone.name)
def test_a_note_of_an_earlier_edition_shows_well(phone: Phone, earlier: Collection, review: Review) -> None:
    """A learner who keeps old notes would see empty folds, labels of nothing, or an error in place of the marks."""
    reviewer = review(phone=phone, opened=earlier)
    for card in cards(earlier):
        reviewer.show_front(card)
        assert reviewer.texts(".qz")[0]
        reviewer.flip(card)
        assert reviewer.texts(".qz-grounds") == ["Distributed systems / Majorities & <logs>"]
        assert reviewer.page.locator(".qz details, .qz-why, .qz-grounds .qz-label, .qz-to-run").count() == 0
