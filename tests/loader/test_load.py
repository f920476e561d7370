"""From a folder to a deck: everything that is wrong in all files comes back, at its place."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.diagnostics import Diagnostic
from quizgen.loader import load
from quizgen.model.lesson import Deck
from quizgen.simulators import SIMULATORS
from tests.small import lesson, lines_before, write

RECALL = "{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}"


def told(diagnostic: Diagnostic, body: str = "") -> tuple[str, int, int]:
    """Return a diagnostic's code and place; lines count from the body's first."""
    before = lines_before(body) if body else 0
    return diagnostic.code, diagnostic.span.line - before, diagnostic.span.column


def loaded(folder: Path, body: str) -> tuple[Deck, tuple[Diagnostic, ...]]:
    """Load a lesson with this body."""
    return load(write(folder, body))


def test_a_sound_lesson_loads(tmp_path: Path) -> None:
    """Everything an author wrote is there, and nothing is said against it."""
    deck, found = loaded(tmp_path, f"items:\n  - {RECALL}\n")
    assert found == ()
    (item,) = deck.lessons[0].items
    assert (item.question.id, item.question.kind, item.family) == ("one", "recall", "one")


MARK = "▸"
"""Stands in these tests before the place that a diagnostic should point at."""


def unmarked(body: str) -> tuple[str, int, int]:
    """Return a body without its mark, and the mark's line and column."""
    before = body.partition(MARK)[0]
    return body.replace(MARK, ""), before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    ("item", "code", "message", "hint"),
    [
        ("{id: one, kind: ▸recal}", "unknown-kind", "unknown kind `recal`", "did you mean `recall`?"),
        ("{id: one, kind: ▸question_answer}", "unknown-kind", "unknown kind", "did you mean `recall`?"),
        ("{id: one, kind: ▸Q&A}", "unknown-kind", "unknown kind `Q&A`", "did you mean `recall`?"),
        ("{id: one, kind: ▸true/false}", "unknown-kind", "unknown kind", "did you mean `multiple_choice`?"),
        ("{id: one, kind: ▸Fill-in the Blank}", "unknown-kind", "unknown kind", "did you mean `cloze`?"),
        ("{id: one, kind: ▸Definition}", "unknown-kind", "unknown kind", "stands under `concepts`"),
        ("▸{id: one}", "missing-key", "the item does not name its `kind`", "there are: multiple_choice"),
        ("▸" + RECALL.replace("stem: What?, ", ""), "missing-key", "the key `stem` is missing", ""),
        ("▸" + RECALL.replace("id: one, ", ""), "missing-key", "the key `id` is missing", ""),
        (RECALL.replace("stem", "stem: What?, ▸stam"), "unknown-key", "unknown key `stam`", "did you mean `stem`?"),
        (RECALL.replace("text", "▸txt: x, text"), "unknown-key", "unknown key `txt`", "did you mean `text`?"),
        (
            RECALL.replace("one", "▸One Two"),
            "invalid-value",
            "`id`: `One Two` does not have the form",
            "lower-case words",
        ),
        (RECALL.replace("stem: What?", "▸stem: [a]"), "invalid-value", "`stem`: should be text, not a list", "quotes"),
        (RECALL.replace("What?", "▸''"), "invalid-value", "`stem`: is empty", ""),
        (RECALL.replace("That.", "▸''"), "invalid-value", "`points[0].text`: is empty", ""),
        (
            RECALL.partition("points")[0] + "▸points: []}",
            "invalid-value",
            "`points`: should have at least one entry",
            "",
        ),
        (RECALL[:-1] + ", tags: ▸x}", "invalid-value", "should be a list, not `x`", ""),
        ("{id: one, kind: recall, stem: What?, answer: ▸' '}", "invalid-value", "`points[0].text`: is empty", ""),
        (
            "{id: one, kind: ordering, concept: thing, by: ▸tim, stem: What?, steps: [This., That.]}",
            "invalid-value",
            "`tim` is not one of",
            "mean `time`?",
        ),
        (RECALL.replace("stem", "scenario: ▸elcted, stem"), "unknown-scenario", "`elcted`", "did you mean `elected`?"),
        ("▸text", "invalid-value", "an item is a mapping", ""),
    ],
)
def test_mistake_in_an_item_is_told_at_its_place(tmp_path: Path, item: str, code: str, message: str, hint: str) -> None:
    """The author is sent to the very word, and told what it should be."""
    body, line, column = unmarked(f"items:\n  - {item}\n")
    _, (found,) = loaded(tmp_path, body)
    assert told(found, body) == (code, line, column)
    assert message in found.message
    assert hint in found.hint


