"""Files of rules: what an author wrote, checked, with a diagnostic for everything in it that cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.loader.document import Document, Reader, Refused, parse
from quizgen.loader.files import MAX_RULES, MAX_RULES_BYTES, read_text, shown
from quizgen.loader.files import RULES as FORMAT
from quizgen.loader.validate import diagnose
from quizgen.model.alternatives import real_place, strict, telling
from quizgen.model.base import Place
from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.simulators.rules.asked import measure_type
from quizgen.simulators.rules.language.names import misnamed
from quizgen.simulators.rules.language.written import Mistake, Rules
from quizgen.simulators.rules.simulator import RulesSimulator
from quizgen.simulators.rules.states.exploring import Failed
from quizgen.simulators.rules.states.machine import machine

_REMEMBERED: Final = 64


@cache
def _validators() -> tuple[SchemaValidator, SchemaValidator]:
    """Return what validates a file of rules, and what tells why one is none."""
    schema = strict(TypeAdapter(Rules).core_schema)
    return SchemaValidator(schema), SchemaValidator(telling(schema))


def simulator_from(data: object, name: str) -> AnySimulator:
    """Return what runs rules that a stranger wrote, by that name.

    Raises:
        ValueError: they are none, or of another name.
    """
    rules: Rules = _validators()[0].validate_json(json.dumps(data), strict=True)
    if wrong := next(misnamed(rules), None):
        raise ValueError(str(wrong))
    try:
        for misconception in (None, *rules.misconceptions):
            machine(rules, None, misconception)
        made = simulator_of(rules)
    except* Mistake as problems:
        raise ValueError(str(problems.exceptions[0])) from None
    if made.name != name:
        raise ValueError(f"they are called {made.name}, not {name}")
    return made


def read_rules(data: object, document: Document) -> tuple[Rules | None, list[Diagnostic]]:
    """Return the rules that a file holds, if they can be run, and what is wrong with them.

    They are tried with their parameters as they stand, and under each of their misconceptions.
    """
    written = json.dumps(data)
    validator, tells = _validators()
    try:
        rules: Rules = validator.validate_json(written, strict=True)
    except ValidationError as first:
        problems = first
        try:
            tells.validate_json(written, strict=True)
        except ValidationError as told:
            problems = told
        return None, diagnose(problems, Rules, data, document, real_place)
    if named := [_diagnostic(each, document) for each in misnamed(rules)]:
        return None, named
    found = list(
        dict.fromkeys(
            diagnostic for each in (None, *rules.misconceptions) for diagnostic in _tried(rules, each, document)
        )
    )
    return (None if found else rules), found


Places = dict[str, Callable[[Place], Span]]
"""Simulator -> from a place in the file that makes it to line and column."""


def known_from(files: Sequence[Path], beside: Sequence[Path] = ()) -> tuple[Places, list[Diagnostic]]:
    """Let scenarios name the rules that content holds, and no others; return what is wrong with them.

    Args:
        files: files of rules that are read.
        beside: others in the folder of a single file, whose faults are not told.

    Returns:
        Of each simulator that a file makes where its parts are written, and what is wrong with files.
    """
    found: list[Diagnostic] = []
    made: dict[str, AnySimulator] = {}
    places: Places = {}
    SIMULATORS.author({})
    if len(files) > MAX_RULES:
        message = f"there are {len(files):,} files of rules; at most {MAX_RULES:,} are read"
        found.append(
            error("too-many-files", Span(shown(files[MAX_RULES])), message, "name a folder with fewer of them")
        )
    for file in [*files, *beside][:MAX_RULES]:
        rules, told, span = _read(file)
        if file in files:
            found += told
        if rules is None:
            continue
        if rules.id in made or rules.id in SIMULATORS:
            message = f"there are two simulators called {rules.id}"
            found.append(error("duplicate-id", Span(shown(file)), message, "choose another id"))
            continue
        made[rules.id] = simulator_of(rules)
        if file in files:
            places[rules.id] = span
    SIMULATORS.author(made)
    return places, found


def read_file(file: Path) -> tuple[Rules | None, list[Diagnostic]]:
    """Return the rules of a file, if they can be run, and what is wrong with it."""
    rules, found, _ = _read(file)
    return rules, found


def _read(file: Path) -> tuple[Rules | None, list[Diagnostic], Callable[[Place], Span]]:
    """Return the same, and from a place in the file to line and column."""
    told: list[Diagnostic] = []
    try:
        document = parse(shown(file), read_text(file, MAX_RULES_BYTES))
        data = Reader(document, told).read()
    except Refused as refused:
        return None, [*told, refused.diagnostic], lambda _: Span(shown(file))
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        hint = f"start the file with `format: {FORMAT}`"
        told.append(error("file-format", document.span(("format",)), "this is no file of rules", hint))
        return None, told, document.span
    rules, found = read_rules(data, document)
    return rules, [*told, *found], document.span


def told_of_failure(file: Path, failed: Failed) -> Diagnostic:
    """Return what is wrong with rules that lead to what cannot be, with the steps that lead there."""
    way = ", ".join(failed.way) or "the start"
    span = Span(shown(file))
    if failed.path:
        span = parse(shown(file), read_text(file, MAX_RULES_BYTES)).span(failed.path)
    return error("rules", span, f"{failed.message}, after {way}", failed.hint)


@lru_cache(maxsize=_REMEMBERED)
def simulator_of(rules: Rules) -> AnySimulator:
    """Return what runs rules, the same for equal ones."""
    return RulesSimulator(rules)


def _tried(rules: Rules, misconception: str | None, document: Document) -> list[Diagnostic]:
    """Return what is wrong with rules, as they stand or under a misconception."""
    found: list[Diagnostic] = []
    try:
        made = machine(rules, None, misconception)
        for name, one in rules.measures.items():
            measure_type(made, name, one)
    except* Mistake as problems:
        found += [_diagnostic(each, document) for each in problems.exceptions if isinstance(each, Mistake)]
    return found


def _diagnostic(mistake: Mistake, document: Document) -> Diagnostic:
    place: Place = mistake.path
    span = document.span(place)
    if mistake.offset and span.line and (line := document.text.split("\n")[span.line - 1]):
        quoted = line[span.column - 1 : span.column] in {"'", '"'}
        column = span.column + mistake.offset + quoted
        span = replace(span, column=column) if column <= len(line) + 1 else span
    return error("rules", span, mistake.message, mistake.hint)
