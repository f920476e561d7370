"""The event loop of JavaScript: in which order a program prints.

Sources: ECMA-262, 27.2 (promises; 27.2.1.3.2 and 27.2.2.2 for one that is resolved with another) and 27.7.5.3 (Await);
WHATWG HTML, 8.1.7 (a microtask checkpoint after each callback) and 8.6 (timers); Node's guide "The Node.js Event Loop"
(the phases timers, poll and check; `process.nextTick` after each callback, before promises).

Code takes less than a millisecond. Which of two things comes first that are no further apart is left open, and so is
when a file has been read: each way to go on is a run.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from quizgen.simulators.api import Misconception
from quizgen.simulators.event_loop_beliefs import BELIEFS
from quizgen.simulators.kit.printing import Console, Source
from quizgen.simulators.kit.scripts.queues import THREAD, Job, Queued, Thread
from quizgen.simulators.kit.scripts.reading import read
from quizgen.simulators.kit.scripts.running import Running, Script, Value, function, shown

BROWSER = (THREAD, "microtasks", "timers")
NODE = (*BROWSER, "next ticks", "immediates", "files")
HOSTS = {"cjs": "Node, as a script", "esm": "Node, as a module (.mjs)", "browser": "a browser"}


@dataclass(frozen=True, kw_only=True)
class JavaScript(Source):
    """A program, and what runs it.

    Attributes:
        program: its text. It may print, call, add, declare functions and constants, and use promises.
        host: "cjs" and "esm" are Node, with a script and with a module; "browser" has no phases.
    """

    host: Literal["cjs", "esm", "browser"] = "cjs"


@dataclass(eq=False)
class Promise:
    """A promise: whether its fate is decided, its value in a tuple as soon as it has one, and what waits for that."""

    decided: bool = False
    value: tuple[Value, ...] = ()
    waiting: list[tuple[Callable[[Value], object], str]] = field(default_factory=list)


class Promises:
    """What promises and async functions do: they put microtasks into the queue."""

    def __init__(self, thread: Thread, belief: str | None) -> None:
        self.belief, self.microtask = belief, partial(thread.later, "microtasks")

    def when(self, promise: Promise, call: Callable[[Value], object], label: str) -> None:
        """Have a microtask as soon as a promise has its value."""
        if promise.value and self.belief == "then-runs-at-once":
            call(*promise.value)
        elif promise.value:
            self.microtask(partial(call, *promise.value), label=label)
        else:
            promise.waiting.append((call, label))

    def settle(self, promise: Promise, value: Value) -> None:
        """Give a promise its value."""
        promise.value = (value,)
        for call, label in promise.waiting:
            self.microtask(partial(call, value), label=label)

    def resolve(self, promise: Promise, value: Value = None, *_: Value) -> None:
        """Decide a promise's fate, once: by a value, or by another promise, which takes two microtasks."""
        if promise.decided:
            return
        promise.decided, settle = True, partial(self.settle, promise)
        if not isinstance(value, Promise):
            settle(value)
        elif self.belief == "returned-promise-is-free" and value.value:
            settle(*value.value)
        else:
            self.microtask(partial(self.when, value, settle, "take over its value"), label="ask the returned promise")

    def of(self, value: Value = None, *_: Value) -> Promise:
        """Return a promise as it is, and any other value as one."""
        return value if isinstance(value, Promise) else Promise(decided=True, value=(value,))

    def then(self, promise: Promise, call: Value = None, *_: Value) -> Promise:
        """Return the promise of what a callback returns."""
        chained, call = Promise(), function(call)
        self.when(promise, lambda value: self.resolve(chained, call(value)), getattr(call, "label", ""))
        return chained

    def construct(self, executor: Value = None, *_: Value) -> Promise:
        """Make a promise, whose executor runs at once."""
        promise = Promise()
        call = partial(function(executor), partial(self.resolve, promise))
        self.microtask(call) if self.belief == "executor-runs-later" else call()
        return promise

    def start(self, running: Running, label: str) -> Promise:
        """Run an async function up to where it awaits, and return the promise of its result."""
        result = Promise()

        def go_on(value: Value = None) -> None:
            try:
                self.when(self.of(running.send(value)), go_on, f"the rest of {label}")
            except StopIteration as end:
                self.resolve(result, end.value)

        self.microtask(go_on, label=label) if self.belief == "async-function-starts-later" else go_on()
        return result


