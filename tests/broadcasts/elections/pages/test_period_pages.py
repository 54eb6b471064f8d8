"""One authoriser writes a period, Silvia activates it, Simona may annul it; everybody reads it. It is June 2026."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from broadcasts.rules.states import CampaignStatus
from broadcasts.sending.account.samples import sample
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.presentation.formatting.dates import when
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.elections.declarations import authorised
from tests.broadcasts.elections.periods import active, rome, written
from tests.broadcasts.rows import fresh
from tests.builders import NOW, always_open, campaign, hire, subscribe, subscribe_crowd, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.reading import read_of
from tests.staff import ROSA, SARA, SILVIA, SIMONA, VERA, at_desk

LIST = "/admin/periodi-elettorali/"
ADD = f"{LIST}aggiungi/"
TYPED = {
    "name": "Elezioni comunali 2026",
    "kind": "municipal",
    "applies_to_us": "True",
    "starts_at": "2026-04-09",
    "ends_at_0": "2026-05-25",
    "ends_at_1": "15:00",
    "run_off": "unknown",
    "run_off_starts_at_0": "2026-06-07",
    "run_off_starts_at_1": "07:00",
    "run_off_ends_at_0": "2026-06-08",
    "run_off_ends_at_1": "15:00",
    "act_kind": "decreto del Prefetto",
    "act_number": "12",
    "act_date": "2026-04-08",
    "act_link": "https://prefettura.example/decreto-12.pdf",
}


@pytest.fixture(autouse=True)
def june():
    """Monday 8 June 2026, 10:00: the polls of the run-off close at 15:00."""
    with time_machine.travel(NOW, tick=False):
        yield


def page(period: ElectoralPeriod, what: str = "change") -> str:
    return reverse(f"admin:elections_electoralperiod_{what}", args=[period.pk])


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def told(clerk, address: str) -> str:
    return words(at_desk(clerk).get(address).text)


def decide(clerk, period: ElectoralPeriod, what: str, **typed):
    """The clerk reads the page of a decision, and confirms it."""
    return at_desk(clerk).post(page(period, what), {"read": read_of(period), **typed}, follow=True)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_written_is_a_draft_from_midnight_on():
    answer = at_desk(SIMONA).post(ADD, TYPED, follow=True)
    period = ElectoralPeriod.objects.get()
    assert (period.state, period.made_by, period.starts_at) == ("draft", hire(SIMONA), rome(2026, 4, 9))
    assert period.span.ends_at == rome(2026, 6, 8, 15)
    assert "Salvato" in answer.text
    assert [record.event for record in TrailRecord.objects.exclude(event="signed_in")] == ["period_written"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"ends_at_0": "2026-04-01"}, "Viene dopo l&#x27;inizio."),
        (
            {"run_off_ends_at_0": "", "run_off_ends_at_1": ""},
            "Scrivi quando chiudono i seggi del ballottaggio.",
        ),
        ({"act_link": ""}, "Serve l&#x27;atto"),
        ({"applies_to_us": "False"}, "Scrivi perché non riguarda il Comune."),
        ({"starts_at": ""}, "errorlist"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(change, told):
    text = at_desk(SIMONA).post(ADD, TYPED | change).text
    assert told in text
    assert 'value="decreto del Prefetto"' in text
    assert not ElectoralPeriod.objects.exists()


def test_without_a_run_off_its_days_are_not_kept():
    at_desk(SIMONA).post(ADD, TYPED | {"run_off": "no", "run_off_ends_at_1": ""})
    period = ElectoralPeriod.objects.get()
    assert (period.run_off_starts_at, period.run_off_ends_at) == (None, None)


def test_a_draft_is_written_on():
    period = written()
    desk = at_desk(SIMONA)
    assert 'name="starts_at" value="2026-04-09"' in desk.get(page(period)).text
    desk.post(page(period), TYPED | {"name": "Comunali"})
    period.refresh_from_db()
    assert (period.name, period.made_by, period.changed_by) == ("Comunali", hire(GIULIA), hire(SIMONA))


def test_the_act_is_read_apart_and_only_a_pdf_is_kept():
    good, bad = (SimpleUploadedFile("decreto.pdf", content) for content in (sample("document")[0], b"ciao"))
    assert "errorlist" in at_desk(SIMONA).post(ADD, TYPED | {"act_link": "", "act_file": bad}).text
    at_desk(SIMONA).post(ADD, TYPED | {"act_link": "", "act_file": good})
    period = ElectoralPeriod.objects.get()
    file = reverse("admin:elections_electoralperiod_attachment", args=[period.pk, "atto"])
    assert f'href="{file}"' in at_desk(ROSA).get(page(period)).text
    answer = at_desk(ROSA).get(file)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="atto-{period.pk}.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert at_desk(SARA).get(file).status_code == 403
    for odd in ("disposizione", "name", "state"):
        assert at_desk(ROSA).get(page(period).replace("modifica", f"{odd}/allegato")).status_code == 404


def test_a_new_one_concerns_us_and_the_list_leads_who_may_write_it_there():
    text = at_desk(SIMONA).get(ADD).text
    chosen = re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"[^>]* checked', text)
    assert chosen == [("applies_to_us", "True"), ("run_off", "unknown")]
    assert 'value="15:00"' in text

    assert re.search(rf'href="{ADD}"[^>]*>Prepara un periodo<', at_desk(SILVIA).get(LIST).text)
    assert ADD not in at_desk(GIULIA).get(LIST).text

    assert at_desk(SARA).get(LIST).status_code == 403
    assert at_desk(SARA).get(page(active())).status_code == 403
    for clerk in (ROSA, GIULIA, PAOLO):
        assert at_desk(clerk).get(ADD).status_code == 403


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            written,
            "Una volta attivo, da giovedì 9 aprile 2026 fino a lunedì 8 giugno 2026 alle 15:00 parte solo",
        ),
        (active, "Attivo · dal 9 aprile 2026 all&#x27;8 giugno 2026"),
        (active, "Da domenica 7 giugno 2026 alle 7:00 a lunedì 8 giugno 2026 alle 15:00"),
        (
            lambda: active(applies_to_us=False, applies_reason="Non si vota qui."),
            "Non riguarda il Comune: nulla si ferma. Non si vota qui.",
        ),
        (
            lambda: active(run_off="no"),
            "È concluso: da giovedì 9 aprile 2026 fino a lunedì 25 maggio 2026 alle 15:00",
        ),
    ],
    ids=["draft", "active", "run-off", "not ours", "over"],
)
def test_the_page_says_what_it_does(make, sentence):
    """What the bar above says already is not said again."""
    text = told(ROSA, page(make()))
    assert sentence in text
    assert text.count("parte solo ciò che è impersonale") <= 1


@pytest.mark.parametrize("count", [0, 1, 12])
def test_the_list_says_when_and_how_it_stands(count):
    for number in range(count):
        written(name=f"Periodo {number}")
    text = told(ROSA, LIST)
    assert text.count("dal 9 aprile 2026 all&#x27;8 giugno 2026") == count
    assert text.count("Bozza") >= count


# ── Activating ──────────────────────────────────────────────────────────────────────────────────────────────


def test_before_it_is_activated_one_reads_what_will_stop():
    subscribe(ANNA)
    under_way(title="Sta partendo")
    campaign(title="Fra poco", status=CampaignStatus.APPROVED, scheduled_for=rome(2026, 6, 8, 12))
    campaign(title="Chiede", status=CampaignStatus.IN_REVIEW, scheduled_for=rome(2026, 6, 8, 12, 30))
    campaign(title="A ufficio chiuso", status=CampaignStatus.APPROVED, scheduled_for=rome(2026, 6, 8, 14))
    campaign(title="A seggi chiusi", status=CampaignStatus.APPROVED, scheduled_for=rome(2026, 6, 8, 15))
    period = written()
    asked = told(SILVIA, page(period, "activate"))
    assert "Che cosa si ferma subito 1 Sta partendo" in asked
    assert re.search(r"Previsti dentro il periodo 2 Fra poco .* Chiede ", asked)
    assert "A seggi chiusi" not in asked
    assert "A ufficio chiuso" not in asked, "the office opens again when the polls are closed"
    period.refresh_from_db()
    assert period.state == "draft"

    text = words(decide(SILVIA, period, "activate").text)
    assert "Il periodo è attivo. Un messaggio è sospeso." in text
    period.refresh_from_db()
    assert (period.state, period.activated_by) == ("active", hire(SILVIA))


def test_one_that_begins_before_it_and_goes_on_into_it_is_foreseen(settings):
    settings.WHATSAPP_MESSAGES_PER_SECOND = 1
    always_open()
    subscribe_crowd(20)
    soon = timezone.now() + timedelta(minutes=5)
    campaign(title="Di corsa", status=CampaignStatus.APPROVED, scheduled_for=soon - timedelta(seconds=10))
    campaign(title="In tempo", status=CampaignStatus.APPROVED, scheduled_for=soon - timedelta(minutes=4))
    asked = told(
        SILVIA, page(written(starts_at=soon, ends_at=soon + timedelta(days=9), run_off="no"), "activate")
    )
    assert f"Previsti dentro il periodo 1 Di corsa {when(soon, timezone.now())}" in asked


def test_who_wrote_on_it_reads_why_somebody_else_activates():
    period = written(changed_by=hire(SILVIA))
    assert "serve un'altra persona" in told(SILVIA, page(period)).replace("&#x27;", "'")
    assert page(period, "activate") not in at_desk(SILVIA).get(page(period)).text
    text = decide(SILVIA, period, "activate").text
    assert "serve un&#x27;altra persona" in text
    assert fresh(period).state == "draft"


def test_what_left_inside_is_listed_and_what_lacks_a_declaration_stands_out():
    subscribe(ANNA)
    period = active()
    let_go, other = under_way(title="Allerta"), under_way(title="Festa")
    authorised(let_go)
    for one in (let_go, other):
        one.deliveries.update(status="delivered", accepted_at=NOW)
    text = told(VERA, page(period))
    assert "Partiti nel periodo 2" in text
    assert re.search(r"Allerta [^·]*· 1 persona · autorizzato da silvia Autorizzato", text)
    assert re.search(r"Festa [^·]*· 1 persona · senza autorizzazione Da rivedere", text)


def test_while_it_holds_the_page_leads_to_what_is_held_back():
    address = f"{reverse('admin:broadcasts_campaign_changelist')}?status__exact=suspended"
    campaign(title="Mercato", status=CampaignStatus.SUSPENDED)
    assert address in at_desk(ROSA).get(page(active(standing_order_number="7/2026"))).text
    assert "Mercato" in at_desk(ROSA).get(address).text
    assert address not in at_desk(ROSA).get(page(active(run_off="no"))).text


# ── Afterwards ──────────────────────────────────────────────────────────────────────────────────────────────


def test_whether_there_is_a_run_off_is_written_once():
    period = active()
    text = decide(SIMONA, period, "run-off", is_held="False").text
    assert "Scritto: il ballottaggio non c&#x27;è." in text
    period.refresh_from_db()
    assert period.run_off == "no"
    assert "ora non si può fare" in at_desk(SILVIA).get(page(period, "run-off"), follow=True).text


def test_acts_and_orders_come_later_and_another_authoriser_annuls_it():
    period = active()
    given = {"standing_order_number": "7/2026", "standing_order_date": "2026-04-10"}
    assert "Atti aggiunti." in decide(SILVIA, period, "acts", **given).text
    giulia = at_desk(GIULIA)
    text = giulia.get(page(period)).text
    assert "Aggiunto a periodo attivo da silvia" in text
    assert 'name="starts_at"' not in text  # once decided the form is a page
    assert giulia.post(page(period), TYPED).status_code == 403

    form = at_desk(SILVIA).get(page(period, "acts")).text
    assert 'name="internal_number"' in form
    assert 'name="standing_order_number"' not in form
    period.refresh_from_db()
    decide(SILVIA, period, "acts", standing_order_number="9/2026", internal_number="3")
    period.refresh_from_db()
    assert (period.standing_order_number, period.internal_number) == ("7/2026", "3")

    text = decide(SILVIA, period, "order", note="Delibera 175/24/CONS: avviso entro il 12 giugno").text
    assert "Annotato." in text
    notice = reverse("admin:broadcasts_campaign_agcom")
    assert (notice in text, notice in at_desk(GIULIA).get(page(period)).text) == (False, True)
    assert "Ordini di Agcom Elezioni comunali 2026 Delibera 175/24/CONS" in told(ROSA, LIST)

    assert page(period, "annul") not in at_desk(SILVIA).get(page(period)).text
    assert "errorlist" in decide(SIMONA, period, "annul", reason="").text
    text = decide(SIMONA, period, "annul", reason="Data sbagliata").text
    assert "Il periodo è annullato." in text
    assert "Annullato da simona: Data sbagliata" in words(text)
