"""What is said of a simulator is said in its own words, and general code holds no word of Raft."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from quizgen import compiler
from quizgen.cli import app
from quizgen.diagrams import diagram, in_words, page
from quizgen.model.scenario import bind
from quizgen.simulators.columns import in_columns
from quizgen.simulators.words import Words, a, such_as
from tests.simulators.loop import LOOP, WRITTEN
from tests.small import write

PACKAGE = Path(__file__).parents[2] / "quizgen"
RAFTS = re.compile(
    r"\bcrash:|\b(raft|servers?|leaders?|heartbeats?|clusters?|elections?|elect\w*|followers?|candidates?|quorums?|votes?)\b",
    re.IGNORECASE,
)
EVENTS = re.compile(r"\b(roles?|terms?|seeds?)\b|(?<!-)\bseed\b", re.IGNORECASE)
ELSEWHERE = {
    "explaining.py": r"_?candidates",
    "cli/": r"^ {6}\w.*|content/raft\.yaml|raft-roles|vote-twice",
    "model/evidence.py": r"`raft §5\.2`",
    "diagrams/palette.py": r'"heartbeat"}$',
    "exporters/site/": "a server",
    "preview/": r"\b[sS]ervers?\b",
    "recording/sandbox.py": "database server",
    "simulators/calculation/quantities.py": r'"server"',
    "simulators/rules/language/written.py": r"\b[cC]rash:",
    "plugins/registry.py": r"quizgen\.simulators\.raft|\"raft\"",
}
"""Where such a word stands for something else: what that looks like."""


def _lines(*folders: str) -> list[tuple[str, str]]:
    """Return the lines of general modules, each with its file."""
    files = [file for folder in folders for file in sorted((PACKAGE / folder).rglob("*.py"))]
    theirs = (PACKAGE / "simulators/raft", PACKAGE / "simulators/load_balancer.py")  # it balances servers
    general = [file for file in files if not any(file.is_relative_to(each) for each in theirs)]
    return [(str(file.relative_to(PACKAGE)), line) for file in general for line in file.read_text().splitlines()]


def test_general_code_holds_no_word_of_raft() -> None:
    """Whoever writes another simulator finds servers and leaders in messages about it."""
    found = []
    for file, line in _lines("."):
        allowed = [pattern for place, pattern in ELSEWHERE.items() if file.startswith(place)]
        for pattern in allowed:
            line = re.sub(pattern, "", line)  # noqa: PLW2901  # what is left is looked at
        if RAFTS.search(line):
            found.append(f"{file}: {line.strip()}")
    assert found == []


def test_runs_and_pictures_know_no_attribute_of_an_event() -> None:
    """Otherwise another simulator's actors have no badges, or Raft's."""
    found = [
        f"{file}: {line}" for file, line in _lines("diagrams", "simulators") if re.search(r"\b(role|term)s?\b", line)
    ]
    other = ('role="img"', "simulators/rules/")  # where a term is part of an expression
    assert [each for each in found if not any(meant in each for meant in other)] == []


BODY = """\
items:
  - id: order
    kind: ordering
    concept: thing
    stem: In which order?
    scenario: &script {simulator: loop, events: [{await: b}, {for: {if: c, in: 5}}, {print: a}]}
    steps:
      - {text: a, event: {type: print, with: {text: a}}}
      - {text: b, event: {type: print, with: {text: b}}}
      - {text: c, event: {type: print, actor: main, with: {text: c}}}
  - id: first
    kind: multiple_choice
    concept: thing
    stem: What comes first?
    scenario: *script
    options:
      - {text: a, key: true, always: 'first() == "a"'}
      - {text: b, always: 'first() == "b"', misconception: at-once}
  - id: many
    kind: numeric
    concept: thing
    stem: How often is something printed?
    scenario: *script
    answer: {value: 3, measure: 'count("print")'}
  - id: still
    kind: multiple_choice
    concept: thing
    stem: And of nothing?
    scenario: {simulator: loop}
    options:
      - {text: Nothing., key: true, always: 'order() == []'}
      - {text: Something., always: 'size(order()) > 0', rationale: Nothing prints.}
