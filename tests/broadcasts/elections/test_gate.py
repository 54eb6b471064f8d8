"""The gate at every outlet: what is not authorised leaves at none of them while a period holds."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts import launching
from broadcasts.content import latest_news
from broadcasts.launching import CannotLaunch, WrongState, leaving
from broadcasts.launching.drafts import service_drafts
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import claiming, resending, scheduling, sender
from broadcasts.slices.elections import declaring, gate, periods
from broadcasts.slices.elections.rules import Category
from broadcasts.slices.trials import asking, sending
from broadcasts.slices.trials import numbers as trial_numbers
from broadcasts.steps.plan import Plan
from subscribers.models import Reply, Subscriber
from tests.broadcasts.elections.periods import (
    POLLS_CALLED,
    POLLS_CLOSE,
    RUN_OFF_CLOSES,
    active,
    rome,
    written,
)
from tests.broadcasts.moments import HOUR, MINUTE, SECOND
from tests.broadcasts.rows import fresh
from tests.builders import (
    NOW,
    always_open,
    approve_templates,
    campaign,
    delivery_to,
    hire,
    say,
    subscribe,
    subscribe_crowd,
    text,
    under_way,
)
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.reading import having_read
from tests.staff import SILVIA, SIMONA

from .declarations import authorised, declared

AFTER = RUN_OFF_CLOSES + HOUR
URGENT = {"is_urgent": True, "urgent_reason": "Allerta rossa"}


def sentences(refusal) -> list[str]:
    return [problem.sentence for problem in refusal.value.problems]


# ── Approving and scheduling ──────────────────────────────────────────────────────────────────────────────


def test_it_can_not_be_approved_for_such_a_day_before_a_declaration_is_authorised(paolo):
    active()
    road = campaign()
    with pytest.raises(CannotLaunch) as refusal:
        launching.launch(campaign=road, by=paolo, now=NOW)
    assert sentences(refusal) == [gate.UNDECLARED.format(until="lunedì 8 giugno 2026 alle 15:00")]
    assert fresh(road).status == C.DRAFT

    given = declared(road)
    assert gate.missing(Plan(road, NOW))[0].sentence == gate.WAITING
    declaring.refuse(given, by=hire(SILVIA), now=NOW, note="Può aspettare")
    assert "Può aspettare" in gate.missing(Plan(road, NOW))[0].sentence
    authorised(road)
    assert gate.missing(Plan(road, NOW)) == []
    launching.launch(campaign=road, by=paolo, now=NOW)


@pytest.mark.parametrize(
    ("leaves", "may"),
    [
        (POLLS_CALLED - HOUR, True),
        (POLLS_CALLED, False),
        (POLLS_CLOSE, False),
        (RUN_OFF_CLOSES - SECOND, False),
        (RUN_OFF_CLOSES, True),
    ],
)
def test_the_moment_of_leaving_counts_and_not_that_of_approving(leaves, may, paolo):
    always_open()
    active()
    road, asked = campaign(scheduled_for=leaves), rome(2026, 4, 1, 10)
    missing = gate.missing(Plan(road, asked))
    assert (missing == []) is may
    if may:
        launching.launch(campaign=road, by=paolo, now=asked)
        return
    with pytest.raises(CannotLaunch):
        launching.launch(campaign=road, by=paolo, now=asked)


def test_one_that_would_still_be_leaving_when_it_begins_needs_one(paolo, settings):
    always_open()
    settings.WHATSAPP_MESSAGES_PER_SECOND = 1
    subscribe_crowd(20)
    active()
    road, now = campaign(), POLLS_CALLED - 30 * SECOND
    assert gate.missing(Plan(road, now - MINUTE, now - MINUTE)) == []
    assert gate.missing(Plan(road, now, now + 20 * SECOND))


def test_who_authorised_it_can_not_approve_it_nor_for_a_moment_after_the_period(paolo):
    """Moments change afterwards; that one person did both stays."""
    active()
    road = campaign()
    declaring.authorise(declared(road), by=hire(SILVIA), now=NOW)
    for leaves in (NOW, AFTER):
        with pytest.raises(CannotLaunch) as refusal:
            launching.launch(campaign=road, by=hire(SILVIA), now=NOW, at=leaves)
        assert gate.AUTHORISER in sentences(refusal), leaves


def test_an_emergency_at_night_goes_with_one_authoriser(paolo):
    """Half past two in the morning: nobody is in the office, and one authoriser is on the telephone."""
    active(standing_order_number="7/2026")
    night = rome(2026, 6, 8, 2, 30)
    flood = campaign(**URGENT)
    authorised(flood, now=night, category=Category.EMERGENCY)
    launching.launch(campaign=flood, by=hire(SILVIA), now=night, without_grace=True)
    flood.refresh_from_db()
    assert (flood.status, flood.approved_by) == (C.APPROVED, hire(SILVIA))


# ── The claim and the sender ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def one_by_one(settings):
    """Each message waits for the answer to the one before."""
    settings.WHATSAPP_MESSAGES_PER_SECOND, settings.WHATSAPP_SENDER_THREADS = 0, 1


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (POLLS_CALLED - SECOND, True),
        (POLLS_CALLED, False),
        (POLLS_CLOSE, False),
        (rome(2026, 6, 7, 12), False),
        (RUN_OFF_CLOSES - SECOND, False),
        (RUN_OFF_CLOSES, True),
    ],
)
def test_the_claim_takes_nothing_while_a_period_holds(moment, leaves):
    subscribe(ANNA)
    active()
    assert bool(claiming.claim(under_way(), 10, moment)) is leaves


@pytest.mark.parametrize(
    ("made", "leaves"),
    [
        (lambda: written(), True),
        (lambda: active(applies_to_us=False, applies_reason="Qui non si vota"), True),
        (lambda: active(run_off="no"), True),
        (lambda: active(run_off="yes"), False),
        (lambda: active(), False),
        (lambda: having_read(periods.annul, active(), by=hire(SIMONA), now=NOW, reason="Rinviate"), True),
    ],
    ids=["draft", "elsewhere", "no run-off", "run-off", "unknown run-off", "annulled"],
)
def test_which_period_holds_on_the_day_of_the_run_off(made, leaves):
    subscribe(ANNA)
    broadcast = under_way()
    made()
    Campaign.objects.filter(pk=broadcast.pk).update(status=C.SENDING)
    assert bool(claiming.claim(broadcast, 10, NOW)) is leaves


def test_what_is_authorised_is_claimed_and_nothing_else():
    subscribe(ANNA)
    active()
    broadcast = under_way()
    given = authorised(broadcast)
    assert claiming.claim(broadcast, 10, NOW)
    Delivery.objects.update(status=D.QUEUED)
    Campaign.objects.filter(pk=broadcast.pk).update(approved_hash="0" * 64)  # another text was approved
    assert not claiming.claim(broadcast, 10, NOW)
    Campaign.objects.filter(pk=broadcast.pk).update(approved_hash=given.fingerprint)
    declaring.withdraw(given, by=hire(SILVIA), now=NOW)
    assert not claiming.claim(broadcast, 10, NOW)


@pytest.mark.parametrize(
    ("fields", "category", "leaves"), [({}, Category.ROADS, False), (URGENT, Category.EMERGENCY, True)]
)
def test_the_claim_takes_nothing_that_one_person_approved_and_authorised(fields, category, leaves):
    """However that came about: the pages refuse it, and the claim does not rely on them."""
    subscribe(ANNA)
    active(standing_order_number="7/2026")
    broadcast = under_way(**fields)
    authorised(broadcast, category=category)
    Campaign.objects.filter(pk=broadcast.pk).update(approved_by=hire(SILVIA))
    assert bool(claiming.claim(broadcast, 10, NOW)) is leaves
    (told,) = leaving.with_exemption(Campaign.objects.all(), NOW)
    assert bool(told.is_exempt) is leaves


def test_an_authorisation_is_claimed_by_as_long_as_its_period_lasts():
    subscribe(ANNA)
    active()
    active(name="Referendum", starts_at=NOW, ends_at=AFTER + HOUR, run_off="no")
    broadcast = under_way()
    authorised(broadcast)
    assert claiming.claim(broadcast, 10, RUN_OFF_CLOSES - SECOND)
    Delivery.objects.update(status=D.QUEUED)
    assert not claiming.claim(broadcast, 10, RUN_OFF_CLOSES)


def test_a_lease_costs_one_query_more_however_many_messages(api, graph, one_by_one):
    subscribe_crowd(6)
    active()
    authorised(under_way())
    with CaptureQueriesContext(connection) as captured:
        assert sender.send_due(api=api, now=NOW, clock=lambda: NOW) == 6
    asked = [query["sql"] for query in captured if 'FROM "elections_electoralperiod"' in query["sql"]]
    assert len([sql for sql in asked if sql.startswith('SELECT "elections_electoralperiod"."id"')]) == 1


@pytest.mark.parametrize(("is_authorised", "sent"), [(False, 2), (True, 5)])
def test_running_across_its_first_second_nothing_more_leaves_but_what_is_authorised(
    is_authorised, sent, api, graph, one_by_one
):
    """An urgent one, which no hours hold back: the period begins with the third of five."""
    subscribe_crowd(5)
    active()
    broadcast = under_way(**URGENT)
    if is_authorised:
        authorised(broadcast, now=POLLS_CALLED - HOUR)
    moment = [POLLS_CALLED - 2 * SECOND]

    def a_second_passes(message: dict) -> None:
        moment[0] += SECOND

    graph.while_thinking = a_second_passes
    sender.send_due(api=api, now=moment[0], clock=lambda: moment[0])
    assert len(graph.messages) == sent
    assert broadcast.deliveries.filter(status=D.QUEUED, attempts=0).count() == 5 - sent


# ── Starting, going on, sending again ─────────────────────────────────────────────────────────────────────


def test_at_its_moment_it_is_suspended_and_what_is_authorised_starts(api, graph):
    subscribe(ANNA)
    active()
    due = {"status": C.APPROVED, "scheduled_for": NOW, "approved_at": NOW}
    road, let_go = campaign(**due), campaign(**due)
    authorised(let_go)
    assert scheduling.start_due(api=api, now=NOW) == 1
    road.refresh_from_db()
    assert (road.status, road.started_at) == (C.SUSPENDED, None)


@pytest.mark.parametrize("started_at", [None, NOW - HOUR])
def test_nobody_resumes_it_meanwhile(started_at):
    active()
    road = campaign(status=C.PAUSED, started_at=started_at, scheduled_for=NOW, approved_at=NOW)
    with pytest.raises(WrongState, match="periodo elettorale"):
        launching.resume(campaign=road, by=hire(PAOLO), now=NOW)
    authorised(road)
    launching.resume(campaign=road, by=hire(PAOLO), now=NOW)


def test_nobody_sends_it_again_meanwhile():
    anna = subscribe(ANNA)
    road = under_way()
    delivery_to(anna, of=road, status=D.FAILED, error_code=131049)
    active()
    with pytest.raises(WrongState, match="periodo elettorale"):
        resending.resend(campaign=road, by=hire(PAOLO), now=NOW)
    authorised(road)
    assert resending.resend(campaign=road, by=hire(PAOLO), now=NOW) == 1


# ── Other outlets ─────────────────────────────────────────────────────────────────────────────────────────


def told(now: datetime) -> list[str]:
    return latest_news.reader(now, launching.may_leave(now))(subscribe(ANNA))


def test_who_asks_for_the_news_is_told_what_is_authorised():
    anna = subscribe(ANNA)
    closed, fair = under_way(title="Via Roma"), under_way(title="Fiera")
    for road in (closed, fair):
        delivery_to(anna, of=road, status=D.READ)
    assert len(told(NOW)) == 2
    active()
    authorised(closed)
    (only,) = told(NOW)
    assert only.startswith("*Via Roma*")
    assert len(told(AFTER)) == 2


def test_citizens_are_answered_as_always(api, graph):
    active()
    subscribe(ANNA)
    say(text(BRUNO, "Iscrizione"))
    say(text(ANNA, "Notizie"))
    say(text(ANNA, "Cancellazione"))
    assert Reply.objects.count() == 3
    assert Subscriber.objects.get(phone_pseudonym=subscribe(BRUNO).phone_pseudonym).is_subscribed


def test_reminders_wait_until_it_is_over_and_need_a_declaration_like_anything_else(settings):
    settings.REMINDER_MONTHS = 12
    subscribe(ANNA, at=NOW - timedelta(days=400))
    active()
    assert service_drafts.propose_reminder(NOW) is None
    reminder = service_drafts.propose_reminder(AFTER)
    assert gate.missing(Plan(reminder, NOW))


def test_colleagues_may_still_try_it(api, graph):
    """On their own telephones: what is to be authorised has to be seen first."""
    active()
    approve_templates()
    number = trial_numbers.add(ANNA.phone, by=hire(GIULIA), now=NOW)
    number.verified_at = number.wrote_at = NOW
    number.save()
    asking.ask(campaign=campaign(), number=number, form="template", by=hire(GIULIA), now=NOW)
    sending.send_due(api=api, now=NOW)
    assert len(graph.sent_to(ANNA)) == 1
