"""A period stops what leaves or is due; afterwards it goes on in time, or waits for a person."""

import pytest

from broadcasts import launching
from broadcasts.launching import approval, suspending
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import after_restore
from broadcasts.slices.elections import periods
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.broadcasts.elections.declarations import authorised
from tests.broadcasts.elections.periods import POLLS_CALLED, RUN_OFF_CLOSES, active, rome, written
from tests.broadcasts.moments import HOUR, MINUTE
from tests.builders import NOW, campaign, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.reading import having_read
from tests.staff import SILVIA, SIMONA

from .steps import steps


def status(of: Campaign) -> str:
    of.refresh_from_db()
    return of.status


def approved(**fields) -> Campaign:
    return campaign(status=C.APPROVED, approved_at=NOW, **{"scheduled_for": NOW} | fields)


@pytest.fixture
def town_hall():
    """Who is told."""
    return [hire(clerk) for clerk in (GIULIA, PAOLO, SILVIA, SIMONA)]


def test_activating_it_stops_at_once_what_is_not_authorised(town_hall):
    subscribe(ANNA)
    leaving, due = under_way(title="In invio"), approved(title="Da ora")
    later, stopped = (
        approved(title="Dopo", scheduled_for=RUN_OFF_CLOSES),
        campaign(status=C.PAUSED, started_at=NOW),
    )
    StaffNotice.objects.all().delete()
    assert having_read(periods.activate, written(), by=hire(SILVIA), now=NOW) == 2

    assert [status(one) for one in (leaving, due, later, stopped)] == [
        C.SUSPENDED,
        C.SUSPENDED,
        C.APPROVED,
        C.PAUSED,
    ]
    assert steps(leaving) == [("suspended", "")]
    assert leaving.deliveries.get().status == D.QUEUED
    (told,) = StaffNotice.objects.filter(person=hire(PAOLO), subject="Trattenuto per le elezioni")
    assert "«In invio», «Da ora»" in told.sentence
    assert told.page.endswith("?status__exact=suspended")


def test_what_is_authorised_goes_on_and_a_decision_that_is_refused_changes_nothing(town_hall):
    subscribe(ANNA)
    leaving = under_way()
    with pytest.raises(periods.CannotDecide):
        having_read(periods.activate, written(), by=hire(PAOLO), now=NOW)
    assert status(leaving) == C.SENDING

    active(name="Referendum", starts_at=rome(2026, 6, 1), ends_at=rome(2026, 6, 9, 15), run_off="no")
    authorised(leaving)
    assert suspending.suspend_due(NOW) == 0
    assert status(leaving) == C.SENDING


def test_the_tick_stops_it_when_the_period_begins_and_when_the_polls_close_it_waits_for_a_person(
    django_assert_num_queries,
):
    subscribe(ANNA)
    leaving = under_way()
    active()
    with django_assert_num_queries(1):
        assert suspending.suspend_due(POLLS_CALLED - MINUTE) == 0
    assert suspending.suspend_due(POLLS_CALLED) == 1
    assert suspending.suspend_due(POLLS_CALLED) == 0
    assert suspending.release(RUN_OFF_CLOSES - MINUTE) == 0
    assert status(leaving) == C.SUSPENDED
    assert suspending.release(RUN_OFF_CLOSES) == 1
    assert status(leaving) == C.PAUSED


def test_authorised_meanwhile_it_goes_on_however_late_it_is():
    subscribe(ANNA)
    leaving, due = under_way(), approved()
    active()
    suspending.suspend_due(NOW)
    later = NOW + 3 * HOUR
    for one in (leaving, due):
        authorised(one, now=later)
    assert suspending.release(later) == 2
    assert (status(leaving), status(due)) == (C.SENDING, C.APPROVED)
    assert due.scheduled_for == later
    assert suspending.suspend_due(later) == 0


@pytest.mark.parametrize(
    ("waited", "leaving_is", "due_is"),
    [
        (MINUTE, C.SENDING, C.APPROVED),
        (60 * MINUTE, C.SENDING, C.APPROVED),
        (61 * MINUTE, C.PAUSED, C.PAUSED),
    ],
)
def test_annulled_it_frees_what_is_in_time_and_nothing_leaves_by_itself_later(
    waited, leaving_is, due_is, settings
):
    settings.START_GRACE_MINUTES = 60
    subscribe(ANNA)
    leaving, due = under_way(), approved()
    period = active()
    suspending.suspend_due(NOW)
    assert having_read(periods.annul, period, by=hire(SIMONA), now=NOW + waited, reason="Rinviate") == 2
    assert (status(leaving), status(due)) == (leaving_is, due_is)
    if due_is == C.PAUSED:
        assert "trattenuto per le elezioni" in due.pause_reason
        launching.resume(campaign=due, by=hire(PAOLO), now=NOW + waited)


def test_one_period_is_over_and_another_holds_on():
    subscribe(ANNA)
    leaving, first = under_way(), active()
    active(name="Referendum", starts_at=rome(2026, 6, 1), ends_at=rome(2026, 6, 9, 15), run_off="no")
    suspending.suspend_due(NOW)
    assert having_read(periods.annul, first, by=hire(SIMONA), now=NOW, reason="Rinviate") == 0
    assert status(leaving) == C.SUSPENDED


def test_without_a_run_off_what_waited_goes_on():
    subscribe(ANNA)
    leaving, period = under_way(), active()
    suspending.suspend_due(NOW)
    assert having_read(periods.settle_run_off, period, is_held=False, by=hire(SIMONA), now=NOW) == 1
    assert status(leaving) == C.SENDING


def test_suspended_it_can_be_changed_paused_or_cancelled():
    active()
    changed, paused, cancelled = (approved() for _ in range(3))
    suspending.suspend_due(NOW)
    changed.refresh_from_db()
    assert changed.may_be_revised
    approval.revise(campaign=changed, by=hire(GIULIA), now=NOW)
    launching.pause(campaign=paused, by=hire(PAOLO), now=NOW)
    launching.cancel(campaign=cancelled, by=hire(PAOLO), now=NOW)
    assert [status(one) for one in (changed, paused, cancelled)] == [C.DRAFT, C.PAUSED, C.CANCELLED]


def test_an_older_copy_lets_it_go_by_nobody_s_clock():
    """What is suspended in a copy may have been released, and left, since it was taken."""
    subscribe(ANNA)
    leaving, due = under_way(), approved()
    active()
    suspending.suspend_due(NOW)
    assert after_restore.pause_all("Ripartenza da una copia", now=NOW) == 2
    assert (status(leaving), status(due)) == (C.PAUSED, C.PAUSED)


def test_what_has_left_for_everybody_is_over_and_not_stopped():
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    over, flying = under_way(title="Finito"), under_way(title="In volo")
    over.deliveries.update(status=D.DELIVERED)
    flying.deliveries.filter(subscriber=anna).update(status=D.DELIVERED)
    flying.deliveries.filter(subscriber=bruno).update(status=D.SENDING)
    active()
    assert suspending.suspend_due(NOW) == 1
    assert (status(over), status(flying)) == (C.SENT, C.SUSPENDED)
    flying.deliveries.update(status=D.ACCEPTED)
    assert suspending.release(NOW) == 0
    assert status(flying) == C.SENT
