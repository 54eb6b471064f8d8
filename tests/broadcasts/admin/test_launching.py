# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on which a broadcast is approved: when it leaves, and what an urgent one overrides."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcasts import launching
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, Delivery, NumberStatus
from broadcasts.rules.states import CampaignStatus
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, PAOLO, crowd
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
C = CampaignStatus
EVENING = NOW.replace(hour=20)
TUESDAY_NINE = NOW.replace(day=9, hour=7)
"""09:00 on Cascina's clocks."""


@pytest.fixture(autouse=True)
def ready():
    subscribe(ANNA)
    approve_templates()


def page(of: Campaign, button: str = "launch") -> str:
    return reverse(f"admin:broadcasts_campaign_{button}", args=[of.pk])


def read(of: Campaign, now=NOW, button: str = "launch") -> str:
    with time_machine.travel(now, tick=False):
        return at_desk(PAOLO).get(page(of, button)).text


def press(of: Campaign, now=NOW, button: str = "launch", **answers):
    with time_machine.travel(now, tick=False):
        response = at_desk(PAOLO).post(page(of, button), {"seen": fingerprint_of(of), **answers}, follow=True)
    of.refresh_from_db()
    return response


def moments(text: str) -> list[tuple[str, str]]:
    """The first and the last message of each choice."""
    return re.findall(r"<dt>Parte</dt><dd>([^<]+)</dd></div>\s*<div><dt>Finisce verso</dt><dd>([^<]+)<", text)


@pytest.mark.parametrize(
    ("now", "planned", "expected"),
    [
        (NOW, None, ["lunedì 8 giugno 2026, 10:00", "martedì 9 giugno 2026, 09:00"]),
        (EVENING, None, ["martedì 9 giugno 2026, 09:00", "martedì 9 giugno 2026, 09:00"]),
        (
            NOW,
            NOW + timedelta(days=5),  # Saturday
            ["lunedì 8 giugno 2026, 10:00", "martedì 9 giugno 2026, 09:00", "lunedì 15 giugno 2026, 09:00"],
        ),
    ],
)
def test_each_choice_says_when_the_first_and_the_last_message_leave(now, planned, expected):
    written = campaign(status=C.IN_REVIEW, scheduled_for=planned)
    assert [first for first, _ in moments(read(written, now))] == expected


def test_the_daily_limit_moves_the_last_message():
    for citizen in crowd(4):
        subscribe(citizen)
    NumberStatus.objects.create(tier="TIER_250", daily_limit=3, checked_at=NOW)
    text = read(campaign(status=C.IN_REVIEW))
    assert moments(text)[0] == ("lunedì 8 giugno 2026, 10:00", "martedì 9 giugno 2026, 10:00")
    assert "Lo ricevono: 3 oggi, 2 martedì 9 giugno" in text


@pytest.mark.parametrize(
    ("now", "answers", "leaves"),
    [
        (NOW, {"when": "now"}, NOW),
        (EVENING, {"when": "now"}, EVENING),  # and waits for the opening
        (NOW, {"when": "opening"}, TUESDAY_NINE),
        (EVENING, {"when": "opening"}, TUESDAY_NINE),
        (NOW, {"when": "at", "at_0": "09/06/2026", "at_1": "09:30"}, TUESDAY_NINE + timedelta(minutes=30)),
        (NOW, {"when": "now", "at_0": "05/06/2026", "at_1": "09:30"}, NOW),  # gone by, and not chosen
    ],
)
def test_the_approver_chooses_whatever_the_author_had_planned(now, answers, leaves):
    written = campaign(status=C.IN_REVIEW, scheduled_for=NOW + timedelta(days=3))
    press(written, now, **answers)
    assert (written.status, written.scheduled_for) == (C.APPROVED, leaves)


def test_a_moment_that_was_chosen_must_be_there():
    written = campaign(status=C.IN_REVIEW)
    response = press(written, when="at")
    assert "Scegli il giorno e l&#x27;ora in cui deve partire" in response.text
    assert written.status == C.IN_REVIEW


