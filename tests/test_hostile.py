"""Bad input, one by one, through the command line: status 1, a clear diagnostic, and nothing written or lost."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from tests.patience import ends, wait_until
from tests.small import lesson

QUIZGEN = [sys.executable, "-m", "quizgen"]
ITEM = "{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}"
SOUND = f"items: [{ITEM}]\n"
CHOICE = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads?
    options:
      - {text: S1, key: true, always: leader() == "S1"}
      - {text: S2, rationale: Nobody asked it., always: leader() == "S2"}
"""
CYCLE = f"""\
concepts:
  - {{id: thing, name: Thing, definition: A thing., requires: [part], cite: paper §1}}
  - {{id: part, name: Part, definition: A part., requires: [thing], cite: paper §1}}
{SOUND}"""


def tampered(old: str, new: str) -> str:
    """Return the choice question with something in it replaced."""
    assert old in CHOICE
    return lesson(CHOICE.replace(old, new))


ALIASES = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)

BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "broken YAML": ({"a": "format: [lesson/1\n"}, "yaml-syntax", "content/a.yaml:1:9"),
    "unknown kind": (
        {"a": tampered("multiple_choice", "multiple_chioce")},
        "unknown-kind",
        "did you mean `multiple_choice`",
    ),
    "no key": ({"a": tampered("key: true, ", "rationale: r, ")}, "key-count", "`one` has no key"),
    "two keys": ({"a": tampered("rationale: Nobody", "key: true, rationale: Nobody")}, "key-count", "has 2 keys"),
    "dangling concept": (
        {"a": tampered("concept: thing", "concept: thong")},
        "unknown-concept",
        "did you mean `thing`",
    ),
    "cyclic prerequisites": ({"a": lesson(CYCLE)}, "concept-cycle", "thing -> part -> thing"),
    "duplicate ids in a file": (
        {"a": lesson(f"items:\n  - {ITEM}\n  - {ITEM}\n")},
        "duplicate-id",
        "the item id `one` is used twice; first in content/a.yaml:13:",
    ),
    "duplicate ids in two files": (
        {
            "a": lesson(SOUND, "a").replace("id: thing", "id: other").replace("concept: thing", "concept: other"),
            "b": lesson(SOUND, "b"),
        },
        "duplicate-id",
        "the item id `one` is used twice; first in content/a.yaml:12:",
    ),
    "unknown server in a scenario": (
        {"a": lesson(CHOICE).replace("{elect: S1}", "{elect: S7}")},
        "impossible-scenario",
        "there is no server 'S7'",
    ),
    "claim that does not parse": (
        {"a": tampered('leader() == "S1"', "leader() ==")},
        "invalid-claim",
        "it ends too early",
    ),
    "claim of a wrong type": (
        {"a": tampered('leader() == "S1"', "leader() == 1")},
        "invalid-claim",
        "`==` does not go with",
    ),
    "claim that is no claim": (
        {"a": tampered('leader() == "S1"', "leaders()")},
        "invalid-claim",
        "a value of type int",
    ),
    "claim about nothing": ({"a": tampered('leader() == "S1"', "1 == 1")}, "invalid-claim", "so it proves nothing"),
    "unknown observation": (
        {"a": tampered('leader() == "S1"', 'leadr() == "S1"')},
        "invalid-claim",
        "did you mean `leader`",
    ),
    "unknown server in a claim": (
        {"a": tampered('leader() == "S1"', 'role("S7") == "leader"')},
        "invalid-claim",
        'no server is "S7"',
    ),
    "template that loops": ({"a": tampered("Who leads?", "'{% for x in [1] %}{% endfor %}'")}, "template", "loops"),
    "template that reaches for attributes": (
        {"a": tampered("Who leads?", "'{{ servers.__class__.__mro__ }}'")},
        "template",
        "reaches for an attribute",
    ),
    "template that raises to a power": ({"a": tampered("Who leads?", "'{{ 9 ** 9 ** 9 }}'")}, "template", "to a power"),
    "ten megabytes": ({"a": "# much\n" * 1_500_000}, "file-too-large", "larger than 8 MiB"),
    "alias bomb": ({"a": ALIASES}, "yaml-too-much", "stands for more than"),
    "deep nesting": ({"a": "[" * 100_000}, "yaml-depth", "nests more than 32 levels deep"),
    "empty folder": ({}, "content-empty", "there is no content here"),
    "empty file": ({"a": ""}, "file-empty", "the file holds nothing"),
    "wrong key": (
        {"a": tampered("text: S1, key: true", "text: S1, rationale: No.").replace("text: S2,", "text: S2, key: true,")},
        "key-is-false",
        "but it is false in all 3 runs of raft",
    ),
    "distractor that is right": (
        {"a": tampered('leader() == "S2"', "leaders() == 1")},
        "distractor-is-true",
        "all 3 runs",
    ),
}


