"""The buttons of a broadcast: who has which, what a press does, and what it leaves behind."""

import re
from html import unescape

import pytest

from broadcasts import launching
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.pages.parts.buttons import BUTTONS
from broadcasts.rules.states import CampaignStatus
from tests.broadcasts.pages.pages import page
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import ROSA, STAFF, at_desk

pytestmark = pytest.mark.usefixtures("monday_morning")
DRAFT, IN_REVIEW, APPROVED = CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED
SENDING, PAUSED, SENT = CampaignStatus.SENDING, CampaignStatus.PAUSED, CampaignStatus.SENT
CANCELLED = CampaignStatus.CANCELLED
PIERO = Clerk("piero", "Approvatore")


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


@pytest.mark.parametrize("button", WHO_MAY)
def test_without_the_permission_a_button_does_not_exist(button, caplog):
    written = campaign(status=IN_REVIEW, author=hire(GIULIA))
    for clerk in STAFF:
        desk = at_desk(clerk)
        expected = 200 if clerk in WHO_MAY[button] else 403
        assert desk.get(page(written, button), follow=True).status_code == expected, clerk.group
        if expected == 403:
            assert desk.post(page(written, button), {"seen": fingerprint_of(written)}).status_code == 403
            assert f"{page(written, button)}, user {hire(clerk).pk}" in caplog.text
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


def test_the_first_click_stops_it_whatever_was_read_before_and_the_second_is_told(ready):
    written = campaign(status=SENDING, started_at=NOW)
    response = press(PAOLO, written, "pause", seen="another text")
    assert written.status == PAUSED
    assert response.redirect_chain[-1][0] == page(written, "change")
    assert "Ferma" not in response.text.split("Fermato")[0]
    assert "da te " in response.text
    assert said(press(PAOLO, written, "pause")) == "Era già fermato."
    assert CampaignEvent.objects.count() == 1


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


def test_what_stands_in_the_way_of_a_decision_is_said_and_nothing_happens(ready):
    own = campaign(status=IN_REVIEW, author=hire(PAOLO))
    assert "serve un'altra persona" in stands_in_the_way(press(PAOLO, own, "launch"))
    written = campaign(status=IN_REVIEW)
    assert "già passato" in press(PAOLO, written, "launch", at_0="05/06/2026", at_1="09:30").text
    assert "Scrivi che cosa va cambiato" in press(PAOLO, written, "send-back").text

    seen = fingerprint_of(written)
    Campaign.objects.filter(pk=written.pk).update(body="Via Milano è chiusa.")
    changed = press(PAOLO, written, "launch", seen=seen)
    assert "È cambiato mentre lo leggevi" in stands_in_the_way(changed)
    assert set(Campaign.objects.values_list("status", flat=True)) == {IN_REVIEW}


def test_a_refusal_says_everything_that_is_wrong():
    """No subscriber follows the topic, and Meta does not know the template."""
    written = campaign(status=IN_REVIEW)
    told = stands_in_the_way(press(PAOLO, written, "launch"))
    assert "manca presso WhatsApp" in told
    assert "Nessun iscritto lo riceverebbe" in told
    unfinished = campaign(link="")
    assert "Scrivi il collegamento" in stands_in_the_way(press(GIULIA, unfinished, "ask-review"))
    assert (written.status, unfinished.status) == (IN_REVIEW, DRAFT)


def test_the_page_says_to_how_many_and_why_it_is_urgent_to_who_may_approve_urgent_ones(ready):
    urgent = campaign(status=IN_REVIEW, is_urgent=True, urgent_reason="Piena dell'Arno")
    text = at_desk(PAOLO).get(page(urgent, "launch")).text
    assert "<dd>1 persona<" in text
    assert "Piena dell&#x27;Arno" in text
    his_group = hire(PAOLO).groups.get()
    his_group.permissions.remove(his_group.permissions.get(codename="launch_urgent_campaign"))
    assert at_desk(PAOLO).get(page(urgent, "launch")).status_code == 403
