"""A browser at somebody's desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.people import Clerk
from tests.staff import at_desk

SCREENSHOTS = settings.BASE_DIR / "build" / "screenshots"


def pytest_terminal_summary(terminalreporter):
    """Where the pictures are that this run has taken."""
    if any(SCREENSHOTS.glob("*/*.png")):
        terminalreporter.write_line(f"Screenshots: {SCREENSHOTS}")


@pytest.fixture
def screenshots() -> Path:
    """The folder of pictures for people to look at; git does not see it."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


@pytest.fixture
def sit_at(new_page, live_server, committed_db) -> Callable[..., Page]:
    """Opens a page of the service as `clerk`, who is logged in; further options are Playwright's."""

    def sit(clerk: Clerk, path: str, **options) -> Page:
        page = new_page(base_url=live_server.url, **options)
        session = at_desk(clerk).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page.goto(path)
        return page

    return sit
