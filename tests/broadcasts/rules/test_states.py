"""The three state machines: which step follows which, in the table and in the database."""

from itertools import product

import pytest
from django.db import IntegrityError

from broadcasts.models import Campaign, Delivery
from broadcasts.rules import states
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from tests.builders import campaign, delivery_to, subscribe
from tests.people import ANNA

CAMPAIGN_STEPS = """
from \\ to    draft  in_review  approved  sending  paused  suspended  sent  cancelled
draft          no       yes        yes      no       no       no       no      yes
in_review      yes      no         yes      no       no       no       no      yes
approved       yes      yes        no       yes      yes      yes      no      yes
sending        no       no         no       no       yes      yes      yes     yes
paused         yes      no         yes      yes      no       no       no      yes
suspended      yes      no         yes      yes      yes      no       yes     yes
sent           no       no         no       yes      no       no       no      no
cancelled      no       no         no       no       no       no       no      no
"""
"""A broadcast that is on its way comes back to nobody's desk but by a pause; a sent one goes on only when a receipt
calls a message back to the queue; whoever cancels is done with it. An electoral period stops what leaves or is due,
and nothing else."""

DELIVERY_STEPS = """
from \\ to    queued  sending  uncertain  held  accepted  sent  expired  delivered  read  failed  skipped
queued         no      yes       no       no      no      yes     no       yes      yes    yes     yes
sending        yes     no        yes      yes     yes     yes     no       yes      yes    yes     no
uncertain      yes     no        no       yes     yes     yes     yes      yes      yes    yes     no
held           yes     no        no       no      no      yes     yes      yes      yes    yes     no
accepted       yes     no        no       no      no      yes     yes      yes      yes    yes     no
sent           yes     no        no       no      no      no      yes      yes      yes    yes     no
expired        no      no        no       no      no      no      no       yes      yes    yes     no
delivered      no      no        no       no      no      no      no       no       yes    no      no
read           no      no        no       no      no      no      no       no       no     no      no
failed         no      no        no       no      no      no      no       yes      yes    no      no
skipped        no      no        no       no      no      no      no       yes      yes    no      no
"""
"""Only what is queued is claimed or skipped. A receipt is a fact: it overtakes our own save and corrects a failure,
and nothing that has arrived is undone. What Meta holds leaves, or fails, by its receipts; what has expired waits for
nothing, and still arrives if a receipt says so. What has arrived, failed or been skipped goes back to the queue by no
machine.
"""

PUBLICATION_STEPS = """
from \\ to    waiting  publishing  published  uncertain  failed  skipped
waiting        no       yes         yes        yes        yes     yes
publishing     yes      no          yes        yes        yes     no
published      no       no          no         no         no      no
uncertain      yes      no          yes        no         yes     no
failed         yes      no          no         no         no      yes
skipped        no       no          no         no         no      no
"""
"""What is out stays out. In doubt it waits for a person's word, or for an answer that comes late; the clock alone
publishes nothing that may be out."""


def decided(steps: str) -> dict[tuple[str, str], bool]:
    """Each pair of states → whether the second may follow the first."""
    head, *rows = (line.split() for line in steps.strip().splitlines())
    answers = {"yes": True, "no": False}
    return {(row[0], to): answers[word] for row in rows for to, word in zip(head[3:], row[1:], strict=True)}


MAY_CAMPAIGN, MAY_DELIVERY = decided(CAMPAIGN_STEPS), decided(DELIVERY_STEPS)


def test_a_publication_takes_only_these_steps():
    allowed = {(before, to) for to, origins in states.PUBLICATION_MAY_FOLLOW.items() for before in origins}
    assert allowed == {step for step, may in decided(PUBLICATION_STEPS).items() if may}


def allowed(table: dict[str, set[str]]) -> set[tuple[str, str]]:
    return {(str(before), str(to)) for to, befores in table.items() for before in befores}


