"""What is done about accounts on the server: the first ones, and the one with all powers. Recorded and told, too."""

import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.models import Invitation
from cascina_whatsapp.security.mail import NOWHERE
from cascina_whatsapp.security.trail.events import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import (
    SECOND_STEP,
    code_on,
    inside,
    is_inside,
    sheet_of,
    telephone_of,
    with_password,
)
from tests.staff import SARA

from .colleagues import OFFICER, employ, groups_of, told

pytestmark = pytest.mark.django_db
ADMINISTRATORS = "Amministratore di sistema"


@pytest.fixture(autouse=True)
def officer(settings):
    settings.PRIVACY_EMAILS = [OFFICER]


def invite(*arguments: str) -> str:
    output = StringIO()
    call_command("invite", *arguments, stdout=output)
    return output.getvalue()


def test_the_first_account(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite("sara", "--email", "sara@comune.example", "--first-name", "Sara", "--group", ADMINISTRATORS)
    sara = User.objects.get(username="sara")
    assert groups_of(sara) == {ADMINISTRATORS}
    assert not sara.has_usable_password()
    link = next(found[0] for letter in mail.outbox if (found := re.search(r"/invito/\S+", letter.body)))
    assert "Scegli come entrare" in client.get(link, follow=True).text
    assert told()["Nuovo account"] == {OFFICER, "sara@comune.example"}
    assert [record.by for record in TrailRecord.objects.all()] == [None] * TrailRecord.objects.count()


def test_a_link_is_written_here_where_no_e_mail_leaves(client, settings):
    """Django's own backend for that case takes every e-mail, and says that it left."""
    settings.EMAIL_BACKEND = NOWHERE
    employ(SARA)
    with pytest.raises(CommandError, match=r"EMAIL_URL.*--show"):
        invite("sara")
    link = invite("sara", "--show").strip().removeprefix("http://testserver")
    assert "Scegli come entrare" in client.get(link, follow=True).text
    assert not any("/invito/" in letter.body for letter in mail.outbox)


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("nuova",), "e-mail"),
        (("nuova", "--email", "n@comune.example", "--group", "Ospite"), "Nessun gruppo si chiama"),
        (("nuova", "--email", "n@comune.example", "--group", ADMINISTRATORS, "--group", "RPD"), "non legge"),
        (("sara", "--group", "Redattore"), "non legge messaggi e numeri"),
        (("3401234567", "--email", "n@comune.example"), "numero di telefono"),
    ],
)
def test_what_it_refuses_leaves_nothing_behind(arguments, refusal):
    employ(SARA)
    with pytest.raises(CommandError, match=refusal):
        invite(*arguments)
    assert list(User.objects.values_list("username", flat=True)) == ["sara"]
    assert not Invitation.objects.exists()


def test_a_lost_telephone_on_the_server_is_a_lost_telephone_on_the_page(
    capsys, django_capture_on_commit_callbacks
):
    """Whoever has the telephone may know the password, too, and be inside."""
    employ(SARA)
    sara = with_password(SARA)
    telephone = telephone_of(sara)
    sheet_of(sara)
    stolen = inside(SARA)
    stolen.post(SECOND_STEP, {"code": code_on(telephone)})
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remove_factors", "sara")
    said = capsys.readouterr().out
    assert said.startswith("Tolti: 2, e la password.")
    assert "cascina invite sara" in said
    sara.refresh_from_db()
    assert not sara.has_usable_password()
    assert not factors.has_any(sara)
    assert not is_inside(stolen)
    assert told()["Account cambiato"] == {OFFICER, "sara@comune.example"}
    record = TrailRecord.objects.get(event=Event.TELEPHONE_LOST)
    assert (record.by, record.about) == (None, "sara")
    removed = TrailRecord.objects.filter(event=Event.FACTOR_REMOVED).order_by("pk")
    assert [one.details["fattore"] for one in removed] == ["app dei codici", "codici di riserva"]
    with pytest.raises(CommandError, match="Nessun account"):
        call_command("remove_factors", "nessuno")


def test_a_superuser_is_recorded_and_told(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("createsuperuser", username="root", email="root@comune.example", interactive=False)
    assert told()["Nuovo account con tutti i poteri"] == {OFFICER, "root@comune.example"}
    record = TrailRecord.objects.get(event=Event.ACCOUNT_MADE)
    assert (record.about, record.details) == ("root", {"poteri": "tutti"})
