"""Once more to those whom a broadcast did not reach for a reason that passes, and to nobody else."""

from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import resending
from subscribers.models import Subscriber
from tests.broadcasts.rows import fresh
from tests.builders import NOW, campaign, choose, delivery_to, hire, subscribe, topic, under_way, unsubscribe
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.staff import ROSA, at_desk

BUSY, EXPIRED, NOT_ON_WHATSAPP, STUMBLED, REFUSED_FILE = 131056, 131043, 131026, 131000, 131053
TAKEN = {"accepted_at": NOW}


def failed(code: int | None, **more):
    """Anna's message failed with this code; Bruno has read his, and the broadcast is over."""
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    made = under_way()
    delivery_to(bruno, of=made, status=D.READ, attempts=1, read_at=NOW)
    delivery = delivery_to(anna, of=made, status=D.FAILED, attempts=6, error_code=code, reason="x", **more)
    Campaign.objects.filter(pk=made.pk).update(status=C.SENT, finished_at=NOW)
    made.refresh_from_db()
    return made, delivery


def resend(made: Campaign, *, now=NOW) -> int:
    return resending.resend(campaign=made, by=hire(PAOLO), now=now)


@pytest.mark.parametrize(
    ("code", "moments", "goes"),
    [
        (BUSY, {}, True),
        (EXPIRED, TAKEN, True),
        (131049, TAKEN, True),
        (STUMBLED, TAKEN, True),  # Meta had taken it: a receipt said that it failed
        (STUMBLED, {}, False),  # an answer that leaves a doubt
        (1, {}, False),
        (NOT_ON_WHATSAPP, TAKEN, False),
        (131050, TAKEN, False),
        (REFUSED_FILE, TAKEN, False),
        (None, {}, False),  # nobody ever knew
        (BUSY, {"delivered_at": NOW}, False),
        (BUSY, {"read_at": NOW}, False),
    ],
)
def test_only_what_passes_and_certainly_did_not_arrive_is_sent_again(code, moments, goes):
    made, delivery = failed(code, **moments)
    if not goes:
        with pytest.raises(launching.WrongState, match="nessuno"):
            resend(made)
    else:
        assert resend(made) == 1
    assert fresh(delivery).status == (D.QUEUED if goes else D.FAILED)


def test_a_broadcast_that_was_over_goes_on_once_and_says_who_wanted_it():
    """The next attempt inherits nothing but its number: an old receipt must not be taken for news of it."""
    made, delivery = failed(EXPIRED, accepted_at=NOW, sent_at=NOW)
    with pytest.raises(launching.WrongState, match="sette giorni"):
        resend(made, now=NOW + resending.WITHIN + timedelta(seconds=1))
    resend(made)
    with pytest.raises(launching.WrongState):
        resend(made)
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.error_code, delivery.reason) == (6, None, "")
    assert (delivery.accepted_at, delivery.sent_at, delivery.not_before) == (None, None, None)

    made.refresh_from_db()
    event = made.events.get()
    assert (made.status, made.finished_at) == (C.SENDING, None)
    assert (event.what, event.by.username) == (CampaignEvent.Step.RESENT, PAOLO.username)
    assert event.note == "a 1 persona"


def test_a_paused_one_stays_paused():
    made, delivery = failed(BUSY)
    Campaign.objects.update(status=C.PAUSED)
    made.refresh_from_db()
    resend(made)
    made.refresh_from_db()
    assert (made.status, fresh(delivery).status) == (C.PAUSED, D.QUEUED)


def leave():
    unsubscribe(ANNA)


def drop_the_topic():
    choose(ANNA, topic("Eventi e cultura"))


def be_unreachable():
    Subscriber.objects.update(unreachable_since=NOW)


@pytest.mark.parametrize("change", [leave, drop_the_topic, be_unreachable])
def test_who_does_not_want_it_any_more_is_left_alone(change):
    made, _ = failed(BUSY)
    change()
    with pytest.raises(launching.WrongState, match="nessuno"):
        resend(made)
    assert not made.events.exists()


@pytest.mark.parametrize("status", sorted(set(C) - resending.STATES))
def test_what_was_cancelled_or_never_left_is_not_sent_again(status):
    made, _ = failed(BUSY)
    Campaign.objects.update(status=status)
    made.refresh_from_db()
    with pytest.raises(launching.WrongState):
        resend(made)


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.usefixtures("today")
def test_the_page_of_the_broadcast_offers_it_to_who_steers_broadcasts_and_confirmed_it_is_done():
    made, delivery = failed(BUSY)
    follow, button = (f"/admin/messaggi/{made.pk}/{name}/" for name in ("modifica", "manda-di-nuovo"))
    for clerk in (GIULIA, ROSA):
        assert button not in at_desk(clerk).get(follow).text
        assert at_desk(clerk).get(button).status_code == 403
        assert at_desk(clerk).post(button).status_code == 403
    delivery.refresh_from_db()
    assert delivery.status == D.FAILED

    desk = at_desk(PAOLO)
    assert button in desk.get(follow).text
    asked = desk.get(button)
    assert "A quante persone: 1." in asked.text
    page = desk.post(button, {"seen": asked.context["seen"]}, follow=True).text
    assert fresh(delivery).status == D.QUEUED
    assert "Rimesso in coda" in page
    assert "Mandato di nuovo a chi non l&#x27;aveva ricevuto, da te: a 1 persona" in page
    assert button not in page


@pytest.mark.usefixtures("today")
def test_where_there_is_nobody_nothing_is_offered():
    made, _ = failed(NOT_ON_WHATSAPP)
    button = f"/admin/messaggi/{made.pk}/manda-di-nuovo/"
    desk = at_desk(PAOLO)
    assert button not in desk.get(f"/admin/messaggi/{made.pk}/modifica/").text
    assert (
        "nessuno a cui mandarlo"
        in desk.post(button, {"seen": desk.get(button).context["seen"]}, follow=True).text
    )
    assert campaign().events.count() == made.events.count() == 0
