"""The Raft simulator: leader election, log replication and commitment as in the extended Raft paper.

D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm (Extended Version)", 2014. Of the
package only ``SIMULATOR`` is used outside.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.simulators.api import Counterexample, Outcome, Problem, Simulator, Survey
from quizgen.simulators.raft.asked import counterexamples
from quizgen.simulators.raft.asked.measures import MEASURES
from quizgen.simulators.raft.asked.observations import OBSERVATIONS
from quizgen.simulators.raft.exploration.space import explore
from quizgen.simulators.raft.exploration.states import ExploredState
from quizgen.simulators.raft.judged import effort, problems
from quizgen.simulators.raft.misconceptions import MISCONCEPTIONS, premise
from quizgen.simulators.raft.runs import execution as seeded
from quizgen.simulators.raft.runs.execution import RaftExecution
from quizgen.simulators.raft.runs.recorder import CLIENT, NETWORK
from quizgen.simulators.raft.runs.vocabulary import GIVE_UP_EVENTS, ROUTINE_EVENTS, TRACE_ATTRIBUTES, TRACE_EVENTS
from quizgen.simulators.raft.scenario import Exhaustive, Explore, Scenario, server_names
from quizgen.simulators.raft.scenario.events import SCRIPT_EVENTS
from quizgen.simulators.raft.scenario.switches import SWITCHES
from quizgen.simulators.raft.shown import outcome as outcomes
from quizgen.simulators.raft.shown.drawing import DRAWING, WORDS
from quizgen.simulators.raft.shown.figures import FIGURES


class Raft(Simulator[Scenario, RaftExecution | ExploredState]):
    """Clusters of servers: runs with seeds, or every state that can be reached."""

    name = "raft"
    version = "1"
    doc = "Raft (Ongaro and Ousterhout, extended version, 2014): leader election and log replication."
    scenario = Scenario
    observations = OBSERVATIONS
    measures = MEASURES
    misconceptions = MISCONCEPTIONS
    script_events = SCRIPT_EVENTS
    trace_events = TRACE_EVENTS
    trace_attributes = TRACE_ATTRIBUTES
    routine_events = ROUTINE_EVENTS
    give_up_events = GIVE_UP_EVENTS
    switches = SWITCHES
    figures = FIGURES
    words = WORDS
    drawing = DRAWING

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

    def problems(self, scenario: Scenario) -> tuple[Problem, ...]:
        """Return why a scenario cannot be simulated, empty if it can. Then no run of it raises an error."""
        return problems.problems(scenario)

    def effort(self, scenario: Scenario) -> int:
        """Estimate the events of all runs of a scenario, or what finding all its states takes."""
        return effort.effort(scenario)

    def outcome(self, execution: RaftExecution | ExploredState) -> Outcome:
        """Return the servers as they are at the end."""
        return outcomes.outcome(execution)

    def broken(self, execution: RaftExecution | ExploredState) -> tuple[str, ...]:
        """Return the properties of figure 3 that broke, in order, each with how."""
        return outcomes.broken(execution)

    def counterexample(self, misconception: str) -> Counterexample | None:
        """Return what a misconception leads to."""
        return counterexamples.counterexample(misconception)

    def actors(self, scenario: Scenario) -> tuple[str, ...]:
        """Return every actor and peer that an event of the scenario's runs can have, the servers first."""
        return (*server_names(scenario), NETWORK, CLIENT)

    def premise(self, scenario: Scenario) -> str:
        """Return the rule that a scenario supposes instead of the true one, in words; empty if it supposes none."""
        return premise(scenario)

    def is_still(self, scenario: Scenario) -> bool:
        """Tell whether nothing happens in the scenario's runs: without a script, all that there is is its start."""
        return isinstance(scenario.explore, Explore) and not scenario.events


SIMULATOR = Raft()

__all__ = ["SIMULATOR"]
