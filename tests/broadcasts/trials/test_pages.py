"""The pages of a trial: one's own numbers, the code, the button, and what became of it."""

import re

import pytest
from django.utils import timezone

from broadcasts.models import NumberStatus
from broadcasts.slices.trials import numbers
from broadcasts.slices.trials.models import Trial, TrialNumber
from broadcasts.slices.trials.pages import trial_page as trial_page_module
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import campaign, hire, say
from tests.builders import text as incoming
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, at_desk

NUMBERS = "/admin/numeri-di-prova/"


def own_number(clerk=GIULIA, *, proven: bool = True) -> TrialNumber:
    number, now = numbers.add(ANNA.phone, by=hire(clerk), now=timezone.now()), timezone.now()
    if proven:
        TrialNumber.objects.filter(pk=number.pk).update(verified_at=now, wrote_at=now, code="")
    return number


def trial_page(broadcast) -> str:
    return f"/admin/messaggi/{broadcast.pk}/prova/"


def test_a_clerk_adds_a_number_is_told_what_to_write_and_of_a_landline_a_remark():
    response = at_desk(GIULIA).post(f"{NUMBERS}aggiungi/", {"phone": "320 000 0101"}, follow=True)
    number = TrialNumber.objects.get()
    assert (number.phone, number.user.username) == (ANNA.phone, "giulia")
    assert numbers.valid_code(number, timezone.now()) in response.text
    assert "entro 15 minuti" in response.text
    assert ANNA.phone[3:] not in response.text

    page = at_desk(GIULIA).post(f"{NUMBERS}aggiungi/", {"phone": "050 719317"}, follow=True).text
    assert "È un numero fisso: va bene solo se ha WhatsApp." in page
    assert "PROVA " in page
    assert (
        "numero fisso"
        not in at_desk(PAOLO).post(f"{NUMBERS}aggiungi/", {"phone": "320 000 0101"}, follow=True).text
    )


@pytest.mark.parametrize(
    ("phone", "why"), [("12", "Non è un numero di telefono"), ("3200000101", "Hai già aggiunto")]
)
def test_what_is_no_number_or_there_already_is_refused_in_words(phone, why):
    own_number()
    assert why in at_desk(GIULIA).post(f"{NUMBERS}aggiungi/", {"phone": phone}).text
    assert TrialNumber.objects.count() == 1


def test_its_owner_alone_asks_for_codes_and_removes_it_and_others_see_it_masked():
    number = own_number(proven=False)
    code = numbers.valid_code(number, timezone.now())
    assert "•••• 01" in at_desk(GIULIA).get(NUMBERS).text
    assert "+39 320" not in at_desk(PAOLO).get(NUMBERS).text
    assert "•••• 01" in at_desk(SARA).get(NUMBERS).text
    assert code not in at_desk(SARA).get(f"{NUMBERS}{number.pk}/modifica/").text

    assert "Aspetta un minuto" in at_desk(GIULIA).post(f"{NUMBERS}{number.pk}/codice/", follow=True).text
    TrialNumber.objects.update(code_asked_at=timezone.now() - numbers.CODE_VALIDITY)
    assert "Il codice non vale più" in at_desk(GIULIA).get(f"{NUMBERS}{number.pk}/modifica/").text
    assert "PROVA " in at_desk(GIULIA).post(f"{NUMBERS}{number.pk}/codice/", follow=True).text

    for clerk in (PAOLO, SARA):
        assert at_desk(clerk).post(f"{NUMBERS}{number.pk}/codice/").status_code == 403
        at_desk(clerk).post(f"{NUMBERS}{number.pk}/elimina/", {"post": "yes"})
        assert TrialNumber.objects.exists()
    at_desk(GIULIA).post(f"{NUMBERS}{number.pk}/elimina/", {"post": "yes"})
    assert not TrialNumber.objects.exists()


