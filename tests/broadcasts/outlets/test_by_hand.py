"""The WhatsApp Channel, which only people publish to: what there is to copy, when, and who says that it is done."""

import pytest
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.states import PublicationStatus as P
from broadcasts.slices.outlets import answers
from broadcasts.slices.outlets.publishing import publish_due
from broadcasts.slices.outlets.registry import waiting
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.rows import fresh
from tests.builders import campaign
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

from .conftest import WORDS

ADDRESS = "https://whatsapp.com/channel/prova"


@pytest.fixture
def started(settings) -> Campaign:
    settings.WHATSAPP_CHANNEL_URL = ADDRESS
    row = campaign(
        status=CampaignStatus.SENT,
        started_at=timezone.now(),
        is_urgent=True,
        outlets=["whatsapp_channel"],
        body="*Lunedì* chiusa.",
    )
    answers.queue(row)
    return row


def test_a_clerk_copies_it_publishes_it_and_says_so(started):
    client = at_desk(GIULIA)
    row = started.publications.get(outlet="whatsapp_channel")
    own = reverse("admin:broadcasts_campaign_change", args=[started.pk])
    to_copy = reverse("admin:broadcasts_campaign_to_copy", args=[started.pk, row.pk])
    assert waiting() == ["whatsapp_channel"]
    assert publish_due("whatsapp_channel", started.started_at)
    assert StaffNotice.objects.filter(subject="Un messaggio va pubblicato a mano").count() == 1
    assert not publish_due("whatsapp_channel", started.started_at)  # they are asked once
    assert waiting() == []
    row.refresh_from_db()
    assert to_copy in client.get(own).text

    page = client.get(to_copy).text
    assert "*Via Roma chiusa al traffico*\n\n*Lunedì* chiusa.\n\nhttps://" in page
    assert ADDRESS in page

    said = {"publication": row.pk, "what": "by-hand"}
    client.post(reverse("admin:broadcasts_campaign_publication", args=[started.pk]), said)
    row.refresh_from_db()
    assert (row.status, row.settled_by.username) == (P.PUBLISHED, GIULIA.username)
    assert list(TrailRecord.objects.values_list("event", flat=True)) == ["published_by_hand"]
    assert f"lo dice {GIULIA.username}" in client.get(own).text
    assert client.get(to_copy).status_code == 302  # there is nothing to copy any more


def test_while_its_broadcast_is_stopped_nobody_is_offered_to_publish_it(started):
    client = at_desk(PAOLO)
    Campaign.objects.filter(pk=started.pk).update(status=CampaignStatus.PAUSED)
    row = started.publications.get(outlet="whatsapp_channel")
    assert (
        client.get(reverse("admin:broadcasts_campaign_to_copy", args=[started.pk, row.pk])).status_code == 302
    )

    said = {"publication": row.pk, "what": "by-hand"}
    client.post(reverse("admin:broadcasts_campaign_publication", args=[started.pk]), said)
    assert fresh(row).status == P.WAITING


def test_a_correction_and_a_withdrawal_are_to_be_copied_too(started):
    started.publications.filter(outlet="whatsapp_channel").update(status=P.PUBLISHED)
    for is_withdrawal in (False, True):
        answers.on_amended(started, WORDS | {"is_withdrawal": is_withdrawal})

    rows = started.publications.filter(outlet="whatsapp_channel").order_by("revision")
    # The withdrawal takes the place of the correction that nobody has published yet.
    assert [row.status for row in rows] == [P.PUBLISHED, P.SKIPPED, P.WAITING]
