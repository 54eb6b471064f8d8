"""The strip of what is about to leave: on every page of who wrote it or may take it back, and on nobody else's."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.staff_site.undo_countdown import strips_for
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import ROSA, at_desk

pytestmark = pytest.mark.django_db
PAGES = [
    "index",
    "guide",
    "my_sessions",
    "broadcasts_campaign_changelist",
    "subscribers_subscriber_changelist",
]
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def approved(settings):
    """Approved at 10:00: it leaves a minute later."""
    settings.LAUNCH_GRACE_SECONDS = 60
    subscribe(ANNA)
    approve_templates()
    row = campaign(status=CampaignStatus.IN_REVIEW)
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW)
    return row


def test_every_page_of_who_may_take_it_back_counts_the_server_s_seconds_and_nobody_else_s(approved):
    with time_machine.travel(NOW + 13 * SECOND, tick=False):
        desk = at_desk(PAOLO)
        for page in PAGES:
            text = desk.get(reverse(f"admin:{page}")).text
            assert "Parte fra 47 secondi</b>" in text, page
            assert text.count("</a>, a 1 persona.") == text.count("Nessuno l'ha ancora ricevuto.") == 1, page
        for clerk in (Clerk("nora", "Redattore"), ROSA):  # the one writes, but not this one
            assert "Parte fra" not in at_desk(clerk).get(reverse("admin:index")).text
    with time_machine.travel(NOW + 60 * SECOND, tick=False):
        assert "Parte fra" not in at_desk(PAOLO).get(reverse("admin:index")).text


@pytest.mark.parametrize(
    ("clerk", "becomes"),
    [(PAOLO, "torna fra quelli da approvare"), (GIULIA, "torna fra le tue bozze")],
)
def test_on_its_address_the_button_is_dark_and_the_strip_says_where_it_goes_back_to(clerk, becomes, approved):
    with time_machine.travel(NOW, tick=False):
        page = at_desk(clerk).get(reverse("admin:broadcasts_campaign_change", args=[approved.pk])).text
    strip = page[page.index('class="grace"') : page.index("<main")]
    assert f"Se lo annulli nessuno riceve niente e {becomes}." in strip
    assert 'class="button main" aria-label="Annulla: Via Roma chiusa al traffico"' in strip
    assert "ancora ricevuto" not in strip


def test_the_author_undoes_it_and_has_it_among_her_drafts(approved):
    with time_machine.travel(NOW + SECOND, tick=False):
        desk = at_desk(GIULIA)
        (strip,) = desk.get(reverse("admin:index")).context["leaving"]
        answer = desk.post(strip["undo"], {"seen": approved.approved_hash})
    assert answer.url == strip["page"]
    approved.refresh_from_db()
    assert (approved.status, approved.approved_by) == (CampaignStatus.DRAFT, None)


@pytest.mark.parametrize("clerk", [PAOLO, GIULIA])
def test_once_it_has_left_it_is_stopped_in_the_same_place(clerk, approved):
    Campaign.objects.update(status=CampaignStatus.SENDING, started_at=NOW + 60 * SECOND)
    own = reverse("admin:broadcasts_campaign_change", args=[approved.pk])
    with time_machine.travel(NOW + 61 * SECOND, tick=False):
        desk = at_desk(clerk)
        text = desk.get(reverse("admin:index")).text
        assert "È partito</b>" in text
        assert re.search(r'class="grace-undo"[^>]* hidden>', text)
        assert 'class="grace"' not in desk.get(own).text  # it has the button itself
        desk.post(reverse("admin:broadcasts_campaign_pause", args=[approved.pk]))
    approved.refresh_from_db()
    assert approved.status == CampaignStatus.PAUSED
    Campaign.objects.update(status=CampaignStatus.SENDING)
    with time_machine.travel(NOW + 121 * SECOND, tick=False):
        assert "È partito</b>" not in at_desk(clerk).get(reverse("admin:index")).text


def test_its_button_takes_the_approval_back_and_who_is_too_late_reads_that_it_has_left(approved):
    page = reverse("admin:broadcasts_campaign_take-back", args=[approved.pk])
    with time_machine.travel(NOW + SECOND, tick=False):
        answer = at_desk(PAOLO).post(page, {"seen": approved.approved_hash})
    assert answer.url == reverse("admin:broadcasts_campaign_launch", args=[approved.pk])
    approved.refresh_from_db()
    assert approved.status == CampaignStatus.IN_REVIEW
    Campaign.objects.update(status=CampaignStatus.SENDING, started_at=NOW + 60 * SECOND)
    with time_machine.travel(NOW + 61 * SECOND, tick=False):
        answer = at_desk(PAOLO).post(page, {"seen": approved.approved_hash}, follow=True)
    assert "È partito prima che lo annullassi" in answer.text


@pytest.mark.parametrize(
    ("clerk", "seconds", "queries"), [(ROSA, 60, 0), (GIULIA, 60, 1), (PAOLO, 60, 1), (PAOLO, 0, 0)], ids=str
)
def test_it_asks_the_database_as_little_as_it_can(clerk, seconds, queries, settings):
    settings.LAUNCH_GRACE_SECONDS = seconds
    user = hire(clerk)
    user.has_perm("broadcasts.view_campaign")  # asked by every page before, and kept
    with CaptureQueriesContext(connection) as found:
        assert strips_for(user, "/admin/", timezone.now()) == []
    assert len(found) == queries
