"""The page Inizio: what each has to do now, and what became of it, at the same cost however much there is."""

import json
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
from broadcasts.models import Campaign, CampaignEvent, Delivery, NumberStatus, ReadyText, WhatsAppTemplate
from broadcasts.rules import alert_templates
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs.models import Budget, Price
from cascina_whatsapp.accounts import changes, invitations, people
from cascina_whatsapp.accounts.models import AccountChange, AuthenticatorApp
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.web.public_site import amending
from cascina_whatsapp.whatsapp.webhook.models import Heartbeat
from subscribers.models import ImportBatch, ServiceText
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
from tests.reading import having_read
from tests.staff import ROSA, SARA, STAFF, VERA, at_desk, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]
HOME, NEWS = "/admin/", "/admin/novita/"
S = CampaignStatus
Step = CampaignEvent.Step
PIA, NORA = Clerk("pia", "Approvatore"), Clerk("nora", "Redattore")


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


def test_it_costs_the_same_with_one_broadcast_of_each_kind_and_with_ten():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    NumberStatus.objects.create(tier="TIER_2K", daily_limit=2000, checked_at=NOW)
    broadcasts_in_every_state(1)
    desks = {clerk.group: at_desk(clerk) for clerk in STAFF}
    for desk in desks.values():
        desk.get(HOME)  # what Django remembers from the first time on
    once = {group: queries(desk, HOME) for group, desk in desks.items()}
    broadcasts_in_every_state(9)
    Delivery.objects.update(claimed_at=NOW, outside_window=True)
    assert {group: queries(desk, HOME) for group, desk in desks.items()} == once
    assert max(once.values()) <= 34, once


# ── Who sees what ─────────────────────────────────────────────────────────────────────────────────────────


SYSTEM = ["to_do", "colleagues", "register", "copies", "keys", "maintenance", "spending"]
"""The sections of who keeps the service running, on any day."""


def test_with_nothing_to_tell_a_desk_has_what_is_always_there_and_no_empty_section():
    sees = {
        GIULIA: ["people"],
        PAOLO: ["waiting", "spending", "people"],
        ROSA: ["register", "people"],
        VERA: ["register", "people"],
        SARA: SYSTEM,
    }
    assert {clerk: parts(clerk) for clerk in sees} == sees


def test_each_desk_begins_with_what_its_owner_has_to_do():
    subscribe(ANNA)
    broadcasts_in_every_state(1)
    ImportBatch.objects.create(
        file_name="a.csv", note="Moduli", uploaded_by=hire(GIULIA), uploaded_at=NOW, count=38
    )
    told = ["stopped", "leaving"]
    assert parts(GIULIA) == ["sending", "sent_back", "drafts", *told, "results", "people"]
    assert parts(PAOLO) == ["waiting", *told, "sending", "spending", "results", "people"]
    assert parts(ROSA) == ["register", *told, "sending", "results", "people"]
    assert parts(SARA) == SYSTEM


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


def test_it_greets_by_name_and_hour():
    User.objects.filter(pk=hire(GIULIA).pk).update(first_name="Rita")
    for hours, greeting in ((0, "Buongiorno"), (3, "Buon pomeriggio"), (8, "Buonasera")):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            assert f"{greeting}, Rita" in words(at_desk(GIULIA))


def test_all_is_well_in_one_line_and_else_the_trouble_stands_there():
    office = "ufficio aperto fino alle 13:00"
    assert "Il sistema è fermo" in words(at_desk(GIULIA))
    assert "Tutto funziona" not in words(at_desk(GIULIA))
    Heartbeat.objects.create(name="tick", at=NOW)
    NumberStatus.objects.create(name_status="APPROVED", checked_at=NOW, accepted_at=NOW)
    approve_templates()
    assert f"Tutto funziona · {office}" in words(at_desk(GIULIA))
    told = words(at_desk(ROSA))
    assert "Ufficio aperto fino alle 13:00" in told
    assert "Tutto funziona" not in told


def test_a_stranger_is_told_nothing(client):
    response = client.get("/admin/adesso/")
    assert (response.status_code, response.url) == (302, f"{reverse('admin:login')}?next=/admin/adesso/")


# ── What one has to do ────────────────────────────────────────────────────────────────────────────────────


