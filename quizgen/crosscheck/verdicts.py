"""Verdicts: what the simulators say to each statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from quizgen.crosscheck.asking.claims import Claim, ClaimProblem, environment
from quizgen.crosscheck.asking.orders import DerivedOrder, ObservedOrder, derive
from quizgen.crosscheck.asking.probes import Failure
from quizgen.crosscheck.asking.vacuity import Objection
from quizgen.crosscheck.laboratory import GaveUp, Laboratory, Outcome, Probe, Progress, Request
from quizgen.crosscheck.subjects import ALLOWED, Subject
from quizgen.crosscheck.values import Comparison, as_text, could_equal, differs, equal
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.api import Measure, Observation, Same, Survey, Value
from quizgen.simulators.trace import Trace
from quizgen.simulators.words import Words, such_as


@dataclass(frozen=True)
class Verdict:
    """What was computed for one subject.

    Attributes:
        subject: what was judged.
        right: whether content and simulator agree; None if nothing could be computed.
        executions: how many runs, or explored states, stand behind it; 0 for a measure, which makes runs of its own.
        agreeing: in how many of them the expression was true.
        computed: the value, or the order that the runs force (``1 < {2, 3} < 4``), as text; empty for a claim.
        seed: the run to look at: one that contradicts what is stated, else one that shows it.
        problem: why nothing could be computed; empty otherwise.
        hint: how to mend the problem.
        offset: which character of the expression the problem is about; None if it is about all of it.
        others: what else is wrong with the expression.
        under_misconception: whether the statement is true under the misconception that it names; None without one.
        believed: the value under the misconception, for a distractor that is a value; or why there is none.
        belief_seed: the run under the misconception to look at.
        order: the order that the runs force on an ordering, and what is wrong with the stated one.
        measured: name -> value of the measures in the expression.
        wrongly_accepted: a spelling that is to count as right, but is another value; empty if there is none.
        survey: how far the exploration went; None if runs stand behind it, or experiments.
    """

    subject: Subject
    right: bool | None
    executions: int = 0
    agreeing: int = 0
    computed: str = ""
    seed: int | None = None
    problem: str = ""
    hint: str = ""
    offset: int | None = None
    others: tuple[Objection, ...] = ()
    under_misconception: bool | None = None
    believed: str = ""
    belief_seed: int | None = None
    order: DerivedOrder | None = None
    measured: Mapping[str, Value] = field(default_factory=dict)
    wrongly_accepted: str = ""
    survey: Survey | None = None

    @property
    def words(self) -> Words:
        """What its simulator calls things."""
        return self.subject.scenario.runs_on.words if self.subject.scenario else Words()

    @property
    def needs_one(self) -> bool:
        """Whether a single run or state bears the statement out, say that of what sometimes happens."""
        return one_is_enough(self.subject, explored=self.survey is not None)

    @property
    def is_still(self) -> bool:
        """Whether nothing happens in the runs that stand behind it: what was asked of them was asked of a start."""
        bound = self.subject.scenario
        return bound is not None and self.executions > 0 and bound.runs_on.is_still(bound.scenario)


@dataclass(frozen=True)
class Behind:
    """The run behind an item.

    Attributes:
        verdict: the one that it bears out.
        trace: what happened in it.
        digest: `quizgen.crosscheck.outcomes.trace_digest` of the trace; empty if no number makes it again.
        sentence: what a run of an experiment shows, which has no number.
    """

    verdict: Verdict
    trace: Trace
    digest: str = ""
    sentence: str = ""


SubjectKey = tuple[str, str, tuple[str | int, ...]]
ItemKey = tuple[str, str]
"""The ids of a lesson and of an item in it."""


@dataclass(frozen=True)
class Findings:
    """What was computed for a deck.

    Attributes:
        verdicts: by `Subject.key`; a statement that only cites has none.
        gave_up: scenarios whose script could not be carried out in some run.
        failed: scenarios that a plug-in had no answer for, with why.
        runs: the runs behind items, for cards; empty unless they were asked for.
        needless: simulator -> parts of it without which every answer would be the same; see `needless`.
    """

    verdicts: Mapping[SubjectKey, Verdict] = field(default_factory=dict)
    gave_up: Mapping[BoundScenario, GaveUp] = field(default_factory=dict)
    failed: Mapping[BoundScenario, Failure] = field(default_factory=dict)
    runs: Mapping[ItemKey, Behind] = field(default_factory=dict)
    needless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, subject: Subject) -> Verdict | None:
        """Return the verdict on a subject, or None if no simulator decides it."""
        return self.verdicts.get(subject.key)

    def on(self, subjects: Iterable[Subject]) -> list[Verdict]:
        """Return the verdicts that there are on subjects."""
        return [verdict for subject in subjects if (verdict := self.of(subject))]


Keep = Callable[[Iterable[tuple[Subject, Request]]], Mapping[Request, frozenset[Hashable]]]
"""Of what is asked for subjects, the requests and answers whose first runs are to be kept."""


def judge(
    subjects: Iterable[Subject], laboratory: Laboratory, progress: Progress, keep: Keep = lambda _: {}
) -> Findings:
    """Compute every subject that a simulator decides, running each scenario once."""
    plans = [(subject, _plan(subject)) for subject in subjects if _can_be_run(subject)]
    asked = [(subject, plan) for subject, plan in plans if isinstance(plan, Request)]
    wrongly = [replace(plan, misconception=s.misconception) for s, plan in asked if _known_misconception(s)]
    laboratory.run([*(plan for _, plan in asked), *wrongly], progress, keep(asked))
    found = {s.key: plan if isinstance(plan, Verdict) else _verdict(s, plan, laboratory) for s, plan in plans}
    return Findings(found, laboratory.gave_up, laboratory.failed)


def _can_be_run(subject: Subject) -> bool:
    """Tell whether a simulator can decide it; what is wrong with the others, the checks say."""
    scenario = subject.scenario
    if scenario is None or scenario.problems or not subject.computed:
        return False
    if subject.role == "order":
        return subject.can_be_ordered
    return subject.form in ALLOWED[subject.role] and len(subject.statement.evidence) <= 1


def _known_misconception(subject: Subject) -> bool:
    scenario = subject.scenario
    return scenario is not None and subject.misconception in {m.name for m in scenario.misconceptions}


def _plan(subject: Subject) -> Request | Verdict:
    scenario = subject.scenario
    if scenario is None:
        raise ValueError("only a subject with a scenario can be planned")
    if subject.role == "order":
        return Request(scenario, None, Probe(tuple(pattern for _, pattern in subject.patterns)))
    try:
        claim = environment(scenario.simulator).compile(subject.expression)
    except ClaimProblem as refused:
        return Verdict(subject, None, problem=str(refused), hint=refused.hint, offset=refused.offset)
    if subject.form != "measure" and claim.returns != "BOOL":
        kind = claim.returns.lower()
        problem = f"the claim gives a value of type {kind}, where true or false is asked for"
        hint = f"compare it with something{such_as(scenario.runs_on.words.claim, ', as in')}"
        return Verdict(subject, None, problem=problem, hint=hint)
    return _vacuous(subject, scenario, claim) or Request(scenario, None, Probe(claim))


def _vacuous(subject: Subject, scenario: BoundScenario, claim: Claim) -> Verdict | None:
    """Return the verdict on a claim that no run could contradict, or that names what no run has; None on others."""
    domains = scenario.domains
    if subject.misconception:  # a wrong rule may well go beyond all bounds; that it leads there is found out
        domains = {name: domain.unlimited for name, domain in domains.items()}
    if found := claim.objections(domains):
        first, *others = found
        return Verdict(
            *(subject, None), problem=first.message, hint=first.hint, offset=first.offset, others=tuple(others)
        )
    if (claim.observes or claim.measures) and not claim.is_constant_among(domains):
        return None
    problem = "the claim has the same value whatever the simulator does, so it proves nothing"
    return Verdict(subject, None, problem=problem, hint="ask for something that a run could contradict")


def planned(subjects: Iterable[Subject]) -> Iterator[tuple[Subject, Request]]:
    """Yield every subject that a simulator decides, with what is asked for it under the true rules."""
    for subject in subjects:
        if _can_be_run(subject) and isinstance(plan := _plan(subject), Request):
            yield subject, plan


def verdict_on(subject: Subject, outcome: Outcome) -> Verdict:
    """Judge a subject by what came out, whatever the rules were under which it came out."""
    if outcome.failure is not None:
        seed = outcome.first_seeds[outcome.failure]
        problem, hint = outcome.failure.message, outcome.failure.hint
        return Verdict(subject, None, outcome.executions, seed=seed, problem=problem, hint=hint, survey=outcome.survey)
    if subject.role == "order":
        return _judge_order(subject, outcome)
    verdict = (_judge_value if subject.form == "measure" else _judge_claim)(subject, outcome)
    return replace(verdict, measured=outcome.measured, survey=outcome.survey)


def _verdict(subject: Subject, request: Request, laboratory: Laboratory) -> Verdict:
    outcome = laboratory.outcome(request)
    verdict = verdict_on(subject, outcome)
    if outcome.failure is None and _known_misconception(subject):
        believed = laboratory.outcome(replace(request, misconception=subject.misconception))
        return _with_misconception(verdict, believed)
    return verdict


def _judge_claim(subject: Subject, outcome: Outcome) -> Verdict:
    true, false = outcome.counts.get(True, 0), outcome.counts.get(False, 0)
    if subject.role == "distractor":
        # No distractor may turn out right: what it says must fail in every execution. Only that something never happens
        # is said of all that is explored at once, and one state in which it does is enough.
        enough = one_is_enough(subject, explored=outcome.survey is not None)
        right = true > 0 if enough else (false if subject.form == "never" else true) == 0
    else:
        right = asserted(subject, outcome)
    # The run to look at contradicts a statement that is not right, and bears out one that is.
    answer = right == ((subject.role != "distractor") == (subject.form != "never"))
    seed = outcome.first_seeds.get(answer, next(iter(outcome.first_seeds.values()), None))
    return Verdict(subject, right, outcome.executions, true, seed=seed)


def one_is_enough(subject: Subject, *, explored: bool) -> bool:
    """Tell whether a single run, or explored state, in which a claim is true bears the statement out.

    So it is of what sometimes happens, and of a distractor that says of all states that something never does.
    """
    if subject.role == "distractor":
        return explored and subject.form == "never"
    return subject.form == "sometimes"


def asserted(subject: Subject, outcome: Outcome) -> bool:
    """Tell whether what a claim asserts holds: always, sometimes or never."""
    true, false = outcome.counts.get(True, 0), outcome.counts.get(False, 0)
    return {"always": false == 0, "sometimes": true > 0, "never": true == 0}[str(subject.form)]


def _judge_value(subject: Subject, outcome: Outcome) -> Verdict:
    answers = list(outcome.counts)
    if len(answers) > 1:
        words = subject.scenario.runs_on.words if subject.scenario else Words()
        shown = ", ".join(_times(outcome, answer, words) for answer in answers[:5])
        counted = words.counted(outcome.executions, explored=outcome.survey is not None)
        problem = f"the value is not the same in all {counted}: {shown}"
        hint = f"measure what is the same in every {'state' if outcome.survey else words.run}"
        seed = outcome.first_seeds[answers[1]]
        return Verdict(subject, None, outcome.executions, seed=seed, problem=problem, hint=hint)
    value, seed = answers[0], outcome.first_seeds[answers[0]]
    computed = as_text(value)
    if subject.role == "distractor":
        same = could_equal(subject.stated, value, comparison(subject))
        if same is None:
            problem = f"nothing tells whether {subject.stated!r} is the computed {computed!r} in other words"
            hint = f"state the {_kind(value)} alone, or give the distractor an `always` or `cite` of its own"
            return Verdict(subject, None, outcome.executions, computed=computed, seed=seed, problem=problem, hint=hint)
        right, wrong = not same, ""
    else:
        how = comparison(subject)
        wrong = next((text for text in subject.accepted if differs(text, value, how)), "")
        typed = how.exact and subject.statement.value_in == "answer" and subject.stated == value  # it is no Markdown
        right = (typed or equal(subject.stated, value, how)) and not wrong
    return Verdict(subject, right, outcome.executions, outcome.executions, computed, seed, wrongly_accepted=wrong)


def comparison(subject: Subject) -> Comparison:
    """Return how its value is compared, as the measures and observations say that its evidence names.

    A text is exact if all that give one are, and the evidence chooses among no texts of its own.
    """
    simulator = subject.scenario.runs_on if subject.scenario else None
    if simulator is None:
        return Comparison()
    named = set(re.findall(r"\w+", subject.expression))
    known: tuple[Measure[Any] | Observation, ...] = (*simulator.measures, *simulator.observations)
    asked = [one for one in known if one.name in named]
    texts = [one.exact for one in asked if "string" in one.returns]
    same = next((one.same for one in asked if one.same), None) if len(asked) == 1 else None
    return Comparison(
        exact=bool(texts) and all(texts) and "?" not in subject.expression,
        ordered=all(one.ordered for one in asked),
        separator=next((one.separator for one in asked if one.separator), ""),
        same=partial(_same, same, subject) if same else None,
    )


def _same(same: Same, subject: Subject, stated: str, computed: Value) -> bool | None:
    return same(subject.scenario and subject.scenario.scenario, f"{stated} {subject.unit}".rstrip(), computed)


def _times(outcome: Outcome, answer: Hashable, words: Words) -> str:
    explored = outcome.survey is not None
    where = words.aside(outcome.first_seeds[answer], explored=explored)
    return f"{as_text(answer)!r} in {words.counted(outcome.counts[answer], explored=explored)}{where}"


def _kind(value: object) -> str:
    return "number" if isinstance(value, int) and not isinstance(value, bool) else "value"


def _judge_order(subject: Subject, outcome: Outcome) -> Verdict:
    observed = {answer: count for answer, count in outcome.counts.items() if isinstance(answer, ObservedOrder)}
    numbers = [step + 1 for step, _ in subject.patterns]
    order = derive(observed, outcome.first_seeds, numbers, subject.free, in_time=subject.by == "time")
    seed = order.faults[0].seed if order.faults else next(iter(outcome.first_seeds.values()), None)
    right = not order.faults
    return Verdict(subject, right, outcome.executions, order.agreeing, order.words, seed, order=order)


def _with_misconception(verdict: Verdict, outcome: Outcome) -> Verdict:
    subject = verdict.subject
    seed = next(iter(outcome.first_seeds.values()), None)
    if outcome.failure is not None:
        reason = f"no value: {outcome.failure.message}"
        return replace(verdict, under_misconception=False, believed=reason, belief_seed=seed)
    if subject.form != "measure":
        return replace(verdict, under_misconception=asserted(subject, outcome), belief_seed=seed)
    values = list(outcome.counts)
    believed = " or ".join(as_text(value) for value in values[:3])
    leads_there = len(values) == 1 and equal(subject.stated, values[0], comparison(subject))
    return replace(verdict, under_misconception=leads_there, believed=believed, belief_seed=seed)
