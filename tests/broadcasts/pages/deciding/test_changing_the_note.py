"""Paolo has sent a message back and corrects his note: Giulia reads the new one wherever she read the first."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from broadcasts import launching
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.broadcasts.pages.pages import page
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import at_desk

PIA = Clerk("pia", "Approvatore")
FIRST, BETTER = "Manca l'ora", "Manca l'ora, e il telefono della biblioteca"
LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def returned() -> Campaign:
    subscribe(ANNA)
    approve_templates()
    row = campaign(author=hire(GIULIA))
    launching.ask_review(campaign=row, by=hire(GIULIA), now=NOW)
    launching.send_back(campaign=row, by=hire(PAOLO), now=NOW, note=FIRST)
    with time_machine.travel(LATER, tick=False):
        yield row


def change(desk: Client, row: Campaign, note: str = BETTER):
    return desk.post(page(row, "note"), {"seen": fingerprint_of(row), "note": note}, follow=True)


def text(answer) -> str:
    return unescape(answer.text)


def test_both_read_the_new_note_and_the_steps_say_that_it_was_changed(returned):
    shown = text(change(at_desk(PAOLO), returned))
    assert f"La tua nota</p><p>«{BETTER}»" in shown
    assert f"Nota cambiata da te: «{BETTER}»" in shown
    assert f"Rimandato da te: «{FIRST}»" in shown
    assert "· da te a giulia, oggi alle 10:00" in shown  # when it was sent back, not when he changed his note
    for where in (page(returned), "/admin/"):
        assert f"{BETTER}</blockquote>" in text(at_desk(GIULIA).get(where)).replace("»", ""), where


def test_who_sent_it_back_reads_the_note_before_the_facts_and_whether_she_has_read_it(returned):
    shown = text(at_desk(PAOLO).get(page(returned)))
    places = [shown.index(part) for part in ("La tua nota", "Altre azioni", "A chi<", "Passaggi")]
    assert places == sorted(places)

    already = "giulia l'ha già letta."
    assert already not in text(at_desk(PAOLO).get(page(returned)))
    at_desk(GIULIA).get(page(returned))
    assert already in text(at_desk(PAOLO).get(page(returned)))
    assert already not in text(change(at_desk(PAOLO), returned))


def test_the_same_words_are_no_step_and_another_approver_changes_nothing(returned):
    change(at_desk(PAOLO), returned, FIRST)
    assert "Scrivi che cosa va cambiato" in text(change(at_desk(PAOLO), returned, " "))
    assert not returned.events.filter(what="note_changed").exists()
    assert StaffNotice.objects.filter(person=hire(GIULIA)).count() == 1

    hire(PIA)
    assert page(returned, "note") in at_desk(PAOLO).get(page(returned)).text
    assert page(returned, "note") not in at_desk(PIA).get(page(returned)).text
    assert "La nota la cambia chi ha rimandato il messaggio" in text(change(at_desk(PIA), returned))
    assert at_desk(GIULIA).get(page(returned, "note")).status_code == 403


def test_once_she_has_asked_again_the_note_stays_and_is_compared_with_the_text(returned):
    change(at_desk(PAOLO), returned)
    returned.refresh_from_db()
    launching.ask_review(campaign=returned, by=hire(GIULIA), now=LATER)
    assert "finché l'approvazione non è chiesta di nuovo" in text(change(at_desk(PAOLO), returned, "Altro"))
    shown = text(at_desk(PAOLO).get(page(returned, "launch")))
    assert "Che cosa è cambiato dalla tua nota" in shown
    assert f"avevi scritto:</span> «{BETTER}»" in shown
