"""From YAML to the short form and back: nothing is lost, whatever a lesson says, and what is tidy stays."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizgen.formatting import NotFormatted, formatted
from quizgen.formatting.lesson import read, same, to_short, to_yaml
from quizgen.formatting.plain import written
from quizgen.formatting.tidying import tidy_short, tidy_yaml
from quizgen.formatting.yaml_text import block
from quizgen.loader import load
from quizgen.loader.document import Data
from quizgen.model.lesson import PlacedLesson
from quizgen.review.statements import statements
from quizgen.system import resources
from tests.docs.pages import blocks
from tests.docs.pages import read as page

SHIPPED = sorted(
    file for file in resources.content().rglob("*.yaml") if "\nformat: lesson/1\n" in "\n" + file.read_text("utf-8")
)
COMMENTED = """\
# For the second year.
format: lesson/1
id: cells   # never change
title: Cells
subject: biology
# Ask Ada about the licence.
license: CC0-1.0
level: junior
released: 2026-11-28
sources:
  book: {title: Biology}   # third edition
concepts:
  # The first word.
  - id: cell
    name: Cell
    definition: What lives. # too short?
    cite: book 1
items:
  # Ask it late.
  - id: atp
    kind: multiple_choice
    concept: cell
    stem: Which one makes ATP?
    options:
      - {text: Mitochondrion, key: true, cite: book 2}
      # Everybody takes this.
      - {text: "Ribosome # one", rationale: It makes proteins., cite: book 2}
    explanation: >- # folded
      It burns sugar.
