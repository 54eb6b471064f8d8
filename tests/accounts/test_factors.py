"""A colleague looks after her own factors: an app, a sheet of codes, taking one away; and the lost telephone."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.factors import authenticator_app, changes, recovery
from cascina_whatsapp.accounts.models import AuthenticatorApp, RecoveryCodes
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import (
    CONFIRM,
    FACTORS,
    SECOND_STEP,
    browser,
    code_on,
    is_inside,
    sheet_of,
    telephone_of,
    type_password,
    with_password,
)

pytestmark = pytest.mark.django_db
APP, CODES, REMOVE = f"{FACTORS}app/", f"{FACTORS}codici-di-riserva/", f"{FACTORS}togli/"
timedelta = timezone.timedelta


def told(event: Event) -> list[tuple[str, str]]:
    found = TrailRecord.objects.filter(event=event).order_by("pk")
    return [(record.about, record.details["fattore"]) for record in found]


def photographed(client) -> AuthenticatorApp:
    """The app on a telephone that has photographed the square, as the server does not know it yet."""
    page = client.get(APP)
    return AuthenticatorApp(secret=page.context["secret"].replace(" ", ""))


def inside():
    client = browser()
    type_password(client)
    return client


def test_an_app_is_added_with_its_first_code():
    user = with_password()
    client = inside()
    telephone = photographed(client)
    assert "Il codice non è quello" in client.post(APP, {"code": "000000"}).text
    assert not factors.has_any(user)
    assert client.post(APP, {"code": code_on(telephone)}).url == CODES
    assert factors.has_app(user)
    assert told(Event.FACTOR_ADDED) == [("giulia", "app dei codici")]
    again = browser()
    assert type_password(again).url == SECOND_STEP
    assert again.post(SECOND_STEP, {"code": code_on(telephone, later=1)}).status_code == 302


def test_the_first_code_is_used_up_by_it():
    with_password()
    client = inside()
    code = code_on(photographed(client))
    client.post(APP, {"code": code})
    again = browser()
    type_password(again)
    assert again.post(SECOND_STEP, {"code": code}).status_code == 200


def test_the_secret_of_an_app_is_encrypted_in_the_database():
    from django.db import connection

    telephone = telephone_of(with_password())
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_authenticatorapp")
        (stored,) = cursor.fetchone()
    assert telephone.secret not in stored
    assert AuthenticatorApp.objects.get().secret == telephone.secret


def test_the_square_says_what_apps_read():
    address = authenticator_app.address(with_password(), "JBSWY3DPEHPK3PXP")
    assert address == (
        "otpauth://totp/Cascina%20WhatsApp%3Agiulia"
        "?secret=JBSWY3DPEHPK3PXP&issuer=Cascina%20WhatsApp&algorithm=SHA1&digits=6&period=30"
    )


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds, code):
    """RFC 6238, appendix B, the last six digits."""
    from base64 import b32encode
    from datetime import UTC, datetime

    secret = b32encode(b"12345678901234567890").decode()
    assert authenticator_app.step_of(secret, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


def test_the_sheet_of_codes_is_shown_once():
    telephone_of(with_password())
    client = inside()
    client.post(SECOND_STEP, {"code": sheet_of(AuthenticatorApp.objects.get().user)[0]})
    page = client.post(CODES)
    codes = page.context["codes"]
    assert all(code in page.text for code in codes)
    later = client.get(CODES)
    assert not any(code in later.text for code in codes)
    assert "Ne restano 8" in later.text


def test_there_is_no_sheet_without_a_factor_that_it_stands_in_for():
    user = with_password()
    client = inside()
    assert "codes" not in client.post(CODES).context
    assert recovery.left(user) is None


def test_new_codes_make_the_old_ones_worthless():
    user = with_password()
    telephone_of(user)
    old = sheet_of(user)
    new = changes.make_codes(user, by=user, now=timezone.now())
    assert recovery.accept(user, old[0]) is None
    assert recovery.accept(user, new[0])
    assert recovery.left(user) == 7


def test_a_factor_is_taken_away_and_its_codes_with_the_last_one():
    user = with_password()
    first, second = telephone_of(user), telephone_of(user)
    sheet_of(user)
    client = inside()
    client.post(SECOND_STEP, {"code": code_on(first)})
    client.post(REMOVE, {"device": first.persistent_id})
    assert list(factors.devices_of(user)) == [second]
    assert recovery.left(user) == 8
    changes.remove(second, by=user, now=timezone.now())
    assert recovery.left(user) is None
    assert told(Event.FACTOR_REMOVED) == [("giulia", "app dei codici")] * 2


def test_the_last_one_stays_where_one_is_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = with_password()
    only = telephone_of(user)
    client = inside()
    client.post(SECOND_STEP, {"code": code_on(only)})
    answer = client.post(REMOVE, {"device": only.persistent_id}, follow=True)
    assert "aggiungine prima un altro" in answer.text
    assert factors.has_app(user)


def test_nobody_takes_away_a_colleague_s_factor():
    from tests.people import PAOLO

    with_password()
    other = telephone_of(with_password(PAOLO))
    client = inside()
    client.post(REMOVE, {"device": other.persistent_id})
    assert AuthenticatorApp.objects.filter(pk=other.pk).exists()


def test_nor_one_s_own_without_having_shown_it():
    """A session of before: whoever sits down at it must not make the account theirs."""
    user = with_password()
    client = inside()
    telephone = telephone_of(user)
    assert client.post(REMOVE, {"device": telephone.persistent_id}).url.startswith(SECOND_STEP)
    assert client.get(APP).url.startswith(SECOND_STEP)
    assert factors.has_app(user)


@pytest.mark.parametrize("page", [APP, CODES])
def test_who_changes_factors_is_asked_again_who_they_are(page, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    with_password()
    client = inside()
    assert client.get(page).status_code == 200
    time_machine.move_to(now + timedelta(minutes=11), tick=False)
    assert client.get(page).url.startswith(CONFIRM)


def test_strangers_see_none_of_it():
    for page in (FACTORS, APP, CODES, CONFIRM):
        assert browser().get(page).url.startswith("/admin/entra/")


def test_the_lost_telephone_with_the_sheet_in_the_drawer():
    user = with_password()
    lost = telephone_of(user)
    codes = sheet_of(user)
    client = inside()
    client.post(SECOND_STEP, {"code": codes[0]})
    assert is_inside(client)
    client.post(REMOVE, {"device": lost.persistent_id})
    assert not factors.has_any(user)


def test_the_lost_telephone_of_whoever_looks_after_the_accounts(capsys):
    user = with_password()
    telephone_of(user)
    sheet_of(user)
    stolen = inside()
    stolen.post(SECOND_STEP, {"code": code_on(AuthenticatorApp.objects.get())})
    call_command("remove_factors", "giulia")
    said = capsys.readouterr().out
    assert said.startswith("Tolti: 2, e la password.")
    assert "cascina invite giulia" in said
    assert not factors.has_any(user)
    assert not RecoveryCodes.objects.exists()
    assert not is_inside(stolen)
    assert told(Event.FACTOR_REMOVED) == [("giulia", "app dei codici"), ("giulia", "codici di riserva")]
    with pytest.raises(CommandError, match="Nessun account"):
        call_command("remove_factors", "nessuno")


def test_the_page_says_when_each_was_used_last():
    with_password()
    client = inside()
    client.post(APP, {"code": code_on(photographed(client))})
    AuthenticatorApp.objects.update(last_used_at=timezone.now())
    assert ", usata l'ultima volta oggi a" in client.get(FACTORS).text
