# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A colleague who only writes can be a nuisance to others: up to a point."""

from datetime import timedelta

import pytest
from django.core import mail

from broadcasts import launching
from broadcasts.editing import trial_numbers
from broadcasts.launching.requests import MAILED_AT_MOST
from broadcasts.models import Campaign, CampaignEvent, Trial, TrialNumber
from broadcasts.sending import trial_sends
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from subscribers import exporting
from subscribers.exporting.filters import Filters
from subscribers.models import Topic
from tests.builders import NOW, campaign, hire
from tests.people import BRUNO, GIULIA, PAOLO
from tests.staff import ROSA, VERA, at_desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ask_and_withdraw(made: Campaign, times: int, *, at=NOW) -> None:
    """Each request is a step, a notice of Paolo's, and an e-mail."""
    for _ in range(times):
        launching.ask_review(campaign=made, by=hire(GIULIA), now=at)
        launching.withdraw_request(campaign=made, by=hire(GIULIA), now=at)


def test_who_asks_and_withdraws_all_day_fills_no_mailbox(django_capture_on_commit_callbacks):
    paolo, made = hire(PAOLO), campaign()
    type(paolo).objects.filter(pk=paolo.pk).update(email="paolo@comune.example")
    with django_capture_on_commit_callbacks(execute=True):
        ask_and_withdraw(made, MAILED_AT_MOST + 3)
    assert len(mail.outbox) == MAILED_AT_MOST
    assert StaffNotice.objects.filter(person=paolo).count() == MAILED_AT_MOST + 3  # nothing is lost
    with django_capture_on_commit_callbacks(execute=True):
        ask_and_withdraw(made, 1, at=NOW + 2 * HOUR)
    assert len(mail.outbox) == MAILED_AT_MOST + 1


@pytest.fixture
def paolos() -> TrialNumber:
    """Paolo's telephone, on which colleagues may try."""
    made = trial_numbers.add(BRUNO.phone, is_shared=True, by=hire(PAOLO), now=NOW)
    TrialNumber.objects.filter(pk=made.pk).update(verified_at=NOW, code="")
    made.refresh_from_db()
    return made


def ask_on(number: TrialNumber, broadcast: Campaign, *, by=GIULIA, at=NOW) -> Trial:
    return trial_sends.ask(campaign=broadcast, number=number, form=Trial.Form.TEMPLATE, by=hire(by), now=at)


def test_a_colleagues_telephone_does_not_ring_all_day(paolos):
    broadcast = campaign()
    done = {"campaign": broadcast, "by": hire(GIULIA), "version": 1, "status": "read", "asked_at": NOW}
    Trial.objects.bulk_create(Trial(**done) for _ in range(trial_sends.MOST_A_DAY))
    with pytest.raises(trial_sends.CannotTry, match="riprova domani"):
        ask_on(paolos, broadcast)
    assert ask_on(paolos, broadcast, by=PAOLO)  # nobody uses up what others may
    assert ask_on(paolos, campaign(), at=NOW + timedelta(days=1))


def test_who_has_thought_again_gets_no_trial_that_was_asked_before(paolos, graph, api):
    trial = ask_on(paolos, campaign())
    trial_numbers.share(paolos, is_shared=False)
    trial_sends.send_due(api=api, now=NOW)
    trial.refresh_from_db()
    assert (trial.status, trial.reason) == ("failed", trial_sends.NOT_SHARED)
    assert graph.messages == []


def test_a_closed_topic_is_chosen_by_no_way_round_the_form():
    closed, draft = Topic.objects.create(name="Chiuso", is_active=False), campaign()
    kept = {"title": draft.title, "body": draft.body, "link": draft.link, "topics": [closed.pk]}
    answer = at_desk(GIULIA).post(f"/admin/messaggi/{draft.pk}/salva-bozza/", kept)
    assert answer.json()["unsaved"] == ["argomenti"]
    assert closed not in Campaign.objects.get().chosen_topics
    assert not CampaignEvent.objects.exists()


def test_who_audits_keeps_nobody_from_exporting():
    for _ in range(exporting.MOST_WAITING):
        exporting.request(Filters(), by=hire(ROSA), reason="Una verifica", now=NOW)
    with pytest.raises(exporting.CannotExport, match="in preparazione"):
        exporting.request(Filters(), by=hire(ROSA), reason="Ancora una", now=NOW)
    assert exporting.request(Filters(), by=hire(VERA), reason="Una richiesta", now=NOW)
    assert exporting.run_due(NOW)
    assert exporting.request(Filters(), by=hire(ROSA), reason="Ancora una", now=NOW)
