"""What there is of each group, and who offers it.

quizgen's own stand in a table, not among its entry points: they are there in a checkout as well, and nobody waits for a
scan of what is installed. From there on they go the same way as all others: imported when they are first asked for.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import Distribution, EntryPoint, PackageNotFoundError, distribution, distributions
from typing import Any, Final, Generic, TypeVar, cast

from quizgen import __version__

T = TypeVar("T")

PREFIX: Final = "quizgen."
"""What the names of the groups begin with where a distribution declares its entry points."""

GROUPS: Final[Mapping[str, tuple[str, str]]] = {
    "simulators": ("simulator", "quizgen.simulators.api:Simulator"),
    "exporters": ("output", "quizgen.exporters.api:Exporter"),
    "importers": ("importer", "quizgen.importers:Importer"),
    "checks": ("check", ""),
}
"""Group -> what one of it is called, and of which type it is; without one it is a function."""

_GUARDS: Final = {
    "simulators": "quizgen.guards.simulators:GuardedSimulator",
    "exporters": "quizgen.guards.exporters:guarded",
    "importers": "quizgen.guards.importers:guarded",
    "checks": "quizgen.guards.checks:GuardedCheck",
}
"""Group -> what stands for one of it that another distribution offers, and asks it where it cannot harm."""

_OUTPUTS = ("anki", "pdf", "site", "tsv", "crowdanki")
_CHECKS = {
    "answers": (
        "assertion-is-false",
        "distractor-is-true",
        "invalid-claim",
        "key-is-false",
        "misconception",
        "value-differs",
    ),
    "orders": ("free-steps", "order-differs", "unknown-event"),
    "evidence": ("evidence-count", "evidence-form", "no-scenario", "unknown-source"),
    "scenarios": ("family-asks-the-same", "impossible-scenario", "plugin-failed", "script-failed"),
    "rules": ("endless-runs", "rule-never-taken", "rule-without-answer", "value-never-reached"),
    "questions": (
        "blank",
        "distractor-without-reason",
        "duplicate-option",
        "key-count",
        "names-answer",
        "option-names-others",
    ),
    "laws": ("law-from-one-script",),
    "names": ("concept-cycle", "duplicate-id", "level-misspelt", "unknown-concept"),
    "pictures": ("picture",),
    "texts": ("markup-shown", "row-length", "text-refused"),
    "writing": (
        "key-is-longest",
        "long-answer",
        "many-options",
        "many-steps",
        "negative-stem",
        "overlapping-ranges",
        "stem-holds-key",
        "vague-stem",
        "yes-or-no-stem",
    ),
}
_FORMATS: Final = ("anki-text", "aiken", "text2qti", "gift", "table", "xlsx", "mdbook-quiz")
SHIPPED: Final[Mapping[str, Mapping[str, str]]] = {
    "simulators": {
        "calculation": "quizgen.simulators.calculation:SIMULATOR",
        "event-loop": "quizgen.simulators.event_loop:SIMULATOR",
        "load-balancer": "quizgen.simulators.load_balancer:SIMULATOR",
        "raft": "quizgen.simulators.raft:SIMULATOR",
        "rate-limiter": "quizgen.simulators.rate_limiter:SIMULATOR",
        "recorded": "quizgen.simulators.recorded:SIMULATOR",
    },
    "exporters": {name: f"quizgen.exporters.shipped:{name.upper()}" for name in _OUTPUTS},
    "importers": {name: f"quizgen.importers.{name.replace('-', '_')}:IMPORTER" for name in _FORMATS},
    "checks": {
        code: f"quizgen.checks.{module}:{code.replace('-', '_')}"
        for code, module in sorted((code, module) for module, codes in _CHECKS.items() for code in codes)
    },
}
"""quizgen's own: group -> name -> where it is. To add one, write it and add its name here."""


class NotLoaded(Exception):  # noqa: N818 - the command line and the settings turn it into words
    """A plug-in that cannot be imported, or is not what its group holds; the message says which."""


