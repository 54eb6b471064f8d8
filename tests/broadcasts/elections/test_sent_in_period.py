"""What left inside a period, and what of it nobody had authorised at the moment at which it left."""

import pytest

from broadcasts.models import Campaign
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.slices.elections import declaring
from broadcasts.slices.elections.pages.sent_in_period import SentInPeriod, left_inside
from tests.broadcasts.elections.declarations import authorised, declared
from tests.broadcasts.elections.periods import POLLS_CALLED, active, written
from tests.broadcasts.moments import MINUTE, SECOND
from tests.builders import NOW, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, PAOLO
from tests.staff import SILVIA, SIMONA

ANNULLED = {"state": "annulled", "annulled_reason": "Rinviate"}


def leaving(*moments, **fields) -> Campaign:
    """A broadcast that WhatsApp took for Anna, then for Bruno, at these moments."""
    made = under_way(**fields)
    Campaign.objects.filter(pk=made.pk).update(started_at=moments[0])
    for citizen, moment in zip((ANNA, BRUNO), moments, strict=False):
        delivery_to(subscribe(citizen), of=made, status=D.READ, accepted_at=moment)
    return made


@pytest.fixture(autouse=True)
def _people():
    subscribe(ANNA)
    subscribe(BRUNO)


def told(left: SentInPeriod) -> tuple:
    return left.people, left.unauthorised, left.before, left.after


def test_what_left_inside_is_listed_for_review():
    inside, before = leaving(NOW, title="Dentro"), leaving(POLLS_CALLED - SECOND, title="Prima")
    Campaign.objects.filter(pk=before.pk).update(finished_at=POLLS_CALLED)
    period = active()
    (found,) = left_inside(period)
    assert (found.campaign, found.people, found.declaration) == (inside, 1, None)
    assert (found.first, found.last) == (NOW, NOW)

    given = authorised(inside)
    assert left_inside(period)[0].declaration == given


def claimed(of: Campaign, *moments) -> None:
    """WhatsApp took them later than they left."""
    taken = of.deliveries.filter(accepted_at__isnull=False).order_by("accepted_at")
    for delivery, moment in zip(list(taken), moments, strict=True):
        of.deliveries.filter(pk=delivery.pk).update(claimed_at=moment)


def test_a_message_left_at_its_claim_whenever_whatsapp_took_it():
    """Before the period, or before its authorisation was taken back: what is on its way is not called back."""
    period = active()
    claimed(leaving(POLLS_CALLED, title="Prima"), POLLS_CALLED - SECOND)
    alert = leaving(NOW, NOW + 2 * MINUTE)
    claimed(alert, NOW - MINUTE, NOW)
    declaring.withdraw(authorised(alert, now=NOW - MINUTE), by=hire(SILVIA), now=NOW + MINUTE)
    (found,) = left_inside(period)
    assert (found.campaign, told(found)) == (alert, (2, 0, 0, 0))
    assert (found.first, found.last) == (NOW - MINUTE, NOW)


def test_what_left_was_authorised_as_it_was_approved_then():
    """Anna's left by an authorisation; Bruno's once other words were approved that nobody had authorised."""
    period = active()
    alert = leaving(NOW, NOW + 3 * MINUTE)
    given = authorised(alert)
    for at, fingerprint in ((NOW - MINUTE, given.fingerprint), (NOW + 2 * MINUTE, "f" * 64)):
        alert.events.create(what="approved", at=at, by=hire(PAOLO), fingerprint=fingerprint)
    Campaign.objects.filter(pk=alert.pk).update(approved_hash="f" * 64)
    (found,) = left_inside(period)
    assert told(found) == (2, 1, 0, 1)


def test_who_approves_what_they_authorised_lets_nothing_out():
    period = active()
    alert = leaving(NOW)
    given = authorised(alert)
    Campaign.objects.filter(pk=alert.pk).update(approved_by=given.decided_by)
    (found,) = left_inside(period)
    assert told(found)[:2] == (1, 1)


@pytest.mark.parametrize(
    ("left", "authorisations", "by", "counts"),
    [
        ((-1, 1), [(0, None)], None, (2, 1, 1, 0)),
        ((0, 2), [(0, 1)], None, (2, 1, 0, 1)),
        ((0, 1), [(0, 2)], 0, (2, 0, 0, 0)),
        ((1, 3), [(-1, 0), (2, None)], None, (2, 1, 1, 0)),
        ((0, 3), [(0, 1), (2, None)], 1, (2, 0, 0, 0)),
    ],
    ids=[
        "before it was authorised",
        "after that was taken back",
        "taken back once all had left",
        "between two authorisations",
        "by one or the other of two",
    ],
)
def test_what_left_is_authorised_where_each_message_left_by_an_authorisation(
    left, authorisations, by, counts
):
    """Minutes at which messages left, and from which to which they were authorised; by which one all left."""
    period = active()
    alert = leaving(*(NOW + minute * MINUTE for minute in left))
    made = []
    for begins, ends in authorisations:
        made.append(authorised(alert, now=NOW + begins * MINUTE))
        if ends is not None:
            declaring.withdraw(made[-1], by=hire(SILVIA), now=NOW + ends * MINUTE)
    (found,) = left_inside(period)
    assert found.declaration == (None if by is None else made[by])
    assert told(found) == counts
    assert (found.first, found.last) == (NOW + left[0] * MINUTE, NOW + left[1] * MINUTE)


def test_a_refusal_and_a_declaration_nobody_decided_on_authorise_nothing():
    period = active()
    leaving(NOW, title="In attesa")
    refused = leaving(NOW, title="Rifiutata")
    declaring.refuse(declared(refused), by=hire(SILVIA), now=NOW, note="Può aspettare")
    assert [told(one) for one in left_inside(period)] == [(1, 1, 0, 0)] * 2


@pytest.mark.parametrize(
    ("decided", "withdrawn", "is_sure"),
    [
        (-MINUTE, None, True),
        (MINUTE, None, False),
        (-MINUTE, MINUTE, False),
        (-MINUTE, 3 * MINUTE, True),
    ],
)
def test_where_the_moments_are_lost_only_what_was_authorised_all_along_is(decided, withdrawn, is_sure):
    period = active()
    alert = leaving(NOW)
    given = authorised(alert, now=NOW + decided)
    if withdrawn:
        declaring.withdraw(given, by=hire(SILVIA), now=NOW + withdrawn)
    alert.deliveries.all().delete()
    Campaign.objects.filter(pk=alert.pk).update(finished_at=NOW + 2 * MINUTE)
    (found,) = left_inside(period)
    assert found.people is None
    assert (found.declaration is not None) is is_sure


def test_nothing_leaves_inside_a_period_not_about_us_and_an_annulled_one_held_until_then():
    leaving(NOW)
    assert left_inside(active(applies_to_us=False, applies_reason="Qui non si vota")) == []
    assert left_inside(written(**ANNULLED, annulled_at=NOW, annulled_by=hire(PAOLO))) == []

    before = leaving(NOW - MINUTE, title="Prima dell'annullamento")
    leaving(NOW, title="Dopo")
    period = active(**ANNULLED, annulled_at=NOW, annulled_by=hire(SIMONA))
    assert [one.campaign for one in left_inside(period)] == [before]
