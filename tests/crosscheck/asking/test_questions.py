"""Question trees: the same answers as an evaluation each time, at less cost."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from quizgen.crosscheck.asking.claims import ClaimProblem, environment
from quizgen.crosscheck.asking.probes import Failure, Probe
from quizgen.crosscheck.asking.questions import Asked, QuestionTree, Refusal
from quizgen.model.scenario import BoundScenario, bind
from quizgen.simulators.api import Execution, ObservationError, Value
from tests.crosscheck.toy import Counted


@dataclass
class Evaluation:
    """An expression that asks ``first``, and after some answers ``second``; it counts how often it is evaluated."""

    times: int = 0

    def __call__(self, execution: Execution | None, asked: list[Asked]) -> str:
        """Evaluate."""
        self.times += 1
        text = f"{self._ask(first, execution, asked)}"
        return f"{text} {self._ask(second, execution, asked)}" if text == "2" else text

    def _ask(self, observe: object, execution: Execution | None, asked: list[Asked]) -> Value | Refusal:
        assert callable(observe)
        try:
            answer: Value | Refusal = observe(execution)
        except ObservationError as problem:
            answer = Refusal(str(problem))
        asked.append(Asked(observe, (), answer))
        return answer


def first(execution: Execution) -> int:
    """Answer with one of three numbers."""
    return execution.seed % 3


def second(execution: Execution) -> int:
    """Answer, or refuse to."""
    if execution.seed % 2:
        raise ObservationError("it is odd")
    return execution.seed % 5


@given(st.lists(st.integers(0, 1_000)))
def test_tree_answers_as_the_expression_does(seeds: list[int]) -> None:
    """A claim gets the value of another state, and a wrong answer passes."""
    tree, evaluation = QuestionTree(Evaluation()), Evaluation()
    for seed in seeds:
        assert tree.answer(Counted(seed)) == evaluation(Counted(seed), [])


def test_expression_is_evaluated_once_for_each_distinct_sequence_of_answers() -> None:
    """A claim about 100,000 states takes a minute instead of a second."""
    evaluation = Evaluation()
    tree = QuestionTree(evaluation)
    for seed in range(3_000):
        tree.answer(Counted(seed))
    assert evaluation.times == 2 + 5 + 1  # 0 or 1 decides; after 2 there are five answers and a refusal


def _elected() -> BoundScenario:
    return bind({"simulator": "raft", "servers": 3, "events": [{"elect": "S1"}, {"run": "100ms"}]})


CLAIMS = (
    'leader() == "S1" && first_leader_ms() > 8',
    '["S1", "S2", "S3"].filter(s, role(s) == "follower").size() == 2',
    "first_leader_ms() > 8 ? log_terms('S1').size() : elections()",
    'role("S9") == "leader" || true',
    "10 / (first_leader_ms() - 8) > 1",
    "[" + ",".join(["1"] * 40) + "].all(x, [" + ",".join(["1"] * 40) + "].all(y, leaders() == 1))",
)


def test_claim_has_the_value_that_it_has_when_asked_alone() -> None:
    """Loops, refusals, divisions by zero and claims that ask too much: none may come out otherwise than alone."""
    bound = _elected()
    runs = [bound.runs_on.execution(bound.scenario, seed, None) for seed in range(12)]
    for text in CLAIMS:
        claim = environment("raft").compile(text)
        asker = Probe(claim).asker({})
        for run in [*runs, *runs]:
            alone: object
            try:
                alone = claim.ask(run, {})
            except ClaimProblem as problem:
                alone = Failure(str(problem))
            assert asker(run) == alone, text
