"""The buttons of a broadcast: who has which, what a press does, and what it leaves behind."""

import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from broadcasts import launching
from broadcasts.admin.parts.buttons import BUTTONS
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus
from tests.builders import NOW, approve_templates, campaign, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import ROSA, SARA, STAFF, at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]
DRAFT, IN_REVIEW, APPROVED = CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED
SENDING, PAUSED, SENT = CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SENT
CANCELLED = CampaignStatus.CANCELLED
PIERO = Clerk("piero", "Approvatore")


@pytest.fixture
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ready():
    """Everything that a launch needs, but the broadcast."""
    subscribe(ANNA)
    approve_templates()


def page(written: Campaign, button: str) -> str:
    return reverse(f"admin:broadcasts_campaign_{button}", args=[written.pk])


def press(clerk, written: Campaign, button: str, **answers):
    """What happens after `clerk` confirms; the page that follows."""
    seen = answers.pop("seen", fingerprint_of(written))
    response = at_desk(clerk).post(page(written, button), {"seen": seen, **answers}, follow=True)
    written.refresh_from_db()
    return response


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def stands_in_the_way(response) -> str:
    """As the page that asks says it: what was typed there is not lost."""
    return unescape(re.search(r'role="alert"[^>]*>(.*?)</div>', response.text, re.DOTALL)[1])


WHO_MAY = {
    "submit-template": (GIULIA, PAOLO),
    "what-changes": (GIULIA,),
    "details": (GIULIA,),
    "ask-review": (GIULIA,),
    "withdraw-request": (GIULIA,),
    "send-back": (PAOLO,),
    "note": (PAOLO,),
    "launch": (PAOLO,),
    "take-back": (GIULIA, PAOLO),
    "revise": (GIULIA,),
    "move": (GIULIA, PAOLO),
    "pause": (GIULIA, PAOLO),
    "resume": (PAOLO,),
    "cancel": (GIULIA, PAOLO),
}
"""Giulia has written it; nothing has left."""


@pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)
@pytest.mark.parametrize("button", WHO_MAY)
def test_without_the_permission_a_button_does_not_exist(clerk, button, caplog):
    written = campaign(status=IN_REVIEW, author=hire(GIULIA))
    desk = at_desk(clerk)
    expected = 200 if clerk in WHO_MAY[button] else 403
    assert desk.get(page(written, button), follow=True).status_code == expected
    if expected == 403:
        assert desk.post(page(written, button), {"seen": fingerprint_of(written)}).status_code == 403
        assert f"user {hire(clerk).pk} may not {button} campaign {written.pk}" in caplog.text
        assert written.title not in caplog.text
        assert not CampaignEvent.objects.exists()


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.name)
def test_looking_at_the_page_changes_nothing(button):
    written = campaign(status=sorted(button.states)[0])
    before = written.status
    text = at_desk(WHO_MAY[button.name][0]).get(page(written, button.name), follow=True).text
    written.refresh_from_db()
    assert (written.status, CampaignEvent.objects.count()) == (before, 0)
    assert written.title in text
    assert "csrfmiddlewaretoken" in text


@pytest.mark.parametrize(
    ("button", "clerk", "before", "answers", "after", "event"),
    [
        ("ask-review", GIULIA, DRAFT, {}, IN_REVIEW, "review_asked"),
        ("send-back", PAOLO, IN_REVIEW, {"note": "Manca l'orario"}, DRAFT, "sent_back"),
        ("launch", PAOLO, IN_REVIEW, {}, APPROVED, "approved"),
        ("withdraw-request", GIULIA, IN_REVIEW, {}, DRAFT, "withdrawn"),
        ("take-back", PAOLO, APPROVED, {}, IN_REVIEW, "taken_back"),
        ("pause", PAOLO, SENDING, {}, PAUSED, "paused"),
        ("pause", GIULIA, SENDING, {}, PAUSED, "paused"),
        ("resume", PAOLO, PAUSED, {}, APPROVED, "resumed"),
        ("revise", GIULIA, APPROVED, {}, DRAFT, "revised"),
        ("cancel", PAOLO, SENDING, {"reason": "Rinviato"}, CANCELLED, "cancelled"),
    ],
)
def test_a_press_acts_once_and_leaves_a_trace(ready, button, clerk, before, answers, after, event):
    written = campaign(status=before)
    press(clerk, written, button, **answers)
    trace = CampaignEvent.objects.get()
    assert written.status == after
    assert (trace.what, trace.by, trace.at) == (event, hire(clerk), NOW)
    assert trace.note == "".join(answers.values())


