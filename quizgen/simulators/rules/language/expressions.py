"""Expressions of rules: parsed and type-checked by CEL, each once, with its mistakes in an author's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from cel_expr_python import cel  # type: ignore[import-untyped]

from quizgen.diagnostics import did_you_mean
from quizgen.simulators.api import ScenarioPath
from quizgen.simulators.kit.syntax import Node, loop, syntax
from quizgen.simulators.rules.language.names import CEL
from quizgen.simulators.rules.language.values import Type
from quizgen.simulators.rules.language.written import Expression, Mistake, expression
from quizgen.simulators.words import counted

with suppress(ImportError):  # CEL loads it by itself otherwise, and aborts if Ctrl-C comes just then
    import google.protobuf.message_factory  # type: ignore[import-untyped]  # noqa: F401

LONGEST: Final = 2_000
"""Characters of an expression."""
LONGEST_LIST: Final = 64
"""Elements of a list, or actors of a set."""
_PLACE = re.compile(r"<input>:(\d+):(\d+): (.*)")
_UNKNOWN = re.compile(r"undeclared reference to '([^']+)'")
_OPERATION = re.compile(r"overload for '[_@]?(.+?)_?' applied to '\((.*)\)' *$")
_WORD = re.compile(r"[A-Za-z_]\w*(?:\.\w+)?")


def cel_type(of: Type | None) -> Any:  # noqa: ANN401 - CEL's own
    """Return a type as CEL knows it."""
    kinds = cel.Type
    if of is None:
        return kinds.STRING
    plain = {"bool": kinds.BOOL, "number": kinds.INT, "word": kinds.STRING}
    return plain[of.kind] if of.kind != "list" else kinds.List(cel_type(of.element))


@dataclass(frozen=True)
class Declared:
    """What expressions can name.

    Attributes:
        names: name -> type.
        tables: variable that each actor has -> type of its value.
        functions: observation that is asked of actors -> how many, and the type of its value.
    """

    names: Mapping[str, Type]
    tables: Mapping[str, Type]
    functions: Mapping[str, tuple[int, Type]]

    @property
    def known(self) -> tuple[str, ...]:
        """All that can be named, in alphabetical order."""
        return tuple(sorted({*self.names, *self.tables, *self.functions}))

    def parsed(self, written: Expression, path: ScenarioPath, kind: str = "") -> Node:
        """Return an expression's tree.

        Args:
            written: the expression.
            path: where it is.
            kind: of which kind its value has to be, if it has to be of one.

        Raises:
            Mistake: it is no expression over what can be named.
        """
        text = expression(written)
        if len(text) > LONGEST:
            raise Mistake(
                path, f"the expression has more than {LONGEST:,} characters", "make observations of its parts"
            )
        try:
            program = self._environment(text).compile(text)
            tree: Node = syntax(program.serialize())
        except RecursionError:
            raise Mistake(path, "the expression nests too deep", "make observations of its parts") from None
        except (RuntimeError, ValueError) as problem:
            raise self._explained(str(problem), text, path) from None
        found = str(program.return_type())
        wanted = {"bool": "BOOL", "number": "INT"}.get(kind, found)
        if found != wanted:
            told = {"BOOL": "true or false", "INT": "a whole number"}[wanted]
            raise Mistake(path, f"`{text}` should be {told}", "compare it with something" if kind == "bool" else "")
        return tree

    def _environment(self, text: str) -> Any:  # noqa: ANN401 - CEL's own
        """Return an environment of what a text names."""
        named = {*_WORD.findall(text), *(name.partition(".")[0] for name in _WORD.findall(text))}
        string = cel.Type.STRING
        variables = {name: cel_type(one) for name, one in self.names.items() if name in named}
        variables |= {name: cel.Type.Map(string, cel_type(one)) for name, one in self.tables.items() if name in named}
        functions = [
            cel.FunctionDecl(name, [_overload(f"{name}_of", cel_type(returns), [string] * count)])
            for name, (count, returns) in self.functions.items()
            if name in named
        ]
        for each in (cel.Type.STRING, cel.Type.INT, cel.Type.BOOL):
            many = cel.Type.List(each)
            functions += [
                cel.FunctionDecl(name, [_overload(f"{name}_{each.name()}", many, [many, *more])])
                for name, more in (("rest", ()), ("without", (each,)))
                if name in named and each is cel.Type.STRING
            ]
        return cel.NewEnv(variables=variables, functions=functions)

    def _explained(self, problem: str, text: str, path: ScenarioPath) -> Mistake:
        match = _PLACE.search(problem)
        line, column, what = (int(match[1]), int(match[2]), match[3]) if match else (0, 0, problem.splitlines()[0])
        offset = sum(len(one) + 1 for one in text.split("\n")[: max(line - 1, 0)]) + max(column - 1, 0)
        unknown = _UNKNOWN.search(what)
        if unknown and unknown[1] in self.functions:
            count = self.functions[unknown[1]][0]
            hint = f"write `{unknown[1]}({', '.join(['...'] * count)})`"
            return Mistake(path, f"`{unknown[1]}` is asked of {counted(count, 'actor')}", hint, offset)
        if unknown:
            known = [one for one in self.known if one not in CEL]
            hint = did_you_mean(unknown[1], known, f"names are: {', '.join(known)}")
            return Mistake(path, f"nothing is called `{unknown[1]}`", hint, offset)
        if "map(" in what:
            return Mistake(path, "a variable that each actor has is taken as a whole", "write `x[actor]`", offset)
        if "select operation" in what:
            hint = "only a message that was received has some: `receive: {m: CHANNEL}`, then `m.FIELD`"
            return Mistake(path, "nothing here has fields", hint, offset)
        if operation := _OPERATION.search(what):
            told = f"`{operation[1]}` does not go with {operation[2].replace(', ', ' and ')}"
            return Mistake(path, f"the expression has a wrong type: {told}", "", offset)
        what = what.removeprefix("Syntax error: ").partition(" expecting ")[0]
        told = "it ends too early" if "<EOF>" in what else what
        hint = "`==` compares, `&&` is and, `||` is or"
        if sign := re.search(r"token recognition error at: '(\S*?)'?(?:\s|$)", what):
            told = f"`{sign[1]}` means nothing here"
            hint = "a name with other letters than a to z stands in quotes here" if sign[1].isalpha() else hint
        return Mistake(path, f"the expression does not parse: {told}", hint, offset)


def _overload(name: str, returns: Any, parameters: Sequence[Any]) -> Any:  # noqa: ANN401 - CEL's own
    def never(*_: Any) -> Any:  # noqa: ANN401 - as above
        """Stand for what CEL never evaluates here."""
        raise NotImplementedError

    return cel.Overload(id=name, return_type=returns, parameters=list(parameters), is_member=False, impl=never)


def weight(node: Node, sizes: Mapping[str, int]) -> int:
    """Return of how many parts an expression is when its loops are written out.

    Args:
        node: its tree.
        sizes: set of actors -> how many they are; list -> how long it can be.
    """
    if node.kind != "loop":
        return 1 + sum(weight(part, sizes) for part in node.parts)
    found = loop(node)
    if found is None:
        return 1
    among = found.among
    times = len(among.parts) if among.kind == "list" else sizes.get(str(among.value), LONGEST_LIST)
    return 1 + times * weight(found.asked, sizes) + weight(among, sizes)
