"""docs/settings.md: the example has every key, and does what it says."""

from __future__ import annotations

from pathlib import Path

from quizgen.exporters import EXPORTERS
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.settings import NAME, read_settings
from quizgen.settings.reading import MAX_BYTES
from tests.docs.pages import blocks, read
from tests.plugins.installing import install

PAGE = read("docs/settings.md")


def test_the_example_sets_everything(tmp_path: Path, site: Path) -> None:
    """A reader copies an example that is refused, or never hears of a key."""
    (example,) = blocks(PAGE, "toml")
    install(site, "quizgen-eventloop", {"checks": {"none": "builtins:iter"}}, {})
    (tmp_path / NAME).write_text(example)
    settings, mistakes = read_settings(tmp_path)
    assert not mistakes
    assert settings.plugins.use == ("quizgen-eventloop",)
    assert settings.build.to
    assert settings.check.unread
    assert settings.told(EXPORTERS["pdf"]).keys() == PrintOptions.model_fields.keys()
    assert f"{MAX_BYTES // 1024} KiB" in PAGE
