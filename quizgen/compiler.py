"""The compiler: load, cross-check, check, render, export. The whole way of the data on one page."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from quizgen.checks import CHECKS
from quizgen.checks import check as run_checks
from quizgen.checks.content import place_of
from quizgen.checks.rules import held_back
from quizgen.checks.silencing import Silenced, silenced
from quizgen.crosscheck import Findings, Laboratory, crosscheck, equipped
from quizgen.crosscheck.needless import needless
from quizgen.crosscheck.subjects import subjects
from quizgen.diagnostics import Diagnostic, Span, error, has_errors, in_order
from quizgen.loader import load_with_programs
from quizgen.loader.recordings import run_otherwise
from quizgen.model.lesson import Deck, PlacedLesson
from quizgen.review import Reading, Review, read_review, reading, told_of
from quizgen.settings import Settings, Unread, read_settings
from quizgen.system.publish import HalfPublished, InTheWay, publish, staging
from quizgen.tally import BASES, tally
from quizgen.text.markdown import images
from quizgen.unchanged import Memory, Told
from quizgen.wording import filled

if TYPE_CHECKING:
    from quizgen import exporters
    from quizgen.cards import RenderedLesson
    from quizgen.decks.lock import Stamping

    Output = exporters.Exporter[Any]


class Report(Protocol):
    """Is told what goes on; the command line shows it."""

    def step(self, done: int, total: int, what: str) -> None:
        """``done`` of ``total`` parts of the present phase are done; ``what`` comes next."""


class Silent:
    """A report that nobody reads."""

    def step(self, done: int, total: int, what: str) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class Content:
    """Content as it was read, each file once.

    Attributes:
        path: the folder of content, or the one file.
        settings: what ``quizgen.toml`` beside it says.
        deck: what the files hold.
        diagnostics: what in any of them cannot be understood.
        review: what of it was read beside its claims.
    """

    path: Path
    settings: Settings
    deck: Deck
    diagnostics: tuple[Diagnostic, ...]
    review: Review


@dataclass(frozen=True)
class Checked:
    """A deck that was loaded and checked.

    Attributes:
        diagnostics: everything that is wrong with it, by place.
        tally: how many items are computed, cited, unverified.
        reading: what of it was read beside its claims.
        silenced: warnings that the content silences, with its reasons.
    """

    deck: Deck
    findings: Findings
    diagnostics: tuple[Diagnostic, ...]
    tally: dict[str, int]
    reading: Reading
    silenced: tuple[Silenced, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it may be built."""
        return not has_errors(self.diagnostics)

    @property
    def told(self) -> Told:
        """What is told of it."""
        return Told(self.diagnostics, self.tally, self.reading.counts)


