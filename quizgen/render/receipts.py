"""Receipts: what a card carries so that its answer can be computed again from the deck alone.

A receipt is compact JSON, an object with sorted keys:

* ``format`` (`FORMAT`), ``item`` (the item's id), ``kind``;
* ``scenarios``: each as an author would write it (`quizgen.model.unbinding`), and ``simulators``: name -> version;
* ``rules``, where a simulator was made by content: its name -> what makes it (`quizgen.loader.rules`);
* ``distributions``, where a simulator did not come with quizgen: its name -> its distribution, and the version of that;
* ``statements``: what is stated where on the card, in its order, and what that rests on;
* ``run``, where the card shows one: the number of its scenario, its ``seed`` (or the number of the explored state) and
  ``trace``, the SHA-256 of its trace as JSON (`quizgen.simulators.trace.Trace.to_json`).

A statement has ``at``, its place on the card: ``["option", 2]``, ``["value"]``, ``["blank", 0]``, ``["point", 1]``,
``["step", 3]``, ``["pair", 0]``, ``["definition"]`` or ``["order"]``, numbered from 0 in the order in which the card
shows them. It has the ``form`` of its evidence (none for a distractor that only has a rationale), the text of it as
``claim``, and its ``role``: ``key``, ``distractor``, ``assertion``, ``value`` or ``order``. Where it is computed, it
also has the number of its ``scenario``, how many ``runs`` (or states) were asked and in how many of them the claim was
``true``, and the ``misconception`` that it names. An order has the events of its ``steps``, and ``by`` if it is one
in time.

Which option is right, and what the value is, does not stand in it: whoever verifies reads that off the card.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quizgen.crosscheck import Findings, Subject
from quizgen.crosscheck.runs import telling
from quizgen.kinds.api import BodyOf, CardPlace
from quizgen.model.base import Place
from quizgen.model.item import Item
from quizgen.model.unbinding import Json, as_written, definition
from quizgen.render.traces import ShownRun
from quizgen.simulators import SIMULATORS

FORMAT = "receipt/1"

Shown = Mapping[Place, CardPlace]
"""Place below an item, or in a lesson's file -> place on the card."""


def item_receipt(question: Item, body: BodyOf[Any], found: Sequence[Subject], findings: Findings, run: ShownRun) -> str:
    """Return the receipt of a question's card.

    Args:
        question: what the author wrote.
        body: what the card shows.
        found: the question's subjects.
        findings: what was computed.
        run: the run that the card shows.
    """
    return _Writer(body.places(question), found, findings).receipt(question.id, question.kind, run)


def concept_receipt(card: str, subject: Subject, findings: Findings) -> str:
    """Return the receipt of a concept's card, whose definition is the subject."""
    return _Writer({subject.place: ["definition"]}, [subject], findings).receipt(card, "concept", ShownRun())


class _Writer:
    """Writes the receipt of one card."""

    def __init__(self, shown: Shown, found: Sequence[Subject], findings: Findings) -> None:
        self._shown, self._found, self._findings = shown, found, findings
        ran = {subject.scenario: None for subject in found if subject.scenario and findings.of(subject)}
        self._scenarios = {scenario: number for number, scenario in enumerate(ran)}

    def receipt(self, item: str, kind: str, run: ShownRun) -> str:
        """Return it."""
        made: dict[str, Json] = {
            "format": FORMAT,
            "item": item,
            "kind": kind,
            "scenarios": [as_written(scenario) for scenario in self._scenarios],
            "simulators": {name: SIMULATORS[name].version for name in sorted({s.simulator for s in self._scenarios})},
            "statements": [self._statement(subject) for subject in sorted(self._found, key=self._place)],
        }
        written = {name: definition(SIMULATORS[name]) for name in sorted({s.simulator for s in self._scenarios})}
        rules: dict[str, Json] = {name: one for name, one in written.items() if one is not None}
        if rules:
            made["rules"] = rules
        plugins = [SIMULATORS.plugin(name) for name in sorted({s.simulator for s in self._scenarios})]
        if foreign := [plugin for plugin in plugins if plugin and plugin.is_foreign]:
            made["distributions"] = {plugin.name: [plugin.distribution, plugin.version] for plugin in foreign}
        shown = telling(self._findings.on(self._found)) if run.digest else None
        if shown and shown.subject.scenario:
            number = self._scenarios[shown.subject.scenario]
            made["run"] = {"scenario": number, "seed": shown.seed, "trace": run.digest}
        return json.dumps({name: made[name] for name in sorted(made)}, separators=(",", ":"))

    def _place(self, subject: Subject) -> tuple[str, int]:
        kind, *number = self._shown[subject.place]
        return str(kind), int(str(number[0])) if number else 0

    def _statement(self, subject: Subject) -> Json:
        role = "key" if subject.statement.is_key else subject.role
        made: dict[str, Json] = {"at": [*self._shown[subject.place]], "role": role}
        if subject.form:
            made |= {"form": subject.form, "claim": subject.expression}
        if subject.role == "order":
            made["steps"] = list(self._steps(subject))
            made |= {"by": subject.by} if subject.by != "cause" else {}
        verdict = self._findings.of(subject)
        if verdict and subject.scenario:
            number = self._scenarios[subject.scenario]
            made |= {"scenario": number, "runs": verdict.executions, "true": verdict.agreeing}
            if subject.misconception:
                made["misconception"] = subject.misconception
        return dict(sorted(made.items()))

    def _steps(self, subject: Subject) -> Iterator[list[Json]]:
        """Yield, for each step that has one, its number on the card and its event as an author would write it."""
        order = subject.item.question.order() if subject.item else None
        if order is None:
            return
        for index, _, event in order.steps:
            written = event.model_dump(by_alias=True, exclude_defaults=True)
            yield [self._shown[*order.place, index][1], dict(sorted(written.items()))]
