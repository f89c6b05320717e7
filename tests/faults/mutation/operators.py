"""Makes mutants of a module's syntax tree: one small fault each, told by where it is and what it changes.

Texts are left as they are: a changed code or statement breaks all at once, or is the same code by another name.
Left out as well is what has no meaning when the program runs: annotations, decorators, docstrings.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

_COMPARED: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_OPPOSITES: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_WITHOUT_MEANING: Final = ("annotation", "returns", "decorator_list", "type_comment")


@dataclass(frozen=True, slots=True)
class Mutant:
    """`before` and `after` are the changed words; with `scope` they name the mutant when lines have moved."""

    number: int
    line: int
    last_line: int
    scope: str
    before: str
    after: str

    @property
    def name(self) -> str:
        return f"{self.scope}: {self.before} -> {self.after}"


def mutants(source: str) -> list[Mutant]:
    """All of a module, in the order of the source. Those that are alike word for word get a number behind."""
    walk = _Walk(None)
    walk.visit(ast.parse(source))
    return walk.found


def mutated(source: str, number: int) -> ast.Module:
    """The module with this one fault."""
    tree = ast.parse(source)
    _Walk(number).visit(tree)
    return ast.fix_missing_locations(tree)


class _Walk(ast.NodeTransformer):
    def __init__(self, wanted: int | None) -> None:
        self.found: list[Mutant] = []
        self._wanted = wanted
        self._scope: list[str] = []
        self._names: dict[str, int] = {}

    def visit(self, node: ast.AST) -> ast.AST:
        if _is_for_readers(node):
            return node
        for other in _variants(node):
            self._note(node, other)
            if len(self.found) - 1 == self._wanted:
                return ast.copy_location(other, node)
        scope = _scope(node, is_outside=not self._scope)
        self._scope += scope
        for name, value in ast.iter_fields(node):
            if name not in _WITHOUT_MEANING:
                setattr(node, name, self._inside(value))
        del self._scope[len(self._scope) - len(scope) :]
        return node

    def _inside(self, value: object) -> object:
        if isinstance(value, list):
            return [self._inside(one) for one in value]
        return self.visit(value) if isinstance(value, ast.AST) else value

    def _note(self, node: ast.AST, other: ast.AST) -> None:
        scope, before, after = ".".join(self._scope) or "module", _words(node), _words(other)
        key = f"{scope}: {before} -> {after}"
        self._names[key] = self._names.get(key, 0) + 1
        if self._names[key] > 1:
            after += f" (#{self._names[key]})"
        line = getattr(node, "lineno", 0)
        last = getattr(node, "end_lineno", line)
        self.found.append(Mutant(len(self.found), line, last, scope, before, after))


def _scope(node: ast.AST, *, is_outside: bool) -> list[str]:
    """The name that what lies in a node goes by: of a function, a class, a constant."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if is_outside and isinstance(node, ast.AnnAssign | ast.Assign):
        return [_words(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])]
    return []


def _is_for_readers(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.BinOp):  # a type
        return _words(node.right) == "None"
    return isinstance(node, ast.If) and _words(node.test) == "TYPE_CHECKING"


def _words(node: ast.AST) -> str:
    """Of a decision only what it is taken by."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        node = node.test
    return " ".join(ast.unparse(node).split())


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    if isinstance(node, ast.Compare):
        yield from _compared(node)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _COMPUTED:
        yield ast.BinOp(node.left, _COMPUTED[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Call):
        yield from _called(node)
    else:
        yield from _decided(node)
        yield from _stated(node)


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        for other in _COMPARED[type(operator)]:
            changed = deepcopy(node)
            changed.ops[place] = other()
            yield changed


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


def _called(node: ast.Call) -> Iterator[ast.AST]:
    """Another function, two arguments exchanged, a named one left out."""
    if isinstance(node.func, ast.Name) and node.func.id in _OPPOSITES:
        yield ast.Call(ast.Name(_OPPOSITES[node.func.id], ast.Load()), node.args, node.keywords)
    elif (
        len(node.args) > 1
        and not _is_unordered(node.func)
        and not any(isinstance(one, ast.Starred) for one in node.args[:2])
    ):
        first, second, *others = node.args
        yield ast.Call(node.func, [second, first, *others], node.keywords)
    for place in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, [*node.keywords[:place], *node.keywords[place + 1 :]])


def _is_unordered(function: ast.expr) -> bool:
    """Conditions of a query mean the same in any order."""
    return getattr(function, "attr", getattr(function, "id", "")) in ("where", "or_", "and_")


def _decided(node: ast.AST) -> Iterator[ast.AST]:
    """A bare condition the other way round; comparisons are turned by themselves."""
    if not isinstance(node, ast.If | ast.IfExp | ast.While):
        return
    if not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.Constant):
        changed = deepcopy(node)
        changed.test = ast.UnaryOp(ast.Not(), changed.test)
        yield changed


def _stated(node: ast.AST) -> Iterator[ast.AST]:
    """A statement left out, or nothing given back."""
    if isinstance(node, ast.Return) and node.value is not None and _words(node.value) != "None":
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr | ast.Raise | ast.Break | ast.Continue):
        yield ast.Pass()
    elif isinstance(node, ast.AugAssign):
        yield ast.Pass()
        if type(node.op) in _COMPUTED:
            yield ast.AugAssign(node.target, _COMPUTED[type(node.op)](), node.value)
    elif isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple):
        yield ast.Pass()