def test_yes_is_no_boolean(tmp_path: Path) -> None:
    """In YAML 1.2 `yes` is text: whoever writes `key: yes` is told so, and `key: no` is not taken for something."""
    body, line, column = unmarked(
        "items:\n"
        "  - id: one\n    kind: multiple_choice\n    concept: thing\n    stem: Which?\n    options:\n"
        "      - {text: a, key: ▸yes, cite: paper §1}\n      - {text: b, rationale: False., cite: paper §1}\n"
    )
    _, (found,) = loaded(tmp_path, body)
    assert told(found, body) == ("invalid-value", line, column)
    assert found.message == "`options[0].key`: should be `true` or `false`, not `yes`"
    assert "YAML 1.2" in found.hint


@pytest.mark.parametrize(
    ("scenario", "message", "hint"),
    [
        ("{simulator: ▸rft, servers: 3}", f"unknown simulator `rft`; there is: {', '.join(sorted(SIMULATORS))}", ""),
        ("▸scenario: {servers: 3}", "the scenario does not name its `simulator:`", ""),
        ("{▸simulator: []}", "unknown simulator `[]`", ""),
        ("{simulator: raft, ▸server: 3, servers: 3}", "unknown key `server`", "did you mean `servers`?"),
        ("{simulator: raft, servers: ▸'3'}", "should be a whole number, not `3`", ""),
        ("{simulator: raft, servers: ▸true}", "should be a whole number, not `true`", ""),
        ("{simulator: raft, servers: 3, pre_vote: ▸yes}", "should be `true` or `false`", "without quotes"),
        ("{simulator: raft, servers: 3, explore: {▸sedes: 3}}", "unknown key `sedes`", "did you mean `seeds`?"),
        ("{simulator: raft, servers: 3, events: [{▸elct: S1}]}", "unknown event `elct`", "did you mean `elect`?"),
        ("{simulator: raft, servers: 3, events: [▸elect]}", "an event is a mapping with one key", ""),
        ("{simulator: raft, servers: 3, explore: ▸exhaustive}", "should be a mapping, not", "{exhaustive: logs, "),
        ("{simulator: raft, servers: 3, explore: {exhaustive: ▸logz}}", "is not one of", "did you mean `logs`?"),
        ("{simulator: raft, servers: 3, explore: {exhaustive: logs, ▸term: 3}}", "unknown key", "mean `terms`?"),
        ("{simulator: raft, servers: 3, start: {S1: {▸rol: leader}}}", "unknown key `rol`", "did you mean `role`?"),
        ("{simulator: raft, servers: 3, start: {S1: {log: [1, ▸x]}}}", "a mapping or a whole number, not `x`", ""),
        ("{simulator: raft, servers: 3, events: [{hold: {sender: S1, ▸reciever: S2, receiver: S2}}]}", "unknown", ""),
        ("{simulator: raft, servers: 3, events: [{crash: ▸5}]}", "should be text or a list, not `5`", ""),
        ("{simulator: raft, servers: 3, events: [{▸write: {to: S1}}]}", "the key `value` is missing", ""),
        ("{simulator: raft, servers: 3, ▸latency: [1ms]}", "an entry is missing", ""),
    ],
)
def test_mistake_in_a_scenario_is_told_at_its_place(tmp_path: Path, scenario: str, message: str, hint: str) -> None:
    """A scenario that is run with another number than the author wrote proves the wrong thing."""
    written = scenario if scenario.startswith("▸scenario") else f"scenario: {scenario}"
    body, line, column = unmarked(
        "items:\n  - id: one\n    kind: recall\n    concept: thing\n    stem: What?\n"
        f"    {written}\n    points: [{{text: That., always: leaders() == 1}}]\n"
    )
    _, (found,) = loaded(tmp_path, body)
    assert told(found, body)[1:] == (line, column)
    assert message in found.message
    assert hint in found.hint


