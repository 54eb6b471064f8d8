"""No test proves anything by a clock: whoever waits does so by `tests/patience.py`, or is named with a reason."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import tree_of

BASE = Path(__file__).resolve().parents[2]
TESTS = BASE / "tests"
NOT_ASKED = [TESTS / "bench", TESTS / "box" / "demo", TESTS / "box" / "simulator"]
CLOCKS = {"sleep", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "wait_for_timeout"}
MAY = tomllib.loads(Path(__file__).with_name("clocks.toml").read_text(encoding="utf-8"))


def clocks_of(tree: ast.Module) -> Iterator[str]:
    """What in a module sleeps, looks at a clock, or sets a limit of time, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield from (f"line {node.lineno}: {name}()" for _ in CLOCKS & {name})
            yield from (f"line {node.lineno}: timeout=" for word in node.keywords if word.arg == "timeout")


def waiting() -> dict[str, list[str]]:
    """The files of tests/ that have a clock of their own, and where."""
    files = [
        path for path in sorted(TESTS.rglob("*.py")) if not any(path.is_relative_to(one) for one in NOT_ASKED)
    ]
    found = {str(path.relative_to(BASE)): list(clocks_of(tree_of(path))) for path in files}
    return {name: places for name, places in found.items() if places}


def test_no_test_has_a_clock_of_its_own_without_a_reason():
    assert {name: places for name, places in waiting().items() if name not in MAY} == {}


def test_no_reason_is_given_in_vain():
    assert sorted(set(MAY) - set(waiting())) == []
    assert [name for name, reason in MAY.items() if not reason.strip()] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("time.sleep(1)", ["line 1: sleep()"]),
        ("sleep(1)", ["line 1: sleep()"]),
        ("began = time.monotonic()", ["line 1: monotonic()"]),
        ("took = perf_counter() - began", ["line 1: perf_counter()"]),
        ("page.wait_for_timeout(500)", ["line 1: wait_for_timeout()"]),
        ("queue.get(timeout=3)", ["line 1: timeout="]),
        ("# time.sleep(1)", []),
        ('SCRIPT = "time.sleep(1)"', []),
        ("process.wait(UNTIL)", []),
    ],
)
def test_a_clock_is_found(code: str, found: list[str]):
    assert list(clocks_of(ast.parse(code))) == found
