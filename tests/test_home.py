# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page: how things stand, for whom it concerns, at the same cost however much there is."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcasts.models import Campaign, Delivery, NumberStatus
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.webhook.models import Heartbeat
from tests.builders import NOW, approve_templates, campaign, delivery_to, subscribe, under_way, unsubscribe
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, STAFF, VERA, at_desk

pytestmark = pytest.mark.django_db
HOME, MOMENT = "/admin/", "/admin/adesso/"
S = CampaignStatus
MOST_QUERIES = 30
"""Whoever sees everything there is to see."""


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def words(desk, path: str = HOME) -> str:
    """What a person reads, without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk.get(path).text))


def queries(desk, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(path).status_code == 200
    return len(captured)


def broadcasts_in_every_state(times: int) -> None:
    for _ in range(times):
        under_way()
        for status in (S.IN_REVIEW, S.PAUSED):
            campaign(status=status)
        campaign(status=S.APPROVED, scheduled_for=NOW)
        campaign(status=S.SENT, started_at=NOW, finished_at=NOW)


@pytest.mark.parametrize("limit", [None, 2000])
def test_it_costs_the_same_with_one_broadcast_of_each_kind_and_with_ten(limit):
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    NumberStatus.objects.create(tier="TIER_2K", daily_limit=limit, checked_at=NOW)
    broadcasts_in_every_state(1)
    desks = [(clerk.group, path, at_desk(clerk)) for clerk in STAFF for path in (HOME, MOMENT)]
    for _, path, desk in desks:
        desk.get(path)  # what Django remembers from the first time on
    once = {(group, path): queries(desk, path) for group, path, desk in desks}
    broadcasts_in_every_state(9)
    Delivery.objects.update(claimed_at=NOW, outside_window=True)
    assert {(group, path): queries(desk, path) for group, path, desk in desks} == once
    assert max(once.values()) <= MOST_QUERIES


def test_the_office_the_people_and_their_moves():
    subscribe(ANNA)
    subscribe(BRUNO, at=NOW - timedelta(days=3))
    subscribe(CARLA, at=NOW - timedelta(days=3))
    unsubscribe(CARLA, at=NOW - timedelta(days=1))
    told = words(at_desk(GIULIA))
    assert "Finestra d'invio Aperta fino alle 13:00" in told
    assert "Iscritti 2 " in told
    assert "Negli ultimi 30 giorni 2 nuovi, 1 cancellati" in told
    assert "Iscritti: 1 (10 mag), alla fine 2 (8 giu), al massimo 3 (5 giu)." in told
    assert "5 giu: Nuovi iscritti 2, Cancellati 0" in told


def test_what_is_being_sent_comes_with_its_end():
    subscribe(ANNA)
    under_way()
    assert "In invio : 0 di 1 ( 0 %). Fine prevista: oggi alle 10:00." in words(at_desk(PAOLO))


def test_the_daily_limit_is_reckoned_with_in_the_end():
    """Anna counts until tomorrow at this hour; the office is open then."""
    anna = subscribe(ANNA)
    NumberStatus.objects.create(tier="TIER_1", daily_limit=1, checked_at=NOW)
    delivery_to(anna, of=under_way(), status="read", outside_window=True, claimed_at=NOW, accepted_at=NOW)
    subscribe(BRUNO)
    under_way(title="Piazza chiusa")
    told = words(at_desk(PAOLO))
    assert "Persone nelle ultime 24 ore 1 di 1" in told
    assert "Fine prevista: martedì 9 giugno alle 10:05." in told


def test_the_last_broadcasts_come_with_their_outcome_the_newest_first():
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    for number in range(6):
        made = under_way(title=f"Avviso {number}")
        Campaign.objects.filter(pk=made.pk).update(status=S.SENT, finished_at=NOW - timedelta(days=number))
    delivery_to(anna, of=Campaign.objects.get(title="Avviso 0"), status="read")
    delivery_to(bruno, of=Campaign.objects.get(title="Avviso 0"), status="failed")
    told = words(at_desk(ROSA))
    assert "Avviso 0 inviato il 08/06/2026 10:00 1 consegnati, 1 letti, 1 non riusciti" in told
    assert told.index("Avviso 0") < told.index("Avviso 1") < told.index("Avviso 4")
    assert "Avviso 5" not in told


def test_what_was_cancelled_before_it_left_is_no_last_broadcast():
    campaign(status=S.CANCELLED, finished_at=NOW, title="Mai partito")
    assert "Mai partito" not in words(at_desk(PAOLO))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (None, "limite non ancora noto"),
        ({"tier": "TIER_UNLIMITED"}, "senza limite"),
        ({"tier": "TIER_2K", "daily_limit": 2000}, "0 di 2.000"),
    ],
)
def test_the_state_of_the_number(fields, told):
    if fields is not None:
        NumberStatus.objects.create(checked_at=NOW, quality="YELLOW", **fields)
    assert f"Persone nelle ultime 24 ore {told}" in words(at_desk(SARA))
    assert ("Qualità media" in words(at_desk(SARA))) is (fields is not None)


def test_a_key_that_will_not_last_is_told_in_time():
    NumberStatus.objects.create(accepted_at=NOW, token_expires_at=NOW + timedelta(days=10, hours=1))
    assert "Chiave di accesso scade fra 10 giorni" in words(at_desk(SARA))


def test_the_state_of_the_templates():
    assert "Modello per PDF non approvato" in words(at_desk(GIULIA))
    approve_templates()
    assert "Modello per testo approvato" in words(at_desk(GIULIA))


@pytest.mark.parametrize(
    ("clerk", "broadcasts", "number"),
    [
        (GIULIA, True, True),
        (PAOLO, True, True),
        (ROSA, True, False),
        (VERA, True, False),
        (SARA, False, True),
    ],
    ids=lambda value: getattr(value, "group", value),
)
@pytest.mark.parametrize("path", [HOME, MOMENT])
def test_each_sees_what_concerns_them(path, clerk, broadcasts, number):
    text = at_desk(clerk).get(path).text
    assert ('id="home-last"' in text) is broadcasts
    assert ("data-sending" in text) is broadcasts
    assert ('id="home-number"' in text) is number
    assert 'id="home-operation"' in text


def test_a_stranger_is_told_nothing(client):
    response = client.get(MOMENT)
    assert (response.status_code, response.url) == (302, f"{reverse('admin:login')}?next={MOMENT}")


def test_the_workers_tell_when_it_last_worked():
    Heartbeat.objects.create(name="tick", at=NOW)
    told = words(at_desk(SARA))
    assert "Ultimo giro di lavoro 08/06/2026 10:00:00" in told
    assert "Ultima notifica di WhatsApp mai" in told
