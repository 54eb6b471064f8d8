# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page Inizio: what each has to do now, and what became of it, at the same cost however much there is."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import (
    Budget,
    Campaign,
    CampaignEvent,
    Delivery,
    ExchangeRate,
    NumberStatus,
    ReadyText,
    WhatsAppTemplate,
)
from broadcasts.rules import alert_templates
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
from subscribers.models import ImportBatch
from tests.builders import (
    NOW,
    approve_templates,
    campaign,
    delivery_to,
    hire,
    subscribe,
    under_way,
    unsubscribe,
)
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO, Clerk
from tests.privacy.requests import ask
from tests.staff import ROSA, SARA, STAFF, VERA, at_desk

pytestmark = pytest.mark.django_db
HOME, MOMENT = "/admin/", "/admin/adesso/"
S = CampaignStatus
Step = CampaignEvent.Step
PIA = Clerk("pia", "Approvatore")
MOST_QUERIES = 38
"""Whoever sees everything there is to see."""


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def words(desk, path: str = HOME) -> str:
    """What a person reads, without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk.get(path).text))


def parts(clerk: Clerk, path: str = HOME) -> list[str]:
    """The sections that this clerk sees, in their order."""
    return re.findall(r'data-part="(\w+)"', at_desk(clerk).get(path).text)


def queries(desk, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(path).status_code == 200
    return len(captured)


def asked(by: Clerk = GIULIA, *, at=NOW, **overrides) -> Campaign:
    """`by` asked for an approval at that moment."""
    made = campaign(status=S.IN_REVIEW, author=hire(by), **overrides)
    CampaignEvent.objects.create(campaign=made, what=Step.REVIEW_ASKED, by=hire(by), at=at)
    return made


def sent_back(by: Clerk, note: str, **overrides) -> Campaign:
    made = asked(**overrides)
    launching.send_back(campaign=made, by=hire(by), now=NOW, note=note)
    return made


def broadcasts_in_every_state(times: int) -> None:
    for _ in range(times):
        under_way()
        asked()
        asked(PAOLO)
        sent_back(PIA, "Manca l'ora")
        campaign(status=S.PAUSED)
        campaign()
        campaign(status=S.APPROVED, scheduled_for=NOW)
        campaign(status=S.SENT, started_at=NOW, finished_at=NOW)


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("limit", [None, 2000])
def test_it_costs_the_same_with_one_broadcast_of_each_kind_and_with_ten(limit):
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    NumberStatus.objects.create(tier="TIER_2K", daily_limit=limit, checked_at=NOW)
    broadcasts_in_every_state(1)
    desks = [(clerk.group, path, at_desk(clerk)) for clerk in STAFF for path in (HOME, MOMENT)]
    for _, path, desk in desks:
        desk.get(path)  # what Django remembers from the first time on
    once = {(group, path): queries(desk, path) for group, path, desk in desks}
    broadcasts_in_every_state(9)
    Delivery.objects.update(claimed_at=NOW, outside_window=True)
    assert {(group, path): queries(desk, path) for group, path, desk in desks} == once
    assert max(once.values()) <= MOST_QUERIES


# ── Who sees what ─────────────────────────────────────────────────────────────────────────────────────────


def test_with_nothing_to_tell_a_desk_has_what_is_always_there_and_no_empty_section():
    sees = {
        GIULIA: ["people"],
        PAOLO: ["spending", "people"],
        ROSA: ["register", "people"],
        VERA: ["register", "people"],
        SARA: ["register", "operation", "spending"],
    }
    assert {clerk: parts(clerk) for clerk in sees} == sees
    assert parts(SARA, MOMENT) == []


def test_each_desk_begins_with_what_its_owner_has_to_do():
    subscribe(ANNA)
    broadcasts_in_every_state(1)
    ImportBatch.objects.create(
        file_name="a.csv", note="Moduli", uploaded_by=hire(GIULIA), uploaded_at=NOW, count=38
    )
    told = ["stopped", "leaving"]
    assert parts(GIULIA) == ["sending", "sent_back", "drafts", *told, "results", "people"]
    assert parts(PAOLO) == ["waiting", "to_confirm", *told, "sending", "spending", "results", "people"]
    assert parts(ROSA) == ["register", *told, "sending", "results", "people"]
    assert parts(SARA) == ["register", "operation", "spending"]


def test_who_writes_has_the_large_button_and_who_approves_reads_first():
    assert 'class="button main large"' in at_desk(GIULIA).get(HOME).text
    asked()
    page = at_desk(PAOLO).get(HOME).text
    assert "button main large" not in page
    assert page.count("button main") == 1
    assert "Scrivi un messaggio" not in page  # for who may
    User.objects.get(username="paolo").groups.add(Group.objects.get(name=GIULIA.group))
    page = at_desk(PAOLO).get(HOME).text
    assert "button main large" not in page
    assert "Scrivi un messaggio" in page


@pytest.mark.parametrize(
    ("hours", "told"), [(0, "Buongiorno, Rita"), (3, "Buon pomeriggio, Rita"), (8, "Buonasera, Rita")]
)
def test_it_greets_by_name_and_hour(hours, told):
    User.objects.filter(pk=hire(GIULIA).pk).update(first_name="Rita")
    with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
        assert told in words(at_desk(GIULIA))


def test_all_is_well_in_one_line_and_else_the_trouble_stands_there():
    office = "ufficio aperto fino alle 13:00"
    assert "Il sistema è fermo" in words(at_desk(GIULIA))
    assert "Tutto funziona" not in words(at_desk(GIULIA))
    Heartbeat.objects.create(name="tick", at=NOW)
    NumberStatus.objects.create(name_status="APPROVED", checked_at=NOW, accepted_at=NOW)
    approve_templates()
    assert f"Tutto funziona · {office}" in words(at_desk(GIULIA))
    assert f"Tutto funziona · {office}" in words(at_desk(SARA), MOMENT)
    told = words(at_desk(ROSA))
    assert "Ufficio aperto fino alle 13:00" in told
    assert "Tutto funziona" not in told


def test_a_stranger_is_told_nothing(client):
    response = client.get(MOMENT)
    assert (response.status_code, response.url) == (302, f"{reverse('admin:login')}?next={MOMENT}")


# ── What one has to do ────────────────────────────────────────────────────────────────────────────────────


def test_what_waits_for_an_approval_the_oldest_first_with_what_the_decision_is_about():
    subscribe(ANNA)
    asked(title="Di oggi", at=NOW - timedelta(minutes=2))
    asked(title="Di ieri", at=NOW - timedelta(days=1), scheduled_for=NOW + timedelta(days=2, hours=20))
    told = words(at_desk(PAOLO))
    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        assert "1 persona · 0,03 $ · domani, 9:00" in words(at_desk(PAOLO))
    assert "Ti aspettano 2 Di ieri giulia, Viabilità e cantieri da ieri" in told
    assert "1 persona · 0,03 $ · giovedì 11, 9:00" in told
    assert "Di oggi giulia, Viabilità e cantieri da 2 minuti" in told
    assert "1 persona · 0,03 $ · appena approvato" in told
    assert "Lunedì 15 giugno, dalle 8 alle 18, via Roma è chiusa per lavori." in told
    assert at_desk(PAOLO).get(HOME).text.count('class="state wait">da ieri') == 1


def test_what_rings_no_telephone_counts_nobody_and_costs_nothing():
    subscribe(ANNA)
    asked(by_whatsapp=False, outlets=["telegram"])
    assert "Nessun telefono, nessun costo · appena approvato" in words(at_desk(PAOLO))


def test_nobody_is_asked_to_approve_what_they_wrote(settings):
    asked(PAOLO)
    assert "waiting" not in parts(PAOLO)
    assert "drafts" not in parts(PAOLO)  # who approves and doesn't write has none
    assert "waiting" in parts(PIA)
    settings.APPROVE_OWN_BROADCASTS = True
    assert "waiting" in parts(PAOLO)


def test_of_many_requests_the_others_are_counted():
    for _ in range(7):
        asked()
    assert "Vedi anche gli altri 2" in words(at_desk(PAOLO))


def test_what_was_sent_back_comes_with_its_note_until_it_is_asked_for_again():
    made = sent_back(PAOLO, "Aggiungi quando riapre.", title="Biblioteca chiusa")
    told = words(at_desk(GIULIA))
    assert "Rimandato a te Biblioteca chiusa «Aggiungi quando riapre.» paolo, oggi, 10:00" in told
    assert "Le tue bozze" not in told
    Campaign.objects.filter(pk=made.pk).update(status=S.IN_REVIEW)
    CampaignEvent.objects.create(campaign=made, what=Step.REVIEW_ASKED, by=hire(GIULIA), at=NOW)
    told = words(at_desk(GIULIA))
    assert "Rimandato a te" not in told
    assert "Le tue bozze Biblioteca chiusa approvazione chiesta oggi, 10:00 In approvazione" in told


def test_drafts_are_ones_own():
    campaign(title="Di Giulia")
    campaign(title="Di Nora", author=hire(Clerk("nora", "Redattore")))
    told = words(at_desk(GIULIA))
    assert "Di Giulia toccata oggi, 10:00 Bozza" in told
    assert "Di Nora" not in told


def test_a_list_waits_for_another_person_than_who_uploaded_it():
    batch = {"file_name": "a.csv", "note": "Moduli", "uploaded_at": NOW - timedelta(days=1), "count": 38}
    ImportBatch.objects.create(uploaded_by=hire(PIA), **batch)
    assert "Da confermare 1 38 iscritti da moduli di carta Importazione di pia · ieri" in words(
        at_desk(PAOLO)
    )
    assert "to_confirm" not in parts(PIA)
    assert "to_confirm" not in parts(GIULIA)


def test_who_answers_requests_about_data_sees_them_with_their_terms():
    ask(of=subscribe(ANNA), now=NOW)
    assert "Richieste sui dati 1" in words(at_desk(VERA))
    assert "termine: 8 luglio" in words(at_desk(VERA))
    assert "requests" not in parts(GIULIA)


def test_ready_texts_are_offered_to_who_writes():
    ReadyText.objects.all().delete()
    for number in range(5):
        ReadyText.objects.create(name=f"Testo {number}", title="x", body="x", position=number)
    both = at_desk(PIA)  # approves, and writes as well
    User.objects.get(username=PIA.username).groups.add(Group.objects.get(name="Redattore"))
    told = words(at_desk(GIULIA))
    assert "Da un testo pronto: Testo 0 Testo 1 Testo 2 Testo 3" in told
    assert "Testo 4" not in told
    assert "Scrivi un messaggio Da un testo pronto: Testo 0 Testo 1 Testo 2 Testo 3" in words(both)
    assert "Testo 0" not in words(at_desk(PAOLO))


# ── What leaves, and what became of it ────────────────────────────────────────────────────────────────────


def test_what_is_being_sent_comes_with_its_end():
    subscribe(ANNA)
    under_way()
    assert "Sta partendo adesso Via Roma chiusa al traffico" in words(at_desk(PAOLO))
    assert "0 di 1 persone. Fine prevista: oggi alle 10:00. Ferma" in words(at_desk(PAOLO))
    assert "Ferma" not in words(at_desk(ROSA))


def test_the_daily_limit_is_reckoned_with_in_the_end():
    """Anna counts until tomorrow at this hour; the office is open then."""
    anna = subscribe(ANNA)
    NumberStatus.objects.create(tier="TIER_1", daily_limit=1, checked_at=NOW)
    delivery_to(anna, of=under_way(), status="read", outside_window=True, claimed_at=NOW, accepted_at=NOW)
    subscribe(BRUNO)
    under_way(title="Piazza chiusa")
    assert "Persone nelle ultime 24 ore 1 di 1" in words(at_desk(SARA))
    assert "Fine prevista: martedì 9 giugno alle 10:05." in words(at_desk(PAOLO))


def test_what_will_leave_when_the_office_is_open_and_to_whom():
    subscribe(ANNA)
    campaign(status=S.APPROVED, scheduled_for=NOW + timedelta(hours=8), title="Fuori orario")
    campaign(status=S.APPROVED, scheduled_for=NOW + timedelta(hours=1), title="Fra poco")
    told = words(at_desk(ROSA))
    assert "In partenza Fra poco Viabilità e cantieri · 1 persona oggi, 11:00 Fuori orario" in told
    assert "Viabilità e cantieri · 1 persona domani, 9:00 Vedi il calendario" in told


def test_the_last_three_come_with_their_result_the_newest_first():
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    for number in range(4):
        made = under_way(title=f"Avviso {number}")
        Campaign.objects.filter(pk=made.pk).update(status=S.SENT, finished_at=NOW - timedelta(days=number))
    delivery_to(anna, of=Campaign.objects.get(title="Avviso 0"), status="read")
    delivery_to(bruno, of=Campaign.objects.get(title="Avviso 0"), status="failed")
    told = words(at_desk(ROSA))
    assert "Ultimi risultati Avviso 0 oggi · 1 su 2 · letti 100 % Avviso 1 ieri" in told
    assert told.index("Avviso 1") < told.index("Avviso 2")
    assert "Avviso 3" not in told


@pytest.mark.parametrize("status", [S.SENDING, S.PAUSED, S.SUSPENDED, S.CANCELLED])
@pytest.mark.parametrize(("minutes", "is_shown"), [(20, False), (40, True)])
def test_who_steers_decides_what_stays_in_doubt_whatever_became_of_the_broadcast(status, minutes, is_shown):
    anna, claimed = subscribe(ANNA), NOW - timedelta(minutes=minutes)
    made = under_way(title="Piena")
    delivery_to(anna, of=made, status="uncertain", claimed_at=claimed)
    Campaign.objects.filter(pk=made.pk).update(status=status, finished_at=NOW)
    told = "Arrivati o no? Piena WhatsApp non dice se è arrivato a 1 persona."
    assert (told in words(at_desk(PAOLO))) == is_shown
    assert told not in words(at_desk(GIULIA))


def test_a_stopped_one_counts_who_got_it_and_one_that_never_left_has_no_result():
    anna = subscribe(ANNA)
    subscribe(BRUNO)
    made = under_way(title="Fermato")
    delivery_to(anna, of=made, status="delivered")
    Delivery.objects.filter(campaign=made, status="queued").update(status="skipped")
    Campaign.objects.filter(pk=made.pk).update(status=S.CANCELLED, finished_at=NOW)
    campaign(status=S.CANCELLED, finished_at=NOW, title="Mai partito")
    told = words(at_desk(PAOLO))
    assert "Fermato oggi · 1 su 2" in told
    assert "(100%)" not in told
    assert "Mai partito" not in told


# ── Figures, and what looks after itself ──────────────────────────────────────────────────────────────────


def test_the_people_and_their_moves():
    subscribe(ANNA)
    subscribe(BRUNO, at=NOW - timedelta(days=3))
    subscribe(CARLA, at=NOW - timedelta(days=3))
    unsubscribe(CARLA, at=NOW - timedelta(days=1))
    page = at_desk(GIULIA)
    assert "Iscritti 2 10 mag: 1 oggi In 30 giorni 2 nuovi, 1 cancellato." in words(page)
    assert 'aria-label="In 30 giorni gli iscritti sono passati da 1 a 2"' in page.get(HOME).text


def test_the_spending_and_its_budget():
    assert "Spesa di giugno 0,00 $ nessun limite del mese" in words(at_desk(PAOLO))
    Budget.objects.create(amount=Decimal(200), valid_from=NOW.date(), set_by=hire(SARA), set_at=NOW, note="x")
    rate = {"source": "BCE", "valid_from": NOW.date(), "set_by": hire(SARA), "set_at": NOW}
    ExchangeRate.objects.create(dollars=Decimal("1.1"), day=NOW.date(), **rate)
    assert "Spesa di giugno 0,00 € 0 % limite del mese 181,82 €" in words(at_desk(PAOLO))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (None, "limite non ancora noto"),
        ({"tier": "TIER_UNLIMITED"}, "senza limite"),
        ({"tier": "TIER_2K", "daily_limit": 2000}, "0 di 2.000"),
    ],
)
def test_the_state_of_the_number(fields, told):
    if fields is not None:
        NumberStatus.objects.create(checked_at=NOW, quality="YELLOW", **fields)
    assert f"Persone nelle ultime 24 ore {told}" in words(at_desk(SARA))
    assert ("Qualità media" in words(at_desk(SARA))) is (fields is not None)


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (None, "Immagini. Invia a WhatsApp i loro modelli"),
        ({"status": "PENDING"}, "Immagini. WhatsApp esamina i loro modelli"),
        ({"status": "REJECTED"}, "Immagini. WhatsApp non lascia usare i loro modelli"),
        ({"category": "MARKETING"}, "Immagini. WhatsApp non lascia usare i loro modelli"),
        ({}, ""),
    ],
)
def test_alerts_that_would_leave_without_a_term_are_told_with_what_to_do(settings, image, told):
    for key, name in alert_templates.names(settings.ALERT_TIME_TO_LIVE).items():
        stands = {"status": "APPROVED", "category": "UTILITY", "time_to_live": 10_800, "synchronised_at": NOW}
        if key != "alert_image" or image is not None:
            about = stands | (image or {} if key == "alert_image" else {})
            WhatsAppTemplate.objects.create(name=name, language="it", **about)
    seen = words(at_desk(SARA))
    assert ("Le allerte partono senza scadenza" in seen) is bool(told)
    assert told in seen
    assert "senza scadenza" not in words(at_desk(GIULIA))


def test_the_machinery_is_told_to_who_looks_after_it():
    NumberStatus.objects.create(accepted_at=NOW, token_expires_at=NOW + timedelta(days=10, hours=1))
    Heartbeat.objects.create(name="tick", at=NOW)
    told = words(at_desk(SARA))
    assert "Chiave di accesso scade fra 10 giorni" in told
    assert "Modello per PDF non approvato" in told
    assert "Ultimo giro di lavoro 08/06/2026 10:00:00" in told
    assert "Ultima notifica di WhatsApp mai" in told
    approve_templates()
    assert "Modello per testo approvato" in words(at_desk(SARA))
