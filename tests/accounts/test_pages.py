"""The pages of accounts, as who keeps them, who decides and who protects the data see them."""

import re

import pytest
from django.contrib.auth.models import User

from cascina_whatsapp.accounts.models import AccountChange, Invitation
from tests.accounts.people import confirmed_long_ago
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


def asked_by_sara() -> AccountChange:
    give = {"change": f"give-{group('Approvatore').pk}", "reason": "Sostituisce Paolo"}
    at_desk(SARA).post(page_of(GIULIA, "chiedi-gruppo"), give)
    return AccountChange.objects.get()


def test_from_a_new_account_to_the_first_day():
    """Sara makes the account and asks for a group; Vera approves it."""
    answer = at_desk(SARA).post(
        f"{ACCOUNTS}aggiungi/", NEW | {"groups": [group("Redattore").pk]}, follow=True
    )
    assert "Invito mandato" in answer.text
    assert "Deve farlo simone o vera: finché non lo fa" in answer.text
    assert "Invito mandato" in at_desk(SARA).get(ACCOUNTS).text
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
def test_what_is_wrong_with_a_new_account_is_said_beside_its_field(changed, words):
    names = changed.get("groups", [])
    form = NEW | changed | {"groups": [group(name).pk for name in names]}
    answer = at_desk(SARA).post(f"{ACCOUNTS}aggiungi/", form)
    assert words in answer.text
    assert list(answer.context_data["form"].errors) == [[*changed][-1]]
    assert not User.objects.filter(username="marta").exists()


def test_whoever_asked_can_only_withdraw_and_a_refusal_keeps_its_note():
    page = f"{CHANGES}{asked_by_sara().pk}"
    text = at_desk(SARA).get(f"{page}/modifica/").text
    assert "L&#x27;hai chiesto tu: decide un&#x27;altra persona." in text
    assert "Ritira la richiesta" in text
    assert 'value="approve"' not in text
    assert "Ritirato" in at_desk(SARA).post(f"{page}/decidi/", {"decision": "withdraw"}, follow=True).text
    AccountChange.objects.all().delete()
    change = asked_by_sara()
    decision = {"decision": "refuse", "note": "Paolo torna domani", "read": read_of(change)}
    done = at_desk(SIMONE).post(f"{CHANGES}{change.pk}/decidi/", decision, follow=True)
    assert "Paolo torna domani" in done.text
    assert groups_of(hire(GIULIA)) == {"Redattore"}


def test_only_what_may_be_asked_is_offered_and_what_a_group_may_do_is_told():
    text = at_desk(SARA).get(page_of(GIULIA, "chiedi-gruppo")).text
    assert "Togliere Redattore" in text
    assert "Assegnare Approvatore" in text
    assert "Assegnare Amministratore di sistema" not in text
    text = at_desk(SARA).get(ACCOUNTS).text
    assert "Caricare moduli di carta" in text
    assert "/admin/gruppi/" not in text


def test_each_button_says_what_it_did():
    """One after the other, as an account goes from its invitation to its end."""
    desk = at_desk(SARA)
    for button, form, words in (
        ("modifica", {"first_name": "Giulia", "last_name": "Neri"}, "Nome salvato."),
        ("ritira-invito", {}, "ora non si può fare"),
        ("invita", {}, "Invito mandato"),
        ("ritira-invito", {}, "Invito ritirato"),
        ("telefono-perso", {"username": "giulia", "reason": "In treno"}, "mandagli un nuovo invito"),
        ("riapri", {"reason": "È tornata"}, "ora non si può fare"),
        ("email", {"email": "PAOLO@comune.example", "reason": "Nuova casella"}, "già di un altro account"),
        ("email", {"email": "altra@comune.example", "reason": "Nuova casella"}, "Decide un altro"),
        ("chiudi", {"reason": "Va in pensione"}, "Account chiuso"),
        ("riapri", {"reason": "È tornata"}, "Decide un altro amministratore"),
    ):
        assert words in desk.post(page_of(GIULIA, button), form, follow=True).text, button
    assert hire(GIULIA).get_full_name() == "Giulia Neri"
    assert not hire(GIULIA).is_active


def test_an_e_mail_is_corrected_at_once_until_a_group_is_asked_for():
    """Or the second person would approve one mailbox, and another would get the link."""
    desk = at_desk(SARA)
    desk.post(f"{ACCOUNTS}aggiungi/", NEW)
    marta = User.objects.get(username="marta")
    page, form = f"{ACCOUNTS}{marta.pk}", {"email": "marta.donati@comune.example", "reason": "Refuso"}
    assert "E-mail cambiata" in desk.post(f"{page}/email/", form, follow=True).text
    assert not Invitation.objects.open().exists()
    desk.post(f"{page}/chiedi-gruppo/", {"change": f"give-{group('Redattore').pk}", "reason": "Nuova"})
    desk.post(f"{page}/email/", {"email": "altrove@altrove.example", "reason": "Refuso"})
    marta.refresh_from_db()
    assert marta.email == "marta.donati@comune.example"


def test_changing_accounts_and_deciding_ask_again_who_one_is():
    change, desk = asked_by_sara(), confirmed_long_ago(at_desk(SARA))
    for page, form in (
        (f"{ACCOUNTS}aggiungi/", NEW),
        (page_of(GIULIA), {"first_name": "G", "last_name": "N"}),
        (page_of(GIULIA, "chiedi-gruppo"), {"change": f"give-{group('RPD').pk}", "reason": "x"}),
        (page_of(GIULIA, "chiudi"), {"reason": "x"}),
    ):
        assert desk.post(page, form).url.startswith("/admin/conferma-chi-sei/"), page
    decision = {"decision": "approve", "read": read_of(change)}
    answer = confirmed_long_ago(at_desk(VERA)).post(f"{CHANGES}{change.pk}/decidi/", decision)
    assert answer.url.startswith("/admin/conferma-chi-sei/")
    assert AccountChange.objects.get().outcome == AccountChange.Outcome.OPEN
    assert hire(GIULIA).is_active
    assert not User.objects.filter(username="marta").exists()


def test_a_superuser_and_two_excluded_groups_show_on_the_officer_s_pages():
    User.objects.create_superuser("root")
    hire(SARA).groups.add(group("Redattore"))  # by the hand of who looks after the database
    for page in ("/admin/", ACCOUNTS):
        text = at_desk(VERA).get(page).text
        plain = " ".join(re.sub(r"<[^>]+>", " ", text).split())
        assert "root ha tutti i poteri" in plain, page
        assert "sara tiene gli account e vede anche i contenuti" in plain, page
    assert "ha tutti i poteri" not in at_desk(GIULIA).get("/admin/").text


def test_in_the_demo_the_link_stands_on_the_page(settings):
    """Where nothing is real and no e-mail leaves."""
    settings.DEBUG = True
    text = at_desk(SARA).post(page_of(GIULIA, "invita"), follow=True).text
    assert "/invito/" in text


def test_what_expired_says_so():
    change = asked_by_sara()
    AccountChange.objects.update(expires_at=change.asked_at)
    page = f"{CHANGES}{change.pk}/"
    assert "Scaduto" in at_desk(VERA).get(f"{page}modifica/").text
    answer = at_desk(VERA).post(f"{page}decidi/", {"decision": "approve"}, follow=True)
    assert "Il tempo per decidere è finito" in answer.text
    assert groups_of(hire(GIULIA)) == {"Redattore"}