def test_what_waits_for_an_approval_the_oldest_first_with_what_the_decision_is_about():
    subscribe(ANNA)
    asked(title="Di oggi", at=NOW - timedelta(minutes=2))
    asked(title="Di ieri", at=NOW - timedelta(days=1), scheduled_for=NOW + timedelta(days=2, hours=20))
    asked(title="Senza telefoni", by_whatsapp=False, outlets=["telegram"])
    told = words(at_desk(PAOLO))
    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        assert "1 persona · 0,03 $ · domani alle 9:00" in words(at_desk(PAOLO))
    assert "Ti aspettano 3 Di ieri giulia, Viabilità e cantieri da ieri" in told
    assert "1 persona · 0,03 $ · giovedì 11 alle 9:00" in told
    assert "Di oggi giulia, Viabilità e cantieri da 2 minuti" in told
    assert "1 persona · 0,03 $ · appena approvi" in told
    assert "Nessun telefono, nessun costo · appena approvi" in told
    assert "Lunedì 15 giugno, dalle 8 alle 18, via Roma è chiusa per lavori." in told
    assert at_desk(PAOLO).get(HOME).text.count('class="state wait">da ieri') == 1
    for _ in range(4):
        asked()
    assert "Vedi anche gli altri 2" in words(at_desk(PAOLO))


def test_inizio_novita_and_the_title_tell_one_list_with_proposed_corrections():
    subscribe(ANNA)
    approve_templates()
    hire(PAOLO)
    for row in (campaign(title="Mercato"), campaign(title="Piena", is_urgent=True, urgent_reason="Piena")):
        launching.ask_review(campaign=row, by=hire(GIULIA), now=NOW)
    published = campaign(title="Scuole chiuse", status=S.SENT, started_at=NOW, finished_at=NOW)
    amending.propose(
        published, amending.Words("L'ora era sbagliata", "Scuole", "Da lunedì."), by=hire(NORA), now=NOW
    )
    desk = at_desk(PAOLO)
    inizio, novita = desk.get(HOME).text, desk.get(NEWS).text
    for page in (inizio, novita):
        assert "<title>(1 urgente) " in page
        assert re.findall(r'waiting">\s*(Ti aspett\w+) <span class="count">(\d+)', page) == [
            ("Ti aspettano", "2")
        ]
        assert "Correggere «Scuole chiuse»" in page
        assert "Mercato" in page
    for other in (GIULIA, NORA):
        assert "Ti aspett" not in at_desk(other).get(HOME).text.partition("Novità")[2]
        assert "(1 urgente)" not in at_desk(other).get(HOME).text


def test_nobody_is_asked_to_approve_what_they_wrote(settings):
    asked(PAOLO)
    nothing = "Per adesso non devi fare niente."
    assert nothing in words(at_desk(PAOLO))
    assert "drafts" not in parts(PAOLO)  # who approves and doesn't write has none
    assert "Ti aspetta 1" in words(at_desk(PIA))
    settings.APPROVE_OWN_BROADCASTS = True
    assert "Ti aspetta 1" in words(at_desk(PAOLO))
    assert nothing not in words(at_desk(PAOLO))


def test_an_urgent_request_stands_first_and_alone_and_has_the_dark_button():
    asked(title="Di ieri", at=NOW - timedelta(days=1))
    asked(title="Acqua", is_urgent=True, urgent_reason="Non potabile", at=NOW - timedelta(minutes=3))
    assert parts(PAOLO)[:2] == ["urgent", "waiting"]
    page = at_desk(PAOLO).get(HOME).text
    assert "Urgente Acqua giulia, Viabilità e cantieri da 3 minuti" in words(at_desk(PAOLO))
    assert page.count("button main") == 1
    assert 'main" href="/admin/messaggi/' in page.partition('data-part="waiting"')[0]
    Campaign.objects.filter(title="Di ieri").delete()
    assert "waiting" not in parts(PAOLO)


def test_what_was_sent_back_comes_with_its_note_until_it_is_asked_for_again_and_drafts_are_ones_own():
    campaign(title="Di Nora", author=hire(NORA))
    made = sent_back(PAOLO, "Aggiungi quando riapre.", title="Biblioteca chiusa")
    told = words(at_desk(GIULIA))
    assert "Rimandato a te Biblioteca chiusa «Aggiungi quando riapre.» paolo, oggi alle 10:00" in told
    assert "Le tue bozze" not in told
    Campaign.objects.filter(pk=made.pk).update(status=S.IN_REVIEW)
    CampaignEvent.objects.create(campaign=made, what=Step.REVIEW_ASKED, by=hire(GIULIA), at=NOW)
    campaign(title="Di Giulia")
    told = words(at_desk(GIULIA))
    assert "Rimandato a te" not in told
    assert "Biblioteca chiusa chiesta oggi alle 10:00 In approvazione" in told
    assert "Di Giulia toccata oggi alle 10:00 Bozza" in told
    assert "Di Nora" not in told


