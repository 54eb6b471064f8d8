"""A pytest plugin (`-p tests.progress`) for output that goes through a pipe: lines instead of dots.

Every few seconds how many tests are done and which file is at work, and each failure as soon as it happens.
"""

import time

import pytest

EVERY = 5.0
"""Seconds between two lines, while everything passes."""


@pytest.hookimpl(wrapper=True)
def pytest_report_teststatus(report):
    """No letter, so that no dots stand between the lines; the word is for pytest's closing lines."""
    category, _, word = yield
    return category, "", word


def pytest_configure(config):
    """One for each run of pytest."""
    config.pluginmanager.register(Progress(config))


class Progress:
    """Counts the tests that are done."""

    def __init__(self, config: pytest.Config):
        self.config = config
        self.done = self.total = 0
        self.told_at = time.monotonic()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session):
        """What is left once every plugin has deselected its share."""
        self.total = len(session.items)

    def pytest_runtest_logreport(self, report):
        """A test's set-up, its call or its teardown ended."""
        if report.failed:
            self._print(f"FAILED {report.nodeid} ({report.when})")

    def pytest_runtest_logfinish(self, nodeid):
        """A test ended: tell it when the last line is some seconds old, or when it was the last test."""
        self.done += 1
        if self.done == self.total or time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            percent = self.done * 100 // self.total
            self._print(f"{percent:3} % ({self.done:,} of {self.total:,}): {nodeid.partition('::')[0]}")

    def _print(self, line: str) -> None:
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line(line)
        reporter.flush()
