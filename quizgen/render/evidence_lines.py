"""The lines that tell a learner what an answer rests on."""

from __future__ import annotations

from collections.abc import Sequence

from quizgen.crosscheck import Findings, Subject, Verdict
from quizgen.model.lesson import Lesson, Source
from quizgen.simulators import SIMULATORS
from quizgen.simulators.api import Survey
from quizgen.simulators.words import Words, counted


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
    return f"computed: {_computed(subject, verdict)}" if verdict else ""


def card_line(subjects: Sequence[Subject], findings: Findings) -> str:
    """Return what a whole item rests on, one line."""
    if len(subjects) == 1:
        line = "cited, not computed" if subjects[0].form == "cite" else evidence_line(subjects[0], findings)
        return line[:1].upper() + line[1:]
    computed = [subject for subject in subjects if subject.computed]
    parts: list[str] = []
    if computed:
        share = "all" if len(computed) == len(subjects) else f"{len(computed)} of"
        verdicts = [verdict for subject in computed if (verdict := findings.of(subject))]
        parts.append(f"{share} {len(subjects)} statements computed {_behind(verdicts)}".strip())
    for form, word in (("cite", "cited"), ("unverified", "not verified")):
        if count := sum(subject.form == form for subject in subjects):
            parts.append(f"{'all ' if count == len(subjects) else ''}{count} {word}")
    line = "; ".join(parts)
    return line[:1].upper() + line[1:]


def citation(lesson: Lesson, cite: str) -> str:
    """Return a citation as a learner reads it: "Ongaro and Ousterhout (2014), title, §5.2"."""
    name, _, place = cite.partition(" ")
    source = lesson.sources.get(name)
    return ", ".join(part for part in (credit(source), source.title, place) if part) if source else cite


def credit(source: Source) -> str:
    """Return who wrote a work and when: "Ongaro and Ousterhout (2014)"; what is not known is left out."""
    year = str(source.year) if source.year else ""
    return f"{source.authors} ({year})" if source.authors and year else source.authors or year


def _computed(subject: Subject, verdict: Verdict) -> str:
    return f"{_outcome(subject, verdict)} ({_simulator(subject)})"


def _outcome(subject: Subject, verdict: Verdict) -> str:
    everywhere = _everywhere(verdict)
    if subject.role == "order":
        return f"{verdict.computed} in {everywhere}" if subject.free else f"the only order in {everywhere}"
    if subject.form == "measure":
        what = f"not {subject.stated} but {verdict.computed}" if subject.role == "distractor" else verdict.computed
        return f"{what}, {_where(verdict)}"
    if not verdict.executions or verdict.is_still:
        how = " at the start" if verdict.is_still else ", found by experiment"
        return f"{'false' if subject.role == 'distractor' else 'holds'}{how}"
    if subject.role == "distractor":
        return f"false in {everywhere}"
    if subject.form == "sometimes":
        return f"happens in {verdict.agreeing:,} of {_executions(verdict)}"
    return f"never happens in {everywhere}" if subject.form == "never" else f"holds in {everywhere}"


def _where(verdict: Verdict) -> str:
    if verdict.is_still:
        return "at the start"
    return f"in {_everywhere(verdict)}" if verdict.executions else "by experiment"


def _everywhere(verdict: Verdict) -> str:
    told = _executions(verdict)
    return f"the one {told.removeprefix('1 ')}" if verdict.executions == 1 else f"all {told}"


def _executions(verdict: Verdict) -> str:
    """Return what was looked at: "20 runs", "944 states of 3 threads, 2 locks up to renaming of threads"."""
    if verdict.survey is None:
        return verdict.words.counted(verdict.executions)
    return f"{verdict.words.counted(verdict.executions, explored=True)} of {_within(verdict.survey, verdict.words)}"


def _within(survey: Survey, words: Words) -> str:
    return f"{survey.bounds}{f' up to renaming of {words.actor}s' if survey.symmetric else ''}"


def _behind(verdicts: Sequence[Verdict]) -> str:
    simulators = sorted({_simulator(verdict.subject) for verdict in verdicts})
    made = [verdict for verdict in verdicts if verdict.executions and not verdict.survey]
    runs = sorted({verdict.executions for verdict in made if not verdict.is_still})
    still = ["at the start"] if any(verdict.is_still for verdict in made) else []
    states = sorted({verdict.executions for verdict in verdicts if verdict.executions and verdict.survey})
    bounds = sorted({_within(v.survey, v.words) for v in verdicts if v.executions and v.survey})
    nouns = ((runs, made[0].words.run if made else ""), (states, "state"))
    parts = [f"in {_counted(counts, what)}" for counts, what in nouns if counts] + still
    if len(bounds) == 1:
        at = -1 - len(still)
        parts[at] += f" of {bounds[0]}"
    return f"{' and '.join(parts).replace(' and in ', ' and ') or 'by experiment'} ({', '.join(simulators)})"


def _counted(counts: Sequence[int], what: str) -> str:
    """Return "1 run", "944 states", "3 to 20 runs each"; the counts are sorted."""
    if len(counts) > 1:
        return f"{counts[0]:,} to {counts[-1]:,} {what}s each"
    return counted(counts[0], what)


def _simulator(subject: Subject) -> str:
    if subject.scenario is None:
        return ""
    simulator = subject.scenario.runs_on
    premise = simulator.premise(subject.scenario.scenario).removesuffix(".")
    changed = f", under the changed rule: {premise}" if premise else ""
    plugin = SIMULATORS.plugin(simulator.name)
    origin = f" of {plugin.origin}" if plugin and plugin.is_foreign else ""
    return f"{simulator.name} simulator v{simulator.version}{origin}{changed}"
