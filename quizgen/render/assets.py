"""Pictures in author text: from a path beside the content to a name that carries a hash of the file's bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from quizgen.text.markdown import images


class Assets:
    """The pictures that one lesson uses.

    Paths start at the content folder. That they exist and stay inside it is a check's business, before this.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}
        self.files: dict[str, Path] = {}

    def names(self, text: str) -> dict[str, str]:
        """Return the pictures in a text: path as written -> name."""
        return {path: self._name(path) for path in images(text)}

    def _name(self, path: str) -> str:
        if path not in self._names:
            file = self._folder / path
            digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
            name = f"quizgen-{digest}{file.suffix.lower()}"
            self._names[path] = name
            self.files[name] = file
        return self._names[path]
