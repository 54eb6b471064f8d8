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
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType

import pytest

from .operators import Mutant, Way, unchanged
from .processes import SURVIVED, Template, TestsFail, forked, silence, verdict

OURS = {"broadcasts", "cascina_whatsapp", "subscribers", "tests"}
OPTIONS = ["-x", "-q", "--tb=no", "--no-header", "-p", "no:cacheprovider"]
WORK_AT_IMPORT = 300.0
"""Seconds of the processor for all tests of a target, from the start of Django on."""
LEAST_WORK, MANY_TIMES = 10.0, 5
"""Seconds of the processor, and how many times the usual work, after which something never ends."""


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
        with contextlib.suppress(Exception):  # Django itself could not start with it: that is noticed, too
            return int(pytest.main([*OPTIONS, *tests], plugins=[QuickOnesFirst()]))
        return 1

    return forked(work, work_at_most=WORK_AT_IMPORT)


# ── What can be changed later ─────────────────────────────────────────────────────────────────────────────


class Mutating(QuickOnesFirst):
    """A plugin of pytest: collects once, then, instead of running the tests once, runs them on each mutant.

    First on none, to learn which test calls which functions, and how much work it is: a mutant of a function is shown
    to those tests only, the quickest first. The same work done many times over has found no end.
    """

    def __init__(self, mutants: list[Mutant], report: Callable[[Mutant, str], None], notes: Path) -> None:
        self.mutants, self.report, self.notes = mutants, report, notes
        self.reached: dict[tuple[str, str], list[int]] = {}
        self.work: list[float] = []
        self.time: list[float] = []
        self.problem = "the tests could not be collected"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of pytest's own."""
        paths = {mutant.path for mutant in self.mutants}
        if forked(lambda: self._learn(session, paths)) != 0:
            self.problem = "the tests fail on the code as it is"
            return True
        self.problem = ""
        self.reached, self.work, self.time = pickle.loads(self.notes.read_bytes())  # noqa: S301
        try:
            for mutant in self.mutants:
                self.report(mutant, self._verdict(session, mutant))
        except TestsFail as problem:
            self.problem = str(problem)
        return True

    def _learn(self, session: pytest.Session, paths: set[str]) -> int:
        """Runs all tests; its process writes down who called what. Constants are made again, as they are."""
        for path in paths:
            put_in(unchanged(Path.cwd(), path))
        reached: dict[tuple[str, str], list[int]] = {}
        work: list[float] = []
        waited: list[float] = []
        for index, item in enumerate(session.items):
            worked, started = time.process_time(), time.monotonic()
            with _calls_of(paths) as called:
                _run(item, session.items[index + 1 : index + 2])
            work.append(time.process_time() - worked)
            waited.append(time.monotonic() - started)
            if session.testsfailed:
                return 1
            for function in called:
                reached.setdefault(function, []).append(index)
        self.notes.write_bytes(pickle.dumps((reached, work, waited)))
        return 0

    def _verdict(self, session: pytest.Session, mutant: Mutant) -> str:
        tests = self._tests(session, mutant)

        def work() -> int:
            if not _could_put_in(mutant):
                return 1
            for place, number in enumerate(tests):
                following = [session.items[after] for after in tests[place + 1 : place + 2]]
                _run(session.items[number], following)
                if session.testsfailed:
                    return 1
            return 0

        if not tests:
            return SURVIVED
        usual = sum(self.work[number] for number in tests)
        return verdict(mutant.name, forked(work, work_at_most=LEAST_WORK + MANY_TIMES * usual))

    def _tests(self, session: pytest.Session, mutant: Mutant) -> list[int]:
        """Those that may notice; what commits comes last, since it is put back before the next one only."""
        tests = self.reached.get((mutant.path, mutant.function), [])
        if mutant.way is Way.ASSIGNED and not tests:  # a constant: anybody may have read it
            tests = list(range(len(session.items)))
        return sorted(tests, key=lambda number: (_commits(session.items[number]), self.time[number]))


def _could_put_in(mutant: Mutant) -> bool:
    """Not where making a constant again raises an error: whoever imports the module would notice."""
    try:
        put_in(mutant)
    except Exception:
        if mutant.way is Way.CALLED:
            raise
        return False
    return True


def _run(item: pytest.Item, following: list[pytest.Item]) -> None:
    """What this test needs and the following one does not is taken down after it."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=next(iter(following), None))


@contextlib.contextmanager
def _calls_of(paths: set[str]) -> Iterator[set[tuple[str, str]]]:
    """Which functions of these modules are called meanwhile, in whatever thread: path and qualified name."""
    called: set[tuple[str, str]] = set()
    files = {str(Path(path).resolve()): path for path in paths}

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename in files:
            name = frame.f_code.co_qualname.split(".<locals>")[0]
            called.add((files[frame.f_code.co_filename], name))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


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
        found = next(
            (inside for name in ("fget", "func", "__func__") if (inside := getattr(found, name, None))), found
        )
    function = inspect.unwrap(found)
    assert isinstance(function, FunctionType), f"{qualified} is no function that can be changed"
    return function


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
    """Runs the tests on each of these; tells `report` of each verdict as it comes. Raises TestsFail."""
    template.install()
    plugin = Mutating(mutants, report, template.database.with_name(f"{os.getpid()}.pickle"))
    silence()
    pytest.main([*OPTIONS, *tests], plugins=[plugin])
    if plugin.problem:
        raise TestsFail(plugin.problem)
