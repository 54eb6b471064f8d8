"""The Comune's site publishes, a draft waits for a person: each item once, and nothing of what was there before."""

from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
from django.urls import reverse

from broadcasts.models import Campaign
from broadcasts.reporting.sentences import CORRECT, DECIDE, REREAD
from broadcasts.rules.occasions import Occasion
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.web.sources import polling
from cascina_whatsapp.web.sources.models import Source
from subscribers.models import Topic
from tests.builders import NOW, hire, topic
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk

from .site import NAME, PAGES, Site, entry, later, source

pytestmark = pytest.mark.django_db


def titles() -> list[str]:
    return list(Campaign.objects.order_by("pk").values_list("title", flat=True))


def read_before(site: Site, **fields: object) -> Source:
    """A source whose old news are known."""
    site.publish("Orari di novembre", "Vecchia notizia")
    mine = source(site, **fields)
    polling.read_due(NOW)
    assert titles() == []
    return mine


def test_the_site_publishes_and_a_draft_waits_for_a_person(site):
    giulia = hire(GIULIA)
    read_before(site).topics.add(topic())
    site.publish("Via Roma chiusa lunedì", "<p>Lunedì via Roma è <b>chiusa</b> &amp; deviata.</p>")
    polling.read_due(later())
    draft = Campaign.objects.get()
    assert (draft.title, draft.body, draft.link) == (
        "Via Roma chiusa lunedì",
        "Lunedì via Roma è chiusa & deviata.",
        f"{PAGES}/notizie/2",
    )
    assert draft.occasion == Occasion()
    assert (draft.status, draft.author, draft.chosen_topics) == (CampaignStatus.DRAFT, None, [topic()])
    assert f"proposta da «{NAME}»" in at_desk(GIULIA).get("/admin/").text
    assert "Via Roma" in StaffNotice.objects.filter(person=giulia).latest("pk").sentence


def test_what_was_proposed_does_not_come_back_changed_or_deleted(site):
    read_before(site)
    site.publish("Via Roma chiusa")
    polling.read_due(later())
    site.news[0] = entry(2, "Via Roma riaperta", "Tutto cambiato", later(2))
    polling.read_due(later(2))
    assert titles() == ["Via Roma chiusa"]
    Campaign.objects.all().delete()
    site.news.reverse()
    polling.read_due(later(3))
    assert titles() == []


def test_five_at_a_time_and_twenty_a_day_and_the_others_wait_their_turn(site):
    mine = read_before(site)
    for number in range(1, 31):
        site.publish(f"Notizia {number}", at=NOW + timedelta(minutes=number))
    site.answer = lambda request: request.say(site.feed().encode(), ETag='"a"')
    a_day = timedelta(days=1)
    for moment, drafts in (
        (later(), 5),
        (later(2), 10),
        (later(5), 15),
        (later(6), 20),
        (later(7), polling.DRAFTS_PER_DAY),
        (NOW + 2 * a_day, 25),
        (NOW + 3 * a_day, 30),
    ):
        polling.read_due(moment)
        mine.refresh_from_db()
        assert titles() == [f"Notizia {n}" for n in range(1, drafts + 1)], moment
        assert (mine.waiting, mine.etag) == (30 - drafts, '"a"' if drafts == 30 else ""), moment


