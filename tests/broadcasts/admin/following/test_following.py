"""Following broadcasts: the list, the numbers that the page asks for, the attachment, the home page."""

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcasts.models import Campaign, CampaignEvent, Delivery, OfficeHours
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.whatsapp_account.samples import sample
from tests.builders import NOW, campaign, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, at_desk

pytestmark = pytest.mark.django_db
LIST, HOME = "/admin/messaggi/", "/admin/"


@pytest.fixture
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def queries(desk, path: str) -> int:
    desk.get(path)  # what Django remembers from the first time on
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert desk.get(path).status_code == 200
    return len(captured)


def page(made: Campaign, name: str) -> str:
    return reverse(f"admin:broadcasts_campaign_{name}", args=[made.pk])


def test_the_list_costs_the_same_however_long_it_is():
    people = [subscribe(citizen) for citizen in (ANNA, BRUNO)]
    under_way()
    desk = at_desk(GIULIA)
    short = queries(desk, LIST)
    for _ in range(5):
        delivery_to(people[0], status=DeliveryStatus.READ)
    assert queries(desk, LIST) == short <= 18


def test_the_deliveries_cost_the_same_however_many_they_are():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    under_way()
    desk = at_desk(GIULIA)
    short = queries(desk, "/admin/consegne/")
    for citizen in (CARLA, DARIO, ELENA):
        subscribe(citizen)
    under_way()
    assert queries(desk, "/admin/consegne/") == short


def test_the_list_tells_what_became_of_each_broadcast():
    made = under_way_with(ANNA="read", BRUNO="delivered", DARIO="failed", ELENA="queued")
    text = at_desk(GIULIA).get(LIST).text
    assert made.title in text
    assert "3 di 4" in text


def under_way_with(**statuses) -> Campaign:
    """A broadcast on its way; each citizen's message in the state given."""
    citizens = {citizen.name.upper(): subscribe(citizen) for citizen in (ANNA, BRUNO, DARIO, ELENA)}
    made = under_way()
    for name, status in statuses.items():
        delivery_to(citizens[name], of=made, status=status)
    return made


@pytest.mark.usefixtures("monday_morning")
def test_the_page_asks_for_numbers_and_gets_words():
    made = under_way_with(ANNA="read", BRUNO="failed", DARIO="queued", ELENA="uncertain")
    assert at_desk(ROSA).get(page(made, "progress")).json() == {
        "status": "In invio",
        "total": 4,
        "done": 2,
        "percent": 50,
        "expected_end": "Fine prevista: oggi alle 10:00.",
        "finished": False,
    }


@pytest.mark.parametrize(
    ("status", "finished"),
    [(CampaignStatus.PAUSED, False), (CampaignStatus.SENT, True), (CampaignStatus.CANCELLED, True)],
)
def test_the_page_stops_asking_when_it_is_over(status, finished):
    made = campaign(status=status)
    assert at_desk(GIULIA).get(page(made, "progress")).json()["finished"] is finished


@pytest.mark.usefixtures("monday_morning")
def test_an_end_after_closing_time_is_told_with_its_day(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 1
    OfficeHours.objects.all().delete()
    for weekday, opens, closes in ((0, "09:00", "10:00:01"), (1, "09:00", "13:00")):
        OfficeHours.objects.create(weekday=weekday, opens=opens, closes=closes)
    made = under_way_with()
    told = at_desk(GIULIA).get(page(made, "progress")).json()["expected_end"]
    assert told == "Fine prevista: domani alle 9:00."


@pytest.mark.parametrize("name", ["progress", "attachment"])
def test_who_may_not_see_the_broadcast_gets_neither_numbers_nor_file(name):
    made = campaign(kind="image", attachment=sample("image")[0])
    assert at_desk(SARA).get(page(made, name)).status_code == 403


@pytest.mark.parametrize(
    ("kind", "mime_type", "disposition"),
    [
        ("image", "image/png", 'inline; filename="via-roma-chiusa-al-traffico.png"'),
        ("document", "application/pdf", 'attachment; filename="via-roma-chiusa-al-traffico.pdf"'),
    ],
)
def test_a_picture_opens_in_the_browser_and_a_pdf_is_downloaded(kind, mime_type, disposition):
    content = sample(kind)[0]
    response = at_desk(ROSA).get(page(campaign(kind=kind, attachment=content), "attachment"))
    assert b"".join(response.streaming_content) == content
    response.close()
    assert response.headers["Content-Type"] == mime_type
    assert response.headers["Content-Disposition"] == disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_neither_image_nor_pdf_is_only_downloaded():
    made = campaign()
    made.attachment.save("pagina.html", ContentFile(b"<script>"))
    response = at_desk(GIULIA).get(page(made, "attachment"))
    response.close()
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("name", ["", "attachments/perduto.png"])
def test_a_file_that_is_not_there_is_not_found(name):
    made = campaign(attachment=None)
    Campaign.objects.filter(pk=made.pk).update(attachment=name)
    assert at_desk(GIULIA).get(page(made, "attachment")).status_code == 404


def test_the_page_tells_the_story_and_the_failures():
    made = under_way_with(ANNA="failed")
    Delivery.objects.filter(status="failed").update(reason="Il numero non ha WhatsApp")
    CampaignEvent.objects.create(
        campaign=made, what="paused", at=NOW, by=hire(PAOLO), note="C'è un errore nella data"
    )
    text = at_desk(GIULIA).get(page(made, "change")).text
    assert "Perché a una persona non è arrivato" in text
    assert "Il numero non ha WhatsApp" in text
    assert "C&#x27;è un errore nella data" in text
    assert f"/admin/consegne/?campaign={made.pk}" in text


def test_the_deliveries_of_one_broadcast_and_of_none():
    made = under_way_with(ANNA="read")
    desk = at_desk(GIULIA)
    assert "4 consegne" in desk.get(f"/admin/consegne/?campaign={made.pk}").text
    assert "1 consegna" in desk.get("/admin/consegne/?status__exact=read").text
    assert "Nulla corrisponde" in desk.get("/admin/consegne/?campaign=999").text
    assert desk.get("/admin/consegne/?campaign=tutte").status_code == 302


def test_a_delivery_shows_a_masked_number():
    delivery = delivery_to(subscribe(ANNA))
    text = at_desk(GIULIA).get(reverse("admin:broadcasts_delivery_change", args=[delivery.pk])).text
    assert "•••• 01" in text
    assert ANNA.phone not in text


@pytest.mark.usefixtures("monday_morning")
def test_home_tells_what_is_leaving_and_what_stands_still():
    made = under_way_with(ANNA="read")
    campaign(status=CampaignStatus.PAUSED, title="Mercato", pause_reason="Il modello è sospeso")
    text = at_desk(PAOLO).get(HOME).text
    assert f'data-progress-url="{page(made, "progress")}"' in text
    assert "Mercato" in text
    assert "Il modello è sospeso" in text


def test_home_tells_the_system_administrator_of_no_broadcast():
    made = under_way_with(ANNA="uncertain")
    text = at_desk(SARA).get(HOME).text
    assert made.title not in text
    assert "Ultima copia" in text
