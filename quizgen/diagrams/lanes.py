"""The lifelines while a diagram is laid out: who is up, what it is, and who can reach whom."""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.diagrams.measure import width
from quizgen.diagrams.moments import Moment
from quizgen.diagrams.shapes import Badge, Box, Label, Layout, Lifeline, Line, Separation
from quizgen.simulators.drawing import Drawing, Groups, Office
from quizgen.simulators.trace import Trace, TraceEvent

_PITCHES = {1: 600, 2: 540, 3: 480, 4: 420, 5: 400}
_NARROWEST_PITCH = 360
_WIDEST = 2400
"""So much room lanes take together, at most, to show long names whole."""
BADGE_SIZE, NAME_SIZE = 90, 120
BADGE_HEIGHT = 140
NAME_ROOM = 40
"""Between the names of two lanes."""


class Lanes:
    """The lifelines, which it adds to a layout. Methods are called with growing y."""

    def __init__(self, trace: Trace, drawing: Drawing, left: int, top: int, layout: Layout) -> None:
        self._drawing, self._layout = drawing, layout
        self.actors = tuple(actor for actor in trace.actors if actor not in drawing.beside)
        usual, widest = _PITCHES.get(len(self.actors), _NARROWEST_PITCH), _WIDEST // max(len(self.actors), 1)
        names = max((width(actor, NAME_SIZE) + NAME_ROOM for actor in self.actors), default=0)
        self.pitch = max(usual, min(names, widest))
        self.left, self.right = left, left + self.pitch * len(self.actors)
        self.x = {actor: left + self.pitch * number + self.pitch // 2 for number, actor in enumerate(self.actors)}
        self.offices = dict.fromkeys(self.actors, Office())
        self._since: dict[str, int] = dict.fromkeys(self.actors, top)
        self._groups: Groups = (self.actors,)
        self._grouped_since = top

    def begin_at(self, top: int) -> None:
        """Let the lifelines begin further down; nothing may have happened yet."""
        self._since = dict.fromkeys(self.actors, top)
        self._grouped_since = top

    def start(self, trace: Trace, routine: frozenset[str], y: int) -> None:
        """Show what each actor is from the start, as far as its first event tells it before anything happened."""
        for actor in self.actors:
            first = next((event for event in trace if event.actor == actor), None)
            if first is not None and first.type in routine and (office := self._drawing.office(first)):
                self.offices[actor] = office
                self._badge(actor, y)

    def take(self, moment: Moment, y: int) -> bool:
        """Follow a moment; tell whether what its actor is changed, or began anew, and so got a badge."""
        for event in moment.events:
            self._regroup(event, y)
        actor = moment.actor
        if actor not in self.x:
            return False
        before, is_back = self.offices[actor], False
        for event in moment.events:
            mark = self._drawing.marks.get(event.type)
            is_back |= mark == "up"
            if mark == "down":
                self._end(actor, y)
            elif actor not in self._since:
                self._since[actor] = y
            if office := self._drawing.office(event):
                if office.state != self.offices[actor].state and actor in self._since:
                    self._end(actor, y)
                    self._since[actor] = y
                self.offices[actor] = office
        if actor in self._since and (is_back or self.offices[actor] != before):
            self._badge(actor, y)
            return True
        return False

    def show_changes(self, before: Mapping[str, Office], y: int) -> None:
        """Show what became of the actors that are up, of those that are not any more what they were before."""
        for actor in self.actors:
            if actor in self._since and self.offices[actor] != before[actor]:
                self._badge(actor, y)

    def finish(self, y: int) -> None:
        """End every lifeline and separation."""
        for actor in tuple(self._since):
            self._end(actor, y)
        self._separate(y)

    def badge_width(self, actor: str) -> int:
        """Return how wide an actor's badge is now."""
        return max(200, width(self._text(actor), BADGE_SIZE) + 80)

    def _text(self, actor: str) -> str:
        office = self.offices[actor]
        shown = self._drawing.states.get(office.state)
        return f"{shown.letter if shown else office.state[:1].upper()}{office.count}"

    def line(self, actor: str) -> Line:
        """Return how an actor's lifeline is drawn now."""
        shown = self._drawing.states.get(self.offices[actor].state)
        return shown.line if shown else "thin"

    def _badge(self, actor: str, y: int) -> None:
        half, x = self.badge_width(actor) // 2, self.x[actor]
        box = Box(x - half, y - BADGE_HEIGHT // 2, x + half, y + BADGE_HEIGHT // 2)
        label = Label("office", x, y + 32, self._text(actor), BADGE_SIZE, "middle")
        self._layout.badges.append(Badge(actor, self.line(actor), box, label))

    def _end(self, actor: str, y: int) -> None:
        since = self._since.pop(actor, None)
        if since is not None and y > since:
            self._layout.lifelines.append(Lifeline(actor, self.x[actor], since, y, self.line(actor)))

    def _regroup(self, event: TraceEvent, y: int) -> None:
        groups = self._drawing.regrouped(event, self._groups)
        if groups != self._groups:
            self._separate(y)
            self._groups, self._grouped_since = groups, y

    def _separate(self, y: int) -> None:
        number = {actor: index for index, group in enumerate(self._groups) for actor in group}
        pairs = zip(self.actors, self.actors[1:], strict=False)
        half = self.pitch // 2
        walls = tuple(self.x[one] + half for one, two in pairs if number.get(one) != number.get(two))
        tinted = (actor for actor in self.actors if number.get(actor, 0) % 2 == 1)
        tints = tuple((self.x[actor] - half, self.x[actor] + half) for actor in tinted)
        if walls and y > self._grouped_since:
            self._layout.separations.append(Separation(self._grouped_since, y, walls, tints))
