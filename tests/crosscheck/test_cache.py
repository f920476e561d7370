"""The cache: it saves time and changes nothing, whatever happened to its file."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.compiler import Silent
from quizgen.crosscheck import cache, workers
from quizgen.crosscheck.cache import Cache, beside, evaluator, key, source
from quizgen.crosscheck.groups import Answered, Group, answer
from quizgen.simulators import SIMULATORS
from quizgen.system.user_cache import SWITCH, source_hash
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
    assert (len(answered), first.diagnostics, (folder / "outcomes").is_file()) == (2, (), True)
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


@pytest.mark.parametrize("name", ["quizgen.__version__", "quizgen.crosscheck.cache.version"])
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
    "bits": lambda data: data.replace(b"true", b"fals"),
    "answers": lambda data: data.replace(b"[true,3,0]", b"[false,3,0]"),
    "checksums": lambda data: b"\n".join(line[:40] + b"0" + line[41:] for line in data.splitlines()),
    "swapped": lambda data: b"\n".join(
        one[:33] + other[33:]
        for one, other in zip(data.split(b"\n")[1:-1], reversed(data.split(b"\n")[1:-1]), strict=True)
    ),
    "binary": lambda _: bytes(range(256)) * 40,
    "empty": lambda _: b"",
    "other text": lambda _: "ключ сумма текст\n".encode() * 9,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_file_costs_nothing_but_time(folder: Path, content: Path, answered: list[Group], damage: str) -> None:
    """A disk that was full, or a bit that flipped, decides which answer is right; or the build fails without need."""
    first = check(content)
    file = folder / "outcomes"
    whole = file.read_bytes()
    file.write_bytes(DAMAGES[damage](whole))
    assert file.read_bytes() != whole
    answered.clear()
    again = check(content)
    assert (verdicts(again), again.diagnostics, len(answered) > 0) == (verdicts(first), (), True)
    answered.clear()
    assert (verdicts(check(content)), answered) == (verdicts(first), [])


def test_record_with_a_right_checksum_and_a_wrong_shape_is_ignored(folder: Path, content: Path) -> None:
    """Whatever wrote it: the build must not fail."""
    first = check(content)
    file = folder / "outcomes"
    names = [line.split(b" ")[0] for line in file.read_bytes().splitlines() if line]
    sums = [blake2b(name + b" {}", digest_size=16).hexdigest().encode() for name in names]
    file.write_bytes(b"".join(b"%b %b {}\n" % pair for pair in zip(names, sums, strict=True)))
    assert verdicts(check(content)) == verdicts(first)


@pytest.mark.parametrize("place", ["folder", "file"])
def test_place_that_cannot_be_written_is_ignored(folder: Path, content: Path, place: str) -> None:
    """A read-only home, or a file where the folder should be, stops every build."""
    blocked = folder if place == "folder" else folder / "outcomes"
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("") if place == "folder" else blocked.mkdir()
    assert check(content).diagnostics == ()


def test_read_only_cache_is_read(
    folder: Path, content: Path, answered: list[Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that another job has filled is of use although nothing can be added to it."""
    check(content)
    answered.clear()

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError("read-only")

    monkeypatch.setattr("os.open", refuse)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
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
    assert beside(content) is None


def test_nothing_beside_content_is_looked_at(folder: Path, content: Path, answered: list[Group]) -> None:
    """As above, for a file that has the cache's name."""
    check(content)
    for name in ("outcomes", ".cache/quizgen/outcomes", "quizgen/outcomes"):
        planted = content / name
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_bytes((folder / "outcomes").read_bytes())
    (folder / "outcomes").unlink()
    answered.clear()
    check(content)
    assert len(answered) == 2


def test_simulator_that_no_distribution_offers_is_not_cached() -> None:
    """Nothing tells when its source changes."""
    assert source(SIMULATORS["raft"]) is not None
    assert source(TOY) is None
    assert source(varied(SIMULATORS["raft"], version="0")) is None


def test_file_does_not_grow_without_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A year of builds fills the disk. What was added last stays."""
    monkeypatch.setattr(cache, "MAX_BYTES", 10_000)
    for number in range(300):
        Cache(folder).put({f"{number:032}": "x" * 100})
        assert (folder / "outcomes").stat().st_size <= 10_000
    again = Cache(folder)
    assert again.get(f"{299:032}") == "x" * 100
    assert again.get(f"{0:032}") is None
    assert [file.name for file in folder.iterdir()] == ["outcomes"]


def test_two_builds_at_once_keep_both(folder: Path) -> None:
    """The slower one throws away what the other has found, or leaves a mixture of both."""
    one, other = Cache(folder), Cache(folder)
    assert (one.get("a"), other.get("b")) == (None, None)
    for number in range(20):
        one.put({f"a{number}": "1"})
        other.put({f"b{number}": "2"})
    after = Cache(folder)
    assert [(after.get(f"a{number}"), after.get(f"b{number}")) for number in range(20)] == [("1", "2")] * 20


def test_line_that_was_cut_off_spoils_no_other(folder: Path) -> None:
    """A build that was killed makes the next one's records unreadable."""
    Cache(folder).put({"a": "1"})
    file = folder / "outcomes"
    file.write_bytes(file.read_bytes()[:-3])
    Cache(folder).put({"b": "2"})
    assert (Cache(folder).get("a"), Cache(folder).get("b")) == (None, "2")
