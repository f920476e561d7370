"""What was simulated is remembered: that saves time and changes nothing, whatever happened to the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Silent
from quizgen.crosscheck import workers
from quizgen.crosscheck.groups import Answered, Group, answer
from quizgen.crosscheck.records import evaluator, key, source
from quizgen.simulators import SIMULATORS
from quizgen.system.user_cache import SWITCH, Store, source_hash, store_beside
from tests.crosscheck.toy import TOY, varied
from tests.small import write

BODY = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads?
    options:
      - {text: S1, key: true, always: 'leader() == "S1" && votes_needed == 2'}
      - {text: S2, rationale: No., sometimes: 'leader() == "S2"'}
      - {text: All vote, misconception: all-servers, always: votes_needed == 3}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Switch the cache on, in a folder of the test's own."""
    monkeypatch.delenv(SWITCH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source_hash.cache_clear()
    evaluator.cache_clear()
    return tmp_path / "cache" / "quizgen"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a folder with a lesson, beside the cache."""
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", BODY)
    return tmp_path / "content"


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Group]:
    """Return the groups that are simulated from now on."""
    groups: list[Group] = []

    def noted(group: Group) -> Answered:
        groups.append(group)
        return answer(group)

    monkeypatch.setattr(workers, "answer", noted)
    return groups


def check(content: Path) -> compiler.Checked:
    """Check it, in a new laboratory."""
    return compiler.check(content, Silent())


def verdicts(checked: compiler.Checked) -> dict[object, dict[str, object]]:
    """Return everything that was computed, without the deck, which is loaded anew each time."""
    computed = {name: vars(verdict) for name, verdict in checked.findings.verdicts.items()}
    return {name: {fact: what[fact] for fact in what if fact != "subject"} for name, what in computed.items()}


def test_second_check_simulates_nothing_and_says_the_same(folder: Path, content: Path, answered: list[Group]) -> None:
    """An author who mends a comma waits for all simulations again; or is told something else the second time."""
    first = check(content)
    assert (len(answered), first.diagnostics, (folder / "results.sqlite").is_file()) == (2, (), True)
    again = check(content)
    assert (len(answered), verdicts(again), again.diagnostics) == (2, verdicts(first), ())


def test_only_what_is_new_is_asked_and_measures_are_kept(folder: Path, content: Path, answered: list[Group]) -> None:
    """One changed claim makes the experiments run again that others have made."""
    check(content)
    answered.clear()
    write(content, BODY.replace("votes_needed == 2", "votes_needed < 3"))
    assert check(content).diagnostics == ()
    ((group,), (probe,)) = (answered, answered[0].probes)
    assert (probe.text, group.measured) == ('claim leader() == "S1" && votes_needed < 3', {"votes_needed": 2})
    assert folder.exists()


def test_build_from_the_cache_has_the_same_bytes(folder: Path, content: Path, tmp_path: Path) -> None:
    """A deck depends on what was built before it."""
    built = []
    for out in ("uncached", "cached"):
        assert compiler.build(content, ["anki", "site"], tmp_path / out, Silent()).sound
        files = sorted(file for file in (tmp_path / out).rglob("*") if file.is_file())
        built.append({file.relative_to(tmp_path / out): file.read_bytes() for file in files})
    assert built[0] == built[1]
    assert folder.exists()


def test_changed_rule_makes_everything_new(
    folder: Path, content: Path, answered: list[Group], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A mended simulator goes on giving the old answers."""
    before = source_hash()
    package = tmp_path / "package"
    (package / "simulators").mkdir(parents=True)
    (package / "simulators" / "rules.py").write_text("quorum = n // 2 + 1\n", encoding="utf-8")
    monkeypatch.setattr("quizgen.__file__", str(package / "__init__.py"))
    hashes = {before}
    for rule in ("quorum = n // 2 + 1\n", "quorum = n // 2 + 2\n"):
        (package / "simulators" / "rules.py").write_text(rule, encoding="utf-8")
        source_hash.cache_clear()
        hashes.add(source_hash())
        answered.clear()
        check(content)
        assert len(answered) == 2
    assert len(hashes) == 3
    assert folder.exists()


@pytest.mark.parametrize("name", ["quizgen.__version__", "quizgen.crosscheck.records.version"])
def test_other_versions_share_nothing(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade of quizgen, or of what evaluates claims, goes on with the old answers."""
    before = key("claim")
    monkeypatch.setattr(name, "9.9" if name.endswith("__") else lambda _: "9.9")
    source_hash.cache_clear()
    evaluator.cache_clear()
    assert key("claim") != before
    assert not folder.exists()


def test_keys_tell_facts_apart() -> None:
    """Two scenarios get each other's answers."""
    assert len({key("ab", "c"), key("a", "bc"), key("a", "b", "c"), key("a", 1), key("a", "1"), key("a", None)}) == 6


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) * 2 // 3],
    "head": lambda data: b"SQLite format 4" + data[15:],
    "schema": lambda data: data.replace(b"CREATE TABLE", b"CREATE XXXXX"),
    "pages": lambda data: data[:4096] + bytes(len(data) - 4096),
    "bits": lambda data: data[:4096] + data[4096:].translate(bytes(byte ^ 1 for byte in range(256))),
    "binary": lambda _: bytes(range(256)) * 40,
    "empty": lambda _: b"",
    "other text": lambda _: "ключ сумма текст\n".encode() * 9,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_file_costs_nothing_but_time(folder: Path, content: Path, answered: list[Group], damage: str) -> None:
    """A disk that was full, or a bit that flipped, decides which answer is right; or the build fails without need."""
    first = check(content)
    file = folder / "results.sqlite"
    whole = file.read_bytes()
    file.write_bytes(DAMAGES[damage](whole))
    assert file.read_bytes() != whole
    answered.clear()
    again = check(content)
    assert (verdicts(again), again.diagnostics, len(answered) > 0) == (verdicts(first), (), True)
    answered.clear()
    assert (verdicts(check(content)), answered) == (verdicts(first), [])


@pytest.mark.parametrize("record", [b"", b"{}", b"x\x9c\xab\xae\x05\x00\x01u\x00\xf9"])
def test_record_with_a_right_checksum_and_a_wrong_shape_is_ignored(
    folder: Path, content: Path, answered: list[Group], record: bytes
) -> None:
    """Whatever wrote it: the build must not fail."""
    first = check(content)
    store = Store(folder)
    with closing(sqlite3.connect(store.file)) as database:
        keys = [key for (key,) in database.execute("SELECT key FROM results")]
    store.put(dict.fromkeys(keys, record))
    answered.clear()
    assert (verdicts(check(content)), len(answered)) == (verdicts(first), 2)


def test_file_of_the_last_release_does_no_harm(folder: Path, content: Path) -> None:
    """An upgrade stops at what the version before it has left in the cache folder."""
    folder.mkdir(parents=True)
    (folder / "outcomes").write_bytes(b"0123 4567 {}\n")
    (folder / "print").mkdir()
    assert check(content).diagnostics == ()
    assert (folder / "outcomes").read_bytes() == b"0123 4567 {}\n"


@pytest.mark.parametrize("place", ["folder", "file"])
def test_place_that_cannot_be_written_is_ignored(folder: Path, content: Path, place: str) -> None:
    """A read-only home, or a file where the folder should be, stops every build."""
    blocked = folder if place == "folder" else folder / "results.sqlite"
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("") if place == "folder" else blocked.mkdir()
    assert check(content).diagnostics == ()


def test_read_only_cache_is_read(
    folder: Path, content: Path, answered: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that another job has filled is of use although nothing can be added to it."""
    check(content)
    answered.clear()

    connect = sqlite3.connect

    def reading_only(place: str, **options: object) -> sqlite3.Connection:
        return connect(place.replace("?mode=rwc", "?mode=ro"), **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr("sqlite3.connect", reading_only)
    assert (check(content).diagnostics, answered) == ((), [])
    write(content, BODY.replace("votes_needed == 2", "votes_needed < 3"))
    assert (check(content).diagnostics, len(answered)) == ((), 1)
    assert folder.exists()


def test_file_of_another_user_is_not_trusted(
    folder: Path, content: Path, answered: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that several users share, one of them could decide which answers of the others are right."""
    check(content)
    answered.clear()
    monkeypatch.setattr("os.getuid", lambda: folder.stat().st_uid + 1)
    check(content)
    assert len(answered) == 2


def test_cache_that_content_could_ship_is_not_used(
    content: Path, answered: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger's folder of lessons brings the results along that make them right."""
    monkeypatch.delenv(SWITCH)
    monkeypatch.setenv("XDG_CACHE_HOME", str(content / ".cache"))
    for _ in range(2):
        answered.clear()
        check(content)
        assert len(answered) == 2
        assert check(content / "small.yaml").diagnostics == ()
    assert not (content / ".cache").exists()
    link = content.parent / "link"
    link.symlink_to(content, target_is_directory=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(link / ".cache"))
    assert store_beside(content) is None


def test_nothing_beside_content_is_looked_at(folder: Path, content: Path, answered: list[Group]) -> None:
    """As above, for a file that has the cache's name."""
    check(content)
    for name in ("results.sqlite", ".cache/quizgen/results.sqlite", "quizgen/results.sqlite"):
        planted = content / name
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_bytes((folder / "results.sqlite").read_bytes())
    (folder / "results.sqlite").unlink()
    answered.clear()
    check(content)
    assert len(answered) == 2


def test_simulator_that_no_distribution_offers_is_not_cached() -> None:
    """Nothing tells when its source changes."""
    assert source(SIMULATORS["raft"]) is not None
    assert source(TOY) is None
    assert source(varied(SIMULATORS["raft"], version="0")) is None
