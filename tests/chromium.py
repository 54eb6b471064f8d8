"""The browser of the tests: where it is, how it is started, and pages in which nothing may go wrong."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from .patience import EXPECT, PAGE

OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECOND = 1000
"""Milliseconds."""
expect.set_options(EXPECT * SECOND)
FAILURES = Path(__file__).resolve().parents[1] / "build" / "failures"
"""Where pictures and traces of failed tests are."""
COMPLAINTS = {"error", "warning"}
"""Lines of the browser's console that nobody may cause."""
HAS_FAILED = pytest.StashKey[bool]()
NO_CHROMIUM = "no Chromium found (Debian: apt install chromium)"


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome; one without windows takes a third less of the processor."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module. Where there is none, they are left out.

    Not for longer: as long as it runs, Playwright keeps an event loop in this thread, and asyncio's tests fail.
    """
    path = find_chromium()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Django takes that loop for asynchronous code
    own_connections = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        for alias, connection in own_connections.items():  # or Django would open others for that loop
            connections[alias] = connection
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let fixtures know at the end that the test has failed."""
    report = yield
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    return report


@pytest.fixture
def new_page(chromium, request) -> Iterator[Callable[..., Page]]:
    """Makes pages, each a visitor of its own; a script error, a blocked resource, a warning in any fails it.

    A test that fails leaves of each visitor a picture and a trace (`playwright show-trace`) in FAILURES.
    """
    contexts, problems = [], []

    def make(**options) -> Page:
        context = chromium.new_context(locale="it-IT", **options)
        context.set_default_timeout(PAGE * SECOND)
        context.tracing.start(snapshots=True)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(_told(line)) if line.type in COMPLAINTS else None)
        return page

    yield make
    for number, context in enumerate(contexts, 1):
        if request.node.stash.get(HAS_FAILED, False) or problems:
            _keep(context, f"{re.sub(r'[^A-Za-z0-9]+', '-', request.node.name)}-{number}")
        context.close()
    assert problems == []


def _keep(context: BrowserContext, name: str) -> None:
    """What its pages look like now, and what they did."""
    FAILURES.mkdir(parents=True, exist_ok=True)
    for page in context.pages:
        page.screenshot(path=FAILURES / f"{name}.png", full_page=True)
    context.tracing.stop(path=FAILURES / f"{name}.zip")


def _told(line: ConsoleMessage) -> str:
    """What the browser complains of, and of which address."""
    return f"{line.text} ({line.location.get('url', '')})"
