"""Every kind of question, answered in the browser as a person would, right and wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html, RenderedLesson
from quizgen.exporters.site.marking import with_answers, with_inputs
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from quizgen.simulators.calculation import SIMULATOR
from tests.exporters.samples import TYPED, sample_cards, sample_lesson
from tests.exporters.site.conftest import Open, written
from tests.simulators.calculation.test_calculation import MINUTES_TYPED, calculation

pytestmark = pytest.mark.slow

MINUTES = tuple(SIMULATOR.other_units(calculation().scenario, "min").items())
"""Units in which a number of minutes may be given as well."""
SPELT = tuple(dict.fromkeys((answer, exact) for answer, exact, _, _ in TYPED))


def _question(page: Page, name: str) -> Locator:
    return page.locator(f'[data-question="{name}"]')


def _again(page: Page, name: str) -> Locator:
    """Return a question that another test may have answered before."""
    question = _question(page, name)
    again = question.get_by_role("button", name="Try again")
    if again.is_visible():
        again.click()
    return question


def _check(question: Locator) -> None:
    question.get_by_role("button", name="Check").click()


def _expect(question: Locator, words: str) -> None:
    expect(question.locator("[data-result]")).to_contain_text(words)
    expect(question.locator("[data-mark]")).to_contain_text(words.partition(".")[0])


def test_multiple_choice_right(visit: Open) -> None:
    """Whoever knows the answer is told so."""
    question = _question(visit(), "cut-link")
    question.get_by_text("The side with three servers goes on committing").first.click()
    _check(question)
    _expect(question, "Right.")
    expect(question.locator("[data-option]").nth(1)).to_contain_text("✓ Right, your choice")


def test_multiple_choice_wrong(visit: Open) -> None:
    """Whoever is wrong is told what is right, why, and which belief has led astray."""
    question = _question(visit(), "cut-link")
    question.get_by_label("Both sides elect a leader").check()
    _check(question)
    _expect(question, "Not right. The right answer is B.")
    expect(question.locator("[data-result]")).to_contain_text(
        "A majority of the servers that can be reached is enough."
    )
    options = question.locator("[data-option]")
    expect(options.nth(0)).to_contain_text("✗ Wrong, your choice")
    expect(options.nth(0)).to_contain_text("The smaller side cannot collect three votes.")
    expect(options.nth(1)).to_contain_text("Three of five is a majority of the whole cluster.")
    expect(options.nth(2)).to_contain_text("A majority that can talk to each other is enough.")
    for text in ("Any two majorities of the same servers", "Rests on: holds in all 37,851 states", "section 5.2"):
        expect(question.get_by_text(text).first).to_be_visible()
    question.get_by_text("A run that shows it").click()
    expect(question.get_by_label("Trace of a run")).to_contain_text("become_leader       term=1  with 2 votes of 3")


def test_multiple_response(visit: Open) -> None:
    """All right answers and no other are right; some of them are some of them."""
    question = _question(visit(), "odd-text")
    boxes = question.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    _check(question)
    _expect(question, "Right. All 2 right answers, and no other.")
    question.get_by_role("button", name="Try again").click()
    boxes.nth(1).check()
    boxes.nth(3).check()
    _check(question)
    _expect(question, "Partly right. You have 1 of 2 right answers, and 1 wrong one.")
    question.get_by_role("button", name="Try again").click()
    boxes.nth(3).check()
    _check(question)
    _expect(question, "Not right.")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("25", "Right."),
        ("25,4", "Right."),
        (" 24.5 ms ", "Right."),
        ("2.5e1", "Right."),
        ("25.6", "Not right. The answer is 25 ms."),
        ("-25", "Not right."),
    ],
)
def test_numeric(same_page: Open, typed: str, words: str) -> None:
    """A number counts within its tolerance, with a comma or a dot, with or without its unit."""
    question = _again(same_page(), "two-writes")
    question.get_by_label("Your answer").fill(typed)
    question.get_by_label("Your answer").press("Enter")
    _expect(question, words)


NUMBERS: list[tuple[float, str, bool]] = [
    (1500, "1,500", True),
    (1500, "1 500", True),
    (1.5, "1,500", True),
    (1500000, "1.500.000", True),
    (1500, "1.500", True),
    (1234.5, "1.234,5", True),
    (9007199254740993, "9007199254740993", True),
    (9007199254740993, "9007199254740992", False),
    (0.2, ".2", True),
    (-3, "−3", True),  # noqa: RUF001  # a true minus sign, as it is copied from a text
    (3, "33", False),
    (1.6e-19, "1.6e-19", True),
    (1.6e-19, "1,6·10⁻¹⁹", True),
    (1.6e-19, "0", False),
    (1.6e-19, "5e-10", False),
    (0, "1e-12", False),
    (1234567890.5, "1234567891", False),
    (6.022e23, "6.022×10^23", True),  # noqa: RUF001
    (6.022e23, "6,022 · 10²³", True),
    (6.022e23, "6.022 x 10**23", True),
    (1000, "10³", True),
    (-1000, "−10^3", True),  # noqa: RUF001  # as above
    (0.001, "10^(-3)", True),
    (103, "10³", False),
]
"""A value, what is typed, and whether it is right."""


@pytest.fixture(scope="module")
def typing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website of a question for each number, for minutes in any unit, and for each answer to be spelt."""
    number, cloze = (
        next(card for card in sample_cards() if card.id == each) for each in ("two-writes", "become-candidate")
    )
    values = dict.fromkeys(value for value, _, _ in NUMBERS)
    cards = [replace(number, id=f"number-{value}", body=Number(value, "", 0, "")) for value in values]
    cards.append(replace(number, id="minutes", body=Number(43.2, "min", 0, "", MINUTES)))
    text = Html(f"<p>{BLANK_OPEN}0{BLANK_CLOSE}</p>")
    for place, (answer, exact) in enumerate(SPELT):
        cards.append(replace(cloze, id=f"gap-{place}", body=Cloze(text, (Blank(answer, (), "", "", exact=exact),))))
    return written((replace(sample_lesson(), cards=tuple(cards)),), tmp_path_factory.mktemp("typing"))


