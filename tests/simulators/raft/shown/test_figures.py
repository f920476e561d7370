"""The figures that texts show of a scenario, against tables as an author would draw them by hand."""

from __future__ import annotations

from quizgen.model.scenario import bind
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Scenario, StartState, StatedEntry
from quizgen.text.markdown import problems, to_html

LOGS, SCRIPT = SIMULATOR.figures


def test_only_logs_have_columns_if_nothing_else_is_stated() -> None:
    """A figure as the paper draws it would be drowned in columns that say nothing."""
    start = {"S1": StartState(log=(1, 1, 4)), "S3": StartState(log=(1,))}
    assert LOGS.markdown(Scenario(servers=3, start=start)).strip().splitlines() == [
        "| Server / index \N{RIGHTWARDS ARROW} term | 1 | 2 | 3 |",
        "| --- | --- | --- | --- |",
        "| S1 | 1 | 1 | 4 |",
        "| S2 |  |  |  |",
        "| S3 | 1 |  |  |",
    ]


def test_what_is_stated_of_servers_is_told() -> None:
    """A learner could not see what the answer depends on: who leads, who is down, what is committed."""
    start = {
        "S1": StartState(log=(1, StatedEntry(2, "x")), role="leader", term=3, commit_index=1),
        "S2": StartState(log=(1, None, 2), term=3, voted_for="S1"),
        "S3": StartState(voted_for="", up=False),
        "S4": StartState(role="candidate"),
    }
    assert LOGS.markdown(Scenario(servers=4, start=start)).strip().splitlines() == [
        "| Server / index \N{RIGHTWARDS ARROW} term: value | State | 1 | 2 | 3 |",
        "| --- | --- | --- | --- | --- |",
        "| S1 | leader of term 3, commit index 1 | 1 | 2: x |  |",
        "| S2 | term 3, voted for S1 | 1 |  | 2 |",
        "| S3 | voted for nobody, down |  |  |  |",
        "| S4 | candidate |  |  |  |",
    ]


def test_empty_logs_are_called_empty() -> None:
    """A table without a column for the logs would leave open what is in them."""
    table = LOGS.markdown(Scenario(servers=1, start={"S1": StartState(term=2)}))
    assert table.strip().splitlines() == ["| Server | State | Log |", "| --- | --- | --- |", "| S1 | term 2 | empty |"]


def test_values_stay_what_they_are() -> None:
    """A value with a mark of Markdown in it would break the table, or be read as a formula or a tag."""
    value = "a|b `c` $x$ <br> *d* " + "long" * 20
    table = LOGS.markdown(Scenario(servers=1, start={"S1": StartState(log=(StatedEntry(1, value),))}))
    assert not problems(table)
    assert "<td>1: a|b `c` $x$ &lt;br&gt; *d* longlonglonglonglo…</td>" in to_html(table)


def test_without_a_start_there_is_no_figure() -> None:
    """A text would show a table of nothing."""
    assert LOGS.markdown(Scenario(servers=3)) == ""


def test_what_happens_is_a_list() -> None:
    """A learner would be told otherwise than what was run, or nothing."""
    script = bind({"simulator": "raft", "servers": 3, "events": [{"elect": "S1"}, {"crash": ["S1", "S2"]}]}).scenario
    assert SCRIPT.markdown(script).strip().splitlines() == ["1. S1 campaigns until it leads", "2. S1 and S2 crash"]
    assert SCRIPT.markdown(Scenario(servers=3)) == ""
