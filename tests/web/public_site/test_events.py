"""An event on the public page of its message: for people two lines, for search engines as schema.org describes it."""

import json
import re
from datetime import date, time
from html import unescape

import pytest
from django.test import Client

from broadcasts.models import Campaign
from broadcasts.models.campaign_columns import columns_of
from broadcasts.rules import occasions
from broadcasts.rules.occasions import Occasion
from broadcasts.sending.account.samples import sample
from cascina_whatsapp.accounts import second_person
from cascina_whatsapp.web.public_site import amending
from cascina_whatsapp.web.public_site.models import Amendment
from cascina_whatsapp.web.public_site.wording import Message
from tests.broadcasts.rules.test_occasions import PLACE, READING, SATURDAY, SUNDAY
from tests.builders import NOW, hire
from tests.people import GIULIA, PAOLO
from tests.staff import at_desk
from tests.web.messages import amend, sent

from .test_amending import DAY, decide, desk_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
TITLE, BODY = "Letture in biblioteca", "Sabato alle *16:30* si legge in biblioteca. Ingresso libero."
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
COMUNE = {"@type": "GovernmentOrganization", "name": "Comune di Cascina", "url": "http://testserver"}


def announced(occasion: Occasion, **overrides: object) -> Campaign:
    """A message that left yesterday."""
    return sent(at=NOW - DAY, **{"title": TITLE, "body": BODY} | columns_of(occasion) | overrides)


def page_of(client: Client, message: Campaign) -> str:
    return client.get(f"/messaggi/{message.pk}/", follow=True).text


def described(page: str) -> list[dict]:
    return [json.loads(written) for written in SCRIPT.findall(page)]


def test_people_read_when_and_where_below_the_title_and_a_search_engine_is_told_all_of_it(
    client: Client, settings
):
    settings.SITE_URL = "http://testserver"
    message = announced(Occasion(**READING))
    page = page_of(client, message)
    article, event = described(page)
    assert article["@type"] == "NewsArticle"
    assert event == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": TITLE,
        "url": f"http://testserver/messaggi/{message.pk}-letture-in-biblioteca/",
        "startDate": "2026-12-12T16:30:00+01:00",
        "endDate": "2026-12-12T18:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": PLACE, "address": PLACE},
        "organizer": COMUNE,
        "description": "Sabato alle 16:30 si legge in biblioteca. Ingresso libero.",
    }
    top = page.partition("<h1>")[2].partition('<div class="words">')[0]
    assert (
        '<dt>Quando</dt><dd><time datetime="2026-12-12T16:30">sabato 12 dicembre 2026, dalle 16:30 alle 18:00</time>'
        in top
    )
    assert f"<dt>Dove</dt><dd>{PLACE}</dd>" in top


@pytest.mark.parametrize(
    ("told", "dates", "has_place"),
    [
        ({"begins": SATURDAY}, {"startDate": "2026-12-12"}, False),
        (
            {"begins": SATURDAY, "ends": SUNDAY, "place": PLACE},
            {"startDate": "2026-12-12", "endDate": "2026-12-13"},
            True,
        ),
        (
            {"begins": date(2026, 6, 12), "begins_at": time(9)},
            {"startDate": "2026-06-12T09:00:00+02:00"},
            False,
        ),
    ],
)
def test_what_nobody_said_is_not_told(client: Client, told, dates, has_place):
    _, event = described(page_of(client, announced(Occasion(**told))))
    assert {name: event[name] for name in ("startDate", "endDate") if name in event} == dates
    assert ("location" in event) == has_place


@pytest.mark.parametrize("told", [{}, {"place": PLACE}, {"begins_at": time(9)}])
def test_without_a_day_there_is_no_event(client: Client, told):
    page = page_of(client, announced(Occasion(**told)))
    assert [one["@type"] for one in described(page)] == ["NewsArticle"]
    assert "Quando" not in page
    assert "when-where" not in page


def test_its_picture_is_the_event_s(client: Client):
    message = announced(Occasion(**READING), kind="image", attachment=sample("image")[0])
    article, event = described(page_of(client, message))
    assert event["image"] == article["image"]


HOSTILE = '</script><script>alert("x")</script> "Teatro" \'Nuovo\' & <b>Politeama</b>\u2028fine'


def test_a_hostile_place_ends_no_element_and_becomes_no_markup(client: Client):
    """Nothing of the kind is approved; what is in the database all the same stays words."""
    page = page_of(client, announced(Occasion(**READING | {"place": HOSTILE})))
    assert "<script>alert" not in page
    assert "<b>Politeama" not in page
    assert len(SCRIPT.findall(page)) == page.count("</script>") == 2
    assert described(page)[1]["location"]["name"] == HOSTILE
    assert HOSTILE in unescape(page)


