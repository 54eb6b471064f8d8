"""`make mutants` itself: which changes it makes, and that what it is told of still exists."""

from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutants import __main__ as command
from tests.mutants import running
from tests.mutants.operators import Way, mutants_of

SAMPLE = '''
from somewhere import limit, rows

MAY_FOLLOW = {"sent": {"queued", "sending"}}


@limit
def may_send(waiting, at, *, most=3):
    """Words that nobody changes."""
    rows.lock()
    if at >= waiting.since and not waiting.paused:
        waiting.since, waiting.count = at, 0
    return min(most, waiting.count)
'''
CHANGES = [
    ("MAY_FOLLOW: {'sent': {'queued', 'sending'}} → {}", Way.ASSIGNED),
    ("MAY_FOLLOW: {'queued', 'sending'} → {'sending'}", Way.ASSIGNED),
    ("MAY_FOLLOW: {'queued', 'sending'} → {'queued'}", Way.ASSIGNED),
    ("MAY_FOLLOW: 'queued' → 'Xqueued'", Way.ASSIGNED),
    ("MAY_FOLLOW: 'sending' → 'Xsending'", Way.ASSIGNED),
    ("may_send: @limit may_send → may_send", Way.ASSIGNED),
    ("may_send: 3 → 4", Way.ASSIGNED),
    ("may_send: 3 → 2", Way.ASSIGNED),
    ("may_send: rows.lock() → pass", Way.CALLED),
    (
        "may_send: at >= waiting.since and (not waiting.paused) → not (at >= waiting.since and (not waiting.paused))",
        Way.CALLED,
    ),
    (
        "may_send: at >= waiting.since and (not waiting.paused) → at >= waiting.since or not waiting.paused",
        Way.CALLED,
    ),
    ("may_send: at >= waiting.since and (not waiting.paused) → not waiting.paused", Way.CALLED),
    ("may_send: at >= waiting.since and (not waiting.paused) → at >= waiting.since", Way.CALLED),
    ("may_send: at >= waiting.since → at > waiting.since", Way.CALLED),
    ("may_send: at >= waiting.since → at < waiting.since", Way.CALLED),
    ("may_send: not waiting.paused → waiting.paused", Way.CALLED),
    ("may_send: waiting.since, waiting.count = (at, 0) → pass", Way.CALLED),
    ("may_send: waiting.since, waiting.count = (at, 0) → waiting.count, = (0,)", Way.CALLED),
    ("may_send: waiting.since, waiting.count = (at, 0) → waiting.since, = (at,)", Way.CALLED),
    ("may_send: 0 → 1", Way.CALLED),
    ("may_send: 0 → -1", Way.CALLED),
    ("may_send: min(most, waiting.count) → max(most, waiting.count)", Way.CALLED),
]


def test_each_thing_is_changed_in_each_way(tmp_path: Path):
    (tmp_path / "sample.py").write_text(SAMPLE, encoding="utf-8")
    found = mutants_of(tmp_path, "sample.py")
    assert [(mutant.change, mutant.way) for mutant in found] == CHANGES
    assert {mutant.function for mutant in found} == {"MAY_FOLLOW", "may_send"}


class Sample:
    """Functions as classes hold them."""

    def plain(self) -> int:
        return 1

    @property
    def asked(self) -> int:
        return 1

    @cached_property
    def kept(self) -> int:
        return 1

    @classmethod
    def of_all(cls) -> int:
        return 1

    @staticmethod
    @cache
    def alone() -> int:
        return 1


@pytest.mark.parametrize("name", ["plain", "asked", "kept", "of_all", "alone"])
def test_the_function_itself_is_changed_whatever_stands_before_it(name: str):
    module = ModuleType("sample")
    module.Sample = Sample
    assert running._function(module, f"Sample.{name}").__code__.co_qualname == f"Sample.{name}"


@pytest.mark.parametrize("target", command.TARGETS)
def test_a_target_names_modules_and_tests_that_exist(target):
    named = [*command.TARGETS[target]["modules"], *command.TARGETS[target]["tests"]]
    assert [path for path in named if not (command.BASE / path).is_file()] == []


def test_all_of_consent_is_a_target():
    there = {path.name for path in (command.BASE / "subscribers/consent").glob("*.py")} - {"__init__.py"}
    assert {Path(path).name for path in command.TARGETS["consent"]["modules"]} == there


def test_every_survivor_is_a_mutant_and_has_its_reason():
    names = {mutant.name for target in command.TARGETS for mutant in command.mutants_for(target)}
    assert set(command.explained()) <= names
