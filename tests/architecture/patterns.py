"""Every regular expression of the sources, on long texts that repeat one sign.

Run as `python -m tests.architecture.patterns LENGTH`: it ends with a line for each that was not compiled, and for
each that does not come to its end. Each reads in a process of its own, to which Linux gives a hundred times the work
of one that looks at every character once.
"""

import ast
import importlib
import os
import pkgutil
import re
import signal
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import django

from tests.sources import tree_of

BASE = Path(__file__).resolve().parents[2]
PACKAGES = ("cascina_whatsapp", "subscribers", "broadcasts")
SOURCES = [path for name in PACKAGES for path in sorted((BASE / name).rglob("*.py"))]
SECONDS = 2
"""Of processor, for one text."""
SIGNS = " \n\t\xa0aA0.,-*_<&@/\"'([{"
"""Beside those that an expression names."""
BEGINNINGS = ("", "a")
ENDS = ("\x01", "\n")
"""What hardly any expression wants before and after a run of signs."""
COMPILING = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
FROM_THE_BEGINNING = {"match", "fullmatch"}
"""Methods that don't look for another place to begin."""
READ_AT_MOST = {
    "broadcasts/slices/trials/numbers.py": 4096,  # a citizen's message, as WhatsApp takes it
    "broadcasts/content/validation/news.py": 300,  # the words about a picture
    "cascina_whatsapp/settings/configuration/values.py": 1000,  # a setting
    "subscribers/importing/checking.py": 1000,  # a cell of a list that a colleague uploads
}
"""File → the characters that its expressions read at the most."""
NOT_IMPORTED = {"migrations", "__main__", "wsgi", "webhook_wsgi"}
Pattern = re.Pattern[Any]
Site = tuple[str, int]
Constant = tuple[str, str]
"""The last part of its module's name, and its own."""


