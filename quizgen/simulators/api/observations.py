"""What can be observed of a finished run: a function with the types and domains of its values."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

ValueType = Literal["bool", "int", "string", "list(int)", "list(string)"]
Value = bool | int | str | tuple[int, ...] | tuple[str, ...]


class ObservationError(ValueError):
    """An observation was asked about something that the scenario does not have, such as an unknown actor.

    The message says what there is instead: it is shown to the author.
    """


@dataclass(frozen=True)
class Parameter:
    """A parameter of an observation; ``domain`` names what it can be, among `Simulator.domains`."""

    name: str
    type: ValueType
    domain: str = ""


_VALUE_TYPES: Mapping[str, ValueType] = {
    "bool": "bool",
    "int": "int",
    "str": "string",
    "tuple[int, ...]": "list(int)",
    "tuple[str, ...]": "list(string)",
}
"""Annotation -> the type's name in claims."""


Same = Callable[[Any, str, Value], bool | None]
"""A scenario, a stated value with its unit, and a computed one -> whether they are the same; None if nothing tells."""


@dataclass(frozen=True)
class Observation:
    """A function that claims can call on a finished run, such as ``count("tick")``.

    Two observations may share a name if their parameters differ in number or type (overloads).
    ``observe`` takes the execution and the arguments; it raises `ObservationError` for arguments the run does not know.
    ``why`` takes what ``observe`` takes and says in words why that is the answer; None where there is nothing to say.

    How what an author states is compared with what it gives: ``ordered`` says whether the order of a list tells
    something; ``exact``, whether every character of a text does, capitals among them, as in what a program prints;
    ``separator``, what stands between the values of a list, if it has to be that.

    ``domain`` names what its value, or an element of it, can be, among `Simulator.domains`; empty if that is not known.

    ``same`` tells of a stated value whether it means the one that it gives, where more than words decides that, as of
    quantities in other units.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: ValueType
    doc: str
    observe: Callable[..., Value]
    ordered: bool = True
    why: Callable[..., str] | None = None
    exact: bool = False
    separator: str = ""
    domain: str = ""
    same: Same | None = None

    @property
    def signature(self) -> str:
        """The observation as an author writes it: ``count(event: string) -> int``."""
        parameters = ", ".join(f"{parameter.name}: {parameter.type}" for parameter in self.parameters)
        return f"{self.name}({parameters}) -> {self.returns}"


def observation(
    observe: Callable[..., Value],
    *,
    ordered: bool = True,
    why: Callable[..., str] | None = None,
    exact: bool = False,
    separator: str = "",
) -> Observation:
    """Return the observation that a function is, by its name (up to two underscores), annotations and docstring.

    ``Annotated[str, "card"]`` is a text of the domain ``card``. What else can be said of it, `Observation` tells.

    Raises:
        TypeError: if an annotation is of no type that claims know.
    """
    signature = inspect.signature(observe)
    parameters = tuple(
        Parameter(one.name, *_value_type(observe, one.name, one.annotation))
        for one in [*signature.parameters.values()][1:]
    )
    name, doc = observe.__name__.partition("__")[0], (observe.__doc__ or "").strip()
    returns, domain = _value_type(observe, "return", signature.return_annotation)
    return Observation(name, parameters, returns, doc, observe, ordered, why, exact, separator, domain)


def _value_type(observe: Callable[..., Value], name: str, annotation: object) -> tuple[ValueType, str]:
    """Return a type's name in claims, and the name of the domain that it is annotated with."""
    domain = ""
    written = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    if written not in _VALUE_TYPES:
        with suppress(NameError):  # what only type checkers import
            annotation = get_type_hints(observe, include_extras=True)[name]
        if get_origin(annotation) is Annotated:
            annotation, domain, *_ = get_args(annotation)
            written = inspect.formatannotation(annotation)
    if written not in _VALUE_TYPES:
        raise TypeError(f"{observe.__name__}: a claim knows {', '.join(_VALUE_TYPES)}, but not {written}")
    return _VALUE_TYPES[written], domain


def observations(*sources: ModuleType | Observation | Callable[..., Value]) -> tuple[Observation, ...]:
    """Return observations in order: of a module, all of them and all functions in it, but those with an underscore."""
    found: list[Observation | Callable[..., Value]] = []
    for source in sources:
        if isinstance(source, ModuleType):
            public = [each for name, each in vars(source).items() if not name.startswith("_")]
            own = [each for each in public if inspect.isfunction(each) and each.__module__ == source.__name__]
            found += [each for each in public if isinstance(each, Observation) or each in own]
        else:
            found.append(source)
    return tuple(each if isinstance(each, Observation) else observation(each) for each in found)
