"""Templates and number: what the pages show, who may submit and read anew, what Meta's refusal looks like."""

import json
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from broadcasts import launching
from broadcasts.models import Campaign, NumberStatus, WhatsAppTemplate
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending.account.templates_page import templates_page
from broadcasts.slices.costs import review
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, STAFF, VERA, at_desk
from tests.trails import traces

LIST = "/admin/modelli-whatsapp/"
NUMBER_PAGE = "/admin/stato-del-numero/"
SYNCHRONISE = f"{LIST}aggiorna/"
SUBMIT_TEXT = f"{LIST}invia/text/"
TEMPLATES = "http://127.0.0.1:9/v26.0/102290129340398/message_templates"
NUMBER = "http://127.0.0.1:9/v26.0/106540352242922"


def knows(meta, *names: str, **fields) -> None:
    about = {"id": "77", "language": "it", "status": "APPROVED", "category": "UTILITY"} | fields
    meta.get(TEMPLATES, json={"data": [about | {"name": name} for name in names]})


def page_of(template: WhatsAppTemplate) -> str:
    return reverse("admin:broadcasts_whatsapptemplate_change", args=[template.pk])


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def custom_template_of(**overrides) -> Campaign:
    written = campaign(body="Primo paragrafo.\n\nSecondo paragrafo.", **overrides)
    review.ask(campaign=written, by=hire(GIULIA), now=NOW)
    return written


# ── The list ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_says_which_are_ready_and_first_what_is_refused_or_dearer():
    approve_templates()
    own = custom_template_of()
    text = at_desk(GIULIA).get(LIST).text
    assert f'<a href="/admin/messaggi/{own.pk}/modifica/">' in text
    page = templates_page(NOW)
    assert {"Avviso", "Avviso con immagine", "Invito"} <= {frame["label"] for frame in page["ready"]}
    assert [(frame["campaign"], frame["state"]) for frame in page["own"]] == [
        (own, "In partenza per WhatsApp")
    ]

    WhatsAppTemplate.objects.filter(name="avviso_immagine_v1").update(category="MARKETING")
    WhatsAppTemplate.objects.filter(name="avviso_testo_v1").update(status="REJECTED", reason="SCAM")
    page = templates_page(NOW)
    looked_at = {frame["label"]: frame for frame in page["to_look_at"]}
    dearer, refused = looked_at["Avviso con immagine"], looked_at["Avviso"]
    assert dearer["state"] == "Costa di più"
    assert dearer["about"].startswith("WhatsApp la tratta come un invito, che costa di più.")
    assert (refused["state"], refused["key"]) == ("Rifiutato da WhatsApp", "text")
    assert "somiglia a una truffa" in refused["about"]
    assert "Avviso" not in {frame["label"] for frame in page["ready"]}


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, SARA], ids=lambda clerk: clerk.group)
def test_the_name_at_meta_is_for_who_administers(clerk):
    """To the others it says nothing."""
    approve_templates()
    own = custom_template_of()
    names = ["avviso_testo_v1", own.custom_template.name]
    desk = at_desk(clerk)
    rows = WhatsAppTemplate.objects.filter(name__in=names).order_by("name")
    text = "".join(desk.get(page).text for page in map(page_of, rows))
    assert [name in text for name in names] == [clerk == SARA] * 2


def test_a_refused_template_says_why_and_the_text_of_one_is_there_to_read():
    approve_templates("REJECTED")
    WhatsAppTemplate.objects.update(reason="TAG_CONTENT_MISMATCH")
    text = at_desk(GIULIA).get(page_of(WhatsAppTemplate.objects.first())).text
    assert "Rifiutato da WhatsApp" in text
    assert "La lingua non è quella del testo" in text

    own = custom_template_of()
    assert "Primo paragrafo.\n\nSecondo paragrafo." in at_desk(GIULIA).get(page_of(own.custom_template)).text
    Campaign.objects.filter(pk=own.pk).update(body="Altro.\n\nTesto.")
    assert "Non più conservato" in at_desk(GIULIA).get(page_of(own.custom_template)).text