@pytest.mark.parametrize(("value", "typed", "right"), NUMBERS)
def test_numbers_as_people_type_them(same_page: Open, typing: Path, value: float, typed: str, right: bool) -> None:  # noqa: FBT001
    """Someone who has calculated the right number must not fail for the way it is written."""
    question = _again(same_page(root=typing), f"number-{value}")
    question.get_by_label("Your answer").fill(typed)
    _check(question)
    _expect(question, "Right." if right else "Not right.")


@pytest.mark.parametrize(("typed", "right"), MINUTES_TYPED)
def test_numbers_in_other_units(same_page: Open, typing: Path, typed: str, right: bool) -> None:  # noqa: FBT001
    """Who answers in hours what was asked in minutes has calculated the same."""
    question = _again(same_page(root=typing), "minutes")
    question.get_by_label("Your answer").fill(typed)
    _check(question)
    _expect(question, "Right." if right else "Not right.")


@pytest.mark.parametrize("typed", ["many", "25 kg", "1.2.3", "5^3", ""])
def test_no_number(same_page: Open, typed: str) -> None:
    """A slip of the finger is not marked wrong: the learner is asked for a number."""
    question = _again(same_page(), "two-writes")
    question.get_by_label("Your answer").fill(typed)
    _check(question)
    expect(question.locator("[data-result]")).to_contain_text(
        "is not a number in ms" if typed else "Type a number first"
    )
    expect(question.locator("[data-mark]")).to_be_hidden()


