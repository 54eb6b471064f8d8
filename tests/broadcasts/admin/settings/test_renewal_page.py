# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the page of the consents tells of the renewal, on and off."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Campaign, Delivery, Price
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from subscribers import consent
from subscribers.models import Subscriber
from tests.builders import campaign, subscribe
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA
from tests.staff import VERA, at_desk

pytestmark = pytest.mark.django_db
CONSENTS = reverse("admin:broadcasts_campaign_consents")
DAYS = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def words() -> str:
    """The page as the officer reads it."""
    return " ".join(re.sub(r"<[^>]+>", " ", at_desk(VERA).get(CONSENTS).text).split())


def asked(citizen, *, days: int, reminded: int | None, now) -> Subscriber:
    """Subscribed three years ago, asked and reminded so many days ago."""
    subscriber = subscribe(citizen, at=now - 1000 * DAYS)
    subscriber.renewal_asked_at = now - days * DAYS
    subscriber.renewal_reminded_at = None if reminded is None else now - reminded * DAYS
    subscriber.renewal_until = now - (days - 60) * DAYS
    subscriber.save()
    return subscriber


def test_off_it_says_what_would_happen(now):
    for citizen in (ANNA, BRUNO):
        subscribe(citizen, at=now - 1000 * DAYS)
    subscribe(CARLA, at=now - 300 * DAYS)
    Price.objects.all().delete()
    Price.objects.create(category="utility", market="IT", amount=Decimal("0.03"), valid_from=now - DAYS)
    text = words()

    assert "Non è attivo: a nessuno si chiede" in text
    assert "riceverebbero la domanda in 2" in text
    assert "0,06" in text
    assert "Rinnovo del consenso" in text


def test_off_and_nobody_old_it_says_from_when(now):
    subscribe(CARLA, at=now - 300 * DAYS)
    text = words()

    assert "oggi nessuno riceverebbe la domanda" in text
    assert f"del {timezone.localtime(now - 300 * DAYS).day} " in text


def test_on_it_counts_how_far_they_are(now, settings):
    settings.ASK_RENEWAL = True
    subscribe(ANNA, at=now - 1000 * DAYS)
    asked(BRUNO, days=10, reminded=None, now=now)
    asked(CARLA, days=40, reminded=5, now=now)
    gone = asked(DARIO, days=80, reminded=50, now=now)
    consent.end_unanswered([gone.pk], now=now)
    asked(ELENA, days=70, reminded=40, now=now)
    text = words()

    assert "È attivo" in text
    assert "L'informativa in vigore non lo dice" in text
    assert "Da interrogare 1" in text
    assert "Hanno ricevuto la domanda 1" in text
    assert "Anche il sollecito 2" in text
    assert "Di questi, termine passato 1" in text
    assert "Iscrizioni finite senza risposta 1" in text


def test_who_was_not_reached_is_counted_apart(now, settings):
    settings.ASK_RENEWAL = True
    anna, bruno = (subscribe(citizen, at=now - 1000 * DAYS) for citizen in (ANNA, BRUNO))
    Subscriber.objects.filter(pk=bruno.pk).update(unreachable_since=now)
    question = campaign()
    Campaign.objects.filter(pk=question.pk).update(
        purpose=Campaign.Purpose.RENEWAL, status=CampaignStatus.SENT, finished_at=now
    )
    Delivery.objects.create(campaign=question, subscriber=anna, status=DeliveryStatus.FAILED)
    text = words()

    assert "Non raggiungibili: 1" in text
    assert "La domanda è partita e non è arrivata: 1" in text


def test_it_says_why_nobody_ends_now(now, settings):
    settings.ASK_RENEWAL = True
    question = campaign()
    Campaign.objects.filter(pk=question.pk).update(
        purpose=Campaign.Purpose.RENEWAL_REMINDER, status=CampaignStatus.PAUSED
    )

    assert "Adesso nessuna iscrizione finisce: una domanda di rinnovo, o un sollecito, è fermato" in words()
