"""The case file of a period: what left in it undeclared, what was said of the rest, and nobody's number."""

import csv
import hashlib
import io
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from broadcasts.launching import suspending
from broadcasts.models import Campaign
from broadcasts.slices.elections import declaring
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.slices.elections.pages import case_file
from broadcasts.slices.elections.rules import Category
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.elections.declarations import REASON, authorised, declared
from tests.broadcasts.elections.periods import POLLS_CALLED, REFERENDUM, active, written
from tests.broadcasts.moments import HOUR
from tests.broadcasts.rules.test_attached_pdfs import NOTICE, make_pdf
from tests.builders import NOW, campaign, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO, Citizen
from tests.staff import ROSA, SILVIA, SIMONA, VERA, at_desk

ACT = make_pdf(NOTICE)


@pytest.fixture
def period(settings, tmp_path) -> ElectoralPeriod:
    """A broadcast had left before anybody knew, one is authorised, one was refused, one never came near."""
    settings.MEDIA_ROOT = tmp_path
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    undeclared = under_way(title="Festa in piazza", body="Sabato alle 21 in piazza.")
    left_to(ANNA, BRUNO, of=undeclared, at=NOW - HOUR)
    held = active(act_file=ContentFile(ACT, name="decreto.pdf"), standing_order_number="7")
    suspending.suspend_due(NOW)
    authorised(campaign(title="Via Roma chiusa", approved_by=hire(PAOLO), status="approved"))
    refused = declared(campaign(title="Mostra di pittura"))
    declaring.refuse(refused, by=hire(SILVIA), now=NOW, note="Può aspettare")
    campaign(title="Mercato spostato")
    return held


def left_to(*people: Citizen, of: Campaign, at) -> None:
    """WhatsApp took it for these people then."""
    for citizen in people:
        delivery_to(subscribe(citizen), of=of, status="accepted", accepted_at=at)


def taken(period: ElectoralPeriod) -> dict[str, bytes]:
    case_file.write(period, stream := BytesIO(), NOW)
    with ZipFile(stream) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def index(period: ElectoralPeriod) -> str:
    return taken(period)["indice.txt"].decode()


