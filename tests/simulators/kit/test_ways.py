"""Every way in which something can go on is found, once for each combination of decisions; and examples of beliefs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.simulators import event_loop, load_balancer, rate_limiter
from quizgen.simulators.api import AnySimulator, Counterexample, Measure, MeasureError, Misconception
from quizgen.simulators.kit.printing import Console, Programs, Source
from quizgen.simulators.kit.ways import Schedule, every_way
from tests.crosscheck.toy import varied


@given(st.lists(st.integers(1, 4), max_size=5))
def test_all_combinations_are_tried_in_order(options: list[int]) -> None:
    """An answer is called certain although a run that was never made contradicts it."""
    found = [*every_way(lambda schedule: tuple(schedule.choose(each) for each in options))]
    number = 1
    for each in options:
        number *= each
    assert len(found) == len({*found}) == number
    assert found == sorted(found)


def test_what_is_decided_may_open_other_decisions() -> None:
    """Runs are missing where one thing decides whether another is open."""

    def go(schedule: Schedule) -> str:
        return f"a{schedule.choose(2)}" if schedule.choose(2) else f"b{schedule.choose(3)}"

    assert [*every_way(go)] == ["b0", "b1", "b2", "a0", "a1"]


class Choosing(Programs[Source]):
    """Programs of letters: each line prints one of its letters, whichever; a wrong rule has another set of them."""

    name, version, doc, scenario = "choosing", "1", "One letter of each line.", Source
    misconceptions = (
        Misconception("first", "It is the first.", "which letter it is"),
        Misconception("any", "It may be z.", "which letter it is"),
        Misconception("more", "A letter is printed twice.", "how many there are"),
    )

    def start(self, scenario: Source, misconception: str | None, console: Console) -> None:
        """Print a letter of each line."""
        for line in scenario.program.splitlines():
            letters = {"first": line[:1], "any": f"z{line}"}.get(misconception or "", line)
            letter = letters[console.stage.choose(len(letters))]
            for _ in range(2 if misconception == "more" else 1):
                console.write(letter, "program")


QUOTES = str.maketrans("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", "''")


def shown(belief: str, program: str, **changes: object) -> Counterexample | None:
    """Return what the example of a belief about letters leads to."""
    return varied(Choosing(), examples={belief: Source(program=program)}, **changes).counterexample(belief)


def lines(*pairs: tuple[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Return the lines that are printed under a belief, and beside them those under the true rules."""
    return tuple((f"line {number}", *pair) for number, pair in enumerate(pairs, start=1))


@pytest.mark.parametrize(
    ("belief", "program", "found", "compared", "ran"),
    [
        ("any", "a\nbc", "line 1 is 'z', line 2 is 'z' in a run, and in none under the true rules", "za zb", "zz"),
        ("first", "a\nbc", "line 1 is 'a', line 2 is 'c' in a run of the true rules only", "aa bc", "ac"),
        ("more", "a", "line 2 is 'a', and missing under the true rules", "aa a-", "aa"),
        ("any", "", None, "", ""),
        ("first", "a", None, "", ""),
    ],
)
def test_an_example_tells_what_differs(belief: str, program: str, found: str | None, compared: str, ran: str) -> None:
    """A learner is shown a run that the true rules allow as well, or is told that they forbid what they allow."""
    told = shown(belief, program)
    if found is None:
        assert told is None
        return
    assert told is not None
    assert told.found.translate(QUOTES) == found
    pairs = [(pair[0], pair[1].replace("-", "missing")) for pair in compared.split()]
    assert told.compared == lines(*pairs)
    assert told.trace is not None
    assert "".join(event.detail for event in told.trace) == ran
    assert (told.broken, told.scenario) == (
        {one.name: one.breaks for one in Choosing.misconceptions}[belief],
        Source(program=program),
    )
    assert told.bound == "the choosing simulator"


def test_a_measure_is_told_before_a_run() -> None:
    """Who believes that few keys move is shown who gets one of them, and not how many move."""

    def letters(_: Source, misconception: str | None) -> int:
        return 2 if misconception else 1

    def none(_: Source, misconception: str | None) -> int:
        raise MeasureError(f"nothing under {misconception}")

    measures = (Measure("none", "int", "None.", none), Measure("letters", "int", "How many.", letters))
    told = shown("more", "a", measures=measures, phrases={"letters": "the number of letters{end}"})
    assert told == Counterexample(
        "letters",
        "the choosing simulator",
        "the number of letters is 2, and 1 under the true rules",
        scenario=Source(program="a"),
        compared=(("letters", "2", "1"),),
    )
    same = (replace(measures[1], measure=lambda *_: 1),)
    assert (told := shown("more", "a", measures=same)) is not None
    assert told.broken == "how many there are"


def test_what_has_no_example_has_no_counterexample() -> None:
    """The list of beliefs breaks off at the first simulator whose author stated no example."""
    assert Choosing().counterexample("first") is None


WITH_EXAMPLES: tuple[AnySimulator, ...] = (event_loop.SIMULATOR, rate_limiter.SIMULATOR, load_balancer.SIMULATOR)
BELIEFS = [(simulator, one.name) for simulator in WITH_EXAMPLES for one in simulator.misconceptions]


def smaller(scenario: Any) -> Iterator[Any]:  # noqa: ANN401  # of any of these simulators
    """Yield a scenario with each line or request left out."""
    if isinstance(scenario, event_loop.JavaScript):
        rows = scenario.program.splitlines(keepends=True)
        yield from (replace(scenario, program="".join(rows[:n] + rows[n + 1 :])) for n in range(len(rows)))
        return
    asked = scenario.requests
    for n, each in enumerate(asked):
        fewer = (replace(each, number=each.number - 1),) if each.number > 1 else ()
        yield replace(scenario, requests=(*asked[:n], *fewer, *asked[n + 1 :]))


@pytest.mark.parametrize(("simulator", "belief"), BELIEFS, ids=[belief for _, belief in BELIEFS])
def test_each_belief_has_a_smallest_example(simulator: Any, belief: str) -> None:  # noqa: ANN401  # as above
    """A learner is not shown why a belief is wrong, or has to look for it among what has nothing to do with it."""
    found, scenario = simulator.counterexample(belief), simulator.examples[belief]
    assert found is not None
    assert found.scenario == scenario
    assert simulator.problems(scenario) == ()
    names, believed, true = zip(*found.compared, strict=True)
    assert believed != true
    if found.trace is None:
        measure = {one.name: one.measure for one in simulator.measures}[names[0]]
        assert [str(measure(scenario, rules)) for rules in (belief, None)] == [*believed, *true]
    else:
        runs = [next(simulator.executions(scenario, rules)) for rules in (belief, None)]
        assert [tuple(simulator.results(run).values()) for run in runs] == [believed, true]
        assert found.trace == runs[0].trace
    for less in smaller(scenario):
        if simulator.problems(less):
            continue
        assert varied(simulator, examples={belief: less}).counterexample(belief) is None, less
