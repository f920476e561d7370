"""Names in a file of rules: of what form they are, and which are taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.rules.language.written import Domain, Mistake, Numbered, Observed, Rule, Rules

OWN: Final[Mapping[str, str]] = {
    "rest": "`rest(l)` is a list without its first element",
    "without": "`without(l, x)` is a list without `x`",
    "times": "`times.RULE` is how often a rule was taken",
    "ended": "claims ask with `ended()` whether nothing more can happen",
    "can_come_to": "claims ask with `can_come_to(...)` what can still come",
}
"""What means something in rules of any subject."""
CEL: Final = frozenset(
    "as break const continue else false for function if import in let loop namespace null package return true var void"  # noqa: SIM905 - a table of words
    " while size all exists exists_one map filter has type int uint double string bool bytes list matches"
    " contains startsWith endsWith duration timestamp dyn".split()
)
"""What means something in CEL."""
MEASURED: Final[Mapping[str, str]] = {
    "states": "how many states there are",
    "ends": "in how many states nothing more can happen",
    "depth": "how many steps the state is away that is farthest",
    "runs": "in how many ways it can go",
}
"""Measures of rules of any subject."""


@dataclass(frozen=True)
class _Form:
    """A form of names.

    Attributes:
        fits: what they look like.
        told: the same in words.
        joint: what a name has where people write a space.
    """

    fits: re.Pattern[str]
    told: str
    joint: str = "_"

    def hint(self, name: str) -> str:
        """Return how a name can be written that is of another form."""
        parts = re.findall(r"[^\W_]+", name.lower() if self.joint == "-" else name)
        meant = self.joint.join(parts)
        return f"write `{meant}`: {self.told}" if self.fits.fullmatch(meant) else self.told


_PLAIN: Final = _Form(
    re.compile(r"[A-Za-z_][A-Za-z0-9_]*"),
    "a name is letters from a to z, digits and underscores, no digit first",
)
_TEXT: Final = _Form(re.compile(r"[^\W\d]\w*"), "a word is letters, digits and underscores, no digit first")
_SLUG: Final = _Form(re.compile("[a-z0-9]+(-[a-z0-9]+)*"), "small letters, digits and hyphens", "-")
_ID: Final = _Form(re.compile(r"[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*"), "letters, digits, hyphens and underscores", "-")


def misnamed(rules: Rules) -> Iterator[Mistake]:
    """Yield what is wrong with the names of a file: each is of its form, and means nothing already."""
    yield from _formed(_ID, [(rules.id, ("id",))])
    yield from _formed(_SLUG, _keys("misconceptions", rules.misconceptions))
    for section, keys in (("rules", rules.rules), ("process", rules.process), ("invariants", rules.invariants)):
        yield from _formed(_PLAIN, _keys(section, keys))
    yield from _free(_PLAIN, _named(rules))
    yield from _free(_TEXT, _texts(rules))
    for name in rules.measures:
        if name not in MEASURED:
            continue
        message = f"`{name}` is a measure of all rules already: {MEASURED[name]}"
        yield Mistake(("measures", name), message, "give yours another name")


def _formed(form: _Form, names: Iterable[tuple[str, ScenarioPath]]) -> Iterator[Mistake]:
    for name, path in names:
        if not form.fits.fullmatch(name):
            yield Mistake(path, f"nothing can be called `{name}`", form.hint(name))


def _free(form: _Form, names: Iterable[tuple[str, ScenarioPath]]) -> Iterator[Mistake]:
    """Yield what is wrong with names that stand in expressions."""
    for name, path in names:
        yield from _formed(form, [(name, path)])
        if name in CEL or name in OWN:
            why = OWN.get(name, f"`{name}` means something in expressions")
            yield Mistake(path, f"nothing can be called `{name}`: {why}", "give it another name")


def _keys(section: str, keys: Iterable[str], *path: str | int) -> Iterator[tuple[str, ScenarioPath]]:
    return ((key, (section, *path, key)) for key in keys)


def _named(rules: Rules) -> Iterator[tuple[str, ScenarioPath]]:
    """Yield what stands in expressions as it is, but words and actors."""
    for section in ("parameters", "actors", "state", "observations", "measures"):
        yield from _keys(section, getattr(rules, section))
    for name, state in rules.state.items():
        yield from _keys("state", state.messages or {}, name, "messages")
    for name, one in rules.observations.items():
        yield from _keys("observations", one.of if isinstance(one, Observed) else (), name, "of")
    for name, process in rules.process.items():
        yield from _keys("process", process.actors, name, "for")
    for rule, path in _rules(rules):
        yield from ((key, (*path, "for", key)) for key in rule.actors or {})
        yield from ((key, (*path, "receive", key)) for key in rule.receive or {})


def _rules(rules: Rules) -> Iterator[tuple[Rule, ScenarioPath]]:
    """Yield every rule and step, those of misconceptions too."""
    yield from ((rule, ("rules", name)) for name, rule in rules.rules.items())
    for process, one in rules.process.items():
        for number, step in enumerate(one.steps):
            yield from ((rule, ("process", process, "steps", number, name)) for name, rule in step.items())
    for name, wrong in rules.misconceptions.items():
        for section, changes in (("rules", wrong.rules), ("steps", wrong.steps)):
            found = (("misconceptions", name, section, one) for one in changes)
            yield from ((rule, path) for path in found if (rule := changes[path[-1]]) is not None)


def _texts(rules: Rules) -> Iterator[tuple[str, ScenarioPath]]:
    """Yield words, among which are steps of processes, and actors."""
    for name, one in rules.actors.items():
        if isinstance(one, Numbered):
            yield f"{one.prefix}1", ("actors", name, "prefix")
        else:
            yield from ((actor, ("actors", name, place)) for place, actor in enumerate(one))
    for name, state in rules.state.items():
        yield from _words(rules, state.among, ("state", name, "is"))
        yield from _words(rules, state.elements, ("state", name, "list"))
        for field, domain in (state.messages or {}).items():
            yield from _words(rules, domain, ("state", name, "messages", field))
    for name, process in rules.process.items():
        for number, step in enumerate(process.steps):
            yield from ((one, ("process", name, "steps", number, one)) for one in step)


def _words(rules: Rules, domain: Domain | None, path: ScenarioPath) -> Iterator[tuple[str, ScenarioPath]]:
    if isinstance(domain, tuple):
        yield from ((word, (*path, place)) for place, word in enumerate(domain) if word not in rules.actors)
