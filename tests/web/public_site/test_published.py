"""What anybody may read: what was approved and has begun to leave, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadcasts.models import Campaign, CampaignProgress
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from tests.broadcasts.elections.declarations import authorised
from tests.builders import NOW, campaign, delivery_to, remind, subscribe, under_way
from tests.elections.periods import active
from tests.people import ANNA, BRUNO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
ARCHIVE = "/messaggi/"
DAY = timedelta(days=1)


def sent(title: str, **overrides) -> Campaign:
    """A broadcast that is over."""
    fields = {"status": CampaignStatus.SENT, "started_at": NOW, "approved_at": NOW, "finished_at": NOW}
    return campaign(title=title, **fields | overrides)


def cancelled(title: str) -> Campaign:
    """A broadcast that was stopped for good while it left."""
    made = under_way(title=title)
    Campaign.objects.filter(pk=made.pk).update(status=CampaignStatus.CANCELLED)
    return made


def reads(client: Client, made: Campaign) -> bool:
    """Whether a stranger finds it: the archive and its own page say the same."""
    in_archive = made.title in client.get(ARCHIVE).text
    own = client.get(f"/messaggi/{made.pk}/", follow=True)
    assert (own.status_code == 200) == in_archive
    return in_archive


def test_a_message_that_leaves_is_read_by_who_has_no_whatsapp(client: Client):
    subscribe(ANNA)
    made = under_way(title="Via Roma chiusa")
    assert reads(client, made)
    page = client.get(f"/messaggi/{made.pk}/", follow=True).text
    assert "via Roma è chiusa per lavori" in page
    assert "https://www.comune.cascina.pi.it/avvisi/via-roma" in page


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED])
def test_what_has_not_left_is_read_by_nobody(client: Client, status: CampaignStatus):
    assert not reads(client, campaign(title="Non ancora", status=status))


def test_a_message_about_the_service_is_read_by_nobody(client: Client):
    subscribe(ANNA, at=NOW - 400 * DAY)
    reminder = remind(ANNA).campaign
    assert not reads(client, reminder)


def test_what_was_cancelled_before_anybody_got_it_is_read_by_nobody(client: Client):
    subscribe(ANNA)
    made = cancelled("Annullato subito")
    assert not reads(client, made)
    assert not reads(client, campaign(title="Mai partito", status=CampaignStatus.CANCELLED))


def test_who_got_a_message_that_was_cancelled_then_finds_it(client: Client):
    person = subscribe(ANNA)
    subscribe(BRUNO)
    made = cancelled("Annullato a metà")
    delivery_to(person, of=made, status=DeliveryStatus.DELIVERED)
    assert reads(client, made)
    made.deliveries.all().delete()  # as the night does, once it has their totals
    totals = {"states": {"delivered": 1, "skipped": 1}, "reasons": {}}
    CampaignProgress.objects.update_or_create(campaign=made, defaults={"totals": totals})
    assert reads(client, made)


# ── Elections ───────────────────────────────────────────────────────────────────────────────────────────────
def test_in_an_electoral_period_what_left_before_stands_under_its_date(client: Client):
    now = timezone.now()
    span = {"starts_at": now - DAY, "ends_at": now + DAY, "run_off": "no"}
    old = sent("Prima dei comizi", started_at=now - 2 * DAY)
    forbidden = sent("Dentro il periodo", started_at=now - DAY / 2)
    active(**span)
    assert reads(client, old)
    assert not reads(client, forbidden)
    assert "legge 28/2000" in client.get(ARCHIVE).text


def test_in_an_electoral_period_what_was_authorised_is_read(client: Client):
    now = timezone.now()
    active(starts_at=now - DAY, ends_at=now + DAY, run_off="no")
    made = campaign(title="Ponte chiuso", status=CampaignStatus.IN_REVIEW)
    declaration = authorised(made, now=now - DAY / 2)
    Campaign.objects.filter(pk=made.pk).update(
        status=CampaignStatus.SENT, approved_hash=declaration.fingerprint, started_at=now - DAY / 4
    )
    assert reads(client, made)


def test_when_the_period_is_over_everything_is_read_again(client: Client):
    now = timezone.now()
    made = sent("Dentro il periodo", started_at=now - 2 * DAY)
    active(starts_at=now - 3 * DAY, ends_at=now - DAY, run_off="no")
    assert reads(client, made)
