"""The Raft simulator: leader election, log replication and commitment as in the extended Raft paper.

D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus Algorithm (Extended Version)", 2014. Of the
package only ``SIMULATOR`` is used outside.
"""

from __future__ import annotations

from quizgen.simulators.api import Simulator
from quizgen.simulators.raft.asked.counterexamples import counterexample
from quizgen.simulators.raft.asked.measures import MEASURES
from quizgen.simulators.raft.asked.observations import OBSERVATIONS
from quizgen.simulators.raft.exploration.executions import execution, executions, survey
from quizgen.simulators.raft.judged.effort import effort
from quizgen.simulators.raft.judged.problems import problems
from quizgen.simulators.raft.misconceptions import MISCONCEPTIONS, premise
from quizgen.simulators.raft.runs.recorder import actors
from quizgen.simulators.raft.runs.vocabulary import GIVE_UP_EVENTS, ROUTINE_EVENTS, TRACE_ATTRIBUTES, TRACE_EVENTS
from quizgen.simulators.raft.scenario import SCRIPT_EVENTS, Scenario, is_still
from quizgen.simulators.raft.scenario.switches import SWITCHES
from quizgen.simulators.raft.shown.drawing import DRAWING
from quizgen.simulators.raft.shown.figures import FIGURES
from quizgen.simulators.raft.shown.outcome import broken, outcome

SIMULATOR = Simulator(
    name="raft",
    version="1",
    doc="Raft (Ongaro and Ousterhout, extended version, 2014): leader election and log replication.",
    scenario=Scenario,
    script_events=SCRIPT_EVENTS,
    problems=problems,
    executions=executions,
    execution=execution,
    observations=OBSERVATIONS,
    measures=MEASURES,
    misconceptions=MISCONCEPTIONS,
    trace_events=TRACE_EVENTS,
    trace_attributes=TRACE_ATTRIBUTES,
    routine_events=ROUTINE_EVENTS,
    effort=effort,
    give_up_events=GIVE_UP_EVENTS,
    survey=survey,
    drawing=DRAWING,
    outcome=outcome,
    broken=broken,
    counterexample=counterexample,
    switches=SWITCHES,
    actors=actors,
    figures=FIGURES,
    premise=premise,
    is_still=is_still,
)

__all__ = ["SIMULATOR"]
