# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs a target's tests on one mutant, in a process of its own that ends with it.

Starting Django for each of a thousand mutants would take hours. So a process that has collected the tests is forked,
and what is changed is put in place there: a function's code, or a constant wherever it was imported. Only what makes
a class is changed before anything is imported. The database is always a copy of one that was migrated once.
"""

import contextlib
import importlib
import importlib.util
import inspect
import os
import pickle
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import django.test.utils
import pytest

from .operators import Mutant, Way

KILLED, SURVIVED, TOO_LONG = "killed", "survived", "too long"
LONGEST = 120
"""Seconds after which the tests of one mutant have noticed that something never ends."""
LONGEST_UNCHANGED = 900
"""Seconds for the first run, which makes the database."""
OURS = {"broadcasts", "cascina_whatsapp", "subscribers", "tests"}
NO_TESTS = 5
"""pytest's exit status where it found none."""
OPTIONS = ["-x", "-q", "--tb=no", "--no-header", "-p", "no:cacheprovider"]


class TestsFail(Exception):
    """They fail on the unchanged code: then they say nothing of a changed one."""


class Template:
    """A migrated database, made once and copied for each process that runs tests."""

    def __init__(self, folder: Path) -> None:
        self.database, self.contents = folder / "template.sqlite3", folder / "contents.pickle"

    def make(self, **options) -> list:
        """As Django's `setup_databases`; keeps what it made."""
        from django.db import connection

        made = self._original(**options)
        connection.close()
        shutil.copy(connection.settings_dict["NAME"], self.database)
        self.contents.write_bytes(pickle.dumps(getattr(connection, "_test_serialized_contents", None)))
        return made

    def copy(self, **options) -> list:
        """In place of Django's `setup_databases`."""
        from django.db import connection

        mine = self.database.with_name(f"{os.getpid()}.sqlite3")
        shutil.copy(self.database, mine)
        connection.close()
        connection.settings_dict["NAME"] = str(mine)
        connection._test_serialized_contents = pickle.loads(self.contents.read_bytes())  # noqa: S301
        return []

    _original = staticmethod(django.test.utils.setup_databases)

    def install(self) -> None:
        """From now on databases for tests are made here."""
        django.test.utils.setup_databases = self.copy if self.database.exists() else self.make
        django.test.utils.teardown_databases = lambda *args, **options: None


def forked(work: Callable[[], int], *, longest: float) -> int | None:
    """The exit status of `work` in a process of its own; None when it took too long. What it prints is lost."""
    child = os.fork()
    if child == 0:
        status = 70
        try:
            os.setpgid(0, 0)
            _silence()
            status = work()
        finally:
            os._exit(status)
    deadline = time.monotonic() + longest
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _silence() -> None:
    if os.environ.get("MUTANTS_SHOW"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


class QuickOnesFirst:
    """A plugin of pytest: tests without the database come first, those that commit last."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """The others keep their order."""
        items.sort(key=lambda item: (bool(item.get_closest_marker("django_db")), _commits(item)))


def _commits(item: pytest.Item) -> bool:
    return "committed_db" in getattr(item, "fixturenames", ())


# ── What runs at import ─────────────────────────────────────────────────────────────────────────────────────


class MutantLoader(SourceFileLoader):
    """Loads the changed module in place of the file's."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class MutantFinder:
    """Finds one module only: the changed one."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant, self.name = mutant, module_name(mutant.path)

    def find_spec(self, name: str, path=None, target=None) -> ModuleSpec | None:
        if name != self.name:
            return None
        file = str(Path(self.mutant.path).resolve())
        return importlib.util.spec_from_file_location(
            name, file, loader=MutantLoader(name, file, self.mutant.code)
        )


def module_name(path: str) -> str:
    """`broadcasts/rules/states.py` → `broadcasts.rules.states`."""
    return path.removesuffix(".py").replace("/", ".")


def at_import(mutant: Mutant | None, tests: list[str], template: Template) -> int | None:
    """pytest's exit status with this mutant imported in place of its module; with None, of the code as it is."""

    def work() -> int:
        template.install()
        if mutant:
            sys.meta_path.insert(0, MutantFinder(mutant))
        return int(pytest.main([*OPTIONS, *tests], plugins=[QuickOnesFirst()]))

    return forked(work, longest=LONGEST if mutant else LONGEST_UNCHANGED)


# ── What can be changed later ─────────────────────────────────────────────────────────────────────────────


class Mutating(QuickOnesFirst):
    """A plugin of pytest: collects once, then, instead of running the tests once, runs them on each mutant."""

    def __init__(self, mutants: list[Mutant], report: Callable[[Mutant, str], None]) -> None:
        self.mutants, self.report = mutants, report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of pytest's own."""
        for mutant in self.mutants:
            status = forked(lambda mutant=mutant: _run_on(session, mutant), longest=LONGEST)
            self.report(mutant, verdict(status))
        return True


def _run_on(session: pytest.Session, mutant: Mutant) -> int:
    put_in(mutant)
    for item, following in zip(session.items, [*session.items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0


def put_in(mutant: Mutant) -> None:
    """From now on this process runs the mutant."""
    module = importlib.import_module(module_name(mutant.path))
    if mutant.way is Way.CALLED:
        code = next(code for code in _codes(mutant.code) if code.co_qualname == mutant.function)
        _function(module, mutant.function).__code__ = code
    else:
        before = dict(vars(module))
        exec(mutant.code, vars(module))  # noqa: S102
        for name, value in vars(module).items():
            if name in before and value is not before[name]:
                _put_everywhere(name, before[name], value)


def _function(module: ModuleType, qualified: str) -> FunctionType:
    """The function itself, behind its decorators: so it is changed by whatever name it was imported."""
    found = module
    for part in qualified.split("."):
        found = inspect.getattr_static(found, part)
        found = getattr(found, "fget", None) or getattr(found, "__func__", found)
    return inspect.unwrap(found)


def _put_everywhere(name: str, old: object, new: object) -> None:
    """In every module of ours and of the tests that imported it."""
    for module in list(sys.modules.values()):
        if module.__name__.split(".")[0] in OURS and vars(module).get(name) is old:
            setattr(module, name, new)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def after_import(mutants: list[Mutant], tests: list[str], template: Template, report: Callable) -> None:
    """Runs the tests on each of these; tells `report` of each verdict as it comes."""
    template.install()
    with contextlib.redirect_stdout(sys.stderr if os.environ.get("MUTANTS_SHOW") else open(os.devnull, "w")):
        pytest.main([*OPTIONS, *tests], plugins=[Mutating(mutants, report)])


def verdict(status: int | None) -> str:
    """Whether the tests noticed. Raises TestsFail where there were none."""
    if status == NO_TESTS:
        raise TestsFail("there are no tests")
    return TOO_LONG if status is None else SURVIVED if status == 0 else KILLED
