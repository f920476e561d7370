"""Lessons of any size, made by rule: the seven kinds in turn, one item in ten computed from one of three scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_HEAD = """\
format: lesson/1
id: synthetic-{count}
title: A synthetic lesson of {count} items
subject: benchmarks
level: middle
license: CC0-1.0
released: 2026-01-01
sources:
  book: {{title: A book of many facts, authors: Nobody in particular, year: 2020}}
scenarios:
  elected: {{simulator: raft, servers: 3, events: [{{elect: S1}}, {{run: 300ms}}], explore: {{seeds: 3}}}}
  written: {{simulator: raft, servers: 5, events: [{{elect: S2}}, {{write: {{to: S2, value: x}}}}, {{run: 300ms}}], explore: {{seeds: 3}}}}
  crashed: {{simulator: raft, servers: 3, events: [{{elect: S1}}, {{crash: S1}}, {{run: 1s}}], explore: {{seeds: 3}}}}
concepts:
"""  # noqa: E501 - one line of YAML

_CONCEPT = """\
  - {{id: concept-{n}, name: Concept {n}, definition: "What concept {n} means, told in one sentence of a usual length.", cite: book §{n}}}
"""  # noqa: E501 - one line of YAML

_CHOICE = """\
  - id: item-{n}
    kind: {kind}
    concept: concept-{c}
    stem: "Question {n}: which of these statements about subject {n} is **right**, given `f({n})` and $x^{n}$?"
    options:
      - {{text: "The first statement about subject {n}, which is right.", key: true, rationale: Because the book says so., {key}}}
      - {{text: "The second statement about subject {n}, which is wrong.", rationale: It confuses two things., {wrong}}}
      - {{text: "The third statement about subject {n}, wrong as well.", rationale: It reverses cause and effect., {wrong}}}
    explanation: "Statement one follows from what section {n} of the book says about subject {n}; the others do not."
"""  # noqa: E501 - one line of YAML

_NUMERIC = """\
  - id: item-{n}
    kind: numeric
    concept: concept-{c}
    stem: "Question {n}: how many parts does subject {n} have when it is whole?"
    answer: {{value: {n}, unit: parts, cite: book §{n}}}
"""

_CLOZE = """\
  - id: item-{n}
    kind: cloze
    concept: concept-{c}
    text: "Subject {n} has a [[name]] and a [[size]], and neither changes while it is in use."
    blanks:
      name: {{answer: label {n}, accept: [tag {n}], hint: a word, cite: book §{n}}}
      size: {{answer: {n}, cite: book §{n}}}
"""

_RECALL = """\
  - id: item-{n}
    kind: recall
    concept: concept-{c}
    stem: "Question {n}: why does subject {n} keep its label when it is moved?"
    points:
      - {{text: "Its label is part of it, not of its place.", cite: book §{n}}}
      - {{text: "Whoever refers to it uses the label.", cite: book §{n}}}
"""

_ORDERING = """\
  - id: item-{n}
    kind: ordering
    concept: concept-{c}
    stem: "Question {n}: in which order is subject {n} taken apart?"
    steps:
      - {{text: "Open part {n}.", cite: book §{n}}}
      - {{text: "Take the label of part {n} off.", cite: book §{n}}}
      - {{text: "Put part {n} aside.", cite: book §{n}}}
"""

_MATCHING = """\
  - id: item-{n}
    kind: matching
    concept: concept-{c}
    stem: "Question {n}: what belongs to what in subject {n}?"
    pairs:
      - {{left: "Head of {n}", right: "Top {n}", cite: book §{n}}}
      - {{left: "Foot of {n}", right: "Bottom {n}", cite: book §{n}}}
"""

_CITED = ("cite: book §1", "cite: book §1")
_CLAIMS = (
    ("scenario: elected, always: 'leader() == \"S1\"'", "scenario: elected, always: 'leader() == \"S2\"'"),
    ("scenario: written, always: 'committed(\"x\")'", "scenario: written, always: '!committed(\"x\")'"),
    ('scenario: crashed, always: \'role("S1") == "down"\'', 'scenario: crashed, always: \'role("S1") == "leader"\''),
)


def lesson(count: int) -> str:
    """Return the YAML of a lesson with that many items."""
    return "".join(_parts(count))


def _parts(count: int) -> Iterator[str]:
    concepts = max(1, count // 20)
    yield _HEAD.format(count=count)
    yield from (_CONCEPT.format(n=n) for n in range(1, concepts + 1))
    yield "items:\n"
    kinds: tuple[Callable[[int, int], str], ...] = (
        _choice("multiple_choice"),
        _choice("multiple_response"),
        lambda n, c: _NUMERIC.format(n=n, c=c),
        lambda n, c: _CLOZE.format(n=n, c=c),
        lambda n, c: _RECALL.format(n=n, c=c),
        lambda n, c: _ORDERING.format(n=n, c=c),
        lambda n, c: _MATCHING.format(n=n, c=c),
    )
    for n in range(1, count + 1):
        yield kinds[n % len(kinds)](n, 1 + (n - 1) * concepts // count)


def _choice(kind: str) -> Callable[[int, int], str]:
    def write(n: int, c: int) -> str:
        key, wrong = _CLAIMS[n % 3] if n % 3 else _CITED
        return _CHOICE.format(n=n, c=c, kind=kind, key=key, wrong=wrong)

    return write
