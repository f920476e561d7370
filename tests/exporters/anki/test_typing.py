"""What is typed, numbers and words: compared by Anki's backend and judged by the card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from anki.collection import Collection

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, Html
from quizgen.kinds.cloze.body import Blank, Cloze
from quizgen.kinds.numeric.body import Number
from quizgen.simulators.calculation import SIMULATOR
from tests.exporters import samples
from tests.exporters.anki.conftest import Review
from tests.exporters.anki.reviewer import cards, studied
from tests.simulators.calculation.test_calculation import MINUTES_TYPED, calculation

MARKED = (
    ("हिन्दी", "हिंदी"),
    ("เบียร", "เบียร์"),
    ("שלום", "שָׁלוֹם"),
    ("سلام", "سَلَام"),
    ("cafe", "café"),
    ("நி", "நீ"),
)
"""An answer, and another spelling that differs in marks."""
SPELT = tuple(dict.fromkeys((answer, exact) for answer, exact, _, _ in samples.TYPED))


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A deck with a card for each answer."""
    text = Html(f"<p>It is {BLANK_OPEN}0{BLANK_CLOSE}.</p>")
    blanks = [Blank(answer, (), "", samples.CITED, exact=exact) for answer, exact in SPELT]
    blanks += [Blank(answer, (other,), "", samples.CITED) for answer, other in MARKED]
    made = (
        replace(samples.cloze(), id=f"gap-{number}", body=Cloze(text, (blank,))) for number, blank in enumerate(blanks)
    )
    with studied(replace(samples.sample_lesson(), cards=tuple(made)), tmp_path_factory.mktemp("gaps")) as opened:
        yield opened


def _verdict(gaps: Collection, same_page: Review, number: int, typed: str) -> str:
    (card,), reviewer = cards(gaps, f"gap-{number}"), same_page(opened=gaps)
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    return reviewer.texts(".qz-verdict:visible")[0][2:]


@pytest.mark.parametrize(("answer", "exact", "typed", "said"), samples.TYPED)
def test_capitals_and_spaces_count_where_they_tell_something(
    answer: str, typed: str, said: str, gaps: Collection, same_page: Review, *, exact: bool
) -> None:
    """Object counts as object and CO as Co; or a learner who knows the word is told nothing but that it is wrong."""
    assert _verdict(gaps, same_page, SPELT.index((answer, exact)), typed).startswith(said)


@pytest.mark.parametrize("number", range(len(MARKED)))
def test_spellings_that_differ_in_marks_are_right(number: int, gaps: Collection, same_page: Review) -> None:
    """Anki puts a space before a mark that begins a piece of its comparison; the right spelling would be wrong."""
    answer, other = MARKED[number]
    assert _verdict(gaps, same_page, len(SPELT) + number, other) == f"Right you typed {other}"
    assert _verdict(gaps, same_page, len(SPELT) + number, answer) == f"Right you typed {answer}"
    assert _verdict(gaps, same_page, len(SPELT) + number, f"{answer[:-1]}x") == "Not right"


