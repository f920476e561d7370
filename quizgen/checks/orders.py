"""Steps come in the order that the runs force, and in no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from quizgen.checks.content import Content, span_of
from quizgen.checks.wording import all_runs, see, share
from quizgen.crosscheck import Verdict
from quizgen.crosscheck.asking.orders import Fault, FaultKind
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error
from quizgen.model.base import Place
from quizgen.simulators.words import Words, a

_WORDS: Mapping[FaultKind, str] = {
    "missing": "step {first} is missing in {some}: no event of the {one} fits its pattern",
    "reversed": "step {last} leads to step {first}, and so comes first in {some}",
    "swapped": "step {last} comes before step {first} in {some}{seen}{either}",
    "open": "nothing leads from step {first} to step {last} in {some}{seen}{either}",
    "same": "steps {first} and {last} stand for the same event in {some}, so neither comes before the other",
    "bound": "steps {low} and {high} are declared free, but step {first} leads to step {last} in {some}",
    "impossible": "the order {order} would count as right, but it could not happen in any of {every}",
}
_IN_TIME: Mapping[FaultKind, str] = {
    "reversed": "step {last} comes before step {first} in {some}",
    "open": "steps {first} and {last} come at one moment in {some}{seen}{either}",
    "bound": "steps {low} and {high} are declared free, but step {first} comes before step {last} in {some}",
}
"""The same of orders in time, where it is another."""
_REMEDIES: Mapping[FaultKind, str] = {
    "missing": "leave the step out, or ask for an event that every {run} has",
    "reversed": "put step {last} before step {first}",
    "same": "leave one of the two out, or tell the events apart by `actor`, `peer` or `with`",
    "bound": "take the pair out of `free`, or explore more {run}s",
    "impossible": "declare less free and leave out what then has no order, or explore more {run}s",
}
_EITHER = ", so either order may be right"
_FIXED: Mapping[FaultKind, str] = {
    "swapped": ", though nothing leads from it to step {first}",
    "open": ", although every {run} has the two in this order",
}
_FREE = "add `[{first}, {last}]` to the question's `free`, or leave one of the two out"
_ALL_FREE = "leave one of the two out, and ask for steps of which one leads to the other"
_ONE_WAY = (
    "leave one of the two out, explore more {run}s, or ask for the order in time (`by: time`): no {run} has the other "
    "order, which would count as right if the two were declared free"
)


def order_differs(content: Content) -> Iterator[Diagnostic]:
    """Steps happen as stated in every run; those that are declared free, and no others, could come in another order."""
    for verdict in content.verdicts():
        for fault in verdict.order.faults if verdict.order else ():
            remedy = _filled(_remedy(verdict, fault), verdict, fault)
            hint = "; ".join(filter(None, (remedy, see(replace(verdict, seed=fault.seed)))))
            yield error("order-differs", _span(verdict, fault), told(verdict, fault), hint)


def _remedy(verdict: Verdict, fault: Fault) -> str:
    """Return what mends a fault; whoever follows it gets no card that counts as right what no run has."""
    if fault.kind not in ("swapped", "open"):
        return _REMEDIES[fault.kind]
    if not fault.either:
        return _ONE_WAY
    item = verdict.subject.item
    if item is None:
        return _FREE
    freed = item.question.model_copy(update={"free": (*verdict.subject.free, fault.steps)})
    return _ALL_FREE if freed.order_problems() else _FREE


def told(verdict: Verdict, fault: Fault) -> str:
    """Return in words what is wrong with a stated order."""
    in_time = _IN_TIME if verdict.subject.by == "time" else {}
    return _filled(in_time.get(fault.kind, _WORDS[fault.kind]), verdict, fault)


def _filled(template: str, verdict: Verdict, fault: Fault) -> str:
    words = verdict.words
    return template.format(
        first=fault.steps[0],
        last=fault.steps[-1],
        low=min(fault.steps),
        high=max(fault.steps),
        run=words.run,
        order=", ".join(map(str, fault.steps)),
        one=words.one(fault.seed or 0),
        seen=words.aside(fault.seed, " is one"),
        either=_EITHER if fault.either else _FIXED.get(fault.kind, "").format(first=fault.steps[0], run=words.run),
        some=share(verdict, fault.runs),
        every=all_runs(verdict).removeprefix("all "),
    )


def _span(verdict: Verdict, fault: Fault) -> Span:
    """Return where the first of the steps was written; of what is declared free, where that was declared."""
    subject = verdict.subject
    pairs = [frozenset(pair) for pair in subject.free]
    place: Place = ("steps", min(fault.steps) - 1)
    if fault.kind == "impossible":
        place = ("free",)
    elif frozenset(fault.steps) in pairs:
        place = ("free", pairs.index(frozenset(fault.steps)))
    return subject.lesson.item_span(subject.item, place) if subject.item else span_of(subject)


def free_steps(content: Content) -> Iterator[Diagnostic]:
    """Pairs of steps that are declared free exist, can change places, and leave an order to be learnt."""
    for lesson, item in content.items:
        for place, message, hint in item.question.order_problems():
            yield error("free-steps", lesson.item_span(item, place), message, hint)


def unknown_event(content: Content) -> Iterator[Diagnostic]:
    """A step stands for an event that the scenario's runs can record."""
    for subject in content.subjects:
        if subject.scenario is None:
            continue
        simulator = subject.scenario.runs_on
        words = simulator.words
        actors = () if subject.scenario.problems else simulator.actors(subject.scenario.scenario)
        for index, pattern in subject.patterns:
            if pattern.type not in simulator.trace_events:
                span = span_of(subject, (index, "event", "type"))
                yield _unknown(span, words, f"an event `{pattern.type}`", pattern.type, simulator.trace_events)
            for attribute, _ in pattern.attributes:
                if attribute not in simulator.trace_attributes:
                    span = span_of(subject, (index, "event", "with", attribute))
                    yield _unknown(span, words, f"an attribute `{attribute}`", attribute, simulator.trace_attributes)
            for key, name in (("actor", pattern.actor), ("peer", pattern.peer)):
                if actors and name is not None and name not in actors:
                    meant = next((actor for actor in actors if actor.casefold() == name.casefold()), name)
                    span = span_of(subject, (index, "event", key))
                    yield _unknown(span, words, f"{a(words.actor)} `{name}`", meant, actors)


def _unknown(span: Span, words: Words, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    return error("unknown-event", span, f"no {words.run} has {what}", did_you_mean(name, known))
