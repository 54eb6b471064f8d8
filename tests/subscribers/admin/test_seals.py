"""Rosa prints a seal for the town hall's safe, and reads what the nightly verification found."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from subscribers.models import RegisterCheck
from subscribers.register import sealing
from tests.builders import NOW, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, at_desk
from tests.trails import traces

pytestmark = pytest.mark.django_db
SEALS, CHECKS = "/admin/sigilli/", "/admin/verifiche-del-registro/"


def test_a_seal_can_be_read_aloud_compared_printed_and_taken_away(mailoutbox):
    """Without an address it is sent nowhere."""
    subscribe(ANNA)
    seal, desk = sealing.seal(NOW), at_desk(ROSA)
    html = desk.get(f"{SEALS}{seal.pk}/modifica/").text
    assert "".join(f"<li>{seal.hash[start : start + 4]}</li>" for start in range(0, 64, 4)) in html
    assert "verify_consent_log" not in html  # who reads it has no shell: the text says how, for who has
    line = f"1:{seal.hash}:{seal.trail_sequence}:{seal.trail_hash}"
    assert f"cascina verify_consent_log --seal {line}\n" in sealing.in_words(seal)
    assert "data-print" in html
    assert "stampa l'attestato" in html
    assert "/invia/" not in html
    assert sealing.notice(NOW + timedelta(days=3)) == ""
    assert mailoutbox == []
    said = StringIO()
    call_command("verify_consent_log", seal=[f"1:{seal.hash}"], stdout=said)
    assert "integro" in said.getvalue()

    response = desk.get(f"{SEALS}{seal.pk}/testo/")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="attestato-{seal.pk}.txt"'
    assert response.text == sealing.in_words(seal)


PROTOCOL = ["protocollo@example.org"]


def test_a_seal_says_when_it_went_to_the_register_of_documents(settings, mailoutbox):
    settings.PROTOCOL_EMAILS = PROTOCOL
    seal, desk = sealing.seal(NOW), at_desk(ROSA)
    page = desk.get(f"{SEALS}{seal.pk}/modifica/").text
    assert "Mandato dal servizio, da solo" in page
    assert "8 giugno alle 10:00</time>" in page
    assert "al protocollo 8 giugno alle 10:00" in desk.get(SEALS, follow=True).text

    answer = desk.post(f"{SEALS}{seal.pk}/invia/", follow=True)
    assert "Mandato al protocollo." in answer.text
    assert "Mandato da rosa</p>" in answer.text
    assert [letter.to for letter in mailoutbox] == [PROTOCOL, PROTOCOL]
    assert [words for _, _, words in traces()] == ["Mandato al protocollo."]


def test_what_could_not_leave_is_told_and_leaves_another_night(settings, mailoutbox):
    settings.PROTOCOL_EMAILS = PROTOCOL
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    first, desk = sealing.seal(NOW), at_desk(ROSA)
    assert "Non mandato" in desk.get(SEALS, follow=True).text
    assert "La posta non è partita" in desk.post(f"{SEALS}{first.pk}/invia/", follow=True).text
    assert sealing.notice(NOW + timedelta(days=1)) == ""
    assert "non arrivano al protocollo" in sealing.notice(NOW + timedelta(days=3))
    with time_machine.travel(NOW + timedelta(days=3)):
        assert "non arrivano al protocollo" in desk.get("/admin/").text

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    second = sealing.seal(NOW + timedelta(days=3))
    assert [letter.subject.split()[-5] for letter in mailoutbox] == [str(first.pk), str(second.pk)]
    listed = desk.get(SEALS, follow=True).text
    assert [f"Attestato {seal.pk}" in listed for seal in (first, second)] == [True, True]
    assert sealing.notice(NOW + timedelta(days=9)) == ""


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, SARA], ids=lambda clerk: clerk.group)
def test_who_may_not_see_seals_sends_none(clerk, settings, mailoutbox):
    settings.PROTOCOL_EMAILS = PROTOCOL
    seal, desk = sealing.seal(NOW), at_desk(clerk)
    for page in ("", f"{seal.pk}/modifica/", f"{seal.pk}/testo/"):
        assert desk.get(f"{SEALS}{page}", follow=True).status_code == 403, page
    assert desk.post(f"{SEALS}{seal.pk}/invia/").status_code == 403
    assert at_desk(ROSA).get(f"{SEALS}{seal.pk}/invia/").status_code == 405
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("problems", "kept", "told"),
    [
        (0, 0, "Ogni riga è come è stata scritta."),
        (2, 2, "<ol><li>Evento 1: modificato &lt;b&gt;.</li><li>Evento 2: modificato &lt;b&gt;.</li></ol>"),
        (150, 100, "… e altri 50: li elenca tutti chi amministra il sistema."),
    ],
)
def test_a_check_says_what_it_found(problems, kept, told):
    findings = [f"Evento {number}: modificato <b>." for number in range(1, kept + 1)]
    check = RegisterCheck.objects.create(
        started_at=NOW, finished_at=NOW, count=200, problems=problems, findings=findings
    )
    assert told in at_desk(ROSA).get(f"{CHECKS}{check.pk}/modifica/").text
    outcome = "Non torna" if problems else "Intatto"
    assert outcome in at_desk(SARA).get(CHECKS, follow=True).text
    assert at_desk(GIULIA).get(f"{CHECKS}{check.pk}/modifica/").status_code == 403
