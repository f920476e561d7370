"""docs/import.md: each example is imported, and what comes out stands on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen import compiler
from quizgen.cli import app
from quizgen.importers import IMPORTERS
from tests.docs.pages import ROOT, code, read, table

PAGE = read("docs/import.md")
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match[1], match[2], match[3]) for match in _BLOCK.finditer(PAGE)]
EXAMPLES = [number for number, (_, name, _) in enumerate(BLOCKS) if name]


@pytest.mark.parametrize("at", EXAMPLES, ids=lambda at: str(BLOCKS[at][1]))
def test_examples_become_what_the_page_says(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A teacher who tries the page's example gets something else than the page shows."""
    monkeypatch.chdir(tmp_path)
    _, name, text = BLOCKS[at]
    Path(name).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(app, ["import", name, "--to", "content"])
    lesson = next(Path("content").glob("*.yaml")).read_text(encoding="utf-8")
    items = re.sub("  # imported [0-9a-f]{8}$", "", lesson.partition("\nitems:\n")[2], flags=re.MULTILINE)
    got = {"yaml": items, "text": result.stderr}
    following = BLOCKS[at + 1 : min((other for other in EXAMPLES if other > at), default=len(BLOCKS))]
    if request.config.getoption("--rewrite-golden"):
        page = (ROOT / "docs/import.md").read_text(encoding="utf-8")
        before, example, after = page.partition(f"{name}\n{text}```")
        for language, _, block in following:
            after = after.replace(f"```{language}\n{block}```", f"```{language}\n{got[language]}```", 1)
        page = before + example + after
        (ROOT / "docs/import.md").write_text(page, encoding="utf-8")
        return
    assert [(language, block) for language, _, block in following] == [
        (language, got[language]) for language, _, _ in following
    ]
    assert any(language == "text" for language, _, _ in following) == bool(result.stderr)
    assert compiler.check(Path("content"), compiler.Silent()).diagnostics == ()


def test_every_format_is_on_the_page() -> None:
    """Somebody types a quiz anew because the page does not say that its format can be read."""
    rows = {code(row[0]): row[2] for row in table(PAGE, "| Format | What is read | Endings |")}
    assert {name: [code(one) for one in endings.split(", ")] for name, endings in rows.items()} == {
        name: sorted(importer.suffixes, key=[code(one) for one in rows[name].split(", ")].index)
        for name, importer in IMPORTERS.items()
        if (plugin := IMPORTERS.plugin(name)) and not plugin.is_foreign
    }
    listed = CliRunner().invoke(app, ["import", "--list"]).stdout
    assert [line.split()[0] for line in listed.splitlines()] == sorted(rows)
