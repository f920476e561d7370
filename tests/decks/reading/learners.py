"""What Anki makes of packages: each is imported into a fresh collection, and the notes that are there then are told.

It is a module of the tests, and a script for the environments of older versions, so it needs nothing but Anki.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import anki.collection as api


def imported(path: str) -> list[list[Any]] | None:
    """Return GUID, note type's name, fields and tags of each note after an import; None if Anki refuses the package."""
    with tempfile.TemporaryDirectory() as folder:
        opened = api.Collection(str(Path(folder) / "collection.anki2"))
        options = getattr(api, "ImportAnkiPackageOptions", None)
        given: dict[str, Any] = {"options": options()} if options else {}  # 23.10 asks for none
        try:
            opened.import_anki_package(api.ImportAnkiPackageRequest(package_path=path, **given))
            opened.models._clear_cache()
            return sorted(_notes(opened))
        except Exception:  # noqa: BLE001 - whatever Anki says, it has refused
            return None
        finally:
            opened.close()


def _notes(opened: Any) -> list[list[Any]]:  # noqa: ANN401 - Anki's collection, in any version
    notes = [opened.get_note(number) for number in opened.find_notes("")]
    return [[note.guid, opened.models.get(note.mid)["name"], note.fields, sorted(note.tags)] for note in notes]


if __name__ == "__main__":
    print("\x02" + json.dumps([imported(path) for path in sys.argv[1:]]))  # noqa: T201 - the answer
