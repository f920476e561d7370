"""``quizgen.toml``: what a build of this content usually writes and prints, so that nobody has to type it each time.

Options on the command line come first. The file names no folder and no file: content comes from strangers. The commands
that it names are run by nobody but `quizgen record`, which says so before.
"""

from __future__ import annotations

from quizgen.settings.model import Building, Checking, Plugging, Settings, Tool, Unread
from quizgen.settings.reading import NAME, read_settings

__all__ = ["NAME", "Building", "Checking", "Plugging", "Settings", "Tool", "Unread", "read_settings"]
