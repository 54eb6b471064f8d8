# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small share first: it leaves for a few in a hundred, waits with its figures, and a person goes on or stops."""

from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import claiming, sender
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, subscribe_crowd, unsubscribe
from tests.people import ANNA, GIULIA, PAOLO, crowd
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MANY = 200


@pytest.fixture
def town(settings):
    """Two hundred people: a share of 3 in 100 is six of them."""
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0
    approve_templates()
    return subscribe_crowd(MANY)


def launched(share: int | None = 3, **overrides) -> Campaign:
    made = campaign(status=C.IN_REVIEW, **overrides)
    launching.launch(campaign=made, by=hire(PAOLO), now=NOW, first_share=share)
    return made


def started(api, share: int | None = 3) -> Campaign:
    made = launched(share)
    assert launching.start(made, api=api, now=NOW)
    made.refresh_from_db()
    return made


def leave(delivery: Delivery) -> None:
    """Whoever this message is for writes "Cancellazione"."""
    phone = delivery.subscriber.phone
    unsubscribe(next(citizen for citizen in crowd(MANY) if citizen.phone == phone))


def send(api) -> None:
    sender.send_due(api=api, now=NOW, clock=lambda: NOW)


def states(made: Campaign) -> dict[str, int]:
    found: dict[str, int] = {}
    for status in made.deliveries.values_list("status", flat=True):
        found[status] = found.get(status, 0) + 1
    return found


def test_only_the_share_leaves_then_it_waits_and_says_so(api, graph, town):
    made = started(api)
    send(api)
    made.refresh_from_db()
    assert states(made) == {D.ACCEPTED: 6, D.QUEUED: 194}
    assert (made.status, made.share_ended_at) == (C.PAUSED, NOW)
    assert made.pause_reason.startswith("È partito per la prima parte (3 persone su 100)")
    assert {
        notice.person.username for notice in StaffNotice.objects.filter(subject__contains="prima parte")
    } == {
        GIULIA.username,
        PAOLO.username,
    }


def test_no_claim_ever_takes_one_too_many(api, town):
    made = started(api)
    assert len(claiming.claim(made, 100, NOW)) == 6
    assert claiming.claim(made, 100, NOW) == []
    assert made.status == C.SENDING


def test_what_is_in_flight_of_the_share_is_waited_for(api, town):
    made = started(api)
    claiming.claim(made, 100, NOW)
    assert not launching.wait_after_share(made, NOW)
    Delivery.objects.in_flight().update(status=D.ACCEPTED)
    assert launching.wait_after_share(made, NOW)


def test_who_left_meanwhile_keeps_no_share_waiting(api, town):
    made = started(api)
    for one in made.deliveries.in_first_share().select_related("subscriber"):
        leave(one)
    assert launching.wait_after_share(made, NOW)


def test_a_person_lets_the_others_have_it(api, graph, town):
    made = started(api)
    send(api)
    desk = at_desk(PAOLO)
    address = f"/admin/messaggi/{made.pk}/manda-agli-altri/"
    desk.post(address, {"seen": desk.get(address).context["seen"]})
    made.refresh_from_db()
    assert (made.status, made.first_share, made.share_ended_at) == (C.SENDING, None, None)
    send(api)
    made.refresh_from_db()
    assert states(made) == {D.ACCEPTED: MANY}
    assert made.status == C.SENT
    assert len(graph.messages) == MANY


def test_or_stops_and_nobody_else_gets_it(api, graph, town):
    made = started(api)
    send(api)
    launching.cancel(campaign=made, by=hire(PAOLO), now=NOW)
    assert states(made) == {D.ACCEPTED: 6, D.SKIPPED: 194}


def test_paused_by_hand_in_the_middle_it_goes_on_with_the_share(api, town):
    made = started(api)
    launching.pause(campaign=made, by=hire(PAOLO), now=NOW)
    launching.resume(campaign=made, by=hire(PAOLO), now=NOW)
    assert made.first_share == 3
    assert len(claiming.claim(made, 100, NOW)) == 6


def test_the_page_has_the_figures_to_look_at_and_two_ways_on(api, graph, town):
    made = started(api)
    send(api)
    sent = list(made.deliveries.filter(status=D.ACCEPTED))
    Delivery.objects.filter(pk__in=[one.pk for one in sent[:4]]).update(status=D.DELIVERED)
    Delivery.objects.filter(pk=sent[0].pk).update(status=D.READ)
    Delivery.objects.filter(pk=sent[5].pk).update(status=D.FAILED)
    leave(sent[1])
    text = at_desk(PAOLO).get(f"/admin/messaggi/{made.pk}/modifica/").text
    assert (
        "Prima parte: 6 persone. Arrivato a 4, letto da 1, non riuscito a 1. Si sono cancellate da allora: 1. "
        "Aspettano 194 persone."
    ) in text
    assert "Manda agli altri" in text
    assert "Non mandarlo più" in text
    assert ">Riprendi<" not in text


def test_a_hundredth_of_a_village_is_nobody_so_it_leaves_for_all(api):
    subscribe(ANNA)
    approve_templates()
    assert started(api).first_share is None


def test_whoever_approves_chooses_it_on_the_page(town):
    made = campaign(status=C.IN_REVIEW)
    desk, address = at_desk(PAOLO), f"/admin/messaggi/{made.pk}/avvia/"
    page = desk.get(address)
    assert "A 2 su 100, poi si ferma" in page.text
    answers = {"seen": page.context["seen"], "when": "now", "first_share": "2", "_calculate": "1"}
    meant = desk.post(address, answers).context["decision"].choices[0].meaning
    assert "La prima parte (4 persone) finisce" in meant
    assert meant.endswith("verso le 10:00, poi aspetta una decisione.")
    desk.post(address, {"seen": page.context["seen"], "when": "now", "first_share": "2"})
    made.refresh_from_db()
    assert (made.status, made.first_share) == (C.APPROVED, 2)


def test_an_urgent_one_never_waits(town):
    made = launched(5, is_urgent=True, urgent_reason="Piena dell'Arno")
    assert made.first_share is None


@pytest.mark.parametrize("share", [0, 6, 100, -1])
def test_no_other_share_is_taken(share):
    with pytest.raises(ValueError, match="1 to 5"):
        launched(share)


def test_taken_back_the_share_is_chosen_anew(town):
    made = launched(3)
    launching.take_back(campaign=made, by=hire(PAOLO), now=NOW)
    assert made.first_share is None
