"""A simulator of another package, from the check of a lesson to the verification of its deck."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quizgen.plugins import use
from tests.docs.pages import read
from tests.plugins.installing import install, install_sorting, run


def built(content: Path) -> str:
    """Build the lesson's deck and return its path."""
    run("build", str(content), "--to", "anki,tsv", "--quiet")
    return "output/small.apkg"


def test_cards_tell_whose_simulator_it_was(content: Path) -> None:
    """A learner is told that an answer was computed, and not by whose program."""
    built(content)
    notes = Path("output/tsv/small.tsv").read_text()
    assert "Computed by the bubblesort simulator v1 of quizgen-sorting 0.1." in notes
    assert "pass" in notes, "the run is shown"


def test_without_its_line_there_is_no_such_simulator(content: Path) -> None:
    """A package that was installed for one course computes the answers of another."""
    (content / "quizgen.toml").unlink()
    told = run("check", str(content), exit_code=1)
    assert "unknown simulator `bubblesort`" in told


def test_a_missing_package_is_told_where_it_is_named(content: Path) -> None:
    """Whoever clones a lesson is told that its simulator is unknown, and not what to install."""
    (content / "quizgen.toml").write_text('# mine\n[plugins]\nuse = ["quizgen-gone"]\n')
    told = run("check", str(content), exit_code=1)
    assert "quizgen.toml:3:7: error[plugin]: no distribution `quizgen-gone` is installed" in told
    assert "help: pip install quizgen-gone" in told


@pytest.mark.parametrize("command", [["explain", "how-many", "content"], ["simulate", "content/sort.yml"], ["mutate"]])
def test_every_command_knows_it(content: Path, command: list[str]) -> None:
    """An author who checks with a plug-in cannot look at its runs."""
    if command[0] == "simulate":
        (content / "sort.yml").write_text("simulator: bubblesort\nvalues: [3, 1, 2]\n")
    assert "bubblesort" in run(*command)


def test_a_deck_is_verified_with_what_the_user_names(content: Path) -> None:
    """A deck from a stranger has a program of its choice run; or nobody can verify it at all."""
    deck = built(content)
    use(())
    told = run("verify", deck, "--quiet", exit_code=1)
    computed = "computed by bubblesort 1 of quizgen-sorting 0.1"
    assert f"{computed}, which is not used: name it with --plugin quizgen-sorting" in told
    assert "2 holds" in run("verify", deck, "--plugin", "quizgen-sorting")
    Path("quizgen.toml").write_text((content / "quizgen.toml").read_text())
    assert "2 holds" in run("verify", deck)


def test_another_version_of_the_package_is_told(content: Path, site: Path) -> None:
    """An answer is called right, or wrong, by a program that did not compute it."""
    deck = built(content)
    install_sorting(site, "0.2")
    told = run("verify", deck, "--plugin", "quizgen-sorting", exit_code=1)
    assert (
        "computed by bubblesort 1 of quizgen-sorting 0.1; there is quizgen-sorting 0.2. If you trust it: pip in" in told
    )
    assert "pip install quizgen-sorting==0.1" in told
    (site / "quizgen_sorting-0.2.dist-info").rename(site / "away")
    told = run("verify", deck, exit_code=1)
    assert "of quizgen-sorting 0.1, which is not installed. If you trust it: pip install quizgen-sorting==0.1" in told
    assert "no distribution `quizgen-sorting` is installed" in run(
        "verify", deck, "--plugin", "quizgen-sorting", exit_code=2
    )


def test_everything_is_listed(content: Path) -> None:
    """Whoever has installed a plug-in cannot see whether it is used, or what it is for."""
    lines = run("plugins").splitlines()
    (line,) = [line for line in lines if "bubblesort" in line]
    assert line.split(maxsplit=3)[1:3] == ["quizgen-sorting", "0.1"]
    assert line.endswith("Bubble sort: neighbours change places until no two have to.")
    (content / "quizgen.toml").unlink()
    assert 'not used: [plugins] use = ["quizgen-sorting"] in quizgen.toml' in run("plugins")
    listed = json.loads(run("plugins", "--format", "json"))["plugins"]
    assert {"group", "name", "distribution", "version", "used", "doc"} == set(listed[0])
    (found,) = [each for each in listed if each["name"] == "bubblesort"]
    assert found["used"] is False
    assert {each["group"] for each in listed if each["used"]} >= {"simulators", "exporters", "checks"}


@pytest.mark.usefixtures("content")
def test_an_example_of_another_package_is_shown(site: Path) -> None:
    """Who states what shows that a belief is wrong sees a traceback instead, once others install the package."""
    page = re.findall(r"^```python commit.py\n(.*?)^```$", read("docs/simulators.md"), re.MULTILINE | re.DOTALL)
    files = {"quizgen_commit.py": page[0]}
    install(site, "quizgen-commit", {"simulators": {"two-phase-commit": "quizgen_commit:SIMULATOR"}}, files)
    Path("quizgen.toml").write_text('[plugins]\nuse = ["quizgen-commit"]\n')
    told = run("misconceptions", "one-vote-is-enough")
    assert "      simulator: two-phase-commit\n      refusing: [P2]\n" in told
    assert "\n      P1  committed         aborted\n      P2  committed         aborted\n" in told
    assert "become (committed)" in told