@dataclass(frozen=True)
class Plugin:
    """Something that a distribution offers.

    Attributes:
        group: one of `GROUPS`.
        name: as authors write it.
        place: where it is: ``package.module:object``.
        distribution: who offers it.
        version: of the distribution.
    """

    group: str
    name: str
    place: str
    distribution: str = "quizgen"
    version: str = __version__

    @property
    def is_foreign(self) -> bool:
        """Whether another distribution than quizgen offers it."""
        return self.distribution != "quizgen"

    @property
    def origin(self) -> str:
        """The distribution with its version: "quizgen-eventloop 0.1"."""
        return f"{self.distribution} {self.version}"

    def __str__(self) -> str:
        """Return it in words: "the simulator eventloop (quizgen-eventloop 0.1)"."""
        return f"the {GROUPS[self.group][0]} {self.name} ({self.origin})"

    def load(self) -> object:
        """Import it.

        Raises:
            NotLoaded: it cannot be imported, or is of the wrong type.
        """
        return _loaded(self)

    def guarded(self) -> object:
        """Return what stands for it: itself if it is quizgen's own, or this process is there to be harmed.

        Raises:
            NotLoaded: as above.
        """
        return _guard(self) if self.is_foreign and _guarded else self.load()

    @property
    def doc(self) -> str:
        """One line on what it is for, as it says itself; empty if it says nothing.

        Raises:
            NotLoaded: as above.
        """
        found = self.load()
        doc = getattr(found, "doc", "") or getattr(found, "line", "") or inspect.getdoc(found) or ""
        return str(doc).strip().partition("\n")[0]


@cache
def _loaded(plugin: Plugin) -> object:
    try:
        found = EntryPoint(plugin.name, plugin.place, PREFIX + plugin.group).load()
    except (Exception, SystemExit) as problem:  # whatever a stranger's module does
        if not plugin.is_foreign:
            raise
        raise NotLoaded(f"{plugin} cannot be imported: {type(problem).__name__}: {problem}") from problem
    what, kind = GROUPS[plugin.group]
    if not (isinstance(found, _type(kind)) if kind else callable(found)):
        wanted = f"{kind.replace(':', '.')}" if kind else "a function"
        raise NotLoaded(f"{plugin} is no {what}: {plugin.place} is of the type {type(found).__name__}, not {wanted}")
    name = getattr(found, "name", plugin.name)
    if kind and name != plugin.name:
        raise NotLoaded(f"{plugin} calls itself {name!r}: both names have to be the same")
    return found


@cache
def _guard(plugin: Plugin) -> object:
    found = plugin.load()
    try:
        return _type(_GUARDS[plugin.group])(plugin, found)
    except Exception as problem:  # as above
        raise NotLoaded(f"{plugin} is no {GROUPS[plugin.group][0]}: {problem}") from problem


def _type(place: str) -> type[Any]:
    module, _, name = place.partition(":")
    return cast("type[Any]", getattr(import_module(module), name))


@dataclass(frozen=True)
class Limits:
    """What plug-ins of other distributions may take.

    Attributes:
        seconds: on the processor, for a single thing that they are asked.
    """

    seconds: int = 60


@dataclass(frozen=True)
class Refused:
    """Why a distribution, or something that it offers, is not used.

    Attributes:
        number: which of the names that were given it is about.
        message: what is wrong.
        hint: how to mend it.
    """

    number: int
    message: str
    hint: str


_OWN = {group: {name: Plugin(group, name, place) for name, place in own.items()} for group, own in SHIPPED.items()}
_offered = _OWN
_used: tuple[str, ...] = ()
_limits = Limits()
_guarded = True


def offered(group: str) -> Mapping[str, Plugin]:
    """Return what is known of a group: quizgen's own, and what the used distributions offer."""
    return _offered[group]


def used() -> tuple[str, ...]:
    """Return the distributions that are used, as they were named."""
    return _used


def limits() -> Limits:
    """Return what plug-ins may take."""
    return _limits


def use(names: Sequence[str], limits: Limits | None = None, *, guarded: bool = True) -> tuple[Refused, ...]:
    """Use these distributions, and no others, from now on. Everything that they offer is imported.

    Args:
        names: of installed distributions.
        limits: what they may take; the usual ones if None.
        guarded: what they offer works in processes of its own (`quizgen.plugins.hosts`), of which this is none.

    Returns:
        What is wrong: with a distribution, or with something that it offers. All else is used.
    """
    global _guarded, _limits, _offered, _used
    limits = limits or Limits()
    if (tuple(names), limits, guarded) == (_used, _limits, _guarded) and not guarded:
        return ()
    if names and guarded and (harm := _tried(tuple(names), limits)):
        use(())
        what = f"what {' and '.join(names)} offers cannot be imported: {harm}"
        return (Refused(0, what, "tell whoever maintains it, or take it out"),)
    refused: list[Refused] = []
    known = {group: dict(own) for group, own in _OWN.items()}
    for number, name in enumerate(names):
        try:
            found = _points(distribution(name))
        except (PackageNotFoundError, ValueError):
            hint = f"pip install {name}" if is_name(name) else "name a distribution, as `pip list` shows it"
            refused.append(Refused(number, f"no distribution `{name}` is installed", hint))
            continue
        if not found:
            hint = f"its groups are called {', '.join(PREFIX + group for group in GROUPS)}"
            refused.append(Refused(number, f"`{name}` offers nothing to quizgen: it has no such entry point", hint))
        problems = (_add(plugin, known[plugin.group], guarded=guarded) for plugin in found)
        refused += (Refused(number, *problem) for problem in problems if problem)
    _offered, _used, _limits, _guarded = known, tuple(names), limits, guarded
    return tuple(refused)