def test_that_of_a_withdrawn_message_is_cancelled(client: Client):
    message = announced(Occasion(**READING))
    amend(message, Amendment.Kind.WITHDRAWAL, NOW - DAY / 2, reason="Rinviato a gennaio.")
    page = page_of(client, message)
    _, event = described(page)
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert (event["name"], event["startDate"]) == (TITLE, "2026-12-12T16:30:00+01:00")
    assert event["description"] == "Rinviato a gennaio."
    assert "<s>sabato 12 dicembre 2026, dalle 16:30 alle 18:00</s>" in page
    assert "Non vale più" in page


# ── Corrections ───────────────────────────────────────────────────────────────────────────────────────────


def typed(message: Campaign, **changed: object) -> dict:
    event = {name: str(value or "") for name, value in columns_of(message.occasion).items()}
    words = {"title": message.title, "body": message.body}
    return {"what": "propose", "reason": "Il giorno era sbagliato."} | words | event | changed


def test_a_wrong_day_is_corrected_by_two_people(client: Client):
    message = announced(Occasion(**READING))
    page = at_desk(GIULIA).get(desk_of(message)).text
    assert f'value="{PLACE}"' in page
    at_desk(GIULIA).post(desk_of(message), typed(message, occasion_begins="2026-12-13"))
    assert described(page_of(client, message))[1]["startDate"] == "2026-12-12T16:30:00+01:00"
    proposed = at_desk(PAOLO).get(second_person.page_of(amending.waiting(message))).text
    assert "<dt>Evento</dt>" in proposed
    assert "domenica" in proposed
    decide(PAOLO, message, "approve")
    page = page_of(client, message)
    assert described(page)[1]["startDate"] == "2026-12-13T16:30:00+01:00"
    assert "domenica 13 dicembre 2026, dalle 16:30 alle 18:00</time>" in page
    assert "12</del>" in page
    assert "13</ins>" in page
    assert Campaign.objects.get().occasion == Occasion(**READING)  # what was sent stays


def test_a_correction_of_the_words_leaves_the_event(client: Client):
    message = announced(Occasion(**READING))
    at_desk(GIULIA).post(desk_of(message), typed(message, body="Si legge in biblioteca."))
    decide(PAOLO, message, "approve")
    _, event = described(page_of(client, message))
    assert event["startDate"] == "2026-12-12T16:30:00+01:00"
    by = hire(PAOLO)
    of_the_version_before = {"kind": "correction", "reason": "x", "title": "Letture", "body": "y"}
    Amendment.objects.create(campaign=message, written_by=by, approved_by=by, at=NOW, **of_the_version_before)
    assert described(page_of(client, message))[1]["startDate"] == "2026-12-12T16:30:00+01:00"
    assert Message(message, NOW).occasion == Occasion(**READING)


def test_what_is_no_event_any_more_is_none(client: Client):
    message = announced(Occasion(**READING))
    at_desk(GIULIA).post(desk_of(message), typed(message, **dict.fromkeys(columns_of(message.occasion), "")))
    decide(PAOLO, message, "approve")
    assert [one["@type"] for one in described(page_of(client, message))] == ["NewsArticle"]
    assert "occasion_begins" not in at_desk(GIULIA).get(desk_of(message)).text


def test_a_correction_keeps_to_the_rules_of_an_event_and_asks_for_none_where_there_is_none():
    message, desk = announced(Occasion(**READING)), at_desk(GIULIA)
    for changed, said in (
        ({}, amending.SAME),
        ({"occasion_begins": ""}, occasions.NO_DAY),
        ({"occasion_ends": "2026-12-11"}, occasions.ENDS_BEFORE),
        ({"occasion_begins": "domani"}, "Non capisco il giorno"),
        ({"occasion_place": "<b>Teatro</b>"}, "Togli «<b>»"),
        ({"occasion_place": "x" * 500}, "200"),
    ):
        page = desk.post(desk_of(message), typed(message, **changed)).text
        assert said in unescape(page), changed
        assert amending.waiting(message) is None
    message = announced(Occasion())
    assert "occasion_" not in desk.get(desk_of(message)).text
    desk.post(desk_of(message), typed(message, body="Altro.", occasion_begins="2026-12-13"))
    assert amending.waiting(message).change["occasion"] is None
