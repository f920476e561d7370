"""Diagnostics for tools: JSON lines, the workflow commands of GitHub Actions, and SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from urllib.parse import quote

from quizgen.diagnostics.values import Diagnostic, Edit, Span

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_json(found: Diagnostic) -> str:
    """Return an object in one line of ASCII; what a diagnostic does not have is left out."""
    told: dict[str, Any] = {"code": found.code, "severity": found.severity, **asdict(found.span)}
    told |= {"message": found.message, "hint": found.hint}
    if found.related:
        told["related"] = [{**asdict(one.span), "message": one.message} for one in found.related]
    if found.also:
        told["also"] = [asdict(span) for span in found.also]
    if edit := found.edit:
        line, column = edit.end
        end = {"end_line": line, "end_column": column}
        told["edit"] = {**asdict(edit.span), **end, "text": edit.text, "safe": edit.safe}
    return json.dumps(told)


def as_github(found: Diagnostic) -> str:
    """Return what annotates a line of a pull request."""
    message = found.message + (f"\nhelp: {found.hint}" if found.hint else "")
    place = f"file={_escaped(found.span.file, also=',:')}"
    if found.span.line:
        place += f",line={found.span.line},col={found.span.column}"
    return f"::{found.severity} {place},title={found.code}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    """Escape as the workflow commands of GitHub Actions ask: percent, line ends, and in properties comma and colon."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_sarif(diagnostics: Sequence[Diagnostic], version: str, rules: Mapping[str, str]) -> str:
    """Return one log file of SARIF 2.1.0 (OASIS, 2020; errata 01), with all diagnostics as results of one run.

    Args:
        diagnostics: what was found.
        version: of quizgen.
        rules: code -> the rule in words, for those that have one.
    """
    codes = sorted({found.code for found in diagnostics})
    described = [
        {"id": code, **({"shortDescription": {"text": rules[code]}} if code in rules else {})} for code in codes
    ]
    driver = {"name": "quizgen", "version": version, "rules": described}
    results = [_result(found, codes.index(found.code)) for found in diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _rule(code: str, says: str | None) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": says}} if says else {"id": code}


def _result(found: Diagnostic, rule: int) -> dict[str, Any]:
    text = found.message + (f"\nhelp: {found.hint}" if found.hint else "")
    result: dict[str, Any] = {"ruleId": found.code, "ruleIndex": rule, "level": str(found.severity)}
    result |= {"message": {"text": text}, "locations": [_location(found.span)]}
    related = [{**_location(one.span), "message": {"text": one.message}} for one in found.related]
    if related := related + [{**_location(span), "message": {"text": "and here"}} for span in found.also]:
        result["relatedLocations"] = related
    if found.edit:
        result["fixes"] = [_fix(found.edit, found.hint)]
    return result


def _location(span: Span) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(span.file)}
    if span.line:
        place["region"] = {"startLine": span.line, "startColumn": span.column}
    return {"physicalLocation": place}


def _artifact(file: str) -> dict[str, str]:
    return {"uri": ("file://" if file.startswith("/") else "") + quote(file)}


def _fix(edit: Edit, hint: str) -> dict[str, Any]:
    (line, column), start = edit.end, edit.span
    region = {"startLine": start.line, "startColumn": start.column, "endLine": line, "endColumn": column}
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": _artifact(start.file), "replacements": [replacement]}
    return {"description": {"text": hint or "mend it"}, "artifactChanges": [change]}


LINES: Final[Mapping[str, Callable[[Diagnostic], str]]] = {"json": as_json, "github": as_github}
"""Formats that write a line for each diagnostic."""
