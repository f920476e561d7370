"""Rules as one function of Python, from a state to those that may follow, and every state that is found with it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NoReturn

from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.rules.language import sugar
from quizgen.simulators.rules.language.expressions import weight
from quizgen.simulators.rules.language.operators import RUNTIME
from quizgen.simulators.rules.language.terms import STATE, Term, call, constants, in_state, part
from quizgen.simulators.rules.language.values import Channel, Scalar, Type, Value
from quizgen.simulators.rules.language.vocabulary import MOST_PARTS, Vocabulary, vocabulary
from quizgen.simulators.rules.language.written import Expression, Mistake, Rules
from quizgen.simulators.rules.states.grounding import ground
from quizgen.simulators.rules.states.steps import Sent, Step

State = tuple[Any, ...]
"""The values of all slots; a channel holds the numbers of its messages."""
_MOST_OBSERVED: Final = 63
"""So many invariants: a bit each."""


class Left(Exception):  # noqa: N818 - it is told with the run that leads there
    """A step would set something to what it cannot be."""

    def __init__(self, step: int, slot: int, value: Value) -> None:
        super().__init__(step, slot, value)
        self.step, self.slot, self.value = step, slot, value


@dataclass(frozen=True, eq=False)
class Machine:
    """Rules with all that is to be said of them said; a model of `quizgen.simulators.kit.search`.

    Attributes:
        spoken: what expressions can speak of.
        steps: every step that can be taken.
        initial: where it starts.
        successors: state -> those one step on.
        moves: state -> the numbers of the steps that can be taken in it, each with where it leads.
        invariants: name -> expression.
    """

    spoken: Vocabulary
    steps: tuple[Step, ...]
    initial: State
    successors: Callable[[State], list[State]]
    moves: Callable[[State], list[tuple[int, State]]]
    invariants: Mapping[str, Expression] = field(default_factory=dict)
    key: None = None
    is_suspicious: bool = False

    @property
    def parts(self) -> int:
        """How many parts of expressions and states may be looked at to go on from one state."""
        return MOST_PARTS - self.spoken.budget.left + len(self.steps) * len(self.spoken.slots)

    @cached_property
    def broken_in(self) -> Callable[[State], int]:
        """State -> the invariants that do not hold in it, a bit each."""
        if not self.invariants:
            return lambda _: 0
        asked = [self.question(one, ("invariants", name), "bool") for name, one in self.invariants.items()]
        return lambda state: sum((not holds(state)) << bit for bit, holds in enumerate(asked))

    @staticmethod
    def broken_by(state: State, after: State) -> int:  # noqa: ARG004 - no step breaks anything by itself
        """Return nothing: invariants are asked of states."""
        return 0

    def term(self, written: Expression, path: ScenarioPath = (), kind: str = "") -> Term:
        """Return an expression about states.

        Raises:
            Mistake: it is none.
        """
        tree = self.spoken.declared.parsed(written, path, kind)
        self.spoken.budget.take(weight(tree, self.spoken.sizes), path)
        return self.spoken.scope.at(path).term(tree)

    def looked_at(self, terms: Iterable[Term]) -> frozenset[int]:
        """Return the slots that terms depend on, also through observations."""
        found, pending = set[int](), [term.node for term in terms]
        asked: set[str] = set()
        while pending:
            for node in ast.walk(pending.pop()):
                if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == STATE:
                    found.add(int(ast.literal_eval(node.slice)))
                elif isinstance(node, ast.Name) and node.id not in asked:
                    asked.add(node.id)
                    names = self.spoken.tables.get(node.id, {}).values()
                    pending += [
                        self.spoken.functions[name] for name in (node.id, *names) if name in self.spoken.functions
                    ]
                    found |= {number for number in range(len(self.spoken.slots)) if part(number) == node.id}
        return frozenset(found)

    def question(self, written: Expression, path: ScenarioPath = (), kind: str = "") -> Callable[[State], Value]:
        """Return what answers an expression about states.

        Raises:
            Mistake: it is none.
        """
        return self.compiled(self.term(written, path, kind))

    def compiled(self, term: Term) -> Callable[[State], Value]:
        """Return a term as a function."""
        namespace = _namespace(self.spoken)
        _define(namespace, [_function("asked", [STATE], [ast.Return(in_state(term.node))])])
        found: Callable[[State], Value] = namespace["asked"]
        return found


def machine(
    rules: Rules,
    parameters: Mapping[str, bool | int] | None = None,
    misconception: str | None = None,
) -> Machine:
    """Return rules as what can be explored.

    Raises:
        Mistake: something is wrong with them.
    """
    changed = sugar.wrong(rules, misconception)
    plain = sugar.plain(rules, misconception)
    spoken = vocabulary(rules, plain, {**(parameters or {}), **(changed.parameters if changed else {})})
    steps = ground(rules, plain, spoken)
    if len(rules.invariants) > _MOST_OBSERVED:
        raise Mistake(("invariants",), f"there are more than {_MOST_OBSERVED} invariants")
    namespace = _namespace(spoken)
    try:
        _define(namespace, list(_functions(spoken, steps)))
    except (RecursionError, MemoryError):
        raise Mistake(("rules",), "an expression nests too deep", "make observations of its parts") from None
    initial = tuple(slot.start for slot in spoken.slots)
    made = Machine(spoken, steps, initial, namespace["successors"], namespace["moves"], rules.invariants)
    _ = made.broken_in  # what is wrong with an invariant is told now
    return made


def _namespace(spoken: Vocabulary) -> dict[str, Any]:
    """Return what compiled expressions can name."""
    found: dict[str, Any] = {"__builtins__": {}, **RUNTIME, "left": _left}
    for number, slot in enumerate(spoken.slots):
        if slot.channel is not None:
            found[f"code{number}"] = _coding(number, slot.channel)
            found[f"put{number}"] = _putting(number, slot.channel)
    _define(found, [_function(name, [STATE], [ast.Return(node)]) for name, node in spoken.functions.items()])
    for table, entries in spoken.tables.items():
        found[table] = {actors: found[name] for actors, name in entries.items()}
    return found


def _left(step: int, slot: int, value: Value) -> NoReturn:
    raise Left(step, slot, value)


def _coding(slot: int, channel: Channel) -> Callable[[int, tuple[Scalar, ...]], int]:
    """Return what gives a message's number."""
    codes = channel.codes

    def code(step: int, fields: tuple[Scalar, ...]) -> int:
        found = codes.get(fields)
        return _left(step, slot, fields) if found is None else found

    return code


