"""``quizgen misconceptions``: the catalogue, and what each leads to."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.simulators import SIMULATORS
from quizgen.simulators.raft import SIMULATOR


def misconceptions(*arguments: str) -> tuple[int, str, str]:
    """Run the command and return status, standard output, standard error."""
    result = CliRunner().invoke(app, ("misconceptions", *arguments))
    return result.exit_code, result.stdout, result.stderr


def test_all_are_listed() -> None:
    """An author looks for the name of a mistake and does not find it."""
    status, out, _ = misconceptions()
    assert status == 0
    heads = [line for line in out.splitlines() if line and not line.startswith(" ")]
    everybodys = [(each.name, one) for each in SIMULATORS.values() for one in each.misconceptions]
    assert heads == [f"{one.name} ({name})" for name, one in everybodys]
    assert all(one.belief in out and one.breaks in out for one in SIMULATOR.misconceptions)


def test_all_are_listed_with_what_they_lead_to() -> None:
    """A teacher who reads the list has to take its word for it, or to look at each by name."""
    told = re.split(r"^(?=\S)", misconceptions()[1], flags=re.MULTILINE)
    out = "".join(each for each in told if each.partition("\n")[0].endswith("(raft)"))
    assert out.count("    With ") == len(SIMULATOR.misconceptions)
    assert "No counterexample" not in "".join(told)
    assert (
        "    With 3 servers, 4 terms, 1 entry, no crashes: S2, leader of term 4, lacks entry 1, committed in term 3.\n"
        in out
    )
    assert out.count("    The shortest run has ") >= 12
    assert "become_leader" not in out


def test_one_is_shown_with_its_run() -> None:
    """A learner is told that a rule is wrong, and not shown why."""
    status, out, _ = misconceptions("vote-twice")
    assert status == 0
    assert "    With 2 servers, 1 term, no crashes: term 1 has the leaders S1, S2.\n" in out
    assert "    The shortest run has 6 steps, found among 16 states; under the true rules it breaks in none" in out
    assert "      ms  S1                            S2\n" in out
    assert out.count("become_leader t1") == 2


def test_a_belief_about_programs_is_shown_by_one() -> None:
    """A learner is told that the order is another one, and of which program is left to them."""
    status, out, _ = misconceptions("immediate-is-at-once")
    assert status == 0
    head, _, run = out.partition("\n    The run in which it shows:\n\n")
    assert (
        head
        == """\
immediate-is-at-once (event-loop)
    What setImmediate is given runs before anything else that waits.
    Breaks the order of what is printed
    With a simulated JavaScript program in Node, as a script: line 1 is
    \N{LEFT DOUBLE QUOTATION MARK}immediate\N{RIGHT DOUBLE QUOTATION MARK}, and \
\N{LEFT DOUBLE QUOTATION MARK}microtask\N{RIGHT DOUBLE QUOTATION MARK} under the true rules.

      simulator: event-loop
      program: |
        setImmediate(() => console.log("immediate"));
        queueMicrotask(() => console.log("microtask"));

              under the belief  under the true rules
      line 1  immediate         microtask
      line 2  microtask         immediate
"""
    )
    assert run.startswith("      ms  main thread  microtasks ")
    assert run.index("print (immediate)") < run.index("print (microtask)")


EXAMPLES = [
    one.name
    for name in ("event-loop", "rate-limiter", "load-balancer")
    for one in SIMULATORS[name].misconceptions
    if one.name != "hash-modulo"
]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_can_be_run(name: str, tmp_path: Path) -> None:
    """Who wants to play with an example copies it into a file, and it is refused or does something else."""
    told = next(part for part in re.split(r"^(?=\S)", misconceptions()[1], flags=re.MULTILINE) if part.startswith(name))
    assert max(map(len, told.splitlines())) <= 80
    _, scenario, table = told.strip().split("\n\n")
    (tmp_path / "scenario.yaml").write_text(scenario, encoding="utf-8")
    columns = [re.split(r"  +", row.strip())[1:] for row in table.splitlines()[1:]]
    assert all(columns)
    for rules, values in zip((("--misconception", name), ()), zip(*columns, strict=True), strict=True):
        ran = CliRunner().invoke(app, ("simulate", str(tmp_path / "scenario.yaml"), *rules))
        assert ran.exit_code == 0
        assert re.findall(r"(?:print |answer <- clients )\((.+)\)", ran.stdout) == [*values]


def test_one_that_changes_a_measure() -> None:
    """Of a belief that breaks no guarantee, the learner should still see what it costs."""
    out = misconceptions("all-servers")[1]
    assert out.endswith("    With 3 servers: crashes_survived is 0, and 1 under the true rules.\n")
    out = misconceptions("hash-modulo")[1]
    assert "the number of requests that go to another\n    server is 1, and 0 under the true rules.\n" in out
    assert "\n      without: c\n" in out
    assert out.endswith("             under the belief  under the true rules\n      moved  1                 0\n")


def test_full_shows_every_run_and_of_one_every_event() -> None:
    """Whoever prints the catalogue gets half of it."""
    status, out, _ = misconceptions("--full")
    assert status == 0
    with_run = [one.name for one in SIMULATOR.misconceptions if SIMULATOR.counterexample(one.name).trace]  # type: ignore[union-attr]  # each has one
    assert out.count("      ms  S1") == len(with_run)
    short, every = (misconceptions("half-is-enough", *options)[1] for options in ((), ("--full",)))
    assert " heartbeat_sent " not in short
    assert every.count(" heartbeat_sent ") == 2


def test_run_is_drawn(tmp_path: Path) -> None:
    """A teacher wants the run on a slide."""
    picture = tmp_path / "run.svg"
    status, out, _ = misconceptions("vote-twice", "--svg", str(picture))
    assert status == 0
    assert out.endswith(f"wrote {picture}\n")
    assert ET.fromstring(picture.read_text(encoding="utf-8")).tag.endswith("svg")  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name a misconception"),
        (("all-servers",), "there is no run to draw: all-servers changes a measure"),
        (("hash-modulo",), "there is no run to draw: hash-modulo changes a measure"),
    ],
)
def test_nothing_to_draw_is_said(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    """An option is ignored without a word, and the picture is looked for in vain."""
    picture = tmp_path / "run.svg"
    status, _, err = misconceptions(*arguments, "--svg", str(picture))
    assert status == 2
    assert told in " ".join(err.split())
    assert not picture.exists()


def test_unknown_name() -> None:
    """A typing error is told, with what was meant."""
    status, out, err = misconceptions("vote-twise")
    assert (status, out) == (2, "")
    assert "there is no misconception 'vote-twise'; did you mean `vote-twice`?" in err
