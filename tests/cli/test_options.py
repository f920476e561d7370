"""What outputs are told: what is asked for is done, what makes no sense is said, and no output has to be known here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import pytest
import typer
from pydantic import Field, field_validator
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.cli.options import asked
from quizgen.exporters import EXPORTERS, Exporter, OnCommandLine, Options
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.plugins import use
from quizgen.plugins.guard import PluginFailed
from quizgen.settings import Settings
from quizgen.settings.model import settings_model
from quizgen.variants import Request
from tests.plugins.installing import install
from tests.small import lesson


def printed(outputs: list[str], usual: dict[str, object] | None = None, **given: Any) -> Options | None:  # noqa: ANN401 - of any option
    """Return how to print, for values of the file and of the command line."""
    settings: Settings = settings_model().model_validate({"print": usual or {}})
    return asked({f"pdf_{name}": value for name, value in given.items()}, outputs, settings).get("pdf")


def test_nothing_said_is_as_usual() -> None:
    """A build without options prints what it always did."""
    assert printed(["pdf"]) == PrintOptions()
    assert PrintOptions().printed == ("worksheet", "key")
    assert printed(["anki"]) is None


def test_products_are_chosen() -> None:
    """A teacher asks for cards on letter and gets worksheets on A4."""
    chosen = printed(["pdf"], products=["cards, study", "key"], paper="letter", flip="short", cards="1x1")
    assert chosen == PrintOptions(products=("key", "study", "cards"), paper="letter", flip="short", cards="1x1")
    assert chosen.printed == ("key", "study", "cards")


def test_paper_alone_keeps_the_products() -> None:
    """A teacher in America chooses the paper, and loses the key."""
    chosen = printed(["anki", "pdf"], paper="letter")
    assert chosen == PrintOptions(paper="letter")
    assert chosen.printed == ("worksheet", "key")


def test_variants_go_with_products() -> None:
    """A class gets its variants, and cards if they are asked for; or worksheets that it did not ask for."""
    chosen = printed(["pdf"], variants=["A,B"], products=["cards"])
    assert isinstance(chosen, PrintOptions)
    assert chosen.printed == ("variant", "variants-key", "cards")
    assert chosen.request == Request(("A", "B"))
    assert PrintOptions(variants=("A",)).printed == ("variant", "variants-key")


@pytest.mark.parametrize(
    ("given", "outputs", "told"),
    [
        (
            {"products": ["poster"]},
            ["pdf"],
            "quizgen: --product takes any of worksheet, key, teacher, study, cards, not poster",
        ),
        ({"products": [" , "]}, ["pdf"], "not nothing"),
        (
            {"products": ["key"], "flip": "short"},
            ["pdf"],
            "quizgen: --flip and --cards are for cards to cut out; add cards to --product",
        ),
        ({"paper": "letter"}, ["anki"], "quizgen: --paper is for PDFs; add pdf to --to"),
        ({"products": ["key"], "embed_source": True}, ["anki"], "--product, --embed-source are for PDFs"),
        (
            {"items": 3},
            ["pdf"],
            "quizgen: --items and --seed say how variants are drawn; say which with --variants",
        ),
        ({"items": 0, "variants": ["A"]}, ["pdf"], "quizgen: a sheet has between 1 and 1023 questions, not 0"),
        ({"variants": ["A,a"]}, ["pdf"], "quizgen: two variants have the same name"),
    ],
)
def test_nonsense_is_said(
    given: dict[str, Any], outputs: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that has no effect is believed to have had one."""
    with pytest.raises((typer.Exit, SystemExit)):
        printed(outputs, **given)
    assert told in " ".join(capsys.readouterr().err.split())


def test_the_file_says_what_is_usual() -> None:
    """A teacher has to type the paper each time, or gets it although a single build is to be on another."""
    usual: dict[str, object] = {"paper": "letter", "products": ["worksheet", "cards"], "embed-source": True}
    cards = PrintOptions(products=("worksheet", "cards"), paper="letter", embed_source=True)
    assert printed(["pdf"], usual) == cards
    assert printed(["pdf"], usual, paper="a4", embed_source=False) == PrintOptions(products=("worksheet", "cards"))
    key = PrintOptions(products=("key",), paper="letter", embed_source=True)
    assert printed(["pdf"], usual, products=["key"]) == key