def old_output(folder: Path) -> dict[str, bytes]:
    """Return what an earlier build left."""
    return {path.name: path.read_bytes() for path in (folder / "output").rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project with an empty ./content and an output that must not be lost."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "old.apkg").write_bytes(b"old")
    return tmp_path


@pytest.mark.parametrize("name", BAD)
def test_bad_content_is_refused_and_nothing_is_lost(project: Path, name: str) -> None:
    """Whatever is handed to quizgen, its user reads what is wrong and keeps what they have; it does not take long."""
    files, code, told = BAD[name]
    for file, text in files.items():
        (project / "content" / f"{file}.yaml").write_text(text, encoding="utf-8")
    with ends():
        result = CliRunner().invoke(app, ["build", "--to", "site"])
    assert result.exit_code == 1, result.output
    assert f"[{code}]" in result.stdout
    assert told in result.stdout
    assert result.stdout.endswith("nothing was written\n")
    assert old_output(project) == {"old.apkg": b"old"}


def test_folder_without_permission_is_refused() -> None:
    """Run as nobody, for root may read everything; an empty folder is checked before, so that all is imported."""
    program = (
        "import os\n"
        "from quizgen import cli\n"
        "cli.app(['check', 'empty'], standalone_mode=False)\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "cli.main()\n"
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "content").mkdir(mode=0)
        (folder / "empty").mkdir()
        command = [sys.executable, "-c", program, "check"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        (folder / "content").chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert "content: error[folder-unreadable]: the folder cannot be read: Permission denied" in done.stdout


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))


@pytest.mark.slow
@pytest.mark.parametrize("output", ["site", "pdf", "anki"])
def test_disk_that_is_full_costs_nothing_that_was_there(project: Path, output: str) -> None:
    """The disk is made full by a limit on the size of files (RLIMIT_FSIZE), which needs no rights."""
    (project / "content" / "a.yaml").write_text(lesson(SOUND), encoding="utf-8")
    command = [*QUIZGEN, "build", "--to", output]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_small_files)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "output: error[output-unwritable]: the output cannot be written: " in done.stdout
    assert "[output-unwritable]" in done.stdout
    assert old_output(project) == {"old.apkg": b"old"}


def test_output_that_cannot_be_written_is_a_diagnostic(project: Path) -> None:
    """A folder below a file: no rights of root's make that possible."""
    (project / "content" / "a.yaml").write_text(lesson(SOUND), encoding="utf-8")
    result = CliRunner().invoke(app, ["build", "--to", "site", "--out", "content/a.yaml/out"])
    assert result.exit_code == 1
    assert (
        "content/a.yaml/out: error[output-unwritable]: the output cannot be written: Not a directory" in result.stdout
    )


@pytest.mark.slow
def test_kill_in_the_middle_leaves_the_old_output_and_the_next_build_clears_up(project: Path) -> None:
    """Whoever kills a build still has the deck of yesterday, at the latest after the next build."""
    (project / "content" / "a.yaml").write_text(lesson(SOUND), encoding="utf-8")
    with subprocess.Popen([*QUIZGEN, "build", "--to", "pdf"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        wait_until(lambda: list((project / "output").glob(".quizgen*")))
        child.kill()
        child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert [path.name[:15] for path in sorted((project / "output").iterdir())] == [".quizgen-build-", "old.apkg"]
    result = CliRunner().invoke(app, ["build", "--to", "site"])
    assert result.exit_code == 0
    assert sorted(path.name for path in (project / "output").iterdir()) == ["old.apkg", "site"]
