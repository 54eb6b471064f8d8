"""What a mutant is: a module's source, changed in one place.

The usual operators (comparisons, arithmetic, connectives, constants, conditions), and those that this project's code
needs most: a row taken out of a table; a statement, a keyword argument, a decorator left out; an operator inside SQL.
Left alone: annotations, docstrings, imports, `__all__`, and the options of @dataclass, which say what a value looks
like and not what it does.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from types import CodeType

LONGEST = 110
"""Characters of a change's description, each side."""
COMPARISONS = {
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
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}
SQL = re.compile(r"\b(?:UPDATE|SELECT|CASE|WHERE|RETURNING)\b")
SQL_OPERATORS = {"<=": "<", ">=": ">", "<": "<=", ">": ">=", "+": "-", "-": "+", "*": "/", "/": "*"}
SQL_PART = re.compile(r"(?<= )(?:<=|>=|<|>|\+|-|\*|/)(?= )|(?<=[ (])\d+\b(?!\.)")
STATEMENTS = ast.Expr | ast.Raise | ast.AugAssign | ast.Assign | ast.Continue | ast.Break


class Way(Enum):
    """How a change gets into a process that has imported the module already."""

    CALLED = auto()  # a function's body: the function gets other code
    ASSIGNED = auto()  # a constant, a decorator, a default: made again, and put wherever it was imported
    IMPORTED = auto()  # what a class is: only by a process that has not imported it


@dataclass(frozen=True)
class Mutant:
    """One change: where, what, and what is to run in place of the module as it is."""

    path: str
    line: int
    change: str
    way: Way
    function: str
    """Qualified name of the function that is changed, or of the constant."""
    code: CodeType
    """The module; of a constant or a decorator, what of the module is to run again."""

    @property
    def name(self) -> str:
        """How `survivors.txt` calls it: stays the same when lines move."""
        return f"{self.path} | {self.change}"


@dataclass(frozen=True)
class Place:
    """A node, and the function or the assignment in which it stands."""

    owner: ast.AST
    field: str
    index: int | None
    function: str
    context: str

    @property
    def node(self) -> ast.AST:
        value = getattr(self.owner, self.field)
        return value if self.index is None else value[self.index]

    def put(self, node: ast.AST) -> None:
        """Change the tree here."""
        if self.index is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.index] = node


def mutants_of(base: Path, path: str) -> list[Mutant]:
    """Every mutant of the module at `path`, relative to `base`, in the order of its lines."""
    tree = ast.parse((base / path).read_text(encoding="utf-8"))
    file, found, seen = str(base / path), [], Counter()
    for place in list(_places(tree, "", "")):
        original = place.node
        for replacement in _replacements(original, place):
            ast.fix_missing_locations(ast.copy_location(replacement, original))
            change = f"{place.context}: {_shown(original)} → {_shown(replacement)}"
            seen[change] += 1
            if seen[change] > 1:
                change += f" ({seen[change]})"
            place.put(replacement)
            way, code = _way_in(tree, place, original.lineno, file)
            place.put(original)
            found.append(Mutant(path, original.lineno, change, way, place.function or place.context, code))
    return sorted(found, key=lambda mutant: mutant.line)


def unchanged(base: Path, path: str) -> Mutant:
    """No change: its constants are made again as they are. No test may notice."""
    tree = ast.parse((base / path).read_text(encoding="utf-8"))
    constants = [one for one in tree.body if isinstance(one, ast.Assign)]
    code = compile(ast.Module(constants, []), str(base / path), "exec")
    return Mutant(path, 1, "unchanged", Way.ASSIGNED, "", code)


def _way_in(tree: ast.Module, place: Place, line: int, file: str) -> tuple[Way, CodeType]:
    if place.function:
        return Way.CALLED, compile(tree, file, "exec")
    changed = next(one for one in tree.body if _first_line(one) <= line <= one.end_lineno)
    if isinstance(changed, ast.ClassDef):
        return Way.IMPORTED, compile(tree, file, "exec")
    later = [one for one in tree.body if one.lineno > changed.lineno and isinstance(one, ast.Assign)]
    return Way.ASSIGNED, compile(ast.Module([changed, *later], []), file, "exec")


