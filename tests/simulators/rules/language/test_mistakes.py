"""Each mistake in a file of rules is told: where it is, what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from quizgen.loader.document import Reader, parse
from quizgen.loader.rules import read_rules
from quizgen.simulators.rules.language.written import Rules
from tests.conftest import Golden

BASE = """\
format: rules/1
id: base
title: A base
parameters: {most: 2, fast: false}
actors: {hands: [left, right], tools: {prefix: t, count: most}}
state:
  full: {is: bool, start: false}
  count: {is: 0..3, start: 0}
  mood: {is: [glad, sad, hands], start: glad}
  holds: {of: hands, is: bool, start: false}
  line: {list: hands, max: 2}
  post: {messages: {word: [hello, bye], to: hands}, max: 3}
rules:
  fill: {when: '!full', set: {full: true}, says: it is filled}
  take: {for: {h: hands}, when: '!holds[h] && count < 2', set: {'holds[h]': true, count: count + 1}}
  call: {for: {h: hands}, when: 'size(line) < 2', set: {line: 'line + [h]'}, send: {on: post, word: hello, to: h}}
  hear: {receive: {m: post}, when: m.word == hello, set: {mood: sad}}
process:
  walk:
    for: {t: tools}
    steps:
      - rise: {says: "{t} rises"}
      - sit: {when: full}
crash: {hands: {at_most: 1}}
observations:
  busy: {of: {h: hands}, is: 'holds[h] || full'}
  all_busy: hands.all(h, busy(h))
invariants: {bounded: count <= 2}
measures: {top: {most: count}}
misconceptions:
  endless:
    belief: It never fills.
    rules: {fill: null}
