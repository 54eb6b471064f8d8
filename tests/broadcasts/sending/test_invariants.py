"""Nothing waits that nobody would send: what is found all the same is told, and mended."""

import logging
from datetime import timedelta

import pytest
from django.core import mail

from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import invariants, recovery
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.whatsapp.cloud_api.durations import GIVE_UP, LOST_AFTER
from tests.builders import NOW, delivery_to, hire, subscribe
from tests.people import ANNA, PAOLO

LONG = timedelta(minutes=10)
OVER = {C.SENT: "was sent", C.CANCELLED: "was cancelled"}


def left(message: D, broadcast: C, claimed: timedelta | None = LOST_AFTER + LONG) -> Delivery:
    """Written by hand into the database: no way of ours leads there."""
    delivery = delivery_to(
        subscribe(ANNA),
        status=message,
        attempts=0 if message == D.QUEUED else 1,
        claimed_at=None if message == D.QUEUED else NOW - claimed,
    )
    Campaign.objects.update(status=broadcast, finished_at=NOW if broadcast in OVER else None)
    return delivery


@pytest.mark.parametrize("broadcast", [C.SENDING, C.PAUSED, C.SUSPENDED, *OVER])
@pytest.mark.parametrize("message", sorted(D))
def test_of_a_broadcast_that_is_over_nothing_waits(message, broadcast):
    left(message, broadcast)
    waits = {C.SENT: {D.QUEUED, D.SENDING, D.UNCERTAIN}, C.CANCELLED: {D.QUEUED, D.SENDING}}
    expected = [OVER[broadcast]] if message in waits.get(broadcast, ()) else []
    assert [
        words for told in invariants.violations(NOW) for words in OVER.values() if words in told
    ] == expected
    assert len(invariants.violations(NOW)) == len(expected)


def test_of_a_cancelled_one_a_call_that_is_under_way_may_end():
    left(D.SENDING, C.CANCELLED, claimed=timedelta(seconds=20))
    assert invariants.violations(NOW) == []


@pytest.mark.parametrize("broadcast", [C.SENDING, C.PAUSED, C.CANCELLED])
@pytest.mark.parametrize(("claimed", "tells"), [(GIVE_UP, False), (GIVE_UP + LONG, True)])
def test_nothing_is_in_doubt_for_longer_than_a_day(broadcast, claimed, tells):
    left(D.UNCERTAIN, broadcast, claimed)
    assert any("in doubt" in told for told in invariants.violations(NOW)) == tells


@pytest.mark.parametrize("message", [D.QUEUED, D.SENDING, D.UNCERTAIN])
def test_what_was_sent_too_early_goes_on_and_the_operators_hear_of_it(message, settings, caplog):
    settings.ALERT_EMAILS = ["sistemi@comune.example"]
    left(message, C.SENT)
    Campaign.objects.update(approved_by=hire(PAOLO))
    recovery.recover(NOW, silence_counts_since=None)
    made = Campaign.objects.get()
    event = made.events.latest("pk")
    assert (made.status, made.finished_at) == (C.SENDING, None)
    assert (event.what, event.by, event.note) == (
        CampaignEvent.Step.RESUMED,
        None,
        failure_reasons.LEFT_BEHIND,
    )
    assert {notice.address or notice.person.username for notice in StaffNotice.objects.all()} == {
        "sistemi@comune.example",
        PAOLO.username,
    }
    assert f"campaign {made.pk} was sent, and messages of it wait" in caplog.text
    assert invariants.violations(NOW) == []


def test_the_night_tells_the_operators_what_does_not_hold(
    settings, caplog, django_capture_on_commit_callbacks
):
    settings.ALERT_EMAILS = ["sistemi@comune.example"]
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        assert invariants.verify(NOW) == []
        assert (mail.outbox, caplog.text) == ([], "")
        made = left(D.QUEUED, C.CANCELLED).campaign
        assert len(invariants.verify(NOW)) == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (
        ["sistemi@comune.example"],
        "[WhatsApp del Comune] Messaggi rimasti indietro",
    )
    assert "invariant: campaign" in caplog.text
    assert made.title not in sent.body
