"""Events as sentences: what a step of an order says that leaves its text out."""

from __future__ import annotations

import pytest

from quizgen.model.evidence import EventPattern
from quizgen.simulators.raft import SIMULATOR
from quizgen.wording import text_of_event

TOLD = {
    "election_timeout S1": "S1 times out.",
    "election_timeout S1 term=2": "S1 times out in term 2.",
    "term_increment S1": "S1 raises its term.",
    "vote_granted S2": "S2 votes for another server.",
    "vote_granted S2 peer=S1 term=3": "S2 votes for S1 in term 3.",
    "append_sent S1 peer=S3 count=2 index=3": "S1 sends 2 entries to S3, up to entry 3.",
    "append_sent S1 count=1": "S1 sends 1 entry to a follower.",
    "append_refused S3 index=3": "S3 refuses entries that build on entry 3.",
    "append_refused S3": "S3 refuses entries, as it lacks the one before them.",
    "next_index_lowered S1 peer=S3 index=3": "S1 lowers nextIndex for S3 to 3.",
    "entry_appended S1 value=x_1": r"S1 appends x\_1 to its log.",
    "entry_appended S3 entry_term=3": "S3 appends an entry of term 3 to its log.",
    "commit value=x": "A server learns that x is committed.",
    "client_write S1 value=x": "A client's write of x reaches S1.",
    "become_leader S2 role=leader message_term=1": "S2 becomes leader (role leader, message term 1).",
    "partition": "The network splits.",
    "isolate peer=S1": "S1 is cut off.",
}
"""Event -> its words; the second word is the actor, if it has no equals sign."""


def pattern(written: str) -> EventPattern:
    """Return an event from one line."""
    kind, *rest = written.split()
    facts = dict(part.split("=") for part in rest if "=" in part)
    actor, peer = next((part for part in rest if "=" not in part), None), facts.pop("peer", None)
    return EventPattern.model_validate({"type": kind, "actor": actor, "peer": peer, "with": facts})


@pytest.mark.parametrize("written", TOLD)
def test_an_event_is_told_with_all_that_is_known_of_it(written: str) -> None:
    """A step would stand for another event than it says, or read like a log file."""
    assert text_of_event(pattern(written), SIMULATOR) == TOLD[written]


@pytest.mark.parametrize("kind", SIMULATOR.trace_events)
def test_every_event_has_words_whatever_is_known_of_it(kind: str) -> None:
    """An author who states a fact is told that there are no words, or the fact is dropped in silence."""
    facts = {name: str(number) for number, name in enumerate(SIMULATOR.trace_attributes, start=11)}
    many = dict(list(facts.items())[:8])
    for known in ({}, many, *({name: value} for name, value in facts.items())):
        told = text_of_event(
            EventPattern.model_validate({"type": kind, "actor": "S7", "peer": "S8", "with": known}), SIMULATOR
        )
        assert told[:1].isupper()
        assert told.endswith(".")
        assert not set("{}[]|") & set(told)
        assert [value for value in ("S8", *known.values()) if value not in told] == []


def test_strange_facts_do_no_harm() -> None:
    """A stranger's lesson ends in a traceback, or brings markup into a card."""
    strange = {"never": "x", "0": "{0}", "a b": "<b>", "self": "1", "count": "many"}
    told = text_of_event(
        EventPattern.model_validate({"type": "append_sent", "actor": "{0.__class__}", "with": strange}), SIMULATOR
    )
    assert told.startswith(r"{0.\_\_class\_\_} sends many entries to a follower")
    assert r"\<b\>" in told
    assert text_of_event(EventPattern.model_validate({"type": "no such"}), SIMULATOR) == ""