@pytest.mark.parametrize(
    ("item", "typed", "said"),
    [
        ("quorum-size.n-5", "3", ["Right"]),
        ("quorum-size.n-5", "3 servers", ["Right"]),
        ("quorum-size.n-5", "+03 Servers", ["Right"]),
        ("quorum-size.n-5", "3,0", ["Right"]),
        ("quorum-size.n-5", "4", ["Not right"]),
        ("quorum-size.n-5", "3 ms", ["Not right"]),
        ("quorum-size.n-5", "three", ["Not right"]),
        ("quorum-size.n-5", "", []),
        ("two-writes", "25", ["Right"]),
        ("two-writes", "25,4", ["Right"]),
        ("two-writes", "24.5 ms", ["Right"]),
        ("two-writes", "2.55e1ms", ["Right"]),
        ("two-writes", "25.6", ["Not right"]),
        ("two-writes", "25 s", ["Not right"]),
        ("two-writes", "-25", ["Not right"]),
    ],
)
def test_numbers_are_compared_as_numbers(
    item: str, typed: str, said: list[str], deck: Collection, same_page: Review
) -> None:
    """Anki compares letters: an answer within the tolerance, with a comma or with its unit would look wrong."""
    (card,), reviewer = cards(deck, item), same_page()
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    signs = {"Right": "\N{CHECK MARK}", "Not right": "\N{BALLOT X}"}
    assert reviewer.texts(".qz-verdict:visible") == [f"{signs[word]} {word} you typed {typed}" for word in said]
    assert reviewer.page.locator("code#typeans").is_visible() == (not said)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Questions whose answers are large, such as 2 to the power of 53 plus 1, which JavaScript has not; or tiny."""
    made = [
        replace(samples.numeric(), id=f"large-{value}", body=Number(value, "", near, ""))
        for value, near in [(number, 0) for number in (37_851, 9_007_199_254_740_993, 1000, 103, 0, 1.6e-19)]
        + [(6.022e23, 1e21), (2e-12, 1e-13)]
    ]
    with studied(replace(samples.sample_lesson(), cards=tuple(made)), tmp_path_factory.mktemp("large")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("value", "typed", "said"),
    [
        ("37851", "37,851", "Right"),
        ("37851", "37.851", "Right"),
        ("37851", "37 851", "Right"),
        ("37851", "37,851.0", "Right"),
        ("37851", "378,51", "Not right"),
        ("9007199254740993", "9007199254740993", "Right"),
        ("9007199254740993", "9007199254740992", "Not right"),
        ("1.6e-19", "1.6e-19", "Right"),
        ("1.6e-19", "1,6e-19", "Right"),
        ("1.6e-19", "1.6 \N{MULTIPLICATION SIGN} 10^-19", "Right"),
        ("1.6e-19", "0", "Not right"),
        ("1.6e-19", "-1e-10", "Not right"),
        ("1.6e-19", "5e-10", "Not right"),
        ("0", "1e-12", "Not right"),
        ("2e-12", "2.05e-12", "Right"),
        ("2e-12", "0", "Not right"),
        ("2e-12", "3e-12", "Not right"),
        ("6.022e+23", "6.022\N{MULTIPLICATION SIGN}10^23", "Right"),
        ("6.022e+23", "6,022\N{MIDDLE DOT}10\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}", "Right"),
        ("6.022e+23", "6.022 x 10^23", "Right"),
        ("6.022e+23", "6.022*10**23", "Right"),
        ("6.022e+23", "6.022e22", "Not right"),
        ("1000", "10\N{SUPERSCRIPT THREE}", "Right"),
        ("1000", "10^3", "Right"),
        ("1000", "103", "Not right"),
        ("103", "10\N{SUPERSCRIPT THREE}", "Not right"),
    ],
)
def test_large_numbers_are_read_in_every_hand(
    value: str, typed: str, said: str, large: Collection, same_page: Review
) -> None:
    """A right number would be called wrong for how it is written; or 0 right, for a tiny one."""
    (card,), reviewer = cards(large, f"large-{value}"), same_page(opened=large)
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict:visible")[0][2:] == f"{said} you typed {typed}"


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A question whose answer is 43.2 minutes, in whatever unit."""
    units = tuple(SIMULATOR.other_units(calculation().scenario, "min").items())
    made = replace(samples.numeric(), id="minutes", body=Number(43.2, "min", 0, "", units))
    with studied(replace(samples.sample_lesson(), cards=(made,)), tmp_path_factory.mktemp("minutes")) as opened:
        yield opened


@pytest.mark.parametrize(("typed", "right"), MINUTES_TYPED)
def test_numbers_in_other_units_are_right(typed: str, right: bool, minutes: Collection, same_page: Review) -> None:  # noqa: FBT001
    """Who answers in hours what was asked in minutes has calculated the same."""
    (card,), reviewer = cards(minutes, "minutes"), same_page(opened=minutes)
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict:visible")[0][2:].startswith("Right" if right else "Not right")


@pytest.mark.parametrize(
    ("gap", "typed", "said"),
    [
        (0, "candidate", "Right"),
        (0, "CANDIDATE", "Right"),
        (0, "leader", "Not right"),
        (1, "current_term", "Right"),
        (1, "Current\N{NO-BREAK SPACE}term", "Right"),
        (1, "candidate", "Not right"),
        (2, "Raft::RequestVote<T>{{}}", "Right"),
    ],
)
def test_other_spellings_of_a_gap_are_right(
    gap: int, typed: str, said: str, deck: Collection, same_page: Review
) -> None:
    """A learner who writes an accepted spelling would be told that it is wrong."""
    card, reviewer = cards(deck, "become-candidate")[gap], same_page()
    reviewer.show_front(card)
    reviewer.page.locator("#typeans").fill(typed)
    reviewer.flip(card)
    assert reviewer.texts(".qz-verdict")[0][2:] == (f"{said} you typed {typed}" if said == "Right" else said)
    assert reviewer.page.locator("code#typeans").is_visible() == (said == "Not right")
    assert reviewer.page.locator(".qz-asked").get_attribute("data-blank") == str(gap + 1)
