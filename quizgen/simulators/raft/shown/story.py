"""A scenario in plain words for learners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from quizgen.simulators.raft.scenario import Scenario, beside
from quizgen.simulators.raft.scenario.events import LateLetter, Letter, Recovery
from quizgen.simulators.words import counted, listed

_LOST: Final = {"vote": "their vote", "term": "their term and vote", "log": "their log", "everything": "everything"}

_BY: Final = {"single": "one at a time", "joint": "by joint consensus", "at_once": "all at once"}


def told(scenario: Scenario) -> tuple[str, ...]:
    """Return what is simulated, and then what happens in it, one thing after the other."""
    return (f"a simulated cluster of {counted(scenario.servers, 'server')}", *_conditions(scenario), *steps(scenario))


def _conditions(scenario: Scenario) -> Iterator[str]:
    """Yield what is not as it usually is."""
    if scenario.start:
        stated = "and " if any(state.log for state in scenario.start.values()) else ""
        yield f"the servers start with the {'logs ' if stated else ''}{stated}states that are stated"
    if scenario.in_flight:
        sent = [f"{one.sender}'s {one.message} to {one.receiver}" for one in scenario.in_flight]
        yield f"{listed(sent)} {'is' if len(sent) == 1 else 'are'} under way"
    if scenario.loss:
        yield f"{scenario.loss:.0%} of the messages are lost"
    if scenario.duplication:
        yield f"{scenario.duplication:.0%} of the messages arrive twice"
    if scenario.restart_loses != "nothing":
        yield f"servers that restart have lost {_LOST[scenario.restart_loses]}"
    for on, what in (
        (scenario.pre_vote, "servers ask before they campaign (pre-vote)"),
        (scenario.check_quorum, "a leader that hears from no majority steps down"),
        (scenario.leader_no_op, "a new leader appends an entry of its own"),
    ):
        if on:
            yield what
    if scenario.membership:
        yield f"its members change to {listed(scenario.membership.to)}, {_BY[scenario.membership.by]}"
    if scenario.beside:
        sizes = [str(other.servers) for other in beside(scenario)]
        alike = len({*sizes, str(scenario.servers)}) == 1
        clusters = "clusters that work otherwise" if alike else f"clusters of {listed(sizes)} servers"
        yield f"it is compared with {clusters}"


def steps(scenario: Scenario) -> Iterator[str]:
    """Yield each event of the script in words: "S1 campaigns until it leads"."""
    for event in scenario.events:
        ((verb, given),) = vars(event).items()
        yield _VERBS[verb](given)


def _named(servers: str | tuple[str, ...]) -> str:
    names = (servers,) if isinstance(servers, str) else servers
    return listed(["the leader" if name == "leader" else name for name in names])


def _does(servers: str | tuple[str, ...], one: str, many: str) -> str:
    several = not isinstance(servers, str) and len(servers) > 1
    return f"{_named(servers)} {many if several else one}"


def _restart(given: str | tuple[str, ...] | Recovery) -> str:
    servers = given.servers if isinstance(given, Recovery) else given
    done = "all that are down restart" if servers == "all" else _does(servers, "restarts", "restart")
    if not isinstance(given, Recovery):
        return done
    lost = [_LOST[given.loses].removeprefix("their ")] if given.loses and given.loses != "nothing" else []
    lost += [f"the last {counted(given.loses_last, 'entry', 'entries')}"] if given.loses_last else []
    return f"{done} without {listed(lost)}" if lost else done


def _partition(groups: Mapping[str, tuple[str, ...]]) -> str:
    return f"the network splits into {'; '.join(listed(group) for group in groups.values())}"


def _link(link: Any) -> str:  # noqa: ANN401 - a link of one kind or another
    return "every message" if link == "all" else f"what {link.sender} sends to {link.receiver}"


def _letter(letter: Letter | LateLetter) -> str:
    kind = "message" if letter.message == "any" else letter.message
    which = "" if letter.nth == 1 else f" (number {letter.nth} under way)"
    return f"the {kind} of {letter.sender} to {letter.receiver}{which}"


def _time(text: str) -> str:
    """Return a duration with its unit apart: "200 ms"."""
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{number} {text[len(number) :]}"


_VERBS: Final[Mapping[str, Callable[[Any], str]]] = {
    "elect": lambda server: f"{server} campaigns until it leads",
    "time_out": lambda server: f"{server} times out",
    "crash": lambda servers: _does(servers, "crashes", "crash"),
    "restart": _restart,
    "isolate": lambda servers: _does(servers, "is cut off", "are cut off"),
    "partition": _partition,
    "heal": lambda _: "all links heal",
    "write": lambda write: f"a client writes {write.value} to {_named(write.to)}",
    "run": lambda time: f"{_time(time)} pass",
    "settle": lambda _: "all comes to rest",
    "drop": lambda link: f"{_link(link)} is lost from now on",
    "delay": lambda link: f"{_link(link)} takes {_time(link.by)} longer",
    "hold": lambda link: f"{_link(link)} is kept back",
    "release": lambda link: f"{_link(link)} that was kept back arrives" if link == "all" else f"{_link(link)} arrives",
    "send": lambda link: f"{link.sender} sends {link.receiver} the entries that it lacks",
    "deliver": lambda letter: f"{_letter(letter)} arrives",
    "lose": lambda letter: f"{_letter(letter)} is lost",
    "postpone": lambda letter: f"{_letter(letter)} comes {_time(letter.by)} late",
    "duplicate": lambda letter: f"{_letter(letter)} comes twice",
}
"""What each event of a script is in words. A test compares it with the events."""
