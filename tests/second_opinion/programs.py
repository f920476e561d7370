"""Random programs of all that the event loop's simulator knows; each line that they print is another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from random import Random

LATER = (100, 200)
"""Milliseconds after which timers fire that do not fire at once: so long that nothing else takes it."""
_DEPTH = 2
_NESTED = 0.3


def program(seed: int, host: str) -> str:
    """Return a program; the same for the same seed and host."""
    writer = _Writer(Random(f"{host} {seed}"), host)  # noqa: S311  # no secret
    fs = {"cjs": 'const fs = require("fs");\n', "esm": 'import fs from "fs";\n', "browser": ""}[host]
    return fs + writer.block(_DEPTH, awaits=host == "esm", longest=5)


class _Writer:
    def __init__(self, random: Random, host: str) -> None:
        self.random, self.host, self.numbers = random, host, count(1)

    def block(self, depth: int, *, awaits: bool = False, longest: int = 3) -> str:
        return "\n".join(self.statement(depth, awaits=awaits) for _ in range(self.random.randint(1, longest)))

    def statement(self, depth: int, *, awaits: bool) -> str:
        if not depth:
            return self.log()
        kinds: list[Callable[[int], str]] = [
            self.log,
            self.micro,
            self.chain,
            self.chain,
            self.function,
            self.timer,
            self.promise,
        ]
        kinds += [self.tick, self.immediate, self.file] if self.host != "browser" else [self.timer]
        return self.random.choice([*kinds, *([self.wait] * 3 if awaits else [])])(depth - 1)

    def log(self, _: int = 0) -> str:
        return f'console.log("{next(self.numbers)}");'

    def callback(self, depth: int) -> str:
        return f"() => {{ {self.block(depth)} }}"

    def micro(self, depth: int) -> str:
        return f"queueMicrotask({self.callback(depth)});"

    def tick(self, depth: int) -> str:
        return f"process.nextTick({self.callback(depth)});"

    def immediate(self, depth: int) -> str:
        return f"setImmediate({self.callback(depth)});"

    def file(self, depth: int) -> str:
        return f'fs.readFile("data.txt", {self.callback(depth)});'

    def timer(self, depth: int) -> str:
        return f"setTimeout({self.callback(depth)}, {self.random.choice([0, 0, 0, 0, *LATER])});"

    def promise(self, depth: int) -> str:
        """A promise whose executor prints, and which is resolved at once, later or twice."""
        resolving = self.random.choice(
            ["resolve();", "queueMicrotask(resolve);", "resolve(Promise.resolve()); resolve();"]
        )
        return f"new Promise(resolve => {{ {self.log()} {resolving} {self.log()} }}){self.thens(depth)};"

    def chain(self, depth: int) -> str:
        return f"{self.random.choice(['Promise.resolve()', 'Promise.resolve(Promise.resolve(7))'])}{self.thens(depth)};"

    def thens(self, depth: int) -> str:
        return "".join(f".then({self.link(depth)})" for _ in range(self.random.randint(1, 3)))

    def link(self, depth: int) -> str:
        """A callback of `then` that returns nothing, or another promise."""
        number, inside = next(self.numbers), self.block(depth) if self.random.random() < _NESTED else ""
        returned = self.random.choice(["", "", "return Promise.resolve();", "return Promise.resolve().then(() => 1);"])
        return self.random.choice(
            [
                f'() => {{ console.log("{number}"); {inside} {returned} }}',
                f'async () => {{ console.log("{number}"); {returned} }}',
                f'value => console.log("{number} " + value)',
            ]
        )

    def function(self, depth: int) -> str:
        """An async function, called at once."""
        name, body = f"f{next(self.numbers)}", self.block(depth, awaits=True)
        returned = self.random.choice(["", "return 1;", "return Promise.resolve(1);"])
        call = self.random.choice([f"{name}();", f"{name}(){self.thens(depth)};"])
        return f"async function {name}() {{ {self.log()} {self.wait(depth)} {body} {returned} }}\n{call}"

    def wait(self, depth: int) -> str:
        awaited = self.random.choice(["undefined", "Promise.resolve()", f"(async () => {{ {self.block(depth)} }})()"])
        return f"await {awaited}; {self.log()}"