def test_whoever_says_what_is_printed_says_all_of_it() -> None:
    """A teacher who wants one key again prints thirty variants with it."""
    usual: dict[str, object] = {"variants": 3, "items": 5, "seed": 2027}

    def request(**given: object) -> Request | None:
        found = printed(["pdf"], usual, **given)
        assert isinstance(found, PrintOptions)
        return found.request

    assert request() == Request(("1", "2", "3"), 5, "2027")
    assert request(seed="2028") == Request(("1", "2", "3"), 5, "2028")
    assert printed(["pdf"], usual, products=["key"]) == PrintOptions(products=("key",))
    assert request(variants=["A"]) == Request(("A",))


def test_the_file_may_speak_of_print_that_is_not_made() -> None:
    """A build of the website alone fails, because the file says on what paper worksheets are printed."""
    assert printed(["site"], {"paper": "letter", "flip": "short"}) is None
    assert printed(["pdf"], {"flip": "short"}) == PrintOptions(flip="short")


class PoemOptions(Options):
    """Options of all sorts that there are."""

    metre: Annotated[Literal["iamb", "trochee"], Field(description="The metre.")] = "iamb"
    forms: Annotated[tuple[Literal["ode", "sonnet", "haiku"], ...], Field(description="The forms.")] = ("ode",)
    lines: Annotated[int, Field(ge=2, description="Lines of a poem."), OnCommandLine(usual="fourteen")] = 14
    width: Annotated[float, Field(description="Of a line, in inches.")] = 4.5
    rhymed: Annotated[bool, Field(description="Whether they rhyme.")] = True
    to_whom: Annotated[str | None, Field(description="Who is addressed.")] = None

    @field_validator("width")
    @classmethod
    def _halves(cls, width: float) -> float:
        return width * (width / width)  # which fails for nothing


