"""The case file of a period: everything is in it, nobody's number, and whatever is changed afterwards is found."""

import hashlib
import json
import subprocess
import sys
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcasts.elections import declaring
from broadcasts.launching import suspending
from broadcasts.models import Campaign, CampaignEvent, ElectionDeclaration, ServiceMessage
from broadcasts.reporting import case_file
from broadcasts.rules.declarations import Category
from cascina_whatsapp.elections.models import AgcomOrder, ElectoralPeriod
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.exporting import manifest
from subscribers.models import ServiceText
from subscribers.rules import verify_export
from tests.broadcasts.elections.declarations import authorised, declared
from tests.broadcasts.rules.test_attached_pdfs import NOTICE, make_pdf
from tests.builders import NOW, campaign, delivery_to, hire, subscribe, under_way
from tests.elections.periods import POLLS_CALLED, REFERENDUM, active, rome, written
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO, Citizen
from tests.staff import ROSA, SILVIA, SIMONA, VERA, at_desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TITLES = ["Festa in piazza", "Via Roma chiusa", "Mostra di pittura", "Allerta rossa"]
ACT = make_pdf(NOTICE)
FILES = {
    "fascicolo.json",
    "fascicolo.html",
    "atti/atto-di-indizione.pdf",
    "verify_export.py",
    "LEGGIMI.txt",
    "manifesto.json",
}


@pytest.fixture(scope="module")
def acts(tmp_path_factory) -> Path:
    """The folder of what is uploaded in this story."""
    return tmp_path_factory.mktemp("acts")


@pytest.fixture
def period(story, acts, settings) -> ElectoralPeriod:
    """The comunali, as `story` left them."""
    settings.MEDIA_ROOT = acts
    return ElectoralPeriod.objects.get(pk=story)


@pytest.fixture(scope="module")
def story(of_the_module, acts) -> int:
    """A broadcast had left before anybody knew, one is authorised, one refused, one an emergency: the period's pk."""
    with override_settings(MEDIA_ROOT=acts):
        return _comunali().pk


def _comunali() -> ElectoralPeriod:
    subscribe(ANNA)
    subscribe(BRUNO)
    subscribe(CARLA)
    undeclared = under_way(title="Festa in piazza")
    left_to(ANNA, BRUNO, of=undeclared, at=NOW - HOUR)
    held = active(
        act_file=ContentFile(ACT, name="decreto.pdf"),
        standing_order_number="7",
        standing_order_date=rome(2026, 4, 9),
    )
    suspending.suspend_due(NOW)
    authorised(campaign(title="Via Roma chiusa", approved_by=hire(PAOLO), status="approved"))
    declaring.refuse(
        declared(campaign(title="Mostra di pittura")), by=hire(SILVIA), now=NOW, note="Può aspettare"
    )
    alarm = campaign(
        title="Allerta rossa", is_urgent=True, urgent_reason="Lo dice Anna, 320 0000101", status="approved"
    )
    emergency = authorised(alarm, category=Category.EMERGENCY)
    declaring.review(emergency, is_upheld=True, by=hire(SIMONA), now=NOW + HOUR, note="Era un'emergenza")
    order = {"items": "Il messaggio sulla festa", "recorded_by": hire(SILVIA), "recorded_at": NOW}
    AgcomOrder.objects.create(number="175/24/CONS", date=rome(2026, 5, 29), period=held, **order)
    return held


def left_to(*people: Citizen, of: Campaign, at: datetime) -> None:
    """WhatsApp took it for these people then."""
    for citizen in people:
        delivery_to(subscribe(citizen), of=of, status="accepted", accepted_at=at)


def taken(period: ElectoralPeriod) -> bytes:
    case_file.write(period, stream := BytesIO())
    return stream.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def facts(period: ElectoralPeriod) -> dict:
    return json.loads(unpacked(taken(period))["fascicolo.json"])


def read(period: ElectoralPeriod) -> str:
    """The page, as a person reads it."""
    return unescape(unpacked(taken(period))["fascicolo.html"].decode())


def message(found: dict, title: str) -> dict:
    return next(one for one in found["messaggi"] if one["titolo"] == title)


@pytest.fixture
def verify(tmp_path, capsys):
    """Unpacks these files and verifies them; what the shell would get (0: all is well), and what is printed."""

    def run(files: dict[str, bytes]) -> tuple[int, str]:
        folder = tmp_path / "unpacked"
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        answer = verify_export.main([str(folder / "fascicolo.json"), str(folder / "manifesto.json")])
        return answer, capsys.readouterr().out

    return run


