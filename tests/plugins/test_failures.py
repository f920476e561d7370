"""Plug-ins that raise, hang, crash or give what they should not: each is a diagnostic, and all else is told too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quizgen.system import processes
from tests.plugins.installing import LESSON, install, install_sorting, run
from tests.small import write

pytestmark = pytest.mark.slow

SORT = "        swapped = True\n"
HANGS = "        while True:\n            pass\n"
IN_C = "        import re; re.match('(a+)+$', 'a' * 60 + 'b')\n"
SLEEPS = "        import time; time.sleep(1000)\n"
USE = '[plugins]\nuse = ["quizgen-sorting"]\nseconds = 1\n'
STOPPED = "was stopped: it took more than 1 second"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (HANGS, STOPPED),
        (IN_C, STOPPED),
        ("        raise KeyError('nothing')\n", "failed: KeyError: 'nothing' (simulator.py, line "),
        ("        import sys; sys.exit(3)\n", "failed: SystemExit: 3 (simulator.py, line "),
        ("        import os; os._exit(3)\n", "failed: its process ended by itself (exit status 3)"),
        ("        import os; os.kill(os.getpid(), 11)\n", "failed: its process ended by itself (exit status -11)"),
        ("        return None\n", "failed: AttributeError: 'NoneType' object has no attribute"),
    ],
)
def test_a_simulator_that_fails_is_told_where_it_is_asked(content: Path, site: Path, code: str, told: str) -> None:
    """A check that never ends, or ends in a traceback, and nobody knows which item or whose program it was."""
    install_sorting(site, changed={SORT: code + SORT})
    (content / "quizgen.toml").write_text(USE)
    write(content, LESSON.partition("  - id: what-happens")[0])
    (line,) = [line for line in run("check", "content", exit_code=1).splitlines() if " error[" in line]
    assert re.match(
        r"content/small\.yaml:17:5: error\[plugin-failed\]: the simulator bubblesort \(quizgen-sorting 0\.1\) ", line
    ), line
    assert told in line
    assert line.endswith(", for `how-many`")


def test_a_simulator_that_hangs_again_and_again_is_given_up(content: Path, site: Path) -> None:
    """Each of three hundred items waits a minute for the same plug-in, and the check takes five hours."""
    install_sorting(site, changed={SORT: HANGS + SORT})
    (content / "quizgen.toml").write_text(USE)
    item = LESSON.partition("items:\n")[2].partition("  - id: what-happens")[0]
    items = [item.replace("how-many", f"q{n}").replace("[3, 1, 2]", f"[3, 1, {n}]") for n in range(6)]
    write(content, "items:\n" + "".join(items))
    said = run("check", "content", exit_code=1)
    assert said.count(STOPPED) == 3
    assert said.count("was not asked any more: it was stopped 3 times") == 3


def test_a_simulator_that_sleeps_is_ended_by_the_clock(
    content: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that waits for something takes no time of the processor, and would be waited for without end."""
    monkeypatch.setattr(processes, "PATIENCE", 8)
    install_sorting(site, changed={SORT: SLEEPS + SORT})
    (content / "quizgen.toml").write_text(USE)
    assert STOPPED in run("explain", "how-many", "content")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('return ("list",)', "return None", "failed: TypeError: actors gives tuple, not None"),
        (
            "return (too_many,) if len(scenario.values) > 20",
            "return 1 / 0 if True",
            "failed: ZeroDivisionError: division by zero (simulator.py, line",
        ),
        (
            "return (too_many,) if len(scenario.values) > 20",
            "return 3 if True",
            "failed: TypeError: problems gives tuple, not 3",
        ),
    ],
)
def test_what_is_asked_of_a_scenario_itself(content: Path, site: Path, old: str, new: str, told: str) -> None:
    """As above, for what is asked before anything runs: then all else in the content is told as well."""
    install_sorting(site, changed={old: new})
    item = "  - {id: other, kind: recall, concept: nowhere, stem: What?, points: [{text: That., cite: paper §1}]}\n"
    with (content / "small.yaml").open("a") as lesson:
        lesson.write(item)
    said = run("check", "content", exit_code=1)
    assert f"the simulator bubblesort (quizgen-sorting 0.1) {told}" in said
    assert "impossible-scenario" in said
    assert "unknown-concept" in said


