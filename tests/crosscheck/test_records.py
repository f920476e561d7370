"""Records: what is kept on disk comes back as it was, and nothing else does."""

from __future__ import annotations

import zlib
from collections.abc import Hashable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.crosscheck.asking.orders import ObservedOrder
from quizgen.crosscheck.asking.probes import Failure
from quizgen.crosscheck.outcomes import GaveUp, Outcome, Run, trace_digest
from quizgen.crosscheck.records import from_record, to_record
from quizgen.simulators.api import Outcome as End
from quizgen.simulators.api import Survey, Value, Witness
from quizgen.simulators.trace import Trace, TraceEvent

numbers = st.lists(st.integers(0, 9)).map(tuple)
pairs = st.frozensets(st.tuples(st.integers(0, 9), st.integers(0, 9)))
orders = st.builds(ObservedOrder, numbers, numbers, pairs, pairs)
values: st.SearchStrategy[Value] = st.one_of(
    st.booleans(), st.integers(), st.text(), numbers, st.lists(st.text(max_size=3)).map(tuple)
)
answers: st.SearchStrategy[Hashable] = st.one_of(values, orders, st.builds(Failure, st.text(), st.text()))
seeds = st.none() | st.integers(0, 10**6)
surveys = st.builds(Survey, st.integers(), st.integers(), st.booleans(), st.text(), st.booleans())


attributes = st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), max_size=2)
facts = st.tuples(st.integers(0), *[st.text(max_size=3)] * 4, attributes)
traces = st.lists(facts, max_size=9).map(lambda found: _trace(found))  # noqa: PLW0108 - it stands below


def _trace(found: list[tuple[int, str, str, str, str, dict[str, int | str]]]) -> Trace:
    """Return a trace of these events, each caused by the one before it."""
    events = [
        TraceEvent(number, time, actor, kind, number - 1 if number else None, peer, detail, tuple(attributes.items()))
        for number, (time, actor, kind, peer, detail, attributes) in enumerate(found)
    ]
    return Trace(tuple({event.actor for event in events}), tuple(events))


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """Return any outcome."""
    counts = draw(st.dictionaries(answers, st.integers(1), max_size=4))
    first = {answer: draw(seeds) for answer in counts}
    measured = draw(st.dictionaries(st.text(), values, max_size=3))
    gave_up = draw(st.none() | st.builds(GaveUp, st.text(), st.text(), st.integers()))
    return Outcome(draw(st.integers(0)), counts, first, measured, gave_up, draw(st.none() | surveys))


@given(outcomes())
def test_outcome_comes_back_as_it_was(outcome: Outcome) -> None:
    """A build that remembers says something else than one that computes; the order of answers counts as well."""
    again = from_record(to_record(outcome), Outcome)
    assert again == outcome
    assert [(answer, type(answer)) for answer in again.counts] == [(a, type(a)) for a in outcome.counts]


@given(traces)
def test_run_comes_back_as_it_was(trace: Trace) -> None:
    """A card from the cache shows another run, or `verify` doubts a deck that is right."""
    run = Run(trace, trace_digest(trace))
    again = from_record(to_record(run), Run)
    assert (again, trace_digest(again.trace)) == (run, run.digest)


@given(st.builds(Witness, st.text(), st.none() | traces, st.builds(End, st.just(("a",)), st.just((("1",),)))))
def test_witness_comes_back_as_it_was(witness: Witness) -> None:
    """As above, for the run of an experiment."""
    assert from_record(to_record(witness), Witness) == witness


@given(values)
def test_measured_value_comes_back_as_it_was(value: Value) -> None:
    """As above: and true is not 1."""
    again: object = from_record(to_record(value), object)
    assert (again, type(again)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"path":["/"]}',
        '{"survey":[1,2,true,"",false]}',
        '{"outcome":[1,2,3,4,5,6]}',
        '{"outcome":[1,{"map":[[true,1,0]]},{"map":[]},{"map":[]},null,null]}',
        '{"outcome":[1,{"map":[]},{"map":[]},{"map":[]},{"gave-up":["x"]},null]}',
        '{"outcome":[1,{"map":[[{"path":["/"]},1]]},{"map":[]},{"map":[]},null,null]}',
        '{"outcome":[1,{"map":[]},{"map":[]},{"map":[]},null]}',
        '{"run":[{"trace":[["S1"],[],[1],[null],[0]]},""]}',
        '{"trace":[["S1"],[["S1","e","","",[]]],[1],[],[0]]}',
    ],
)
def test_what_is_no_record_is_refused(text: str) -> None:
    """A file that was written by something else is taken for what came out."""
    with pytest.raises((ValueError, TypeError, LookupError)):
        from_record(zlib.compress(text.encode()), Outcome)


def test_what_is_not_compressed_is_refused() -> None:
    """As above."""
    with pytest.raises(zlib.error):
        from_record(to_record(())[1:], tuple)


def test_answer_of_an_unknown_kind_is_not_written() -> None:
    """It could not be read again."""
    with pytest.raises(TypeError, match="no record holds a Fraction"):
        to_record(Outcome(1, {Fraction(1): 1}, {Fraction(1): 0}, {}))
