"""A colleague signs in: name and password, then the factor that she has; and what the trail tells of it."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.utils import timezone

from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts.people import (
    DOOR,
    FACTORS,
    HOME,
    PASSWORD,
    SECOND_STEP,
    browser,
    code_on,
    inside,
    is_inside,
    sheet_of,
    telephone_of,
    type_password,
    with_password,
)
from tests.builders import hire
from tests.people import PAOLO

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str, str]]:
    """Event, of whom, and how, in order."""
    return [
        (record.event, record.about, record.details.get("modo", ""))
        for record in TrailRecord.objects.order_by("pk")
    ]


def test_with_a_password_alone_where_no_factor_is_required_until_one_signs_out():
    with_password()
    client = browser()
    assert type_password(client, next="/admin/messaggi/").url == "/admin/messaggi/"
    assert is_inside(client)
    assert client.get(DOOR, {"next": "/admin/messaggi/"}).url == "/admin/messaggi/"
    assert client.get("/admin/entra/di-nuovo/").status_code == 200
    client.post("/admin/esci/")
    assert not is_inside(client)
    assert told() == [(Event.SIGNED_IN, "giulia", "password"), (Event.SIGNED_OUT, "giulia", "")]


@pytest.mark.parametrize(
    ("username", "password", "account", "about"),
    [
        ("giulia", "sbagliata", {}, "giulia"),
        ("giulia", PASSWORD.upper(), {}, "giulia"),
        ("nessuno", PASSWORD, {}, "nome sconosciuto"),
        ("giulia", PASSWORD, {"is_active": False}, "giulia"),
        ("giulia", PASSWORD, {"is_staff": False}, "giulia"),
    ],
)
def test_not_with_a_wrong_one_nor_with_an_account_that_is_closed(username, password, account, about):
    User.objects.filter(pk=with_password().pk).update(**account or {"is_active": True})
    client = browser()
    answer = type_password(client, password, username=username)
    assert "Nome utente o password non sono giusti" in answer.text
    assert not is_inside(client)
    assert told() == [(Event.SIGN_IN_FAILED, about, "password")]


def test_nobody_is_led_away_from_our_pages():
    with_password()
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert type_password(browser(), next=elsewhere).url == HOME, elsewhere


def test_who_has_an_app_shows_its_code_after_the_password():
    telephone = telephone_of(with_password())
    client = browser()
    assert type_password(client, next="/admin/messaggi/").url == SECOND_STEP
    assert not is_inside(client)
    assert "sei cifre" in client.get(SECOND_STEP).text
    assert "Il codice non è giusto" in client.post(SECOND_STEP, {"code": "000 000"}).text
    assert client.post(SECOND_STEP, {"code": code_on(telephone)}).url == "/admin/messaggi/"
    assert is_inside(client)
    assert told() == [
        (Event.SIGN_IN_FAILED, "giulia", "password e codice dell'app"),
        (Event.SIGNED_IN, "giulia", "password e codice dell'app"),
    ]


def test_a_code_is_good_once_from_the_app_or_from_paper_however_it_is_typed():
    user = with_password()
    shown = code_on(telephone_of(user))
    first, second, *_ = sheet_of(user)
    for code, expected in [
        (shown, 302),
        (shown, 200),
        (first, 302),
        (first, 200),
        (f" {second.upper().replace('-', ' ')} ", 302),
    ]:
        assert inside().post(SECOND_STEP, {"code": code}).status_code == expected, code


@pytest.mark.parametrize(("later", "status"), [(-2, 200), (-1, 302), (0, 302), (1, 302), (2, 200)])
def test_a_telephone_s_clock_may_be_half_a_minute_wrong(later, status, time_machine):
    time_machine.move_to(timezone.now().replace(microsecond=0), tick=False)
    telephone = telephone_of(with_password())
    assert inside().post(SECOND_STEP, {"code": code_on(telephone, later=later)}).status_code == status


def test_the_sheet_is_kept_as_digests():
    user = with_password()
    codes = sheet_of(user)
    kept = str(list(user.recoverycodes_set.values()))
    assert len(set(codes)) == 8
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_the_second_step_is_for_who_has_just_typed_the_password_that_still_is_one(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    user = with_password()
    telephone = telephone_of(user)
    assert browser().post(SECOND_STEP, {"code": code_on(telephone)}).url == DOOR
    late = inside()
    time_machine.move_to(now + timezone.timedelta(minutes=11), tick=False)
    assert late.post(SECOND_STEP, {"code": code_on(telephone)}).url == DOOR
    changed = inside()
    user.set_password("un'altra parola d'ordine")
    user.save()
    assert changed.post(SECOND_STEP, {"code": code_on(telephone)}).url == DOOR


def test_the_session_is_another_one_after_each_step():
    """Whoever put a session into the browser before does not get in with it."""
    telephone = telephone_of(with_password())
    client = browser()
    client.session["planted"] = True
    client.session.save()
    keys = {client.session.session_key}
    type_password(client)
    keys.add(client.session.session_key)
    client.post(SECOND_STEP, {"code": code_on(telephone)})
    keys.add(client.session.session_key)
    assert len(keys) == 3


@pytest.mark.parametrize("before", [PBKDF2PasswordHasher(), Argon2PasswordHasher()])
def test_passwords_are_kept_by_argon2_in_one_lane_and_older_ones_become_so(settings, before):
    from cascina_whatsapp import settings as ours

    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    user = hire(PAOLO)
    user.password = before.encode(PASSWORD, before.salt())
    user.save()
    type_password(browser(), username="paolo")
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_without_a_factor_nothing_opens_where_one_is_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    with_password()
    client = inside()
    for page in (HOME, "/admin/messaggi/", "/admin/messaggi/aggiungi/", "/admin/guida/", "/admin/adesso/"):
        assert client.get(page).url == FACTORS, page
    assert client.post("/admin/messaggi/aggiungi/", {"title": "x"}).url == FACTORS
    assert "Prima di cominciare" in client.get(FACTORS).text


def test_a_factor_that_was_set_up_elsewhere_is_asked_for(settings):
    """Somebody was signed in before the account had its app: that session is worth no more than a password."""
    settings.SECOND_FACTOR_REQUIRED = True
    user = with_password()
    client = inside()
    telephone = telephone_of(user)
    assert client.get(HOME).url == SECOND_STEP
    assert client.get(FACTORS).url.startswith(SECOND_STEP)
    client.post(SECOND_STEP, {"code": code_on(telephone)})
    assert is_inside(client)