def _first_line(statement: ast.stmt) -> int:
    return min([statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", []))])


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return " ".join([*(f"@{ast.unparse(one)}" for one in node.decorator_list), node.name])
    words = " ".join(ast.unparse(node).split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


# ── Where ───────────────────────────────────────────────────────────────────────────────────────────────────


def _places(owner: ast.AST, function: str, context: str) -> Iterator[Place]:
    """Every node below `owner` that may be changed, the outer ones first."""
    for field, value in ast.iter_fields(owner):
        if field in {"annotation", "returns", "targets", "target", "type_params", "ctx"}:
            continue
        # Decorators and defaults run when a function is made, not when it is called.
        is_called = isinstance(owner, ast.FunctionDef) and field == "body"
        inside = function or (context if is_called else "")
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and not _is_left_alone(node, owner, field):
                named = _named(node, context)
                yield Place(owner, field, index, inside, named or "module")
                yield from _places(node, inside, named)


def _named(node: ast.AST, context: str) -> str:
    """Where the parts of this node are: in a function or class by its qualified name, or in a constant."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return f"{context}.{node.name}" if context else node.name
    return context or _assigned(node)


def _assigned(node: ast.AST) -> str:
    """The name of a constant, by which its parts are called."""
    return ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""


def _is_left_alone(node: ast.AST, owner: ast.AST, field: str) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.operator | ast.cmpop | ast.boolop | ast.unaryop):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a docstring
        return True
    if isinstance(node, ast.Assign) and _assigned(node) == "__all__":
        return True
    return _is_dataclass(node) or (isinstance(node, ast.Tuple | ast.Name) and field == "slice")


def _is_dataclass(node: ast.AST) -> bool:
    """`@dataclass(…)`, or without options."""
    named = node.func if isinstance(node, ast.Call) else node
    return isinstance(named, ast.Name) and named.id == "dataclass"


# ── Into what ───────────────────────────────────────────────────────────────────────────────────────────────


def _replacements(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    """By the kind of statement or expression, and by where it stands."""
    if place.field in {"body", "orelse", "finalbody"} and isinstance(node, STATEMENTS) and place.function:
        yield from _left_out(node)
    if place.field == "test" and not isinstance(node, ast.Compare | ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)
    for kind, operator in OPERATORS.items():
        if isinstance(node, kind):
            yield from operator(node, place)


def _left_out(statement: ast.stmt) -> Iterator[ast.AST]:
    """Of `row.a, row.b = 1, 2` each of the two, too. A name becomes None in place of what a call gives."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    several = targets[0].elts if targets and isinstance(targets[0], ast.Tuple) else []
    if any(isinstance(name, ast.Name) for name in (*targets, *several)):
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call) and not several:
            yield ast.Assign(targets, ast.Constant(None))
    else:
        yield ast.Pass()
        for gone in range(len(several)):
            kept = [index for index in range(len(several)) if index != gone]
            names, values = ([parts[index] for index in kept] for parts in (several, statement.value.elts))
            yield ast.Assign([ast.Tuple(names, ast.Store())], ast.Tuple(values, ast.Load()))


def _compared_otherwise(node: ast.Compare, place: Place) -> Iterator[ast.AST]:
    for index, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            yield _copy(node, ops=[*node.ops[:index], other(), *node.ops[index + 1 :]])


def _connected_otherwise(node: ast.BoolOp, place: Place) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
    for others in _without_each(node.values):
        yield others[0] if len(others) == 1 else ast.BoolOp(node.op, others)


def _calculated_otherwise(node: ast.BinOp | ast.AugAssign, place: Place) -> Iterator[ast.AST]:
    if type(node.op) in ARITHMETIC:
        yield _copy(node, op=ARITHMETIC[type(node.op)]())


def _not_negated(node: ast.UnaryOp, place: Place) -> Iterator[ast.AST]:
    yield node.operand


def _other_constants(node: ast.Constant, place: Place) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, str) and SQL.search(ast.unparse(place.owner)):
        for part in SQL_PART.finditer(value):
            other = SQL_OPERATORS.get(part[0]) or str(int(part[0]) + 1)
            yield ast.Constant(value[: part.start()] + other + value[part.end() :])
    elif isinstance(value, str) and value.strip() and place.field != "keys":
        yield ast.Constant(f"X{value}")


def _fewer_elements(node: ast.Set | ast.List | ast.Tuple, place: Place) -> Iterator[ast.AST]:
    if place.function and isinstance(place.owner, ast.Assign):
        return  # as many values as names: see _left_out
    for others in _without_each(node.elts):
        empty_set = isinstance(node, ast.Set) and not others
        yield ast.Call(ast.Name("set", ast.Load()), [], []) if empty_set else _copy(node, elts=others)


def _fewer_keys(node: ast.Dict, place: Place) -> Iterator[ast.AST]:
    for keys, values in zip(_without_each(node.keys), _without_each(node.values), strict=True):
        yield ast.Dict(keys, values)


def _called_otherwise(node: ast.Call, place: Place) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in OPPOSITES:
        yield _copy(node, func=ast.Name(OPPOSITES[node.func.id], ast.Load()))
    for others in _without_each(node.keywords):
        yield _copy(node, keywords=others)


def _fewer_decorators(node: ast.FunctionDef | ast.ClassDef, place: Place) -> Iterator[ast.AST]:
    for decorator in (one for one in node.decorator_list if not _is_dataclass(one)):
        yield _copy(node, decorator_list=[other for other in node.decorator_list if other is not decorator])


OPERATORS = {
    ast.Compare: _compared_otherwise,
    ast.BoolOp: _connected_otherwise,
    ast.BinOp | ast.AugAssign: _calculated_otherwise,
    ast.UnaryOp: _not_negated,
    ast.Constant: _other_constants,
    ast.Set | ast.List | ast.Tuple: _fewer_elements,
    ast.Dict: _fewer_keys,
    ast.Call: _called_otherwise,
    ast.FunctionDef | ast.ClassDef: _fewer_decorators,
}
"""Kind of node → what it may become."""


def _without_each(parts: list) -> Iterator[list]:
    for index in range(len(parts)):
        yield [*parts[:index], *parts[index + 1 :]]


def _copy(node: ast.AST, **changes) -> ast.AST:
    return type(node)(**{name: getattr(node, name) for name in node._fields} | changes)
