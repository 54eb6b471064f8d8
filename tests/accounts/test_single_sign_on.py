"""A colleague comes from the Comune's own sign-on, over HTTP: known people get in, and nobody else."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core import mail
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
    confirmed_long_ago,
    inside,
    is_inside,
    telephone_of,
    with_password,
)
from tests.builders import hire
from tests.patience import visit
from tests.people import GIULIA, PAOLO
from tests.web.sources.site import serving

pytestmark = pytest.mark.django_db
LEAVE = "/admin/entra/comune/"
GIULIA_THERE = {"sub": "it-0001", "preferred_username": "giulia"}


@pytest.fixture
def comune(settings):
    """The provider, known to the service; Giulia sits in front of it."""
    with serving(provider.Provider) as running:
        running.person = dict(GIULIA_THERE)
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = provider.CLIENT, provider.SECRET
        yield running


def come_through(client, *, next_page: str = "", returning=None):
    """To the provider and back, as a browser goes; back in another browser, where there is one `returning`."""
    left = client.get(LEAVE, {"next": next_page})
    back = urlsplit(visit(left.url, allow_redirects=False).headers["Location"])
    return (returning or client).get(f"{back.path}?{back.query}")


def test_a_known_person_gets_in_and_the_first_time_is_told_to_the_owner_and_the_officer(
    comune, settings, django_capture_on_commit_callbacks
):
    """Whoever has the name at the Comune gets the account of that name here, and the page that was wanted."""
    settings.PRIVACY_EMAILS = [OFFICER]
    employ(GIULIA)
    for times in (1, 2):
        client = browser()
        assert "Entra con l&#x27;accesso del Comune" in client.get(DOOR).text
        with django_capture_on_commit_callbacks(execute=True):
            assert come_through(client, next_page="/admin/messaggi/").url == "/admin/messaggi/"
        assert is_inside(client)
        signed_in = TrailRecord.objects.filter(event=Event.SIGNED_IN)
        assert [(one.about, one.details["modo"]) for one in signed_in] == [
            ("giulia", "accesso unico del Comune")
        ] * times
        linked = TrailRecord.objects.filter(event=Event.SINGLE_SIGN_ON_LINKED)
        assert [(record.by_name, record.about) for record in linked] == [("giulia", "giulia")]
        letters = [letter for letter in mail.outbox if "Collegato all'accesso unico" in letter.subject]
        assert [set(letter.to) for letter in letters] == [{"giulia@comune.example", OFFICER}]
    asked = comune.wanted
    assert asked["redirect_uri"] == "http://testserver/admin/entra/comune/ritorno/"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert "openid" in asked["scope"].split()
    assert asked["nonce"]
    assert asked["state"]


@pytest.mark.parametrize("closed", [{"username": "gina"}, {"is_active": False}, {"is_staff": False}], ids=str)
def test_who_is_unknown_or_has_a_closed_account_is_refused_and_nobody_is_created(comune, closed):
    User.objects.filter(pk=hire(GIULIA).pk).update(**closed)
    client = browser()
    assert "qui non hai un account" in come_through(client).text
    assert not is_inside(client)
    assert User.objects.count() == 1
    assert TrailRecord.objects.get().event == Event.SIGN_IN_FAILED


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


def test_nor_an_answer_that_was_asked_for_in_another_browser_nor_a_token_that_somebody_else_has_signed(
    comune,
):
    hire(GIULIA)
    victim = browser()
    assert "non ha funzionato" in come_through(browser(), returning=victim).text
    comune.signs_with = RSAKey.generate_key(2048, {"kid": "1"})
    assert "non ha funzionato" in come_through(victim).text
    assert not is_inside(victim)


def test_a_provider_that_is_away_leaves_the_other_ways_and_where_there_is_none_there_is_no_button(settings):
    client = browser()
    assert "accesso del Comune" not in client.get(DOOR).text
    assert {client.get(page).status_code for page in (LEAVE, f"{LEAVE}ritorno/")} == {404}
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "http://127.0.0.1:9", provider.CLIENT
    settings.OIDC_CLIENT_SECRET = provider.SECRET
    assert "entra in un altro modo" in client.get(LEAVE).text
    with_password()
    assert is_inside(inside())


def test_our_factor_is_asked_for_after_it(comune):
    telephone = telephone_of(hire(GIULIA))
    client = browser()
    assert come_through(client, next_page="/admin/messaggi/").url == SECOND_STEP
    assert not is_inside(client)
    assert client.post(SECOND_STEP, {"code": code_on(telephone)}).url == "/admin/messaggi/"


MFA = ["https://refeds.org/profile/mfa", "otp"]


@pytest.mark.parametrize(
    ("taken", "claims", "led_to"),
    [
        (MFA, {"acr": "https://refeds.org/profile/mfa"}, ""),
        (MFA, {"amr": ["pwd", "otp"]}, ""),
        (MFA, {"amr": ["pwd"]}, FACTORS),
        (MFA, {"acr": "1"}, FACTORS),
        (MFA, {"amr": "otp"}, f"{DOOR}?next={HOME}"),
        (MFA, {}, FACTORS),
        ([], {}, FACTORS),
        ([], {"amr": ["otp"], "acr": ""}, FACTORS),
    ],
)
def test_and_set_up_where_one_is_required_unless_the_provider_asked_for_one(
    comune, settings, taken, claims, led_to
):
    settings.SECOND_FACTOR_REQUIRED, settings.OIDC_SECOND_FACTOR = True, taken
    hire(GIULIA)
    comune.person |= claims
    client = browser()
    come_through(client)
    assert client.get(HOME).headers.get("Location", "") == led_to


@pytest.mark.parametrize(
    ("lies", "confirmed"),
    [({}, True), ({"auth_time": LONG_AGO}, False), ({"auth_time": None}, False)],
)
def test_it_confirms_who_is_signed_in_only_if_they_proved_it_anew(comune, lies, confirmed):
    hire(GIULIA)
    client = browser()
    come_through(client)
    confirmed_long_ago(client)
    comune.lies = lies
    answer = come_through(client, next_page=f"{FACTORS}app/")
    assert (comune.wanted["prompt"], comune.wanted["max_age"]) == ("login", "0")
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