# The end.
"""
REMARKS = [
    *("For the second year.", "never change", "Ask Ada about the licence.", "third edition", "The first word."),
    *("too short?", "Ask it late.", "Everybody takes this.", "folded", "The end."),
]


def _equal(text: str, other: str) -> bool:
    """Tell whether a lesson in YAML and one in the short form say the same."""
    return same(written(*read("lesson.yaml", text)), written(*read("lesson.md", other)))


def _loaded(folder: Path, name: str, text: str) -> PlacedLesson:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    deck, found = load(file)
    assert [each for each in found if each.severity == "error"] == []
    return deck.lessons[0]


def _digests(lesson: PlacedLesson) -> list[str]:
    return [one.digest for one in statements(lesson).written]


# --- nothing is lost


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_lessons_go_there_and_back(file: Path, tmp_path: Path) -> None:
    """A learner's history and a reader's signatures survive that a team turns to the other form, and back."""
    folder = tmp_path / "content"
    copytree(file.parent, folder)  # rules that it names stand beside it
    before = _loaded(folder, file.name, file.read_text("utf-8"))
    short = to_short(file.name, file.read_text("utf-8"))
    assert "yaml fields" not in short
    back = to_yaml("lesson.md", short)
    for name, text in ((f"{file.stem}.md", short), (f"{file.stem}.yaml", back)):
        after = _loaded(folder, name, text)
        assert after.head == before.head
        assert [item.question for item in after.items] == [item.question for item in before.items]
        assert [item.family for item in after.items] == [item.family for item in before.items]
        assert _digests(after) == _digests(before)


def test_the_example_of_the_format_goes_there_and_back() -> None:
    """Whatever the reference shows in YAML can be said in the short form."""
    parts = blocks(page("docs/content-format.md"), "yaml")
    items = "".join(part for part in parts if part.startswith("- "))
    head = "".join(part for part in parts if not part.startswith(("- ", "format: curriculum/1")))
    text = f"{head}items:\n{items}"
    short = to_short("lesson.yaml", text)
    assert _equal(text, short)
    assert _equal(to_yaml("lesson.md", short), short)


def test_comments_are_kept() -> None:
    """What an author noted beside a question is still there, by its question."""
    short = to_short("lesson.yaml", COMMENTED)
    back = to_yaml("lesson.md", short)
    for text in (short, back):
        assert [remark for remark in REMARKS if text.count(remark) != 1] == []
    atp = short.index("### atp")
    assert short.index("## Cell\n") < short.index("<!-- Ask it late. -->") < short.index("<!-- Everybody") < atp
    assert "Ribosome # one" in short


def test_pairs_that_are_told_apart_by_their_order_keep_it() -> None:
    """The groups of a partition are drawn in the order in which they were written."""
    item: dict[str, Any] = {
        "id": "a",
        "kind": "numeric",
        "concept": "cell",
        "stem": "Which?",
        "answer": {"value": 1, "cite": "book 1"},
    }
    item["scenario"] = {"simulator": "raft", "servers": 3, "events": [{"partition": {"right": ["S1"], "left": ["S2"]}}]}
    text = COMMENTED.partition("items:")[0] + block({"items": [item]})
    assert "{right: [S1], left: [S2]}" in to_short("lesson.yaml", text)


# --- whatever a lesson says

WORDS = st.sampled_from(
    [
        *(
            "Who?",
            "a | b",
            "- [x] no",
            "= 5",
            "Q: x",
            "A: y",
            "level: x",
            "levle: x",
            "1. one",
            "# head",
            "### id",
            "---",
        ),
        *(
            "```\n- [x] a\n```",
            "~~~\nb\n~~~",
            "`a :: b`",
            "a :: b",
            ": c",
            "[[x]]",
            "[[x|y]]",
            "`[[x]]`",
            "$x$",
            "$$\nx\n$$",
        ),
        *(
            "<!-- no -->",
            "yes",
            "true",
            "null",
            "1.50",
            "0x1F",
            "{{ n }}",
            "[a]",
            "{a: b}",
            "'quoted'",
            '"q"',
            "a # b",
            "a: b",
        ),
        *(
            "| a | b |\n| - | - |\n| 1 | 2 |",
            "    code",
            "two\nlines",
            "two\n\nparts",
            "ends \\",
            "ü 中文",
            "*",
            "-",
            "=",
            "Text: x",
        ),
        *("a, b", "a  b", "```yaml fields\na: 1\n```", "<!--", "```", "\\[x\\]", "|", "::", "text: a", "rationale: a"),
    ]
)
TEXT = st.lists(WORDS, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from([" ".join(words), "\n".join(words), "\n\n".join(words)])
)
LINE = TEXT.map(lambda text: " ".join(text.split()))
EVIDENCE = st.one_of(
    st.builds(lambda text: {"cite": text}, LINE),
    st.builds(lambda text: {"unverified": text}, LINE),
    st.builds(lambda text: {"always": text}, TEXT),
    st.just({}),
)
NUMBERS = st.one_of(st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6), st.just("{{ n + 1 }}"))


def _having(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda some, evidence: some | evidence, st.fixed_dictionaries(fields), EVIDENCE)


def _some(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


OPTION = st.builds(
    lambda one, more: one | more,
    _having(text=TEXT, key=st.booleans()),
    _some({"rationale": TEXT, "misconception": LINE}),
)
BLANK = st.builds(
    lambda one, more: one | more, _having(answer=LINE), _some({"accept": st.lists(LINE, max_size=2), "hint": LINE})
)
STEP = st.one_of(_having(text=TEXT), st.just({"event": {"type": "vote_self", "with": {"term": 1}}}))
ANSWERS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "multiple_choice": st.fixed_dictionaries({"stem": TEXT, "options": st.lists(OPTION, min_size=1, max_size=3)}),
    "multiple_response": st.fixed_dictionaries({"stem": TEXT, "options": st.lists(OPTION, min_size=1, max_size=3)}),
    "numeric": st.fixed_dictionaries({"stem": TEXT, "answer": _having(value=NUMBERS, unit=LINE, tolerance=NUMBERS)}),
    "cloze": st.builds(
        lambda text, names, blank: {"text": f"{text} [[{names}]]", "blanks": {names: blank}},
        TEXT,
        st.sampled_from(["gap", "x", "a-b"]),
        BLANK,
    ),
    "recall": st.builds(
        lambda one, more: one | more,
        st.fixed_dictionaries({"stem": TEXT, "points": st.lists(_having(text=TEXT), min_size=1, max_size=3)}),
        _some({"answer": TEXT}),
    ),
    "ordering": st.builds(
        lambda one, more: one | more,
        st.fixed_dictionaries({"stem": TEXT, "steps": st.lists(STEP, min_size=2, max_size=3)}),
        _some({"free": st.just([[1, 2]]), "by": st.just("time")}),
    ),
    "matching": st.fixed_dictionaries(
        {"stem": TEXT, "pairs": st.lists(_having(left=TEXT, right=TEXT), min_size=1, max_size=3)}
    ),
}
MORE = _some(
    {
        "level": LINE,
        "tags": st.lists(st.sampled_from(["a", "b-c", "a, b"]), max_size=2),
        "explanation": TEXT,
        "assumes": LINE,
        "scenario": st.one_of(st.just("cut"), st.just({"simulator": "raft", "servers": "{{ n }}"})),
        "for_each": st.just({"n": [3, 5]}),
    }
)


HEAD: dict[str, Data] = {
    "format": "lesson/1",
    "id": "drawn",
    "subject": "a",
    "level": "b",
    "license": "c",
    "released": "2026-01-31",
}


@st.composite
def _lessons(draw: st.DrawFn) -> str:
    """Draw a lesson: it need not be right, only be written as lessons are."""
    items: list[Any] = []
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(sorted(ANSWERS)))
        of = draw(st.sampled_from(["cell", "other", "elsewhere"]))
        items.append({"id": f"item-{number}", "kind": kind, "concept": of, **draw(ANSWERS[kind]), **draw(MORE)})
    concepts: list[Any] = [
        {"id": "cell", "name": draw(LINE), "definition": draw(TEXT)},
        {"id": "other", "name": draw(LINE)},
    ]
    head = {"title": draw(LINE), "opening": draw(TEXT)}
    return block({**HEAD, **head, "concepts": concepts, "items": items}) + "\n"


@settings(max_examples=60)
@given(_lessons())
@example(f"{block(HEAD)}\ntitle: T\nitems: [{{id: a, kind: recall, concept: c, stem: 1, points: [x, true, 1.50]}}]\n")
def test_nothing_is_lost_whatever_a_lesson_says(text: str) -> None:
    """A text that looks like a marker, a field or code is still the same text after a way there and back."""
    short = to_short("lesson.yaml", text)
    assert _equal(text, short)
    back = to_yaml("lesson.md", short)
    assert _equal(back, short)
    assert to_short("lesson.yaml", back) == short
    assert tidy_short(tidy_short(short)) == tidy_short(short)


# --- in good order


def test_the_short_form_is_tidied_and_gets_its_ids(tmp_path: Path) -> None:
    """An author who forgot ids has them written, and what was typed in haste reads as in the manual."""
    file = tmp_path / "cells.md"
    file.write_bytes(
        b"# Cells  \r\n\r\n\r\n\r\nWhich?\r\n* [X] a  \r\n+ [ ] b\r\n\r\nHow many?\r\n=5 +- 1 km\r\n\r\n"
        b"Osmosis :: Water moves.\r\n\tcite: x 1\r\n"
    )
    made = formatted(file)
    assert made.text == (
        "# Cells\nid: cells\n\nWhich?\n- [x] a\n- [ ] b\nid: which\n\nHow many?\n= 5 ± 1 km\nid: how-many\n\n"
        "Osmosis :: Water moves.\n    id: osmosis\n    cite: x 1\n"
    )
    assert made.changed
    file.write_text(made.text, encoding="utf-8")
    assert not formatted(file).changed
    assert [each.code for each in load(file)[1] if each.code == "id-missing"] == []


def test_ids_that_are_written_are_those_that_were_made(tmp_path: Path) -> None:
    """Whoever imported a deck before the ids were written keeps its cards."""
    text = "---\nformat: lesson/1\n---\n\n### Who?\n- [x] a\n- [ ] b\n\n---\n\nS1 is a [[leader]].\n\nWho?\n= 3\n"
    before = _loaded(tmp_path, "cells.md", text)
    after = _loaded(tmp_path, "cells.md", formatted(tmp_path / "cells.md").text)
    assert [item.question for item in after.items] == [item.question for item in before.items]
    assert after.head == before.head


def test_yaml_is_tidied_but_for_its_texts() -> None:
    """Spaces at the ends of lines go, but none of a block of code that learners see."""
    text = "a: 1  \r\n\r\n\r\n\r\nb: |\n  x  \n\n\n  y\nc: 'x\n\n\n  y'   # why  \n\n\n"
    assert tidy_yaml(text) == "a: 1\n\nb: |\n  x  \n\n\n  y\nc: 'x\n\n\n  y'   # why\n"
    assert tidy_yaml(tidy_yaml(text)) == tidy_yaml(text)


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_lessons_are_tidy(file: Path) -> None:
    """The lessons that authors learn from are in the order that the command makes."""
    assert not formatted(file).changed


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "format: lesson/1\nitems: [{id: a, kind: riddle}]\n"),
        ("a.yaml", "format: lesson/1\nitems: [{id: Not An Id, kind: recall, concept: c, stem: a, points: [b]}]\n"),
        ("a.md", "Who?\n- [x] a\nand b\n"),
        ("a.yaml", "format: lesson/1\n  a: b\n"),
    ],
)
def test_what_is_wrong_is_not_written_anew(tmp_path: Path, name: str, text: str) -> None:
    """A file with a mistake in it is not changed into one that says something else."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(NotFormatted) as told:
        formatted(file, "yaml" if name == "a.md" else "short")
    assert told.value.diagnostic.span.file.endswith(name)
