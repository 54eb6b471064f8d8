"""The pages of accounts, as who keeps them, who decides and who protects the data see them."""

import re

import pytest
from django.contrib.auth.models import User

from cascina_whatsapp.accounts import changes
from cascina_whatsapp.accounts.models import AccountChange, Invitation
from cascina_whatsapp.accounts.signing_in.session import CONFIRMED_AT
from tests.builders import hire
from tests.people import GIULIA, PAOLO
from tests.reading import read_of
from tests.staff import SARA, VERA, at_desk

from .colleagues import GINO, SIMONE, employ, group, groups_of

pytestmark = pytest.mark.django_db
ACCOUNTS, CHANGES = "/admin/account/", "/admin/cambi-chiesti/"
NEW = {
    "username": "marta",
    "first_name": "Marta",
    "last_name": "Donati",
    "email": "marta@comune.example",
    "reason": "Nuova all'URP",
}


@pytest.fixture(autouse=True)
def town_hall():
    for clerk in (GIULIA, GINO, PAOLO, VERA, SARA, SIMONE):
        employ(clerk)


def page_of(clerk, button="modifica") -> str:
    return f"{ACCOUNTS}{hire(clerk).pk}/{button}/"


def test_from_a_new_account_to_the_first_day():
    """Sara makes the account and asks for a group; Vera approves it."""
    answer = at_desk(SARA).post(
        f"{ACCOUNTS}aggiungi/", NEW | {"groups": [group("Redattore").pk]}, follow=True
    )
    assert "Invito mandato" in answer.text
    assert "Deve farlo simone o vera: finché non lo fa" in answer.text
    assert "Invitato" in at_desk(SARA).get(ACCOUNTS).text
    assert "Ritira la richiesta" in answer.text
    home = at_desk(VERA).get("/admin/").text
    assert "assegnare il gruppo Redattore" in home
    change = AccountChange.objects.get()
    page = at_desk(VERA).get(f"{CHANGES}{change.pk}/modifica/").text
    assert "Nuova all&#x27;URP" in page
    done = at_desk(VERA).post(
        f"{CHANGES}{change.pk}/decidi/", {"decision": "approve", "read": read_of(change)}, follow=True
    )
    assert "Approvato: vale da adesso." in done.text
    assert groups_of(User.objects.get(username="marta")) == {"Redattore"}
    assert "assegnare il gruppo" not in at_desk(VERA).get("/admin/").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"username": "giulia"}, "già un account con questo nome"),
        ({"username": "3401234567"}, "numero di telefono"),
        ({"email": "GIULIA@comune.example"}, "già di un altro account"),
        ({"email": ""}, "Qui manca qualcosa."),
        ({"groups": ["Redattore", "Amministratore di sistema"]}, "non legge messaggi e numeri"),
        ({"groups": ["Redattore"], "reason": ""}, "perché servono questi gruppi"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(changed, words):
    names = changed.get("groups", [])
    form = NEW | changed | {"groups": [group(name).pk for name in names]}
    assert words in at_desk(SARA).post(f"{ACCOUNTS}aggiungi/", form).text
    assert not User.objects.filter(username="marta").exists()


def test_whoever_asked_can_only_withdraw():
    give = {"change": f"give-{group('Approvatore').pk}", "reason": "Sostituisce Paolo"}
    at_desk(SARA).post(page_of(GIULIA, "chiedi-gruppo"), give)
    change = AccountChange.objects.get()
    page = at_desk(SARA).get(f"{CHANGES}{change.pk}/modifica/").text
    assert "L&#x27;hai chiesto tu: decide un&#x27;altra persona." in page
    assert "Ritira la richiesta" in page
    assert 'value="approve"' not in page
    done = at_desk(SARA).post(f"{CHANGES}{change.pk}/decidi/", {"decision": "withdraw"}, follow=True)
    assert "Ritirato" in done.text


def test_a_refusal_keeps_its_note():
    give = {"change": f"give-{group('Approvatore').pk}", "reason": "Sostituisce Paolo"}
    at_desk(SARA).post(page_of(GIULIA, "chiedi-gruppo"), give)
    change = AccountChange.objects.get()
    decision = {"decision": "refuse", "note": "Paolo torna domani", "read": read_of(change)}
    done = at_desk(SIMONE).post(f"{CHANGES}{change.pk}/decidi/", decision, follow=True)
    assert "Paolo torna domani" in done.text
    assert groups_of(hire(GIULIA)) == {"Redattore"}


def test_only_what_may_be_asked_is_offered():
    text = at_desk(SARA).get(page_of(GIULIA, "chiedi-gruppo")).text
    assert "Togliere Redattore" in text
    assert "Assegnare Approvatore" in text
    assert "Assegnare Amministratore di sistema" not in text


@pytest.mark.parametrize(
    ("button", "form", "words"),
    [
        ("invita", {}, "Invito mandato"),
        ("email", {"email": "altra@comune.example", "reason": "Nuova casella"}, "Decide un altro"),
        ("chiudi", {"reason": "Va in pensione"}, "Account chiuso"),
        ("telefono-perso", {"username": "giulia", "reason": "In treno"}, "mandagli un nuovo invito"),
        ("ritira-invito", {}, "ora non si può fare"),
        ("riapri", {"reason": "È tornata"}, "ora non si può fare"),
    ],
)
def test_each_button_says_what_it_did(button, form, words):
    assert words in at_desk(SARA).post(page_of(GIULIA, button), form, follow=True).text


def test_an_invitation_is_withdrawn_and_a_closed_account_is_asked_for_again():
    desk = at_desk(SARA)
    desk.post(page_of(GIULIA, "invita"))
    assert "Invito ritirato" in desk.post(page_of(GIULIA, "ritira-invito"), follow=True).text
    desk.post(page_of(GIULIA, "chiudi"), {"reason": "Va in pensione"})
    answer = desk.post(page_of(GIULIA, "riapri"), {"reason": "È tornata"}, follow=True)
    assert "Decide un altro amministratore" in answer.text
    assert not hire(GIULIA).is_active


def test_the_e_mail_of_an_account_that_can_do_nothing_is_corrected_at_once():
    desk = at_desk(SARA)
    desk.post(f"{ACCOUNTS}aggiungi/", NEW)
    marta = User.objects.get(username="marta")
    form = {"email": "marta.donati@comune.example", "reason": "Refuso"}
    answer = desk.post(f"{ACCOUNTS}{marta.pk}/email/", form, follow=True)
    assert "E-mail cambiata" in answer.text
    marta.refresh_from_db()
    assert marta.email == "marta.donati@comune.example"
    assert not Invitation.objects.open().exists()


def test_while_a_group_is_asked_for_the_e_mail_waits_too():
    """Or the second person would approve one mailbox, and another would get the link."""
    desk = at_desk(SARA)
    desk.post(f"{ACCOUNTS}aggiungi/", NEW | {"groups": [group("Redattore").pk]})
    marta = User.objects.get(username="marta")
    desk.post(f"{ACCOUNTS}{marta.pk}/email/", {"email": "altrove@altrove.example", "reason": "Refuso"})
    marta.refresh_from_db()
    assert marta.email == "marta@comune.example"


def test_a_change_of_accounts_asks_again_who_one_is():
    desk = at_desk(SARA)
    session = desk.session
    session[CONFIRMED_AT] = 0
    session.save()
    give = {"change": f"give-{group('Approvatore').pk}", "reason": "Sostituisce Paolo"}
    for page, form in (
        (f"{ACCOUNTS}aggiungi/", NEW),
        (page_of(GIULIA), {"first_name": "G", "last_name": "N"}),
        (page_of(GIULIA, "chiedi-gruppo"), give),
        (page_of(GIULIA, "chiudi"), {"reason": "x"}),
    ):
        answer = desk.post(page, form)
        assert answer.url.startswith("/admin/conferma-chi-sei/"), page
    assert not AccountChange.objects.exists()
    assert hire(GIULIA).is_active
    assert not User.objects.filter(username="marta").exists()


def test_deciding_asks_again_too():
    give = {"change": f"give-{group('Approvatore').pk}", "reason": "Sostituisce Paolo"}
    at_desk(SARA).post(page_of(GIULIA, "chiedi-gruppo"), give)
    desk = at_desk(VERA)
    session = desk.session
    session[CONFIRMED_AT] = 0
    session.save()
    answer = desk.post(f"{CHANGES}{AccountChange.objects.get().pk}/decidi/", {"decision": "approve"})
    assert answer.url.startswith("/admin/conferma-chi-sei/")
    assert groups_of(hire(GIULIA)) == {"Redattore"}


def test_a_superuser_and_two_excluded_groups_show_on_the_officer_s_pages():
    User.objects.create_superuser("root")
    hire(SARA).groups.add(group("Redattore"))  # by the hand of who looks after the database
    for page in ("/admin/", ACCOUNTS):
        text = at_desk(VERA).get(page).text
        plain = " ".join(re.sub(r"<[^>]+>", " ", text).split())
        assert "root ha tutti i poteri" in plain, page
        assert "sara tiene gli account e vede anche i contenuti" in plain, page
    assert "ha tutti i poteri" not in at_desk(GIULIA).get("/admin/").text


def test_the_name_is_saved():
    form = {"first_name": "Giulia", "last_name": "Neri"}
    assert "Nome salvato." in at_desk(SARA).post(page_of(GIULIA), form, follow=True).text
    assert hire(GIULIA).get_full_name() == "Giulia Neri"


def test_in_the_demo_the_link_stands_on_the_page(settings):
    """Where nothing is real and no e-mail leaves."""
    settings.DEBUG = True
    text = at_desk(SARA).post(page_of(GIULIA, "invita"), follow=True).text
    assert "/invito/" in text


def test_what_each_group_may_do_is_told_and_changed_by_nobody():
    text = at_desk(SARA).get(ACCOUNTS).text
    assert "Caricare moduli di carta" in text
    assert "/admin/gruppi/" not in text


def test_what_expired_says_so():
    give = {"change": f"give-{group('Approvatore').pk}", "reason": "Sostituisce Paolo"}
    at_desk(SARA).post(page_of(GIULIA, "chiedi-gruppo"), give)
    AccountChange.objects.update(expires_at=AccountChange.objects.get().asked_at)
    page = f"{CHANGES}{AccountChange.objects.get().pk}/"
    assert "Scaduto" in at_desk(VERA).get(f"{page}modifica/").text
    answer = at_desk(VERA).post(f"{page}decidi/", {"decision": "approve"}, follow=True)
    assert "Il tempo per decidere è finito" in answer.text
    assert groups_of(hire(GIULIA)) == {"Redattore"}
    assert changes.expire(AccountChange.objects.get().expires_at) == 1