def test_it_verifies_with_python_alone(period, tmp_path):
    for name, data in unpacked(taken(period)).items():
        (tmp_path / "f" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "f" / name).write_bytes(data)
    command = [sys.executable, "-I", "verify_export.py", "fascicolo.json", "manifesto.json"]
    done = subprocess.run(command, cwd=tmp_path / "f", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Tutto corrisponde al manifesto: 5 file del fascicolo, e il manifesto.\n"


def edited(name: str, old: bytes, new: bytes):
    def tamper(files: dict[str, bytes]) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return tamper


def forged(files: dict[str, bytes]) -> None:
    """A text changed, and every digest of the manifest with it, but its own."""
    files["fascicolo.html"] += b" "
    said = json.loads(files["manifesto.json"])
    said["insieme"]["fascicolo.html"] = hashlib.sha256(files["fascicolo.html"]).hexdigest()
    files["manifesto.json"] = json.dumps(said).encode()


TAMPERED = {
    "a text": (
        edited("fascicolo.json", b"Festa in piazza", b"Festa rinviata!"),
        "Il file non è quello esportato",
    ),
    "a readable text": (edited("fascicolo.html", b"Festa", b"Sagra"), "fascicolo.html: cambiato."),
    "an act": (
        edited("atti/atto-di-indizione.pdf", b"chiusa", b"aperta"),
        "atto-di-indizione.pdf: cambiato.",
    ),
    "a file removed": (
        lambda files: files.pop("atti/atto-di-indizione.pdf"),
        "atto-di-indizione.pdf: manca.",
    ),
    "a file added": (lambda files: files.update({"atti/altro.pdf": b"%PDF"}), "atti/altro.pdf: aggiunto."),
    "one added beside": (lambda files: files.update({"nota.txt": b"!"}), "nota.txt: aggiunto."),
    "a manifest hidden below": (
        lambda files: files.update({"atti/manifesto.json": b"{}"}),
        "manifesto.json: aggiunto.",
    ),
    "the manifest": (
        edited("manifesto.json", b"comunali 2026", b"comunali 2025"),
        "Il manifesto non è quello",
    ),
    "the manifest with a file less": (
        edited("manifesto.json", b'"LEGGIMI.txt"', b'"LEGGIMI.md"'),
        "LEGGIMI.txt: aggiunto.",
    ),
    "a forged manifest": (forged, "Il manifesto non è quello che il servizio ha scritto."),
    "no manifest": (edited("manifesto.json", b"{", b"["), "Non riesco a leggere il file o il manifesto"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_is_found(what, period, verify):
    tamper, sentence = TAMPERED[what]
    files = unpacked(taken(period))
    tamper(files)
    answer, printed = verify(files)
    assert answer == 1
    assert sentence in printed


def test_the_same_state_gives_the_same_bytes_and_another_state_others(period):
    first = taken(period)
    with time_machine.travel(NOW + 100 * HOUR, tick=False):
        assert taken(period) == first
    Campaign.objects.filter(title="Via Roma chiusa").update(title="Via Roma aperta")
    assert taken(period) != first


def test_what_is_in_it(period):
    files = unpacked(taken(period))
    assert set(files) == FILES
    assert files["atti/atto-di-indizione.pdf"] == ACT
    found = json.loads(files["fascicolo.json"])
    assert found["periodo"]["atti"]["indizione"]["file"] == "atti/atto-di-indizione.pdf"
    assert found["periodo"]["passaggi"]["attivato"]["da"] == "silvia"
    assert [order["numero"] for order in found["ordini di Agcom"]] == ["175/24/CONS"]
    assert [one["titolo"] for one in found["messaggi"]] == TITLES
    assert found["in breve"] == {
        "partiti nel periodo senza autorizzazione": [f"{found['messaggi'][0]['numero']}: Festa in piazza"],
        "sospesi": [f"{found['messaggi'][0]['numero']}: Festa in piazza"],
        "dichiarazioni": 3,
        "rifiutate": 1,
        "emergenze": 1,
        "emergenze non riesaminate": 0,
    }


def test_an_event_that_a_broadcast_announced_is_told(period):
    Campaign.objects.filter(title="Festa in piazza").update(
        occasion_begins="2026-06-20",
        occasion_begins_at="21:00",
        occasion_ends="2026-06-21",
        occasion_ends_at="01:00",
        occasion_place="Piazza dei Caduti",
    )
    assert "Evento: 2026-06-20 21:00, fino a 2026-06-21 01:00, Piazza dei Caduti" in read(period)
    assert message(facts(period), "Festa in piazza")["contenuto"]["occasion"]["begins"] == "2026-06-20"


def test_what_left_undeclared_says_how_many_and_when(period):
    party = message(facts(period), "Festa in piazza")
    assert party["partiti nel periodo"] == {
        "messaggi": 2,
        "il primo": "2026-06-08T09:00:00+02:00",
        "l'ultimo": "2026-06-08T09:00:00+02:00",
    }
    assert party["stato"] == "Trattenuto per le elezioni"
    assert [one["che cosa"] for one in party["passaggi"]] == ["Trattenuto per le elezioni"]


def test_what_was_authorised_only_after_something_had_left_says_so(period):
    alert = under_way(title="Frana")
    left_to(ANNA, BRUNO, of=alert, at=NOW - HOUR)
    left_to(CARLA, of=alert, at=NOW + HOUR)
    authorised(alert)
    found = facts(period)
    told = message(found, "Frana")
    assert told["partito senza autorizzazione"] is True
    assert (told["partiti prima dell'autorizzazione"], told["partiti dopo il ritiro"]) == (2, 0)
    assert found["in breve"]["partiti nel periodo senza autorizzazione"][1:] == [
        f"{alert.pk}: Frana (partito prima dell'autorizzazione: 2)"
    ]
    assert "Partito prima dell'autorizzazione: 2" in read(period)


def test_what_left_once_its_authorisation_was_taken_back_says_so(period):
    alert = under_way(title="Frana")
    left_to(ANNA, of=alert, at=NOW)
    left_to(BRUNO, of=alert, at=NOW + 2 * HOUR)
    declaring.withdraw(authorised(alert), by=hire(SILVIA), now=NOW + HOUR)
    told = message(facts(period), "Frana")
    assert (told["partiti prima dell'autorizzazione"], told["partiti dopo il ritiro"]) == (0, 1)
    assert "Partito dopo il ritiro dell'autorizzazione: 1" in read(period)


def test_of_a_period_that_is_not_about_us_nothing_left(period):
    about = active(name="Suppletive", applies_to_us=False, applies_reason="Qui non si vota")
    found = facts(about)
    assert found["messaggi"] == []
    assert found["periodo"]["ha avuto effetto"] == {}
    assert "Non ha mai avuto effetto" in read(about)


def test_an_annulled_period_is_told_up_to_its_annulment(period):
    annulled = active(
        state="annulled", annulled_at=NOW - 2 * HOUR, annulled_by=hire(SIMONA), annulled_reason="Rinviate"
    )
    found = facts(annulled)
    assert found["messaggi"] == []
    assert found["periodo"]["ha avuto effetto"]["fino a"] == "2026-06-08T08:00:00+02:00"


def urgent(title: str, **how):
    alarm = campaign(title=title, is_urgent=True, urgent_reason="Piove", status="approved")
    return declared(alarm, category=Category.EMERGENCY, **how)


def test_only_an_emergency_that_somebody_let_go_waits_for_a_review(period):
    """Not one that nobody decided on, was refused, or was about a text that changed since."""
    urgent("In attesa")
    declaring.refuse(urgent("Rifiutata"), by=hire(SILVIA), now=NOW, note="No")
    superseded = urgent("Cambiata")
    Campaign.objects.filter(pk=superseded.campaign_id).update(body="Altro testo dell'allerta.")
    declared(Campaign.objects.get(pk=superseded.campaign_id))
    assert facts(period)["in breve"]["emergenze non riesaminate"] == 0
    assert "Non riesaminata" not in read(period)

    declaring.authorise(urgent("Lasciata andare"), by=hire(SILVIA), now=NOW)
    given = declaring.authorise(urgent("Ritirata dopo"), by=hire(SILVIA), now=NOW)
    declaring.withdraw(given, by=hire(SILVIA), now=NOW + HOUR)
    assert facts(period)["in breve"]["emergenze non riesaminate"] == 2
    assert read(period).count("Non riesaminata") == 2


def test_what_belongs_to_another_period_is_in_the_other_ones_case_file(period):
    """A referendum of the winter had suspended the exhibition, and an emergency was declared for it."""
    winter = active(**REFERENDUM)
    then = rome(2026, 2, 2, 9)
    CampaignEvent.objects.create(
        campaign=Campaign.objects.get(title="Mostra di pittura"), what=CampaignEvent.Step.SUSPENDED, at=then
    )
    declared(campaign(title="Neve"), now=then)
    assert message(facts(period), "Mostra di pittura")["sospeso"] is False
    found = facts(winter)
    assert {one["titolo"]: (one["sospeso"], len(one["dichiarazioni"])) for one in found["messaggi"]} == {
        "Mostra di pittura": (True, 0),
        "Neve": (False, 1),
    }
    assert found["in breve"]["dichiarazioni"] == 1
    assert [one["titolo"] for one in facts(period)["messaggi"]] == TITLES


def test_what_left_by_the_declaration_of_another_period_that_held_too_shows_it(period):
    """Of several that hold at once a declaration names the one that began first."""
    beside = active(name="Suppletive", starts_at=POLLS_CALLED + HOUR)
    road = under_way(title="Frana")
    authorised(road, now=NOW - HOUR)
    left_to(ANNA, of=road, at=NOW)
    found = facts(beside)
    (given,) = message(found, "Frana")["dichiarazioni"]
    assert (given["periodo"], given["di questo periodo"]) == ("Elezioni comunali 2026", False)
    assert found["in breve"]["dichiarazioni"] == 0


def test_an_order_of_agcom_is_read_as_citizens_read_it(period):
    order = {"numero": "123/26/CONS", "data": "2026-06-05", "data_messaggio": "2026-05-30"}
    text = ServiceText.objects.get(key=Campaign.Purpose.AGCOM)
    notice = campaign(
        title="Avviso Agcom", body="", purpose=Campaign.Purpose.AGCOM, wording=text, details=order
    )
    authorised(notice)
    ServiceMessage.objects.filter(campaign=notice).update(details=order | {"numero": "456/26/CONS"})
    told = message(facts(period), "Avviso Agcom")
    words = "n. 123/26/CONS del 5 giugno 2026"
    assert words in told["dichiarazioni"][0]["testo"]
    assert "n. 456/26/CONS del 5 giugno 2026" in told["testo"]
    assert words in read(period)


def test_who_added_the_standing_order_to_a_period_in_force_is_named(period):
    def order():
        return facts(period)["periodo"]["atti"]["ordine permanente per le emergenze"]

    assert order() == {"numero": "7", "data": "2026-04-09", "aggiunto a periodo attivo da": ""}
    ElectoralPeriod.objects.filter(pk=period.pk).update(standing_order_by=hire(SIMONA))
    period.refresh_from_db()
    assert order()["aggiunto a periodo attivo da"] == "simona"


def test_a_declaration_says_everything_that_people_said(period):
    (emergency,) = message(facts(period), "Allerta rossa")["dichiarazioni"]
    assert (emergency["emergenza"], emergency["ordine permanente"]) == (True, "7")
    assert emergency["dichiarata"]["da"] == "giulia"
    assert emergency["decisa"]["da"] == "silvia"
    assert emergency["riesame"]["esito"] == "Confermata"
    (refused,) = message(facts(period), "Mostra di pittura")["dichiarazioni"]
    assert (refused["esito"], refused["decisa"]["nota"]) == ("Rifiutata", "Può aspettare")


def test_every_text_that_was_declared_is_there_and_its_fingerprint_can_be_computed_again(period):
    row = campaign(title="Acqua sospesa")
    declared(row)
    Campaign.objects.filter(pk=row.pk).update(body="Giovedì 11 giugno manca l'acqua in via Roma.")
    declared(Campaign.objects.get(pk=row.pk))
    first, second = message(facts(period), "Acqua sospesa")["dichiarazioni"]
    assert (first["esito"], second["esito"]) == ("Ritirata", "In attesa")
    assert first["contenuto"]["body"].startswith("Lunedì 15 giugno")
    assert second["contenuto"]["body"].startswith("Giovedì 11 giugno")
    for one in (first, second):
        plain = json.dumps(one["contenuto"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(plain.encode()).hexdigest() == one["impronta"]


def test_the_fingerprint_of_an_attachment_is_there_and_the_file_is_not(period):
    row = campaign(title="Avviso", kind="document", attachment=ACT)
    authorised(row)
    files = unpacked(taken(period))
    assert set(files) == FILES
    told = message(json.loads(files["fascicolo.json"]), "Avviso")["contenuto"]["attachment"]
    assert told == hashlib.sha256(ACT).hexdigest()


WRITTEN = "Ha chiamato il 320 0000101"
"""In every place in which a colleague may write a citizen's number for colleagues."""


def test_no_citizen_is_in_it(period):
    urgent("Piena", reason=f"{WRITTEN} e il fiume sale: chi abita lì deve saperlo subito.")
    declaring.authorise(ElectionDeclaration.objects.first(), by=hire(SILVIA), now=NOW, note=WRITTEN)
    declaring.withdraw(ElectionDeclaration.objects.first(), by=hire(SILVIA), now=NOW, reason=WRITTEN)
    declaring.review(
        ElectionDeclaration.objects.first(), is_upheld=True, by=hire(SIMONA), now=NOW, note=WRITTEN
    )
    AgcomOrder.objects.update(items=WRITTEN, notice_text=WRITTEN, published_where=WRITTEN)
    annulled = {"annulled_at": NOW, "annulled_by": hire(SIMONA), "annulled_reason": WRITTEN}
    wrong = active(state="annulled", **annulled)
    elsewhere = active(applies_to_us=False, applies_reason=WRITTEN)
    for one in (period, wrong, elsewhere):
        assert "Ha chiamato il •" in read(one)
        _has_no_citizen(one)


def _has_no_citizen(period: ElectoralPeriod) -> None:
    for data in unpacked(taken(period)).values():
        for trace in (ANNA.phone[3:], BRUNO.phone[3:], ANNA.bsuid, BRUNO.bsuid, "320 0000101"):
            assert trace.encode() not in data


def test_it_is_to_be_read_by_people_too(period):
    page = read(period)
    for words in (
        "Elezioni comunali 2026",
        "Partito nel periodo senza autorizzazione",
        "Delibera 175/24/CONS",
        "Mostra di pittura",
        "Può aspettare",
        "ordine permanente n. 7",
        "Riesaminata da simona",
    ):
        assert words in page
    assert "<script" not in page
    assert "lunedì 8 giugno 2026 alle 9:00" in page
    assert "2026-06-08T" not in page


def test_an_act_that_is_lost_is_left_out(period, verify):
    period.act_file.storage.delete(period.act_file.name)
    files = unpacked(taken(period))
    assert "atti/atto-di-indizione.pdf" not in files
    assert verify(files)[0] == 0


def test_a_period_of_which_nothing_left_has_its_acts(verify):
    files = unpacked(taken(active(**REFERENDUM)))
    assert json.loads(files["fascicolo.json"])["messaggi"] == []
    assert verify(files)[0] == 0


def test_it_costs_the_same_however_many_messages_there_are(period):
    taken(period)  # what is remembered from the first time on
    with CaptureQueriesContext(connection) as few:
        taken(period)
    for number in range(5):
        authorised(campaign(title=f"Strada {number}"))
        left_to(ANNA, of=under_way(title=f"Piazza {number}"), at=NOW)
    with CaptureQueriesContext(connection) as many:
        taken(period)
    assert len(many) == len(few)


def page(period: ElectoralPeriod) -> str:
    return reverse("admin:elections_electoralperiod_case-file", args=[period.pk])


@pytest.mark.parametrize("clerk", [SILVIA, ROSA, VERA], ids=lambda clerk: clerk.group)
def test_who_authorises_audits_or_protects_data_takes_it_away_and_the_trail_keeps_that(clerk, period):
    desk = at_desk(clerk)
    change = reverse("admin:elections_electoralperiod_change", args=[period.pk])
    assert page(period) in desk.get(change).text
    assert "Scarica il fascicolo" in desk.get(page(period)).text
    answer = desk.post(page(period))
    archive = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="fascicolo-elezioni-comunali-2026.zip"'
    assert int(answer["Content-Length"]) == len(archive)
    kept = TrailRecord.objects.get(event="case_file_taken")
    assert (kept.by_name, kept.about) == (clerk.username, f"periodo elettorale {period.pk}")
    assert kept.details["digest"] == json.loads(unpacked(archive)["manifesto.json"])["impronta"]


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO], ids=lambda clerk: clerk.group)
def test_nobody_else_does(clerk, period):
    desk = at_desk(clerk)
    change = reverse("admin:elections_electoralperiod_change", args=[period.pk])
    assert page(period) not in desk.get(change).text
    assert desk.post(page(period)).status_code == 403
    assert not TrailRecord.objects.filter(event="case_file_taken").exists()


def test_who_was_not_asked_lately_is_asked_who_they_are(period, settings):
    desk = at_desk(SILVIA)
    with time_machine.travel(timedelta(minutes=settings.CONFIRM_MINUTES + 1), tick=False):
        answer = desk.post(page(period))
    assert reverse("admin:confirm") in answer["Location"]


def test_a_draft_has_no_case_file():
    answer = at_desk(SILVIA).get(page(written()))
    assert answer.status_code == 302


def test_a_manifest_vouches_for_itself():
    said = json.loads(manifest.as_written({"insieme": {}, "ore": (1, 2)}))
    assert said["ore"] == [1, 2]
    assert len(said["impronta"]) == 64
