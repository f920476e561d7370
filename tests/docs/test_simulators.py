"""docs/simulators/: written from the code by docs/reference.py, with an example of each event that runs."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizgen.model.scenario import bind
from quizgen.simulators import SIMULATORS, AnySimulator
from tests.conftest import Golden
from tests.docs.pages import DOCS, blocks, code, read, table
from tests.simulators.loop import LOOP

ALL = pytest.mark.parametrize("simulator", SIMULATORS.values(), ids=list(SIMULATORS))


@pytest.fixture(scope="module")
def page() -> Callable[[AnySimulator], str]:
    """The function that writes a simulator's page."""
    written: Callable[[AnySimulator], str] = runpy.run_path(str(DOCS / "reference.py"))["page"]
    return written


@ALL
def test_the_page_is_what_the_code_says(
    simulator: AnySimulator, page: Callable[[AnySimulator], str], golden: Golden
) -> None:
    """An author reads of the simulator as it is, not as it was."""
    golden(DOCS / "simulators" / f"{simulator.name}.md", page(simulator))


@ALL
def test_nothing_is_left_out(simulator: AnySimulator) -> None:
    """Whatever can be observed, measured, believed wrongly or matched can be found, with a line of what it means."""
    text = read(f"docs/simulators/{simulator.name}.md")
    measures = table(text, "| Measure | Type | What it gives |") if simulator.measures else []
    assert [row[0] for row in measures] == [f"`{measure.name}`" for measure in simulator.measures]
    head = "| Misconception | What a learner believes | What it breaks or changes |"
    misconceptions = table(text, head) if simulator.misconceptions else []
    assert [code(row[0]) for row in misconceptions] == [one.name for one in simulator.misconceptions]
    events = [row[0].removesuffix(" *") for row in table(text, "| Event | What happened |")]
    assert events == [f"`{event}`" for event in simulator.trace_events]
    for observation in simulator.observations:
        assert f"| `{observation.signature.partition(' ->')[0]}` | {observation.returns} |" in text
    for verb in simulator.script_events:
        assert f"\n### {verb}\n" in text


@pytest.mark.parametrize(
    "simulator", [one for one in SIMULATORS.values() if one.script_events], ids=lambda one: one.name
)
def test_the_examples_run(simulator: AnySimulator) -> None:
    """An event copied from the reference does what it is said to do, instead of being refused."""
    scripts: list[Any] = [
        yaml.safe_load(block) for block in blocks(read(f"docs/simulators/{simulator.name}.md"), "yaml")
    ]
    assert {verb for script in scripts for event in script["events"] for verb in event} == set(simulator.script_events)
    for script in scripts:
        bound = bind({"simulator": simulator.name, "servers": 5, **script})
        assert bound.problems == ()
        trace = simulator.execution(bound.scenario, 0, None).trace
        assert not {"no_effect", "not_elected", "not_settled"} & {event.type for event in trace}


@pytest.mark.usefixtures("loop")
def test_verbs_and_settings_are_written_as_authors_write_them(tmp_path: Path) -> None:
    """The reference would name `times` where an author has to write `for`."""
    (tmp_path / "loop.examples.yaml").write_text("{print: '- a', await: '- a', for: '- a', import: '- a'}")
    written: Callable[[AnySimulator], str] = runpy.run_path(str(DOCS / "reference.py"))["page"]
    written.__globals__["PAGES"] = tmp_path
    page = written(LOOP)
    assert re.findall(r"^### (\w+)", page, re.MULTILINE)[:4] == ["print", "await", "for", "import"]
    assert "`for`: When, and what.".lower() in page.lower()
    assert "| `if` | text | required | What is printed. |\n| `in` | number | `0` |" in page
    assert "| `class` | `true` or `false` | `false` |" in page
    assert "## Measures" not in page
    assert "#measures" not in page
    assert not re.search(r"\b(servers?|seeds?|terms?|leaders?)\b", page)
