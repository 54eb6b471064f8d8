"""When a message leaves: one hour and the right words for who wrote it, who approves it and who only reads."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import Campaign, Delivery, RateLimiter
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import scheduling
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.broadcasts.elections.declarations import authorised
from tests.broadcasts.elections.periods import active
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SILVIA, at_desk

pytestmark = pytest.mark.django_db
READERS = (GIULIA, PAOLO, ROSA)
LIST, HOME = reverse("admin:broadcasts_campaign_changelist"), "/admin/"
CALENDAR = "/admin/calendario/?settimana=2026-06-08"


def said(clerk, path: str, at: datetime = NOW) -> str:
    """What a page says to this clerk at that moment."""
    with time_machine.travel(at, tick=False):
        text = at_desk(clerk).get(path).text.partition("<main")[2]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def page(made: Campaign, name: str = "change") -> str:
    return reverse(f"admin:broadcasts_campaign_{name}", args=[made.pk])


def written(**fields) -> Campaign:
    subscribe(ANNA)
    approve_templates()
    hire(PAOLO)
    return campaign(author=hire(GIULIA), **fields)


def approved(at: datetime, **fields) -> Campaign:
    made = written(**fields)
    launching.ask_review(campaign=made, by=hire(GIULIA), now=NOW)
    launching.launch(campaign=made, by=hire(PAOLO), now=NOW, at=at)
    return made


def test_asked_for_in_the_evening_it_leaves_at_the_opening_for_everybody():
    made, evening = written(), NOW + timedelta(hours=8)
    with time_machine.travel(evening, tick=False):
        launching.ask_review(campaign=made, by=hire(GIULIA), now=evening)
    for clerk, path in (
        (GIULIA, page(made)),
        (ROSA, page(made)),
        (PAOLO, HOME),
        *((one, LIST) for one in READERS),
    ):
        assert "domani alle 9:00" in said(clerk, path, evening), (clerk, path)
        assert "appena approv" not in said(clerk, path, evening)
    assert "Aspetta che lo approvi paolo" in said(ROSA, page(made), evening)


def test_moved_to_a_closed_hour_it_says_so_before_the_button_and_the_same_everywhere_afterwards():
    made = approved(NOW + timedelta(hours=1))
    thursday = {"at_0": "11/06/2026", "at_1": "17:32"}
    moved = "iovedì 11 alle 17:32, quando l'ufficio è chiuso: parte venerdì 12 alle 9:00"
    with time_machine.travel(NOW, tick=False):
        desk = at_desk(PAOLO)
        seen = re.search(r'name="seen" value="([^"]+)', desk.get(page(made, "move")).text)[1]
        asked = desk.post(page(made, "move"), {"seen": seen, "_calculate": "1", **thursday})
        assert f"G{moved}, finisce pochi minuti dopo." in unescape(asked.text)
        assert f"Spostato: g{moved}." in unescape(
            desk.post(page(made, "move"), {"seen": seen, **thursday}, follow=True).text
        )
    assert moved in StaffNotice.objects.get(person=hire(GIULIA), subject__contains="spostato").sentence
    for clerk in READERS:
        assert moved in said(clerk, page(made))
        assert "venerdì 12 alle 9:00" in said(clerk, LIST)
        assert "venerdì 12 alle 9:00" in said(clerk, HOME)
        assert "17:32" not in said(clerk, LIST) + said(clerk, HOME) + said(clerk, CALENDAR)
        assert re.search(r"12 giu .*?9:00 Via Roma", said(clerk, CALENDAR))


def test_a_feast_is_named():
    made = approved(datetime.fromisoformat("2026-12-08T10:00:00+01:00"))
    assert "l'8 dicembre è l'Immacolata Concezione: parte il 9 dicembre alle 9:00" in said(ROSA, page(made))


def test_in_the_last_minute_before_closing_nothing_begins_and_every_page_says_tomorrow(api, settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    closing = NOW.replace(hour=11)  # one o'clock in Cascina
    now = closing - timedelta(seconds=75)
    made = written(status=C.APPROVED, scheduled_for=closing - timedelta(seconds=30), approved_by=hire(PAOLO))
    for clerk in READERS:
        assert "domani alle 9:00" in said(clerk, page(made), now)
        assert "domani alle 9:00" in said(clerk, LIST, now)
        assert "Sta per partire" not in said(clerk, LIST, now)
    assert scheduling.start_due(api=api, now=closing - timedelta(seconds=10)) == 0


@pytest.mark.parametrize("urgency", [{}, {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}])
def test_what_a_period_holds_says_what_it_waits_for_and_for_whom(urgency):
    """Once on each page; and not when it ends, which would be understood of the period."""
    active()
    hire(SILVIA)
    made = written(status=C.IN_REVIEW, **urgency)
    for clerk in READERS:
        asked = said(clerk, page(made))
        assert asked.count("Aspetta: periodo elettorale") == 1, clerk
        assert not re.search(r"periodo elettorale\W+finisce", asked), clerk
    for clerk in READERS:
        assert "Aspetta: periodo elettorale" in said(clerk, LIST)
        assert "appena approv" not in said(clerk, LIST) + said(clerk, HOME)
    for clerk in (GIULIA, ROSA):
        assert "lo autorizza silvia" in said(clerk, page(made))
    authorised(made)
    assert "Aspetta: periodo elettorale" not in said(ROSA, LIST)


def test_when_the_office_closes_in_the_midst_it_resumes_at_the_same_hour_for_all():
    subscribe(ANNA)
    made, noon = under_way(author=hire(GIULIA)), NOW.replace(hour=11, minute=5)
    for clerk, path in ((clerk, path) for clerk in READERS for path in (page(made), LIST, HOME)):
        assert "iprende domani alle 9:00" in said(clerk, path, noon), (clerk, path)


def test_what_does_not_move_says_since_when_and_who_knows():
    subscribe(ANNA)
    made = under_way(author=hire(GIULIA))
    Delivery.objects.update(claimed_at=NOW - timedelta(minutes=2))
    RateLimiter.objects.update_or_create(pk=1, defaults={"still": [made.pk]})
    for clerk in READERS:
        assert "Non si muove da 2 minuti: chi gestisce l'impianto lo sa." in said(clerk, page(made))


def test_who_may_not_resume_what_was_stopped_reads_who_may():
    subscribe(ANNA)
    made = under_way(author=hire(GIULIA))
    launching.pause(campaign=made, by=hire(PAOLO), now=NOW)
    assert "Può riprenderlo chi approva: paolo." in said(GIULIA, page(made))
    assert "Può riprenderlo" not in said(PAOLO, page(made))
    assert "finché non decidi" not in said(GIULIA, page(made)) + said(PAOLO, page(made))
