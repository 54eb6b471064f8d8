"""The rules of this project that no linter knows: read the sources, and the schedule, as they are."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from celery import Task
from django.apps import apps

from cascina_whatsapp.celery import AT_LEAST, app
from tests.sources import tree_of

BASE = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for package in ("cascina_whatsapp", "subscribers", "broadcasts")
    for path in (BASE / package).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted((BASE / "tests").rglob("*.py"))
LINES_AT_MOST = 300
"""Of a module, blank ones aside: what one reads in one sitting."""
NO_SUCH_ROOMS = {"services", "utils", "helpers", "common", "misc", "signals", "lib", "core"}
"""Names that say nothing of what is inside, and so attract everything."""


FRAGMENT = re.compile(
    r"(All|As|At|Because|By|Everything|For|From|How|If|In|It|Its|No|Nobody|Nothing|Of|On|Raises|So|Somebody"
    r"|That|Their|They|Those|To|What|Whatever|When|Where|Whether|Which|Who|Whoever|Whom|Whose|Why|With|Without)\b"
)
"""A docstring that begins so is understood only together with the name above it."""

DOTTED = re.compile(r"(?<![\w./@-])([A-Za-z_]\w+)\.(?!py\b|html\b)([A-Za-z_]\w+)(?![\w/])")
"""A name with the room that it lies in: its last two parts, or its first two."""
OUR_APPS = [
    config
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(BASE / config.name.split(".")[0])
]
OUR_MODELS = [model for config in OUR_APPS for model in config.get_models()]


def name(path: Path) -> str:
    return str(path.relative_to(BASE))


@cache
def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def imported_by(path: Path) -> list[str]:
    return re.findall(r"^\s*(?:from|import) ([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE)


def is_introduced(path: Path) -> bool:
    return bool(ast.get_docstring(tree_of(path))) or not path.read_text(encoding="utf-8").strip()


def length(path: Path) -> int:
    return len([line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()])


def test_every_module_says_what_it_is_for():
    assert [name(path) for path in SOURCES + TESTS if not is_introduced(path)] == []


def docstrings(path: Path) -> list[tuple[int, str]]:
    """Line and words of each docstring: of the module, its classes and its functions."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]
    return [(getattr(node, "lineno", 1), ast.get_docstring(node) or "") for node in nodes]


def test_a_docstring_reads_alone():
    assert [
        f"{name(path)}:{line}: {words.splitlines()[0]}"
        for path in SOURCES
        for line, words in docstrings(path)
        if FRAGMENT.match(words)
    ] == []


def places() -> dict[str, set[str]]:
    """Each module, package, class and app of ours by its short name, with the names that are in it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES:
        words = set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        classes = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]
        for short in (path.parent.name if path.stem == "__init__" else path.stem, *classes):
            found[short] |= words
        found[path.parent.name].add(path.stem)
        found[path.parent.parent.name].add(path.parent.name)
    for model in OUR_MODELS:
        found[model._meta.app_label].add(str(model._meta.model_name))
    return found


def test_a_name_in_a_docstring_is_there():
    """`sending.recovery` names what lies in the room `sending`."""
    known = places()
    told = [
        (path, node.lineno, *dotted)
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for dotted in DOTTED.findall(str(node.value.value))
    ]
    assert len(told) > 100
    assert [
        f"{name(path)}:{line}: {room}.{thing}"
        for path, line, room, thing in told
        if room in known and thing not in known[room]
    ] == []


def test_a_module_can_be_read_in_one_sitting():
    assert {name(path): length(path) for path in SOURCES if length(path) > LINES_AT_MOST} == {}


def test_a_module_is_called_by_what_is_in_it():
    parts = {
        name(path): {part.removesuffix(".py") for part in path.relative_to(BASE).parts} for path in SOURCES
    }
    assert [path for path, words in parts.items() if NO_SUCH_ROOMS & words] == []


def test_nothing_is_postponed_but_by_the_database():
    """A column says when: a task that waits in Redis is delivered again and again, or lost."""
    postponed = {"eta", "countdown"}
    assert [
        f"{name(path)}:{call.lineno}"
        for path in SOURCES
        for call in calls(path)
        if postponed & {keyword.arg for keyword in call.keywords}
    ] == []


def test_nothing_happens_behind_one_s_back():
    """No signals of models. Celery's own tell when a process starts, and are allowed."""
    signals = ("django.db.models.signals", "django.dispatch")
    assert [name(path) for path in SOURCES if any(m.startswith(signals) for m in imported_by(path))] == []


def test_the_domain_never_enqueues():
    queued = {"delay", "apply_async", "send_task"}
    assert [
        f"{name(path)}:{call.lineno}"
        for path in SOURCES
        if path.name != "tasks.py"
        for call in calls(path)
        if getattr(call.func, "attr", "") in queued
    ] == []


def test_groups_change_in_one_room_only():
    """Where two people decide."""
    writers = {
        name(path)
        for path in SOURCES
        if re.search(
            r"\.(groups|user_permissions|user_set)\.(add|set|remove|clear)\(",
            path.read_text(encoding="utf-8"),
        )
    }
    assert writers == {"cascina_whatsapp/accounts/changes.py"}


def test_only_the_socket_is_not_real():
    mocks = [
        m for path in TESTS for m in imported_by(path) if m.split(".")[0] == "mock" or m == "unittest.mock"
    ]
    assert mocks == []


@pytest.mark.parametrize("entry", app.conf.beat_schedule)
def test_every_tick_has_a_task_and_expires(entry: str):
    """Within minutes, or before the next of its kind; beat adds none while many wait, so that they never pile up."""
    tick = app.conf.beat_schedule[entry]

    assert tick["task"] in our_tasks()
    every = tick["schedule"] if isinstance(tick["schedule"], int | float) else 24 * 3600
    assert 0 < tick["options"]["expires"] <= max(every, AT_LEAST)


@cache
def our_tasks() -> dict[str, Task]:
    app.loader.import_default_modules()
    return {task: app.tasks[task] for task in app.tasks if not task.startswith("celery.")}


def test_every_task_has_a_tick():
    assert set(our_tasks()) == {tick["task"] for tick in app.conf.beat_schedule.values()}


@pytest.mark.parametrize("task", sorted(our_tasks()))
def test_a_task_retries_nothing_by_itself(task: str):
    """The rows know what is to be tried again, and when."""
    assert not getattr(our_tasks()[task], "autoretry_for", None)


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_every_model_has_italian_names_and_a_docstring(model):
    english = model.__name__.lower()

    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")  # what Django makes up
    assert str(model._meta.verbose_name) != english
    assert str(model._meta.verbose_name_plural) != f"{english}s"