def table(period: ElectoralPeriod, name: str) -> list[dict[str, str]]:
    text = taken(period)[f"{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_what_is_in_it_and_the_digest_of_every_file_in_its_index(period):
    names = [one.pk for one in Campaign.objects.order_by("pk")][:3]
    files = taken(period)
    assert files["atti/atto-di-indizione.pdf"] == ACT
    told = files.pop("indice.txt").decode()
    assert set(files) == {
        "messaggi.csv",
        "dichiarazioni.csv",
        "tracce.csv",
        *(f"resoconti/{pk}.csv" for pk in names),
        "atti/atto-di-indizione.pdf",
    }
    for name, data in files.items():
        assert f"{hashlib.sha256(data).hexdigest()}  {name}\n" in told
    assert "Festa in piazza\n2 persone, il primo lunedì 8 giugno 2026 alle 9:00" in told
    assert "SENZA AUTORIZZAZIONE: 2 persone.\nSabato alle 21 in piazza." in told
    assert "Via Roma chiusa" not in told

    period.act_file.storage.delete(period.act_file.name)
    assert "atti/atto-di-indizione.pdf" not in taken(period)  # where it is lost


def test_its_tables_say_everything_that_people_said_and_did(period):
    titles = [row["Titolo"] for row in table(period, "messaggi")]
    assert titles == ["Festa in piazza", "Via Roma chiusa", "Mostra di pittura"]
    given, refused = table(period, "dichiarazioni")
    assert (given["Esito"], given["Dichiarata da"], given["Decisa da"]) == ("Autorizzata", "giulia", "silvia")
    assert given["Perché"] == REASON
    assert (refused["Esito"], refused["Nota"]) == ("Rifiutata", "Può aspettare")
    assert [(row["che cosa"], row["chi"]) for row in table(period, "tracce")] == [
        ("ha dichiarato un messaggio per il periodo elettorale", "giulia"),
        ("ha autorizzato un messaggio nel periodo elettorale", "silvia"),
        ("ha dichiarato un messaggio per il periodo elettorale", "giulia"),
        ("non ha autorizzato un messaggio nel periodo elettorale", "silvia"),
    ]


def test_every_text_that_was_declared_is_there_and_its_fingerprint_can_be_computed_again(period):
    row = campaign(title="Acqua sospesa")
    declared(row)
    Campaign.objects.filter(pk=row.pk).update(body="Giovedì 11 giugno manca l'acqua in via Roma.")
    declared(Campaign.objects.get(pk=row.pk))
    first, second = table(period, "dichiarazioni")[2:]
    assert (first["Esito"], second["Esito"]) == ("Ritirata", "In attesa")
    assert first["Testo"].startswith("Lunedì 15 giugno")
    assert second["Testo"].startswith("Giovedì 11 giugno")
    for one in (first, second):
        assert hashlib.sha256(one["Contenuto"].encode()).hexdigest() == one["Impronta"]


def test_what_belongs_to_another_period_is_in_its_case_file_but_a_declaration_that_let_it_go(period):
    winter = active(**REFERENDUM)
    declared(campaign(title="Neve"), now=winter.starts_at + HOUR)
    assert [row["Titolo"] for row in table(winter, "messaggi")] == ["Neve"]
    assert "Neve" not in [row["Titolo"] for row in table(period, "messaggi")]

    beside = active(name="Suppletive", starts_at=POLLS_CALLED + HOUR)
    road = under_way(title="Frana")
    authorised(road, now=NOW - HOUR)
    left_to(ANNA, of=road, at=NOW)
    assert "Elezioni comunali 2026" in {row["Periodo"] for row in table(beside, "dichiarazioni")}


WRITTEN = "Ha chiamato il 320 0000101"
"""In every place in which a colleague may write a citizen's number for colleagues."""


def test_no_citizen_is_in_it(period):
    alarm = campaign(title="Piena", is_urgent=True, urgent_reason=WRITTEN, status="approved")
    reason = f"{WRITTEN} e il fiume sale: chi abita lì deve saperlo subito."
    given = declaring.authorise(
        declared(alarm, category=Category.EMERGENCY, reason=reason), by=hire(SILVIA), now=NOW, note=WRITTEN
    )
    declaring.withdraw(given, by=hire(SILVIA), now=NOW, reason=WRITTEN)
    given = ElectionDeclaration.objects.get(pk=given.pk)
    declaring.review(given, is_upheld=True, by=hire(SIMONA), now=NOW, note=WRITTEN)
    annulled = {"annulled_at": NOW, "annulled_by": hire(SIMONA), "annulled_reason": WRITTEN}
    wrong = active(state="annulled", **annulled)
    elsewhere = active(applies_to_us=False, applies_reason=WRITTEN)
    for one in (period, wrong, elsewhere):
        files = taken(one)
        assert any("Ha chiamato il •".encode() in data for data in files.values())
        for trace in (ANNA.phone[3:], BRUNO.phone[3:], ANNA.bsuid, BRUNO.bsuid, "320 0000101"):
            assert all(trace.encode() not in data for data in files.values())


def page(period: ElectoralPeriod) -> str:
    return reverse("admin:elections_electoralperiod_case-file", args=[period.pk])


@pytest.mark.parametrize("clerk", [SILVIA, ROSA, VERA], ids=lambda clerk: clerk.group)
def test_who_authorises_audits_or_protects_data_takes_it_away_and_the_trail_keeps_that(clerk, period):
    desk = at_desk(clerk)
    change = reverse("admin:elections_electoralperiod_change", args=[period.pk])
    assert page(period) in desk.get(change).text
    answer = desk.post(page(period))
    archive = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="fascicolo-elezioni-comunali-2026.zip"'
    assert int(answer["Content-Length"]) == len(archive)
    kept = TrailRecord.objects.get(event="case_file_taken")
    assert (kept.by_name, kept.about) == (clerk.username, f"periodo elettorale {period.pk}")
    with ZipFile(BytesIO(archive)) as opened:
        assert kept.details == {"digest": hashlib.sha256(opened.read("indice.txt")).hexdigest()}


def test_nobody_else_does_and_of_a_period_not_about_us_nothing_left(period):
    for clerk in (GIULIA, PAOLO):
        assert at_desk(clerk).post(page(period)).status_code == 403, clerk.group
    assert not TrailRecord.objects.filter(event="case_file_taken").exists()

    told = index(active(name="Suppletive", applies_to_us=False, applies_reason="Qui non si vota"))
    assert "Qui non si vota" in told
    assert "PARTITI NEL PERIODO\nNessuno." in told


def test_who_was_not_asked_lately_is_asked_who_they_are(period, settings):
    desk = at_desk(SILVIA)
    with time_machine.travel(timedelta(minutes=settings.CONFIRM_MINUTES + 1), tick=False):
        answer = desk.post(page(period))
    assert reverse("admin:confirm") in answer["Location"]


@pytest.mark.parametrize("make", [written, active], ids=["a draft", "no press of the button"])
def test_it_is_given_by_a_button_alone_and_never_of_a_draft(make):
    period = make()
    desk = at_desk(SILVIA)
    answers = [desk.get(page(period))] + ([desk.post(page(period))] if period.state == "draft" else [])
    assert {answer.status_code for answer in answers} == {302}
