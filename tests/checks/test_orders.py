"""What is told against an order, followed to the letter: what then passes counts as right only what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

import pytest
import yaml

from quizgen import compiler
from quizgen.diagnostics import Severity
from quizgen.model.scenario import bind
from quizgen.simulators import SIMULATORS
from quizgen.simulators.trace import Trace
from tests.small import CONCEPTS, HEAD

SEEDS = 4
SCRIPT = "[{elect: S1}, {run: 100ms}, {crash: S3}, {run: 100ms}, {write: {to: S1, value: x}}, {run: 200ms}]"
SCRIPT_EVENTS = yaml.safe_load(SCRIPT)
EVENTS = {
    "It campaigns.": ("become_candidate", "S1", ""),
    "It asks S2.": ("request_vote_sent", "S1", "S2"),
    "It asks S3.": ("request_vote_sent", "S1", "S3"),
    "S2 votes.": ("vote_granted", "S2", ""),
    "S3 votes.": ("vote_granted", "S3", ""),
    "S3 crashes.": ("crash", "S3", ""),
    "S1 takes the write.": ("client_write", "S1", ""),
}
"""The text of a step -> type, actor and peer of its event."""


@dataclass
class Asked:
    """An ordering as an author has it after some rounds of hints.

    Attributes:
        steps: their texts.
        free: pairs of texts.
        hopes: whether the author asks for the order in time rather than leave a step out.
        by: what is asked for.
    """

    steps: list[str]
    free: list[frozenset[str]] = field(default_factory=list)
    hopes: bool = False
    by: str = "cause"

    def yaml(self, name: str) -> str:
        """Return it as it is written."""
        lines = [f"  - {{id: {name}, kind: ordering, concept: thing, scenario: busy, stem: In which order?,"]
        pairs = [[number for number, text in enumerate(self.steps, 1) if text in pair] for pair in self.free]
        lines.append(f"     by: {self.by},")
        lines.append(f"     free: {[pair for pair in pairs if len(pair) == 2]},\n     steps: [")
        for text in self.steps:
            kind, actor, peer = EVENTS[text]
            event = f"type: {kind}, actor: {actor}" + (f", peer: {peer}" if peer else "")
            lines.append(f"       {{text: {text}, event: {{{event}}}}},")
        return "\n".join([*lines, "     ]}"])

    def follow(self, message: str, hint: str) -> None:
        """Do what a hint says first."""
        if found := re.match(r"add `\[(\d+), (\d+)\]`", hint):
            self.free.append(frozenset(self.steps[int(number) - 1] for number in found.groups()))
        elif found := re.match(r"put step (\d+) before step (\d+)", hint):
            last, first = (int(number) - 1 for number in found.groups())
            self.steps.insert(first, self.steps.pop(last))
        elif self.hopes and "`by: time`" in hint:
            self.by = "time"
        elif hint.startswith("leave one of the two out"):
            del self.steps[int(re.findall(r"step (\d+)", message)[0]) - 1]
        elif hint.startswith("an ordering needs two steps that keep their order"):
            self.steps.clear()  # what was left out was the only step that had an order: there is nothing to ask
        elif hint.startswith("take the pair out"):
            one, other = (int(number) for number in re.findall(r"\d+", message)[:2])
            self.free.remove(frozenset((self.steps[one - 1], self.steps[other - 1])))
        else:
            pytest.fail(f"no hint that could be followed: {message}: {hint}")


def _followed(folder: Path, asked: dict[str, Asked]) -> dict[str, Asked]:
    """Return what passes in the end; a question of which fewer than two steps are left is given up."""
    head = HEAD.replace("scenarios:\n", f"scenarios:\n  busy: {{simulator: raft, servers: 3, events: {SCRIPT}, ")
    head = head.replace("events: " + SCRIPT + ", ", f"events: {SCRIPT}, explore: {{seeds: {SEEDS}}}}}\n")
    for _ in range(12):
        asked = {name: each for name, each in asked.items() if len(each.steps) > 1}
        body = "\n".join(each.yaml(name) for name, each in asked.items())
        file = folder / "small.yaml"
        file.write_text(f"{head}{CONCEPTS}items:\n{body}\n", encoding="utf-8")
        starts = [number for number, line in enumerate(file.read_text().splitlines(), 1) if line.startswith("  - {id")]
        told: dict[str, tuple[str, str]] = {}
        for found in compiler.check(file, compiler.Silent()).diagnostics:
            if found.severity is Severity.WARNING:
                continue
            assert found.code in {"order-differs", "free-steps"}, found
            name = list(asked)[sum(start <= found.span.line for start in starts) - 1]
            told.setdefault(name, (found.message, found.hint or ""))
        if not told:
            return asked
        for name, (message, hint) in told.items():
            asked[name].follow(message, hint)
    pytest.fail(f"hints lead round in a circle: {told}")


def _time(trace: Trace, text: str) -> int:
    kind, actor, peer = EVENTS[text]
    return next(e.time for e in trace if (e.type, e.actor) == (kind, actor) and peer in ("", e.peer))


def test_no_hint_leads_to_a_false_card(tmp_path: Path) -> None:
    """An author follows a hint, and the card counts as right an order that no run has: a write before the crash.

    The script crashes a server, then writes: nothing leads from the one to the other, and yet no run has them the
    other way round.
    """
    given = [order for count in (2, 3) for order in permutations(EVENTS, count)]
    asked = [Asked([*order], hopes=hopes) for order in given for hopes in (False, True)]
    passed = _followed(tmp_path, {f"order-{number}": each for number, each in enumerate(asked)})
    bound = bind({"simulator": "raft", "servers": 3, "events": SCRIPT_EVENTS})
    traces = [SIMULATORS["raft"].execution(bound.scenario, seed, None).trace for seed in range(SEEDS)]
    assert sum(bool(each.free) for each in passed.values()) > 20
    assert sum(each.by == "time" and len(each.steps) > 2 for each in passed.values()) > 20
    assert sum(len(each.steps) > 2 for each in passed.values()) > 50
    for each in passed.values():
        for place, later in enumerate(each.steps):
            for earlier in each.steps[:place]:
                times = [(_time(trace, earlier), _time(trace, later)) for trace in traces]
                if frozenset((earlier, later)) in each.free:
                    assert any(one <= other for one, other in times), each
                    assert any(other <= one for one, other in times), each
                else:
                    assert all(one <= other for one, other in times), each
