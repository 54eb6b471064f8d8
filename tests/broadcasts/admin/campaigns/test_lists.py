# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of broadcasts: what each choice of a filter leaves; by purpose, see test_service_events."""

import csv
import io

import pytest
import time_machine
from django.urls import reverse

from broadcasts.admin.campaigns.campaign_list import to_whom_in_short
from broadcasts.models import CampaignEvent
from tests.builders import NOW, campaign, delivery_to, hire, subscribe, topic
from tests.people import ANNA, PAOLO
from tests.staff import ROSA, SARA, at_desk

pytestmark = pytest.mark.django_db
CAMPAIGNS = reverse("admin:broadcasts_campaign_changelist")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Via Roma", "Locandina", "Frana", "Concerto"}),
        ("?status__exact=cancelled", {"Frana"}),
        ("?author={paolo}", {"Locandina"}),
        ("?author=nessuno", {"Via Roma", "Locandina", "Frana", "Concerto"}),
        ("?period=30", {"Locandina", "Via Roma", "Concerto"}),
        ("?to={culture}", {"Locandina"}),
        ("?to=all", {"Frana"}),
        ("?nature=invitation", {"Locandina", "Concerto"}),
        ("?nature=notice", {"Via Roma", "Frana"}),
    ],
)
def test_broadcasts_by_what_they_are(query: str, titles: set):
    culture = topic("Eventi e cultura")
    campaign(title="Via Roma")
    campaign(title="Concerto", as_invitation=True)
    campaign(title="Locandina", kind="image", topic=culture, attachment=b"x", author=hire(PAOLO))
    to_all = {"to_everybody": True, "everybody_reason": "Riguarda tutti"}
    campaign(title="Frana", is_urgent=True, status="cancelled", started_at=NOW, **to_all)
    asked = query.format(culture=culture.pk, paolo=hire(PAOLO).pk)
    shown = at_desk(ROSA).get(CAMPAIGNS + asked).context["cl"].queryset

    assert {row.title for row in shown} == titles


def test_a_draft_without_a_title_can_be_opened_too():
    draft = campaign(title="")
    page = reverse("admin:broadcasts_campaign_change", args=[draft.pk])
    assert f'<a href="{page}">Bozza senza titolo</a>' in at_desk(ROSA).get(CAMPAIGNS).text


@time_machine.travel(NOW, tick=False)
def test_a_row_tells_what_counts_in_its_state():
    """A stopped one tells whom it did reach; one that was asked for, since when it waits."""
    asked = campaign(title="Biblioteca chiusa", status="in_review")
    CampaignEvent.objects.create(campaign=asked, what="review_asked", at=NOW, by=hire(PAOLO))
    late = campaign(title="Consiglio comunale", status="approved", scheduled_for=NOW.replace(hour=21))
    stopped = delivery_to(subscribe(ANNA), status="read").campaign
    type(stopped).objects.filter(pk=stopped.pk).update(status="cancelled")
    campaign(title="Concerto", as_invitation=True)
    text = at_desk(ROSA).get(CAMPAIGNS).text
    assert text.count(">Invito</span>") == 1
    for said in ("chiesta alle 10:00", "domani, 9:00", "Annullato", "1 su 1 · letti 100 %"):
        assert said in text
    assert late.title in text


def test_the_list_is_taken_away_as_it_is_filtered():
    campaign(title="Via Roma")
    campaign(title="=1+1", status="cancelled")
    page = reverse("admin:broadcasts_campaign_download") + "?status__exact=cancelled"
    response = at_desk(ROSA).post(page, {"file": "excel-csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert (heads[0], [row[:2] for row in rows]) == ("Titolo", [["'=1+1", "Annullato"]])
    assert at_desk(SARA).post(page, {"file": "excel-csv"}).status_code == 403
    assert at_desk(ROSA).get(page).status_code == 405


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["Servizi e scadenze"], "Servizi e scadenze"),
        (["Servizi e scadenze", "Eventi e cultura"], "Servizi e scadenze, Eventi e cultura"),
        (["Servizi e scadenze", "Eventi e cultura", "Attività del Comune"], "Servizi e scadenze e altri 2"),
    ],
)
def test_a_row_names_two_topics_at_most(names, told):
    made = campaign(topics=[topic(name) for name in names])
    assert to_whom_in_short(made) == told
