"""``quizgen serve`` and ``check --watch``: what is saved is seen, mistakes are told, and Ctrl-C ends it quietly."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from quizgen.compiler import Silent, build
from quizgen.preview.building import Builder
from quizgen.preview.watching import Watch
from tests.patience import HANGING
from tests.preview.program import ITEM, Events, address_of, get, started
from tests.small import write

WRONG = ITEM.replace("== 1", "== 0")
OTHER = ITEM.replace("id: one", "id: two").replace("thing", "fact")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with two lessons in ./content."""
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", ITEM)
    write(
        tmp_path / "content", f"concepts: [{{id: fact, name: Fact, definition: A., cite: paper §1}}]\n{OTHER}", "other"
    )
    return tmp_path


def test_what_is_saved_is_shown_and_a_mistake_told(project: Path) -> None:
    """An author looks at what is no longer so; or at nothing, because of a comma."""
    content = project / "content"
    with started("serve", folder=project) as process:
        address = address_of(process)
        events = Events.of(address, "small/index.html")
        first = events.until(page=True)
        write(content, ITEM.replace("What?", "Which?"))
        second = events.until(page=True)
        assert second["page"] != first["page"]
        assert "Which?" in get(address, "/small/")[2]
        write(content, WRONG)
        told = events.until(text=True)
        assert told["page"] == second["page"], "the last good page stays"
        assert told["text"].startswith("content/small.yaml:13:")
        assert "states `always: leaders() == 0`" in " ".join(told["text"].split())
        (content / "small.yaml").unlink()
        assert events.until(page=False)["text"] == ""
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=HANGING)
    assert process.returncode == 0
    assert "Traceback" not in err + out
    assert told["text"].split("\n |")[0].split()[:12] == out[out.index("content/small.yaml:13:") :].split()[:12]
    assert not list(project.glob("*.lock")) + list(project.glob("output")), "nothing is written"


def test_page_is_loaded_again_and_mistakes_come_and_go(chromium: Browser, project: Path) -> None:
    """As above, in a browser: with its rules of what a page may do."""
    content = project / "content"
    with started("serve", folder=project) as process, chromium.new_page() as page:
        address = address_of(process)
        Events.of(address, "small/index.html").until(page=True)
        page.set_default_timeout(HANGING * 1000)
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(f"http://{address}/small/")
        expect(page.get_by_text("What?").first).to_be_visible()
        write(content, ITEM.replace("What?", "Which?"))
        expect(page.get_by_text("Which?").first).to_be_visible()
        write(content, WRONG)
        expect(page.get_by_role("alert")).to_contain_text("content/small.yaml:13:")
        expect(page.get_by_text("Which?").first).to_be_visible()
        write(content, ITEM.replace("What?", "Which?"))
        expect(page.get_by_role("alert")).to_have_count(0)
        assert refused == []


def test_built_site_knows_nothing_of_the_preview(project: Path) -> None:
    """Readers of the site ask a server for events that has none."""
    built = build(project / "content", ["site"], project / "out", Silent())
    pages = [file.read_text(encoding="utf-8") for site in built.written for file in site.rglob("*.html")]
    assert pages
    assert not [page for page in pages if "preview" in page or "connect-src" in page]


def test_lesson_is_shown_before_all_is_looked_at(project: Path) -> None:
    """An author of thirty lessons waits for all of them after each word; or is never told what is wrong in others."""
    content = project / "content"
    builder = Builder(content)
    assert [build().is_whole for build in builder.builds(frozenset())] == [True]
    file = write(content, ITEM.replace("What?", "Which?").replace("id: one", "id: two"))
    alone, whole = builder.builds(frozenset({file.resolve()}))
    shown = alone()
    assert not shown.is_whole
    assert b"Which?" in shown.pages["small/index.html"]
    found = whole()
    assert [each.code for each in found.diagnostics if each.severity == "error"] == ["duplicate-id"]
    assert found.pages == shown.pages


def test_what_is_saved_while_it_is_read_is_read_again(project: Path) -> None:
    """What is shown is half of what was saved, or what was there before, until something else is saved."""
    seen: list[str] = []

    def work() -> str:
        text = (project / "content" / "small.yaml").read_text(encoding="utf-8")
        if not seen:
            write(project / "content", ITEM.replace("What?", "Which?"))
        seen.append(text)
        return text

    with Watch(project / "content") as watch:
        assert "Which?" in watch.settled(work)
    assert len(seen) == 2


@pytest.mark.parametrize("name", ["quizgen.toml", "content/quizgen.toml", "content/sub/new.yaml", "content/small.yaml"])
def test_whatever_belongs_to_content_is_watched(project: Path, name: str) -> None:
    """What was set or added is not seen; what an editor, git or a build write besides is, again and again."""
    (project / ".git").mkdir()
    (project / "content" / "sub").mkdir()
    (project / "content" / ".hidden").mkdir()
    with Watch(project / "content") as watch:
        for other in ("notes.md", "content/.hidden/a.yaml", "content/small.yaml~", "content/quizgen.lock"):
            (project / other).write_text("other", encoding="utf-8")
        (project / name).write_text("changed", encoding="utf-8")
        assert watch.changes() == {(project / name).resolve()}


def test_check_goes_on_until_it_is_ended(project: Path) -> None:
    """Whoever mends mistakes types the same command after each."""
    write(project / "content", WRONG)
    with started("check", "--watch", folder=project) as process:
        assert process.stderr is not None
        for body, status in ((ITEM, "1 error,"), (WRONG, "0 errors"), (None, "1 error,")):
            while "watching content" not in process.stderr.readline():
                pass
            assert process.stdout is not None
            lines: list[str] = []
            while not re.search(r"^\d+ statements", lines[-1] if lines else ""):
                lines.append(process.stdout.readline())
            assert any(status in line for line in lines), lines
            if body:
                write(project / "content", body)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=HANGING)
    assert process.returncode == 0
    assert err == ""


def test_port_that_is_taken_is_told(project: Path) -> None:
    """A traceback of another program's."""
    with started("serve", folder=project) as process:
        port = address_of(process).partition(":")[2]
        with started("serve", "--port", port, folder=project) as second:
            _, err = second.communicate(timeout=HANGING)
    assert second.returncode == 2
    assert "it cannot be served: Address already in use" in err