"""

CASES = {
    "unknown key": ("rules:\n  fill: {when", "rules:\n  fill: {wen"),
    "no such format": ("start: false}\n  count", "start: nope}\n  count"),
    "typo in a word": ("m.word == hello", "m.word == helo"),
    "typo in a variable": ("when: '!full', set", "when: '!ful', set"),
    "number with a word": ("count < 2'", "count < glad'"),
    "never equal": ("m.word == hello", "m.word == glad"),
    "does not parse": ("when: '!full', set", "when: '!full &&', set"),
    "one equals sign": ("m.word == hello", "m.word = hello"),
    "no condition": ("when: '!full', set", "when: 'count + 1', set"),
    "unknown target": ("set: {full: true}", "set: {ful: true}"),
    "target without actor": ("'holds[h]': true", "holds: true"),
    "target with actor": ("set: {full: true}", "set: {'full[left]': true}"),
    "target of another set": ("'holds[h]': true", "'holds[t1]': true"),
    "value of another kind": ("set: {full: true}", "set: {full: 3}"),
    "value out of range": ("count: count + 1", "count: 7"),
    "value no word of it": ("set: {mood: sad}", "set: {mood: hello}"),
    "unknown set": ("take: {for: {h: hands}", "take: {for: {h: hand}"),
    "variable of a rule is taken": ("call: {for: {h: hands}", "call: {for: {full: hands}"),
    "no channel": ("send: {on: post", "send: {on: pots"),
    "unknown field": ("word: hello, to: h}", "wrd: hello, to: h}"),
    "field left out": ("word: hello, to: h}", "word: hello}"),
    "field of another kind": ("word: hello, to: h}", "word: glad, to: h}"),
    "received of no channel": ("receive: {m: post}", "receive: {m: line}"),
    "several of is": ("full: {is: bool, start: false}", "full: {is: bool, list: hands, start: false}"),
    "no start": ("count: {is: 0..3, start: 0}", "count: {is: 0..3}"),
    "start outside": ("count: {is: 0..3, start: 0}", "count: {is: 0..3, start: 4}"),
    "unknown domain": ("count: {is: 0..3", "count: {is: integer"),
    "empty domain": ("count: {is: 0..3", "count: {is: 3..0"),
    "huge domain": ("count: {is: 0..3", "count: {is: 0..99999"),
    "bound is no parameter": ("count: {is: 0..3", "count: {is: 0..least"),
    "list without max": ("line: {list: hands, max: 2}", "line: {list: hands}"),
    "unknown order": ("to: hands}, max: 3}", "to: hands}, max: 3, order: lifo}"),
    "reserved word": ("mood: {is: [glad, sad, hands]", "mood: {is: [glad, sad, in]"),
    "word is a variable": ("mood: {is: [glad, sad, hands]", "mood: {is: [glad, sad, full]"),
    "word is no name": ("mood: {is: [glad, sad, hands]", "mood: {is: [glad, sad, so-so]"),
    "word has a meaning here": ("mood: {is: [glad, sad, hands]", "mood: {is: [glad, rest, hands]"),
    "variable has a meaning here": ("mood: {is:", "ended: {is:"),
    "actor is no name": ("[left, right]", "[left, Schmidt GmbH]"),
    "actor is a number": ("[left, right]", "[1, 2]"),
    "actor is a variable": ("[left, right]", "[left, full]"),
    "rule is no name": ("  fill: {when", "  go to rest: {when"),
    "step is no name": ("- rise:", "- get up:"),
    "misconception is no name": ("  endless:", "  Never Full:"),
    "measure is no name": ("{top:", "{the top:"),
    "measure of all rules": ("{top:", "{ends:"),
    "name of an actor is no name": ("take: {for: {h: hands}", "take: {for: {a hand: hands}"),
    "message is a variable": ("receive: {m: post}, when: m.word == hello", "receive: {full: post}"),
    "field is no name": ("messages: {word:", "messages: {the word:"),
    "id is no name": ("id: base", "id: my base"),
    "letter of another alphabet": ("hands.all(h, busy(h))", "busy(größe)"),
    "too many actors": ("parameters: {most: 2", "parameters: {most: 900"),
    "parameter is no number": ("count: most}", "count: fast}"),
    "circle": ("all_busy: hands.all(h, busy(h))", "all_busy: '!other'\n  other: '!all_busy'"),
    "two steps of one name": ("- sit: {when: full}", "- rise: {when: full}"),
    "for in a step": ("- sit: {when: full}", "- sit: {for: {h: hands}, when: full}"),
    "next is no step": ("- sit: {when: full}", "- sit: {next: fill}"),
    "crash of nobody": ("crash: {hands:", "crash: {heads:"),
    "misconception of nothing": ("rules: {fill: null}", "rules: {fil: null}"),
    "misconception with a typo": ("rules: {fill: null}", "rules: {fill: {when: '!fulll'}}"),
    "step of nothing": ("rules: {fill: null}", "steps: {sat: null}"),
    "invariant with a typo": ("bounded: count <= 2", "bounded: cout <= 2"),
    "measure of two": ("top: {most: count}", "top: {most: count, least: count}"),
    "measure of words": ("top: {most: count}", "top: {most: mood}"),
    "measure of truth values": ("top: {most: count}", "top: {at_ends: full}"),
    "may be zero": ("count: count + 1", "count: 6 / count"),
    "grows too much": ("count < 2'", "count * 9000000000000000 < 2'"),
    "index below 0": ("when: '!full', set", "when: '!full && line[count - 1] == left', set"),
    "no field": ("m.word == hello", "post.word == hello"),
    "observation without its actor": ("hands.all(h, busy(h))", "hands.all(h, busy())"),
    "variable without its actor": ("hands.all(h, busy(h))", "hands.all(h, holds == true)"),
    "text in quotes": ("m.word == hello", 'm.word == "hullo"'),
}
"""What is wrong -> what of `BASE` is written otherwise, and how."""


def read(text: str) -> tuple[Rules | None, list[str]]:
    """Return the rules of a text, and what is told of it."""
    document = parse("rules.yaml", text)
    reader = Reader(document)
    found, diagnostics = read_rules(reader.read(), document)
    return found, [
        f"{each.span.line}:{each.span.column}: {each.message}" + (f" ({each.hint})" if each.hint else "")
        for each in (*reader.diagnostics, *diagnostics)
    ]


def told() -> Iterator[str]:
    """Yield each case with what is told of it."""
    for name, (old, new) in CASES.items():
        assert BASE.count(old) >= 1, name
        rules, found = read(BASE.replace(old, new, 1))
        assert rules is None, name
        yield "".join([f"{name}: {new!r}\n", *(f"    {line}\n" for line in found)])


def test_base_is_right() -> None:
    """Otherwise the mistakes below are told of what was wrong before."""
    rules, found = read(BASE)
    assert found == []
    assert rules is not None


def test_every_mistake_is_told(golden: Golden) -> None:
    """Otherwise an author guesses what is wrong, and where; or a rule that means nothing is taken for one that does."""
    golden("mistakes.txt", "\n".join(told()))


def test_actors_and_words_have_letters_of_any_alphabet() -> None:
    """Otherwise a lesson about Müller, in a language that is not English, cannot call things what they are called."""
    text = BASE.replace("[left, right]", "[Müller, right]").replace("[glad, sad, hands]", "[glad, sad, müde]")
    rules, found = read(text.replace("hands.all(h, busy(h))", '\'busy("Müller") && mood != "müde"\''))
    assert found == []
    assert rules is not None


def test_all_mistakes_are_told_at_once() -> None:
    """Otherwise an author mends one, checks, and is told of the next."""
    wrong = (
        BASE.replace("m.word == hello", "m.word == helo")
        .replace("'!full', set", "'!ful', set")
        .replace("sit: {when: full}", "sit: {when: fll}")
    )
    _, found = read(wrong)
    assert len(found) == 3


@pytest.mark.parametrize(
    "rules",
    [
        "  b: {for: {a: hands, b: hands}, when: 'hands.all(x, hands.all(y, hands.all(z, x != y || a != z)))'}",
        "  b: {for: {a: hands, b: hands, c: hands, d: hands, e: hands}}",
        "  b: {receive: {m: post}, for: {a: hands, b: hands}, when: m.x == 1}",
    ],
)
def test_hostile_rules_cost_little(rules: str) -> None:
    """Otherwise a stranger's file keeps a machine busy for minutes before anything is said."""
    text = f"""
format: rules/1
id: hostile
title: Many
actors: {{hands: {{prefix: h, count: 60}}}}
state:
  full: {{is: bool, start: false}}
  post: {{messages: {{x: 0..9, y: 0..9}}, max: 2}}
rules:
{rules}
"""
    _, found = read(text)
    assert any("stand for more than" in one for one in found)


@pytest.mark.parametrize(
    "when",
    [
        "line.all(i, line.all(j, line.all(k, line.all(l, i != j || k != l))))",
        "[1, 2, 3, 4, 5, 6].all(a, [1, 2, 3, 4, 5, 6].all(b, line.all(i, line.all(j, line.all(k, a != b)))))",
        "line.map(i, i).all(i, line.map(j, j).all(j, line.map(k, k).all(k, i == j || j == k)))",
    ],
)
def test_loops_over_lists_are_bounded(when: str) -> None:
    """Otherwise a single step of a stranger's rules takes seconds, and there are thousands of states."""
    text = BASE.replace("line: {list: hands, max: 2}", "line: {list: hands, max: 60}").replace("size(line) < 2", when)
    _, found = read(text)
    assert any("stand for more than" in one for one in found)


def test_observations_of_observations_do_not_multiply() -> None:
    """Otherwise sixteen lines become 65,536 copies of one expression."""
    lines = [f"  o{n}: '(o{n - 1} && full) || (o{n - 1} && !full)'" for n in range(1, 30)]
    text = BASE.replace("observations:\n", "observations:\n  o0: count == 1\n" + "\n".join(lines) + "\n")
    rules, found = read(text)
    assert found == []
    assert rules is not None
