"""Diagnostics for tools: JSON, annotations of pull requests, SARIF."""

from __future__ import annotations

import json
import re
from typing import Any

from quizgen.diagnostics import Edit, Related, Span, error, render_diagnostics, warning

ODD = warning("odd", Span("content"), "it is odd")
FULL = error(
    "full",
    Span("content/a b.yaml", 3, 7),
    "it is wrong",
    "mend it",
    related=(Related(Span("/tmp/b.yaml", 1, 2), "first used here"),),  # noqa: S108 - a name, and no file
    edit=Edit(Span("content/a b.yaml", 3, 7), (3, 9), "x"),
)


def test_json_is_one_object_a_line_in_ascii() -> None:
    """A tool reads line by line, whatever the encoding of the pipe."""
    text = render_diagnostics((error("c", Span("é.yaml", 1, 2), "ü\n\u2028", "ß"), ODD), "json")
    head = {"code": "c", "severity": "error", "file": "é.yaml", "line": 1, "column": 2}
    odd = {"code": "odd", "severity": "warning", "file": "content", "line": 0, "column": 0}
    assert text.isascii()
    assert [json.loads(line) for line in text.splitlines()] == [
        {**head, "message": "ü\n\u2028", "hint": "ß"},
        {**odd, "message": "it is odd", "hint": ""},
    ]


def test_json_has_what_more_there_is() -> None:
    """An editor cannot offer the change, nor show where the other one stands."""
    told = json.loads(render_diagnostics((FULL,), "json"))
    assert told["related"] == [{"file": "/tmp/b.yaml", "line": 1, "column": 2, "message": "first used here"}]  # noqa: S108 - as above
    place = {"file": "content/a b.yaml", "line": 3, "column": 7, "end_line": 3, "end_column": 9}
    assert told["edit"] == {**place, "text": "x", "safe": True}


def test_github_annotation_cannot_be_broken_out_of() -> None:
    """A line end or colon in a stranger's lesson must not become a command of the workflow."""
    found = error("c", Span("a,b:c.yaml", 1, 2), "100%\n::set-output name=x::y", "mend\r\nit")
    assert render_diagnostics((found, ODD), "github") == (
        "::error file=a%2Cb%3Ac.yaml,line=1,col=2,title=c::100%25%0A::set-output name=x::y%0Ahelp: mend%0D%0Ait\n"
        "::warning file=content,title=odd::it is odd\n"
    )


REGION = {"startLine", "startColumn", "endLine", "endColumn"}
KNOWN = {
    "log": {"$schema", "version", "runs"},
    "run": {"tool", "columnKind", "results"},
    "rule": {"id", "shortDescription"},
    "result": {"ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations", "fixes"},
    "location": {"physicalLocation", "message"},
}
"""Properties that SARIF 2.1.0 has, of those that are written; its schema allows no others."""


def _location(told: dict[str, Any]) -> None:
    assert set(told) <= KNOWN["location"]
    place = told["physicalLocation"]
    assert set(place) <= {"artifactLocation", "region"}
    assert re.fullmatch(r"(?:file:///)?[A-Za-z0-9/._~%-]+", place["artifactLocation"]["uri"]), "a URI reference"
    region = place.get("region", {"startLine": 1})
    assert set(region) <= REGION
    assert all(isinstance(number, int) and number >= 1 for number in region.values())


def test_sarif_keeps_the_rules_of_its_schema() -> None:
    """A code scanner refuses the whole file for one property that is not in the standard (SARIF 2.1.0, section 3)."""
    log = json.loads(render_diagnostics((FULL, ODD), "sarif"))
    assert (set(log), log["version"]) == (KNOWN["log"], "2.1.0")
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert (set(run), run["columnKind"]) == (KNOWN["run"], "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert driver["name"] == "quizgen"
    assert driver["version"]
    assert all(set(rule) <= KNOWN["rule"] for rule in driver["rules"])
    for result in run["results"]:
        assert set(result) <= KNOWN["result"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            _location(location)
    (fix,) = run["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 9},
            "insertedContent": {"text": "x"},
        }
    ]


def test_sarif_of_nothing_is_a_whole_log() -> None:
    """A scanner takes no file for a check that never ran, and keeps what was mended."""
    (run,) = json.loads(render_diagnostics((), "sarif"))["runs"]
    assert run["results"] == []