def paused(by, **more) -> Campaign:
    written = campaign(**{"status": SENDING, "started_at": NOW} | more)
    press(by, written, "pause")
    return written


def test_the_first_click_stops_it_whatever_was_read_before(ready):
    written = campaign(status=SENDING, started_at=NOW)
    response = press(PAOLO, written, "pause", seen="another text")
    assert written.status == PAUSED
    assert response.redirect_chain[-1][0] == page(written, "change")
    assert "Ferma" not in response.text.split("Fermato")[0]
    assert "da te " in response.text


def test_of_two_who_stop_it_the_second_is_told_and_nothing_else_happens(ready):
    written = paused(PAOLO)
    response = press(PAOLO, written, "pause")
    assert said(response) == "Era già fermato."
    assert CampaignEvent.objects.count() == 1


def test_what_is_over_cannot_be_stopped_and_says_so(ready):
    response = press(PAOLO, campaign(status=SENT, started_at=NOW), "pause")
    assert "è nello stato «Inviato»" in said(response)
    assert not CampaignEvent.objects.exists()


@pytest.mark.parametrize("button", ["pause", "pause-reason"])
def test_an_old_address_leads_to_the_broadcast_and_stops_nothing(ready, button):
    written = campaign(status=SENDING, started_at=NOW)
    response = at_desk(PAOLO).get(page(written, button))
    assert (response.status_code, response.url) == (302, page(written, "change"))
    written.refresh_from_db()
    assert written.status == SENDING


def test_the_reason_is_written_afterwards_where_it_was_written_before(ready):
    written = paused(PAOLO)
    for reason in ("C'è un errore", "C'è un errore nella data"):  # as long as it is paused
        assert said(press(PAOLO, written, "pause-reason", reason=reason)) == "Scritto."
    step = CampaignEvent.objects.get()
    assert (step.what, step.note, written.pause_reason) == ("paused", reason, reason)
    assert (
        unescape(at_desk(ROSA).get(page(written, "change")).text).count(reason) == 2
    )  # above, and in the steps


def test_only_who_stopped_it_says_why_and_only_while_it_is_paused(ready):
    written = paused(PAOLO)
    field = 'name="reason"'
    assert field in at_desk(PAOLO).get(page(written, "change")).text
    assert field not in at_desk(PIERO).get(page(written, "change")).text
    refusal = press(PIERO, written, "pause-reason", reason="Perché sì")
    assert "lo scrive chi l'ha fermato" in said(refusal)
    press(PAOLO, written, "resume")
    press(PAOLO, written, "pause-reason", reason="Tardi")
    assert set(CampaignEvent.objects.values_list("note", flat=True)) == {""}
    assert written.pause_reason == ""


def test_a_pause_of_the_system_keeps_its_reason(ready):
    written = campaign(status=SENDING, started_at=NOW)
    launching.pause(campaign=written, by=None, reason="Meta ha fermato il numero", now=NOW)
    text = at_desk(PAOLO).get(page(written, "change")).text
    assert text.count("Meta ha fermato il numero") == 3  # in the bar, above, and in the steps
    assert 'name="reason"' not in text


