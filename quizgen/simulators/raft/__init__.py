"""The Raft simulator: leader election, log replication and commitment as in the extended Raft paper.

D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm (Extended Version)", 2014. Of the
package only ``SIMULATOR`` is used outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizgen.simulators.api import Simulator, Survey
from quizgen.simulators.raft.asked.counterexamples import counterexample
from quizgen.simulators.raft.asked.domains import domains
from quizgen.simulators.raft.asked.measures import MEASURES
from quizgen.simulators.raft.asked.observations import OBSERVATIONS
from quizgen.simulators.raft.exploration.space import explore
from quizgen.simulators.raft.exploration.states import ExploredState
from quizgen.simulators.raft.judged.effort import effort
from quizgen.simulators.raft.judged.problems import problems
from quizgen.simulators.raft.judged.suggested import every_state
from quizgen.simulators.raft.misconceptions import MISCONCEPTIONS, premise
from quizgen.simulators.raft.runs import execution as seeded
from quizgen.simulators.raft.runs.execution import RaftExecution
from quizgen.simulators.raft.runs.recorder import CLIENT, NETWORK
from quizgen.simulators.raft.runs.vocabulary import GIVE_UP_EVENTS, ROUTINE_EVENTS, TRACE_ATTRIBUTES, TRACE_EVENTS
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario, server_names
from quizgen.simulators.raft.scenario.faults import FAULTS
from quizgen.simulators.raft.scenario.switches import SWITCHES
from quizgen.simulators.raft.shown.drawing import DRAWING, WORDS
from quizgen.simulators.raft.shown.figures import FIGURES
from quizgen.simulators.raft.shown.happenings import HAPPENINGS
from quizgen.simulators.raft.shown.outcome import broken, outcome
from quizgen.simulators.raft.shown.phrases import PHRASES, VALUE_WORDS
from quizgen.simulators.raft.shown.story import told


class Raft(Simulator[Scenario, RaftExecution | ExploredState]):
    """Clusters of servers: runs with seeds, or every state that can be reached."""

    name = "raft"
    version = "1"
    doc = "Raft (Ongaro and Ousterhout, extended version, 2014): leader election and log replication."
    scenario = Scenario
    observations = OBSERVATIONS
    measures = MEASURES
    misconceptions = MISCONCEPTIONS
    trace_events = TRACE_EVENTS
    trace_attributes = TRACE_ATTRIBUTES
    routine_events = ROUTINE_EVENTS
    give_up_events = GIVE_UP_EVENTS
    switches = SWITCHES
    faults = FAULTS
    figures = FIGURES
    words = WORDS
    drawing = DRAWING
    phrases = PHRASES
    happenings = HAPPENINGS
    value_words = VALUE_WORDS
    problems = staticmethod(problems)
    effort = staticmethod(effort)
    outcome = staticmethod(outcome)
    broken = staticmethod(broken)
    counterexample = staticmethod(counterexample)
    domains = staticmethod(domains)
    premise = staticmethod(premise)
    every_state = staticmethod(every_state)
    told = staticmethod(told)

    def execution(self, scenario: Scenario, seed: int, misconception: str | None) -> RaftExecution | ExploredState:
        """Return the run with that seed, or the explored state of that number.

        Raises:
            IndexError: if there is no explored state of that number.
            KeyError: if there is no misconception of that name.
            ValueError: if the scenario has a problem that `problems` reports.
        """
        if isinstance(scenario.explore, Exhaustive):
            return explore(scenario, misconception).execution(seed)
        return seeded.execution(scenario, seed, misconception)

    def executions(self, scenario: Scenario, misconception: str | None) -> Iterator[RaftExecution | ExploredState]:
        """Yield the runs that the scenario asks for, or every state explored, in breadth-first order."""
        if isinstance(scenario.explore, Exhaustive):
            return explore(scenario, misconception).executions()
        return super().executions(scenario, misconception)

    def runs(self, scenario: Scenario) -> int:
        """Return how many seeded runs are to be made."""
        return scenario.runs

    def survey(self, scenario: Scenario, misconception: str | None) -> Survey | None:
        """Tell how far the exploration went that a scenario asks for; None if it asks for runs."""
        return explore(scenario, misconception).survey() if isinstance(scenario.explore, Exhaustive) else None

    def actors(self, scenario: Scenario) -> tuple[str, ...]:
        """Return every actor and peer that an event of the scenario's runs can have, the servers first."""
        return (*server_names(scenario), NETWORK, CLIENT)

    def is_still(self, scenario: Scenario) -> bool:
        """Tell whether nothing happens in the scenario's runs: without a script, all that there is is its start."""
        return isinstance(scenario.explore, Explore) and not scenario.events

    def cut(self, scenario: Scenario, states: int) -> Scenario:
        """Return a scenario whose exploration goes no further than to so many states."""
        if not isinstance(scenario.explore, Exhaustive) or scenario.explore.states <= states:
            return scenario
        return replace(scenario, explore=replace(scenario.explore, states=states))

    def is_explored(self, scenario: Scenario) -> bool:
        """Tell whether the scenario asks for every state."""
        return isinstance(scenario.explore, Exhaustive)


SIMULATOR = Raft()

__all__ = ["SIMULATOR"]