def _putting(slot: int, channel: Channel) -> Callable[[int, tuple[int, ...], int], tuple[int, ...]]:
    """Return what puts a message into a channel."""
    most, order = channel.most, channel.order

    def put(step: int, held: tuple[int, ...], code: int) -> tuple[int, ...]:
        if order == "set" and code in held:
            return held
        if len(held) >= most:
            raise Left(step, slot, (*held, code))
        return (*held, code) if order == "fifo" else tuple(sorted((*held, code)))

    return put


def _define(namespace: dict[str, Any], functions: Sequence[ast.stmt]) -> None:
    """Add functions to a namespace. They are made of nodes: nothing that an author wrote is read as Python."""
    if functions:
        module = ast.fix_missing_locations(ast.Module(list(functions), []))
        exec(compile(module, "<rules>", "exec"), namespace)  # noqa: S102 - nodes of `terms`, and no built-ins


def _function(name: str, parameters: Sequence[str], body: list[ast.stmt]) -> ast.stmt:
    arguments = ast.arguments([], [ast.arg(one) for one in parameters], None, [], [], None, [])
    return ast.FunctionDef(name, arguments, body, [])


def _functions(spoken: Vocabulary, steps: Sequence[Step]) -> Iterator[ast.stmt]:
    """Yield `successors` and `moves`, and what they call for each message."""
    for named in (False, True):
        name = "moves" if named else "successors"
        body = [_unpacked(spoken), _statement("out = []"), _statement("add = out.append")]
        handlers: dict[int, dict[int, list[ast.stmt]]] = {}
        for number, step in enumerate(steps):
            code = _taken(spoken, step, number, named=named)
            if step.received is None:
                body += code
            else:
                slot, message = step.received
                handlers.setdefault(slot, {}).setdefault(message, []).extend(code)
        for slot, messages in handlers.items():
            for message, code in messages.items():
                yield _function(f"{name}{slot}_{message}", [STATE, "rest", "add"], [_unpacked(spoken), *code])
            keys: list[ast.expr | None] = [ast.Constant(message) for message in messages]
            found: list[ast.expr] = [ast.Name(f"{name}{slot}_{message}", ast.Load()) for message in messages]
            yield ast.Assign([ast.Name(f"{name}{slot}", ast.Store())], ast.Dict(keys, found))
            fifo = (channel := spoken.slots[slot].channel) is not None and channel.order == "fifo"
            body += ast.parse(_ONE if fifo else _EACH).body
            body[-1] = _Renamed(f"{name}{slot}", part(slot)).visit(body[-1])
        yield _function(name, [STATE], [*body, _statement("return out")])


