"""Going through what is unread: each key does what it says, and nothing is lost whenever it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from quizgen.compiler import Checked, Silent, check
from quizgen.diagnostics import Span
from quizgen.review import read_review
from quizgen.review.session import Session
from tests.review.lessons import BODY
from tests.small import write

ALL = 15


@dataclass
class Reader:
    """Somebody who presses keys one after the other, and then leaves."""

    keys: Iterable[str]
    edits: Iterable[Callable[[Path], object]] = ()
    seen: list[str] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)

    def show(self, text: str) -> None:
        """Look at it."""
        self.seen.append(text)

    def key(self, asked: str, keys: str) -> str:
        """Press the next key."""
        self.seen.append(asked)
        self.keys = iter(self.keys)
        pressed = next(self.keys, "q")
        if pressed == "!":
            raise KeyboardInterrupt
        assert pressed in keys
        return pressed

    def edit(self, place: Span) -> str:
        """Make the next change."""
        self.edits = iter(self.edits)
        self.opened.append(place.line)
        next(self.edits)(Path(place.file))
        return ""

    @property
    def asked(self) -> list[str]:
        """The texts that were shown."""
        return [line.split(None, 1)[1] for text in self.seen for line in text.splitlines() if line.startswith("  Text")]


def go(folder: Path, reader: Reader) -> bool:
    def load() -> Checked:
        return check(folder, Silent(), unread="ignore")

    return Session(folder, load(), load, reader, lambda: "2026-11-29").run()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    write(tmp_path, BODY)
    return tmp_path


def test_what_was_accepted_is_not_asked_again(content: Path) -> None:
    """An author reads the same hundred sentences every evening."""
    first = Reader("aasq")
    assert go(content, first)
    assert len(read_review(content).signatures) == 2
    second = Reader("a" * ALL)
    assert go(content, second)
    assert second.asked == [first.asked[2], first.asked[3], *second.asked[2:]]
    assert len(second.asked) == ALL - 2
    assert second.seen[-1] == "\n0 statements unread\n"
    assert Reader("").asked == []


def test_ctrl_c_loses_nothing(content: Path) -> None:
    """An hour's work is gone with one key."""
    with pytest.raises(KeyboardInterrupt):
        go(content, Reader("aaa!"))
    assert len(read_review(content).signatures) == 3


def test_everything_that_one_has_to_know_is_shown(content: Path) -> None:
    """An author accepts without having seen the claim, or overlooks another server's name."""
    (content / "small.yaml").write_text(
        (content / "small.yaml").read_text().replace("text: S1 leads.,", "text: S3 leads.,")
    )
    reader = Reader("sq")
    go(content, reader)
    shown = reader.seen[2]
    assert "small, summary   " in shown
    assert "S3\x1b[0m leads." in shown
    assert '[always: leader() == "S1"]' in shown
    assert "it is true in all 3 runs of raft" in shown
    assert "In 3 runs, each with other timings, of a simulated cluster of 3 servers" in shown
    assert "only in the text: S3" in shown
    assert "only in the claim: S1" in shown


def _replaced(before: str, after: str) -> Callable[[Path], object]:
    return lambda file: file.write_text(file.read_text().replace(before, after))


def test_what_was_edited_is_asked_again(content: Path) -> None:
    """A correction goes out unread; or the place is lost among hundreds."""
    reader = Reader("seaq", [_replaced("text: S1 leads., always", "text: So S1 leads., always")])
    assert go(content, reader)
    assert reader.asked[1:3] == ["S1 leads.", "So S1 leads."]
    assert reader.opened == [15]
    (key,) = read_review(content).signatures
    assert key[:2] == ("small", "summary")


def test_an_edit_that_breaks_the_content_is_told_and_edited_again(content: Path) -> None:
    """A false claim is signed, or the command ends with what was read."""
    edits = [_replaced("always: leaders() == 1, scenario", "always: leaders() == 2, scenario")]
    reader = Reader("eea", [*edits, _replaced("leaders() == 2, scenario", "leaders() == 1, scenario")])
    assert go(content, reader)
    assert any("[assertion-is-false]" in text for text in reader.seen)
    assert len(read_review(content).signatures) == 1
    assert not go(content, Reader("seq", [_replaced("items:", "itms:")]))
    assert len(read_review(content).signatures) == 1


def test_another_wording_takes_the_place_of_the_old_one(content: Path) -> None:
    """The file grows by every wording that there ever was."""
    go(content, Reader("a" * ALL))
    _replaced("One leads., always: leaders() == 1, scenario", "A single one leads., always: leaders() == 1, scenario")(
        content / "small.yaml"
    )
    reader = Reader("a")
    go(content, reader)
    assert len(reader.asked) == 1
    assert len(read_review(content).signatures) == ALL


def test_a_lesson_of_many_leaves_the_others_alone(content: Path) -> None:
    """Reading one lesson unsigns all the others."""
    go(content, Reader("a" * ALL))
    (content / "second.yaml").write_text(
        (content / "small.yaml").read_text().replace("id: ", "id: other-").replace("concept: ", "concept: other-")
    )
    assert go(content / "second.yaml", Reader("a"))
    assert len(read_review(content).signatures) == ALL + 1
