"""A worker that starts on an older copy of the database sends nothing that may have left since the copy was taken."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import recovery, scheduling, sender
from broadcasts.slices.trials import sending
from broadcasts.slices.trials.models import Trial, TrialNumber
from cascina_whatsapp import tasks
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.operations import restoring
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat, WebhookPost
from subscribers.models import Reply, Subscriber
from tests.builders import (
    NOW,
    approve_templates,
    arrive,
    campaign,
    delivery_to,
    hire,
    receipt,
    say,
    subscribe,
    text,
    under_way,
    webhook,
)
from tests.people import ANNA, BRUNO, CARLA, PAOLO
from tests.staff import VERA

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
D, C = DeliveryStatus, CampaignStatus
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER = "7712-5-16390"
"""What another database is called."""


@pytest.fixture(autouse=True)
def six_hours(settings):
    settings.STANDSTILL_HOURS = 6


def saved(at, database: str = OTHER) -> None:
    """The copy was taken right after this heartbeat of its worker."""
    for name in (liveness.TICK, liveness.WEBHOOK):
        Heartbeat.objects.create(name=name, at=at, since=at, database=database)


def restored(*, at=NOW - HOUR) -> dict[str, int]:
    """A worker starts on a copy of `at`, taken where the database had another name."""
    saved(at, OTHER)
    return restoring.hold(restoring.OlderCopy(at), NOW)


# ── It notices ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hours_ago", "named_otherwise", "longest", "noticed"),
    [
        (0, False, 6, None),  # a restart
        (5, False, 6, None),  # an outage
        (7, False, 6, False),  # a long one, or a disk that was put back: nobody can tell
        (7, False, 0, None),  # nobody is to ask
        (0, True, 6, True),  # a copy of this very minute
        (48, True, 6, True),
        (48, True, 0, True),
    ],
)
def test_an_older_copy_is_noticed(settings, hours_ago, named_otherwise, longest, noticed):
    settings.STANDSTILL_HOURS = longest
    name = OTHER if named_otherwise else restoring.mark()
    tick = Heartbeat(name=liveness.TICK, at=NOW - hours_ago * HOUR, database=name)
    found = restoring.older_copy(tick, NOW)
    assert (found.is_certain if found else None) is noticed


@pytest.mark.parametrize(("timeline", "noticed"), [("", False), ("-00000001", False), ("-00000002", True)])
def test_another_timeline_is_another_database_and_a_mark_without_one_is_an_older_version_s(timeline, noticed):
    """Of a recovery to a moment, and of a standby that took over: nothing else tells them apart."""
    if connection.vendor != "postgresql":
        pytest.skip("no PostgreSQL server given (TEST_DATABASE_URL)")
    cluster, _, ours = restoring.mark().rpartition("-")
    assert ours == "00000001"
    tick = Heartbeat(name=liveness.TICK, at=NOW, database=cluster + timeline)
    assert (restoring.older_copy(tick, NOW) is not None) is noticed


def test_the_first_worker_notes_where_it_is_and_of_two_on_a_copy_the_second_finds_it_done():
    assert restoring.older_copy(Heartbeat(name=liveness.TICK, at=NOW, database=""), NOW) is None
    assert restoring.look_at_start(NOW) is None
    tick = Heartbeat.objects.get(name=liveness.TICK)
    assert tick.database == restoring.mark()
    assert not TrailRecord.objects.exists()
    subscribe(ANNA)
    made = under_way()
    Heartbeat.objects.all().delete()
    saved(NOW - DAY)
    assert restoring.look_at_start(NOW)["deliveries"] == 1
    assert restoring.look_at_start(NOW) is None
    made.refresh_from_db()
    assert made.status == C.PAUSED


def test_after_a_standstill_it_says_that_it_can_not_tell():
    saved(NOW - 8 * HOUR, restoring.mark())
    restoring.look_at_start(NOW)
    assert TrailRecord.objects.latest("sequence").about == (
        "Il servizio è stato fermo da lunedì 8 giugno 2026 alle 2:00, o è ripartito da una copia di allora"
    )


# ── Nothing leaves ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_on_its_way_waits_for_a_person_and_may_have_arrived(graph, api):
    """What somebody paused was perhaps resumed after the copy; a receipt of what did leave settles it."""
    approve_templates()
    anna, bruno, carla = subscribe(ANNA), subscribe(BRUNO), subscribe(CARLA)
    paused, made = under_way(title="Ponte chiuso"), under_way()
    Campaign.objects.filter(pk=paused.pk).update(status=C.PAUSED, pause_reason="Aspettiamo il Comandante")
    delivery_to(bruno, of=made, status=D.SENDING, attempts=1, claimed_at=NOW - HOUR)
    delivery_to(carla, of=made, status=D.DELIVERED, attempts=1)
    held = restored()
    sender.send_due(api=api, now=NOW)

    assert (held["campaigns"], held["deliveries"]) == (1, 5)
    states = dict(made.deliveries.values_list("subscriber", "status"))
    assert states == {anna.pk: D.UNCERTAIN, bruno.pk: D.UNCERTAIN, carla.pk: D.DELIVERED}
    assert set(paused.deliveries.values_list("status", flat=True)) == {D.UNCERTAIN}
    assert graph.messages == []
    made.refresh_from_db()
    assert (made.status, made.pause_reason) == (
        C.PAUSED,
        "Il servizio è ripartito da una copia di lunedì 8 giugno 2026 alle 9:00. Chi non risulta raggiunto può "
        "averlo già ricevuto: decidi delle consegne dall'esito incerto, poi riprendilo o annullalo.",
    )
    arrive(webhook(receipt(made.deliveries.get(subscriber=anna), "read", attempt=1)))
    assert made.deliveries.get(subscriber=anna).status == D.READ


def test_what_was_approved_does_not_begin_by_itself(graph, api):
    """It was due a quarter of an hour after the copy, and left then: in time to begin once more."""
    approve_templates()
    subscribe(ANNA)
    made = campaign(status=C.APPROVED, approved_at=NOW - HOUR, scheduled_for=NOW - 45 * MINUTE)
    restored()

    assert scheduling.start_due(api=api, now=NOW) == 0
    made.refresh_from_db()
    assert made.status == C.PAUSED
    assert made.pause_reason.endswith("chiedi a chi doveva riceverlo, poi riprendilo o annullalo.")
    assert not Delivery.objects.exists()


def test_answers_and_trials_are_not_sent_again(graph, api):
    say(text(ANNA, "Iscrizione"))
    number = TrialNumber.objects.create(
        user=hire(PAOLO), phone=BRUNO.phone, code_asked_at=NOW, verified_at=NOW
    )
    Trial.objects.create(campaign=campaign(), number=number, by=number.user, version=1, asked_at=NOW)
    held = restored()
    tasks.answer()
    sending.send_due(api=api, now=NOW)

    assert (held["answers"], held["trials"], graph.messages) == (1, 1, [])
    assert Trial.objects.get().status == D.UNCERTAIN
    reply = Reply.objects.get()
    assert (reply.status, reply.phone, reply.content) == (Reply.Status.UNCERTAIN, "", {})


def test_what_lay_unread_in_the_copy_counts_and_is_not_answered_once_more(graph):
    subscribe(ANNA)
    subscribe(BRUNO)
    for moment, citizen in ((NOW - HOUR, ANNA), (NOW, BRUNO)):
        post = WebhookPost.objects.create(body=webhook(text(citizen, "Cancellazione", at=moment)))
        WebhookPost.objects.filter(pk=post.pk).update(received_at=moment)
    restored()
    assert Subscriber.objects.filter(status=Subscriber.Status.SUBSCRIBED).count() == 1
    tasks.listen()

    assert not Subscriber.objects.filter(status=Subscriber.Status.SUBSCRIBED).exists()
    assert [message["to"] for message in graph.messages] == [BRUNO.phone], "he wrote after the copy was taken"


# ── What becomes of it ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("later", "state"), [(20 * MINUTE, D.UNCERTAIN), (25 * HOUR, D.FAILED)])
def test_silence_sends_nothing_again_and_after_a_day_it_is_given_up(later, state):
    """Messages that were sent later are heard of, and everybody listens: that tells nothing of one from before."""
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    made = under_way()
    restored()
    moment = NOW + later
    delivery_to(bruno, of=made, status=D.SENT, claimed_at=NOW + MINUTE, sent_at=NOW + 2 * MINUTE)
    Heartbeat.objects.update(at=moment)
    recovery.recover(moment, silence_counts_since=liveness.silence_counts_since(moment))
    assert made.deliveries.get(subscriber=anna).status == state


def test_a_person_who_knows_that_it_did_not_arrive_sends_it(graph, api):
    approve_templates()
    subscribe(ANNA)
    made = under_way()
    restored()
    recovery.settle(made.deliveries.all(), arrived=False, by=hire(PAOLO), now=NOW)
    made.refresh_from_db()
    launching.resume(campaign=made, by=hire(PAOLO), now=NOW)
    sender.send_due(api=api, now=NOW, clock=lambda: NOW)
    assert [message["biz_opaque_callback_data"] for message in graph.messages] == [
        f"cascina:delivery:{made.deliveries.get().pk}:2"
    ]


def test_no_number_is_given_to_two_messages():
    """A receipt of one that left after the copy must not be taken for news of another."""
    subscribe(ANNA)
    before = under_way().deliveries.get().pk
    restored()
    subscribe(BRUNO)
    assert min(under_way().deliveries.values_list("pk", flat=True)) > before + restoring.SKIPPED


# ── Somebody is told ────────────────────────────────────────────────────────────────────────────────────────


def test_those_who_decide_and_the_officer_read_what_is_held(settings):
    settings.ALERT_EMAILS, settings.PRIVACY_EMAILS = ["ced@comune.example"], ["rpd@comune.example"]
    paolo, vera = hire(PAOLO), hire(VERA)
    subscribe(ANNA)
    under_way()
    restored()

    told = StaffNotice.objects.filter(subject=restoring.SUBJECT)
    assert {row.person or row.address for row in told} == {
        paolo,
        vera,
        "ced@comune.example",
        "rpd@comune.example",
    }
    assert told[0].sentence.startswith(
        "Il servizio è ripartito da una copia di lunedì 8 giugno 2026 alle 9:00. Niente parte da solo. Messaggi "
        "fermati: 1; consegne dall'esito incerto: 1; pubblicazioni altrove da controllare: 0. "
    )
    last = TrailRecord.objects.latest("sequence")
    assert (last.event, last.details["deliveries"]) == (Event.RESTORED, 1)


def test_who_put_a_machine_back_holds_by_hand(capsys):
    subscribe(ANNA)
    under_way()
    saved(NOW, restoring.mark())
    call_command("hold_after_restore")
    assert "Messaggi in pausa: 1. Esiti incerti: consegne 1," in capsys.readouterr().out
    assert Delivery.objects.get().status == D.UNCERTAIN
