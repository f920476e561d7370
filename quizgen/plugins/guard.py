"""What other distributions offer, asked where it cannot harm; what goes wrong there has the plug-in's name on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from quizgen.plugins.hosts import Failed, TookTooLong, ask
from quizgen.plugins.registry import Plugin

MOST_STOPPED: Final = 3
"""So many times a plug-in may take too long: a deck asks hundreds of things, and each would cost its limit."""

stopped: Counter[Plugin] = Counter()
"""How many times each was stopped."""


class PluginFailed(Exception):  # noqa: N818 - it becomes a diagnostic
    """A plug-in raised, crashed, gave something of a wrong type, or took too long.

    Attributes:
        hint: what can be done.
        about: what it was asked about, such as a scenario or the id of an item; None if that is not known.
    """

    def __init__(self, message: str, hint: str, about: object = None) -> None:
        super().__init__(message)
        self.hint, self.about = hint, about


def asked(
    plugin: Plugin,
    function: Callable[..., Any],
    *arguments: Any,  # noqa: ANN401 - what the function takes
    about: object = None,
    told: Callable[[Any], object] = lambda _: None,
) -> Any:  # noqa: ANN401 - what the function gives
    """Return what a function gives that asks a plug-in, where it cannot harm.

    Args:
        plugin: who is asked.
        function: of a module; it and its arguments are pickled.
        *arguments: of it.
        about: what it is about.
        told: called with what the function tells meanwhile (`quizgen.plugins.hosts.tell`).

    Raises:
        PluginFailed: there is no answer.
    """
    hint = "ask for less, or allow it more: `seconds` under `[plugins]` in quizgen.toml"
    if stopped[plugin] == MOST_STOPPED:
        raise PluginFailed(f"{plugin} was not asked any more: it was stopped {MOST_STOPPED} times", hint, about)
    try:
        return ask(function, *arguments, told=told)
    except TookTooLong as problem:
        stopped[plugin] += 1
        raise PluginFailed(f"{plugin} was stopped: {problem}", hint, about) from None
    except Failed as problem:
        hint = f"tell whoever maintains {plugin.distribution}"
        raise PluginFailed(f"{plugin} failed: {problem}", hint, about) from None