def test_without_javascript_a_button_says_when_it_would_leave():
    written = campaign(status=C.IN_REVIEW)
    response = press(written, when="at", at_0="13/06/2026", at_1="10:00", _calculate="x")
    assert moments(response.text)[2][0] == "lunedì 15 giugno 2026, 09:00"
    assert 'value="at" id="id_when_at" aria-describedby="when-at" checked' in response.text
    assert written.status == C.IN_REVIEW
    assert not written.events.exists()


def test_an_urgent_one_says_what_it_overrides_and_wants_a_tick():
    under_way(title="Letture in biblioteca")
    under_way(title="Piena dell'Arno", is_urgent=True)
    campaign(title="Orari estivi", status=C.APPROVED, scheduled_for=NOW)
    urgent = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana sulla Tosco Romagnola")
    text = read(urgent, EVENING)
    for sentence in (
        "Fuori orario. L&#x27;ufficio riapre martedì 9 giugno 2026 alle 9:00.",
        "Aspetta che questo finisca: «Letture in biblioteca» (resta 1 persona).",
        "Aspetta che questo finisca: «Orari estivi» (non ancora partito).",
        "Parte insieme a un altro urgente: «Piena dell&#x27;Arno» (resta 1 persona).",
        "Frana sulla Tosco Romagnola",
    ):
        assert sentence in text

    refused = press(urgent, EVENING, when="now")
    assert "Leggi che cosa supera il messaggio e conferma" in refused.text
    assert urgent.status == C.IN_REVIEW

    press(urgent, EVENING, when="now", understood="on")
    event = urgent.events.get()
    assert (urgent.status, event.note) == (C.APPROVED, "Frana sulla Tosco Romagnola")
    assert event.overridden == (
        "Fuori orario. L'ufficio riapre martedì 9 giugno 2026 alle 9:00. "
        "Aspettano: «Letture in biblioteca» (resta 1 persona), «Orari estivi» (non ancora partito). "
        "Con altri urgenti: «Piena dell'Arno» (resta 1 persona)."
    )


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (NOW, "L&#x27;ufficio è aperto: fino alle 13:00."),
        (NOW.replace(day=7), "È domenica. L&#x27;ufficio riapre lunedì 8 giugno 2026 alle 9:00."),
        (
            NOW.replace(day=2),
            "È festa: Festa della Repubblica. L&#x27;ufficio riapre mercoledì 3 giugno 2026",
        ),
    ],
)
def test_whether_the_office_is_closed_then(now, hours):
    urgent = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana")
    text = read(urgent, now)
    assert hours in text
    assert "Nessun altro messaggio deve aspettare." in text


def test_an_ordinary_one_wants_no_tick():
    assert "understood" not in read(campaign(status=C.IN_REVIEW))


def test_who_resumes_what_missed_its_time_reads_what_will_happen():
    late = campaign(status=C.PAUSED, scheduled_for=NOW - timedelta(days=1), pause_reason="Non è partito")
    text = read(late, EVENING, "resume")
    assert 'value="Riprendi e fai partire"' in text
    assert "Non è ancora partito: lo ricevono 1 persone." in text
    assert moments(text) == [("martedì 9 giugno 2026, 09:00", "martedì 9 giugno 2026, 09:00")]

    begun = under_way()
    launching.pause(campaign=begun, by=hire(PAOLO), now=NOW)
    text = read(begun, button="resume")
    assert 'value="Riprendi"' in text
    assert moments(text) == []


def test_the_page_asks_the_database_as_often_however_many_others_there_are():
    written = campaign(status=C.IN_REVIEW, is_urgent=True, urgent_reason="Frana")
    desk = at_desk(PAOLO)

    def queries() -> int:
        with (
            time_machine.travel(NOW, tick=False),
            CaptureQueriesContext(
                connection,
            ) as found,
        ):
            assert desk.get(page(written)).status_code == 200
        return len(found)

    for number in range(2):
        campaign(title=f"Approvato {number}", status=C.APPROVED, scheduled_for=NOW)
        under_way(title=f"In invio {number}")
    queries()  # the first page of a session also writes down that it has begun
    few = queries()
    for number in range(12):
        campaign(title=f"Approvato ancora {number}", status=C.APPROVED, scheduled_for=NOW)
        under_way(title=f"In invio ancora {number}")
    assert Delivery.objects.count() == 14
    assert queries() == few
