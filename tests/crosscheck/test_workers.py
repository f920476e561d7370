"""Workers: the same answers sooner, and nobody left behind."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import pytest

from quizgen.crosscheck import workers
from quizgen.crosscheck.asking.claims import environment
from quizgen.crosscheck.asking.orders import Pattern
from quizgen.crosscheck.asking.probes import Probe
from quizgen.crosscheck.groups import Answered, Group, answer
from quizgen.crosscheck.laboratory import Laboratory, Request
from quizgen.crosscheck.workers import Bundle, answer_all
from quizgen.model.scenario import bind
from quizgen.system.processes import SETTING
from tests.patience import HANGING, group, has_helpers, shares_work, wait_for
from tests.small import write

EXPRESSIONS = ('leader() == "S1"', "first_leader_ms() > 8", "votes_needed == 2 && leaders() == 1", "acks_needed")
ORDER = Probe((Pattern("term_increment", "S1", None, ()), Pattern("become_leader", "S1", None, ())))


def requests() -> list[Request]:
    """Return claims, measures and orders about a few clusters, under the true rules and a wrong one."""
    probes: list[Probe] = [*(Probe(environment("raft").compile(text)) for text in EXPRESSIONS), ORDER]
    scenarios = [
        bind(
            {"simulator": "raft", "servers": n, "events": [{"elect": "S1"}, {"run": "100ms"}], "explore": {"seeds": 3}}
        )
        for n in (2, 3, 4)
    ]
    return [Request(s, wrong, probe) for s in scenarios for wrong in (None, "all-servers") for probe in probes]


def test_workers_find_what_one_process_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a deck says depends on how many processors built it, or on which was quicker."""
    alone, together = Laboratory(), Laboratory(jobs=2)
    alone.run(requests(), lambda *_: None)
    monkeypatch.setattr(workers, "ALONE", 0)
    here: list[Group] = []
    monkeypatch.setattr(workers, "answer", here.append)  # whatever this process were to answer would be missing
    monkeypatch.setattr("quizgen.crosscheck.workers._Shift._take_one", lambda _: None)
    together.run(requests(), lambda *_: None)
    for request in requests():
        one, other = alone.outcome(request), together.outcome(request)
        assert (one, list(one.counts.items())) == (other, list(other.counts.items()))
    assert (alone.gave_up, here) == (together.gave_up, [])