_EACH: Final = """
for place, code in enumerate(HELD):
    if (take := TAKERS.get(code)) is not None and (place == 0 or HELD[place - 1] != code):
        take(s, HELD[:place] + HELD[place + 1:], add)
"""
_ONE: Final = """
if HELD and (take := TAKERS.get(HELD[0])) is not None:
    take(s, HELD[1:], add)
"""
"""How the messages of a channel are taken, in any order or in that in which they were sent."""


class _Renamed(ast.NodeTransformer):
    """Puts the names of one channel into what takes its messages."""

    def __init__(self, takers: str, held: str) -> None:
        self._names = {"TAKERS": takers, "HELD": held}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self._names.get(node.id, node.id), node.ctx)


def _statement(text: str) -> ast.stmt:
    """Return a statement of this module's own."""
    if text.startswith("return "):
        return ast.Return(ast.Name(text.removeprefix("return "), ast.Load()))
    return ast.parse(text).body[0]


def _unpacked(spoken: Vocabulary) -> ast.stmt:
    names: list[ast.expr] = [ast.Name(part(number), ast.Store()) for number in range(len(spoken.slots))]
    return ast.Assign([ast.Tuple(names, ast.Store())], ast.Name(STATE, ast.Load()))


def _taken(spoken: Vocabulary, step: Step, number: int, *, named: bool) -> list[ast.stmt]:
    """Return a step as statements."""
    body: list[ast.stmt] = []
    after: dict[int, ast.expr] = {}
    if step.received is not None:
        after[step.received[0]] = ast.Name("rest", ast.Load())
    for slot, term in step.effects.items():
        body += _kept_within(term, spoken.slots[slot].type, number, slot)
        checked = bool(body) and isinstance(body[-1], ast.If) and _is_checked(term, spoken.slots[slot].type)
        after[slot] = ast.Name(f"t{slot}", ast.Load()) if checked else term.node
    for sent in step.sends:
        body += _sent(spoken, sent, number, after)
    parts = [after.get(slot, ast.Name(part(slot), ast.Load())) for slot in range(len(spoken.slots))]
    reached: ast.expr = ast.Tuple(parts, ast.Load())
    if named:
        reached = ast.Tuple([ast.Constant(number), reached], ast.Load())
    body.append(ast.Expr(call("add", reached)))
    return body if step.guard.value is True else [ast.If(step.guard.node, body, [])]


def _is_checked(term: Term, kind: Type) -> bool:
    return not (kind.has(term.value) if term.value is not None else kind.holds(term.type))


def _kept_within(term: Term, kind: Type, step: int, slot: int) -> list[ast.stmt]:
    """Return what computes a value and refuses one that a slot cannot take; nothing if it takes all."""
    if not _is_checked(term, kind):
        return []
    value = ast.Name(f"t{slot}", ast.Load())
    if kind.kind == "word":
        beyond: ast.expr = ast.Compare(value, [ast.NotIn()], [constants(kind.words)])
    else:
        size = call("len", value) if kind.kind == "list" else value
        ends: list[ast.expr] = [size, ast.Constant(kind.most)]
        inside = ast.Compare(ast.Constant(kind.least), [ast.LtE(), ast.LtE()], ends)
        beyond = ast.UnaryOp(ast.Not(), inside)
    refuse = ast.Expr(call("left", ast.Constant(step), ast.Constant(slot), value))
    return [ast.Assign([ast.Name(f"t{slot}", ast.Store())], term.node), ast.If(beyond, [refuse], [])]


def _sent(spoken: Vocabulary, sent: Sent, step: int, after: dict[int, ast.expr]) -> list[ast.stmt]:
    """Return what sends a message; where it ends up is noted in what comes after."""
    slot = sent.channel
    code: ast.expr = call(f"code{slot}", ast.Constant(step), ast.Tuple([each.node for each in sent.fields], ast.Load()))
    if (channel := spoken.slots[slot].channel) is not None:
        known = channel.codes.get(tuple(each.value for each in sent.fields if isinstance(each.value, bool | int | str)))
        code = code if known is None else ast.Constant(known)
    held = after.get(slot, ast.Name(part(slot), ast.Load()))
    name = ast.Name(f"t{slot}", ast.Store())
    put = ast.Assign([name], call(f"put{slot}", ast.Constant(step), ast.Name(f"t{slot}", ast.Load()), code))
    before = [] if isinstance(held, ast.Name) and held.id == name.id else [ast.Assign([name], held)]
    after[slot] = ast.Name(f"t{slot}", ast.Load())
    return [*before, put if sent.condition.value is True else ast.If(sent.condition.node, [put], [])]