@pytest.fixture
def poems() -> Iterator[list[PoemOptions]]:
    """Have an output that nobody else knows; what it was told is kept."""
    kept: list[PoemOptions] = []

    def export(_lessons: object, folder: Path, _progress: object, options: PoemOptions) -> Sequence[Path]:
        kept.append(options)
        (folder / "poem.txt").write_text("roses are red")
        return [folder / "poem.txt"]

    made: Exporter[Any] = Exporter("poems", "poems: one for each lesson", export, PoemOptions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(cast("dict[str, Exporter[Any]]", EXPORTERS), "poems", made)
        yield kept


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Build poems of a small lesson; return status and output."""
    command = ["build", str(folder / "content"), "--to", "poems", "--out", str(folder / "out"), "--quiet"]
    result = CliRunner().invoke(app, [*command, *arguments])
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Write a lesson and return the folder that its folder stands in."""
    (tmp_path / "content").mkdir()
    item = "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [{text: That., cite: paper §1}]}]\n"
    (tmp_path / "content" / "small.yaml").write_text(lesson(item), encoding="utf-8")
    return tmp_path


def test_an_output_brings_its_options_along(content: Path, poems: list[PoemOptions]) -> None:
    """The options of an output that was installed cannot be given, or not all of them."""
    told = ["--poems-metre", "trochee", "--poems-forms", "haiku,ode", "--poems-lines", "3", "--poems-width", "2.5"]
    assert run(content, *told, "--no-poems-rhymed", "--poems-to-whom", "her") == (0, "")
    (found,) = poems
    assert found == PoemOptions(
        metre="trochee", forms=("ode", "haiku"), lines=3, width=2.5, rhymed=False, to_whom="her"
    )
    assert (content / "out" / "poem.txt").is_file()


def test_an_output_brings_its_table_along(content: Path, poems: list[PoemOptions]) -> None:
    """What an output is usually told has to be typed each time."""
    settings = content / "content" / "quizgen.toml"
    settings.write_text('[poems]\nforms = ["sonnet"]\nto-whom = "him"\nrhymed = false\n')
    assert run(content, "--poems-lines", "2", "--poems-rhymed") == (0, "")
    assert poems == [PoemOptions(forms=("sonnet",), lines=2, to_whom="him", rhymed=True)]
    settings.write_text("[poems]\nlines = 1\nrimed = true\n")
    status, told = run(content)
    assert status == 1
    assert "quizgen.toml:2:9: error[invalid-value]: `poems.lines`: should be at least 2, not `1`" in told
    line = "3 | rimed = true | ^^^^^"
    assert f"quizgen.toml:3:1: error[unknown-key]: unknown key `rimed` {line} help: did you mean `rhymed`?" in told


def test_an_outputs_options_are_checked_and_explained(content: Path, poems: list[PoemOptions]) -> None:
    """A mistake in an option of such an output ends in a traceback; or nobody finds out what it takes."""
    assert run(content, "--poems-lines", "1") == (2, "quizgen: --poems-lines should be at least 2, not `1`")
    assert run(content, "--poems-forms", "epic") == (
        2,
        "quizgen: --poems-forms takes any of ode, sonnet, haiku, not epic",
    )
    wrong = "this cannot be checked: ZeroDivisionError: float division by zero"
    assert run(content, "--poems-width", "0") == (2, f"quizgen: {wrong}")
    settings = content / "content" / "quizgen.toml"
    settings.write_text("[poems]\nwidth = 0\n")
    assert f"quizgen.toml:1:2: error[invalid-value]: `poems`: {wrong}" in run(content)[1]
    settings.unlink()
    status, told = run(content, "--to", "anki", "--new-decks", "--poems-lines", "3")
    assert (status, told) == (0, "")  # --to may come twice
    told = run(content, "--help")[1]
    assert "any of anki, pdf, site, tsv, crowdanki, poems, with commas" in told
    assert "--poems-metre <iamb|trochee> The metre. [default: iamb]" in told
    assert "--poems-forms NAME,... The forms. [default: ode]" in told
    assert "Lines of a poem. [default: fourteen]" in told
    assert "--poems-rhymed / --no-poems-rhymed Whether they rhyme. [default: " not in told
    assert poems


_INSTALLED = """\
from typing import Annotated
from pydantic import Field, field_validator
from quizgen.exporters import Exporter, Options

class Told(Options):
    lines: Annotated[int, Field(description="Lines of a verse.")] = 4

def export(lessons, folder, progress, options):
    (folder / "verse.txt").write_text("la\\n" * options.lines)
    return [folder / "verse.txt"]

EXPORTER = Exporter("verse", "verses", export, Told)
"""


def test_settings_name_an_output_with_options(content: Path, site: Path) -> None:
    """The options of an installed output are unknown to the very command that writes it; or its help hides them."""
    points = {"exporters": {"verse": "quizgen_verse:EXPORTER"}}
    install(site, "quizgen-verse", points, {"quizgen_verse.py": _INSTALLED})
    (content / "content" / "quizgen.toml").write_text('[plugins]\nuse = ["quizgen-verse"]\n')
    command = ["build", "--quiet", "--to", "verse", "--verse-lines", "2", "--out", str(content / "out")]
    result = CliRunner().invoke(app, [*command, str(content / "content")])
    assert (result.exit_code, result.output) == (0, "")
    assert (content / "out" / "verse.txt").read_text() == "la\nla\n"
    told = CliRunner().invoke(app, ["build", str(content / "content"), "--help"]).output
    assert "--verse-lines" in told
    (content / "content" / "quizgen.toml").unlink()
    use(())  # as in a process of its own
    result = CliRunner().invoke(app, [*command, str(content / "content")])
    assert (result.exit_code, "No such option: --verse-lines" in result.output) == (2, True)


def test_an_output_that_fails_is_named(
    content: Path, poems: list[PoemOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a plug-in does wrong ends in a traceback, where the options of outputs are looked for."""

    def failing(*_: object) -> None:
        raise PluginFailed("the output poems failed: no muse", "ask another one")

    monkeypatch.setattr("quizgen.compiler.read", failing)
    assert run(content) == (1, "quizgen: the output poems failed: no muse help: ask another one")
    assert not poems
