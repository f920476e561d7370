"""Where a value may be one of several things: pydantic tells why it is none of them, an author is told one thing.

Of the alternatives the one is taken that the author is likeliest to have meant: for a mapping the one that knows most
of its keys, for a list a list. If the value is of no such kind, all that it could be is said at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import core_schema

Place = tuple[str | int, ...]
Schema = dict[str, Any]
"""One of pydantic's core schemas, which are dictionaries."""

_TAG = "\0"
_KINDS = {"str": "text", "int": "a whole number", "float": "a number", "bool": "`true` or `false`", "tuple": "a list"}


class FrozenDict(dict[str, Any]):
    """A mapping that is never changed, and so can be hashed."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


def strict(schema: Any) -> Any:  # noqa: ANN401  # a schema, or a part of one
    """Return a schema of dataclasses in which unknown keys are refused, and mappings frozen."""
    if isinstance(schema, list):
        return list(map(strict, schema))
    if not isinstance(schema, dict):
        return schema
    made = {name: strict(part) for name, part in schema.items()}
    match made.get("type"):
        case "dataclass-args":
            made["extra_behavior"] = "forbid"
        case "default" if made.get("default_factory") is dict:
            made["default_factory"] = FrozenDict
        case "dict":
            return core_schema.no_info_after_validator_function(FrozenDict, made)
    return made


def telling(schema: Any, known: Mapping[str, Schema] | None = None) -> Any:  # noqa: ANN401  # as above
    """Return a schema that tells one mistake of a value that could be several things; it may refuse what is right.

    Args:
        schema: the schema.
        known: what parts of it refer to by name.
    """
    if isinstance(schema, list):
        return [telling(part, known) for part in schema]
    if not isinstance(schema, dict):
        return schema
    known = known or {each["ref"]: each for each in schema.get("definitions", ())}
    made = {name: telling(part, known) for name, part in schema.items()}
    return _chosen(schema["choices"], made["choices"], known) if made.get("type") == "union" else made


def _chosen(choices: Sequence[Schema], made: Sequence[Schema], known: Mapping[str, Schema]) -> Any:  # noqa: ANN401
    """Return a union whose alternative is the one that was meant."""
    whole = [known[each["schema_ref"]] if each["type"] == "definition-ref" else each for each in choices]
    kinds = " or ".join(dict.fromkeys(map(_kind, whole)))

    def choose(value: object) -> str | None:
        number = _likeliest(value, whole)
        return None if number is None else f"{_TAG}{number}"

    return core_schema.tagged_union_schema(
        {f"{_TAG}{number}": each for number, each in enumerate(made)},
        choose,
        custom_error_type="no_alternative",
        custom_error_message="should be {kinds}",
        custom_error_context={"kinds": kinds},
    )


def _likeliest(value: object, choices: Sequence[Schema]) -> int | None:
    """Return the number of the alternative that was meant; None if the value is of the kind of none."""
    types = {str: ("str", "literal"), list: ("tuple",), bool: ("bool",), int: ("int", "float"), float: ("float",)}
    for kind in types.get(type(value), ()):
        for number, choice in enumerate(choices):
            if choice["type"] == kind:
                return number
    bare = [_bare(each) for each in choices]
    records = (number for number, each in enumerate(bare) if each["type"] in {"dict", "dataclass"})
    if not isinstance(value, Mapping):
        return None
    return min(records, key=lambda number: _strange(value, bare[number]), default=None)


def _bare(choice: Schema) -> Schema:
    """Return an alternative without what is made of it when it is read, as `strict` makes of mappings."""
    found: Schema = choice
    while found["type"] == "function-after":
        found = found["schema"]
    return found


def _strange(value: Mapping[Any, Any], choice: Schema) -> tuple[int, int]:
    """Return how many keys of a mapping an alternative does not know, and how many it misses."""
    if choice["type"] == "dict":
        return 0, 0
    fields = choice["schema"]["fields"]
    names = {field.get("validation_alias", field["name"]): field["schema"]["type"] != "default" for field in fields}
    missing = sum(required for name, required in names.items() if name not in value)
    return sum(key not in names for key in value), missing


def _kind(choice: Schema) -> str:
    if choice["type"] == "literal":
        return f"`{'` or `'.join(choice['expected'])}`"
    return _KINDS.get(choice["type"], "a mapping")


def real_place(place: Place) -> Place:
    """Return pydantic's place of an error without what it adds for alternatives."""
    return tuple(step for step in place if not str(step).startswith(_TAG))
