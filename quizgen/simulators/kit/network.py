"""Simulators of actors that send one another messages. All that is to be written is what an actor does with one.

Which message arrives next is left open, but for those of one actor to another, which arrive as they were sent; some may
be lost. Each way is a run.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from quizgen.simulators.api import ObservationError, Outcome, observations
from quizgen.simulators.domains import COUNT, Domain, named
from quizgen.simulators.drawing import Drawing
from quizgen.simulators.kit.recording import HAPPENINGS, Run
from quizgen.simulators.kit.ways import Stage, Ways
from quizgen.simulators.phrases import Phrase
from quizgen.simulators.words import Words


@dataclass(frozen=True, kw_only=True)
class Messages:
    """What may happen to messages.

    Attributes:
        losses: how many of them may be lost, at most.
    """

    losses: int = 0


class Post:
    """Where an actor sends messages, and tells what becomes of it."""

    def __init__(self, stage: Stage) -> None:
        self.under_way: dict[tuple[str, str], deque[tuple[str, int]]] = {}
        self._stage, self._sender, self._cause = stage, "", 0

    def opened(self, actor: str, cause: int) -> Post:
        """Return this for what an actor does because of an event."""
        self._sender, self._cause = actor, cause
        return self

    def send(self, receiver: str, message: str) -> None:
        """Send a message to another actor."""
        event = self._stage.record(self._sender, "send", self._cause, peer=receiver, detail=message, message=message)
        self.under_way.setdefault((self._sender, receiver), deque()).append((message, event))

    def become(self, state: str) -> None:
        """Tell what the actor is from now on."""
        self._cause = self._stage.record(self._sender, "become", self._cause, detail=state, state=state)


class Actor(ABC):
    """An actor, known by its name. It keeps what it has to know in itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def begin(self, post: Post) -> None:  # noqa: B027  # most do nothing
        """Do what it does before any message arrives; nothing, usually."""

    @abstractmethod
    def receive(self, post: Post, sender: str, message: str) -> None:
        """Do what it does with a message."""


M = TypeVar("M", bound=Messages)

States = dict[str, str]
"""Actor -> what it is at the end; empty if it became nothing."""

Acted = Run[States]


def state(run: Acted, actor: Annotated[str, "actor"]) -> Annotated[str, "state"]:
    """What an actor is at the end; empty if it became nothing."""
    if actor not in run.result:
        raise ObservationError(f"there is no actor {actor!r}; there is {', '.join(run.result)}")
    return run.result[actor]


def in_state(run: Acted, text: Annotated[str, "state"]) -> Annotated[int, COUNT]:
    """How many actors are this at the end."""
    return [*run.result.values()].count(text)


def sent(run: Acted, message: Annotated[str, "message"]) -> Annotated[int, COUNT]:
    """How often a message is sent."""
    return sum(event.type == "send" and event.get("message") == message for event in run.trace)


class Acting(Ways[M, States]):
    """A simulator of actors. `company` makes them; `states` and `messages` are what they can be, and send.

    Attributes:
        states: what an actor can become.
        messages: what can be sent.
    """

    states: tuple[str, ...]
    messages: tuple[str, ...]
    most_ways = 1_000
    stated = ("losses",)
    observations = (*observations(state, in_state, sent), *HAPPENINGS)
    trace_events: Mapping[str, str] = {
        "begin": "an actor begins",
        "send": "an actor sends a message",
        "arrive": "a message arrives",
        "lose": "a message is lost",
        "become": "an actor becomes something",
    }
    trace_attributes: Mapping[str, str] = {"message": "the message", "state": "what the actor is from then on"}
    words = Words(actor="actor", run="run", seed="schedule", claim='state("a") == "done"', smaller="the losses")
    drawing = Drawing(
        state="state",
        phrases={
            "begin": "",
            "send": "",
            "arrive": "gets {message}",
            "lose": "never gets {message}",
            "become": "is {state}",
        },
        marks={"become": "done"},
        requests=frozenset({"send"}),
        lost=frozenset({"lose"}),
    )
    phrases: Mapping[str, Phrase | str] = {
        "state": Phrase("{0}'s state{end}", value="{0} is {v}{end}", other="{0} is not {v}{end}"),
        "in_state": Phrase(
            "the number that are {0}{end}", count="{n} actor is {0:plain}{end}", counts="{n} actors are {0:plain}{end}"
        ),
        "sent": Phrase("how often {0} is sent"),
    }

    @abstractmethod
    def company(self, scenario: M, misconception: str | None) -> tuple[Actor, ...]:
        """Return new actors."""

    def go(self, scenario: M, misconception: str | None, stage: Stage) -> States:
        """Let them begin, then deliver or lose one message after the other until none is under way."""
        company, post, losses = self.company(scenario, misconception), Post(stage), scenario.losses
        named_ = {actor.name: actor for actor in company}
        for actor in company:
            actor.begin(post.opened(actor.name, stage.record(actor.name, "begin")))
        while links := [link for link, messages in post.under_way.items() if messages]:
            stage.pass_time()
            chosen = stage.choose(len(links) * (2 if losses else 1))
            sender, receiver = links[chosen % len(links)]
            message, event = post.under_way[sender, receiver].popleft()
            if chosen >= len(links):
                losses -= 1
                stage.record(sender, "lose", event, peer=receiver, detail=message, message=message)
            else:
                arrived = stage.record(receiver, "arrive", event, peer=sender, detail=message, message=message)
                named_[receiver].receive(post.opened(receiver, arrived), sender, message)
        return {**dict.fromkeys(named_, ""), **stage.last("state")}

    def outcome(self, execution: Acted) -> Outcome:
        """Return what each actor is at the end."""
        return Outcome(("actor", "state"), tuple(execution.result.items()))

    def results(self, run: Acted) -> Mapping[str, str]:
        """Return what each actor is at the end that became something."""
        return {actor: state for actor, state in run.result.items() if state}

    def actors(self, scenario: M) -> tuple[str, ...]:
        """Return the names of the actors."""
        return tuple(actor.name for actor in self.company(scenario, None))

    def domains(self, scenario: M) -> Mapping[str, Domain]:
        """Return what actors can be and send."""
        known = {"actor": named("actor", self.actors(scenario)), "state": named("state", ("", *self.states))}
        return {**super().domains(scenario), **known, "message": named("message", self.messages)}
