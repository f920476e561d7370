"""What print and website share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from quizgen.cards import Html
from quizgen.exporters import ExportError
from quizgen.exporters import pages as shared
from quizgen.exporters.pages import (
    arranged,
    batches,
    check_pictures,
    environment,
    levels,
    strings,
    with_pictures,
)
from tests.exporters.samples import large_lesson, sample_lesson


def test_every_card_is_a_question_or_a_definition() -> None:
    """A card that is neither is lost from print and website."""
    lesson = sample_lesson()
    assert sorted((*lesson.questions, *lesson.definitions), key=lambda card: card.position) == list(lesson.cards)
    assert [card.id for card in lesson.definitions] == ["concept.majority"]


@pytest.mark.parametrize("size", [1, 7, 90, 1000])
def test_batches_lose_nothing(size: int) -> None:
    """Parts hold every question once, in order, numbered through, none above its size and none nearly empty."""
    lesson = large_lesson(100)
    parts = [[entry for group in part for entry in group.questions] for part in batches(lesson, size)]
    assert [entry for part in parts for entry in part] == list(enumerate(lesson.questions, 1))
    assert max(map(len, parts)) <= size
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_batches_group_by_concept() -> None:
    """A heading stands above the questions about it, and only its first one is the target of links."""
    (part,) = batches(large_lesson(20), 100)
    assert [(group.concept, group.first) for group in part][:5] == [
        ("majority", True),
        ("election", True),
        ("commit", True),
        ("texts", True),
        ("majority", False),
    ]
    assert all(card.concept == group.concept for group in part for _, card in group.questions)
    assert batches(replace(sample_lesson(), cards=()), 10) == ()


def test_levels_of_any_word_come_in_an_order() -> None:
    """A level in the author's own language would end the build, or stand where nobody looks for it."""
    lesson = large_lesson(8)
    words = ("Klasse 8", "senior", "junior", "Klasse 7")
    own = replace(
        lesson, cards=tuple(replace(card, level=word) for card, word in zip(lesson.questions, words, strict=False))
    )
    assert levels(own)[:4] == ("junior", "middle", "senior", "Klasse 8")
    assert [card.level for card in arranged(own, "level")] == ["junior", "senior", "Klasse 8", "Klasse 7"]
    plain = replace(own, cards=tuple(replace(card, level="Grundkurs") for card in own.cards))
    assert levels(plain) == ("Grundkurs",)
    ((group, *_),) = batches(plain, 10, "level")
    assert group.name == "Grundkurs"


def test_pictures_are_placed() -> None:
    """A picture's name is replaced and nothing else, also not a text that looks like one."""
    html = '<p>src="a.svg"</p><img alt="src" src="a&amp;b.svg"><code>&lt;img src="a.svg"&gt;</code>'
    placed = with_pictures(html, lambda name: f"<{name}>")
    assert placed == html.replace('src="a&amp;b.svg"', 'src="&lt;a&amp;b.svg&gt;"')


def test_pictures_have_files(tmp_path: Path) -> None:
    """A missing picture is named with its item before anything is written."""
    lesson = sample_lesson()
    check_pictures(lesson)
    with pytest.raises(ExportError, match=r"^item cut-link: there is no picture 'cluster-1f3a.svg'$"):
        check_pictures(replace(lesson, assets={"cluster-1f3a.svg": tmp_path / "gone.svg"}))
    opened = replace(lesson, opening=Html('<p><img src="b.png" alt=""></p>'))
    with pytest.raises(ExportError, match=r"^lesson sample, opening: there is no picture 'b.png'$"):
        check_pictures(opened)


def test_strings_reach_everything() -> None:
    """A check that misses a text lets its mistake through."""
    found = {text for _, text in strings(sample_lesson())}
    card = sample_lesson().cards[1]
    assert {card.stem, card.evidence, *card.sources, "Majorities & <logs>", "Clusters and what they survive"} <= found
    assert {"a role", "current_term", "servers", "majority quorum", "persistent", sample_lesson().opening} <= found


def test_templates_are_strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is never taken for HTML, and a misspelt name in a template fails instead of printing nothing."""
    (tmp_path / "page.html").write_text("{{ text }}|{{ text | html }}|{{ missing }}", encoding="utf-8")
    monkeypatch.setattr(shared, "templates", lambda _exporter: tmp_path)
    page = environment("any").get_template("page.html")
    assert page.render(text="<b>", missing="") == "&lt;b&gt;|<b>|"
    with pytest.raises(UndefinedError):
        page.render(text="")
