"""Which values observations and measures can have, and be asked about, in the runs of a scenario.

The bounds hold under the true rules and under the rule that a scenario supposes. They are generous: a number that is
refused is in no run, but some that are not are in none either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import product
from typing import Annotated, get_args

from quizgen.simulators.api import written_name
from quizgen.simulators.domains import COUNT, COUNTED, Domain, named
from quizgen.simulators.raft.judged.effort import simulated_time
from quizgen.simulators.raft.protocol.invariants import INVARIANTS
from quizgen.simulators.raft.runs.recorder import NETWORK
from quizgen.simulators.raft.runs.script import CAMPAIGNS
from quizgen.simulators.raft.runs.vocabulary import TRACE_EVENTS
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, beside, server_names
from quizgen.simulators.raft.scenario.events import Elect, MessageKind, Partition, Send, TimeOut, Write
from quizgen.simulators.raft.scenario.settings import settings_of
from quizgen.simulators.raft.starts.problems import RULES
from quizgen.simulators.raft.starts.start import entry_of, latest_term, stated_entries

AServer = Annotated[str, "server"]
AServerIfAny = Annotated[str, "server if any"]
AServerOrNetwork = Annotated[str, "server or network"]
ARole = Annotated[str, "role"]
AGroup = Annotated[str, "group"]
AValue = Annotated[str, "value"]
AValueIfAny = Annotated[str, "value if any"]
Values = Annotated[tuple[str, ...], "value if any"]
ATerm = Annotated[int, "term"]
ATermThatBegan = Annotated[int, "term that began"]
Terms = Annotated[tuple[int, ...], "term"]
AnIndex = Annotated[int, "index"]
APlace = Annotated[int, "place in a log"]
ANextIndex = Annotated[int, "next index"]
AnEventType = Annotated[str, "event"]
AnInvariant = Annotated[str, "invariant"]
AMessageKind = Annotated[str, "message"]
LogValues = Annotated[tuple[str, ...], "values of a log"]
LogTerms = Annotated[tuple[int, ...], "terms of a log"]
BrokenRules = Annotated[tuple[str, ...], "rule"]
Servers = Annotated[int, "servers"]
Count = Annotated[int, "count"]
Happenings = Annotated[int, "happenings"]
Campaigns = Annotated[int, "campaigns"]
ServersOfGroup = Annotated[int, "servers of a group"]
Milliseconds = Annotated[int, "milliseconds"]
MillisecondsIfAny = Annotated[int, "milliseconds if any"]

_SCRIPTED: Mapping[str, str] = {
    **{verb: verb for verb in ("crash", "restart", "partition", "isolate", "drop", "delay", "hold", "release", "heal")},
    **{verb: verb for verb in ("deliver", "postpone", "duplicate")},
    **dict.fromkeys(("client_write", "client_redirected", "write_refused"), "write"),
    "disk_lost": "restart",
    "not_elected": "elect",
    "not_settled": "settle",
}
"""Event of a trace -> the verb without which no script brings it about."""
_TICKING = "term-ticks-with-time"


def domains(scenario: Scenario) -> dict[str, Domain]:
    """Return every domain that is declared with the types above, for a scenario without problems."""
    servers, term, index = server_names(scenario), _highest_term(scenario), _highest_index(scenario)
    values = tuple(_values(scenario))
    nothing = ("",) if scenario.leader_no_op else ()
    groups = _groups(scenario)
    roles = ("follower", "candidate", "leader", *(("pre_candidate",) if scenario.pre_vote else ()), "down")
    of_servers = Domain("number of servers", least=0, most=len(servers))
    largest = max((other.servers for other in beside(scenario)), default=0)
    explored = isinstance(scenario.explore, Exhaustive)
    longest = None if explored else simulated_time(scenario) // 1000
    campaigns = replace(COUNTED, most=None if explored else term - latest_term(scenario))
    return {
        "server": replace(named("server", servers), longest=len(servers)),
        "server if any": named("server", (*servers, "")),
        "server or network": named("server", (*servers, NETWORK)),
        "role": named("role", roles),
        "group": named("group", tuple(groups)),
        "servers of a group": replace(of_servers, asked_of=groups),
        "value": named("value that is written", (*values, *nothing)),
        "value if any": named("value that is written", (*values, "")),
        "term": Domain("term", least=0, most=term),
        "term that began": Domain("term that begins", least=1, most=term),
        "values of a log": replace(named("value that is written", (*values, *nothing)), longest=index),
        "terms of a log": Domain("term", least=0, most=term, longest=index),
        "index": Domain("index", least=0, most=index),
        "place in a log": Domain("index of an entry", least=1, most=index),
        "next index": Domain("index", least=0, most=None if index is None else index + 1),
        "event": _events(scenario),
        "invariant": named("invariant", tuple(INVARIANTS)),
        "message": named("kind of message", get_args(MessageKind)),
        "rule": replace(named("rule", tuple(RULES)), longest=len(RULES)),
        "servers": of_servers,
        "servers beside": Domain("number of servers", least=0, most=largest),
        COUNT: COUNTED,
        "campaigns": campaigns,
        "happenings": replace(COUNTED, asked_of=dict.fromkeys(("become_candidate", "become_leader"), campaigns)),
        "milliseconds": Domain("number of milliseconds", least=0, most=longest),
        "milliseconds if any": Domain("number of milliseconds", least=-1, most=longest),
    }


def _highest_term(scenario: Scenario) -> int:
    """Return a term that none is above.

    The highest one rises with a campaign only; between two of its own, a server waits for the shortest election timeout
    unless the script lets its timer fire.
    """
    start = latest_term(scenario)
    if isinstance(scenario.explore, Exhaustive):
        return max(scenario.explore.terms, start)
    settings, time = settings_of(scenario), simulated_time(scenario)
    scripted = sum(CAMPAIGNS if isinstance(event, Elect) else isinstance(event, TimeOut) for event in scenario.events)
    campaigns = len(settings.members) * (time // max(settings.election_timeout[0], 1) + 1) + scripted
    campaigns += scenario.pre_vote  # whose messages carry the term to come
    if scenario.rules != _TICKING:
        return start + campaigns
    beats = len(settings.members) * (time // max(settings.heartbeat, 1) + 1)
    return start + 2 * campaigns + beats + sum(isinstance(event, Send) for event in scenario.events)


def _highest_index(scenario: Scenario) -> int | None:
    """Return an index that no log has an entry beyond; None if that is not known.

    A new entry is put behind the last one of a log, and copied to the same place of others. With ``leader_no_op``, each
    leader of a term writes one.
    """
    longest = max((len(state.log) for state in scenario.start.values()), default=0)
    if isinstance(scenario.explore, Exhaustive):
        if scenario.leader_no_op:
            return None
        return max(scenario.explore.entries, longest) if scenario.explore.exhaustive == "logs" else longest
    leaders = scenario.servers * (_highest_term(scenario) - latest_term(scenario)) if scenario.leader_no_op else 0
    return longest + leaders + sum(isinstance(event, Write) for event in scenario.events)


def _events(scenario: Scenario) -> Domain:
    """Return the events that runs can have: what the script alone can bring about, it has to name."""
    written = {written_name(fields(event)[0]) for event in scenario.events}
    absent = {
        event: f"nothing of the kind happens without `{verb}` in the script"
        for event, verb in _SCRIPTED.items()
        if verb not in written and not isinstance(scenario.explore, Exhaustive)
    }
    names = tuple(name for name in TRACE_EVENTS if name not in absent)
    return replace(named("event of these runs", names), elsewhere=absent)


def _groups(scenario: Scenario) -> dict[str, Domain]:
    """Return the groups of the script's partitions, each with how many servers can be found in it."""
    groups: dict[str, tuple[str, ...]] = {}
    for event in scenario.events:
        groups |= event.partition if isinstance(event, Partition) else {}
    return {name: Domain("number of servers", least=0, most=len(servers)) for name, servers in groups.items()}


def _values(scenario: Scenario) -> Iterator[str]:
    """Yield the values that entries can have: of the start, of writes, and of what an exploration writes."""
    for _, entry in stated_entries(scenario.start.values()):
        yield entry.value
    yield from (event.write.value for event in scenario.events if isinstance(event, Write))
    if isinstance(scenario.explore, Exhaustive) and scenario.explore.exhaustive == "logs":
        bounds, marks = scenario.explore, range(scenario.servers)
        numbers = product(range(1, bounds.entries + 1), range(1, bounds.terms + 1), marks)
        yield from (f"{entry_of(term, index).value}{chr(39) * mark}" for index, term, mark in numbers)
