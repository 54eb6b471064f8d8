"""The number in words of the office: one state, what a warning stops, and what goes on meanwhile."""

from datetime import timedelta

import pytest

from broadcasts.models import AccountNotice, NumberStatus
from broadcasts.sending.account.number_page import number_page
from tests.builders import NOW
from tests.people import GIULIA, PAOLO
from tests.staff import SARA, at_desk

PAGE = "/admin/stato-del-numero/"
WELL = {
    "display_number": "+39 335 385843",
    "status": "CONNECTED",
    "quality": "GREEN",
    "verified_name": "Comune di Cascina",
    "accepted_at": NOW,
    "token_read_at": NOW,
    "checked_at": NOW,
    "tier": "TIER_2K",
    "daily_limit": 2000,
}


def known(**fields) -> None:
    NumberStatus.objects.update_or_create(pk=1, defaults=WELL | fields)


def warned(**fields) -> AccountNotice:
    about = {"field": "account_update", "event": "ACCOUNT_RESTRICTION"} | fields
    return AccountNotice.objects.create(at=NOW - timedelta(hours=1), warns=True, **about)


def test_a_number_that_is_well_has_no_remark_and_a_key_that_ends_soon_has_one():
    known()
    page = number_page(NOW)
    assert (page["called"], page["state"]["word"], page["state"]["tone"]) == ("335 385843", "Collegato", "ok")
    assert (page["remarks"], page["warned"], page["needs_key"]) == ([], None, False)
    assert page["facts"][0]["word"] == "fino a 2.000"

    known(token_expires_at=NOW + timedelta(days=9))
    (remark,) = number_page(NOW)["remarks"]
    assert remark["title"] == "La chiave di accesso scade fra 9 giorni"
    known(refused_at=NOW + timedelta(days=9000), refusal_code=190)
    assert "Metti una chiave nuova" in at_desk(SARA).get(PAGE).text
    assert "Metti una chiave nuova" not in at_desk(GIULIA).get(PAGE).text


def test_a_warning_says_what_it_stops_and_leads_who_approves_to_its_end():
    known()
    notice = warned()
    page = number_page(NOW)
    assert (page["state"]["word"], page["state"]["about"]) == ("Richiamo di WhatsApp", "da oggi alle 9:00")
    assert "Gli inviti sono fermi." in page["told"].what
    text = at_desk(PAOLO).get(PAGE).text
    assert text.count("WhatsApp ha richiamato il Comune.") == 1
    assert f'href="/admin/avvisi-di-whatsapp/{notice.pk}/modifica/">Chiudi il richiamo' in text
    assert "Chiudi il richiamo" not in at_desk(GIULIA).get(PAGE).text


@pytest.mark.parametrize(
    ("field", "event", "words"),
    [
        ("account_alerts", "WARNING", "WhatsApp avverte il Comune: per ora nulla si ferma"),
        ("errors", "130429", "Errore di WhatsApp: "),
        ("account_alerts", "SOMETHING_NEW", "WhatsApp segnala qualcosa sull'account: guarda in"),
        ("message_template_components_update", "", "WhatsApp segnala qualcosa sull'account: guarda in"),
    ],
)
def test_what_whatsapp_told_of_the_account_is_said_in_words_of_the_office(field, event, words):
    notice = AccountNotice.objects.create(at=NOW, field=field, event=event)
    assert str(notice).startswith(words)
    text = at_desk(PAOLO).get(PAGE).text
    assert f"/admin/avvisi-di-whatsapp/{notice.pk}/modifica/" in text
    assert f">{field}" not in text
    assert not event or event not in text
    is_unexplained = words.endswith("guarda in")
    assert (field in at_desk(SARA).get(PAGE).text) == is_unexplained  # who administers reads it as it is