def test_an_answer_of_a_failure_is_not_kept(content: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was busy once has the same check fail for ever."""
    monkeypatch.setenv("QUIZGEN_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(content.parent / "cache"))
    flag = content.parent / "well"
    install_sorting(site, changed={SORT: f"        open({str(flag)!r})\n{SORT}"})
    assert "FileNotFoundError" in run("check", "content", exit_code=1)
    flag.touch()
    assert "2 computed" in run("check", "content")
    flag.unlink()
    assert "2 computed" in run("check", "content"), "what came out is remembered"


@pytest.mark.parametrize("editable", [False, True])
def test_what_a_changed_plugin_computed_is_asked_again(
    content: Path, site: Path, monkeypatch: pytest.MonkeyPatch, *, editable: bool
) -> None:
    """A deck is built on what a plug-in computed before its mistake was mended."""
    monkeypatch.setenv("QUIZGEN_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(content.parent / "cache"))
    if editable:
        (site / "quizgen_sorting-0.1.dist-info" / "RECORD").write_text("")
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def checked() -> str:
        command = [sys.executable, "-m", "quizgen", "check", "content"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout

    assert "0 errors" in checked()
    simulator = site / "quizgen_sorting" / "simulator.py"
    simulator.write_text(simulator.read_text().replace('event.type == "swap"', 'event.type == "swop"'))
    assert "[value-differs]" in checked()


CHECK = """
from quizgen.diagnostics import Span, warning

def check(content):
    \"""Stems end with a question mark.\"""
    for lesson, item in content.items:
        {code}
        if not item.question.stem.endswith("?"):
            yield warning("tidy", lesson.item_span(item), "a stem is no question")
"""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("assert item.question.id != 'what-happens', 'oh'", "failed: AssertionError: oh (quizgen_tidy.py, line 7)"),
        ("while item.question.id == 'what-happens': pass", STOPPED),
        ("yield item.question.id == 'what-happens' and 3", "failed: TypeError: a check yields diagnostics, not "),
    ],
)
def test_a_check_that_fails_is_told_at_its_item(content: Path, site: Path, code: str, told: str) -> None:
    """One check that somebody else wrote keeps an author from learning what all the others say."""
    install(
        site, "quizgen-tidy", {"checks": {"tidy": "quizgen_tidy:check"}}, {"quizgen_tidy.py": CHECK.format(code=code)}
    )
    (content / "quizgen.toml").write_text('[plugins]\nuse = ["quizgen-sorting", "quizgen-tidy"]\nseconds = 1\n')
    said = run("check", "content", exit_code=1)
    (line,) = [line for line in said.splitlines() if "plugin-failed" in line]
    assert f"the check tidy (quizgen-tidy 0.1) {told}" in line
    assert line.startswith("content/small.yaml:")
    if "yield" not in code:
        assert line.endswith(", at `what-happens`")


def test_a_check_says_what_it_has_to_say(content: Path, site: Path) -> None:
    """What a check of another package finds is lost on the way."""
    files = {"quizgen_tidy.py": CHECK.format(code="pass").replace('"?"', '"!"')}
    install(site, "quizgen-tidy", {"checks": {"tidy": "quizgen_tidy:check"}}, files)
    (content / "quizgen.toml").write_text('[plugins]\nuse = ["quizgen-sorting", "quizgen-tidy"]\n')
    said = run("check", "content")
    assert said.count("warning[tidy]: a stem is no question") == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("@dataclass(frozen=True, kw_only=True)", "@dataclass(kw_only=True)", "Sorting is no frozen dataclass"),
        ("    values: tuple[int, ...]\n\n\n@", "    values: Nothing\n\n\n@", "name 'Nothing' is not defined"),
        ('    version = "1"\n', "", "it has no version"),
    ],
)
def test_a_simulator_that_is_none_is_refused(content: Path, site: Path, old: str, new: str, told: str) -> None:
    """What its author forgot ends in a traceback at the first lesson that names the simulator."""
    install_sorting(site, changed={old: new})
    said = run("check", str(content), exit_code=1)
    assert (
        f"quizgen.toml:2:7: error[plugin]: the simulator bubblesort (quizgen-sorting 0.1) is no simulator: {told}"
        in said
    )


def test_a_value_that_no_claim_can_have_is_told(content: Path, site: Path) -> None:
    """A measure that gives a fraction ends in a traceback when it is to be remembered."""
    changed = {
        "import Misconception,": "import Measure, Misconception,",
        "    trace_events:": '    measures = (Measure("half", "int", "Half.", lambda *_: 0.5),)\n    trace_events:',
    }
    install_sorting(site, changed=changed)
    write(content, LESSON.replace("measure: swaps()", "measure: half").partition("  - id: what-happens")[0])
    said = run("check", "content", exit_code=1)
    assert "failed: TypeError: no record holds a float" in said
    assert "for `how-many`" in said


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("while True: pass\n", "offers cannot be imported: it took more than 1 second"),
        ("import os; os._exit(7)\n", "offers cannot be imported: its process ended by itself (exit status 7)"),
        ("raise OSError('no')\n", "the simulator bubblesort (quizgen-sorting 0.1) cannot be imported: OSError: no"),
    ],
)
def test_what_cannot_even_be_imported(content: Path, site: Path, code: str, told: str) -> None:
    """A module that hangs while it is imported hangs every command."""
    (site / "quizgen_sorting" / "simulator.py").write_text(code)
    (content / "quizgen.toml").write_text(USE)
    said = run("check", "content", exit_code=1)
    assert told in said
    assert "quizgen.toml:2:7: error[plugin]: " in said


def test_what_a_plugin_prints_is_no_output(content: Path, site: Path) -> None:
    """A tool that reads JSON lines finds a plug-in's chatter among them."""
    install_sorting(site, changed={SORT: f"        print('chatter')\n{SORT}"})
    assert "chatter" not in run("check", str(content), "--format", "json")
