"""What learners believe of the event loop of JavaScript, each with a smallest program that shows that it is wrong."""

from __future__ import annotations

from collections.abc import Mapping

BELIEFS: Mapping[str, tuple[str, str]] = {
    "async-function-starts-later": (
        "The body of an async function begins to run later.",
        """\
async function f() { console.log("body"); }
f();
console.log("end");
""",
    ),
    "executor-runs-later": (
        "The function that `new Promise` is given runs later.",
        """\
new Promise(() => console.log("executor"));
console.log("end");
""",
    ),
    "immediate-is-at-once": (
        "What setImmediate is given runs before anything else that waits.",
        """\
setImmediate(() => console.log("immediate"));
queueMicrotask(() => console.log("microtask"));
""",
    ),
    "microtasks-between-phases": (
        "Microtasks run only when all callbacks of a phase have.",
        """\
setTimeout(() => queueMicrotask(() => console.log("microtask")), 0);
setTimeout(() => console.log("timer"), 0);
""",
    ),
    "returned-promise-is-free": (
        "A promise that a callback returns takes no further microtasks.",
        """\
Promise.resolve().then(() => Promise.resolve())
  .then(() => console.log("promise"));
Promise.resolve().then(() => 1)
  .then(() => console.log("number"));
""",
    ),
    "then-runs-at-once": (
        "What waits for a promise that has its value already runs at once.",
        """\
Promise.resolve().then(() => console.log("then"));
console.log("end");
""",
    ),
    "ticks-after-promises": (
        "What process.nextTick is given runs after what promises wait for.",
        """\
Promise.resolve().then(() => console.log("promise"));
process.nextTick(() => console.log("tick"));
""",
    ),
    "timeout-0-is-at-once": (
        "A timer of 0 ms fires before promises go on.",
        """\
setTimeout(() => console.log("timer"), 0);
Promise.resolve().then(() => console.log("promise"));
""",
    ),
    "timers-as-written": (
        "Timers fire in the order in which they are set.",
        """\
setTimeout(() => console.log("20 ms"), 20);
setTimeout(() => console.log("10 ms"), 10);
""",
    ),
}
"""Name -> what is believed, and the program, for Node."""