def noted() -> dict[Pattern, set[Site]]:
    """The expressions that our modules compile from now on, by whatever way, and in which lines."""
    found: dict[Pattern, set[Site]] = defaultdict(set)
    compile_it = re._compile  # type: ignore[attr-defined]

    def compile_and_note(pattern: Any, flags: Any) -> Pattern:
        compiled: Pattern = compile_it(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_code.co_filename == re.__file__ and frame.f_back:
            frame = frame.f_back
        if (path := Path(frame.f_code.co_filename)) in SOURCES:
            found[compiled].add((str(path.relative_to(BASE)), frame.f_lineno))
        return compiled

    re._compile = compile_and_note  # type: ignore[attr-defined]
    return found


def modules() -> list[ModuleType]:
    """All modules of the packages, imported."""
    django.setup()
    found = [
        name
        for package in PACKAGES
        for _, name, _ in pkgutil.walk_packages([str(BASE / package)], f"{package}.")
        if NOT_IMPORTED.isdisjoint(name.split("."))
    ]
    return [importlib.import_module(name) for name in found]


def compile_by_arguments() -> None:
    """The expressions that are made of an argument."""
    from broadcasts.rules.attachments import images, pdfs
    from broadcasts.slices.elections import election_words
    from cascina_whatsapp.accounts.signing_in import passwords

    for name, any_case in (("Anna", True), ("", False)):
        list(election_words._patterns(name, "De D'Angelo", any_case))
    list(pdfs._values("", "dc:title"))
    images._advice(b"")
    passwords.own_part("giulia", ["giulia"])


def in_functions(found: dict[Pattern, set[Site]]) -> Iterator[str]:
    """Add the expressions that stand as they are in a function; the places of those that nothing has compiled."""
    sites = {site for lines in found.values() for site in lines}
    for (path, line), (how, _) in calls().items():
        name = str(path.relative_to(BASE))
        if isinstance(how, ast.Constant):
            found[re.compile(how.value)].add((name, line))
        elif sites.isdisjoint((name, place) for place in range(line, (how.end_lineno or line) + 1)):
            yield f"{name}:{line} is compiled by nothing here"


@cache
def calls() -> dict[tuple[Path, int], tuple[ast.expr, str]]:
    """Each call of the module `re` that compiles: file and line → what, and for which method."""
    return {
        (path, node.lineno): (how, method)
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        for how, method in _compiled_by(node)
    }


def _compiled_by(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.Call(ast.Attribute(ast.Name("re"), method), [how, *_]) if method in COMPILING:
            yield how, method


def uses() -> dict[Constant, set[str]]:
    """Constant → the methods that are called of it; "" for another use."""
    found: dict[Constant, set[str]] = defaultdict(set)
    for path in SOURCES:
        origins, called = {}, {}
        nodes = list(ast.walk(tree_of(path)))
        for node in nodes:
            if isinstance(node, ast.ImportFrom):
                module = (node.module or "").rpartition(".")[2]
                origins |= {name.asname or name.name: (module, name.name) for name in node.names}
            if isinstance(node, ast.Attribute):
                called[id(node.value)] = node.attr
        for node in nodes:
            match node:
                case ast.Attribute(ast.Name(module), name, ast.Load()):
                    found[origins.get(module, ("", module))[1], name].add(called.get(id(node), ""))
                case ast.Name(name, ast.Load()):
                    found[origins.get(name, (path.stem, name))].add(called.get(id(node), ""))
    return found


def methods(everything: list[ModuleType]) -> dict[Pattern, set[str]]:
    """Expression → how it is read, where it is a constant."""
    used, found = uses(), defaultdict(set)
    for module in everything:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                found[value] |= used[module.__name__.rpartition(".")[2], name]
    return found


def signs(pattern: Pattern) -> set[str]:
    """The common signs, and those that the expression names; of letters and digits a few stand for all."""
    found, parts = set(SIGNS), [re._parser.parse(pattern.pattern, pattern.flags)]  # type: ignore[attr-defined]
    while parts:
        match parts.pop():
            case (re._constants.LITERAL | re._constants.NOT_LITERAL, int(sign)):
                found.add(chr(sign))
            case (re._constants.RANGE, (first, last)):
                found |= {chr(first), chr(last)}
            case [*inner] | (*inner,):
                parts += inner
            case re._parser.SubPattern() as inner:
                parts += inner
    return {sign for sign in found if sign in SIGNS or not sign.isalnum()}


def comes_to_its_end(pattern: Pattern, called: set[str], length: int) -> bool:
    """Read in a process that the kernel ends (SIGPROF) where one text takes too long."""
    if child := os.fork():
        return os.waitpid(child, 0)[1] == 0
    for begin, sign, end in product(BEGINNINGS, signs(pattern), ENDS):
        text: Any = begin + sign * length + end
        text = text if isinstance(pattern.pattern, str) else text.encode("latin1", "replace")
        for method in called:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            found = getattr(pattern, method)(text)
            all(found if method == "finditer" else ())
    os._exit(0)


def wrong(length: int) -> Iterator[str]:
    """A line for each that was not compiled or did not come to its end."""
    found, everything = noted(), modules()
    compile_by_arguments()
    yield from in_functions(found)
    of_constants = methods(everything)
    for pattern, sites in found.items():
        called = {calls()[BASE / file, line][1] for file, line in sites if (BASE / file, line) in calls()}
        called = (called | of_constants.get(pattern, set())) - {"compile", "pattern"}
        if not called or not called <= FROM_THE_BEGINNING:
            called = {"finditer"}  # it may begin anywhere
        most = next((most for file, _ in sites if (most := READ_AT_MOST.get(file))), length)
        if not comes_to_its_end(pattern, called, most):
            yield f"{sorted(sites)} {pattern.pattern!r:.200}"


if __name__ == "__main__":
    sys.exit("\n".join(wrong(int(sys.argv[1]))) or 0)
