"""The lines that tell a learner what an answer rests on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from quizgen.cards import Html
from quizgen.crosscheck import Findings, Subject, Verdict
from quizgen.crosscheck.values import bare
from quizgen.model.lesson import Lesson, Source
from quizgen.model.scenario import BoundScenario
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import Survey
from quizgen.simulators.words import Words
from quizgen.wording import is_made


def evidence_line(subject: Subject, findings: Findings) -> str:
    """Return what one statement rests on.

    That is "computed: holds in all 20 runs (loop simulator v1)", "computed: false in all 944 states of 3 threads, 2
    locks (loop simulator v1)", or "cited: ...".
    """
    if subject.form == "cite":
        name, _, place = subject.expression.partition(" ")
        source = subject.lesson.head.sources.get(name)
        return f"cited: {source.title if source else name}, {place}"
    if subject.form == "unverified":
        return f"not verified: {subject.expression}"
    verdict = findings.of(subject)
    if verdict and verdict.words.how:
        return f"{verdict.words.how}: {_outcome(subject, verdict)}"
    words = "; its words are its claim's own" if is_made(subject) else ""
    return f"computed: {_computed(subject, verdict)}{words}" if verdict else ""


def card_line(subjects: Sequence[Subject], findings: Findings, day: str = "") -> str:
    """Return what a whole item rests on, one line in plain words.

    That is "Computed: came out so in all 5 runs of a simulated queue", "Cited, not computed", or both.

    Args:
        subjects: the item's.
        findings: what was computed.
        day: on which all that the card says was read beside its claims; empty if something was not.
    """
    found = findings.on(subject for subject in subjects if subject.computed)
    verdicts = [verdict for verdict in found if not verdict.words.how]
    parts = [f"computed: {_came_out(verdicts)}"] if verdicts else []
    scenarios = (verdict.subject.scenario for verdict in found if verdict.words.how)
    parts += dict.fromkeys(one.runs_on.grounds(one.scenario) for one in scenarios if one)
    if cited := sum(subject.form == "cite" for subject in subjects):
        alone = "cited, not computed" if cited == len(subjects) else f"{cited} of {len(subjects)} statements cited"
        parts.append(alone)
    if doubts := [subject.expression for subject in subjects if subject.form == "unverified"]:
        share = f"{len(doubts)} of {len(subjects)} statements " if len(doubts) < len(subjects) else ""
        parts.append(f"{share}not verified: {'; '.join(dict.fromkeys(doubts))}")
    if made := sum(map(is_made, subjects)):
        parts.append(_made(made, subjects))
    if day:
        parts.append(f"wording read by its author on {day}")
    line = "; ".join(parts)
    return line[:1].upper() + line[1:]


def _made(made: int, subjects: Sequence[Subject]) -> str:
    if len(subjects) == 1:
        is_order = subjects[0].role == "order"
        return "its steps are made from their events" if is_order else "its text is made from its claim"
    return f"{made if made < len(subjects) else 'all'} of {len(subjects)} statements are made from their claims"


def citation(lesson: Lesson, cite: str) -> Html:
    """Return a citation as a learner reads it: "Ongaro and Ousterhout (2014), title, §5.2"; a link if there is one."""
    name, _, place = cite.partition(" ")
    source = lesson.sources.get(name)
    if source is None:
        return Html(escape(cite))
    return Html(", ".join(filter(None, (escape(credit(source)), linked(source, escape(source.title)), escape(place)))))


def linked(source: Source, title: str) -> str:
    """Return a work's title, which is HTML, as a link to the work if its address is known."""
    return f'<a href="{escape(source.url)}" rel="noopener noreferrer">{title}</a>' if source.url else title


def credit(source: Source) -> str:
    """Return who wrote a work and when: "Ongaro and Ousterhout (2014)"; what is not known is left out."""
    year = str(source.year) if source.year else ""
    return f"{source.authors} ({year})" if source.authors and year else source.authors or year


def _computed(subject: Subject, verdict: Verdict) -> str:
    return f"{_outcome(subject, verdict)} ({simulator_name(subject.scenario) if subject.scenario else ''})"


def _outcome(subject: Subject, verdict: Verdict) -> str:
    every, alone = everywhere(verdict), bool(verdict.words.how)
    if subject.role == "order":
        told = verdict.computed if subject.free else "the only order"
        return f"{told}{' in time' if subject.by == 'time' else ''} in {every}"
    if subject.form == "measure":
        other = f"not {bare(subject.stated)} but " if subject.role == "distractor" else ""
        what = f"{other}{verdict.computed}"
        return what if alone else f"{what}, {_where(verdict)}"
    if not verdict.executions or verdict.is_still:
        how = "" if alone else " at the start" if verdict.is_still else ", found by experiment"
        return f"{'false' if subject.role == 'distractor' else 'holds'}{how}"
    if verdict.needs_one:
        false = "false: it " if subject.role == "distractor" else ""
        return f"{false}happens in {verdict.agreeing:,} of {_executions(verdict)}"
    if subject.role == "distractor":
        return f"false in {every}"
    return f"never happens in {every}" if subject.form == "never" else f"holds in {every}"


