"""The pages of a pause and of an order of Agcom: who prepares, what is asked, what whoever approves reads."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook

from broadcasts.content.service import service_messages
from broadcasts.models import Campaign, WhatsAppTemplate
from broadcasts.rules.states import CampaignStatus
from tests.broadcasts.pages.pages import page, press
from tests.builders import hire, subscribe, supersede, topic
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk
from tests.trails import traces

LIST = reverse("admin:broadcasts_campaign_changelist")
READY = reverse("admin:broadcasts_campaign_ready")
PAUSE = reverse("admin:broadcasts_campaign_sospensione")
AGCOM = reverse("admin:broadcasts_campaign_agcom")


def day(distance: int) -> str:
    """So many days from today, as a clerk types it."""
    return f"{timezone.localdate() + timedelta(days=distance):%d/%m/%Y}"


def pause(first: int = 3, last: int = 9) -> dict[str, str]:
    return {"dal": day(first), "al": day(last)}


def order(number: str = "123/26/CONS", *, decided: int = -3, about: int = -9) -> dict[str, str]:
    return {"numero": number, "data": day(decided), "data_messaggio": day(about)}


@pytest.fixture
def campaign() -> Campaign:
    """The pause that Giulia prepared; Anna is subscribed."""
    subscribe(ANNA)
    at_desk(GIULIA).post(PAUSE, pause())
    return Campaign.objects.get()


@pytest.mark.parametrize("address", [PAUSE, AGCOM])
def test_only_who_writes_broadcasts_prepares_them(address):
    for clerk in (PAOLO, ROSA, VERA, SARA):
        assert at_desk(clerk).get(address).status_code == 403
        assert at_desk(clerk).post(address, pause() | order()).status_code == 403
    assert not Campaign.objects.exists()
    assert address in at_desk(GIULIA).get(READY).text
    assert address not in at_desk(PAOLO).get(READY).text


def test_a_pause_from_the_form_to_the_approval(campaign):
    giulia, paolo = at_desk(GIULIA), at_desk(PAOLO)
    assert (campaign.purpose, campaign.author, campaign.status) == ("service_paused", hire(GIULIA), "draft")
    assert traces()[0][:2] == ("giulia", f"messaggio {campaign.pk}")
    text = giulia.get(page(campaign)).text
    for said in (
        "Sospensione del servizio, versione 1",
        "La tua iscrizione resta attiva",
        "<dd>1 persona<",
        "Cambia i dati",
        "Chiedi approvazione",
    ):
        assert said in text
    assert "Prova nel registro" not in text
    assert 'name="title"' not in text

    press(giulia, campaign, "ask-review")
    WhatsAppTemplate.objects.create(
        name=service_messages.template_name(campaign.service.wording),
        language="it",
        status="APPROVED",
        synchronised_at=timezone.now(),
    )
    assert "Sospensione del servizio" in paolo.get(page(campaign, "launch")).text
    press(paolo, campaign, "launch", when="now")
    campaign.refresh_from_db()
    assert (campaign.status, campaign.approved_by) == (CampaignStatus.APPROVED, hire(PAOLO))


def test_an_order_of_agcom_is_prepared_from_a_form_of_its_own():
    subscribe(ANNA)
    answer = at_desk(GIULIA).post(AGCOM, order(" 123/26/CONS "), follow=True)
    made = Campaign.objects.get()
    decided = date_format(timezone.localdate() - timedelta(days=3), "j F Y").lower()
    assert (made.purpose, made.service.details["numero"]) == ("agcom_notice", "123/26/CONS")
    assert "Pubblicato in esecuzione della delibera" in answer.text
    assert f"<dt>Data della delibera</dt><dd>{decided}</dd>" in answer.text


@pytest.mark.parametrize(
    ("address", "answers", "problem"),
    [
        (PAUSE, lambda: pause(-1, 3), "giorno già passato"),
        (PAUSE, lambda: pause(3, 2), "non può venire prima del primo"),
        (PAUSE, lambda: {"dal": day(1), "al": ""}, "Qui manca qualcosa"),
        (PAUSE, lambda: {"dal": "domani", "al": day(2)}, "Scrivi un giorno che esiste"),
        (AGCOM, lambda: order("9" * 31), "non contenga più di 30 caratteri"),
        (AGCOM, lambda: order("123\t26"), "Togli le tabulazioni"),
        (AGCOM, lambda: order("123      26"), "Togli gli spazi ripetuti"),
        (AGCOM, lambda: order(decided=1), "data futura"),
        (AGCOM, lambda: order(decided=-9, about=-8), "non può essere successivo alla delibera"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(address, answers, problem):
    assert problem in at_desk(GIULIA).post(address, answers()).text
    assert not Campaign.objects.exists()


def test_today_and_a_single_day_are_right():
    desk = at_desk(GIULIA)
    desk.post(PAUSE, pause(0, 0))
    desk.post(AGCOM, order(decided=0, about=0))
    assert Campaign.objects.count() == 2


def test_the_very_same_is_refused_it_is_not_written_like_news_and_may_be_thrown_away(campaign):
    desk = at_desk(GIULIA)
    assert page(campaign) in desk.get(PAUSE).text
    assert "stessi dati" in desk.post(PAUSE, pause()).text
    assert Campaign.objects.count() == 1

    refused = [
        desk.post(page(campaign), {"title": "Altro"}),
        desk.post(page(campaign, "autosave"), {"title": "Altro"}),
        desk.post(page(campaign, "duplicate")),
    ]
    assert [answer.status_code for answer in refused] == [403] * 3
    desk.post(page(campaign, "delete"), {"post": "yes"})
    assert not Campaign.objects.exists()


def test_the_form_asks_what_the_text_says():
    supersede("service_paused", "Il servizio è sospeso dal {dal}. Le notizie sono su {sito}.")
    desk = at_desk(GIULIA)
    assert 'name="al"' not in desk.get(PAUSE).text
    desk.post(PAUSE, {"dal": day(1)})
    assert list(Campaign.objects.get().service.details) == ["dal"]


def test_its_values_are_changed_behind_a_button_as_long_as_it_is_not_approved(campaign):
    giulia = at_desk(GIULIA)
    form = giulia.get(page(campaign, "details")).text
    assert f'value="{timezone.localdate() + timedelta(days=3)}"' in form
    assert "non può venire prima" in press(giulia, campaign, "details", **pause(9, 3)).text
    press(giulia, campaign, "details", **pause(4, 9))
    campaign.refresh_from_db()
    assert campaign.service.details["dal"] == (timezone.localdate() + timedelta(days=4)).isoformat()
    assert at_desk(PAOLO).get(page(campaign, "details")).status_code == 403
    Campaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.APPROVED)
    assert page(campaign, "details") not in giulia.get(page(campaign)).text
    assert (
        "«Programmato»: non si può più modificare" in press(giulia, campaign, "details", **pause(5, 9)).text
    )


def test_lists_show_what_it_is_for_and_the_report_its_days(campaign):
    text = at_desk(ROSA).get(f"{LIST}?to=all").text
    assert "Sospensione del servizio" in text
    assert page(campaign) in text
    assert page(campaign) not in at_desk(ROSA).get(f"{LIST}?to={topic().pk}").text

    Campaign.objects.filter(pk=campaign.pk).update(status="sent", started_at=timezone.now())
    text = at_desk(VERA).get(page(campaign)).text
    first = date_format(timezone.localdate() + timedelta(days=3), "j F Y").lower()
    assert "Primo giorno di sospensione" in text
    assert first in text
    assert "Nel registro: avvisati" not in text
    assert "Prova nel registro" not in at_desk(VERA).get(page(campaign)).text
    taken = at_desk(VERA).post(page(campaign, "report"), {"file": "excel"})
    sheet = load_workbook(io.BytesIO(b"".join(taken.streaming_content)))["Riepilogo"]
    assert ("Primo giorno di sospensione", first) in list(sheet.values)