def test_a_source_in_pause_is_not_read_and_what_is_old_is_only_remembered(site):
    """A topic that was closed is not chosen; a source that is added again begins anew."""
    mine = read_before(site)
    mine.topics.set(Topic.objects.all()[:2])
    closed, open_one = mine.topics.all()
    Topic.objects.filter(pk=closed.pk).update(is_active=False)
    Source.objects.update(is_active=False)
    site.publish("Via Roma chiusa")
    site.publish("Bando del 2019", at=NOW - timedelta(days=2000))
    polling.read_due(later())
    assert (titles(), len(site.asked)) == ([], 1)
    Source.objects.update(is_active=True)
    polling.read_due(later(2))
    assert titles() == ["Via Roma chiusa"]
    assert Campaign.objects.get().chosen_topics == [open_one]
    assert mine.seen.filter(is_proposed=True, campaign__title="Via Roma chiusa").exists()
    assert mine.seen.count() == 3
    Source.objects.all().delete()
    source(site)
    polling.read_due(later(3))
    assert titles() == ["Via Roma chiusa"]


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Comune//Eventi//IT
{}END:VCALENDAR
"""
EVENT = """BEGIN:VEVENT
UID:{uid}
DTSTART;TZID=Europe/Rome:20260612T163000
DTEND;TZID=Europe/Rome:20260612T180000
SUMMARY:{title}
LOCATION:Biblioteca\\, viale Comaschi 67
DESCRIPTION:Ingresso libero.
URL:https://www.comune.cascina.pi.it/eventi/{uid}
{more}END:VEVENT
"""


def calendar(*events: str) -> bytes:
    return CALENDAR.format("".join(events)).replace("\n", "\r\n").encode()


def event(uid: str, title: str, more: str = "") -> str:
    return EVENT.format(uid=uid, title=title, more=more)


def test_the_calendar_announces_an_event_and_a_draft_says_when_and_where(site):
    site.serve(calendar(event("1", "Letture")), Content_Type="text/calendar")
    mine = source(site)
    polling.read_due(NOW)
    moved = event("1", "Letture", "RECURRENCE-ID;TZID=Europe/Rome:20260612T163000\n")
    off = event("3", "Concerto", "STATUS:CANCELLED\n")
    site.serve(calendar(event("1", "Altro titolo"), event("2", "Film"), off, moved))
    polling.read_due(later())
    film, letture = Campaign.objects.order_by("title")
    assert (film.title, film.link) == ("Film", "https://www.comune.cascina.pi.it/eventi/2")
    assert film.body == (
        "Venerdì 12 giugno 2026, dalle 16:30 alle 18:00. Dove: Biblioteca, viale Comaschi 67. Ingresso libero."
    )
    assert film.occasion == Occasion(
        begins=date(2026, 6, 12),
        begins_at=time(16, 30),
        ends_at=time(18),
        place="Biblioteca, viale Comaschi 67",
    )
    assert letture.title == "Letture"
    mine.refresh_from_db()
    assert (mine.kind, mine.found) == (Source.Kind.CALENDAR, 4)


LATER_ON = datetime(2026, 6, 9, 10, tzinfo=UTC)
"""Some minutes more: a reading is due, and the event is still to come."""
CALLED_OFF = {
    "status": lambda: calendar(event("2", "Film", "STATUS:CANCELLED\n")),
    "method": lambda: calendar(event("2", "Film")).replace(b"VERSION", b"METHOD:CANCEL\r\nVERSION"),
    "without dates": lambda: calendar("BEGIN:VEVENT\nUID:2\nSTATUS:CANCELLED\nEND:VEVENT\n"),
}


def announced(site: Site) -> Campaign:
    """A film, of which a draft was made."""
    site.serve(calendar(event("1", "Letture")))
    source(site)
    polling.read_due(NOW)
    site.serve(calendar(event("1", "Letture"), event("2", "Film")))
    polling.read_due(later())
    return Campaign.objects.get()


def called_off(site: Site, how: str = "status") -> None:
    """The same film, which is called off, is read twice."""
    site.serve(CALLED_OFF[how]())
    polling.read_due(later(2))
    polling.read_due(later(3))


@pytest.mark.parametrize("how", CALLED_OFF)
def test_who_writes_is_told_once_that_an_event_of_a_draft_is_called_off(site, how):
    giulia = hire(GIULIA)
    draft = announced(site)
    before = (draft.title, draft.body, draft.status, draft.version)
    called_off(site, how)
    draft.refresh_from_db()
    assert (draft.title, draft.body, draft.status, draft.version) == before
    told = StaffNotice.objects.get(person=giulia, subject="Un evento risulta annullato")
    assert told.sentence == f"«{NAME}» dice che è annullato ciò che annuncia «Film». {REREAD}"
    desk = at_desk(GIULIA)
    assert "risulta annullato" in desk.get("/admin/").text
    page = unescape(desk.get(f"/admin/messaggi/{draft.pk}/modifica/").text)
    assert f"Risulta annullato, dice «{NAME}»" in page
    assert REREAD in page
    assert Campaign.objects.count() == 1


SERIES = "RRULE:FREQ=WEEKLY\n"
FRIDAY, NEXT_FRIDAY = "20260612T163000", "20260619T163000"


def without(day: str) -> bytes:
    """A series of readings, of which one date is called off."""
    off = event("2", "Letture", f"RECURRENCE-ID;TZID=Europe/Rome:{day}\nSTATUS:CANCELLED\n")
    return calendar(event("1", "Film"), event("2", "Letture", SERIES), off)


def test_who_writes_is_told_once_that_the_announced_date_of_a_series_is_called_off(site):
    giulia = hire(GIULIA)
    site.serve(calendar(event("1", "Film")))
    source(site)
    polling.read_due(NOW)
    site.serve(calendar(event("1", "Film"), event("2", "Letture", SERIES)))
    polling.read_due(later())
    site.serve(without(NEXT_FRIDAY))
    polling.read_due(later(2))
    told = StaffNotice.objects.filter(person=giulia, subject="Un evento risulta annullato")
    assert not told.exists()
    site.serve(without(FRIDAY))
    polling.read_due(later(3))
    polling.read_due(later(4))
    assert told.get().sentence == f"«{NAME}» dice che è annullato ciò che annuncia «Letture». {REREAD}"


@pytest.mark.parametrize("state", [CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED])
def test_what_waits_waits_on_and_who_may_stop_it_is_told(site, state):
    draft = announced(site)
    Campaign.objects.update(status=state, author=hire(GIULIA), scheduled_for=LATER_ON + timedelta(days=1))
    paolo = hire(PAOLO)
    called_off(site)
    draft.refresh_from_db()
    assert draft.status == state
    for person in (paolo, hire(GIULIA)):
        assert DECIDE in StaffNotice.objects.get(person=person, subject__contains="annullato").sentence
    name = "launch" if state == CampaignStatus.IN_REVIEW else "change"
    page = at_desk(PAOLO).get(reverse(f"admin:broadcasts_campaign_{name}", args=[draft.pk])).text
    assert DECIDE in page


def test_of_what_has_left_a_correction_may_be_due_and_the_notice_leads_there(site):
    draft = announced(site)
    Campaign.objects.update(status=CampaignStatus.SENT, author=hire(GIULIA), started_at=NOW, finished_at=NOW)
    called_off(site)
    told = StaffNotice.objects.get(person=hire(GIULIA), subject__contains="annullato")
    assert CORRECT in told.sentence
    assert told.page == f"/admin/messaggi/{draft.pk}/pagina-pubblica/"
    page = at_desk(GIULIA).get(f"/admin/messaggi/{draft.pk}/modifica/").text
    assert CORRECT in page
    assert "Correggi o ritira" in page
    draft.refresh_from_db()
    assert draft.status == CampaignStatus.SENT


def test_nobody_is_told_of_what_is_over_was_no_draft_or_whose_draft_is_gone(site):
    hire(GIULIA)
    draft = announced(site)
    site.serve(calendar(event("1", "Letture", "STATUS:CANCELLED\n")))
    polling.read_due(later(2))
    site.serve(CALLED_OFF["status"]())
    polling.read_due(datetime(2026, 6, 20, 10, tzinfo=UTC))
    draft.delete()
    polling.read_due(datetime(2026, 6, 20, 11, tzinfo=UTC))
    assert not StaffNotice.objects.filter(subject__contains="annullato").exists()