def _where(verdict: Verdict) -> str:
    if verdict.is_still:
        return "at the start"
    return f"in {everywhere(verdict)}" if verdict.executions else "by experiment"


def everywhere(verdict: Verdict) -> str:
    """Return all that was looked at: "all 20 runs", "the one run", "all 944 states of 3 threads"."""
    told = _executions(verdict)
    return f"the one {told.removeprefix('1 ')}" if verdict.executions == 1 else f"all {told}"


def _executions(verdict: Verdict) -> str:
    """Return what was looked at: "20 runs", "944 states of 3 threads, 2 locks up to renaming of threads"."""
    if verdict.survey is None:
        return verdict.words.counted(verdict.executions)
    return f"{verdict.words.counted(verdict.executions, explored=True)} of {bounds(verdict.survey, verdict.words)}"


def bounds(survey: Survey, words: Words) -> str:
    """Return within what every state was looked at: "3 threads, 2 locks"."""
    return f"{survey.bounds}{f' up to renaming of {words.actor}s' if survey.symmetric else ''}"


def _came_out(verdicts: Sequence[Verdict]) -> str:
    """Return how statements came out, and of what."""
    (first, *more), order = verdicts, any(verdict.subject.role == "order" for verdict in verdicts)
    whats = sorted({_what(verdict) for verdict in verdicts})
    what = whats[0] if len(whats) == 1 else f"{len(whats)} simulations"
    kinds = {verdict.survey is not None for verdict in verdicts if verdict.executions and not verdict.is_still}
    if not kinds:
        still = any(verdict.is_still for verdict in verdicts)
        return f"{'follows from the start of' if still else 'found by experiments with'} {what}"
    counts = sorted({verdict.executions for verdict in verdicts if verdict.executions and not verdict.is_still})
    if order:
        told = "the only orders" if first.subject.free else "the only order"
    elif not more:
        told = "happens" if first.needs_one else "came out so"
    else:
        options = any(verdict.subject.role == "distractor" for verdict in verdicts)
        told = f"every {'option' if options else 'statement'} came out so"
    among = "in"
    if more and any(verdict.needs_one and verdict.agreeing < verdict.executions for verdict in verdicts):
        told, among = told.replace("came out so", "is judged"), "over"
    if len(kinds) > 1:
        return f"{told} {among} runs and states of {what}"
    return f"{told} {among} {_span(first if not more else None, counts, verdicts)} of {what}"


def _span(only: Verdict | None, counts: Sequence[int], verdicts: Sequence[Verdict]) -> str:
    """Return in how many runs or states: "all 5 runs", "3 to 20 runs", "the one run", "7 of 20 runs"."""
    ran = next(verdict for verdict in verdicts if verdict.executions and not verdict.is_still)
    if only and only.needs_one:
        return f"{only.agreeing:,} of {count(only)}"
    if len(counts) > 1:
        return f"{counts[0]:,} to {count(max(verdicts, key=lambda verdict: verdict.executions))}"
    return f"the one {count(ran).removeprefix('1 ')}" if counts == [1] else f"all {count(ran)}"


def count(verdict: Verdict) -> str:
    """Return how many runs or states were looked at: "20 runs", "944 states"."""
    return verdict.words.counted(verdict.executions, explored=verdict.survey is not None)


def _what(verdict: Verdict) -> str:
    """Return what was simulated: "a simulated queue", and the rule that was changed in it."""
    bound = verdict.subject.scenario
    if bound is None:
        return ""
    what = str(bound.runs_on.told(bound.scenario)[0])
    changed = bound.runs_on.premise(bound.scenario).removesuffix(".")
    return f"{what}, under the changed rule: {changed}" if changed else what


def simulator_name(scenario: BoundScenario) -> str:
    """Return what computed it, "queue simulator v1", whose it is if not quizgen's, and a rule that was changed.

    Of a simulator that content makes it is its name: its version is a hash of what content says.
    """
    simulator = scenario.runs_on
    premise = simulator.premise(scenario.scenario).removesuffix(".")
    changed = f", under the changed rule: {premise}" if premise else ""
    plugin = SIMULATORS.plugin(simulator.name)
    origin = f" of {plugin.origin}" if plugin and plugin.is_foreign else ""
    if scenario.version:
        return f"rules \N{LEFT DOUBLE QUOTATION MARK}{simulator.name}\N{RIGHT DOUBLE QUOTATION MARK}{changed}"
    return f"{simulator.name} simulator v{simulator.version}{origin}{changed}"