@dataclass(frozen=True)
class Built:
    """What a build made: nothing, if the deck is not sound or could not be written.

    Attributes:
        lockfile: what was written beside the content; None if it stayed as it was.
    """

    checked: Checked
    written: tuple[Path, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    lockfile: Path | None = None

    @property
    def sound(self) -> bool:
        """Whether everything that was asked for was written."""
        return not has_errors(self.diagnostics)


@dataclass(frozen=True)
class Options:
    """How to build.

    Attributes:
        locked: build nothing if the lockfile would change.
        rename: name decks that have been released as new ones are named.
        clock: dates what has changed since the last build; seconds since 1970.
        namespace: makes what tells this author's notes from others', for a lockfile that has none; hexadecimal
            digits, at random if None.
        decks: published decks, from which the lockfile learns what it does not know.
        new_decks: whether nobody has these decks, whatever tells of a lockfile that is missing.
        ahead: whether decks are out whose dates lie in the future.
        told: name of an output -> its options, if they are not its defaults.
        laboratory: remembers what was simulated before, as for `check`.
    """

    locked: bool = False
    rename: bool = False
    clock: Callable[[], float] = time.time
    namespace: Callable[[], str] | None = None
    decks: Sequence[Path] = ()
    new_decks: bool = False
    ahead: bool = False
    told: Mapping[str, exporters.Options] = field(default_factory=dict)
    laboratory: Laboratory | None = None


_USUAL: Final = Options()


def read(path: Path, only: Collection[Path] | None = None) -> Content:
    """Read content, or only some of its files, and ``quizgen.toml`` beside it; what is wrong is among the diagnostics.

    The plug-ins that the settings name are used from now on, and no others.
    """
    settings, mistakes = read_settings(path)  # first, because they say what simulators there are
    deck, programs, found = load_with_programs(path, only)
    tools = {name: (tool.name or name, tool.run) for name, tool in settings.tools.items()}
    found += tuple(run_otherwise(programs.values(), tools))
    return Content(path, settings, deck, (*found, *mistakes), read_review(path))


def check(
    content: Content | Path,
    report: Report,
    laboratory: Laboratory | None = None,
    *,
    runs: bool = False,
    unread: Unread | None = None,
) -> Checked:
    """Check all of some content.

    Args:
        content: what was read, or what to read.
        report: is told how far the simulations are.
        laboratory: remembers what was simulated before, for whoever checks again and again; None for one that works on
            all processors and remembers what it kept in the user's cache.
        runs: whether the runs behind items are asked for, which cards show.
        unread: what is said of statements that nobody has read; None for what the settings say.
    """
    content = content if isinstance(content, Content) else read(content)
    laboratory = laboratory or equipped(content.path)
    whole = filled(content.deck, laboratory, report.step, runs=runs)
    deck = whole.deck
    findings = crosscheck(deck, report.step, laboratory, runs=runs)
    findings = replace(findings, needless=needless(subjects(deck), findings, laboratory, report.step))
    read_beside = reading(deck, content.review)
    told = told_of(read_beside, unread or content.settings.check.unread)
    judged = held_back((*content.diagnostics, *whole.diagnostics, *run_checks(deck, findings)), deck)
    found = in_order((*judged, *told))
    kept, quiet = silenced(deck, found, tuple(CHECKS))
    diagnostics = in_order(kept) if len(kept) != len(found) or quiet else found
    counts = dict.fromkeys(BASES, 0)
    for lesson in deck.lessons:
        for basis, count in tally(lesson).items():
            counts[basis] += count
    return Checked(deck, findings, diagnostics, counts, read_beside, quiet)


def told(path: Path, report: Report, memory: Memory, unread: Unread | None = None) -> Told:
    """Check content, and keep what is told of it for as long as nothing changes, if that can be known."""
    content = read(path)
    checked = check(content, report, unread=unread)
    if not content.settings.plugins.use and not any(map(_shows_hidden, checked.deck.lessons)):
        memory.keep(checked.told)
    return checked.told


def _shows_hidden(lesson: PlacedLesson) -> bool:
    """Tell whether any of a lesson's pictures lies in a hidden folder, which nobody looks into for what has changed."""
    folder = lesson.folder.resolve()
    texts = chain(lesson.head.texts(), *(item.question.texts() for item in lesson.items))
    paths = [(folder / path).resolve() for _, text in texts for path in images(text)]
    return any(part.startswith(".") for path in paths for part in path.relative_to(folder).parts)


def build(
    content: Content | Path, outputs: Sequence[str], out: Path, report: Report, options: Options = _USUAL
) -> Built:
    """Check content and, if it is sound, write the outputs that are asked for.

    Either all of them are written, or ``out`` stays as it was; if the build is killed while it publishes, the next one
    puts back what was there (`quizgen.system.publish` says what that holds against). No content is replaced, and no
    folder that quizgen did not write. Along with decks goes the lockfile beside the content (`quizgen.decks.lock`).
    """
    content = content if isinstance(content, Content) else read(content)
    checked, path = check(content, report, options.laboratory, runs=True), content.path
    if not checked.sound:
        return Built(checked, (), checked.diagnostics)
    from quizgen.decks.lock import LockProblem  # noqa: PLC0415 - what only a build needs is loaded only then
    from quizgen.exporters import EXPORTERS, ExportError  # noqa: PLC0415 - as above
    from quizgen.plugins.guard import PluginFailed  # noqa: PLC0415 - as above

    try:
        chosen = [EXPORTERS[name] for name in outputs]
        lessons = _rendered(checked, report)
        arranged = _arranged(checked, lessons, content, options, report) if any(o.notes for o in chosen) else None
        told = arranged.told if arranged else ()
        stamping = _stamping(content, lessons, arranged, options, out)
        orders = [_ordered(output, stamping.lessons if output.notes else lessons, path, options) for output in chosen]
        written = _export((path, *content.deck.files), stamping, orders, out, report)
        kept = stamping.file if stamping.after is not None else None
        return Built(checked, written, (*checked.diagnostics, *told, *stamping.diagnostics), kept)
    except LockProblem as problem:
        return Built(checked, (), (*checked.diagnostics, *problem.diagnostics))
    except PluginFailed as problem:
        failed = error("plugin-failed", place_of(checked.deck, problem.about), str(problem), problem.hint)
    except ExportError as problem:
        failed = error("export", Span(out.as_posix()), str(problem))
    except InTheWay as problem:
        hint = "nothing was changed; move it away, or choose another folder with --out"
        failed = error("output-in-the-way", Span(problem.path.as_posix()), str(problem), hint)
    except HalfPublished as problem:
        hint = f"nothing is lost: it is kept in {problem.folder}; mend the cause and build again, which puts it back"
        failed = error("output-incomplete", Span(out.as_posix()), str(problem), hint)
    except (OSError, sqlite3.Error) as problem:  # an Anki deck is a database
        message = f"the output cannot be written: {getattr(problem, 'strerror', None) or problem}"
        hint = "nothing was changed there; make room, change the permissions, or choose another folder with --out"
        failed = error("output-unwritable", Span(out.as_posix()), message, hint)
    return Built(checked, (), (*checked.diagnostics, failed))


def _rendered(checked: Checked, report: Report) -> tuple[RenderedLesson, ...]:
    from quizgen.render import render  # noqa: PLC0415 - as above

    days = checked.reading.days
    return render(checked.deck, checked.findings, lambda done, total: report.step(done, total, "cards"), days)


@dataclass(frozen=True)
class _Arranged:
    """Lessons as notes, for the outputs that a collection takes in, and what the author should know of them."""

    lessons: tuple[RenderedLesson, ...]
    told: tuple[Diagnostic, ...] = ()


def _arranged(
    checked: Checked, lessons: Sequence[RenderedLesson], content: Content, options: Options, report: Report
) -> _Arranged:
    """Put cards in the order of a collection, with short ones if they are asked for."""
    from quizgen.exporters.anki.exercises import arranged, long_choices  # noqa: PLC0415 - as above
    from quizgen.exporters.deck_options import DeckOptions  # noqa: PLC0415 - as above
    from quizgen.exporters.shipped import ANKI  # noqa: PLC0415 - as above
    from quizgen.render import joined, render, shortened, told_of  # noqa: PLC0415 - as above

    told = options.told.get(ANKI.name)
    told = told if isinstance(told, DeckOptions) else DeckOptions.model_validate(content.settings.told(ANKI))
    if not told.short:
        return _Arranged(arranged(lessons, told.exercises))
    short = shortened(checked.deck, told.short, long_choices(lessons))
    findings = crosscheck(short.deck, report.step, equipped(content.path), runs=True)
    more = render(short.deck, findings, lambda done, total: report.step(done, total, "short cards"))
    return _Arranged(arranged(joined(lessons, more, short.sources), told.exercises), tuple(told_of(short)))


def _stamping(
    content: Content, lessons: tuple[RenderedLesson, ...], arranged: _Arranged | None, options: Options, out: Path
) -> Stamping:
    """Look up what is known of earlier releases, if any of the outputs takes it."""
    from quizgen.decks.lock import Past, stamp, unstamped  # noqa: PLC0415 - as above
    from quizgen.decks.recovery import evidence, recovered  # noqa: PLC0415 - as above

    if arranged is None:
        return unstamped(lessons)
    past = Past(
        decks=lambda now: recovered(options.decks, arranged.lessons, now) if options.decks else None,
        evidence=lambda file: evidence(arranged.lessons, out, file, content.deck.files),
        new=options.new_decks,
        rename=options.rename,
        ahead=options.ahead,
    )
    clock, namespace = options.clock, options.namespace
    return stamp(content.path, arranged.lessons, clock, locked=options.locked, namespace=namespace, past=past)


@dataclass(frozen=True)
class _Order:
    """What is to be written: an output, what of, and what it is told."""

    output: Output
    lessons: Sequence[RenderedLesson]
    told: exporters.Options


def _ordered(output: Output, lessons: Sequence[RenderedLesson], path: Path, options: Options) -> _Order:
    return _Order(output, lessons, (options.told.get(output.name) or output.options()).for_content(path))


def _export(
    sources: Sequence[Path], stamping: Stamping, orders: Sequence[_Order], out: Path, report: Report
) -> tuple[Path, ...]:
    """Write all outputs, and move them into place together with the lockfile."""
    pictures = [picture for lesson in stamping.lessons for picture in lesson.assets.values()]
    with staging(out) as folder:
        written: list[Path] = []
        names: dict[str, str] = {}
        for number, order in enumerate(orders):
            report.step(number, len(orders), f"writing {order.output.name}")
            made = order.output.export(order.lessons, folder, partial(report.step, number, len(orders)), order.told)
            _refuse_met(names, made, order.output.name)
            written += made
        with stamping.kept():
            return publish(written, out, (*sources, *pictures))


def _refuse_met(names: dict[str, str], made: Sequence[Path], output: str) -> None:
    """Refuse what an earlier output has written, too. Case does not count: on Windows and macOS it does not."""
    from quizgen.exporters import ExportError  # noqa: PLC0415 - as above

    for path in made:
        other = names.setdefault(path.name.casefold(), output)
        if other != output:
            raise ExportError(f"the outputs {other} and {output} both write {path.name}; give each a build of its own")
