"""Who has had enough messages this week is left in peace, but for what is urgent, warns, or is about the service."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from tests.broadcasts.moments import DAY
from tests.builders import NOW, campaign, subscribe, topic, under_way
from tests.databases import until_it_waits_for_us
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO
from tests.staff import at_desk

REASON = "Aveva già ricevuto 2 messaggi questa settimana"


@pytest.fixture
def at_most_two(settings):
    settings.WEEKLY_MESSAGES = 2


@pytest.fixture
def town(db):
    return [subscribe(citizen) for citizen in (ANNA, BRUNO, CARLA)]


def received(at: datetime, **overrides) -> Campaign:
    """A broadcast that everybody got at that moment."""
    sent = under_way(**overrides)
    sent.deliveries.update(status=D.DELIVERED, claimed_at=at, delivered_at=at)
    Campaign.objects.filter(pk=sent.pk).update(status=C.SENT, started_at=at, finished_at=at)
    return sent


def started(api, **overrides) -> Campaign:
    made = campaign(status=C.APPROVED, scheduled_for=NOW, approved_at=NOW, **overrides)
    assert launching.start(made, api=api, now=NOW)
    made.refresh_from_db()
    return made


def outcome(made: Campaign) -> dict[str, list[str]]:
    """State → reasons of its messages."""
    found: dict[str, list[str]] = {}
    for status, reason in made.deliveries.values_list("status", "reason"):
        found.setdefault(status, []).append(reason)
    return found


def test_who_has_had_two_this_week_gets_no_third(api, town, at_most_two):
    received(NOW - 6 * DAY)
    second = received(NOW - DAY)
    second.deliveries.filter(subscriber=town[0]).update(status=D.FAILED)
    third = started(api)
    assert outcome(third) == {D.QUEUED: [""], D.SKIPPED: [REASON, REASON]}
    assert third.deliveries.get(status=D.QUEUED).subscriber == town[0]
    text = at_desk(GIULIA).get(f"/admin/messaggi/{third.pk}/modifica/").text
    assert "A 2 persone non è partito: avevano già ricevuto 2 messaggi questa settimana." in text
    assert "È il limite che il Comune si è dato." in text


@pytest.mark.parametrize(
    ("at_most", "first"), [(2, NOW - 7 * DAY - timedelta(seconds=1)), (0, NOW - 2 * DAY)]
)
def test_after_a_week_or_without_the_setting_nobody_is_held_back(at_most, first, api, town, settings):
    settings.WEEKLY_MESSAGES = at_most
    received(first)
    received(NOW - DAY)
    assert outcome(started(api)) == {D.QUEUED: ["", "", ""]}


def test_what_still_waits_in_a_queue_counts_and_it_is_one_statement(
    api, town, at_most_two, django_assert_max_num_queries
):
    received(NOW - DAY)
    under_way(title="Ancora in coda")
    assert outcome(started(api)) == {D.SKIPPED: [REASON] * 3}

    made = campaign(status=C.APPROVED, scheduled_for=NOW, approved_at=NOW)
    with django_assert_max_num_queries(40) as asked:
        launching.start(made, api=api, now=NOW)
    held = [query["sql"] for query in asked if "HAVING" in query["sql"]]
    assert len(held) == 1


@pytest.mark.parametrize(
    "exempt",
    [{"is_urgent": True, "urgent_reason": "Piena dell'Arno"}, {"topic": "alert"}],
    ids=["urgent", "alert"],
)
def test_what_is_urgent_or_warns_reaches_everybody_and_counts_for_nobody(api, town, at_most_two, exempt):
    warning = topic("Allerte e urgenze") if "topic" in exempt else topic()
    assert warning.is_alert is ("topic" in exempt)
    exempt = exempt | {"topic": warning}
    received(NOW - DAY, **exempt)
    received(NOW - 2 * DAY)
    assert outcome(started(api)) == {D.QUEUED: ["", "", ""]}
    assert outcome(started(api, **exempt)) == {D.QUEUED: ["", "", ""]}


def test_whoever_approves_reads_for_how_many_it_would_not_leave(town, at_most_two):
    now = timezone.now()
    received(now - DAY)
    received(now - 2 * DAY).deliveries.filter(subscriber=town[0]).update(status=D.FAILED)
    made = campaign(status=C.IN_REVIEW)
    text = at_desk(PAOLO).get(f"/admin/messaggi/{made.pk}/avvia/").text
    assert "Per 2 persone non parte: hanno già ricevuto 2 messaggi questa settimana." in text


def test_of_two_that_start_at_once_the_second_sees_whom_the_first_is_for(committed_db, settings, api):
    settings.WEEKLY_MESSAGES = 1
    subscribe(ANNA)
    one, other = (
        campaign(status=C.APPROVED, scheduled_for=NOW, approved_at=NOW, title=name) for name in "AB"
    )

    def start_the_other() -> bool:
        try:
            return launching.start(other, api=api, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beat:
        with transaction.atomic():
            launching.start(one, api=api, now=NOW)
            answer = beat.submit(start_the_other)
            until_it_waits_for_us(answer)
        assert answer.result()
    statuses = Delivery.objects.order_by("campaign").values_list("status", flat=True)
    assert sorted(statuses) == [D.QUEUED, D.SKIPPED]