def test_cloze_right(visit: Open) -> None:
    """Capitals, spaces and other accepted spellings do not count against the learner."""
    question = _question(visit(), "become-candidate")
    question.get_by_label("Gap 1 of 3, hint: a role").fill("  CANDIDATE ")
    question.get_by_label("Gap 2 of 3").fill("Current  Term")
    question.get_by_label("Gap 3 of 3").fill("raft::requestvote<t>{{}}")
    _check(question)
    _expect(question, "Right. 3 of 3 gaps are right.")


def test_cloze_wrong(visit: Open) -> None:
    """A wrong gap shows what belongs there."""
    question = _question(visit(), "become-candidate")
    question.get_by_label("Gap 1 of 3").fill("leader")
    question.get_by_label("Gap 2 of 3").fill("term")
    _check(question)
    _expect(question, "Partly right. 1 of 3 gaps are right.")
    expect(question.locator(".cloze")).to_contain_text("✗\u00a0candidate")
    expect(question.locator(".cloze")).to_contain_text("✗\u00a0Raft::RequestVote<T>{{}}")


@pytest.mark.parametrize(("answer", "exact", "typed", "said"), TYPED)
def test_capitals_and_spaces_count_where_they_tell_something(
    same_page: Open, typing: Path, answer: str, typed: str, said: str, *, exact: bool
) -> None:
    """Object counts as object and CO as Co; or a learner who knows the word is told nothing but that it is wrong."""
    question = _again(same_page(root=typing), f"gap-{SPELT.index((answer, exact))}")
    question.get_by_label("Gap 1 of 1").fill(typed)
    _check(question)
    _expect(question, "Right." if said == "Right" else "Not right.")
    expect(question.locator(".fix")).to_have_text(
        {"Right": "✓\u00a0right", "Not right": f"✗\u00a0{answer}"}.get(said, f"✗\u00a0{said.lower()}: {answer}")
    )


def _order(question: Locator) -> list[int]:
    return [
        int(place) for place in question.locator(".steps > li").evaluate_all("all => all.map(e => e.dataset.position)")
    ]


def test_ordering_by_buttons(visit: Open) -> None:
    """Steps are moved one place at a time, and the learner hears where they are."""
    question = _question(visit(), "write-steps")
    assert _order(question) == [2, 4, 1, 3]
    first = question.get_by_role("button", name="Move up: The leader appends the entry to its own log.")
    first.click()
    expect(question.locator("[data-moved]")).to_have_text("The leader appends the entry to its own log.: now 2 of 4")
    expect(first).to_be_focused()
    first.click()
    question.get_by_role("button", name="Move down: The client is told of success.").click()
    assert _order(question) == [1, 2, 3, 4]
    _check(question)
    _expect(question, "Right. 4 of 4 steps are in their place.")


def test_ordering_by_keys(visit: Open) -> None:
    """Without a mouse the steps can be ordered all the same."""
    question = _question(visit(), "write-steps")
    question.get_by_role("button", name="Move up: The leader appends").focus()
    question.page.keyboard.press("ArrowUp")
    question.page.keyboard.press("ArrowUp")
    question.page.keyboard.press("ArrowUp")
    assert _order(question) == [1, 2, 4, 3]
    question.page.keyboard.press("ArrowDown")
    assert _order(question) == [2, 1, 4, 3]


def test_ordering_by_dragging(visit: Open) -> None:
    """A step is dragged to its place by its grip."""
    question = _question(visit(), "write-steps")
    question.scroll_into_view_if_needed()
    grip = question.locator(".steps > li").nth(2).locator("[data-grip]")
    top = question.locator(".steps > li").nth(0).bounding_box()
    start = grip.bounding_box()
    assert start is not None
    assert top is not None
    mouse = question.page.mouse
    mouse.move(start["x"] + 5, start["y"] + 10)
    mouse.down()
    mouse.move(start["x"] + 5, top["y"] + 5, steps=8)
    mouse.up()
    assert _order(question) == [1, 2, 4, 3]
    mouse.move(start["x"] + 5, start["y"] + 300, steps=3)
    assert _order(question) == [1, 2, 4, 3]


