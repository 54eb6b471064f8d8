"""Where a message goes is chosen while it is written, read before it is approved, and begins as the last one went."""

import re

import pytest
from django.urls import reverse

from broadcasts.models import Campaign
from broadcasts.parts.addresses import page_of
from broadcasts.rules.states import CampaignStatus
from tests.builders import NOW, approve_templates, campaign, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import at_desk

from .conftest import CHANNEL, TOKEN


@pytest.fixture(autouse=True)
def telegram(settings):
    settings.TELEGRAM_BOT_TOKEN, settings.TELEGRAM_CHANNEL = TOKEN, CHANNEL


def written(row: Campaign, **more) -> dict:
    fields = {
        "title": row.title,
        "body": row.body,
        "link": row.link,
        "topics": [one.pk for one in row.topics.all()],
    }
    return fields | {"seen_version": row.version, "urgent_reason": "", "everybody_reason": ""} | more


@pytest.mark.parametrize(
    ("more", "goes"),
    [
        ({"where_asked": "1", "where": ["telegram"]}, (False, ["telegram"])),
        ({"where_asked": "1", "where": ["whatsapp", "telegram"]}, (True, ["telegram"])),
        ({"where_asked": "1"}, (False, [])),
        ({}, (True, [])),  # a page of the version before does not ask
    ],
)
def test_what_is_ticked_is_kept_as_it_is_written(more, goes):
    row = campaign(status=CampaignStatus.DRAFT)
    at_desk(GIULIA).post(page_of(row, "autosave"), written(row, **more))
    row.refresh_from_db()

    assert (row.by_whatsapp, row.outlets) == goes


def test_without_whatsapp_it_costs_nothing_and_a_new_message_goes_where_the_last_one_went():
    row = campaign(status=CampaignStatus.IN_REVIEW, by_whatsapp=False, outlets=["telegram"])
    page = at_desk(PAOLO).get(page_of(row, "launch")).text

    assert "Sito, Telegram" in page
    assert "Nessun telefono" in page
    assert "senza WhatsApp non costa nulla" in page
    assert "Mandami una prova" not in page

    subscribe(ANNA)
    approve_templates()
    campaign(status=CampaignStatus.SENT, started_at=NOW, by_whatsapp=False, outlets=["telegram"])
    page = at_desk(GIULIA).get(reverse("admin:broadcasts_campaign_add")).text
    boxes = re.findall(r'<input[^>]*name="where"[^>]*value="(\w+)"([^>]*)>', page)

    assert {key: "checked" in more for key, more in boxes} == {"whatsapp": False, "telegram": True}
