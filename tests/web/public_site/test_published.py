"""What anybody may read: what was approved and has begun to leave, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from broadcasts.models import Campaign, CampaignProgress
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from tests.broadcasts.elections.declarations import authorised
from tests.broadcasts.elections.periods import active
from tests.builders import NOW, campaign, delivery_to, remind, subscribe, under_way
from tests.people import ANNA, BRUNO
from tests.web.messages import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
ARCHIVE = "/messaggi/"
DAY = timedelta(days=1)


def reads(client: Client, made: Campaign) -> bool:
    """Whether a stranger finds it: the archive and its own page say the same."""
    in_archive = made.title in client.get(ARCHIVE).text
    own = client.get(f"/messaggi/{made.pk}/", follow=True)
    assert (own.status_code == 200) == in_archive
    return in_archive


def test_a_message_that_leaves_is_read_by_who_has_no_whatsapp(client: Client):
    person = subscribe(ANNA)
    made = under_way(title="Via Roma chiusa")
    delivery_to(person, of=made, status=DeliveryStatus.ACCEPTED)
    assert reads(client, made)
    page = client.get(f"/messaggi/{made.pk}/", follow=True).text
    assert "via Roma è chiusa per lavori" in page
    assert "https://www.comune.cascina.pi.it/avvisi/via-roma" in page


def test_what_has_not_left_or_is_about_the_service_is_read_by_nobody(client: Client):
    for status in (CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED):
        assert not reads(client, campaign(title="Non ancora", status=status)), status
    subscribe(ANNA, at=NOW - 400 * DAY)
    assert not reads(client, remind(ANNA).campaign)
    assert not reads(client, campaign(title="Mai partito", status=CampaignStatus.CANCELLED))


def test_who_got_a_message_that_was_cancelled_finds_it_when_only_its_totals_are_left(client: Client):
    person = subscribe(ANNA)
    subscribe(BRUNO)
    made = under_way(title="Annullato a metà")
    Campaign.objects.filter(pk=made.pk).update(status=CampaignStatus.CANCELLED)
    delivery_to(person, of=made, status=DeliveryStatus.DELIVERED)
    made.deliveries.all().delete()  # as the night does, once it has their totals
    totals = {"states": {"delivered": 1, "skipped": 1}, "reasons": {}}
    CampaignProgress.objects.update_or_create(campaign=made, defaults={"totals": totals})
    assert reads(client, made)


# ── Elections ───────────────────────────────────────────────────────────────────────────────────────────────
def test_in_an_electoral_period_what_left_before_or_was_authorised_is_read_and_afterwards_everything(
    client: Client,
):
    now = timezone.now()
    old = sent("Prima dei comizi", started_at=now - 2 * DAY)
    forbidden = sent("Dentro il periodo", started_at=now - DAY / 2)
    active(starts_at=now - DAY, ends_at=now + DAY, run_off="no")
    urgent = campaign(title="Ponte chiuso", status=CampaignStatus.IN_REVIEW)
    declaration = authorised(urgent, now=now - DAY / 2)
    Campaign.objects.filter(pk=urgent.pk).update(
        status=CampaignStatus.SENT, approved_hash=declaration.fingerprint, started_at=now - DAY / 4
    )
    assert [reads(client, made) for made in (old, forbidden, urgent)] == [True, False, True]
    assert "legge 28/2000" in client.get(ARCHIVE).text
    with time_machine.travel(now + 2 * DAY, tick=False):
        assert [reads(client, made) for made in (old, forbidden, urgent)] == [True, True, True]
