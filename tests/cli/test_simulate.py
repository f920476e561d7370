"""``quizgen simulate``, and the pictures that it and ``explain`` write."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.commands import quizgen
from tests.small import write

RUN = "simulator: raft\nservers: 3\nevents: [{elect: S1}]\n"
STATES = "scenario: {simulator: raft, servers: 3, explore: {exhaustive: elections, terms: 1}}\n"
ITEM = (
    "items: [{id: one, kind: recall, concept: thing, scenario: elected, stem: What?, "
    "points: [{text: That., always: leaders() == 1}]},\n"
    "  {id: cited, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n"
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a run and an exploration to be simulated."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.yaml").write_text(RUN, encoding="utf-8")
    (tmp_path / "states.yaml").write_text(STATES, encoding="utf-8")
    return tmp_path


def test_run_is_printed() -> None:
    """The first thing that somebody tries."""
    status, out, err = quizgen("simulate", "run.yaml")
    assert (status, err) == (0, "")
    assert "become_leader t1" in out
    assert out.endswith("Every property held.\n")


def test_broken_property_is_status_1() -> None:
    """A script that looks for counterexamples can tell whether it found one."""
    assert quizgen("simulate", "states.yaml")[0] == 0
    status, out, _ = quizgen("simulate", "states.yaml", "--misconception", "vote-twice")
    assert status == 1
    assert "Broken:" in out


def test_mistake_in_the_file_is_status_1_with_its_place(place: Path) -> None:
    """An editor can jump to it."""
    (place / "run.yaml").write_text(RUN.replace("S1", "S4"), encoding="utf-8")
    status, out, _ = quizgen("simulate", "run.yaml")
    assert status == 1
    assert out.startswith("run.yaml:3:18: error[impossible-scenario]: there is no server 'S4'")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("simulate",), "Missing argument"),
        (("simulate", "nowhere.yaml"), "nowhere.yaml: No such file or directory"),
        (("simulate", "run.yaml", "--misconception", "none"), "raft has no misconception 'none'"),
        (("simulate", "states.yaml", "--seed", "99999"), "there is no state 99999"),
        (("explain", "cited", "small.yaml", "--svg", "x.svg"), "there is no run to draw"),
        (("simulate", "run.yaml", "--svg", "no/such/folder.svg"), "no/such/folder.svg cannot be written"),
    ],
)
def test_wrong_usage_is_status_2(place: Path, arguments: tuple[str, ...], told: str) -> None:
    """A script must be able to tell a typing error of its own from one in the file."""
    write(place, ITEM)
    status, _, err = quizgen(*arguments)
    assert status == 2
    assert told in " ".join(err.split())
    assert not (place / "x.svg").exists()


def test_json_is_the_only_output(place: Path) -> None:
    """A word among it would break the tool that reads it, also when a picture is written."""
    status, out, _ = quizgen("simulate", "run.yaml", "--json", "--svg", "run.svg")
    assert status == 0
    assert json.loads(out)["trace"]["format"] == "trace/1"
    assert (place / "run.svg").is_file()


def test_pictures_are_written_whole(place: Path) -> None:
    """A picture replaces the one before it, and nothing else is left in the folder."""
    write(place, ITEM)
    (place / "run.svg").write_text("old", encoding="utf-8")
    before = {path.name for path in place.iterdir()}
    for command in (("simulate", "run.yaml"), ("explain", "one", "small.yaml")):
        status, out, _ = quizgen(*command, "--svg", "run.svg", "--html", "run.html")
        assert status == 0
        assert out.endswith("wrote run.svg\nwrote run.html\n")
        picture = (place / "run.svg").read_text(encoding="utf-8")
        assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314 - our own
        assert picture in (place / "run.html").read_text(encoding="utf-8")
    assert {path.name for path in place.iterdir()} == before | {"run.html"}


def test_exploration_without_a_broken_state_has_nothing_to_draw(place: Path) -> None:
    """An empty picture would look like a run in which nothing happens."""
    status, _, err = quizgen("simulate", "states.yaml", "--svg", "x.svg")
    assert status == 0
    assert "choose a state with --seed" in err
    assert not (place / "x.svg").exists()
