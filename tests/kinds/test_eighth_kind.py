"""An eighth kind, added from outside of the package, goes the whole way that the seven go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.kinds import KINDS
from tests.decks.reading.decks import Fields, tampered
from tests.decks.verify.changes import sealed_anew
from tests.exporters.anki.reviewer import collection, import_package
from tests.exporters.pdf.reading import command, squashed
from tests.kinds.true_false import TRUE_FALSE
from tests.small import write

ITEMS = """\
items:
  - id: one-leads
    kind: true_false
    concept: thing
    stem: "Three servers run Raft."
    scenario: elected
    sentence: {text: One of them leads., true: true, always: leaders() == 1}
  - id: two-lead
    kind: true_false
    concept: thing
    stem: "Three servers run Raft."
    scenario: elected
    sentence: {text: Two of them lead., true: false, always: leaders() == 2}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a project with a lesson in ./content, while there is an eighth kind."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    write(tmp_path / "content", ITEMS)
    KINDS.add(TRUE_FALSE)
    yield tmp_path
    KINDS.remove("true_false")


def quizgen(*arguments: str) -> tuple[int, str]:
    """Run a command and return its status and what it said."""
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "120"})
    return done.exit_code, done.output


def built(*more: str) -> None:
    """Build the outputs that are named."""
    status, told = quizgen("build", "--quiet", "--new-decks", *more)
    assert (status, told) == (0, "")


def test_check_judges_it(project: Path) -> None:
    """A kind that no check knows would bring wrong answers to learners."""
    assert quizgen("check", "--quiet") == (0, "")
    write(project / "content", ITEMS.replace("true: false", "true: true"))
    status, told = quizgen("check")
    assert (status, "[key-is-false]" in told, "small.yaml:24:" in told) == (1, True, True)
    write(project / "content", ITEMS.replace("One of them leads.", '"<script>"'))
    assert "[text-refused]" in quizgen("check")[1]


def test_anki_takes_it(project: Path) -> None:
    """A note type that Anki refuses is a deck that cannot be imported."""
    built("--to", "anki,tsv,crowdanki")
    with collection(project / "anki") as opened:
        found = import_package(opened, project / "output" / "small.apkg")
        assert (found.new, found.conflicting) == (3, 0)
        cards = [opened.get_card(card) for card in opened.find_cards("note:*true_false*")]
        assert sorted("Two of them lead." in card.question() for card in cards) == [False, True]
        assert sorted('data-true="false"' in card.answer() for card in cards) == [False, True]
    assert "quizgen true_false 1\t" in (project / "output" / "tsv" / "small.tsv").read_text(encoding="utf-8")
    crowd = json.loads((project / "output" / "crowdanki" / "small" / "deck.json").read_text(encoding="utf-8"))
    assert "quizgen true_false 1" in {model["name"] for model in crowd["note_models"]}


def test_the_website_marks_it(project: Path, chromium: Browser) -> None:
    """A question that cannot be answered on the site is only read."""
    built("--to", "site")
    page = chromium.new_page()
    page.goto((project / "output" / "site" / "small" / "index.html").as_uri())
    for item, choice, verdict in (("one-leads", "true", "Right"), ("two-lead", "true", "Not right")):
        question = page.locator(f'[data-question="{item}"]')
        question.locator(f'input[value="{choice}"]').check()
        question.get_by_role("button", name="Check").click()
        assert verdict in question.locator("[data-mark]").inner_text()
    assert "True or false" in page.locator('[data-question="two-lead"] .facts').inner_text()
    page.close()


def test_a_site_that_could_not_mark_it_is_not_built() -> None:
    """A learner would press a button, and nothing would happen."""
    KINDS.remove("true_false")
    KINDS.add(replace(TRUE_FALSE, site_scripts=()))
    status, told = quizgen("build", "--to", "site")
    assert (status, "no script of the website marks questions of the kind true_false" in told) == (1, True)


def test_paper_has_room_and_answers(project: Path) -> None:
    """Sheets without room for an answer, or keys without one, cannot be handed out."""
    built("--to", "pdf", "--product", "worksheet,key,cards", "--variants", "A,B")
    printed = (project / "output").glob("*.pdf")
    texts = {path.stem.removeprefix("small-"): squashed(command("pdftotext", path, "-")) for path in printed}
    assert "Twoofthemlead.Trueorfalse:" in texts["worksheet"]
    assert "1pttruecomputed:holdsinall3runs" in texts["key"]
    assert "1ptfalsecomputed:falseinall3runs" in texts["key"]
    assert "Twoofthemlead." in texts["cards"]
    assert "2\N{MULTIPLICATION SIGN}trueorfalse(junior)" in texts["variants-key"]
    key = json.loads((project / "output" / "small-variants-key.json").read_text(encoding="utf-8"))
    answers = {answer["item"]: answer["true"] for answer in key["variants"][0]["answers"]}
    assert answers == {"one-leads": True, "two-lead": False}
    status, told = quizgen("key", key["variants"][0]["code"])
    assert (status, "false  [two-lead]" in told) == (0, True)


def test_a_deck_of_it_is_verified_and_a_tampered_one_is_not(project: Path) -> None:
    """Nobody could tell whether a deck's answers of this kind were ever computed."""
    built("--to", "anki")
    deck = project / "output" / "small.apkg"
    status, told = quizgen("verify", str(deck))
    assert (status, "2 holds" in told) == (0, True)

    def turned(fields: Fields) -> None:
        fields["Answer"] = fields["Answer"].replace("false", "true")

    for change in (turned, sealed_anew(turned)):
        status, told = quizgen("verify", str(tampered(deck, "two-lead", change)))
        assert (status, "does not hold" in told) == (1, True)


def test_a_release_tells_what_has_changed(project: Path) -> None:
    """A learner would go on believing an answer that was corrected."""
    built("--to", "anki")
    deck, old = project / "output" / "small.apkg", project / "old.apkg"
    deck.rename(old)
    status, told = quizgen("build", "--to", "anki", "--locked", "--quiet")
    assert (status, told) == (0, "")
    assert quizgen("diff", str(old), str(deck))[0] == 0
    corrected = ITEMS.replace("true: false, always: leaders() == 2", "true: true, always: leaders() < 2")
    write(project / "content", corrected)
    assert quizgen("build", "--to", "anki", "--locked")[0] == 1
    built("--to", "anki")
    told = quizgen("diff", str(old), str(deck))[1]
    assert "Two of them lead.: false" in told
    assert "Two of them lead.: true" in told
    assert "corrected" in (project / "content" / "quizgen.lock").read_text(encoding="utf-8")
    write(project / "content", ITEMS.partition("  - id: two-lead")[0])
    built("--to", "anki")
    assert "two-lead" in quizgen("diff", str(old), str(deck))[1]


def test_explain_tells_what_it_rests_on() -> None:
    """An author who is told that an answer is wrong could not see why."""
    status, told = quizgen("explain", "two-lead")
    assert (status, "true_false" in told, "leaders() == 2" in told) == (0, True, True)