def test_place_in_a_named_scenario_is_where_it_was_written(tmp_path: Path) -> None:
    """Many items share a scenario: each mistake in it is told once, where it can be mended."""
    body = f"items:\n  - {RECALL}\n  - {RECALL.replace('one', 'two')}\n"
    text = lesson(body).replace("servers: 3", "servers: three").replace("kind", "scenario: elected, kind")
    file = tmp_path / "lesson.yaml"
    file.write_text(text, encoding="utf-8")
    _, (found,) = load(file)
    assert (found.span.line, found.span.column) == (10, text.splitlines()[9].index("three") + 1)


def test_place_in_a_family_is_where_the_template_stands(tmp_path: Path) -> None:
    """An instance exists nowhere in the file: its mistakes belong to the family's text."""
    body = (
        "items:\n  - id: votes\n    kind: numeric\n    concept: thing\n    for_each: {n: [3, 5]}\n"
        "    stem: How many of {{ m }}?\n    answer: {value: '{{ n }}', cite: paper §1}\n"
    )
    _, (found,) = loaded(tmp_path, body)
    assert told(found, body) == ("template", 6, 11)
    assert found.hint == "names that can be used here: n"


def test_family_makes_an_item_of_each_value(tmp_path: Path) -> None:
    """Ids carry the values, because a learner's history hangs on them; numbers stay numbers."""
    body = (
        "items:\n  - id: votes\n    kind: numeric\n    concept: thing\n    for_each: {n: [3, 5], how: [all, 1.10]}\n"
        "    stem: How many of {{ n }} {{ how }}?\n    answer: {value: '{{ n // 2 + 1 }}', cite: paper §1}\n"
    )
    deck, found = loaded(tmp_path, body)
    assert found == ()
    items = deck.lessons[0].items
    assert [item.question.id for item in items] == [
        "votes.n-3.how-all",
        "votes.n-3.how-1-10",
        "votes.n-5.how-all",
        "votes.n-5.how-1-10",
    ]
    assert {item.family for item in items} == {"votes"}
    assert items[1].question.texts()[0][1] == "How many of 3 1.10?"


@pytest.mark.parametrize(
    ("for_each", "message"),
    [
        ("{}", "must be `{name: [values]}`"),
        ("{n: 3}", "`for_each.n` must be a list of values"),
        ("{n: []}", "`for_each.n` must be a list of values"),
        ("{n: [[1]]}", "a value of `for_each.n` must be a number or text"),
        ("{N: [1]}", "`N` is no name for a variable"),
        ("[{n: 1}, {m: 1}]", "the same names in the same order"),
        ("[1]", "the same names in the same order"),
        ("text", "must be `{name: [values]}`"),
        (f"{{a: [{', '.join(['1'] * 30)}], b: [{', '.join(['1'] * 30)}]}}", "makes 900 instances; at most 500"),
        ("{servers: [3, 4]}", "`servers` is 4 here and 3 in the scenario"),
    ],
)
def test_family_that_makes_no_sense_is_refused(tmp_path: Path, for_each: str, message: str) -> None:
    """Above all, a text that names one number of servers over a run of another would teach what is wrong."""
    body = (
        f"items:\n  - id: votes\n    kind: numeric\n    concept: thing\n    for_each: {for_each}\n"
        "    scenario: elected\n    stem: How many?\n    answer: {value: 2, measure: votes_needed}\n"
    )
    _, found = loaded(tmp_path, body)
    assert {told(diagnostic, body)[:2] for diagnostic in found} == {("for-each", 5)}
    assert message in found[0].message


