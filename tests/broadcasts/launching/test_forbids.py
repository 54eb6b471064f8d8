# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What forbids that a message leaves is one list: a reason that is added there is asked by all."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from broadcasts import launching
from broadcasts.content.validation import Problem
from broadcasts.launching import CannotLaunch, WrongState, leaving
from broadcasts.sending import resending
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, PAOLO
from tests.staff import at_desk

NEW = "Due messaggi in un'ora sono troppi."


@pytest.fixture(autouse=True)
def one_reason_more(monkeypatch):
    approve_templates()
    subscribe(ANNA)
    monkeypatch.setattr(leaving, "FORBIDS", (*leaving.FORBIDS, lambda plan, by: [Problem("at", NEW)]))
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("decide", "made"),
    [
        (launching.launch, lambda: campaign(status="in_review")),
        (
            lambda **who: launching.move_to(at=NOW + timedelta(days=1), **who),
            lambda: campaign(status="approved"),
        ),
        (launching.resume, lambda: campaign(status="paused", started_at=NOW, approved_at=NOW)),
        (resending.resend, lambda: campaign(status="sent", started_at=NOW, finished_at=NOW)),
    ],
)
def test_it_keeps_each_decision(decide, made):
    with pytest.raises((CannotLaunch, WrongState)) as refused:
        decide(campaign=made(), by=hire(PAOLO), now=NOW)
    told = getattr(refused.value, "problems", [Problem("", str(refused.value))])
    assert NEW in [one.sentence for one in told]


def test_a_launch_that_is_refused_changes_nothing():
    asked = campaign(status="in_review", body="Strada chiusa.\nSi passa da via Roma.")
    with pytest.raises(CannotLaunch):
        launching.launch(campaign=asked, by=hire(PAOLO), now=NOW, in_one_paragraph=True)
    stored = type(asked).objects.get(pk=asked.pk)
    assert asked.body == stored.body == "Strada chiusa.\nSi passa da via Roma."
    assert (asked.version, asked.status) == (stored.version, stored.status)
    assert not stored.events.exists()


def test_it_is_read_on_the_page_that_approves():
    asked = campaign(status="in_review")
    assert NEW in unescape(
        at_desk(PAOLO).get(reverse("admin:broadcasts_campaign_launch", args=[asked.pk])).text
    )
