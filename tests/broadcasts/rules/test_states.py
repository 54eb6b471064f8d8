# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two state machines: which step follows which, in the table and in the database."""

import pytest
from django.db import IntegrityError

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import (
    CAMPAIGN_LABELS,
    CAMPAIGN_MAY_FOLLOW,
    DELIVERY_LABELS,
    DELIVERY_MAY_FOLLOW,
    UNFINISHED,
    CampaignStatus,
    DeliveryStatus,
)
from tests.builders import campaign, delivery_to, subscribe
from tests.people import ANNA

D = DeliveryStatus
MACHINES = [
    (CampaignStatus, CAMPAIGN_MAY_FOLLOW, CAMPAIGN_LABELS),
    (DeliveryStatus, DELIVERY_MAY_FOLLOW, DELIVERY_LABELS),
]


@pytest.mark.parametrize(("words", "table", "labels"), MACHINES)
def test_every_state_has_its_row_and_its_italian_name(words, table, labels):
    assert set(table) == set(labels) == set(words)
    assert all(before <= set(words) for before in table.values())
    assert all(state not in before for state, before in table.items())


@pytest.mark.parametrize(("words", "table", "labels"), MACHINES)
def test_every_state_can_be_reached_from_the_first(words, table, labels):
    reached = {next(iter(words))}
    for _ in words:
        reached |= {state for state, before in table.items() if before & reached}

    assert reached == set(words)


@pytest.mark.parametrize(
    ("state", "never_after"),
    [
        (D.FAILED, {D.DELIVERED, D.READ}),  # what arrived did not fail
        (D.SENT, {D.DELIVERED, D.READ}),  # nothing goes back
        (D.DELIVERED, {D.READ}),
        (D.QUEUED, {D.DELIVERED, D.READ, D.FAILED, D.SKIPPED}),  # nobody gets it twice
        (D.SENDING, set(D) - {D.QUEUED}),  # only what is queued is claimed
        (D.SKIPPED, set(D) - {D.QUEUED}),
    ],
)
def test_what_never_happens_to_a_delivery(state, never_after: set):
    assert not DELIVERY_MAY_FOLLOW[state] & never_after


def test_a_broadcast_is_not_over_while_something_is_waiting_or_in_doubt():
    assert sorted(UNFINISHED) == [D.QUEUED, D.SENDING, D.UNCERTAIN]


@pytest.mark.django_db
@pytest.mark.parametrize("to", CampaignStatus)
@pytest.mark.parametrize("before", CampaignStatus)
def test_a_campaign_moves_as_the_table_says(before, to):
    row = campaign(status=before)
    moved = Campaign.objects.filter(pk=row.pk).move(to)
    row.refresh_from_db()

    assert bool(moved) == (before in CAMPAIGN_MAY_FOLLOW[to])
    assert row.status == (to if moved else before)


@pytest.mark.django_db
@pytest.mark.parametrize("to", DeliveryStatus)
@pytest.mark.parametrize("before", DeliveryStatus)
def test_a_delivery_moves_as_the_table_says(before, to):
    row = delivery_to(subscribe(ANNA), status=before)
    moved = Delivery.objects.filter(pk=row.pk).move(to)
    row.refresh_from_db()

    assert bool(moved) == (before in DELIVERY_MAY_FOLLOW[to])
    assert row.status == (to if moved else before)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Campaign, Delivery])
def test_the_database_knows_no_other_word(model):
    delivery_to(subscribe(ANNA))
    with pytest.raises(IntegrityError):
        model.objects.update(status="sendnig")
