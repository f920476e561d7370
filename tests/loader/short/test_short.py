"""Lessons in the short form as they are loaded: places, folders, what is code, and what a stranger's file costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.loader.document import Data, Reader, Refused
from quizgen.loader.short import parse_short
from tests.small import lesson

HEAD = """\
---
format: lesson/1
id: short
license: CC0-1.0
released: 2026-01-31
sources: {paper: {title: A paper}}
scenarios:
  elected: {simulator: raft, servers: 3, events: [{elect: S1}, {run: 100ms}], explore: {seeds: 3}}
---
# A short lesson
"""
THING = "Thing :: A thing.\n  cite: paper §1\n\n"


def _data(text: str) -> dict[str, Data]:
    data = Reader(parse_short("short.md", text).document).read()
    assert isinstance(data, dict)
    return data


def _items(text: str) -> list[dict[str, Data]]:
    items = _data(text)["items"]
    assert isinstance(items, list)
    return [item for item in items if isinstance(item, dict)]


def _found(tmp_path: Path, body: str) -> tuple[Diagnostic, ...]:
    file = tmp_path / "short.md"
    file.write_text(HEAD + body, encoding="utf-8")
    return check(file, Silent()).diagnostics


def _placed(tmp_path: Path, body: str) -> list[tuple[str, int, int]]:
    before = HEAD.count("\n")
    return [(each.code, each.span.line - before, each.span.column) for each in _found(tmp_path, body)]


# --- where things are


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Q: Who?\nA: S1.\n  cite: papyrus §1\n", ("unknown-source", 3, 9)),
        (
            "Who leads?\n- [x] S1\n  always: leaders() = 1\n- [ ] S2\n  cite: paper §1\nscenario: elected\n",
            ("invalid-claim", 3, 21),
        ),
        ("How many?\n= 3 ± -1 km\n  cite: paper §1\n", ("invalid-value", 2, 7)),
        ("Who?\n| S1 | leader |\n| S1 | other |\n", ("duplicate-option", 3, 3)),
        ("Put in order.\n1. one\n   cite: papyrus §1\n2. two\n   cite: paper §1\n", ("unknown-source", 3, 10)),
        ("S1 is a [[leader]].\nblanks:\n  other: {answer: x, cite: paper §1}\n", ("blank", 3, 3)),
        ("Who?\n- [x] a\n- [ ] b\ntags: a, b c\n", ("invalid-value", 4, 10)),
        ("Who?\n- [x] a\n- [ ] b\nscenario: {simulator: raft,\n  servrs: 3}\n", ("unknown-key", 5, 3)),
        ("Who?\n- [x] a\n- [ ] b\n```yaml fields\nfor_each: {n: [1]}\nlevle: x\n```\n", ("unknown-key", 6, 1)),
        ("## Other\nrequires: nothing\n: It is.\n  cite: paper §1\n", ("unknown-concept", 2, 11)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_mistakes_are_told_where_they_stand(tmp_path: Path, body: str, told: tuple[str, int, int]) -> None:
    """An author with forty questions in a file is led to the value that is wrong, not to the file."""
    assert told in _placed(tmp_path, body)


def test_a_head_that_is_wrong_is_told_where_it_is(tmp_path: Path) -> None:
    """The line numbers of the head count from the top of the file, as an editor counts them."""
    file = tmp_path / "short.md"
    file.write_text("---\nformat: lesson/1\nid: Not An Id\n---\n# T\n\nQ: a?\nA: b\n", encoding="utf-8")
    assert ("invalid-value", 3, 5) in [(one.code, one.span.line, one.span.column) for one in load(file)[1]]


# --- which files


def test_a_folder_holds_both_forms_and_other_markdown(tmp_path: Path) -> None:
    """A README beside lessons makes no cards, and a lesson in Markdown is not left out."""
    (tmp_path / "README.md").write_text("# About\n\nQ: not a card?\nA: no\n", encoding="utf-8")
    (tmp_path / "post.md").write_text("---\ntitle: A page\n---\n# About\n", encoding="utf-8")
    (tmp_path / "short.md").write_text(f"{HEAD}{THING}Q: Who?\nA: S1.\n  cite: paper §1\n", encoding="utf-8")
    item = "items: [{id: who, kind: recall, concept: thing, stem: Who?, points: [{text: S1, cite: paper §1}]}]\n"
    (tmp_path / "other.yaml").write_text(lesson(item, "other").replace("[{id: thing", "[{id: else"), encoding="utf-8")
    deck, found = load(tmp_path)
    assert [placed.head.id for placed in deck.lessons] == ["other", "short"]
    assert [file.name for file in deck.files] == ["other.yaml", "short.md"]
    assert [each for each in found if each.severity == "error"] == []


def test_a_misspelt_format_is_told(tmp_path: Path) -> None:
    """A lesson whose format has a typing error is not passed over as if it were a README."""
    (tmp_path / "short.md").write_text("---\nformat: leson/1\n---\n# T\n", encoding="utf-8")
    assert [each.code for each in load(tmp_path)[1] if each.severity == "error"] == ["file-format"]


@pytest.mark.parametrize("name", ["rules/1", "curriculum/1"])
def test_only_lessons_are_written_in_markdown(tmp_path: Path, name: str) -> None:
    """A file of rules that ends in .md is not passed over, nor taken for a lesson."""
    (tmp_path / "short.md").write_text(f"---\nformat: {name}\n---\n# T\n", encoding="utf-8")
    told = [(each.code, each.span.line) for each in load(tmp_path)[1] if each.severity == "error"]
    assert told == [("file-format", 2)]


def test_a_file_alone_knows_concepts_of_neighbours_in_either_form(tmp_path: Path) -> None:
    """A lesson is checked alone while the concept that it names stands in a file of the other form."""
    (tmp_path / "short.md").write_text(f"{HEAD}{THING}Q: Who?\nA: S1.\n  cite: paper §1\n", encoding="utf-8")
    item = "items: [{id: who-else, kind: recall, concept: thing, stem: Who?, points: [{text: S1, cite: paper §1}]}]\n"
    other = tmp_path / "other.yaml"
    other.write_text(lesson(item, "other").replace("[{id: thing", "[{id: else"), encoding="utf-8")
    assert "unknown-concept" not in [each.code for each in check(other, Silent()).diagnostics]


def test_a_concept_without_a_definition_holds_questions_and_makes_no_card(tmp_path: Path) -> None:
    """Whoever groups questions under a heading does not get a card with an empty back."""
    assert _found(tmp_path, "## Elections\n\nQ: Who?\nA: S1.\n  cite: paper §1\nid: who\n") == ()
    (placed,) = load(tmp_path / "short.md")[0].lessons
    assert [concept.id for concept in placed.head.concepts] == ["elections"]
    assert placed.head.statements() == ()


# --- what is a marker


@pytest.mark.parametrize(
    "code",
    [
        "```\n- [x] no\nlevel: no\n= 5\n```",
        "~~~~ text\n```\nQ: no\n~~~~",
        "    - [x] indented\n    A: no",
        "$$\nx\n= 42\n$$",
        "> - [x] quoted",
        "Is `[[x]]` or $[[y]]$ a gap, and `f :: Int` a term?",
        "| a | b | c |\n| - | - | - |\n| 1 | 2 | 3 |",
        "- a list\n- of two",
        "![a cell](cell.png)",
    ],
)
def test_what_is_no_marker_stays_text(code: str) -> None:
    """A question about code, formulas or Markdown shows what its author wrote."""
    (item,) = _items(f"What is this?\n\n{code}\n\n- [x] yes\n- [ ] no\n")
    assert item["stem"] == f"What is this?\n\n{code}"
    assert item["options"] == [{"key": True, "text": "yes"}, {"text": "no"}]


def test_questions_part_where_the_answer_is() -> None:
    """Twenty questions typed one below the other are twenty cards, in their order."""
    text = "One?\n- [x] a\n- [ ] b\n\nTwo?\n= 2\n\nThree [[3]].\n\nFour?\n1. a\n2. b\n\n"
    text += "Five?\n| a | b |\n| c | d |\n\nQ: Six?\nA: 6\n"
    kinds = ["multiple_choice", "numeric", "cloze", "ordering", "matching", "recall"]
    assert [item["kind"] for item in _items(text)] == kinds
    assert [item["id"] for item in _items(text)] == ["one", "two", "three", "four", "five", "six"]


def test_a_glossary_needs_no_empty_lines() -> None:
    """A list of terms with their sources is a list of concepts, however closely it is typed."""
    concepts = _data("Cell :: A room.\n  cite: x 1\nWall :: What parts it.\n  cite: x 2\nDoor\n: A way in.\n")[
        "concepts"
    ]
    assert isinstance(concepts, list)
    assert [one["name"] for one in concepts if isinstance(one, dict)] == ["Cell", "Wall", "Door"]


def test_line_ends_tabs_and_stars_are_as_good() -> None:
    """What a Windows editor saves, or another habit of Markdown, reads the same."""
    plain = "Which?\n- [x] a\n    because\n- [ ] b\n"
    assert _items(plain.replace("\n", "\r\n").replace("    ", "\t").replace("-", "*")) == _items(plain)


def test_evidence_need_not_be_said_without_a_head(tmp_path: Path) -> None:
    """A first file of three lines builds, and its cards say that nothing stands behind them."""
    file = tmp_path / "first.md"
    file.write_text("# First\nid: first\n\nQ: Who?\nA: S1.\nid: who\n", encoding="utf-8")
    checked = check(file, Silent())
    assert checked.diagnostics == ()
    assert checked.deck.lessons[0].items[0].question.statements()[0][1].unverified == "no source is named"


def test_evidence_for_all_of_a_first_file_is_welcome(tmp_path: Path) -> None:
    """Whoever gives each answer its source is not told off for a line that nobody wrote."""
    file = tmp_path / "first.md"
    file.write_text(
        "# First\nid: first\nsources: {paper: {title: A paper}}\n\nQ: Who?\nA: S1.\n  cite: paper §1\nid: who\n",
        "utf-8",
    )
    assert check(file, Silent()).diagnostics == ()


def test_a_made_id_is_warned_of(tmp_path: Path) -> None:
    """An author learns that a corrected text would be a new card before learners lose their history."""
    (found,) = _found(tmp_path, f"{THING}Q: Who leads?\nA: S1.\n  cite: paper §1\n")
    assert (found.code, found.severity) == ("id-missing", "warning")
    assert "id: who-leads" in found.hint


def test_equal_texts_get_different_ids() -> None:
    """Two questions that begin alike do not become one card."""
    items = _items("Who?\n- [x] a\n- [ ] b\n\nWho?\n- [x] c\n- [ ] d\n\n什么是细胞?\n= 1\n")
    assert [item["id"] for item in items][:2] == ["who", "who-2"]
    assert str(items[2]["id"]).startswith("q-")


@pytest.mark.parametrize(
    ("text", "made"), [("It is in the [[S|s]] phase.", "it-is-in-the-phase"), ("[[alone]].", "q-")]
)
def test_an_id_does_not_hold_what_a_gap_asks_for(text: str, made: str) -> None:
    """Otherwise whoever looks at the card in Anki's browser reads the answer above it."""
    (item,) = _items(f"{text}\n")
    assert str(item["id"]).startswith(made)
    assert "alone" not in str(item["id"])