# ── Submitting and reading anew ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
def test_who_may_submit_and_read_anew(clerk, meta):
    knows(meta)
    meta.get(NUMBER, json={})
    meta.post(TEMPLATES, json={"id": "1", "status": "PENDING"})
    may = clerk in (PAOLO, SARA)
    desk = at_desk(clerk)
    assert ("Manda a WhatsApp" in desk.get(LIST).text) == may
    for page in (LIST, NUMBER_PAGE):
        assert ("Controlla adesso" in desk.get(page).text) == may
    for address in (SYNCHRONISE, SUBMIT_TEXT):
        assert desk.get(address).status_code == 405
        assert desk.post(address).status_code == (302 if may else 403)
    assert bool(meta.calls) == may


def test_a_missing_template_is_submitted(meta, caplog):
    caplog.set_level("INFO")
    meta.get(TEMPLATES, json={"data": []})
    meta.post(TEMPLATES, json={"id": "1", "status": "PENDING", "category": "UTILITY"})
    knows(meta, "avviso_testo_v1", status="PENDING")
    response = at_desk(SARA).post(SUBMIT_TEXT, follow=True)

    assert "Inviato a WhatsApp" in said(response)
    assert json.loads(meta.calls[1].request.body)["name"] == "avviso_testo_v1"
    assert WhatsAppTemplate.objects.get().status == "PENDING"
    assert [who for who, _, _ in traces()] == ["sara"]
    assert f"template avviso_testo_v1 submitted by user {hire(SARA).pk}" in caplog.text


def test_an_approved_template_is_left_alone_and_a_refused_one_submitted_again(meta):
    approve_templates()
    response = at_desk(SARA).post(SUBMIT_TEXT, follow=True)
    assert at_desk(SARA).post(f"{LIST}invia/video/").status_code == 404
    assert "WhatsApp ha già questo testo fisso" in said(response)
    assert len(meta.calls) == 0

    approve_templates("REJECTED")
    knows(meta, "avviso_testo_v1", status="REJECTED")
    meta.post("http://127.0.0.1:9/v26.0/77", json={"success": True})
    at_desk(SARA).post(SUBMIT_TEXT)

    changed = json.loads(meta.calls[1].request.body)
    assert set(changed) == {"category", "components"}


@pytest.mark.parametrize(("address", "back"), [(SYNCHRONISE, LIST), (SUBMIT_TEXT, LIST)])
def test_meta_s_refusal_is_a_sentence(address: str, back: str, meta):
    meta.get(NUMBER, status=401, json={"error": {"code": 190}})
    meta.get(TEMPLATES, status=401, json={"error": {"code": 190}})
    response = at_desk(SARA).post(address, follow=True)

    assert response.redirect_chain[-1][0] == back
    assert "WhatsApp non accetta più la chiave di accesso" in said(response)


def test_reading_anew_changes_what_is_shown(meta):
    approve_templates()
    knows(meta, "avviso_testo_v1", status="PAUSED", quality_score={"score": "RED"})
    meta.get(NUMBER, json={"quality_rating": "YELLOW", "status": "CONNECTED"})
    response = at_desk(PAOLO).post(SYNCHRONISE, {"page": "number"}, follow=True)

    assert response.redirect_chain[-1][0] == NUMBER_PAGE
    assert "Aggiornato da WhatsApp" in said(response)
    row = WhatsAppTemplate.objects.get(name="avviso_testo_v1")
    assert (row.status, row.quality, row.meta_id) == ("PAUSED", "RED", "77")
    assert WhatsAppTemplate.objects.get(name="avviso_immagine_v1").status == "MISSING"
    assert NumberStatus.objects.get().quality == "YELLOW"


# ── The number ────────────────────────────────────────────────────────────────────────────────────────────