def test_ordering_wrong(visit: Open) -> None:
    """The order that is shown first is an answer too, and a wrong one."""
    question = _question(visit(), "write-steps")
    _check(question)
    _expect(question, "Not right. 0 of 4 steps are in their place.")
    expect(question.locator(".steps > li").first).to_contain_text("✗ Belongs in place 2")


def _freed(visit: Open, folder: Path, shown: list[int], *free: tuple[int, int], **settings: object) -> Locator:
    """Open the ordering with pairs of steps that are free, its steps shown in some order of their positions."""
    card = next(card for card in sample_cards() if card.id == "write-steps")
    assert isinstance(card.body, Ordering)
    steps = {step.position: step for step in card.body.steps}
    body = Ordering(tuple(steps[position] for position in shown), free)
    lesson = replace(sample_lesson(), cards=(replace(card, body=body),))
    return _question(visit(root=written((lesson,), folder), **settings), "write-steps")


@pytest.mark.parametrize(
    ("shown", "free", "said", "badges"),
    [
        ([1, 3, 2, 4], [(2, 3)], "Right. 4 of 4 steps", ["✓ In its place"] * 4),
        ([1, 2, 3, 4], [(2, 3)], "Right. 4 of 4 steps", ["✓ In its place"] * 4),
        (
            [2, 4, 1, 3],
            [(1, 2), (3, 4)],
            "Partly right. 2 of 4 steps",
            [0, "✗ Belongs in place 3 or 4", "✗ Belongs in place 1 or 2", 0],
        ),
        (
            [3, 4, 2, 1],
            [(1, 2), (1, 3), (2, 3)],
            "Partly right. 1 of 4 steps",
            [0, "✗ Belongs in place 4", "✗ Belongs before step 4 of the answer", "✗ Belongs in place 1 to 3"],
        ),
        (
            [3, 2, 1, 4],
            [],
            "Partly right. 1 of 4 steps",
            ["✗ Belongs in place 3", "✗ Belongs before step 3 of the answer", "✗ Belongs in place 1", 0],
        ),
    ],
)
def test_ordering_with_steps_that_are_free(
    visit: Open, tmp_path: Path, *, shown: list[int], free: list[tuple[int, int]], said: str, badges: list[str | int]
) -> None:
    """Every right order counts as right, and a step is wrong only on the wrong side of one of which it is not free."""
    question = _freed(visit, tmp_path, shown, *free)
    _check(question)
    _expect(question, said)
    for place, badge in enumerate(badges):
        expect(question.locator(".steps > li").nth(place)).to_contain_text(str(badge or "✓ In its place"))


def test_freedom_is_told_without_scripts(visit: Open, tmp_path: Path) -> None:
    """A learner whose browser runs no scripts compares with one right order only."""
    question = _freed(visit, tmp_path, [2, 4, 1, 3], (2, 3), java_script_enabled=False)
    question.locator("summary").first.click()
    expect(question.get_by_text("Steps 2 and 3 may come in either order.")).to_be_visible()


def test_matching(visit: Open) -> None:
    """Each pair is marked by itself."""
    question = _question(visit(), "state-kinds")
    for left, choice in (("current_term", "1"), ("next_index", "0"), ("commit_index", "2"), ("voted_for", "0")):
        question.get_by_label(f"Belongs to {left}").select_option(choice)
    _check(question)
    _expect(question, "Partly right. 3 of 4 are right.")
    expect(question.locator(".pairs > li").last).to_contain_text("✗ Belongs to B")
    question.get_by_role("button", name="Try again").click()
    for left, choice in (("current_term", "1"), ("next_index", "0"), ("commit_index", "2"), ("voted_for", "1")):
        question.get_by_label(f"Belongs to {left}").select_option(choice)
    _check(question)
    _expect(question, "Right. 4 of 4 are right.")


