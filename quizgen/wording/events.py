"""Events of a run as sentences: what a step of an order says that stands for one."""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.simulators import AnySimulator
from quizgen.simulators.phrases import names_in
from quizgen.simulators.words import counted
from quizgen.wording.language import ENGLISH


class _Fact(str):
    """What is known of an event; with two nouns, how many there are: ``{count:page/pages}``."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        one, _, many = how.partition("/")
        plain = str(self)
        return counted(int(plain), one, many) if how and plain.isdecimal() else f"{plain} {many}".strip()


def event_in_words(kind: str, actor: str, facts: Mapping[str, object], simulator: AnySimulator) -> str:
    """Return an event as a clause: "T2 waits for T1"; empty if there are no words for it.

    Args:
        kind: its type.
        actor: where it happens; empty for anywhere.
        facts: what else is known of it: the ``peer``, and attributes.
        simulator: of whose runs it is an event.
    """
    happening = simulator.happenings.get(kind)
    if happening is None:
        return ""
    template = happening.clause(facts)
    noun = simulator.words.actor
    someone = ENGLISH.someone[noun[:1] in "aeiou"].format(a=noun)
    known = {name: _Fact(value) for name, value in facts.items()}
    try:
        clause = template.format(actor or someone, **{**known, "never": ""})
    except (IndexError, KeyError, ValueError):
        return ""
    rest = [f"{name.replace('_', ' ')} {value}" for name, value in facts.items() if name not in names_in(template)]
    return ENGLISH.known.format(a=clause, b=", ".join(rest)) if rest else clause