@cache
def _tried(names: tuple[str, ...], limits: Limits) -> str:
    """Say what harm it does to import what distributions offer, tried elsewhere; empty if none."""
    return str(import_module("quizgen.plugins.hosts").trial(names, limits))


def _add(plugin: Plugin, known: dict[str, Plugin], *, guarded: bool) -> tuple[str, str] | None:
    """Make a plug-in known; return what is wrong, and a hint, if it is not."""
    before = known.get(plugin.name, plugin)
    if before != plugin:
        return f"{plugin} cannot be used: {before.origin} offers one of the same name", "use one of the two"
    try:
        problem = _misfit(plugin, plugin.load(), known)
        if guarded and not problem:
            _guard(plugin)
    except NotLoaded as refused:
        problem = str(refused)
    if problem:
        return problem, f"tell whoever maintains {plugin.distribution}, or take it out"
    known[plugin.name] = plugin
    return None


def _misfit(plugin: Plugin, found: object, known: Mapping[str, Plugin]) -> str:
    """Say why something cannot stand beside what is known; empty if it can."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", plugin.name):
        return f"{plugin} cannot be used: a name has small letters, digits and hyphens"
    tables = {getattr(one.load(), "key", "") for one in known.values() if plugin.group == "exporters" and one != plugin}
    key = getattr(found, "key", None)
    if key in tables | {"build", "plugins"}:
        return f"{plugin} cannot be used: [{key}] in quizgen.toml is there already"
    return ""


def installed() -> tuple[Plugin, ...]:
    """Return what all installed distributions offer, used or not, sorted; nothing is imported."""
    return tuple(plugin for each in sorted(distributions(), key=_name) for plugin in _points(each))


def is_name(text: str) -> bool:
    """Tell whether a text could be the name of a distribution (PEP 508)."""
    return bool(re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", text, re.ASCII))


def is_version(text: str) -> bool:
    """Tell whether a text could be the version of a distribution (PEP 440, more or less)."""
    return bool(re.fullmatch(r"[0-9][0-9A-Za-z.!+_-]*", text, re.ASCII))


def installed_version(name: str) -> str:
    """Return the version of a distribution that is installed, used or not; empty if it is not. Nothing is imported."""
    try:
        return str(distribution(name).version) if is_name(name) else ""
    except PackageNotFoundError:
        return ""


def _name(each: Distribution) -> str:
    return str(each.metadata["Name"] or "")


def _points(each: Distribution) -> tuple[Plugin, ...]:
    """Return what a distribution offers; quizgen's own stand in `SHIPPED`."""
    known = {PREFIX + group: group for group in GROUPS}
    points = sorted((point for point in each.entry_points if point.group in known), key=lambda p: (p.group, p.name))
    return tuple(
        Plugin(known[point.group], point.name, point.value, _name(each), str(each.version)) for point in points
    )


class Registry(MutableMapping[str, T], Generic[T]):
    """A group, as the rest of quizgen sees it: name -> object, imported when it is first asked for.

    What is put into it by hand is there as well, of no distribution, and so is what the present content makes.

    Attributes:
        authored: name -> object that content makes. Other processes have to be given them.
    """

    def __init__(self, group: str) -> None:
        self._group = group
        self._put: dict[str, T] = {}
        self.authored: Mapping[str, T] = {}

    def author(self, made: Mapping[str, T]) -> None:
        """Know what content makes from now on, and nothing that other content made."""
        self.authored = dict(made)

    def plugin(self, name: str) -> Plugin | None:
        """Return who offers what; None for what was put in by hand, or is not there."""
        return None if name in self._put or name in self.authored else offered(self._group).get(name)

    def __getitem__(self, name: str) -> T:
        for known in (self._put, self.authored):
            if name in known:
                return known[name]
        return cast("T", offered(self._group)[name].guarded())

    def __setitem__(self, name: str, value: T) -> None:
        self._put.pop(name, None)
        if self.get(name) is not value:
            self._put[name] = value

    def __delitem__(self, name: str) -> None:
        del self._put[name]

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*offered(self._group), *self._put, *self.authored))

    def __len__(self) -> int:
        return len({*offered(self._group), *self._put, *self.authored})