"""


def _said(text: str) -> str:
    """Return a text that has to be free of Raft, but for options, keys of JSON, and attributes of HTML."""
    plain = re.sub(r"--seed|\"+(?:role|seed)\"+:|role=\"|qd-heartbeat", "", text)
    assert not RAFTS.search(plain), text
    assert not EVENTS.search(plain), text
    return text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("{print: a}]", "{print: a, await: b}]", "an event is a mapping with one key, such as `print: a`"),
        ("{print: a}]", "{write: a}]", "unknown event `write`"),
        ("in: 5", "on: 5", "unknown key `on`"),
        ("in: 5", "in: -5", "a timer cannot run backwards"),
        ("{print: a}]", "{import: sys}]", "the script cannot be carried out in the pass: not_found"),
        ("always: 'first() == \"a\"'", "always: first()", 'compare it with something, as in `first() == "a"`'),
        ("always: 'first() == \"a\"'", "always: leaders() == 1", "loop observes and measures nothing called"),
        ("always: 'first() == \"a\"'", "always: 'first() == \"c\"'", "it is false in the one pass of loop"),
        ("always: 'first() == \"a\"'", "always: 'count(\"prnt\") == 1'", "there is no event type 'prnt'"),
        ("always: 'first() == \"b\"'", "always: 'first() == \"a\"'", "see the pass: quizgen explain first"),
        ("misconception: at-once", "misconception: at-last", "at-last"),
        ("value: 3", "value: 4", "the one pass of loop gives 3"),
        ("actor: main", "actor: mian", "no pass has a task `mian`"),
        ("actor: main, with: {text: c}", "with: {txet: c}", "no pass has an attribute `txet`"),
        ("type: print, actor", "type: prints, actor", "no pass has an event `prints`"),
        ("actor: main, with: {text: c}", "with: {text: x}", "no event of the pass fits its pattern"),
        ("with: {text: a}", "with: {text: c}", "step"),
        ("order() == []", "order() == [first()]", "it is false at the start"),
    ],
)
@pytest.mark.usefixtures("loop")
def test_diagnostics_speak_its_language(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """An author of lessons on event loops is told of servers and leaders."""
    assert old in BODY
    found = compiler.check(write(tmp_path, BODY.replace(old, new, 1) if old else BODY), compiler.Silent()).diagnostics
    told = "\n".join(_said(f"{one.message} {one.hint}".replace("leaders", "")) for one in found)
    assert expected in told.replace("called ``", "called")
    assert bool(told) == bool(expected)


@pytest.mark.usefixtures("loop")
def test_explanations_speak_its_language(tmp_path: Path) -> None:
    """As above, for what an author looks at to see why."""
    file = write(tmp_path, BODY)
    said = {name: _said(_printed("explain", name, str(file))) for name in ("order", "first", "many", "still")}
    assert "The pass of loop 1:\n" in said["first"]
    assert "The start in loop 1, in which there is nothing to do" in said["still"]
    assert "--seed" not in said["first"]
    _said(_printed("explain", "first", str(file), "--misconception", "at-once", "--full"))


@pytest.mark.usefixtures("loop")
def test_simulations_and_pictures_speak_its_language(tmp_path: Path) -> None:
    """As above, for runs without a question, as text, as JSON, as a picture and on a page."""
    file = tmp_path / "scenario.yaml"
    file.write_text(yaml.safe_dump(WRITTEN), encoding="utf-8")
    html = tmp_path / "run.html"
    assert "The pass of loop 1:\n" in _said(_printed("simulate", str(file), "--html", str(html)))
    said = _said(html.read_text(encoding="utf-8"))
    assert "<summary>The pass as text</summary>" in said
    bound = bind(WRITTEN)
    trace = LOOP.execution(bound.scenario, 0, None).trace
    assert "prints a" in _said(in_words(trace, LOOP))
    picture = _said(diagram(trace, LOOP, "A pass", styled=False))
    assert {"timer fires", "done"} <= set(re.findall(">([^<]*)</text>", picture))
    assert _said(page("A pass", "", trace.to_text(fold=True), "pass"))
    assert "print (" not in _said(in_columns(trace, LOOP.drawing))
    still = LOOP.execution(bind({"simulator": "loop"}).scenario, 0, None).trace
    assert in_words(still, LOOP) == "There is nothing to do."


@pytest.mark.usefixtures("loop")
def test_cards_speak_its_language(tmp_path: Path) -> None:
    """Learners read of seeds and servers on cards about event loops."""
    out = tmp_path / "out"
    _printed("build", str(write(tmp_path, BODY)), "--to", "tsv,site", "--out", str(out))
    written = [*out.rglob("*.tsv"), *out.rglob("small*.html"), *out.rglob("index.html")]
    said = {
        file.suffix: _said(re.sub(r"<(style|script)\b.*?</\1>", "", file.read_text("utf-8"), flags=re.DOTALL))
        for file in written
    }
    assert "Computed: the only order in the one pass of the loop simulator" in said[".tsv"]
    assert "The pass behind the answer (loop)" in said[".html"]


def test_words_without_a_seed_number_what_has_several_runs() -> None:
    """A simulator that forgets to say what tells its runs apart would have cards that nobody can look up."""
    words = Words()
    assert [words.numbered(number) for number in (0, 3)] == ["", "run 3"]
    assert words.numbered(3, explored=True) == "state 3"
    assert (words.one(0), words.one(3)) == ("run", "run with run 3")
    assert Words(seed="seed").one(0) == "run with seed 0"
    assert (a("actor"), a("task"), such_as("")) == ("an actor", "a task", "")


def _printed(*command: str) -> str:
    result = CliRunner().invoke(app, [*command])
    assert result.exit_code == 0, result.output
    return result.output
