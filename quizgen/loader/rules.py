"""Files of rules: what an author wrote, checked, with a diagnostic for everything in it that cannot be."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from quizgen.diagnostics import Diagnostic, error
from quizgen.loader.document import Document
from quizgen.loader.validate import diagnose
from quizgen.model.alternatives import real_place, strict, telling
from quizgen.model.base import Place
from quizgen.simulators.rules.language.written import Mistake, Rules
from quizgen.simulators.rules.states.machine import machine

FORMAT = "rules/1"


@cache
def _validators() -> tuple[SchemaValidator, SchemaValidator]:
    """Return what validates a file of rules, and what tells why one is none."""
    schema = strict(TypeAdapter(Rules).core_schema)
    return SchemaValidator(schema), SchemaValidator(telling(schema))


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
    found = list(
        dict.fromkeys(
            diagnostic for each in (None, *rules.misconceptions) for diagnostic in _tried(rules, each, document)
        )
    )
    return (None if found else rules), found


def _tried(rules: Rules, misconception: str | None, document: Document) -> list[Diagnostic]:
    """Return what is wrong with rules, as they stand or under a misconception."""
    found: list[Diagnostic] = []
    try:
        machine(rules, None, misconception)
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