def test_a_list_waits_for_another_person_and_requests_about_data_for_who_answers_them():
    batch = {"file_name": "a.csv", "note": "Moduli", "uploaded_at": NOW - timedelta(days=1), "count": 38}
    ImportBatch.objects.create(uploaded_by=hire(PIA), **batch)
    assert "Ti aspetta 1 38 iscritti da moduli di carta di pia, Moduli, ieri alle 10:00" in words(
        at_desk(PAOLO)
    )
    ask(of=subscribe(ANNA), now=NOW)
    told = words(at_desk(VERA))
    assert "Richieste sui dati 1" in told
    assert "termine: 8 luglio" in told
    assert "38 iscritti" not in words(at_desk(PIA))
    assert not {"waiting", "requests"} & set(parts(GIULIA))


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


def test_what_is_being_sent_comes_with_its_end_in_which_the_daily_limit_is_reckoned_with():
    """Anna counts until tomorrow at this hour; the office is open then."""
    anna, made = subscribe(ANNA), under_way()
    told = words(at_desk(PAOLO))
    assert "Sta partendo adesso Via Roma chiusa al traffico" in told
    assert "0 di 1 persona. Finisce fra pochi minuti. Ferma" in told
    seen = {clerk for clerk in (GIULIA, NORA, ROSA) if "Ferma" in words(at_desk(clerk))}
    assert seen == {GIULIA}  # she wrote it
    NumberStatus.objects.create(tier="TIER_1", daily_limit=1, checked_at=NOW)
    delivery_to(anna, of=made, status="read", outside_window=True, claimed_at=NOW, accepted_at=NOW)
    subscribe(BRUNO)
    under_way(title="Piazza chiusa")
    assert "Finisce domani verso le 10:05." in words(at_desk(PAOLO))


def test_what_will_leave_when_the_office_is_open_and_to_whom():
    subscribe(ANNA)
    campaign(status=S.APPROVED, scheduled_for=NOW + timedelta(hours=8), title="Fuori orario")
    campaign(status=S.APPROVED, scheduled_for=NOW + timedelta(hours=1), title="Fra poco")
    told = words(at_desk(ROSA))
    assert "In partenza Fra poco Viabilità e cantieri · 1 persona oggi alle 11:00 Fuori orario" in told
    assert "Viabilità e cantieri · 1 persona domani alle 9:00 Vedi il calendario" in told


def test_the_last_three_come_with_their_result_the_newest_first():
    """A stopped one counts who got it; one that never left has none."""
    anna, bruno = subscribe(ANNA), subscribe(BRUNO)
    made = [under_way(title=f"Avviso {number}") for number in range(4)]
    for number, one in enumerate(made):
        begun = NOW - timedelta(days=number)
        over = {"started_at": begun, "finished_at": begun + timedelta(minutes=7)}
        Campaign.objects.filter(pk=one.pk).update(status=S.CANCELLED if number == 1 else S.SENT, **over)
    delivery_to(anna, of=made[0], status="read")
    delivery_to(bruno, of=made[0], status="failed")
    delivery_to(anna, of=made[1], status="delivered")
    delivery_to(bruno, of=made[1], status="skipped")
    campaign(status=S.CANCELLED, finished_at=NOW, title="Mai partito")
    told = words(at_desk(ROSA))
    assert (
        "Ultimi risultati Avviso 0 oggi alle 10:00 · 1 su 2 · letti 50 % "
        "Avviso 1 Annullato · ieri alle 10:00 · 1 persona l&#x27;ha ricevuto" in told
    )
    assert told.index("Avviso 1") < told.index("Avviso 2")
    assert not [words for words in ("Avviso 3", "Mai partito", "(100%)") if words in told]


def test_who_steers_decides_what_stays_in_doubt_whatever_became_of_the_broadcast():
    subscribe(ANNA)
    made = under_way(title="Piena")
    told = "Arrivati o no? Piena WhatsApp non dice se è arrivato a 1 persona."
    for status in (S.SENDING, S.PAUSED, S.SUSPENDED, S.CANCELLED):
        Campaign.objects.update(status=status, finished_at=NOW)
        for minutes in (20, 40):
            made.deliveries.update(status="uncertain", claimed_at=NOW - timedelta(minutes=minutes))
            assert (told in words(at_desk(PAOLO))) is (minutes == 40), (status, minutes)
        assert told not in words(at_desk(GIULIA)), status