# --- files of strangers

HOSTILE: dict[str, Callable[[int], str]] = {
    "options": lambda n: "Q?\n" + "- [x] a\n" * n,
    "equal questions": lambda n: "Same?\n- [x] a\n- [ ] b\n\n" * n,
    "equal gaps": lambda n: "a " + "[[x]] " * n,
    "gaps": lambda n: "a " + "".join(f"[[x{index}]] " for index in range(n)),
    "brackets": lambda n: "[[" * n,
    "ticks": lambda n: " ".join("`" * (index % 40 + 1) for index in range(n // 4)),
    "dollars": lambda n: "$a " * n,
    "concepts": lambda n: "".join(f"## Name {index}\n" for index in range(n)),
    "comments that are never closed": lambda n: "<!-- a\n" * n,
    "formulas that are never closed": lambda n: "$$ a\n\n" * n,
    "nearly fields": lambda n: "levle: x\n\n" * n,
    "bars": lambda n: "Q\n" + "| \\|" * n,
    "empty lines": lambda n: "- [x] a\n\n\n\n" * n,
    "lists of YAML": lambda n: "Q\n- [x] a\n" + "tags: [a]\n" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_costs_grow_with_the_file(name: str) -> None:
    """A file that somebody made to be slow is refused, or read, in a time that grows with its length only."""

    def cost(size: int) -> float:
        began = time.process_time()
        with suppress(Refused):
            Reader(parse_short("short.md", HOSTILE[name](size)).document).read()
        return time.process_time() - began

    assert cost(4_000) < 6 * cost(1_000) + 0.3


def test_too_much_is_refused() -> None:
    """A file of a million lines is told to be too long, and does not fill the memory."""
    with pytest.raises(Refused) as refused:
        parse_short("short.md", "a\n" * 400_000)
    assert refused.value.diagnostic.code == "yaml-too-much"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Q\n- [x] a\nfor_each: &a [x, *a]\n", "yaml-alias"),
        (f"Q\n- [x] a\nfor_each: {'[' * 40}{']' * 40}\n", "yaml-depth"),
        ("Q\n- [x] a\x1b[2J\n", "yaml-character"),
        ("Q\n- [x] a\nfor_each: !!python/object:os.system {}\n", "yaml-tag"),
        ("Q\n- [x] a\nfor_each: {a: 1\n", "yaml-syntax"),
    ],
)
def test_what_yaml_refuses_is_refused_here(tmp_path: Path, text: str, code: str) -> None:
    """What cannot harm in YAML cannot harm in a field either, and is told with its line."""
    file = tmp_path / "short.md"
    file.write_text(text, encoding="utf-8")
    assert code in [each.code for each in load(file)[1] if each.span.line]
