"""Two requests with one key, before a real database: every order of their steps charges as often as the rules say."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest

from quizgen.crosscheck.asking.claims import environment_of
from quizgen.simulators.rules.scenario import Scenario
from quizgen.simulators.rules.simulator import RulesSimulator
from quizgen.system import resources
from tests.simulators.rules.models import rules_of

RULES = resources.content() / "distributed-systems" / "idempotency-look-up.yaml"
Step = Callable[["Session"], None]


class Session:
    """A request's own connection to the database, and what it has found there."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.found = False

    def look_up(self) -> None:
        """Look the key up."""
        self.found = self.connection.execute("SELECT 1 FROM keys WHERE key = 'k'").fetchone() is not None

    def store(self) -> None:
        """Store the key; somebody else may have."""
        self.connection.execute("INSERT INTO keys VALUES ('k') ON CONFLICT DO NOTHING")

    def claim(self) -> None:
        """Store the key if it is absent, and find out whether it was, in one step."""
        self.found = self.connection.execute("INSERT INTO keys VALUES ('k') ON CONFLICT DO NOTHING").rowcount == 0

    def charge(self) -> None:
        """Charge, unless the key was found."""
        if not self.found:
            self.connection.execute("INSERT INTO charges VALUES (1)")


def orders(length: int) -> Iterator[tuple[int, ...]]:
    """Yield every order in which two requests can take so many steps each: whose turn it is."""
    for first in combinations(range(2 * length), length):
        yield tuple(0 if turn in first else 1 for turn in range(2 * length))


def charges(file: Path, steps: Sequence[Step], order: Sequence[int]) -> int:
    """Return how often two requests charge that take their steps in that order."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        for table in ("keys (key PRIMARY KEY)", "charges (amount)"):
            database.execute(f"DROP TABLE IF EXISTS {table.split()[0]}")
            database.execute(f"CREATE TABLE {table}")
        sessions = Session(file), Session(file)
        left = iter(steps), iter(steps)
        for turn in order:
            next(left[turn])(sessions[turn])
        for session in sessions:
            session.connection.close()
        ((count,),) = database.execute("SELECT count(*) FROM charges")
    return int(count)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((Session.look_up, Session.store, Session.charge), {1: 8, 2: 12}),
        ((Session.claim, Session.charge), {1: 6}),
    ],
    ids=["look up, then store", "store if absent"],
)
def test_every_order_charges_as_often(steps: Sequence[Step], expected: dict[int, int], tmp_path: Path) -> None:
    """A learner is told that 12 of 20 orders go wrong, and a real database has others."""
    theirs = Counter(charges(tmp_path / "keys.db", steps, order) for order in orders(len(steps)))
    made = RulesSimulator(rules_of(RULES.read_text(encoding="utf-8")))
    asked = environment_of(made).compile("charges()")
    scenario = Scenario(start={"atomic": Session.claim in steps}, explore="runs")
    ours = Counter(asked.ask(run, {}) for run in made.executions(scenario, None))
    assert theirs == ours == expected