def test_a_second_press_is_told_that_it_came_late(ready):
    written = campaign(status=IN_REVIEW)
    press(PAOLO, written, "launch")
    response = press(PAOLO, written, "launch")
    assert "È già nello stato «Programmato»" in said(response)
    assert CampaignEvent.objects.count() == 1


def test_what_changed_while_it_was_read_must_be_read_again(ready):
    written = campaign(status=IN_REVIEW)
    seen = fingerprint_of(written)
    Campaign.objects.filter(pk=written.pk).update(body="Via Milano è chiusa.")
    response = press(PAOLO, written, "launch", seen=seen)
    assert "È cambiato mentre lo leggevi" in stands_in_the_way(response)
    assert written.status == IN_REVIEW


def test_a_refused_launch_says_everything_that_is_wrong():
    """No subscriber follows the topic, and Meta does not know the template."""
    written = campaign(status=IN_REVIEW)
    response = press(PAOLO, written, "launch")
    assert "manca presso WhatsApp" in stands_in_the_way(response)
    assert "Nessun iscritto lo riceverebbe" in stands_in_the_way(response)
    assert written.status == IN_REVIEW


def test_who_wrote_it_can_not_approve_it(ready):
    written = campaign(status=IN_REVIEW, author=hire(PAOLO))
    assert "serve un'altra persona" in stands_in_the_way(press(PAOLO, written, "launch"))
    assert written.status == IN_REVIEW


def test_a_broadcast_that_is_not_ready_is_not_sent_to_review():
    written = campaign(link="")
    assert "Scrivi il collegamento" in stands_in_the_way(press(GIULIA, written, "ask-review"))
    assert written.status == DRAFT


def test_a_broadcast_goes_back_only_with_a_word_to_its_author():
    written = campaign(status=IN_REVIEW)
    response = press(PAOLO, written, "send-back")
    assert "Scrivi che cosa va cambiato" in response.text
    assert written.status == IN_REVIEW


def test_urgent_needs_its_own_permission(ready):
    written = campaign(status=IN_REVIEW, is_urgent=True, urgent_reason="Piena dell'Arno")
    assert at_desk(PAOLO).get(page(written, "launch")).status_code == 200
    his_group = hire(PAOLO).groups.get()
    his_group.permissions.remove(his_group.permissions.get(codename="launch_urgent_campaign"))
    assert at_desk(PAOLO).get(page(written, "launch")).status_code == 403


@pytest.mark.parametrize(
    ("answers", "leaves"),
    [
        ({}, NOW),
        ({"at_0": "09/06/2026", "at_1": "09:30"}, NOW.replace(day=9, hour=7, minute=30)),
    ],
)
def test_the_approver_may_choose_the_moment(ready, answers, leaves):
    """09:30 in Cascina is 07:30 UTC in June."""
    written = campaign(status=IN_REVIEW)
    press(PAOLO, written, "launch", **answers)
    assert written.scheduled_for == leaves


def test_a_moment_that_has_gone_by_is_refused(ready):
    written = campaign(status=IN_REVIEW)
    response = press(PAOLO, written, "launch", at_0="05/06/2026", at_1="09:30")
    assert "già passato" in response.text
    assert written.status == IN_REVIEW


def test_the_page_says_to_how_many_and_why_it_is_urgent(ready):
    text = at_desk(PAOLO).get(page(campaign(status=IN_REVIEW), "launch")).text
    assert "<dd>1 persona<" in text
    urgent = campaign(status=IN_REVIEW, is_urgent=True, urgent_reason="Piena dell'Arno")
    assert "Piena dell&#x27;Arno" in at_desk(PAOLO).get(page(urgent, "launch")).text


def test_an_unknown_broadcast_is_not_found():
    assert at_desk(PAOLO).get("/admin/messaggi/999/avvia/").status_code == 404


def test_the_system_administrator_can_not_even_look():
    assert at_desk(SARA).get(page(campaign(), "launch")).status_code == 403
