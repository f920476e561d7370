"""Every kind of question, answered in the browser as a person would, right and wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html, RenderedLesson
from quizgen.exporters.site.marking import with_answers, with_inputs
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.numeric.body import Number
from quizgen.kinds.ordering.body import Ordering
from tests.exporters.samples import sample_cards, sample_lesson
from tests.exporters.site.conftest import Open, check, judged, question_of, written

pytestmark = pytest.mark.slow


def test_multiple_choice_right(visit: Open) -> None:
    """Whoever knows the answer is told so."""
    question = question_of(visit(), "cut-link")
    question.get_by_text("The side with three servers goes on committing").first.click()
    check(question)
    judged(question, "Right.")
    expect(question.locator("[data-option]").nth(1)).to_contain_text("✓ Right, your choice")


def test_multiple_choice_wrong(visit: Open) -> None:
    """Whoever is wrong is told what is right, why, and which belief has led astray."""
    question = question_of(visit(), "cut-link")
    question.get_by_label("Both sides elect a leader").check()
    check(question)
    judged(question, "Not right. The right answer is B.")
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
    question.get_by_text("The run as text").click()
    expect(question.get_by_label("Trace of a run")).to_contain_text("become_leader       term=1  with 2 votes of 3")


def test_multiple_response(visit: Open) -> None:
    """All right answers and no other are right; some of them are some of them."""
    question = question_of(visit(), "odd-text")
    boxes = question.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    check(question)
    judged(question, "Right. All 2 right answers, and no other.")
    question.get_by_role("button", name="Try again").click()
    boxes.nth(1).check()
    boxes.nth(3).check()
    check(question)
    judged(question, "Partly right. You have 1 of 2 right answers, and 1 wrong one.")
    question.get_by_role("button", name="Try again").click()
    boxes.nth(3).check()
    check(question)
    judged(question, "Not right.")


def test_cloze_right(visit: Open) -> None:
    """Capitals, spaces and other accepted spellings do not count against the learner."""
    question = question_of(visit(), "become-candidate")
    question.get_by_label("Gap 1 of 3, hint: a role").fill("  CANDIDATE ")
    question.get_by_label("Gap 2 of 3").fill("Current  Term")
    question.get_by_label("Gap 3 of 3").fill("raft::requestvote<t>{{}}")
    check(question)
    judged(question, "Right. 3 of 3 gaps are right.")


def test_cloze_wrong(visit: Open) -> None:
    """A wrong gap shows what belongs there."""
    question = question_of(visit(), "become-candidate")
    question.get_by_label("Gap 1 of 3").fill("leader")
    question.get_by_label("Gap 2 of 3").fill("term")
    check(question)
    judged(question, "Partly right. 1 of 3 gaps are right.")
    expect(question.locator(".cloze")).to_contain_text("✗\u00a0candidate")
    expect(question.locator(".cloze")).to_contain_text("✗\u00a0Raft::RequestVote<T>{{}}")


def _order(question: Locator) -> list[int]:
    return [
        int(place) for place in question.locator(".steps > li").evaluate_all("all => all.map(e => e.dataset.position)")
    ]


def test_ordering_by_buttons(visit: Open) -> None:
    """Steps are moved one place at a time, and the learner hears where they are."""
    question = question_of(visit(), "write-steps")
    assert _order(question) == [2, 4, 1, 3]
    first = question.get_by_role("button", name="Move up: The leader appends the entry to its own log.")
    first.click()
    expect(question.locator("[data-moved]")).to_have_text("The leader appends the entry to its own log.: now 2 of 4")
    expect(first).to_be_focused()
    first.click()
    question.get_by_role("button", name="Move down: The client is told of success.").click()
    assert _order(question) == [1, 2, 3, 4]
    check(question)
    judged(question, "Right. 4 of 4 steps are in their place.")


def test_ordering_by_keys(visit: Open) -> None:
    """Without a mouse the steps can be ordered all the same."""
    question = question_of(visit(), "write-steps")
    question.get_by_role("button", name="Move up: The leader appends").focus()
    question.page.keyboard.press("ArrowUp")
    question.page.keyboard.press("ArrowUp")
    question.page.keyboard.press("ArrowUp")
    assert _order(question) == [1, 2, 4, 3]
    question.page.keyboard.press("ArrowDown")
    assert _order(question) == [2, 1, 4, 3]


def test_ordering_by_dragging(visit: Open) -> None:
    """A step is dragged to its place by its grip."""
    question = question_of(visit(), "write-steps")
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
    question = question_of(visit(), "write-steps")
    check(question)
    judged(question, "Not right. 0 of 4 steps are in their place.")
    expect(question.locator(".steps > li").first).to_contain_text("✗ Belongs in place 2")


def _freed(visit: Open, folder: Path, shown: list[int], *free: tuple[int, int], **settings: object) -> Locator:
    """Open the ordering with pairs of steps that are free, its steps shown in some order of their positions."""
    card = next(card for card in sample_cards() if card.id == "write-steps")
    assert isinstance(card.body, Ordering)
    steps = {step.position: step for step in card.body.steps}
    body = Ordering(tuple(steps[position] for position in shown), free)
    lesson = replace(sample_lesson(), cards=(replace(card, body=body),))
    return question_of(visit(root=written((lesson,), folder), **settings), "write-steps")


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
    check(question)
    judged(question, said)
    for place, badge in enumerate(badges):
        expect(question.locator(".steps > li").nth(place)).to_contain_text(str(badge or "✓ In its place"))


def test_freedom_is_told_without_scripts(visit: Open, tmp_path: Path) -> None:
    """A learner whose browser runs no scripts compares with one right order only."""
    question = _freed(visit, tmp_path, [2, 4, 1, 3], (2, 3), java_script_enabled=False)
    question.locator("summary").first.click()
    expect(question.get_by_text("Steps 2 and 3 may come in either order.")).to_be_visible()


def test_matching(visit: Open) -> None:
    """Each pair is marked by itself."""
    question = question_of(visit(), "state-kinds")
    for left, choice in (("current_term", "1"), ("next_index", "0"), ("commit_index", "2"), ("voted_for", "0")):
        question.get_by_label(f"Belongs to {left}").select_option(choice)
    check(question)
    judged(question, "Partly right. 3 of 4 are right.")
    expect(question.locator(".pairs > li").last).to_contain_text("✗ Belongs to B")
    question.get_by_role("button", name="Try again").click()
    for left, choice in (("current_term", "1"), ("next_index", "0"), ("commit_index", "2"), ("voted_for", "1")):
        question.get_by_label(f"Belongs to {left}").select_option(choice)
    check(question)
    judged(question, "Right. 4 of 4 are right.")


def test_recall(visit: Open) -> None:
    """A free answer is compared with the model answer, and judged by its key points."""
    question = question_of(visit(), "older-term")
    question.get_by_label("Your answer").fill("It could be overwritten.")
    question.get_by_role("button", name="Compare with the answer").click()
    expect(question.get_by_text("A leader counts an entry of its own term")).to_be_visible()
    expect(question.locator("[data-mark]")).to_be_hidden()
    question.get_by_label("An entry of an older term can be overwritten").check()
    judged(question, "Partly right. You count 1 of 2 key points.")
    question.get_by_label("It is committed along with").check()
    judged(question, "Right. You count 2 of 2 key points.")
    question.get_by_role("button", name="I had none of it").click()
    judged(question, "Not right. You count 0 of 2 key points.")


def test_nothing_chosen(visit: Open) -> None:
    """A button pressed by mistake costs no point."""
    for name in ("cut-link", "become-candidate", "state-kinds"):
        question = question_of(visit(), name)
        check(question)
        expect(question.locator("[data-result]")).to_contain_text("first.")
        expect(question.locator("[data-mark]")).to_be_hidden()


def test_try_again(visit: Open) -> None:
    """Trying again shows nothing of the answer."""
    question = question_of(visit(), "cut-link")
    before = question.inner_text()
    question.get_by_label("Both sides elect a leader").check()
    check(question)
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
    question = question_of(page, "become-candidate")
    question.get_by_role("textbox").fill(nasty)
    check(question)
    judged(question, "Right.")
    number = question_of(page, "two-writes")
    number.get_by_role("textbox").fill(f"4 {nasty}")
    check(number)
    judged(number, f"Not right. The answer is 3 {nasty}.")
