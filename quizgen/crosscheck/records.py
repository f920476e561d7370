"""Records: what came out of simulations as bytes under keys, for the user's cache, and back.

A key is the hash of everything that a result depends on, the simulators' source included. Reading is strict: bytes that
are no such record raise, and whoever reads takes them for no record at all.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import Any, TypeVar

from quizgen.crosscheck.asking.orders import ObservedOrder
from quizgen.crosscheck.asking.probes import Failure
from quizgen.crosscheck.outcomes import GaveUp, Outcome, Run
from quizgen.plugins.sources import distribution_hash
from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.simulators.api import Outcome as End
from quizgen.simulators.api import Survey, Witness
from quizgen.simulators.trace import Trace, TraceEvent
from quizgen.system.user_cache import source_hash

T = TypeVar("T")

_HASH_BYTES = 16
_SHAPES: dict[str, tuple[type, tuple[Any, ...]]] = {
    "outcome": (Outcome, (int, dict, dict, dict, GaveUp | None, Survey | None)),
    "gave-up": (GaveUp, (str, str, int)),
    "survey": (Survey, (int, int, bool, str, bool)),
    "failure": (Failure, (str, str)),
    "order": (ObservedOrder, (tuple, tuple, frozenset, frozenset, frozenset)),
    "run": (Run, (Trace, str)),
    "witness": (Witness, (str, Trace | None, End)),
    "end": (End, (tuple, tuple)),
}
"""What a record can hold besides plain values, and of what types its fields are."""
_NAMES = {kind: name for name, (kind, _) in _SHAPES.items()}


@cache
def evaluator() -> str:
    """Return the version of what evaluates claims."""
    return version("cel-expr-python")


def source(simulator: AnySimulator) -> str | None:
    """Return what tells a simulator's source from every other: its distribution with a hash of all of its files.

    None for one that no distribution offers, such as a test's own: what it computes can neither be kept, nor left to
    other processes, which would not know it. What content makes is told by its version.
    """
    if SIMULATORS.authored.get(simulator.name) is simulator:
        return ""
    plugin = SIMULATORS.plugin(simulator.name)
    if plugin is None or SIMULATORS[simulator.name] is not simulator:
        return None
    return distribution_hash(plugin) if plugin.is_foreign else ""


def key(*facts: object) -> str:
    """Return the key of what depends on these facts and on the source; their representations have to tell all."""
    return blake2b(repr((source_hash(), evaluator(), *facts)).encode(), digest_size=_HASH_BYTES).hexdigest()


def to_record(value: object) -> bytes:
    """Return a value's record.

    Raises:
        TypeError: if a part of it is of a kind that records do not know.
    """
    return zlib.compress(json.dumps(_packed(value), separators=(",", ":")).encode(), level=1)


def from_record(record: bytes, kind: type[T]) -> T:
    """Return the value of a record.

    Raises:
        ValueError, TypeError, LookupError, zlib.error: if it is none, or of another kind.
    """
    value = _unpacked(json.loads(zlib.decompress(record)))
    if not isinstance(value, kind):
        raise TypeError(f"this is no record of a {kind.__name__}")
    return value


def _packed(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return [_packed(part) for part in value]
    if isinstance(value, frozenset):
        return {"set": sorted(map(_packed, value), key=repr)}
    if isinstance(value, Mapping):
        return {"map": [[_packed(name), _packed(part)] for name, part in value.items()]}
    if isinstance(value, Trace):
        return {"trace": _columns(value)}
    if type(value) not in _NAMES:
        raise TypeError(f"no record holds a {type(value).__name__}")
    return {_NAMES[type(value)]: [_packed(getattr(value, field.name)) for field in fields(value)]}  # type: ignore[arg-type]


def _unpacked(data: Any) -> Any:  # noqa: ANN401
    if isinstance(data, list):
        return tuple(map(_unpacked, data))
    if not isinstance(data, dict):
        return data
    ((name, parts),) = data.items()
    unpacked = [_unpacked(part) for part in parts]
    if name in ("set", "map"):
        return frozenset(unpacked) if name == "set" else dict(unpacked)
    if name == "trace":
        return _trace(*unpacked)
    kind, types = _SHAPES[name]
    if len(unpacked) != len(types) or not all(map(isinstance, unpacked, types)):
        raise TypeError(f"this is no record of a {name}")
    return kind(*unpacked)


def _columns(trace: Trace) -> list[object]:
    """Return a trace by columns: its actors; events but for time and cause; times, causes, and which they are."""
    events = [(event.actor, event.type, event.peer, event.detail, event.attributes) for event in trace]
    numbers = {event: number for number, event in enumerate(dict.fromkeys(events))}
    times, causes = [event.time for event in trace], [event.cause for event in trace]
    return [_packed(trace.actors), _packed(tuple(numbers)), times, causes, [numbers[event] for event in events]]


def _trace(actors: Any, kinds: Any, times: Any, causes: Any, numbers: Any) -> Trace:  # noqa: ANN401
    events: list[TraceEvent] = []
    for time, cause, number in zip(times, causes, numbers, strict=True):
        actor, kind, *rest = kinds[number]
        events.append(TraceEvent(len(events), time, actor, kind, cause, *rest))
    return Trace(actors, tuple(events))
