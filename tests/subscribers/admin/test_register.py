"""Rosa reads the register: she narrows it down, opens an event, and sees whether the chain holds."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers import consent
from subscribers.models import CheckRequest, ConsentRecord, RegisterCheck, Reply, Subscriber
from subscribers.register import verification
from tests.builders import NOW, choose, choose_zones, hire, say, subscribe, text, topic, unsubscribe
from tests.people import ANNA, BRUNO, ELENA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk

pytestmark = pytest.mark.django_db
REGISTER = "/admin/registro-dei-consensi/"
ROME = ZoneInfo("Europe/Rome")
ROADS = "Viabilità e cantieri"


def page_of(record: ConsentRecord) -> str:
    return at_desk(ROSA).get(f"{REGISTER}{record.pk}/modifica/").text


PERIODS = {
    "": [1, 2, 3, 4, 5, 6],
    "?dal=2026-06-01": [2, 3, 4, 5, 6],
    "?al=2026-05-31": [1],
    "?dal=2026-06-01&al=2026-06-02": [2, 3],
    "?dal=2026-06-30&al=2026-06-30": [5],
    "?dal=2026-07-01&al=2026-06-01": [],
    "?dal=&al=": [1, 2, 3, 4, 5, 6],
    "?kind__exact=opt_in": [1, 2, 4, 6],
    "?kind__exact=opt_in&dal=2026-06-01&al=2026-06-10": [2, 4],
    "?sequence=5": [5],
}


def test_the_register_by_period_and_kind_and_what_its_rows_say():
    """1 Anna joins on the last minute of May; 2 Elena and 3 her choice; 4 Bruno, 5 who leaves, 6 a late message."""
    subscribe(ANNA, at=datetime(2026, 5, 31, 23, 59, tzinfo=ROME))
    subscribe(ELENA, at=datetime(2026, 6, 1, 0, 0, tzinfo=ROME))
    choose(ELENA, topic("Eventi e cultura"), at=datetime(2026, 6, 2, 9, tzinfo=ROME))
    subscribe(BRUNO, at=datetime(2026, 6, 10, 9, tzinfo=ROME))
    unsubscribe(BRUNO, at=datetime(2026, 6, 30, 23, 59, tzinfo=ROME))
    subscribe(BRUNO, at=datetime(2026, 6, 12, 9, tzinfo=ROME))
    desk = at_desk(ROSA)
    for query, events in PERIODS.items():
        shown = desk.get(REGISTER + query).context["cl"].queryset
        assert sorted(record.sequence for record in shown) == events, query
    for query in ("?dal=ieri", "?al=2026-13-01", "?dal=2026-06-01T00:00"):
        assert desk.get(REGISTER + query).status_code == 302, query

    html = desk.get(f"{REGISTER}?kind__exact=opt_in&p=1&dal=2026-06-01").text
    assert '<option value="opt_in" selected>' in html  # the form of the period keeps the other filters
    assert 'name="p"' not in html
    assert '<input id="filter-dal" name="dal" type="date" value="2026-06-01">' in html

    html = desk.get(REGISTER).text
    late, gone, joined = rows_of(html)[:3]
    assert "Nessun effetto: aveva già scelto, dopo" in late
    assert gone.endswith("Cancellazione")
    assert all("numero non più tenuto" in row for row in (late, gone, joined))
    anna = ConsentRecord.objects.get(sequence=1)
    assert f'<a class="tel" href="{REGISTER}{anna.pk}/storia/">•••• 01</a>' in html
    assert anna.pseudonym[:12] not in html
    assert 'action="/admin/iscritti/cerca/"' in html


def rows_of(html: str) -> list[str]:
    """The rows of the page in words, the newest first."""
    found = re.findall(r"<li>\s*<time.*?</li>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_rows_stand_under_their_days_and_say_what_changed():
    """Bruno leaves without having joined; Anna joins, joins again, takes a topic away, chooses zones and the same."""
    say(text(BRUNO, "Cancellazione", at=NOW))
    say(text(ANNA, "Iscrizione", at=NOW + timedelta(minutes=1)))
    say(text(ANNA, "iscrizione", at=NOW + timedelta(minutes=2)))
    choose(ANNA, topic(), at=NOW + timedelta(minutes=3))
    choose_zones(ANNA, "Navacchio", at=NOW + timedelta(minutes=4))
    choose(ANNA, topic(), at=NOW + timedelta(minutes=5))
    choose_zones(ANNA, at=NOW + timedelta(minutes=6))
    html = at_desk(ROSA).get(REGISTER).text
    assert [row.split(maxsplit=1)[1] for row in rows_of(html)] == [
        "•••• 01 Ha scelto tutte le zone. Risposta: zone salvate, non risulta mandata Zone cambiate",
        "•••• 01 Ha tenuto gli stessi argomenti. "
        "Risposta: argomenti salvati, non risulta mandata Nessun effetto",
        "•••• 01 Ha scelto Navacchio. Risposta: zone salvate, non risulta mandata Zone cambiate",
        "•••• 01 Ha scelto Viabilità e cantieri. "
        "Risposta: argomenti salvati, non risulta mandata Argomenti cambiati",
        "•••• 01 Ha scritto «iscrizione». Risposta: iscrizione già attiva, non ancora partita "
        "Nessun effetto: l&#x27;iscrizione c&#x27;era già",
        "•••• 01 Ha scritto «Iscrizione». Risposta: conferma di iscrizione, non ancora partita Iscrizione",
        "numero non più tenuto Ha scritto «Cancellazione». Risposta: cancellazione di chi non è iscritto, non "
        "ancora partita Nessun effetto: l&#x27;iscrizione non c&#x27;era",
    ]


def test_an_event_is_read_in_groups_with_the_texts_that_were_shown():
    say(text(ANNA, "Iscrizione"))
    Reply.objects.update(status=Reply.Status.DELIVERED, delivered_at=NOW + timedelta(minutes=1))
    record = ConsentRecord.objects.get()
    html = page_of(record)
    for heading in (
        "Che cosa",
        "Quando e come",
        "Che cosa era stato mostrato",
        "Che cosa è stato cancellato",
    ):
        assert f">{heading}</h2>" in html
    assert ">Per chi verifica</summary>" in html  # folded away: a clerk has no use for it
    for shown_text in (record.announcement, record.notice, record.confirmation):
        assert f'<a href="/admin/testi-del-servizio/{shown_text.pk}/modifica/">versione 1</a>' in html
    assert "arrivata l&#x27;8 giugno alle 10:01" in html
    assert "08/06/2026 10:00:00" in html
    assert re.findall(r"(?i)>[^<]*digest[^<]*<", html) == []
    for digest in (record.hash, record.previous_hash, record.content_digest, record.subject_digest):
        assert digest in html
    assert record.pseudonym not in html
    assert record.content_salt not in html


def test_a_blanked_event_says_by_which_it_was_blanked():
    say(text(ANNA, "Iscrizione"))
    proof = consent.Evidence(
        at=NOW, channel=consent.Channel.PEC, actor=hire(PAOLO), reason="Richiesta 2026/0001"
    )
    erased = consent.erase(Subscriber.objects.get(), proof, now=NOW)
    joined = ConsentRecord.objects.get(sequence=1)
    html = page_of(joined)
    assert f'href="{REGISTER}?sequence={erased.sequence}"' in html
    assert f"cancellato con la riga {erased.sequence}" in html
    assert "nelle righe 1, 2" in page_of(erased)


def test_an_event_of_nobody_leads_to_nobody():
    subscribe(ANNA)
    gone = [unsubscribe(ANNA)]
    consent.forget_proof(gone, reason="Prova scaduta", now=NOW)
    record = ConsentRecord.objects.get(sequence=1)
    assert at_desk(ROSA).get(REGISTER).status_code == 200
    assert "/storia/" not in page_of(record)
    assert at_desk(ROSA).get(f"{REGISTER}{record.pk}/storia/").status_code == 404


def test_the_badge_says_whether_the_chain_holds():
    subscribe(ANNA)
    assert "Non ancora controllato" in at_desk(ROSA).get(REGISTER).text
    verification.check(timezone.now())
    html = at_desk(ROSA).get(REGISTER).text
    assert "Intatto, controllato oggi all" in html  # "alle 9:05", "all'1:05"
    assert f"/admin/verifiche-del-registro/{RegisterCheck.objects.get().pk}/modifica/" in html
    RegisterCheck.objects.create(started_at=NOW, finished_at=NOW, count=1, problems=3, findings=["Evento 1"])
    assert "3 problemi" in at_desk(ROSA).get(REGISTER).text


def test_the_officer_has_the_register_verified_now():
    subscribe(ANNA)
    verify, desk = reverse("admin:subscribers_consentrecord_verify"), at_desk(VERA)
    assert "Controlla adesso" in desk.get(REGISTER).text
    for _ in range(2):  # pressed twice, it is made once
        assert "Controllo in corso" in desk.post(verify, follow=True).text
    assert "Controlla adesso" not in desk.get(REGISTER).text
    assert verification.run_asked(timezone.now()) == 1
    assert verification.run_asked(timezone.now()) == 0

    shown = desk.get(REGISTER).text
    assert "Intatto" in shown
    assert "Controlla adesso" in shown
    assert RegisterCheck.objects.count() == 1
    assert [row.by_name for row in TrailRecord.objects.filter(event=Event.CHECK_ASKED)] == ["vera"]
    for clerk in (GIULIA, PAOLO, SARA):
        assert at_desk(clerk).post(verify).status_code == 403
    assert CheckRequest.objects.count() == 1
