"""What an author changes within one question or concept: each part of each kind."""

from __future__ import annotations

from collections.abc import Mapping

from tests.releases.project import Change, replacing

_GREEN = "      green: {answer: green, cite: code §1}\n"
_AMBER = "      amber: {answer: amber, accept: [orange], hint: a colour, cite: code §1}\n"
_LAMPS = "Before [[green]] comes [[amber]], and behind it [[red]]."
_LEFT_CAR = "{text: The left car., key: true, cite: code §4}"
_COLOURS_OF_CROSSING = "which-colours\n    kind: multiple_response\n    concept: crossing"

CHOICES: Mapping[str, Change] = {
    "nothing": replacing(),
    "typing error in a stem": replacing(("maen", "mean")),
    "wrong option reworded": replacing(("{text: Turn., rationale", "{text: You turn., rationale")),
    "right option reworded": replacing(("{text: Stop., key", "{text: You stop., key")),
    "key moved": replacing(
        ("{text: Stop., key: true, cite", "{text: Stop., rationale: No longer., cite"),
        ("{text: Go., rationale: That is green., cite", "{text: Go., key: true, cite"),
    ),
    "second key in a multiple response": replacing(
        ("{text: Blue., rationale: It is for the police.", "{text: Blue., key: true")
    ),
    "option added": replacing(
        ("      - {text: Turn.,", "      - {text: Wait., rationale: No., cite: code §1}\n      - {text: Turn.,")
    ),
    "option removed": replacing(("      - {text: Turn., rationale: No colour says so., cite: code §1}\n", "")),
    "options written in another order": replacing(
        ("      - {text: Go., rationale: That is green., cite: code §1}\n", ""),
        (
            "    explanation: Red has",
            "      - {text: Go., rationale: That is green., cite: code §1}\n    explanation: Red has",
        ),
    ),
    "rationale reworded": replacing(("That is green.", "Green says so.")),
    "explanation reworded": replacing(("Red has been the sign of danger for ever.", "Red is the sign of danger.")),
    "explanation added": replacing(
        ("    stem: Which colours are there?\n", "    stem: Which colours are there?\n    explanation: Look.\n")
    ),
    "cited place corrected": replacing(("{text: The left car., key: true, cite: code §2}", _LEFT_CAR)),
    "tag added": replacing(("tags: [colours]", "tags: [colours, lamps]")),
    "level changed": replacing(
        ("    stem: Which colours are there?\n", "    stem: Which colours are there?\n    level: senior\n")
    ),
    "item given to another concept": replacing(
        ("which-colours\n    kind: multiple_response\n    concept: signal", _COLOURS_OF_CROSSING)
    ),
}
"""Of choices, and of every question."""

TYPED: Mapping[str, Change] = {
    "number changed": replacing(("{value: 25, unit: m", "{value: 28, unit: m")),
    "unit changed": replacing(("{value: 30, unit: cm", "{value: 30, unit: mm"), lesson="parking"),
    "tolerance changed": replacing(("tolerance: 1", "tolerance: 3")),
    "key point of a free answer changed": replacing(
        ("{text: It leaves time to brake.", "{text: It leaves time to leave the crossing.")
    ),
    "key point added": replacing(
        (
            "    points:\n      - {text: It leaves",
            "    points:\n      - {text: Stop., cite: code §1}\n      - {text: It leaves",
        )
    ),
    "model answer reworded": replacing(("answer: It warns.", "answer: It warns of red.")),
    "step reworded": replacing(("{text: Look., cite", "{text: Look back., cite")),
    "step added": replacing(("[{text: Look.,", "[{text: Wait., cite: code §2}, {text: Look.,")),
    "steps in another order": replacing(
        ("[{text: Look., cite: code §2}, {text: Signal.,", "[{text: Signal., cite: code §2}, {text: Look.,")
    ),
    "pair reworded": replacing(("{left: green, right: go,", "{left: green, right: drive,")),
    "pair added": replacing(("pairs: [", "pairs: [{left: amber, right: brake, cite: code §1}, ")),
    "concept renamed": replacing(("name: Brake,", "name: Service brake,")),
    "concept's definition reworded": replacing(("What makes a car slow.", "What slows a car down.")),
    "concept requires another one": replacing(
        ("cite: book p. 3}\nitems", "cite: book p. 3, requires: [crossing]}\nitems")
    ),
}
"""Of numbers, free answers, orders, pairs and concepts."""

GAPS: Mapping[str, Change] = {
    "text around gaps corrected": replacing(("and behind it", "and after it")),
    "gap's answer changed": replacing(("answer: three", "answer: four")),
    "gap's accepted spelling added": replacing(("accept: [orange]", "accept: [orange, yellow]")),
    "gap's hint reworded": replacing(("hint: a colour", "hint: a lamp")),
    "gap added at the end": replacing(
        (_LAMPS, f"{_LAMPS} It is [[bright]]."), (_GREEN, f"{_GREEN}      bright: {{answer: bright, cite: code §1}}\n")
    ),
    "gap put in front": replacing(
        (_LAMPS, f"For [[cars]] alone. {_LAMPS}"), (_GREEN, f"      cars: {{answer: cars, cite: code §1}}\n{_GREEN}")
    ),
    "gaps swapped": replacing((_LAMPS, "So [[amber]] comes before [[green]], and behind it [[red]].")),
    "gap removed in front": replacing((_LAMPS, "Before green comes [[amber]], and behind it [[red]]."), (_GREEN, "")),
    "gap removed in the middle": replacing((_LAMPS, "Before [[green]] comes amber, and then [[red]]."), (_AMBER, "")),
    "gap renamed": replacing(
        (_LAMPS, _LAMPS.replace("[[green]]", "[[go]]")), (_GREEN, _GREEN.replace("green:", "go:"))
    ),
}
"""Of clozes."""
