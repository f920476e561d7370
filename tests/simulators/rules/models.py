"""The models that tests explore: subjects written as rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from quizgen.loader.document import Reader, parse
from quizgen.loader.rules import read_rules
from quizgen.simulators.rules.language.written import Rules
from quizgen.simulators.rules.states.exploring import Explored
from quizgen.simulators.rules.states.machine import machine

FOLDER = Path(__file__).with_name("subjects")


def rules_of(text: str, name: str = "rules.yaml") -> Rules:
    """Return rules that a text holds; an AssertionError says what is wrong with them."""
    document = parse(name, text)
    rules, found = read_rules(Reader(document).read(), document)
    assert rules is not None, "\n".join(f"{each.span}: {each.message} ({each.hint})" for each in found)
    return rules


@cache
def model(name: str) -> Rules:
    """Return a model by its name."""
    return rules_of((FOLDER / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")


def explored(name: str, misconception: str | None = None, **parameters: bool | int) -> Explored:
    """Return every state of a model."""
    return Explored(machine(model(name), parameters, misconception))