class Loop:
    """The loop: what a program can call, and what is done in which order."""

    def __init__(self, host: str, belief: str | None, console: Console) -> None:
        self.host, self.belief, self.thread = host, belief, Thread(console, NODE)
        self.promises, self.asked = Promises(self.thread, belief), frozenset[Job]()

    def scope(self) -> dict[str, Value]:
        """Return what a program can name."""
        promises, later = self.promises, self.thread.later
        scope = {"console": {"log": self.log}, "queueMicrotask": promises.microtask, "setTimeout": self.timeout}
        scope |= {"Promise": {"resolve": promises.of}, "new Promise": promises.construct}
        if self.host != "browser":
            immediates = "next ticks" if self.belief == "immediate-is-at-once" else "immediates"
            scope |= {"process": {"nextTick": partial(later, "next ticks")}, "setImmediate": partial(later, immediates)}
            scope["require" if self.host == "cjs" else "import"] = {"fs": {"readFile": self.read_file}}.get
        return scope

    def member(self, owner: Value, name: str) -> Value:
        """Return a member of an object; the only one of a promise is `then`."""
        return {"then": partial(self.promises.then, owner)}[name] if isinstance(owner, Promise) else owner[name]

    def log(self, *values: Value) -> None:
        """Print a line."""
        self.thread.write(" ".join(map(shown, values)))

    def timeout(self, call: Value = None, delay: Value = 0, *_: Value) -> Job:
        """Set a timer; Node takes 0 for 1."""
        return self.thread.later("timers", call, delay=delay or int(self.host != "browser"))

    def read_file(self, _: Value = None, call: Value = None, *more: Value) -> None:
        """Read a file; options may stand before the callback, which is not told what the file holds."""
        self.thread.later("files", function(more[0] if more else call, most=0))

    def go(self, program: str) -> None:
        """Run the program, then go round until nothing waits."""
        script = Script(self.promises.start, self.thread.stage.spend, self.member)
        running = script.block(read(program, awaits=self.host == "esm"), ChainMap(self.scope()))
        module = partial(self.promises.start, running, "the module")  # is evaluated by a microtask
        self.promises.microtask(module, label="the module") if self.host == "esm" else next(running, None)
        self.drain()
        while not self.thread.is_idle:
            self.go_round()

    def run(self, job: Job) -> None:
        """Run a callback of a phase, and what it leaves behind."""
        self.thread.run(job)
        if self.belief != "microtasks-between-phases":
            self.drain()

    def drain(self) -> None:
        """Run next ticks and microtasks until none are left."""
        timers, ticks = self.thread["timers"], ("next ticks", "microtasks")
        for job in [job for job in timers if job.delay <= 1 and self.belief == "timeout-0-is-at-once"]:
            self.thread.run(job)
        self.thread.drain(*(ticks[::-1] if self.belief == "ticks-after-promises" else ticks))

    def go_round(self) -> None:
        """Go round once: timers, then files that have been read, then immediates."""
        thread, choose = self.thread, self.thread.stage.choose
        timers, files, immediates = thread["timers"], thread["files"], thread["immediates"]
        for_file = bool(files) and not immediates and (not timers or choose(2) == 1)
        if timers and not immediates and not for_file:
            thread.pass_to(min(timer.due for timer in timers))
        if any(timer.due == thread.now + 1 for timer in timers):
            thread.pass_to(thread.now + choose(2))
        for timer in thread.due("timers", in_order=self.belief == "timers-as-written"):
            self.run(timer)
        self.drain()
        before, self.asked = self.asked, frozenset(files)
        while (ready := [file for file in files if for_file or file in before]) and (
            number := choose(len(ready) + (not for_file))
        ) < len(ready):
            for_file = False
            self.run(ready[number])
        self.drain()
        for _ in range(len(immediates)):
            self.run(immediates[0])
        self.drain()


class EventLoop(Queued[JavaScript]):
    """Programs of JavaScript."""

    name, version, scenario = "event-loop", "1", JavaScript
    doc = (
        "The event loop of JavaScript: promises, microtasks, timers; in Node next ticks, immediates and files as well."
    )
    misconceptions = tuple(
        Misconception(name, belief, "the order of what is printed") for name, (belief, _) in BELIEFS.items()
    )
    examples: Mapping[str, JavaScript] = {name: JavaScript(program=program) for name, (_, program) in BELIEFS.items()}

    def start(self, scenario: JavaScript, misconception: str | None, console: Console) -> None:
        """Run the program."""
        Loop(scenario.host, misconception, console).go(scenario.program)

    def actors(self, scenario: JavaScript) -> tuple[str, ...]:
        """Return the thread and the queues."""
        return BROWSER if scenario.host == "browser" else NODE

    def told(self, scenario: JavaScript) -> tuple[str, ...]:
        """Return what runs it."""
        return (f"a simulated JavaScript program in {HOSTS[scenario.host]}",)


SIMULATOR = EventLoop()
