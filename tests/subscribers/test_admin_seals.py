# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rosa prints a seal for the town hall's safe, and reads what the nightly verification found."""

from io import StringIO

import pytest
from django.core.management import call_command

from subscribers import sealing
from subscribers.models import RegisterCheck
from tests.builders import NOW, subscribe
from tests.people import ANNA, GIULIA
from tests.staff import ROSA, SARA, at_desk

pytestmark = pytest.mark.django_db
SEALS, CHECKS = "/admin/subscribers/seal/", "/admin/subscribers/registercheck/"


def test_a_seal_can_be_read_aloud_and_compared():
    subscribe(ANNA)
    seal = sealing.seal(NOW)
    html = at_desk(ROSA).get(f"{SEALS}{seal.pk}/change/").text
    assert "".join(f"<li>{seal.hash[start : start + 4]}</li>" for start in range(0, 64, 4)) in html
    assert f"manage.py verify_consent_log --seal 1:{seal.hash}" in html
    assert "data-print" in html
    said = StringIO()
    call_command("verify_consent_log", seal=[f"1:{seal.hash}"], stdout=said)
    assert "integro" in said.getvalue()


def test_a_seal_is_taken_away_as_a_text():
    seal = sealing.seal(NOW)
    response = at_desk(ROSA).get(f"{SEALS}{seal.pk}/testo/")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="sigillo-{seal.pk}.txt"'
    assert response.text == sealing.in_words(seal)


def test_the_list_has_every_seal():
    seals = [sealing.seal(NOW), sealing.seal(NOW)]
    html = at_desk(ROSA).get(SEALS).text
    assert [f"Sigillo {seal.pk}" in html for seal in seals] == [True, True]


@pytest.mark.parametrize(("clerk", "status"), [(ROSA, 200), (GIULIA, 403), (SARA, 403)])
def test_who_may_have_a_seal(clerk, status):
    seal = sealing.seal(NOW)
    paths = (SEALS, f"{SEALS}{seal.pk}/change/", f"{SEALS}{seal.pk}/testo/")
    assert {at_desk(clerk).get(path).status_code for path in paths} == {status}


@pytest.mark.parametrize(
    ("problems", "kept", "told"),
    [
        (0, 0, "Ogni evento è come è stato scritto."),
        (2, 2, "<ol><li>Evento 1: modificato &lt;b&gt;.</li><li>Evento 2: modificato &lt;b&gt;.</li></ol>"),
        (150, 100, "… e altri 50: manage.py verify_consent_log li elenca tutti."),
    ],
)
def test_a_check_says_what_it_found(problems, kept, told):
    findings = [f"Evento {number}: modificato <b>." for number in range(1, kept + 1)]
    check = RegisterCheck.objects.create(
        started_at=NOW, finished_at=NOW, count=200, problems=problems, findings=findings
    )
    assert told in at_desk(ROSA).get(f"{CHECKS}{check.pk}/change/").text
    outcome = "Non torna" if problems else "Integro"
    assert outcome in at_desk(SARA).get(CHECKS).text


def test_a_check_is_not_for_the_desk():
    check = RegisterCheck.objects.create(started_at=NOW, finished_at=NOW, count=0, problems=0)
    assert at_desk(GIULIA).get(f"{CHECKS}{check.pk}/change/").status_code == 403