def test_errors_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    """An author with five broken files does not want to start five times."""
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.yml").write_text("format: lesson/2\n", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.yaml").write_bytes(b"a: \xff\n")
    (tmp_path / "sub" / "d.yaml").write_text("- 1\n", encoding="utf-8")
    write(tmp_path / "sub", f"items:\n  - {RECALL}\n  - {{id: two, kind: x}}\n  - {{id: Three, kind: recall}}\n", "e")
    deck, found = load(tmp_path)
    assert [(Path(d.span.file).name, d.code) for d in found] == [
        ("a.yaml", "yaml-syntax"),
        ("b.yml", "file-format"),
        ("c.yaml", "file-encoding"),
        ("d.yaml", "file-format"),
        ("e.yaml", "unknown-kind"),
        *[("e.yaml", "missing-key")] * 2,
        ("e.yaml", "invalid-value"),
    ]
    assert [lesson.head.id for lesson in deck.lessons] == ["e"]


def test_broken_scenario_does_not_hide_the_rest_of_the_item(tmp_path: Path) -> None:
    """What is wrong in one place must not cost a second run to see what is wrong in another."""
    body = f"items:\n  - {RECALL.replace('stem', 'scenario: nowhere, stam')}\n"
    _, found = loaded(tmp_path, body)
    assert [diagnostic.code for diagnostic in found] == ["unknown-scenario", "unknown-key"]


def test_a_lesson_needs_items_and_a_head(tmp_path: Path) -> None:
    """Each missing key of the head is named, with the lesson's own mistakes in the items beside it."""
    file = tmp_path / "lesson.yaml"
    file.write_text("format: lesson/1\nid: x\nlanguage: english!\n", encoding="utf-8")
    deck, found = load(file)
    assert deck.lessons == ()
    missing = {d.message for d in found if d.code == "missing-key"}
    assert "a lesson needs `items`, a list of questions" in missing
    assert "the key `title` is missing" in missing
    assert [told(d) for d in found if d.code == "invalid-value"] == [("invalid-value", 3, 11)]


_KEYS = st.sampled_from([
    *("format", "id", "title", "subject", "level", "license", "released", "sources", "scenarios", "concepts", "items"),
    *("kind", "stem", "text", "options", "points", "steps", "answer", "blanks", "pairs", "key", "always", "measure"),
    *("cite", "scenario", "simulator", "servers", "events", "explore", "for_each", "event", "type", "x"),
])  # fmt: skip
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(
        ["lesson/1", "raft", "elected", "recall", "ordering", "{{ n }}", "{{", "a", "paper §1", "1 ==", ""]
    ),
)
_DATA = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=20
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_KEYS, _DATA, max_size=8))
def test_any_data_is_loaded_or_refused(data: dict[str, object]) -> None:
    """However a file is put together, its author gets diagnostics at places in it, and never a traceback."""
    text = yaml.safe_dump({**data, "format": "lesson/1"}, allow_unicode=True)
    found = _load_bytes(text.encode())
    assert found
    assert all(diagnostic.span.line <= text.count("\n") + 1 for diagnostic in found)


_KINDS = st.sampled_from(["multiple_choice", "numeric", "cloze", "recall", "ordering", "matching"])
_ITEM = st.builds(lambda kind, rest: {"kind": kind, **rest}, _KINDS, st.dictionaries(_KEYS, _DATA, max_size=6))


@settings(max_examples=150, deadline=None)
@given(st.lists(_ITEM, min_size=1, max_size=3))
def test_any_items_are_loaded_or_refused(items: list[dict[str, object]]) -> None:
    """The same for what stands below a head with which nothing is wrong."""
    assert _load_bytes(lesson(yaml.safe_dump({"items": items}, allow_unicode=True)).encode())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_loaded_or_refused(data: bytes) -> None:
    """A file that is no text at all is a diagnostic too."""
    assert _load_bytes(data)


def _load_bytes(data: bytes) -> tuple[Diagnostic, ...]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lesson.yaml"
        file.write_bytes(data)
        return load(file)[1]
