"""The clock of the tests: each begins at the same moment, an ordinary working morning, and time goes on from there.

A pytest plugin. TEST_CLOCK names another moment (ISO 8601, with its offset): at night the tests are run over the end
of a month and over the change to winter time. What starts processes of its own keeps their clock, the true one.
"""

import os
from datetime import datetime
from pathlib import Path

import pytest
import time_machine

MORNING = "2026-11-10T10:00:00+01:00"
"""A Tuesday in Cascina."""
TRUE_TIME = ("journeys", "upgrading", "installing", "backing_up")
"""Folders whose tests talk to processes and programs that know the true time, or a shifted one of their own."""
TESTS = Path(__file__).parent


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Travel there for the test with all its fixtures, unless it is marked `true_time`."""
    if item.get_closest_marker("true_time") or item.path.relative_to(TESTS).parts[0] in TRUE_TIME:
        return (yield)
    with time_machine.travel(datetime.fromisoformat(os.environ.get("TEST_CLOCK") or MORNING), tick=True):
        return (yield)
