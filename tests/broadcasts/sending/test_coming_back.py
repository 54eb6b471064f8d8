"""A message comes back to the queue at the moment at which its broadcast ends: whichever is first, none is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import recovery, resending
from broadcasts.sending.outcomes import receipts
from tests.broadcasts.rows import fresh
from tests.builders import NOW, delivery_to, events_of, hire, receipt, subscribe, under_way
from tests.databases import until_it_waits_or_ends
from tests.people import ANNA, BRUNO, PAOLO

STUMBLED, BUSY = 131000, 131056


def refused(delivery: Delivery) -> None:
    """Meta took it, and says now that it failed for a reason that passes."""
    receipts.apply(events_of(receipt(delivery, "failed", code=STUMBLED)), now=NOW)


def sent_again(delivery: Delivery) -> None:
    """Paolo sends once more to whoever did not get it."""
    resending.resend(campaign=delivery.campaign, by=hire(PAOLO), now=NOW)


def found_missing(delivery: Delivery) -> None:
    """Paolo found out that it did not arrive."""
    of_anna = Delivery.objects.filter(pk=delivery.pk)
    recovery.settle(of_anna, arrived=False, by=hire(PAOLO), now=NOW)


def finished(campaign: Campaign) -> None:
    launching.finish(campaign, now=NOW)


def cancelled(campaign: Campaign) -> None:
    launching.cancel(campaign=campaign, by=hire(PAOLO), now=NOW)


COMES_BACK: dict[str, tuple[Callable[[Delivery], None], dict, D]] = {
    "refused": (refused, {"status": D.ACCEPTED, "accepted_at": NOW}, D.SKIPPED),
    "sent again": (sent_again, {"status": D.FAILED, "error_code": BUSY, "reason": "x"}, D.FAILED),
    "found missing": (found_missing, {"status": D.UNCERTAIN}, D.UNCERTAIN),
}
"""How a message comes back, how it stood before, and how it stands where its broadcast was cancelled before that."""
ENDS: dict[str, Callable[[Campaign], None]] = {"finished": finished, "cancelled": cancelled}


def about_to_come_back(state: dict) -> Delivery:
    """Bruno has read his; Anna's, the last one of its broadcast, stands so, and is about to come back."""
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    made = under_way()
    hire(PAOLO)
    delivery_to(bruno, of=made, status=D.READ, attempts=1, read_at=NOW)
    return delivery_to(anna, of=made, attempts=1, claimed_at=NOW - timedelta(minutes=1), **state)


def one_after_the_other(first: Callable[[], None], second: Callable[[], None]) -> None:
    """The second begins before the first has committed."""

    def later() -> None:
        try:
            second()
        except launching.WrongState:  # it came too late
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            first()
            working = elsewhere.submit(later)
            until_it_waits_or_ends(working)
        working.result()


@pytest.mark.parametrize("end", ENDS)
def test_a_message_that_comes_back_keeps_its_broadcast_open(committed_db, end):
    """Where the broadcast is cancelled after that, it is skipped with what waits."""
    for way, (comes_back, state, _) in COMES_BACK.items():
        delivery = about_to_come_back(state)
        one_after_the_other(partial(comes_back, delivery), partial(ENDS[end], delivery.campaign))
        expected = (C.CANCELLED, D.SKIPPED) if end == "cancelled" else (C.SENDING, D.QUEUED)
        assert found(delivery) == expected, way


@pytest.mark.parametrize("end", ENDS)
def test_a_broadcast_that_has_ended_opens_for_the_message_that_comes_back(committed_db, end):
    """Unless it was cancelled: nobody sends that again."""
    for way, (comes_back, state, once_cancelled) in COMES_BACK.items():
        delivery = about_to_come_back(state)
        one_after_the_other(partial(ENDS[end], delivery.campaign), partial(comes_back, delivery))
        expected = (C.CANCELLED, once_cancelled) if end == "cancelled" else (C.SENDING, D.QUEUED)
        assert found(delivery) == expected, way


def found(delivery: Delivery) -> tuple[str, str]:
    """How its broadcast stands, and Anna's message."""
    campaign = fresh(delivery.campaign)
    assert campaign.status != C.SENDING or campaign.finished_at is None
    return campaign.status, fresh(delivery).status
