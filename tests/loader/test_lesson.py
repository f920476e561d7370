"""One lesson: what its texts can show of the scenarios that they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.kinds.choice.question import MultipleResponse
from quizgen.kinds.recall.question import Recall
from quizgen.loader import load
from quizgen.loader.lesson import filling
from tests.small import write

FIRST = "{simulator: raft, servers: 2, start: {S1: {log: [1, 2]}}}"
SECOND = "{simulator: raft, servers: 2, start: {S1: {log: [3]}}}"
ITEM = f"""\
items:
  - id: one
    kind: multiple_response
    concept: thing
    scenario: {FIRST}
    stem: "These are they: {{{{ logs }}}} Which?"
    explanation: "{{{{ logs }}}}"
    options:
      - {{text: "{{{{ logs }}}}", key: true, cite: paper §1}}
      - {{text: "{{{{ logs }}}}", rationale: No., scenario: {SECOND}, always: 'log_terms("S1") == [1]'}}
"""


def table(*boxes: str) -> str:
    """Return the table of two servers, the first with these boxes."""
    head, rule = " | ".join(map(str, range(1, len(boxes) + 1))), " | ".join("---" for _ in boxes)
    lines = (
        f"Server / index → term | {head}",
        f"--- | {rule}",
        f"S1 | {' | '.join(boxes)}",
        f"S2 | {' | '.join('' for _ in boxes)}",
    )
    return "\n".join(f"| {line} |" for line in lines)


def test_texts_show_what_their_scenario_states(tmp_path: Path) -> None:
    """The figure that a learner sees could differ from the one that is run; each option has its own."""
    deck, found = load(write(tmp_path, ITEM))
    assert found == ()
    question = deck.lessons[0].items[0].question
    assert isinstance(question, MultipleResponse)
    assert question.stem == f"These are they: \n\n{table('1', '2')}\n\n Which?"
    assert question.explanation == table("1", "2")
    assert [option.text for option in question.options] == [table("1", "2"), table("3")]


def test_a_scenario_that_cannot_be_run_is_all_that_is_told(tmp_path: Path) -> None:
    """A second message, that the figure has no value, would hide the one that helps."""
    deck, found = load(write(tmp_path, ITEM.replace("servers: 2, start: {S1", "servers: 1000000000, start: {S1")))
    assert found == ()
    assert deck.lessons[0].items[0].question.scenario is not None


def test_without_a_start_there_is_nothing_to_show(tmp_path: Path) -> None:
    """A stem would show an empty place where its figure should be."""
    _, (found, *_) = load(write(tmp_path, ITEM.replace(", start: {S1: {log: [1, 2]}}", "")))
    assert found.code == "template"
    assert "`logs`, which has no value here" in found.message


def test_many_figures_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few lines of a stranger's content could stand for gigabytes."""
    monkeypatch.setattr(filling, "MAX_EXPANDED", 100)
    _, found = load(write(tmp_path, ITEM))
    assert {each.code for each in found} == {"too-many-items"}
    assert "the templates of this lesson stand for more than 100 characters" in found[0].message


def test_outside_of_items_a_statement_shows_its_own(tmp_path: Path) -> None:
    """A sentence of the summary about a figure could not show it."""
    body = "items: [{id: one, kind: recall, concept: thing, stem: S?, points: [{text: P., cite: paper §1}]}]\n"
    summary = f'summary: [{{text: "{{{{ logs }}}}", scenario: {FIRST}, always: leaders() == 0}}]\n'
    deck, found = load(write(tmp_path, body + summary))
    assert found == ()
    assert deck.lessons[0].head.summary[0].text == table("1", "2")
    assert isinstance(deck.lessons[0].items[0].question, Recall)


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "com0", "lpt9"])
def test_lesson_that_no_file_on_windows_can_be_called_after_is_refused(name: str, tmp_path: Path) -> None:
    """The deck opens a device instead of a file: on Windows nobody can build it, unpack it or keep it."""
    written = write(tmp_path, "items: []\n", "lesson")
    written.write_text(written.read_text(encoding="utf-8").replace("id: lesson", f"id: {name}", 1), encoding="utf-8")
    told = next(each for each in load(written)[1] if "Windows" in each.message)
    assert (told.span.line, told.span.column) == (2, 5)
    assert told.message == "`id`: is what Windows calls a device: no file can be called so"
    assert told.hint == f"choose another, such as `{name}-lesson`"


@pytest.mark.parametrize("name", ["console", "con-1", "com10", "null", "lpt"])
def test_lessons_with_other_names_are_not(name: str, tmp_path: Path) -> None:
    """An author cannot call a lesson what it is about."""
    assert not [each for each in load(write(tmp_path, ITEM, name))[1] if "Windows" in each.message]
