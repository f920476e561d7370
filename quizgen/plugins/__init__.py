"""Plug-ins: simulators, outputs, importers and checks, quizgen's own and those of other distributions.

Each is an entry point: a group, a name, and where the object is, ``package.module:object``. A registry is what the rest
of quizgen sees of a group. What other distributions offer is known only as long as the distribution is used, because
``quizgen.toml`` or the command line names it; nothing else of them is looked at, and nothing imported.
"""

from __future__ import annotations

from quizgen.plugins.registry import GROUPS, Limits, Plugin, Refused, Registry, installed, offered, use, used

__all__ = ["GROUPS", "Limits", "Plugin", "Refused", "Registry", "installed", "offered", "use", "used"]