def test_recall(visit: Open) -> None:
    """A free answer is compared with the model answer, and judged by its key points."""
    question = _question(visit(), "older-term")
    question.get_by_label("Your answer").fill("It could be overwritten.")
    question.get_by_role("button", name="Compare with the answer").click()
    expect(question.get_by_text("A leader counts an entry of its own term")).to_be_visible()
    expect(question.locator("[data-mark]")).to_be_hidden()
    question.get_by_label("An entry of an older term can be overwritten").check()
    _expect(question, "Partly right. You count 1 of 2 key points.")
    question.get_by_label("It is committed along with").check()
    _expect(question, "Right. You count 2 of 2 key points.")
    question.get_by_role("button", name="I had none of it").click()
    _expect(question, "Not right. You count 0 of 2 key points.")


def test_nothing_chosen(visit: Open) -> None:
    """A button pressed by mistake costs no point."""
    for name in ("cut-link", "become-candidate", "state-kinds"):
        question = _question(visit(), name)
        _check(question)
        expect(question.locator("[data-result]")).to_contain_text("first.")
        expect(question.locator("[data-mark]")).to_be_hidden()


def test_try_again(visit: Open) -> None:
    """Trying again shows nothing of the answer."""
    question = _question(visit(), "cut-link")
    before = question.inner_text()
    question.get_by_label("Both sides elect a leader").check()
    _check(question)
    again = question.get_by_role("button", name="Try again")
    expect(again).to_be_focused()
    again.click()
    expect(question.get_by_text("Three of five is a majority")).to_be_hidden()
    expect(question.get_by_label("Both sides elect a leader")).not_to_be_checked()
    assert question.inner_text() == before


class _Inputs(HTMLParser):
    """Collects the attributes of the inputs of a fragment."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "input"
        self.found.append(dict(attrs))


def test_gaps_hold_any_text() -> None:
    """An answer with quotes or tags must neither break the page nor become part of it."""
    nasty = "\"'><script>alert(1)</script>&amp;"
    body = Cloze(Html(f"{BLANK_OPEN}0{BLANK_CLOSE}"), (Blank(nasty, ("é",), nasty, ""),))
    (attributes,) = _Inputs(with_inputs(body)).found
    assert json.loads(attributes["data-accepted"] or "") == [nasty, "é"]
    assert attributes["aria-label"] == f"Gap 1 of 1, hint: {nasty}"
    assert with_answers(body).count("<") == 2


def _hostile() -> RenderedLesson:
    nasty = "</script><img src=x onerror=\"document.title='taken'\">'\">&lt;b&gt;"
    lesson = sample_lesson()
    cards = [
        replace(c, evidence=nasty, sources=(Html(escape(nasty)),), trace=nasty, concept_name=nasty)
        for c in lesson.cards
    ]
    by_kind = {card.kind: index for index, card in enumerate(cards)}
    number, cloze = by_kind["numeric"], by_kind["cloze"]
    cards[number] = replace(cards[number], body=Number(3, nasty, 0, nasty))
    blanks = (Blank(nasty, (nasty,), nasty, nasty),)
    cards[cloze] = replace(cards[cloze], body=Cloze(Html(f"<p>{BLANK_OPEN}0{BLANK_CLOSE}</p>"), blanks))
    return replace(lesson, title=nasty, license=nasty, cards=tuple(cards))


def test_text_stays_text(visit: Open, tmp_path: Path) -> None:
    """A lesson from a stranger must not run anything in the learner's browser, and its odd texts must be shown."""
    page = visit(root=written((_hostile(),), tmp_path))
    assert page.title().startswith("</script><img src=x")
    assert page.locator("img[src=x], [onerror], .ask b").count() == 0
    nasty = "</script><img src=x onerror=\"document.title='taken'\">'\">&lt;b&gt;"
    question = _question(page, "become-candidate")
    question.get_by_role("textbox").fill(nasty)
    _check(question)
    _expect(question, "Right.")
    number = _question(page, "two-writes")
    number.get_by_role("textbox").fill(f"4 {nasty}")
    _check(number)
    _expect(number, f"Not right. The answer is 3 {nasty}.")
