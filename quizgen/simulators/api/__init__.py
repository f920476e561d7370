"""What a simulator offers to the rest of quizgen. Nothing else of a simulator's package is used outside it.

A simulator is an object of a class derived from `Simulator`, listed in `quizgen.simulators`. It knows nothing of
content: it is handed a scenario (a frozen dataclass of its own) and runs it; claims about the runs are made and judged
elsewhere. The modules, in the order in which one reads them: `scenarios`, `executions`, `observations`, `measures`,
`changes`, and `simulator`, which has all of them.
"""

from __future__ import annotations

from quizgen.simulators.api.changes import (
    MOMENTS,
    Counterexample,
    Fault,
    Injected,
    Misconception,
    Switch,
)
from quizgen.simulators.api.executions import Execution, Outcome, Survey
from quizgen.simulators.api.measures import Find, Measure, MeasureError, Witness
from quizgen.simulators.api.observations import (
    Observation,
    ObservationError,
    Parameter,
    Same,
    Value,
    ValueType,
    observation,
    observations,
)
from quizgen.simulators.api.scenarios import Figure, Problem, Remark, ScenarioPath, meanings, written, written_name
from quizgen.simulators.api.simulator import AnySimulator, Simulator

__all__ = [
    "MOMENTS",
    "AnySimulator",
    "Counterexample",
    "Execution",
    "Fault",
    "Figure",
    "Find",
    "Injected",
    "Measure",
    "MeasureError",
    "Misconception",
    "Observation",
    "ObservationError",
    "Outcome",
    "Parameter",
    "Problem",
    "Remark",
    "Same",
    "ScenarioPath",
    "Simulator",
    "Survey",
    "Switch",
    "Value",
    "ValueType",
    "Witness",
    "meanings",
    "observation",
    "observations",
    "written",
    "written_name",
]
