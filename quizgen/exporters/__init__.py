"""The outputs. To add one: write its file, and add its name to `quizgen.plugins.registry.SHIPPED`.

An exporter lays rendered lessons out and writes them below the folder that it is given, which is new and empty: the
compiler moves what was written to its place only when every exporter has finished.
"""

from __future__ import annotations

from typing import Any

from quizgen.exporters.api import Exporter, ExportError, OnCommandLine, Options, Progress
from quizgen.plugins import Registry

EXPORTERS: Registry[Exporter[Any]] = Registry("exporters")
"""Name -> output, in the order in which they are named and written."""

__all__ = ["EXPORTERS", "ExportError", "Exporter", "OnCommandLine", "Options", "Progress"]
