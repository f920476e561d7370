"""Pictures of Anki's own window: ``python tests/pictures/anki_window.py DECK.apkg FOLDER`` studies a deck in it.

What the other pictures imitate is here the real thing: its toolbar, its MathJax, its night mode, its keys. It needs
``aqt``, ``PyQt6`` and ``PyQt6-WebEngine`` in an environment of their own (Anki pins what it works with), a display such
as Xvfb's, and on Debian ``libxcb-icccm4`` and ``libxcb-keysyms1``. It is not part of the tests. For example::

    python -m venv VENV && VENV/bin/pip install aqt PyQt6 PyQt6-WebEngine
    xvfb-run -a -s "-screen 0 1280x1600x24" VENV/bin/python tests/pictures/anki_window.py DECK.apkg FOLDER

What a card's script does wrong, Anki prints as a line that begins with "JS error". (Where such a line tells of Anki's
own functions, such as ``_showQuestion``, the machine was too slow, not the card at fault.)
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 30
"""Seconds until something that does not happen is given up."""
ANSWER = """(() => {
  const first = document.querySelector('[data-option="0"], .qz-down');
  if (first) { first.click(); }
  document.querySelectorAll(".qz select").forEach((menu) => {
    menu.selectedIndex = 1;
    menu.dispatchEvent(new Event("change"));
  });
  const box = document.getElementById("typeans");
  if (box) { box.value = "4"; }
})()"""
"""What a learner might do on a front."""


class Window:
    """Anki's main window over a collection of its own, with one deck in it."""

    def __init__(self, base: Path, deck: Path) -> None:
        """Start Anki without any of its first questions, and import the deck."""
        import aqt  # noqa: PLC0415 - of another environment
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest  # noqa: PLC0415 - as above
        from aqt.profiles import ProfileManager  # noqa: PLC0415 - as above

        profiles = ProfileManager(base)
        profiles.setupMeta()
        profiles.meta.update(firstRun=False, defaultLang="en_US", suppressUpdate=True)
        profiles.create("learner")
        profiles.openProfile("learner")
        profiles.save()
        profiles.db.close()
        self._app = aqt._run(["anki", "-b", str(base), "-p", "learner"], exec=False)
        self.main: Any = aqt.mw
        self.until(lambda: self.main.col is not None and self.main.state == "deckBrowser")
        options = ImportAnkiPackageOptions()
        self.main.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(deck), options=options))

    def until(self, happened: Callable[[], object]) -> None:
        """Let Anki go on until something has happened.

        Raises:
            TimeoutError: it has not after `PATIENCE` seconds.
        """
        end = time.monotonic() + PATIENCE
        while not happened():
            if time.monotonic() > end:
                raise TimeoutError
            self.rest(0.02)

    def rest(self, seconds: float) -> None:
        """Let Anki go on for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.005)

    def look(self, *, night: bool, width: int) -> None:
        """Choose the theme and the width of the window."""
        from aqt.theme import Theme  # noqa: PLC0415 - of another environment

        self.main.set_theme(Theme.DARK if night else Theme.LIGHT)
        self.main.resize(width, 1400)
        self.rest(0.5)

    def study(self, card: int) -> None:
        """Show the front of a card, the only one that is not suspended."""
        scheduler = self.main.col.sched
        everything = self.main.col.find_cards("")
        scheduler.suspend_cards(everything)
        scheduler.unsuspend_cards([card])
        self.main.col.decks.select(self.main.col.get_card(card).did)
        self.main.moveToState("overview")
        self.rest(1)  # it is loaded in the background, and would cover the card
        self.main.moveToState("review")
        self.until(lambda: self.main.reviewer.card and self.main.reviewer.card.id == card)
        self.rest(1.5)

    def picture(self, path: Path) -> None:
        """Write what the window shows."""
        self.main.grab().save(str(path))

    def answer(self) -> None:
        """Answer the card as it asks for, and turn it over."""
        self.main.web.eval(ANSWER)
        self.rest(0.5)

    def turn(self) -> None:
        """Turn the card over, as the button does."""
        self.main.reviewer._getTypedAnswer()
        self.until(lambda: self.main.reviewer.state == "answer")
        self.rest(1.5)


def main(deck: Path, folder: Path) -> None:
    """Write both sides of the first card of each note type and template, by day and by night, narrow and wide."""
    folder.mkdir(parents=True, exist_ok=True)
    window = Window(Path(tempfile.mkdtemp()), deck)
    collection = window.main.col
    first: dict[str, int] = {}
    for number in collection.find_cards("", order="c.due, c.ord"):
        card = collection.get_card(number)
        first.setdefault(f"{card.note_type()['name'].split()[1]}-{card.ord + 1}", number)
    for night in (False, True):
        for width in (400, 900):
            window.look(night=night, width=width)
            for name, number in first.items():
                stem = f"{name}-{width}{'-night' if night else ''}"
                window.study(number)
                window.answer()
                window.picture(folder / f"{stem}-front.png")
                window.turn()
                window.picture(folder / f"{stem}-back.png")
    os._exit(0)  # Anki would ask whether to synchronise


if __name__ == "__main__":
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu")
    os.environ.setdefault("ANKI_SOFTWAREOPENGL", "1")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
