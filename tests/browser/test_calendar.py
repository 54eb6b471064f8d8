"""The calendar: whole weeks on a desk, the days on which something happens on a telephone."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from broadcasts.rules.states import CampaignStatus
from tests.builders import campaign
from tests.people import GIULIA

pytestmark = [pytest.mark.browser, pytest.mark.sweep]
JUNE = "/admin/calendario/?mese=2026-06"
SENT_AT = datetime(2026, 6, 5, 7, 15, tzinfo=UTC)


def days_shown(page) -> list[str]:
    """The dates of the cells that one sees."""
    times = page.locator(".calendar td:visible time")
    return [time.get_attribute("datetime") for time in times.all()]


def test_a_telephone_shows_the_days_on_which_something_happens(sit_at):
    campaign(title="Rifiuti: il calendario", status=CampaignStatus.SENT, started_at=SENT_AT)
    page = sit_at(GIULIA, JUNE)
    assert len(days_shown(page)) == 35
    page.set_viewport_size({"width": 400, "height": 800})
    assert days_shown(page) == ["2026-06-02", "2026-06-05"]
    expect(page.get_by_text("venerdì 5")).to_be_visible()
    page.get_by_role("link", name="Rifiuti: il calendario").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rifiuti")
