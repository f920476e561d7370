"""A check of another distribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizgen.checks import CHECKS, Check, Content
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.model.lesson import Deck
from quizgen.plugins import Plugin
from quizgen.plugins.guard import PluginFailed, asked


class GuardedCheck:
    """Stands for a check."""

    def __init__(self, plugin: Plugin, _: Check) -> None:
        self._plugin = plugin

    def __call__(self, content: Content) -> Iterator[Diagnostic]:
        """Yield what the check has to say, or that it failed, and at which item."""
        try:
            yield from asked(self._plugin, _checked_there, self._plugin.name, content)
        except PluginFailed as problem:
            at, what = self._suspect(content)
            yield error("plugin-failed", at, f"{problem}{what}", problem.hint)

    def _suspect(self, content: Content) -> tuple[Span, str]:
        """Return where the first item stands at which the check fails, and which that is."""
        items = list(content.items)
        reached = [-1]
        try:
            asked(self._plugin, _each_checked_there, self._plugin.name, content, told=reached.append)
        except PluginFailed:
            if reached[-1] >= 0:
                lesson, item = items[reached[-1]]
                return lesson.item_span(item), f", at `{item.question.id}`"
        lessons = content.deck.lessons
        return (lessons[0].span(()) if lessons else Span("")), ""


def _checked_there(name: str, content: Content) -> list[Diagnostic]:
    """In a host: make the check."""
    found = list(CHECKS[name](content))
    for each in found:
        if not isinstance(each, Diagnostic):
            raise TypeError(f"a check yields diagnostics, not {each!r:.80}")
    return found


def _each_checked_there(name: str, content: Content) -> None:
    """In a host: make the check of each item alone, and tell before which it is."""
    from quizgen.plugins.hosts import tell  # noqa: PLC0415 - a host has it

    for number, (lesson, item) in enumerate(content.items):
        tell(number)
        alone = Deck((replace(lesson, items=(item,)),), content.deck.curricula, content.deck.neighbours)
        _checked_there(name, Content(alone, content.findings))
