"""Variants: names, codes, and what is on which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.variants import Request, RequestProblem, Variant, make, variant_names
from quizgen.variants.codes import decode
from quizgen.variants.keys import answers, evenness
from quizgen.variants.sheets import ContentChanged, check_items, variant_of
from tests.exporters.samples import large_lesson, sample_lesson
from tests.variants.pools import family_lesson

LESSON = family_lesson()


def _told(variant: Variant) -> list[tuple[int, str, str]]:
    return [(answer.number, answer.card.id, answer.text) for answer in answers(variant)]


@pytest.mark.parametrize(
    ("text", "names"),
    [("A,B,C", "A B C"), ("a, b ,", "A B"), ("3", "1 2 3"), ("1,3", "1 3"), ("RED,BLUE", "RED BLUE"), ("X", "X")],
)
def test_names(text: str, names: str) -> None:
    """What a teacher types is what the sheets are called."""
    assert variant_names(text) == tuple(names.split())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "between 1 and 1000"),
        ("0", "between 1 and 1000"),
        ("1001", "between 1 and 1000"),
        ("99999999", "between 1 and 1000"),
        ("A,A", "the same name"),
        ("A0,AO", "O and 0"),
        ("I,L", "I and 1"),
        ("A,-1", "not '-1'"),
        ("ÄRGER", "not 'ÄRGER'"),
        ("VERYLONGNAME", "not 'VERYLONGNAME'"),
        ("A;B", "not 'A;B'"),
    ],
)
def test_names_that_cannot_be(text: str, told: str) -> None:
    """Two sheets with codes that are read as one get one key."""
    with pytest.raises(RequestProblem, match=told):
        variant_names(text)


def test_each_family_comes_once_and_differs() -> None:
    """A sheet with all instances of a family asks the same thing four times."""
    variants = make(LESSON, Request(("A", "B", "C", "D")))
    drawn = [[card.id for card in variant.cards if card.family] for variant in variants]
    assert all(len(ids) == 1 for ids in drawn)
    assert len({name for ids in drawn for name in ids}) == 4
    assert {len(variant.cards) for variant in variants} == {9}
    assert len({tuple(card.family or card.id for card in variant.cards) for variant in variants}) == 4


def test_definitions_are_not_drawn() -> None:
    """A definition on the sheet answers the questions below it."""
    assert not any(card.kind == "concept" for card in make(LESSON, Request(("A",)))[0].cards)


def test_a_seed_gives_other_sheets_and_other_codes() -> None:
    """Last year's class has the sheets; this year's must get others."""
    first, second = (make(LESSON, Request(("A",), 5, seed))[0] for seed in ("", "2027"))
    assert first.code != second.code
    assert _told(first) != _told(second)
    assert make(LESSON, Request(("A",), 5, "2027"))[0] == second


@pytest.mark.parametrize("request_", [Request(("A", "B", "C")), Request(("7", "X"), 4, "exam"), Request(("A",), 9)])
def test_the_code_alone_leads_to_the_key(request_: Request) -> None:
    """A sheet is found in a drawer, and its pupil wants to know what was right."""
    for variant in make(LESSON, request_):
        found = variant_of([LESSON], decode(str(variant.code)))
        assert found == variant
        assert _told(found) == _told(variant)


def test_changed_content_is_told() -> None:
    """The key of today's lesson is not that of yesterday's sheet; to print it would mark the pupils wrong."""
    code = make(LESSON, Request(("A",)))[0].code
    shorter = replace(LESSON, cards=LESSON.cards[:-1])
    told = (
        r"sample has changed since this sheet was made: .* edition of 2025-03-01 .*; what is here bears the same date"
    )
    with pytest.raises(ContentChanged, match=told):
        variant_of([shorter], code)
    with pytest.raises(ContentChanged, match=r"what is here is that of 2026-01-01, and has fingerprint [0-9a-f]{8}"):
        variant_of([replace(shorter, released="2026-01-01")], code)
    assert variant_of([shorter, LESSON], code).lesson is LESSON, "two lessons may have the same tag"


def test_a_made_up_code_is_no_crash() -> None:
    """Codes come from paper that anybody can print."""
    code = replace(make(LESSON, Request(("A",)))[0].code, items=1000)
    with pytest.raises(ContentChanged, match="has 9 to draw from"):
        variant_of([LESSON], code)


def test_too_many_questions_are_told() -> None:
    """A sheet of twenty that has nine is handed out before anybody counts."""
    told = r"a sheet of 10 questions is asked for, and sample has 9 to draw from \(a family counts once\)"
    with pytest.raises(RequestProblem, match=told):
        make(LESSON, Request(("A",), 10))
    for items in (0, -1, 1024):
        with pytest.raises(RequestProblem, match="between 1 and 1023"):
            check_items(items)
    with pytest.raises(RequestProblem, match="no questions"):
        make(replace(LESSON, cards=LESSON.cards[:1]), Request(("A",)))


def test_dates_that_no_code_holds() -> None:
    """An edition of 1999 would be told as one of another year."""
    with pytest.raises(RequestProblem, match="does not fit"):
        make(replace(LESSON, released="1999-12-31"), Request(("A",)))


def test_evenness_counts_what_is_there() -> None:
    """The key says of the sheets that they are even, and a teacher relies on it."""
    variants = make(large_lesson(200), Request(variant_names("4"), 20))
    found = evenness(variants)
    assert sum(count for _, count in found.strata) == 20
    assert (found.different, found.repeated) == (80, 0)
    again = evenness(make(sample_lesson(), Request(("A", "B"))))
    assert (again.different, again.repeated) == (9, 9)
    with pytest.raises(ValueError, match="differ"):
        evenness([variants[0], replace(variants[1], cards=variants[1].cards[1:])])


def test_sheets_stay_what_they_are() -> None:
    """Codes are on paper: whatever changes what they stand for must raise the format in `codes`."""
    (variant,) = make(LESSON, Request(("A",)))
    assert str(variant.code) == "A-35XEE-8Z7V0-TDXEW-1Z000-000KE"
    told = [(name, text.replace("\N{EN DASH}", "-")) for _, name, text in _told(variant) if len(text) < 14]
    assert told == [
        ("cut-link", "B"),
        ("odd-text", "C, D"),
        ("write-steps", "3 - 4 - 2 - 1"),
        ("quorum-size.n-5.n-0", "3 servers"),
        ("state-kinds", "A - A - B - C"),
        ("long-text", "B"),
    ]
