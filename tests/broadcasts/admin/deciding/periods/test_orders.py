"""Orders of Agcom are recorded, completed and never deleted; the page counts how long the notice stays."""

import re
from datetime import date

import pytest
import time_machine

from broadcasts.models import Campaign
from cascina_whatsapp.elections.in_words import notice_stays
from cascina_whatsapp.elections.models import AgcomOrder, OfficeHolder
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.models import ServiceText
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA
from tests.staff import ROSA, SARA, SILVIA, at_desk

pytestmark = pytest.mark.django_db
LIST, HOLDERS = "/admin/ordini-di-agcom/", "/admin/cariche-politiche/"
TYPED = {"number": "175/24/CONS", "date": "2026-05-29", "items": "Due messaggi su eventi"}


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(NOW, tick=False):
        yield


def order(**fields) -> AgcomOrder:
    known = {"number": "175/24/CONS", "date": date(2026, 5, 29), "items": "Due messaggi su eventi"}
    return AgcomOrder.objects.create(recorded_by=hire(GIULIA), recorded_at=NOW, **known | fields)


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("&#x27;", "'")


@pytest.mark.parametrize("clerk", [GIULIA, SILVIA], ids=lambda clerk: clerk.group)
def test_an_order_is_recorded_and_completed(clerk):
    desk = at_desk(clerk)
    desk.post(f"{LIST}aggiungi/", TYPED)
    recorded = AgcomOrder.objects.get()
    assert recorded.recorded_by == hire(clerk)
    page = f"{LIST}{recorded.pk}/modifica/"
    assert "Avviso da pubblicare" in desk.get(page).text
    desk.post(
        page, TYPED | {"published_where": "https://www.comune.cascina.pi.it/", "published_from": "2026-06-01"}
    )
    recorded.refresh_from_db()
    assert recorded.published_to == date(2026, 6, 15)  # fifteen days, since nobody said until when
    assert "L'avviso resta ancora 7 giorni dopo oggi" in words(desk.get(page).text)
    events = TrailRecord.objects.exclude(event="signed_in").values_list("event", flat=True)
    assert list(events) == ["agcom_order", "agcom_order"]


def test_fourteen_days_are_too_few():
    typed = TYPED | {"published_from": "2026-06-01", "published_to": "2026-06-14"}
    text = at_desk(GIULIA).post(f"{LIST}aggiungi/", typed).text
    assert "L&#x27;avviso resta pubblicato almeno quindici giorni." in text
    assert not AgcomOrder.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, "Avviso da pubblicare"),
        (date(2026, 6, 9), date(2026, 6, 23), "Si pubblica dal 9 giugno 2026"),
        (date(2026, 6, 1), date(2026, 6, 15), "L'avviso resta ancora 7 giorni dopo oggi"),
        (date(2026, 5, 26), date(2026, 6, 9), "L'avviso resta ancora un giorno dopo oggi"),
        (date(2026, 5, 25), date(2026, 6, 8), "Ultimo giorno dell'avviso"),
        (date(2026, 5, 24), date(2026, 6, 7), "Pubblicato per 15 giorni"),
    ],
)
def test_how_the_notice_stands(first, last, told):
    assert notice_stays(order(published_from=first, published_to=last), date(2026, 6, 8))[0] == told


def test_the_page_leads_to_the_notice_that_was_sent_on_whatsapp():
    recorded = order()
    text = ServiceText.objects.get(key=Campaign.Purpose.AGCOM)
    about = {"purpose": Campaign.Purpose.AGCOM, "wording": text}
    campaign(title="Avviso Agcom", details={"numero": "175/24/CONS"}, **about)
    campaign(title="Un altro", details={"numero": "1/20/CONS"}, **about)
    page = f"{LIST}{recorded.pk}/modifica/"
    shown = words(at_desk(ROSA).get(page).text)
    assert "Delibera 175/24/CONS" in shown
    assert "Avvisi mandati su WhatsApp Avviso Agcom Bozza" in shown
    assert "Un altro" not in shown
    assert "Prepara l'avviso" not in shown
    assert "Prepara l'avviso" in words(at_desk(GIULIA).get(page).text)


@pytest.mark.parametrize("count", [0, 1, 12])
def test_the_list_has_none_one_or_many(count):
    for number in range(count):
        order(number=f"{number}/26/CONS")
    assert at_desk(ROSA).get(LIST).text.count("Avviso da pubblicare") == count


def test_every_page_asks_for_the_notice_until_it_is_published():
    recorded = order(deadline=date(2026, 6, 12))
    told = words(at_desk(GIULIA).get("/admin/guida/").text)
    assert "In attesa: Agcom (delibera 175/24/CONS) ha ordinato un avviso" in told
    assert "delibera" not in words(at_desk(ROSA).get("/admin/guida/").text)
    AgcomOrder.objects.update(deadline=date(2026, 6, 7))
    assert "Attenzione: Agcom (delibera" in words(at_desk(GIULIA).get("/admin/guida/").text)
    AgcomOrder.objects.filter(pk=recorded.pk).update(
        published_from=date(2026, 6, 1), published_to=date(2026, 6, 15)
    )
    assert "delibera" not in words(at_desk(GIULIA).get("/admin/guida/").text)


def test_who_may_not_see_them():
    order()
    for page in (LIST, HOLDERS):
        assert at_desk(SARA).get(page).status_code == 403
    assert at_desk(ROSA).post(f"{LIST}aggiungi/", TYPED).status_code == 403
    assert at_desk(GIULIA).post(f"{LIST}1/elimina/", {"post": "yes"}).status_code == 403


def test_the_urp_keeps_the_names():
    desk = at_desk(GIULIA)
    desk.post(f"{HOLDERS}aggiungi/", {"name": "Ada", "surname": "Bianchi", "role": "mayor"})
    (ada,) = OfficeHolder.objects.all()
    assert "Bianchi" in at_desk(SILVIA).get(HOLDERS).text
    assert at_desk(SILVIA).post(f"{HOLDERS}{ada.pk}/elimina/", {"post": "yes"}).status_code == 403
    desk.post(f"{HOLDERS}{ada.pk}/elimina/", {"post": "yes"})
    assert not OfficeHolder.objects.exists()
