"""A colleague comes from the Comune's own sign-on, over HTTP: known people get in, and nobody else."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone
from joserfc.jwk import RSAKey

from cascina_whatsapp.accounts.models import SingleSignOn
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.accounts import provider
from tests.accounts.colleagues import OFFICER, employ
from tests.accounts.people import (
    CONFIRM,
    DOOR,
    FACTORS,
    HOME,
    SECOND_STEP,
    browser,
    code_on,
    is_inside,
    telephone_of,
    type_password,
    with_password,
)
from tests.builders import hire
from tests.patience import visit
from tests.people import GIULIA, PAOLO

pytestmark = pytest.mark.django_db
LEAVE = "/admin/entra/comune/"
GIULIA_THERE = {"sub": "it-0001", "preferred_username": "giulia"}


@pytest.fixture
def comune(settings):
    """The provider, known to the service; Giulia sits in front of it."""
    with provider.running() as running:
        running.person = dict(GIULIA_THERE)
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = provider.CLIENT, provider.SECRET
        yield running


def come_through(client, *, next_page: str = ""):
    """To the provider and back, as a browser goes."""
    left = client.get(LEAVE, {"next": next_page})
    back = visit(left.url, allow_redirects=False).headers["Location"]
    address = urlsplit(back)
    return client.get(f"{address.path}?{address.query}")


def test_a_known_person_gets_in_and_on_to_the_page_that_was_wanted(comune):
    hire(GIULIA)
    client = browser()
    assert "Entra con l&#x27;accesso del Comune" in client.get(DOOR).text
    assert come_through(client, next_page="/admin/messaggi/").url == "/admin/messaggi/"
    assert is_inside(client)
    record = TrailRecord.objects.get(event=Event.SIGNED_IN)
    assert record.about == "giulia"
    assert record.details == {"modo": "accesso unico del Comune"}


def test_the_first_time_is_in_the_trail_and_told_to_the_owner_and_the_officer(
    comune, settings, django_capture_on_commit_callbacks
):
    """Whoever has the name at the Comune gets the account of that name here."""
    settings.PRIVACY_EMAILS = [OFFICER]
    employ(GIULIA)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert is_inside_after(browser())
        linked = TrailRecord.objects.filter(event=Event.SINGLE_SIGN_ON_LINKED)
        assert [(record.by_name, record.about) for record in linked] == [("giulia", "giulia")]
        letters = [letter for letter in mail.outbox if "Collegato all'accesso unico" in letter.subject]
        assert [set(letter.to) for letter in letters] == [{"giulia@comune.example", OFFICER}]


def is_inside_after(client) -> bool:
    come_through(client)
    return is_inside(client)


def test_what_is_asked_of_the_provider(comune):
    come_through(browser())
    asked = comune.asked
    assert asked["redirect_uri"] == "http://testserver/admin/entra/comune/ritorno/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert "openid" in asked["scope"].split()
    assert asked["nonce"]
    assert asked["state"]


def test_an_unknown_person_is_refused_and_nobody_is_created(comune):
    hire(PAOLO)
    client = browser()
    answer = come_through(client)
    assert "qui non hai un account" in answer.text
    assert not is_inside(client)
    assert list(User.objects.values_list("username", flat=True)) == ["paolo"]
    assert TrailRecord.objects.get().event == Event.SIGN_IN_FAILED


@pytest.mark.parametrize("closed", [{"is_active": False}, {"is_staff": False}])
def test_nor_does_a_closed_account_open(comune, closed):
    User.objects.filter(pk=hire(GIULIA).pk).update(**closed)
    assert "non hai un account" in come_through(browser()).text


def test_the_account_is_held_to_the_person_not_to_the_name(comune):
    """The next Giulia at the Comune gets the name, and not the account; the first may be renamed there."""
    hire(GIULIA)
    come_through(browser())
    comune.person = {"sub": "it-0002", "preferred_username": "giulia"}
    assert "non hai un account" in come_through(browser()).text
    comune.person = {"sub": "it-0001", "preferred_username": "giulia.rossi"}
    client = browser()
    come_through(client)
    assert is_inside(client)
    assert SingleSignOn.objects.get().subject == "it-0001"


@pytest.mark.parametrize(
    ("claims", "gets_in"),
    [
        ({"email": "Giulia@comune.example", "email_verified": True}, True),
        ({"email": "giulia@comune.example", "email_verified": False}, False),
        ({"email": "giulia@comune.example"}, False),
        ({"email": "giulia@comune.example", "email_verified": "true"}, False),
        ({"email": "", "email_verified": True}, False),
    ],
)
def test_by_e_mail_only_if_the_provider_has_checked_it(comune, settings, claims, gets_in):
    settings.OIDC_ACCOUNT_CLAIM = "email"
    hire(PAOLO)
    employ(GIULIA)
    comune.person = {"sub": "it-0001"} | claims
    client = browser()
    come_through(client)
    assert is_inside(client) is gets_in


LONG_AGO = 600
"""Seconds of 1970: ten minutes of it."""
LIES = {
    "of another issuer": {"iss": "http://127.0.0.1:1"},
    "for another service": {"aud": "altro"},
    "for another browser": {"nonce": "x"},
    "expired": {"exp": LONG_AGO},
    "about nobody": {"sub": ""},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_for_us_is_not_believed(comune, lie):
    hire(GIULIA)
    comune.lies = LIES[lie]
    client = browser()
    assert "non ha funzionato" in come_through(client).text
    assert not is_inside(client)


def test_nor_one_that_somebody_else_has_signed(comune):
    hire(GIULIA)
    comune.signs_with = RSAKey.generate_key(2048, {"kid": "1"})
    assert "non ha funzionato" in come_through(browser()).text


def test_nor_an_answer_that_was_asked_for_in_another_browser(comune):
    hire(GIULIA)
    left = browser().get(LEAVE)
    back = urlsplit(visit(left.url, allow_redirects=False).headers["Location"])
    victim = browser()
    assert "non ha funzionato" in victim.get(f"{back.path}?{back.query}").text
    assert not is_inside(victim)


def test_a_provider_that_is_away_leaves_the_other_ways(comune, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    with_password()
    client = browser()
    assert "entra in un altro modo" in client.get(LEAVE).text
    type_password(client)
    assert is_inside(client)


def test_where_there_is_none_there_is_no_button_and_no_way():
    client = browser()
    assert "accesso del Comune" not in client.get(DOOR).text
    assert client.get(LEAVE).status_code == 404
    assert client.get(f"{LEAVE}ritorno/").status_code == 404


def test_our_factor_is_asked_for_after_it(comune):
    telephone = telephone_of(hire(GIULIA))
    client = browser()
    assert come_through(client, next_page="/admin/messaggi/").url == SECOND_STEP
    assert not is_inside(client)
    assert client.post(SECOND_STEP, {"code": code_on(telephone)}).url == "/admin/messaggi/"


def test_and_set_up_where_one_is_required(comune, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    hire(GIULIA)
    client = browser()
    come_through(client)
    assert client.get(HOME).url == FACTORS


@pytest.mark.parametrize(
    ("claims", "is_enough"),
    [
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"acr": "1"}, False),
        ({"amr": "otp"}, False),
        ({}, False),
    ],
)
def test_unless_the_provider_says_that_it_asked_for_one(comune, settings, claims, is_enough):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OIDC_SECOND_FACTOR = ["https://refeds.org/profile/mfa", "otp"]
    hire(GIULIA)
    comune.person |= claims
    client = browser()
    come_through(client)
    assert is_inside(client) is is_enough


def test_without_the_setting_nothing_that_it_says_is_a_factor(comune, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    hire(GIULIA)
    comune.person |= {"amr": ["otp"], "acr": ""}
    client = browser()
    come_through(client)
    assert client.get(HOME).url == FACTORS


@pytest.mark.parametrize(
    ("lies", "confirmed"),
    [({}, True), ({"auth_time": LONG_AGO}, False), ({"auth_time": None}, False)],
)
def test_it_confirms_who_is_signed_in_only_if_they_proved_it_anew(comune, lies, confirmed):
    hire(GIULIA)
    client = browser()
    come_through(client)
    kept = client.session
    kept["confirmed_at"] = timezone.now().timestamp() - 3600
    kept.save()
    comune.lies = lies
    answer = come_through(client, next_page=f"{FACTORS}app/")
    assert (comune.asked["prompt"], comune.asked["max_age"]) == ("login", "0")
    assert (answer.status_code == 302) is confirmed
    assert client.get(f"{FACTORS}app/").url.startswith(CONFIRM) if not confirmed else is_inside(client)


def test_nor_does_a_colleague_confirm_for_another(comune):
    hire(GIULIA)
    hire(PAOLO)
    client = browser()
    come_through(client)
    comune.person = {"sub": "it-0009", "preferred_username": "paolo"}
    assert "non ha confermato" in come_through(client).text
    assert client.session["_auth_user_id"] == str(User.objects.get(username="giulia").pk)
