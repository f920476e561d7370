"""The faults: each a name, and one place of the sound lesson that is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SOUND: Final = (Path(__file__).parent / "sound.yaml").read_text(encoding="utf-8")

Change = tuple[str, str]

_STEM: Final = "stem: Three servers are up, and the first one stands for election. Which server leads then?"
_KEY: Final = 'always: role("S1") == "leader"'
_WRONG: Final = 'always: role("S2") == "leader"'
_ANSWER: Final = "answer: {value: 1, measure: leaders()}"
_TYPED: Final = "terms: {answer: stretches, accept: [periods], cite: raft §5.1}"
_FAMILY: Final = "  - id: how-many\n    kind: numeric\n"

CHANGES: Final[dict[str, tuple[Change, ...]]] = {
    "tab as indentation": (
        ("    concept: leader\n    scenario: calm\n    stem: T", "    concept: leader\n\tscenario: calm\n    stem: T"),
    ),
    "one space too few": (("    scenario: calm\n    stem: T", "   scenario: calm\n    stem: T"),),
    "one space too many": (("    scenario: calm\n    stem: T", "     scenario: calm\n    stem: T"),),
    "key twice": (("title: Electing a leader\n", "title: Electing a leader\ntitle: Another\n"),),
    "id twice": (("id: how-many", "id: who-leads"),),
    "wrong kind": (("kind: recall", "kind: flashcard"),),
    "single_choice": (("kind: multiple_choice", "kind: single_choice"),),
    "stemm": ((_STEM, _STEM.replace("stem:", "stemm:")),),
    "question for stem": ((_STEM, _STEM.replace("stem:", "question:")),),
    "correct for key": (("key: true", "correct: true"),),
    "answers for options": (("    options:\n", "    answers:\n"),),
    "choices for options": (("    options:\n", "    choices:\n"),),
    "hint for rationale": (("rationale: Everybody", "hint: Everybody"),),
    "unknown concept": (("    concept: term\n    stem: Why", "    concept: trem\n    stem: Why"),),
    "unknown scenario": (("    scenario: calm\n    stem: How", "    scenario: clam\n    stem: How"),),
    "wrong number": ((_ANSWER, _ANSWER.replace("1", "2", 1)),),
    "number in words": ((_ANSWER, _ANSWER.replace("1", "three", 1)),),
    "number with a comma": ((_ANSWER, _ANSWER.replace("value: 1", 'value: "3,5"')),),
    "claim with a bracket too few": ((_KEY, 'always: role("S1" == "leader"'),),
    "claim asks an unknown function": ((_KEY, 'always: rolle("S1") == "leader"'),),
    "claim compares text and number": ((_KEY, 'always: leaders() == "one"'),),
    "claim with one equals sign": ((_KEY, 'always: role("S1") = "leader"'),),
    "claim with and": ((_KEY, 'always: role("S1") == "leader" and leaders() == 1'),),
    "claim with or": ((_KEY, 'always: role("S1") == "leader" or leaders() == 1'),),
    "claim with not": ((_KEY, 'always: not (role("S1") == "follower")'),),
    "claim with AND": ((_KEY, 'always: role("S1") == "leader" AND leaders() == 1'),),
    "claim with <>": ((_KEY, 'always: role("S1") <> "follower"'),),
    "claim that says nothing": ((_KEY, "always: 1 == 1"),),
    "claim names no server": ((_KEY, 'always: role("S9") == "leader"'),),
    "claim names no role": ((_KEY, 'always: role("S1") == "laeder"'),),
    "claim names a value never written": ((_KEY, 'always: !committed("yy")'),),
    "claim without quotes inside": ((_KEY, "always: role(S1) == leader"),),
    "claim in curly quotes": ((_KEY, "always: role(“S1”) == “leader”"),),
    "claim in quotes that end early": ((_KEY, 'always: "role("S1") == "leader""'),),
    "key is false": ((_KEY, 'always: role("S1") == "follower"'),),
    "two keys": (("      - text: The second\n", "      - text: The second\n        key: true\n"),),
    "no key": (("        key: true\n", ""),),
    "distractor is true": ((_WRONG, 'always: role("S2") == "follower"'),),
    "unknown misconception": (("        rationale: It never asked for votes.", "        misconception: no-such-rule"),),
    "misconception leads elsewhere": (
        ("        rationale: It never asked for votes.", "        misconception: all-servers"),
    ),
    "unknown measure": ((_ANSWER, _ANSWER.replace("leaders()", "leadrs()")),),
    "measure of the wrong type": ((_ANSWER, _ANSWER.replace("leaders()", "leaders() == 1")),),
    "two pieces of evidence": (
        ("        rationale: Everybody", "        cite: raft §5.2\n        rationale: Everybody"),
    ),
    "no evidence": ((f"        {_KEY}\n", ""),),
    "unknown source": (("cite: raft §5.1\n  - id: term", "cite: rafft §5.1\n  - id: term"),),
    "source without a place": (("cite: raft §5.1\n  - id: term", "cite: raft\n  - id: term"),),
    "cite of nothing": (("cite: raft §5.1\n  - id: term", "cite:\n  - id: term"),),
    "unknown event of a step": (("type: become_leader", "type: become_leadr"),),
    "steps in the wrong order": (
        ("type: become_leader", "type: X"),
        ("type: client_write", "type: become_leader"),
        ("type: X", "type: client_write"),
    ),
    "script with an unknown event": (("{elect: S1}\n      - {run", "{elct: S1}\n      - {run"),),
    "script with an unknown server": (("{elect: S1}\n      - {run", "{elect: S7}\n      - {run"),),
    "script with a time without unit": (("{elect: S1}\n      - {run: 300ms}", "{elect: S1}\n      - {run: 300}"),),
    "too many servers": (("servers: 3", "servers: 50"),),
    "unknown simulator": (("simulator: raft\n    servers: 3", "simulator: rafft\n    servers: 3"),),
    "template without quotes": (("value: 1,", "value: {{ n }},"),),
    "unknown name in a template": (("How many servers lead", "How many of {{ severs }} servers lead"),),
    "template never closed": (("How many servers lead", "How many of {{ servers servers lead"),),
    "gap of Anki's": (("cut into [[terms]]", "cut into {{c1::stretches}} and [[terms]]"),),
    "colon in a stem": (("stem: Why are terms numbered?", "stem: Why: are terms numbered?"),),
    "stem begins with a quoted word": (("stem: Why are terms numbered?", 'stem: "Terms" are numbered. Why?'),),
    "quote never closed": (("stem: Why are terms numbered?", 'stem: "Why are terms numbered?'),),
    "single quote inside single quotes": (
        ("stem: Why are terms numbered?", "stem: 'Why are a leader's terms numbered?'"),
    ),
    "bracket never closed": ((_TYPED, _TYPED.replace("[periods]", "[periods")),),
    "brace never closed": ((_ANSWER, _ANSWER.replace("leaders()}", "leaders()")),),
    "comma missing": ((_TYPED, _TYPED.replace("stretches, accept", "stretches accept")),),
    "comma inside of a text": (("{left: Follower, right: answers,", "{left: Follower, right: answers, and waits,"),),
    "dash missing": (("      - text: The second\n", "        text: The second\n"),),
    "no format": (("format: lesson/1\n", ""),),
    "unknown format": (("lesson/1", "lesson/2"),),
    "id with a capital": (("id: how-many", "id: How-Many"),),
    "date written in words": (("2026-03-31", "31 March 2026"),),
    "date as in Germany": (("2026-03-31", "31.03.2026"),),
    "date that does not exist": (("2026-03-31", "2026-02-30"),),
    "unknown level": (("level: junior", "level: junoir"),),
    "gap that is not in the text": (("[[numbered]]", "numbered"),),
    "gap spelt otherwise": (("[[terms]]", "[[term]]"),),
    "options as texts": (
        (
            "      - text: None\n        always: leaders() == 0\n        rationale: A majority is up.\n",
            "      - None of them\n",
        ),
    ),
    "options as a mapping": (("      - text: The first\n", "        a:\n          text: The first\n"),),
    "one step only": ((SOUND[SOUND.index("      - text: It takes") : SOUND.index("  - id: why-terms")], "\n"),),
    "options alike": (("text: The second", "text: The first"),),
    "curly quotes around a text": (("stem: Why are terms numbered?", "stem: “Why: are terms numbered?”"),),
    "source is gone": (("  raft: {", "  rft: {"),),
    "concept renamed": (("  - id: leader", "  - id: leading"),),
    "scenario of broken YAML": (
        ("      - {elect: S1}\n      - {run: 300ms}", "      - {elect: S1\n      - {run: 300ms}"),
    ),
    "scenario of the wrong shape": (("servers: 3", "sevrers: 3"),),
    "items renamed": (("items:", "questions:"),),
    "three faults in a question": (
        ("kind: recall", "kind: recal"),
        (_STEM, _STEM.replace("stem:", "stemm:")),
        (_KEY, 'always: role("S1") == "leadr"'),
    ),
    "merge key": (("  written:\n", "  written:\n    <<: *calm\n"), ("  calm:\n", "  calm: &calm\n")),
    "bold in HTML": (("Why are terms", "Why are <b>terms</b>"),),
    "generic type": (("Why are terms", "Why are List<int> terms"),),
    "picture from elsewhere": (
        ("stem: Why", "stem: '![a log](https://example.org/log.png) Why"),
        ("numbered?\n    points", "numbered?'\n    points"),
    ),
    "negative tolerance": ((_ANSWER, _ANSWER.replace("value: 1", "value: 1, tolerance: -1")),),
    "accepts another number": ((_ANSWER, "answer: {value: 1, measure: leaders()}\n    accept: [2]"),),
    "level at an option": (("        key: true\n", "        key: true\n        level: junior\n"),),
    "evidence at an item": (("    stem: Why", "    always: leaders() == 1\n    stem: Why"),),
    "language in words": (("language: en", "language: german"),),
    "language that there is not": (("language: en", "language: xx"),),
    "step is a plain mapping": (
        ("- {run: 300ms}\n    explore: {seeds: 2}\n  written", "- {run: 200}\n    explore: {seeds: 2}\n  written"),
    ),
    "comment in a text": (("stem: Why are terms numbered?", "stem: Why is term #3 numbered?"),),
    "no title": (("title: Electing a leader\n", ""),),
    "items empty": ((SOUND[SOUND.index("items:") :], "items:\n"),),
    "date of nothing": (("released: 2026-03-31", "released:"),),
    "unknown word at the top": (("license:", "licence:"),),
    "sound of Anki's": (("Why are terms", "[sound:term.mp3] Why are terms"),),
    "comment of a template": (("Why are terms", "Why {# not yet #} are terms"),),
    "picture with a space": (
        ("stem: Why are terms", "stem: '![a log](my log.png) Why are terms"),
        ("numbered?\n    points", "numbered?'\n    points"),
    ),
    "cited gap accepts another number": ((_TYPED, 'terms: {answer: "1", accept: ["4"], cite: raft §5.1}'),),
}
"""What is wrong -> what is written instead, once each."""

FILES: Final[dict[str, bytes]] = {
    "empty file": b"",
    "only a comment": b"# to come\n",
    "JSON that ends early": b'{"format": "lesson/1", "id": "x"',
    "a list": b"- one\n- two\n",
    "Latin 1": SOUND.replace("A stretch", "A str\u00e9tch").encode("latin-1"),
    "Notepad's Unicode": SOUND.encode("utf-16"),
    "Windows 1252": SOUND.replace("A stretch", "A \u201cstretch\u201d").encode("cp1252"),
}
"""Whole files."""

FINE: Final[dict[str, bytes]] = {
    "byte order mark": SOUND.encode("utf-8-sig"),
    "line ends of Windows": SOUND.replace("\n", "\r\n").encode(),
}
"""Looks odd, and is not wrong."""


def changed(name: str) -> bytes:
    """Return the lesson with a fault in it."""
    text = SOUND
    for old, new in CHANGES[name]:
        assert text.count(old) >= 1, f"{name}: {old!r} does not stand in the lesson"
        text = text.replace(old, new, 1)
    return text.encode()