def number_text(**fields) -> str:
    NumberStatus.objects.update_or_create(pk=1, defaults=fields)
    return at_desk(GIULIA).get(NUMBER_PAGE).text


def test_nothing_known_yet_is_a_page_too_and_then_how_much_of_the_limit_is_used():
    assert "Non ancora letto da WhatsApp" in at_desk(SARA).get(NUMBER_PAGE).text
    for clerk in (ROSA, VERA):
        assert at_desk(clerk).get(NUMBER_PAGE).status_code == 403

    subscribe(ANNA)
    under_way().deliveries.update(status="sent", outside_window=True, claimed_at=timezone.now())
    text = number_text(tier="TIER_2K", daily_limit=2000)
    assert ">1 nelle ultime 24 ore<" in text
    assert "fino a 2.000" in text


# ── On the broadcast's page ───────────────────────────────────────────────────────────────────────────────


def broadcast_text(written: Campaign, clerk=GIULIA) -> str:
    return at_desk(clerk).get(f"/admin/messaggi/{written.pk}/modifica/").text


BUTTON = "/invia-modello/"
TOLD = "Va a capo: WhatsApp lo legge prima."


def test_the_page_says_that_whatsapp_reads_it_too_and_how_it_stands():
    written = campaign(body="Uno.\n\nDue.", as_invitation=True)
    assert TOLD in broadcast_text(written)
    assert BUTTON not in broadcast_text(written)
    assert TOLD not in broadcast_text(campaign())

    review.ask(campaign=written, by=hire(GIULIA), now=NOW)
    text = broadcast_text(written)
    assert "In partenza per WhatsApp" in text
    assert "ogni messaggio costa di più" in text
    assert "Mandato da leggere a WhatsApp" in text
    assert BUTTON not in text

    Campaign.objects.filter(pk=written.pk).update(body="Uno.\n\nTre.")
    assert TOLD in broadcast_text(written)
    assert BUTTON not in broadcast_text(written)


def test_the_approver_is_promised_no_moment_that_whatsapp_has_yet_to_allow_not_even_of_an_urgent_one():
    urgent = campaign(body="Uno.\n\nDue.", is_urgent=True, urgent_reason="Piena dell'Arno")
    assert "Anche se è urgente aspetta." in broadcast_text(urgent)
    launching.ask_review(campaign=urgent, by=hire(GIULIA), now=NOW)
    page, waits = f"/admin/messaggi/{urgent.pk}/avvia/", "Appena WhatsApp dice di sì"
    text = unescape(at_desk(PAOLO).get(page).text)
    assert "WhatsApp non l'ha ancora letto" in text
    assert "Subito, tutto di seguito" in text
    assert waits in text
    WhatsAppTemplate.objects.update(status="APPROVED")
    assert waits not in unescape(at_desk(PAOLO).get(page).text)


@pytest.mark.parametrize("status", ["REJECTED", "PENDING", "APPROVED"])
def test_the_page_tells_what_meta_thinks(status: str):
    written = custom_template_of(status=CampaignStatus.IN_REVIEW)
    WhatsAppTemplate.objects.update(status=status, reason="SCAM" if status == "REJECTED" else "")
    Campaign.objects.filter(pk=written.pk).update(
        status=CampaignStatus.APPROVED if status == "PENDING" else CampaignStatus.DRAFT
    )
    text = broadcast_text(written)
    assert ("Il testo somiglia a una truffa" in text) == (status == "REJECTED")
    assert ("parte da solo appena dice di sì" in text) == (status == "PENDING")
    assert (BUTTON in text) == (status == "REJECTED")


def test_what_hinders_the_submission_is_said():
    written = custom_template_of()
    WhatsAppTemplate.objects.update(reason="WhatsApp non accetta più la chiave di accesso: va rinnovata")
    assert "va rinnovata. Riproviamo fra un minuto." in broadcast_text(written)