def test_a_clerk_sends_a_trial_and_the_page_follows_it_until_it_has_arrived():
    number, broadcast, desk = own_number(), campaign(), at_desk(GIULIA)
    page = desk.post(trial_page(broadcast), {"numbers": [number.pk], "form": "template"}, follow=True).text
    assert "La prova parte fra un momento" in page
    assert "Prova inviata" in page
    watched = f"{trial_page(broadcast)}stato/"
    assert f'data-watched="{watched}"' in page
    assert 'data-waiting="true"' in page

    Trial.objects.update(status="sent")
    assert "mandata, non ancora arrivata" in desk.get(watched).text
    Trial.objects.update(status="delivered")
    told = desk.get(watched).text
    assert 'data-waiting="false"' in told
    assert "arrivata" in told
    Trial.objects.update(status="sent", asked_at=timezone.now() - 2 * trial_page_module.WATCHED_FOR)
    assert 'data-waiting="false"' in desk.get(watched).text
    Trial.objects.update(status="failed", reason="Il numero non ha WhatsApp")
    text = desk.get(f"/admin/messaggi/{broadcast.pk}/modifica/").text
    assert "non arrivata" in text
    assert "Il numero non ha WhatsApp." in text


def test_the_telephone_writes_the_code_by_itself_in_a_demo_the_simulated_one(settings):
    NumberStatus.objects.create(display_number="+39 335 385843")
    number, desk = own_number(proven=False), at_desk(GIULIA)
    text = desk.get(f"{NUMBERS}{number.pk}/modifica/").text
    code = numbers.valid_code(number, timezone.now())
    assert f'href="https://wa.me/39335385843?text={code.replace(" ", "%20")}"' in text
    assert "+39 335 385843" in text
    assert 'src="data:image/svg+xml' in text

    settings.DEBUG, settings.WHATSAPP_API_URL = True, "http://127.0.0.1:8001"
    text = desk.get(f"{NUMBERS}{number.pk}/modifica/").text
    simulated = f"http://127.0.0.1:8001/?citizen=%2B393200000101&amp;text={code.replace(' ', '+')}"
    assert f'href="{simulated}"' in text


def test_looking_sends_nothing_and_a_colleague_s_telephone_is_a_choice_once_they_agreed():
    number, broadcast, desk = own_number(PAOLO), campaign(), at_desk(GIULIA)
    at_desk(PAOLO).get(trial_page(broadcast))
    text = desk.get(trial_page(broadcast)).text
    assert f'href="{NUMBERS}aggiungi/?messaggio=' in text
    assert "Manda la prova" not in text
    desk.post(trial_page(broadcast), {"numbers": [number.pk], "form": "template"})
    for clerk in (ROSA, SARA):  # who writes and approves nothing
        assert at_desk(clerk).post(trial_page(broadcast)).status_code == 403
    assert not Trial.objects.exists()

    assert "paolo" not in choices(desk, broadcast)
    assert desk.post(f"{NUMBERS}{number.pk}/condividi/", {"is_shared": "on"}).status_code == 403
    at_desk(PAOLO).post(f"{NUMBERS}{number.pk}/condividi/", {"is_shared": "on"})
    assert "paolo" in choices(desk, broadcast)
    assert "•••• 01" not in choices(desk, broadcast)
    page = desk.post(trial_page(broadcast), {"numbers": [number.pk], "form": "template"}, follow=True).text
    assert "giulia a paolo" in page
    assert "sul telefono di paolo" in page
    at_desk(PAOLO).post(f"{NUMBERS}{number.pk}/condividi/", {})
    assert "paolo" not in choices(desk, broadcast)
    assert TrailRecord.objects.filter(about=f"numero di prova {number.pk}").count() == 2


def test_the_page_asks_by_itself_whether_the_code_has_arrived_and_leads_back_to_the_trial():
    broadcast, desk = campaign(), at_desk(GIULIA)
    answer = desk.post(f"{NUMBERS}aggiungi/?messaggio={broadcast.pk}", {"phone": "320 000 0101"})
    number = TrialNumber.objects.get()
    watched = f"{NUMBERS}{number.pk}/stato/?messaggio={broadcast.pk}"
    assert f'data-watched="{watched}"' in desk.get(answer.url).text
    assert 'data-waiting="true"' in desk.get(watched).text
    say(incoming(ANNA, numbers.valid_code(number, timezone.now()), at=timezone.now()))
    proven = desk.get(watched).text
    assert "Numero verificato" in proven
    assert f'href="{trial_page(broadcast)}"' in proven
    assert at_desk(PAOLO).get(watched).status_code == 403


def choices(desk, broadcast) -> str:
    """The telephones that the page offers."""
    return re.search(r"<form id=\"content-main\".*?</form>", desk.get(trial_page(broadcast)).text, re.DOTALL)[
        0
    ]
