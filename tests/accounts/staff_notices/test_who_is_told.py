"""Who finds what under Novità: each their own, whether they have an e-mail or not."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import Delivery
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices import outbox
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from subscribers import importing, texts
from subscribers.texts import proposing
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.reading import having_read
from tests.staff import ROSA, at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
S = CampaignStatus
PIA = Clerk("pia", "Approvatore")
NEWS = "/admin/novita/"


def told(clerk: Clerk) -> list[str]:
    """What this clerk is told, the newest first."""
    mine = StaffNotice.objects.for_person(hire(clerk).pk)
    return [f"{notice.subject}: {notice.sentence}" for notice in mine]


def count(desk, path: str = NEWS) -> str:
    """How many news the header of a page tells of."""
    return desk.get(path).context["news"].count


def asked(**overrides):
    """Giulia asks for the approval of her message; Paolo and Pia may give it."""
    hire(PAOLO), hire(PIA)
    approve_templates()
    subscribe(ANNA)
    made = campaign(**overrides)
    launching.ask_review(campaign=made, by=hire(GIULIA), now=NOW)
    return made


def test_approval_asked_and_sent_back_until_it_is_asked_for_again():
    made = asked()
    words = ["«Via Roma chiusa al traffico» aspetta te: giulia chiede l'approvazione."]
    assert (told(PAOLO), told(PIA), told(GIULIA), told(ROSA)) == (words, words, [], [])
    launching.send_back(campaign=made, by=hire(PAOLO), now=NOW, note="Manca l'ora")
    assert told(GIULIA) == [
        "«Via Roma chiusa al traffico» è rimandato a te: paolo lo ha rimandato con una nota."
    ]
    assert sections(GIULIA)[0].startswith("Da riprendere «Via Roma chiusa al traffico» è rimandato a te")
    launching.ask_review(campaign=made, by=hire(GIULIA), now=NOW)
    assert sections(GIULIA)[0].startswith("Non servono più 1")


def test_what_somebody_cancels_is_told_to_who_wrote_and_who_approved_it():
    made = campaign(status=S.APPROVED, approved_by=hire(PAOLO))
    launching.cancel(campaign=made, by=hire(PIA), now=NOW)
    words = ["«Via Roma chiusa al traffico» è annullato: pia lo ha annullato: non parte più."]
    assert (told(GIULIA), told(PAOLO), told(PIA)) == (words, words, [])


def test_the_end_of_a_broadcast_and_its_stop():
    subscribe(ANNA)
    hire(PIA)
    made = under_way(approved_by=hire(PAOLO))
    launching.pause_and_alert([made], reason="La chiave è scaduta.", now=NOW)
    stopped = (
        "«Via Roma chiusa al traffico» si è fermato: La chiave è scaduta. Nessuno è perso: si riprende dalla pagina "
        "del messaggio."
    )
    assert (told(PAOLO), told(PIA), told(GIULIA)) == ([stopped], [stopped], [])
    launching.resume(campaign=made, by=hire(PAOLO), now=NOW)
    Delivery.objects.update(status="read")
    launching.finish(made, now=NOW)
    over = "«Via Roma chiusa al traffico» è partito per tutti: L'invio è finito."
    assert (told(PAOLO), told(GIULIA)) == ([over, stopped], [over])


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────


def test_each_reads_their_own_and_the_page_of_the_message_or_a_button_reads_it():
    made = asked()
    paolo, pia = at_desk(PAOLO), at_desk(PIA)
    assert count(paolo, "/admin/") == "1"
    page = paolo.get(NEWS)
    assert "lo chiede giulia" in page.text
    assert count(paolo) == "1"
    paolo.get(reverse("admin:broadcasts_campaign_launch", args=[made.pk]))
    assert count(paolo) == ""
    assert "lo chiede giulia" in paolo.get(NEWS).text  # until it is decided
    assert "lo chiede giulia" not in at_desk(ROSA).get(NEWS).text
    StaffNotice.objects.bulk_create(
        StaffNotice(person=hire(PAOLO), subject="x", sentence="x", page="/admin/messaggi/7/modifica/")
        for _ in range(120)
    )
    assert count(paolo) == "99+"
    assert paolo.post(NEWS).url == NEWS
    assert (count(paolo), count(pia)) == ("", "1")


# ── What is over ──────────────────────────────────────────────────────────────────────────────────────────


def sections(clerk: Clerk) -> list[str]:
    """What the page says of each section, without its tags, the folded one last."""
    page = at_desk(clerk).get(NEWS).text.partition('class="two"')[2].partition("Come ti avvisiamo")[0]
    parts = re.split(r"<section|<details", page)[1:-1]
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", f"<{part}"))).strip() for part in parts]


ENDS = {
    "withdrawn": (
        lambda row: launching.withdraw_request(campaign=row, by=hire(GIULIA), now=NOW),
        "ritirato da giulia",
    ),
    "sent back": (
        lambda row: launching.send_back(campaign=row, by=hire(PAOLO), now=NOW, note="Manca l'ora"),
        "rimandato da paolo",
    ),
    "approved": (lambda row: launching.launch(campaign=row, by=hire(PAOLO), now=NOW), "approvato da paolo"),
    "cancelled": (lambda row: launching.cancel(campaign=row, by=hire(PAOLO), now=NOW), "annullato da paolo"),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_request_that_waits_no_more_is_nobody_s_news(end):
    act, how = ENDS[end]
    made = asked()
    assert count(at_desk(PIA), "/admin/") == "1"
    act(made)
    assert count(at_desk(PIA), "/admin/") == ""
    (over,) = sections(PIA)
    assert over == f"Non servono più 1 «Via Roma chiusa al traffico» aspetta te {how} oggi alle 10:00"
    if how.endswith("paolo"):
        assert sections(PAOLO)[-1].endswith(f"{how.removesuffix('da paolo')}da te oggi alle 10:00")


def test_the_urgent_stands_first_with_the_dark_button_and_in_the_title_until_it_is_decided():
    made = asked(is_urgent=True, urgent_reason="Piena dell'Arno")
    asked(title="Letture in biblioteca")
    over = under_way(title="Mercato", approved_by=hire(PAOLO))
    Delivery.objects.update(status="read")
    launching.finish(over, now=NOW)
    urgent, waiting, known = sections(PAOLO)
    assert urgent.startswith("Urgente Via Roma chiusa al traffico lo chiede giulia, da poco Leggi e decidi")
    assert waiting.startswith("Ti aspetta 1 Letture in biblioteca lo chiede giulia, da poco")
    assert known.startswith("Da sapere 1 «Mercato» è partito per tutti")
    page = at_desk(PAOLO).get(NEWS).text
    assert page.count('class="button main"') == 1
    assert "<title>(1 urgente) Novità" in page
    at_desk(PAOLO).post(NEWS)  # what was read is still urgent
    assert "<title>(1 urgente) " in at_desk(PAOLO).get("/admin/iscritti/").text
    launching.launch(campaign=made, by=hire(PIA), now=NOW)
    assert "urgente)" not in at_desk(PAOLO).get("/admin/iscritti/").text


def test_nobody_is_told_what_they_did_themselves(settings):
    settings.APPROVE_OWN_BROADCASTS = True
    made = asked()
    launching.withdraw_request(campaign=made, by=hire(PAOLO), now=NOW)
    launching.ask_review(campaign=made, by=hire(PAOLO), now=NOW)
    assert len(told(PAOLO)) == 1  # what Giulia asked
    launching.launch(campaign=made, by=hire(PAOLO), now=NOW)
    launching.take_back(campaign=made, by=hire(PAOLO), now=NOW)
    assert len(told(PAOLO)) == 1
    assert told(GIULIA) == [
        "«Via Roma chiusa al traffico» non parte: paolo lo ha annullato prima che partisse."
    ]


def test_an_e_mail_that_has_not_left_yet_is_not_sent_about_what_is_over():
    User.objects.filter(pk=hire(PAOLO).pk).update(email="paolo@example.org")
    made = asked()
    assert outbox.due(NOW + timedelta(minutes=1)).count() == 1
    launching.withdraw_request(campaign=made, by=hire(GIULIA), now=NOW)
    assert not outbox.due(NOW + timedelta(minutes=1)).exists()


def test_a_list_and_words_wait_for_another_until_they_are_decided_or_withdrawn():
    hire(PAOLO), hire(PIA)
    line = f"{ANNA.phone};05/03/2026;modulo cartaceo;modulo 7/2026"
    content = f"numero;data;canale;riferimento\r\n{line}".encode()
    batch = importing.upload(content, file_name="moduli.csv", note="Sportello", by=hire(PIA), now=NOW)
    assert told(PAOLO) == [
        "Un elenco di moduli di carta aspetta la tua conferma: "
        "pia ha caricato un elenco: va confrontato con i moduli."
    ]
    assert told(PIA) == []
    text = texts.next_version("help")
    draft = texts.Draft(body=f"{text.body} Grazie.", note="Più gentile", starts=None, seen=texts.seen("help"))
    proposal = proposing.propose(text, draft, by=hire(PIA), now=NOW)
    assert sections(PAOLO)[0].startswith("Ti aspettano 2")
    having_read(importing.refuse, batch, by=hire(PAOLO), now=NOW)
    assert told(PIA) == [
        "Elenco di moduli di carta respinto: paolo ha deciso sull'elenco che hai caricato: respinto."
    ]
    having_read(proposing.TEXT.put_aside, proposal, by=hire(PIA), now=NOW)
    (over,) = sections(PAOLO)
    assert "respinto da te oggi alle 10:00" in over
    assert "ritirato da pia oggi alle 10:00" in over


@pytest.mark.parametrize(
    ("page", "path", "is_about"),
    [
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/12/modifica/", True),
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/12/avvia/", True),
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/123/modifica/", False),
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/", False),
        ("/admin/testi/aggiungi/?key=help", "/admin/testi/aggiungi/?key=help", True),
        ("/admin/testi/aggiungi/?key=help", "/admin/testi/aggiungi/?key=joined", False),
    ],
)
def test_a_notice_is_about_a_page_and_what_is_below_the_same_thing(page, path, is_about):
    assert StaffNotice(page=page).is_about(path) is is_about
