"""Where everything goes: time downwards, a row for each moment, a lane for each actor, words at the right.

Rows are as tall as their words need, not as time takes: a run has bursts and long silences. Times stand at the left.
Words have a column of their own, so that no arrow crosses them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.diagrams.holdings import lay_out_holdings
from quizgen.diagrams.lanes import NAME_ROOM, NAME_SIZE, Lanes
from quizgen.diagrams.measure import width, wrapped
from quizgen.diagrams.moments import Moment, moments_of
from quizgen.diagrams.selection import Fold, selected
from quizgen.diagrams.shapes import Arrow, Label, LabelKind, Layout, Mark, MessageKind
from quizgen.diagrams.words import clock, left_out, told
from quizgen.simulators.drawing import LEGEND, Drawing, Holdings, MarkKind
from quizgen.simulators.trace import Trace

TEXT_SIZE, TIME_SIZE, LEGEND_SIZE = 110, 85, 90
_TEXT_WIDTH = 1880
_TEXT_LINES = 4
_LINE_HEIGHT = 140
_CENTRE = 120
_SMALLEST_ROW = 240
_ROW_WITH_LOSS = 360
_FOLD_ROW = 260
_HEADER = 460
_FALL = 160
_LONG = 6400
_DOT = 50
_LEGEND_ROW = 150
_SAMPLE, _SPACE = 240, 100
_MARK_ORDER: tuple[MarkKind, ...] = ("down", "up", "done", "input", "timer")


@dataclass(frozen=True)
class _Spot:
    """Where a moment is: its y, and how far its mark or badge reaches to each side."""

    y: int
    reach: int


def lay_out(trace: Trace, drawing: Drawing, routine: frozenset[str], room: int) -> Layout:
    """Return the diagram of a run.

    Args:
        trace: the run.
        drawing: what its events mean.
        routine: types of events that need not be shown.
        room: the most moments to show.
    """
    rows = selected(moments_of(trace, drawing), drawing, routine, room)
    return _Page(trace, drawing, routine, rows).layout()


class _Page:
    """The diagram as far as it is laid out."""

    def __init__(self, trace: Trace, drawing: Drawing, routine: frozenset[str], rows: Sequence[Moment | Fold]) -> None:
        self._drawing, self._routine, self._rows = drawing, routine, rows
        times = [clock(row.time, drawing) for row in rows if isinstance(row, Moment)]
        self._layout = Layout()
        self._time_right = max([width(text, TIME_SIZE) for text in (drawing.unit, *times)]) + 20
        self._lanes = Lanes(trace, drawing, self._time_right + 80, _HEADER - 80, self._layout)
        self._text_left = self._lanes.right + 80
        self._width = self._text_left + _TEXT_WIDTH + 40
        self._y = _HEADER
        self._last_time = ""
        self._spots: dict[int, _Spot] = {}
        self._names(NAME_SIZE + 20)
        self._time(NAME_SIZE + 20, drawing.unit)
        start, self._at_the_end = drawing.holdings(trace)
        if start is not None:
            self._y += self._hold(start, NAME_SIZE + 70) + 50
            self._lanes.begin_at(self._y - 80)
        self._lanes.start(trace, routine, self._y - _HEADER + NAME_SIZE + 160)

    def layout(self) -> Layout:
        """Lay everything out."""
        for row in self._rows:
            if isinstance(row, Moment):
                self._moment(row)
            else:
                self._fold(row)
        self._lanes.finish(self._y)
        if self._at_the_end is not None:
            self._y += self._hold(self._at_the_end, self._y + 40) + 80
        if self._y > _LONG:
            self._names(self._y + NAME_SIZE + 20)
            self._y += NAME_SIZE + 60
        self._layout.lanes = (self._lanes.left, self._lanes.right)
        self._layout.width = self._width
        self._layout.height = _add_legend(self._layout, self._drawing, self._y + 80, self._width) + 60
        return self._layout

    def _hold(self, holdings: Holdings, top: int) -> int:
        """Show what actors hold, and return how much room that takes."""
        bottom = lay_out_holdings(self._layout, holdings, self._lanes.x, self._lanes.pitch, top)
        return max(bottom - top, self._words("fold", top + 100, holdings.caption))

    def _names(self, y: int) -> None:
        for actor in self._lanes.actors:
            (name,) = wrapped(actor, NAME_SIZE, self._lanes.pitch - NAME_ROOM, 1) or ("",)
            self._layout.labels.append(Label("name", self._lanes.x[actor], y, name, NAME_SIZE, "middle"))

    def _time(self, y: int, text: str) -> None:
        self._layout.labels.append(Label("time", self._time_right, y, text, TIME_SIZE, "end"))

    def _words(self, kind: LabelKind, y: int, text: str) -> int:
        """Write a text into the column of words, and return how much room its lines take."""
        lines = wrapped(text, TEXT_SIZE, _TEXT_WIDTH, _TEXT_LINES)
        for number, line in enumerate(lines):
            self._layout.labels.append(Label(kind, self._text_left, y + _LINE_HEIGHT * number, line, TEXT_SIZE))
        return _LINE_HEIGHT * len(lines)

    # --- rows

    def _moment(self, moment: Moment) -> None:
        y = self._y + _CENTRE
        room = self._words("told", y + 40, told(moment, self._drawing, self._routine))
        if (time := clock(moment.time, self._drawing)) != self._last_time:
            self._time(y + 30, time)
            self._last_time = time
        if moment.actor in self._lanes.x:
            self._at_actor(moment, y)
        else:
            self._lanes.take(moment, y)
            self._layout.rules += (y,)
        smallest = _ROW_WITH_LOSS if moment.losses else _SMALLEST_ROW
        self._y += max(smallest, room + 100)

    def _at_actor(self, moment: Moment, y: int) -> None:
        x = self._lanes.x[moment.actor]
        has_badge = self._lanes.take(moment, y)
        reach = self._lanes.badge_width(moment.actor) // 2 if has_badge else _DOT
        origin = moment.origin
        side = -1  # where marks go that find no place on the lifeline: away from the message that arrives
        if origin is not None and origin.actor in self._lanes.x and origin.actor != moment.actor:
            side = 1 if self._lanes.x[origin.actor] < x else -1
            self._arrive(moment, origin, x, y, reach)
        kinds = {self._drawing.marks[event.type] for event in moment.events if event.type in self._drawing.marks}
        marks: list[MarkKind] = [kind for kind in _MARK_ORDER if kind in kinds]
        if not has_badge:
            self._layout.marks.append(Mark(marks.pop(0) if marks else "dot", moment.actor, x, y))
        for number, kind in enumerate(marks):
            self._layout.marks.append(Mark(kind, moment.actor, x + side * (reach + 70 + 110 * number), y))
        self._spots[moment.number] = _Spot(y, reach)
        self._lose(moment, x, y, reach)
        self._layout.guides.append((x + reach + 20, self._text_left - 40, y))

    def _fold(self, fold: Fold) -> None:
        y = self._y + _FOLD_ROW // 2
        if fold.is_worth_a_row:
            self._layout.folds.append((self._y, self._y + _FOLD_ROW))
            self._y += _FOLD_ROW - _LINE_HEIGHT + self._words("fold", y + 40, left_out(fold, self._drawing))
        before = dict(self._lanes.offices)
        badges = len(self._layout.badges)
        for moment in fold.moments:
            self._lanes.take(moment, y)
        del self._layout.badges[badges:]
        if fold.is_worth_a_row:
            self._lanes.show_changes(before, y)

    # --- messages

    def _kind(self, moment: Moment, to: str) -> MessageKind:
        """Return what kind of message a moment sends to an actor."""
        if any(event.type in self._drawing.requests and event.peer == to for event in moment.events):
            return "request"
        return "broadcast" if moment.has(self._drawing.broadcasts) else "reply"

    def _arrive(self, moment: Moment, origin: Moment, x: int, y: int, reach: int) -> None:
        """Draw the message that brought a moment about; if its sending is left out, the end of its way."""
        source = self._lanes.x[origin.actor]
        direction = 1 if source < x else -1
        spot = self._spots.get(origin.number)
        x0, y0 = (x - direction * 300, y - 100) if spot is None else (source + direction * spot.reach, spot.y)
        self._layout.arrows.append(Arrow(self._kind(origin, moment.actor), x0, y0, x - direction * (reach + 10), y))

    def _lose(self, moment: Moment, x: int, y: int, reach: int) -> None:
        for receiver in dict.fromkeys(loss.peer for loss in moment.losses):
            if receiver in self._lanes.x:
                target = self._lanes.x[receiver]
                direction = 1 if target > x else -1
                end = target - direction * 110
                kind = self._kind(moment, receiver)
                self._layout.arrows.append(Arrow(kind, x + direction * reach, y, end, y + _FALL, is_lost=True))


def _add_legend(layout: Layout, drawing: Drawing, top: int, room: int) -> int:
    """Add what is in the picture and does not go without saying, in as many lines as needed; return where they end."""
    x, y = 40, top + _LEGEND_ROW // 2
    for sample, text in _entries(layout, drawing):
        needed = width(text, LEGEND_SIZE) + (_SAMPLE if sample else 0)
        if x + needed > room and x > 40:
            x, y = 40, y + _LEGEND_ROW
        if sample:
            layout.legend.append((sample, x, y))
        layout.labels.append(Label("legend", x + (_SAMPLE if sample else 0), y + 30, text, LEGEND_SIZE))
        x += needed + _SPACE
    return y + _LEGEND_ROW // 2


def _entries(layout: Layout, drawing: Drawing) -> list[tuple[str, str]]:
    """Return the legend's entries: a sample, if there is one to show, and what it means."""
    letters = {badge.label.text[:1] for badge in layout.badges}
    states = [(shown, state) for state, shown in drawing.states.items() if shown.letter in letters]
    entries = [(f"line-{shown.line}", f"{shown.letter} {state.replace('_', '-')}") for shown, state in states]
    present = {arrow.kind for arrow in layout.arrows} | {mark.kind for mark in layout.marks}
    lost = {"lost"} if any(arrow.is_lost for arrow in layout.arrows) else set()
    entries += [(kind, drawing.named(kind)) for kind in LEGEND if kind in present | lost]
    return [*entries, ("", f"number: {drawing.count}")] if states and drawing.count else entries
