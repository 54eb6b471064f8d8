"""A colleague looks after her own factors: an app, a sheet of codes, taking one away; and the lost telephone."""

import pytest
from django.utils import timezone

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.factors import authenticator_app, recovery
from cascina_whatsapp.accounts.models import AuthenticatorApp
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import (
    CONFIRM,
    FACTORS,
    SECOND_STEP,
    browser,
    code_on,
    inside,
    sheet_of,
    telephone_of,
    type_password,
    with_password,
)
from tests.people import PAOLO
from tests.security.by_sql import sql

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


def test_an_app_is_added_with_its_first_code_which_is_good_for_nothing_else():
    user = with_password()
    client = inside()
    telephone = photographed(client)
    assert "Il codice non è quello" in client.post(APP, {"code": "000000"}).text
    assert not factors.has_any(user)
    code = code_on(telephone)
    assert client.post(APP, {"code": code}).url == CODES
    assert factors.has_app(user)
    assert told(Event.FACTOR_ADDED) == [("giulia", "app dei codici")]
    again = browser()
    assert type_password(again).url == SECOND_STEP
    assert again.post(SECOND_STEP, {"code": code}).status_code == 200
    assert again.post(SECOND_STEP, {"code": code_on(telephone, later=1)}).status_code == 302
    assert ", usata l'ultima volta oggi a" in client.get(FACTORS).text


def test_the_secret_of_an_app_is_encrypted_in_the_database():
    telephone = telephone_of(with_password())
    ((stored,),) = sql("SELECT secret FROM accounts_authenticatorapp")
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


def test_the_sheet_of_codes_is_shown_once_and_a_new_one_makes_the_old_one_worthless():
    user = with_password()
    client = inside()
    assert "codes" not in client.post(CODES).context  # there is no factor that it stands in for
    assert recovery.left(user) is None
    telephone_of(user)
    old = sheet_of(user)
    client.post(SECOND_STEP, {"code": old[0]})
    page = client.post(CODES)
    codes = page.context["codes"]
    assert all(code in page.text for code in codes)
    later = client.get(CODES).text
    assert not any(code in later for code in codes)
    assert "Ne restano 8" in later
    assert recovery.accept(user, old[1]) is None
    assert recovery.accept(user, codes[0])
    assert recovery.left(user) == 7


def test_a_factor_is_taken_away_and_its_codes_with_the_last_one_unless_one_is_required(settings):
    user = with_password()
    client = inside()
    lost, second = telephone_of(user), telephone_of(user)
    codes = sheet_of(user)
    # A session of before: whoever sits down at it must not make the account theirs.
    assert client.post(REMOVE, {"device": lost.persistent_id}).url.startswith(SECOND_STEP)
    assert client.get(APP).url.startswith(SECOND_STEP)
    client.post(SECOND_STEP, {"code": codes[0]})
    client.post(REMOVE, {"device": lost.persistent_id})
    assert list(factors.devices_of(user)) == [second]
    assert recovery.left(user) == 7
    settings.SECOND_FACTOR_REQUIRED = True
    answer = client.post(REMOVE, {"device": second.persistent_id}, follow=True)
    assert "aggiungine prima un altro" in answer.text
    settings.SECOND_FACTOR_REQUIRED = False
    client.post(REMOVE, {"device": second.persistent_id})
    assert not factors.has_any(user)
    assert recovery.left(user) is None
    assert told(Event.FACTOR_REMOVED) == [("giulia", "app dei codici")] * 2


def test_nobody_takes_away_a_colleague_s_factor():
    with_password()
    other = telephone_of(with_password(PAOLO))
    inside().post(REMOVE, {"device": other.persistent_id})
    assert AuthenticatorApp.objects.filter(pk=other.pk).exists()


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
