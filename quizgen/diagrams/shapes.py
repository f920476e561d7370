"""What a diagram is made of, with places in whole tenths of a pixel, y growing downwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from quizgen.diagrams.measure import width
from quizgen.simulators.drawing import MarkKind

Line = Literal["thin", "thick", "dashed", "dotted"]
MessageKind = Literal["request", "reply", "broadcast"]
LabelKind = Literal["name", "time", "told", "fold", "office", "legend", "held"]


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    left: int
    top: int
    right: int
    bottom: int

    def overlaps(self, other: Box) -> bool:
        """Tell whether they share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Label:
    """One line of text; ``x`` is its start, middle or end, and ``y`` its base line."""

    kind: LabelKind
    x: int
    y: int
    text: str
    size: int
    anchor: Literal["start", "middle", "end"] = "start"

    @property
    def box(self) -> Box:
        """The room that it takes at most."""
        wide = width(self.text, self.size)
        left = self.x - {"start": 0, "middle": wide // 2, "end": wide}[self.anchor]
        return Box(left, self.y - self.size * 95 // 100, left + wide, self.y + self.size // 4)


@dataclass(frozen=True)
class Arrow:
    """A message from the moment of its sending to that of its arrival, or to where it is lost."""

    kind: MessageKind
    x0: int
    y0: int
    x1: int
    y1: int
    is_lost: bool = False


@dataclass(frozen=True)
class Lifeline:
    """A stretch of an actor's life in one state; a gap between two is a time in which it is down."""

    actor: str
    x: int
    y0: int
    y1: int
    line: Line


@dataclass(frozen=True)
class Mark:
    """Something that happens at an actor."""

    kind: MarkKind | Literal["dot"]
    actor: str
    x: int
    y: int


@dataclass(frozen=True)
class Badge:
    """What an actor is, on its lifeline, where that begins: the letter of its state, and a number."""

    actor: str
    line: Line
    box: Box
    label: Label


@dataclass(frozen=True)
class HeldBox:
    """A part of what an actor holds, strong if it is firm."""

    box: Box
    label: Label
    is_firm: bool


@dataclass(frozen=True)
class Separation:
    """A time in which some actors cannot reach others.

    Attributes:
        y0: where it begins.
        y1: where it ends.
        walls: x of each boundary between neighbours that cannot reach one another.
        tints: x from and to, of every second group's lifelines.
    """

    y0: int
    y1: int
    walls: tuple[int, ...]
    tints: tuple[tuple[int, int], ...]


@dataclass
class Layout:
    """A diagram, as far as it is laid out."""

    width: int = 0
    height: int = 0
    lanes: tuple[int, int] = (0, 0)
    labels: list[Label] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    lifelines: list[Lifeline] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    held: list[HeldBox] = field(default_factory=list)
    separations: list[Separation] = field(default_factory=list)
    guides: list[tuple[int, int, int]] = field(default_factory=list)
    """Faint lines from a moment to its words: x from, x to, y."""
    rules: tuple[int, ...] = ()
    """y of what happens to the network: a line across all lifelines."""
    folds: list[tuple[int, int]] = field(default_factory=list)
    """y from and to, of what is left out."""
    legend: list[tuple[str, int, int]] = field(default_factory=list)
    """What a legend's entry shows (a kind of mark, message or line), and where."""