def test_this_process_takes_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two processors waits for the other, and a check takes twice as long."""
    monkeypatch.setattr(workers, "ALONE", 0)
    answered: list[Group] = []

    def noted(group: Group) -> Answered:
        answered.append(group)
        return answer(group)

    monkeypatch.setattr(workers, "answer", noted)
    laboratory = Laboratory(jobs=2)
    laboratory.run(requests(), lambda *_: None)
    assert answered
    assert all(laboratory.outcome(request).counts for request in requests())


def test_no_worker_is_started_for_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has little to compute waits a second for workers that then have nothing to do."""

    def refuse(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(workers, "ALONE", 60)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", refuse)
    laboratory = Laboratory(jobs=2)
    laboratory.run(requests(), lambda *_: None)
    assert all(laboratory.outcome(request).counts for request in requests())


@pytest.mark.parametrize("problem", [BrokenProcessPool("killed"), OSError("no more processes"), NotImplementedError()])
def test_without_workers_it_takes_longer(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process can be started, or one is killed for its memory, nothing can be checked at all."""

    def refuse(*_: object) -> None:
        raise problem

    monkeypatch.setattr(workers, "ALONE", 0)
    monkeypatch.setattr(workers, "_share", refuse)
    laboratory = Laboratory(jobs=2)
    laboratory.run(requests(), lambda *_: None)
    assert laboratory.outcome(requests()[0]).counts == {True: 3}


def test_mistake_in_a_worker_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect of a simulator would look as if nothing had been asked."""
    monkeypatch.setattr(workers, "ALONE", 0)
    monkeypatch.setattr("quizgen.crosscheck.workers._Shift._take_one", lambda _: None)
    probe = Probe(environment("raft").compile("leaders() == 1"))
    scenarios = [bind({"simulator": "raft", "servers": n}) for n in (2, 3)]
    bundles = [Bundle((Group(scenario, "no-such-rule", (probe,)),), 1) for scenario in scenarios]
    with pytest.raises(KeyError, match="no-such-rule"):
        answer_all(bundles, 2, lambda *_: None)


SCRIPT = """\
import signal
import sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
from quizgen import compiler
from quizgen.crosscheck import workers
print("once", flush=True)
workers.ALONE = 0
checked = compiler.check(Path(sys.argv[1]), compiler.Silent())
print(len(checked.diagnostics), flush=True)
"""
"""A script as people write them: it does its work whenever it is imported."""

LONG = """\
items:
  - id: one
    kind: recall
    concept: thing
    for_each: {n: [3, 4, 5, 6], ms: MILLISECONDS}
    stem: "{{ n }}, {{ ms }}?"
    scenario: {simulator: raft, servers: "{{ n }}", events: [{run: "{{ ms }}ms"}], explore: {seeds: SEEDS}}
    points: [{text: That., always: leaders() <= 1}]
"""


MINUTES = range(60_000, 60_040)
"""So much to simulate that no machine is done with it before it is interrupted."""


@contextmanager
def started(folder: Path, milliseconds: Sequence[int], seeds: int) -> Iterator[subprocess.Popen[str]]:
    """Start a script that checks a lesson with two workers; its output ends when the last process that has it ends."""
    (folder / "script.py").write_text(SCRIPT, encoding="utf-8")
    file = write(folder, LONG.replace("MILLISECONDS", str(list(milliseconds))).replace("SEEDS", str(seeds)))
    path = os.pathsep.join(path for path in sys.path if path)
    environment = {**os.environ, SETTING: "2", "PYTHONPATH": path}
    with group([sys.executable, folder / "script.py", file], environment) as process:
        yield process


@pytest.mark.slow
def test_script_that_checks_content_is_run_once(tmp_path: Path) -> None:
    """Each worker imports the caller's script, which checks the content, which starts workers."""
    with started(tmp_path, [1_000], 90) as process:
        assert process.communicate(timeout=HANGING) == ("once\n0\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("when", [bool, has_helpers, shares_work], ids=["early", "while workers start", "at work"])
def test_interrupt_ends_it_at_once_and_leaves_no_process(tmp_path: Path, when: Callable[[list[int]], bool]) -> None:
    """Ctrl-C leaves processes that compute for minutes, or a screen full of their complaints."""
    with started(tmp_path, MINUTES, 150) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "once\n"
        wait_for(process, when)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody is told
        out, complaints = process.communicate(timeout=HANGING)
    assert out == ""
    assert complaints.count("Traceback") <= 1
    assert complaints.rstrip().endswith("KeyboardInterrupt")
    assert "\nProcess " not in f"\n{complaints}"


@pytest.mark.slow
def test_killed_process_leaves_no_other(tmp_path: Path) -> None:
    """Whoever kills a build finds both processors busy afterwards."""
    with started(tmp_path, MINUTES, 150) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "once\n"
        wait_for(process, shares_work)
        process.kill()
        out, complaints = process.communicate(timeout=HANGING)
    assert (out, "Traceback" in complaints) == ("", False)


def test_claim_is_sent_to_a_worker_as_its_text() -> None:
    """A worker asks something else than what the author wrote."""
    claim = environment("raft").compile('leader() == "S1"')
    again = pickle.loads(pickle.dumps(claim))  # noqa: S301  # our own
    assert again == claim
    bound = requests()[0].scenario
    assert again.ask(bound.runs_on.execution(bound.scenario, 0, None), {}) is True
