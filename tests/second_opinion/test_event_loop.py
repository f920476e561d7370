"""In which order JavaScript prints: real Node and real Chromium print what the simulator says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

import pytest

from quizgen.simulators.event_loop import SIMULATOR, JavaScript
from quizgen.simulators.event_loop_beliefs import BELIEFS
from tests.second_opinion.programs import LATER, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

RERUNS = 25
VARYING = 0.05
"""The share of programs that may vary in Node itself; on a quiet machine it is one in three hundred."""

_ONE_AFTER_THE_OTHER = """async ([programs, patience]) => {
    const printed = [];
    for (const program of programs) {
        const lines = [], run = new Function("console", program);
        setTimeout(() => run({ log: text => { lines.push(text); } }), 0);
        await new Promise(done => setTimeout(done, patience));
        printed.push(lines);
    }
    return printed;
}"""
PAGES = 6
"""How many pages run programs at once: each waits most of the time."""

Lines = tuple[str, ...]


def _accepted(host: str, number: int) -> list[tuple[str, set[Lines]]]:
    """Return random programs that do not go on in too many ways, and what the simulator says of each."""
    found = ((text, JavaScript(program=text, host=host)) for text in (program(seed, host) for seed in count()))  # type: ignore[arg-type]
    sound = ((text, scenario) for text, scenario in found if not SIMULATOR.problems(scenario))
    ways = ((text, {run.result for run in SIMULATOR.ways(scenario, None)}) for text, scenario in sound)
    return [*islice(ways, number)]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Lines]:
    """Return a function that runs a program in Node, and returns the lines that it prints."""
    path, folder = shutil.which("node"), tmp_path_factory.mktemp("node")
    if path is None:
        pytest.fail("Node is needed to ask it: .ci/system-packages test", pytrace=False)
    (folder / "data.txt").write_text("x")
    numbers = count()

    def printed(text: str, host: str) -> Lines:
        file = folder / f"{next(numbers)}.{'cjs' if host == 'cjs' else 'mjs'}"
        file.write_text(text)
        ran = subprocess.run([path, file], cwd=folder, capture_output=True, text=True, check=True)
        return tuple(ran.stdout.splitlines())

    return printed


@pytest.mark.parametrize("host", ["cjs", "esm"])
def test_node_prints_what_is_computed(
    host: str, node: Callable[[str, str], Lines], record_property: Callable[[str, object], None]
) -> None:
    """A learner is told that Node prints in another order than it does."""
    programs = _accepted(host, 300)
    with ThreadPoolExecutor(4) as several:
        printed = several.map(lambda each: node(each[0], host), programs)
    others = [(text, ways, lines) for (text, ways), lines in zip(programs, printed, strict=True) if lines not in ways]
    assert [each for each in others if not _varies(partial(node, each[0], host), each[2])] == []
    record_property(f"random programs on which Node varies ({host})", f"{len(others)} of {len(programs)}")
    assert len(others) <= VARYING * len(programs)
    assert sum(len(ways) == 1 for _, ways in programs) > len(programs) / 2


@pytest.mark.parametrize("example", BELIEFS)
def test_node_contradicts_what_is_believed(example: str, node: Callable[[str, str], Lines]) -> None:
    """A learner is told that a belief is wrong, by a program that prints in Node what the belief says."""
    found = SIMULATOR.counterexample(example)
    assert found is not None
    assert node(SIMULATOR.examples[example].program, "cjs") == tuple(true for _, _, true in found.compared)


def _varies(again: Callable[[], Lines], lines: Lines) -> bool:
    """Tell whether a program prints something else another time."""
    return any(again() != lines for _ in range(RERUNS))


def test_chromium_prints_what_is_computed(chromium: Browser) -> None:
    """A learner is told that a browser prints in another order than it does."""
    programs = _accepted("browser", 60)

    def printed(texts: Sequence[str]) -> list[Lines]:
        pages = [chromium.new_page() for _ in range(min(PAGES, len(texts)))]
        for place, page in enumerate(pages):
            page.evaluate(
                f"given => {{ window.printed = ({_ONE_AFTER_THE_OTHER})(given); }}",
                [texts[place :: len(pages)], 3 * max(LATER)],
            )
        shares = [page.evaluate("printed") for page in pages]
        for page in pages:
            page.close()
        return [tuple(shares[place % len(pages)][place // len(pages)]) for place in range(len(texts))]

    first = printed([text for text, _ in programs])
    others = [(text, lines) for (text, ways), lines in zip(programs, first, strict=True) if lines not in ways]
    assert [each for each in others if set(printed([each[0]] * RERUNS)) == {each[1]}] == []
    assert len(others) <= VARYING * len(programs)