# ── Figures, and what looks after itself ──────────────────────────────────────────────────────────────────


def test_the_people_and_their_moves():
    subscribe(ANNA)
    subscribe(BRUNO, at=NOW - timedelta(days=3))
    subscribe(CARLA, at=NOW - timedelta(days=3))
    unsubscribe(CARLA, at=NOW - timedelta(days=1))
    page = at_desk(GIULIA)
    assert "Iscritti 2 10 maggio: 1 oggi In 30 giorni 2 nuovi, 1 cancellato." in words(page)
    assert 'aria-label="In 30 giorni gli iscritti sono passati da 1 a 2"' in page.get(HOME).text


def test_the_spending_and_its_budget():
    assert "Spesa di giugno 0,00 $ nessun limite del mese" in words(at_desk(PAOLO))
    Budget.objects.create(amount=Decimal(200), valid_from=NOW.date(), set_by=hire(SARA), set_at=NOW, note="x")
    Price.objects.update(dollars_per_euro=Decimal("1.1"))
    assert "Spesa di giugno 0,00 € 0 % limite del mese 181,82 €" in words(at_desk(PAOLO))


def alerts_in_order(settings, *, but: str = "") -> None:
    """Every template for alerts is at Meta with its time to live, but the one of this key."""
    stands = {"status": "APPROVED", "category": "UTILITY", "time_to_live": 10_800, "synchronised_at": NOW}
    for key, name in alert_templates.names(settings.ALERT_TIME_TO_LIVE).items():
        if key != but:
            WhatsAppTemplate.objects.create(name=name, language="it", **stands)


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (None, "per immagini non sono pronti. Mandali da leggere a WhatsApp"),
        ({"status": "PENDING"}, "per immagini non sono pronti. WhatsApp li sta leggendo"),
        ({"status": "REJECTED"}, "per immagini non sono pronti. WhatsApp non li vuole"),
        ({"category": "MARKETING"}, "per immagini non sono pronti. WhatsApp non li vuole"),
        ({}, ""),
    ],
)
def test_alerts_that_would_leave_without_a_term_are_told_with_what_to_do(settings, image, told):
    alerts_in_order(settings, but="alert_image" if image is None else "")
    of_pictures = alert_templates.names(settings.ALERT_TIME_TO_LIVE)["alert_image"]
    WhatsAppTemplate.objects.filter(name=of_pictures).update(**(image or {"language": "it"}))
    seen = words(at_desk(SARA))
    assert ("Fai scadere le allerte" in seen) is bool(told)
    assert told in seen
    assert "Fai scadere" not in words(at_desk(GIULIA))


def test_who_looks_after_the_machinery_reads_until_when_its_keys_hold_and_of_the_next_maintenance():
    """The pause that citizens were told of."""
    NumberStatus.objects.create(
        accepted_at=NOW, status="CONNECTED", token_expires_at=NOW + timedelta(days=20), tier="TIER_2K"
    )
    Heartbeat.objects.create(name="tick", at=NOW)
    told = words(at_desk(SARA))
    assert "Chiave di accesso a WhatsApp fino al 28 giugno" in told
    assert "Entro il 28 giugno Rinnova la chiave di WhatsApp Scade fra 20 giorni." in told
    assert "Prossima manutenzione Nessuna annunciata" in told
    wording = ServiceText.objects.in_force(Campaign.Purpose.PAUSED.value, NOW)
    for status, days in (
        (S.APPROVED, {"dal": "2026-06-20", "al": "2026-06-21"}),
        (S.DRAFT, {"dal": "2026-06-10", "al": "2026-06-10"}),
    ):
        campaign(status=status, purpose=Campaign.Purpose.PAUSED, wording=wording, details=days)
    assert "Prossima manutenzione Dal 20 giugno al 21 giugno" in words(at_desk(SARA))


