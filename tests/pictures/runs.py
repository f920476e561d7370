"""Pictures of runs as diagrams, to look at: ``python -m tests.pictures.runs FOLDER`` writes them as PNG and SVG.

Light, dark and grey, on a phone and on a desk.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from quizgen.diagrams import diagram, page
from quizgen.simulators.raft import SIMULATOR
from tests.browser import CHROMIUM_ARGUMENTS, chromium_path
from tests.diagrams.runs import SCENARIOS, trace_of

WIDTHS = (360, 900)
LOOKS: tuple[tuple[str, str], ...] = (("light", ""), ("dark", ""), ("light", "filter: grayscale(1)"))


def pictures(browser: Browser, folder: Path) -> Iterator[Path]:
    """Yield a picture of each run in each width and look."""
    for name in SCENARIOS:
        trace = trace_of(name)
        svg = diagram(trace, SIMULATOR, f"The run called {name}")
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
        (folder / f"{name}.html").write_text(page(f"The run called {name}", svg, trace.to_text()), encoding="utf-8")
        for width in WIDTHS:
            for scheme, style in LOOKS:
                shown = browser.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)  # type: ignore[arg-type]
                shown.goto((folder / f"{name}.html").as_uri())
                shown.add_style_tag(content=f"html {{ {style} }}")
                path = folder / f"{name}-{width}-{'grey' if style else scheme}.png"
                shown.screenshot(path=path, full_page=True)
                shown.close()
                yield path


def main() -> None:
    """Write all pictures into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        for path in pictures(browser, folder):
            sys.stdout.write(f"{path}\n")
        browser.close()


if __name__ == "__main__":
    main()
