"""Declaring a broadcast for an electoral period, authorising it, reviewing an emergency: what pages say and do."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.slices.elections.models import ElectionDeclaration
from broadcasts.slices.elections.pages.decisions import seen
from broadcasts.slices.elections.rules import QUESTIONS
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.broadcasts.elections import periods
from tests.broadcasts.elections.declarations import REASON, authorised, declared
from tests.broadcasts.pages.pages import page
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import SILVIA, SIMONA, at_desk

Outcome = ElectionDeclaration.Outcome
ANSWERS = {
    **dict.fromkeys(QUESTIONS, "True"),
    "category": "roads",
    "reason": REASON,
}
"""The form, filled in."""
EMERGENCY = {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}


@pytest.fixture(autouse=True)
def ready():
    """An electoral period holds: it is 8 June, the day of the run-off, at ten."""
    subscribe(ANNA)
    approve_templates()
    hire(PAOLO)
    hire(SIMONA)
    return periods.active(standing_order_number="7/2026")


def read(who: Clerk, of: Campaign, name: str, now=NOW) -> str:
    with time_machine.travel(now, tick=False):
        return unescape(at_desk(who).get(page(of, name), follow=True).text)


def press(who: Clerk, of: Campaign, name: str, **answers):
    """What the button of that page leads to; the broadcast is as it is now."""
    with time_machine.travel(NOW, tick=False):
        told = {"seen": seen(of), **answers}
        response = at_desk(who).post(page(of, name), told, follow=True)
    of.refresh_from_db()
    return response


def outcome(of: Campaign) -> str:
    return of.declarations.first().outcome


def test_giulia_declares_and_asks_in_one_go():
    """What happens next is said by name."""
    draft = campaign()
    assert "non serve dichiarare nulla" in read(GIULIA, draft, "declare", periods.RUN_OFF_CLOSES)
    text = read(GIULIA, draft, "declare")
    assert "Dichiara e chiedi approvazione" in text
    assert all(question in text for question, _ in QUESTIONS.values())
    assert '<option value="roads" selected>' in text  # it says that via Roma is closed
    assert "silvia" in text
    answer = unescape(press(GIULIA, draft, "declare", **ANSWERS).text)
    assert draft.status == C.IN_REVIEW
    assert outcome(draft) == Outcome.OPEN
    assert "Aspetta l'autorizzazione di silvia o simona. Poi lo approva paolo." in answer


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ({"impersonal": ""}, "Rispondi sì o no"),
        ({"indispensable": "False"}, "Allora aspetta la chiusura dei seggi"),
        ({"category": ""}, "Scegli di che cosa si tratta"),
        ({"reason": "Via Roma è chiusa."}, "almeno 40 caratteri"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(left_out, told):
    draft = campaign()
    text = unescape(press(GIULIA, draft, "declare", **ANSWERS | left_out).text)
    assert told in text
    assert (left_out.get("reason") or REASON) in text
    assert not draft.declarations.exists()
    assert draft.status == C.DRAFT


def test_what_may_not_be_declared_is_said_and_what_was_typed_stays():
    draft, unfinished = campaign(), campaign(body="")
    changed = unescape(press(GIULIA, draft, "declare", **ANSWERS | {"seen": "another"}).text)
    assert "È cambiato mentre lo leggevi" in changed
    assert seen(draft) in changed
    of_another = unescape(press(PAOLO, draft, "declare", **ANSWERS).text)
    assert "la dichiara chi la scrive" in of_another
    for text in (changed, of_another, press(GIULIA, unfinished, "declare", **ANSWERS).text):
        assert REASON in text
    assert not ElectionDeclaration.objects.exists()


@pytest.mark.parametrize("name", ["authorise", "not-authorise", "uphold", "contest", "undeclare"])
def test_of_what_nobody_has_declared_there_is_nothing_to_decide(name):
    row = campaign(status=C.IN_REVIEW)
    text = unescape(press(SILVIA, row, name, note="Va bene", reason="Va bene").text)
    assert "Non c'è nessuna dichiarazione su cui decidere." in text


def test_silvia_reads_and_authorises_and_giulia_takes_her_declaration_back():
    row = campaign(status=C.IN_REVIEW)
    declared(row)
    text = read(SILVIA, row, "authorise")
    decides = text.index(">Autorizza</button>")
    assert max(text.index("Comune di Cascina</p>"), text.index("Che cosa dichiara giulia")) < decides
    assert [words for words in (REASON, "giulia", "Viabilità") if words not in text] == []
    answer = unescape(press(SILVIA, row, "authorise").text)
    assert outcome(row) == Outcome.AUTHORISED
    assert "Autorizzato da silvia, oggi alle 10:00." in answer
    assert "Poi lo approva paolo." in answer

    assert "Ritira la dichiarazione" in read(GIULIA, row, "change")
    press(GIULIA, row, "undeclare", reason="Parte dopo.")
    assert outcome(row) == Outcome.WITHDRAWN


def test_a_refusal_needs_its_note_and_so_does_something_else():
    row = campaign(status=C.IN_REVIEW)
    declared(row)
    assert "Scrivi perché: la nota resta fra gli atti." in unescape(press(SILVIA, row, "not-authorise").text)
    assert outcome(row) == Outcome.OPEN
    press(SILVIA, row, "not-authorise", note="Può aspettare lunedì.")
    assert outcome(row) == Outcome.REFUSED
    assert "Non autorizzato da silvia" in read(GIULIA, row, "change")

    declared(row, category="other")
    assert "Serve: resta fra gli atti." in read(SILVIA, row, "authorise")
    assert "Scrivi perché" in unescape(press(SILVIA, row, "authorise").text)
    assert outcome(row) == Outcome.OPEN


def test_who_may_not_authorise_reads_why_instead_of_the_button():
    """Silvia wrote on it herself."""
    row = campaign(status=C.IN_REVIEW, author=hire(SILVIA))
    declared(row)
    text = read(SILVIA, row, "authorise")
    assert "serve una terza persona" in text
    assert ">Autorizza</button>" not in text


def test_an_emergency_goes_with_one_authoriser_and_another_is_led_to_review_it():
    row = campaign(status=C.IN_REVIEW, **EMERGENCY)
    declared(row, category="emergency")
    assert "un'altra persona la riesamina entro 24 ore" in read(SILVIA, row, "authorise")
    press(SILVIA, row, "authorise")
    assert "non può riesaminarla" in read(SILVIA, row, "uphold")
    assert "Riesamina l'emergenza" in read(SIMONA, row, "change")
    press(SIMONA, row, "uphold", note="La piena c'era.")
    assert row.declarations.first().review_outcome == "upheld"
    for who, name in ((SILVIA, "authorise"), (SIMONA, "authorise"), (SIMONA, "uphold")):
        assert StaffNotice.objects.filter(person=hire(who), page=page(row, name)).count() == 1


def test_an_emergency_that_is_not_upheld_leaves_no_more():
    row = campaign(status=C.IN_REVIEW, **EMERGENCY)
    authorised(row, category="emergency")
    press(SIMONA, row, "contest", note="Non c'era nessuna piena.")
    assert outcome(row) == Outcome.WITHDRAWN
    text = read(PAOLO, row, "launch")
    assert "Dichiarazione ritirata da simona" in text
    assert "<dt>Autorizzato da</dt>" not in text


@pytest.mark.parametrize(("days", "number"), [(40, "9/2026"), (0, "7/2026")], ids=["in July", "today"])
def test_the_page_tells_of_the_standing_order_of_the_period_in_which_it_would_leave(days, number):
    """One holds today, another in July: an emergency is declared for the one in which it leaves."""
    span = {"starts_at": NOW + timedelta(days=30), "ends_at": NOW + timedelta(days=60), "run_off": "no"}
    periods.active(name="Referendum", standing_order_number="9/2026", **span)
    flood = campaign(scheduled_for=NOW + timedelta(days=days), **EMERGENCY)
    assert f"Ordine permanente n. {number}" in read(GIULIA, flood, "declare")
    press(GIULIA, flood, "declare", **ANSWERS | {"category": "emergency"})
    assert flood.declarations.get().standing_order == number