@pytest.mark.parametrize(
    ("record", "told", "lacks"),
    [
        (None, "Adesso Attiva le copie di sicurezza", "mancano le copie di sicurezza"),
        (
            {"at": "2026-06-08T02:00", "ok": False},
            "Adesso Rimetti in moto",
            "le copie di sicurezza sono ferme",
        ),
        (
            {"at": "2026-06-07T02:00", "ok": True},
            "Adesso Rimetti in moto",
            "le copie di sicurezza sono ferme",
        ),
        (
            {"at": "2026-06-08T02:00", "ok": True, "drill_ok": False},
            "Adesso Ripeti la prova di ripristino",
            "la prova di ripristino non è riuscita",
        ),
        (
            {"at": "2026-06-08T02:00", "ok": True},
            "Adesso Prova a ripristinare",
            "manca la prova di ripristino",
        ),
        (
            {"at": "2026-06-08T02:00", "ok": True, "restored_at": "2026-03-10T08:00"},
            "Entro il 18 giugno Prova a ripristinare una copia Le copie si fanno da sole, ma l&#x27;ultima prova è "
            "del 10 marzo alle 9:00",
            "manca la prova di ripristino",
        ),
        ({"at": "2026-06-08T02:00", "ok": True, "restored_at": "2026-06-01T08:00"}, "", ""),
    ],
)
def test_copies_are_told_with_what_to_do_about_them(settings, tmp_path, record, told, lacks):
    settings.VAR_DIR = tmp_path
    alerts_in_order(settings)
    if record:
        (tmp_path / "backups").mkdir()
        (tmp_path / "backups" / "last.json").write_text(json.dumps(record))
    Heartbeat.objects.create(name="tick", at=NOW)
    NumberStatus.objects.create(name_status="APPROVED", checked_at=NOW, accepted_at=NOW)
    approve_templates()
    seen = words(at_desk(SARA))
    assert told in seen
    assert (f"Funziona, ma {lacks}" if lacks else "Tutto funziona") in seen
    assert ("Ultima copia mai" in seen) is (record is None)


# ── Who is on their way in ────────────────────────────────────────────────────────────────────────────────


def new_colleague() -> User:
    """Sara has made an account for Nora, who waits for Vera to confirm her group."""
    nora = people.make(
        "nora", email="nora@example.org", first_name="Nora", last_name="Pini", by=hire(SARA), now=NOW
    )
    group = Group.objects.get(name="Redattore")
    hire(VERA)
    changes.ask(
        changes.Kind.GIVE, nora, group=group, reason="URP", by=hire(SARA), now=NOW - timedelta(days=1)
    )
    return nora


def test_a_colleague_without_a_group_reads_who_must_confirm_and_since_when():
    nora = signed_in(new_colleague())
    told = words(nora)
    assert (
        "Manca un passo Vera deve confermare che puoi lavorare come Redattore. Lo ha chiesto sara ieri alle 10:00; "
        "ti scriviamo appena è fatto. Intanto leggi la guida" in told
    )
    AccountChange.objects.update(expires_at=NOW)
    assert "Nessuno ha confermato in tempo che puoi lavorare come Redattore" in words(nora)
    AccountChange.objects.all().delete()
    assert "Chi tiene gli account deve ancora chiedere" in words(nora)
    assert "welcome" not in parts(GIULIA)


def test_who_keeps_the_accounts_reads_who_waits_and_was_invited_and_reminds_who_decides_in_one_click():
    nora, desk = new_colleague(), at_desk(SARA)
    assert "Persone Nora Pini aspetta la conferma di vera, da ieri alle 10:00 Ricorda" in words(desk)
    (address,) = re.findall(r'action="(/admin/[^"]*/ricorda/)"', desk.get(HOME).text)
    StaffNotice.objects.all().delete()
    answer = desk.post(address, follow=True).text
    assert "Ricordato. Può confermare: vera." in answer
    assert nora.get_full_name() in answer
    assert StaffNotice.objects.filter(person=hire(VERA)).count() == 1
    having_read(changes.approve, AccountChange.objects.get(), by=hire(VERA), now=NOW)
    invitations.invite(nora, by=hire(SARA), now=NOW)
    assert (
        "Nora Pini invito mandato oggi alle 10:00, scade mercoledì 10 alle 10:00 Rimanda l&#x27;invito"
        in words(desk)
    )
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert "scaduto ieri alle 10:00" in words(at_desk(SARA))
    assert "colleagues" not in parts(VERA)


def test_who_enters_with_a_password_alone_is_named_where_that_is_enough(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    giulia = hire(GIULIA)
    User.objects.filter(pk=giulia.pk).update(last_login=NOW)
    assert "giulia entra con la sola password Chiedi il secondo passaggio" in words(at_desk(SARA))
    AuthenticatorApp.objects.create(user=giulia, confirmed=True, name="x", added_at=NOW)
    assert "giulia entra con la sola password" not in words(at_desk(SARA))