def test_every_step_of_a_broadcast_and_of_a_delivery_is_decided():
    assert set(MAY_CAMPAIGN) == set(product(map(str, CampaignStatus), repeat=2))
    assert allowed(states.CAMPAIGN_MAY_FOLLOW) == {pair for pair, may in MAY_CAMPAIGN.items() if may}

    assert set(MAY_DELIVERY) == set(product(map(str, DeliveryStatus), repeat=2))
    assert allowed(states.DELIVERY_MAY_FOLLOW) == {pair for pair, may in MAY_DELIVERY.items() if may}


def test_what_clerks_read():
    assert states.CAMPAIGN_LABELS == {
        "draft": "Bozza",
        "in_review": "In approvazione",
        "approved": "Programmato",
        "sending": "In invio",
        "paused": "Fermato",
        "suspended": "Trattenuto per le elezioni",
        "sent": "Inviato",
        "cancelled": "Annullato",
    }
    assert states.DELIVERY_LABELS == {
        "queued": "In coda",
        "sending": "In partenza",
        "uncertain": "Esito incerto",
        "held": "Trattenuta da WhatsApp",
        "accepted": "Affidata a WhatsApp",
        "sent": "Inviata",
        "expired": "Scaduta senza conferma",
        "delivered": "Consegnata",
        "read": "Letta",
        "failed": "Non riuscita",
        "skipped": "Non mandata",
    }
    assert states.PUBLICATION_LABELS == {
        "waiting": "In attesa",
        "publishing": "In pubblicazione",
        "published": "Pubblicato",
        "uncertain": "Non si sa se è uscito",
        "failed": "Non riuscito",
        "skipped": "Non pubblicato",
    }


def test_what_may_be_out_is_corrected_and_withdrawn_there_too():
    """Whether it is out: yes, no, or nobody knows."""
    out = {
        "waiting": "no",
        "publishing": "perhaps",
        "published": "yes",
        "uncertain": "perhaps",
        "failed": "no",
        "skipped": "no",
    }
    assert set(states.PublicationStatus) == set(out)
    assert set(states.PUBLICATION_OUT) == {status for status, answer in out.items() if answer != "no"}


def reached_from(first: str, may: dict[tuple[str, str], bool]) -> set[str]:
    reached = {first}
    for _ in may:
        reached |= {to for (before, to), yes in may.items() if yes and before in reached}
    return reached


def test_every_state_can_be_reached_from_the_first():
    assert reached_from("draft", MAY_CAMPAIGN) == set(CampaignStatus)
    assert reached_from("queued", MAY_DELIVERY) == set(DeliveryStatus)


def test_a_broadcast_is_over_when_it_was_sent_or_cancelled_and_nothing_waits_or_is_in_doubt():
    assert sorted(states.UNFINISHED) == ["queued", "sending", "uncertain"]

    assert sorted(states.CAMPAIGN_OVER) == ["cancelled", "sent"]


def test_a_person_has_only_what_failed_sent_again():
    assert set(states.MAY_BE_RESENT) == {"failed"}


@pytest.mark.django_db
@pytest.mark.parametrize("to", CampaignStatus)
@pytest.mark.parametrize("before", CampaignStatus)
def test_a_campaign_moves_as_the_table_says(before, to):
    row = campaign(status=before)
    moved = Campaign.objects.filter(pk=row.pk).move(to)
    row.refresh_from_db()

    assert bool(moved) is MAY_CAMPAIGN[before, to]
    assert row.status == (to if moved else before)


@pytest.mark.django_db
@pytest.mark.parametrize("to", DeliveryStatus)
@pytest.mark.parametrize("before", DeliveryStatus)
def test_a_delivery_moves_as_the_table_says(before, to):
    row = delivery_to(subscribe(ANNA), status=before)
    moved = Delivery.objects.filter(pk=row.pk).move(to)
    row.refresh_from_db()

    assert bool(moved) is MAY_DELIVERY[before, to]
    assert row.status == (to if moved else before)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Campaign, Delivery])
def test_the_database_knows_no_other_word(model):
    delivery_to(subscribe(ANNA))
    with pytest.raises(IntegrityError):
        model.objects.update(status="sendnig")
