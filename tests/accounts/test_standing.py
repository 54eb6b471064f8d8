"""One next step on a colleague's page: by the state, and by who reads; who waits for what, and since when."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from cascina_whatsapp.accounts import people
from cascina_whatsapp.accounts.admin.standing import State, standings
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.builders import hire
from tests.people import GIULIA, PAOLO
from tests.reading import read_of
from tests.staff import SARA, VERA, at_desk

from .colleagues import SIMONE, employ, enters, newcomer

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/account/"


@pytest.fixture(autouse=True)
def town_hall():
    for clerk in (GIULIA, PAOLO, VERA, SARA, SIMONE):
        employ(clerk)


def page(clerk, account: User) -> str:
    return unescape(at_desk(clerk).get(f"{ACCOUNTS}{account.pk}/modifica/").text)


def dark(text: str) -> list[str]:
    """The words of the dark buttons of a page."""
    return re.findall(r'class="button main"[^>]*>([^<]+)<', text)


def how(account: User) -> State:
    account.refresh_from_db()
    return standings([account], timezone.now())[0].state


def test_from_the_invitation_to_the_first_day_the_page_has_one_next_step():
    marta = newcomer()
    text = page(SARA, marta)
    assert dark(text) == ["Rimanda l'invito"]
    assert "Invito mandato <span>· scade " in text

    enters(marta)
    text = page(SARA, marta)
    assert dark(text) == ["Ricorda a chi deve confermare"]
    assert "Aspetta la seconda persona <span>· da oggi alle " in text
    assert "Deve farlo simone o vera: finché non lo fa, entra ma non può fare niente." in text
    assert "Conferma</button>" not in text  # whoever asked for the group does not confirm it
    assert "Ritira la richiesta" in text
    assert "manca la conferma di simone o vera" in unescape(at_desk(SARA).get(ACCOUNTS).text)

    assert dark(page(VERA, marta)) == ["Conferma"]
    change = AccountChange.objects.get()
    decision = {"decision": "approve", "back": "person", "read": read_of(change)}
    done = at_desk(VERA).post(f"/admin/cambi-chiesti/{change.pk}/decidi/", decision, follow=True)
    assert done.redirect_chain[-1][0] == f"{ACCOUNTS}{marta.pk}/modifica/"
    assert dark(page(SARA, marta)) == []
    assert "Scrivere messaggi e chiedere l'approvazione" in page(SARA, marta)
    assert how(marta) == State.ACTIVE


def test_who_must_confirm_is_reminded_once_a_day(django_capture_on_commit_callbacks):
    marta = newcomer()
    enters(marta)
    desk, remind = at_desk(SARA), f"{ACCOUNTS}{marta.pk}/ricorda/"
    before = StaffNotice.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(remind, follow=True)
    assert "Ricordato. Può confermare: simone o vera." in unescape(answer.text)
    assert StaffNotice.objects.count() == before + 2
    assert "aspetta ancora la tua decisione" in mail.outbox[-1].subject
    assert "già ricordato oggi" in unescape(desk.post(remind, follow=True).text)
    assert StaffNotice.objects.count() == before + 2


def test_who_enters_with_the_password_alone_is_asked_for_a_second_step_once_a_day():
    giulia = hire(GIULIA)
    assert how(giulia) == State.ONE_STEP
    text = page(SARA, giulia)
    assert dark(text) == ["Chiedigli il secondo passaggio"]
    assert re.findall(r'class="for-good"[^>]*>([^<]+)<', text) == ["Chiudi l'accesso"]
    assert f'<a class="" href="{ACCOUNTS}{giulia.pk}/invita/">Manda un nuovo invito</a>' in text
    desk, ask = at_desk(SARA), f"{ACCOUNTS}{giulia.pk}/chiedi-secondo-passaggio/"
    assert "Chiesto: lo legge fra le sue novità" in desk.post(ask, follow=True).text
    notice = StaffNotice.objects.get(person=giulia)
    assert (notice.subject, notice.page) == ("Aggiungi il secondo passaggio", "/admin/come-entro/")
    assert "già chiesto oggi" in unescape(desk.post(ask, follow=True).text)
    text = page(VERA, giulia)
    assert (dark(text), "Altre azioni" in text) == ([], False)
    assert at_desk(VERA).post(ask).status_code == 403


def test_a_closed_account_is_opened_again_and_one_that_was_never_opened_is_invited_again():
    marta = newcomer(with_group=False)
    Invitation.objects.filter(user=marta).update(expires_at=timezone.now() - timedelta(days=1))
    assert "Invito scaduto <span>· ieri" in page(SARA, marta)
    assert dark(page(SARA, marta)) == ["Rimanda l'invito"]
    people.close(marta, reason="Era un errore", by=hire(SARA), now=timezone.now())
    assert dark(page(SARA, marta)) == ["Riapri l'accesso"]
    listed = unescape(at_desk(SARA).get(ACCOUNTS).text)
    assert re.search(r'Uscite <span class="count">1</span>', listed)


@pytest.mark.parametrize(
    ("email", "told", "step"),
    [
        ("", "manca l'e-mail: senza, l'invito non ha dove andare", "Cambia indirizzo"),
        ("marta@comune.example", "non può entrare finché non apre un nuovo invito", "Rimanda l'invito"),
    ],
    ids=["without e-mail", "with e-mail"],
)
def test_after_a_lost_telephone_nothing_has_expired_and_the_page_says_what_is_lacking(email, told, step):
    """Marta was invited long ago, and entered; without an e-mail, she was made by hand and never invited."""
    marta = newcomer(with_group=False)
    enters(marta)
    User.objects.filter(pk=marta.pk).update(email=email)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=90))
    if not email:
        Invitation.objects.all().delete()
    desk, lost = at_desk(SARA), f"{ACCOUNTS}{marta.pk}/telefono-perso/"
    assert ("scrivila con «Cambia indirizzo»" in desk.get(lost).text) is (not email)
    answer = unescape(desk.post(lost, {"username": "marta", "reason": "In treno"}, follow=True).text)
    assert ("Manca l'e-mail" in answer, "mandagli un nuovo invito" in answer) == (not email, bool(email))
    assert (how(marta), dark(answer), told in answer) == (State.UNINVITED, [step], True)
    assert "scaduto" not in answer + unescape(desk.get(ACCOUNTS).text)


def test_the_list_costs_the_same_for_many(django_assert_max_num_queries):
    desk = at_desk(SARA)
    desk.get(ACCOUNTS)
    with django_assert_max_num_queries(30) as few:
        desk.get(ACCOUNTS)
    for number in range(6):
        User.objects.create_user(f"collega{number}", f"collega{number}@comune.example", is_staff=True)
    with django_assert_max_num_queries(len(few)):
        desk.get(ACCOUNTS)
