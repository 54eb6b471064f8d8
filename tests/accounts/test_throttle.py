"""Guessing is slow, wherever it comes from; no stranger keeps a colleague out."""

import pytest
from django.utils import timezone

from cascina_whatsapp.accounts.models import AttemptCount
from cascina_whatsapp.accounts.pages.redirects import wait_in_words
from cascina_whatsapp.accounts.signing_in import throttle
from cascina_whatsapp.accounts.signing_in.throttle import AttemptKind, TooManyAttempts
from tests.accounts.people import (
    ELSEWHERE,
    OFFICE,
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
from tests.people import GIULIA

pytestmark = pytest.mark.django_db
timedelta = timezone.timedelta


@pytest.fixture
def clock(time_machine):
    """A clock that stands still until it is moved."""
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    return time_machine


def guess(times: int, *, address: str = ELSEWHERE, username: str = GIULIA.username) -> list[int]:
    client = browser(address)
    return [type_password(client, f"tentativo {n}", username=username).status_code for n in range(times)]


def guesses_in(span: timedelta, keys) -> int:
    """How many attempts somebody makes who tries again as soon as it is allowed; `keys` of each, by its number."""
    start = now = timezone.now()
    made = 0
    while now < start + span:
        try:
            throttle.count(keys(made), now)
            made += 1
        except TooManyAttempts as problem:
            now += problem.wait
    return made


@pytest.fixture
def own(clock):
    """Giulia's browser, in which she has been inside."""
    with_password()
    client = inside()
    client.post("/admin/esci/")
    return client


def test_after_five_wrong_passwords_the_next_one_waits_and_is_not_even_looked_at(
    clock, django_assert_num_queries
):
    """Or the answer would tell who guesses that it was right, or that there is such an account."""
    with_password()
    assert guess(7) == guess(7, username="nessuno", address="203.0.113.67") == [200] * 5 + [429] * 2
    kept = list(AttemptCount.objects.order_by("pk").values())
    with django_assert_num_queries(1), pytest.raises(TooManyAttempts):
        throttle.count(throttle.keys_for(GIULIA.username, ELSEWHERE), timezone.now())
    assert list(AttemptCount.objects.order_by("pk").values()) == kept
    client = browser(ELSEWHERE)
    answer = type_password(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert "riprova fra 1 secondo" in answer.text
    assert not is_inside(client)


@pytest.mark.parametrize(
    ("keys", "at_most"),
    [
        (lambda _: [(AttemptKind.ACCOUNT_FROM_ADDRESS, "x")], 115),
        (lambda _: [(AttemptKind.ADDRESS, "x")], 140),
        (lambda _: [(AttemptKind.ACCOUNT, "x")], 180),
        (lambda _: [(AttemptKind.KNOWN_BROWSER, "x")], 115),
        (lambda _: [(AttemptKind.SECOND_FACTOR, "x")], 115),
        (lambda number: throttle.keys_for("giulia", f"203.0.113.{number % 250}"), 180),
    ],
    ids=["account from address", "address", "account", "known browser", "code", "a thousand addresses"],
)
def test_how_many_guesses_a_day_allows(keys, at_most):
    """There were 15-19 a second, for ever: more than a million a day."""
    assert 90 < guesses_in(timedelta(days=1), keys) <= at_most


def test_one_password_tried_on_every_name_is_no_way_round(clock):
    answers = [guess(1, username=f"persona{n}")[0] for n in range(33)]
    assert answers == [200] * 30 + [429] * 3


def test_a_stranger_does_not_keep_out_who_uses_her_own_browser_which_is_no_licence_to_guess(own):
    """Not from the same address either: behind one of the town hall are all its desks."""
    for number in range(40):
        guess(1, address=f"203.0.113.{number}")
    assert guess(1, address="198.51.100.7") == [429]  # the account is slow for everybody unknown
    guess(40, address=OFFICE)
    assert type_password(own).status_code == 302
    assert is_inside(own)
    own.post("/admin/esci/")
    answers = [type_password(own, f"tentativo {n}").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_the_mark_of_a_known_browser_is_worth_nothing_for_others_and_after_a_new_password(own):
    for name in ("giulia", "paolo"):
        guess(6, address=OFFICE, username=name)
    assert type_password(own, username="paolo").status_code == 429
    user = hire(GIULIA)
    user.set_password(PASSWORD + "!")
    user.save()
    assert type_password(own, PASSWORD + "!").status_code == 429


def test_who_has_an_account_can_t_clear_the_way_by_signing_in(clock):
    with_password()
    for number in range(29):
        guess(1, username=f"persona{number}")
    type_password(browser(ELSEWHERE))
    assert guess(3, username="rosa") == [200, 429, 429]


def test_codes_can_t_be_guessed_either(clock):
    user = with_password()
    telephone, paper = telephone_of(user), sheet_of(user)
    client = inside()
    answers = [client.post(SECOND_STEP, {"code": f"{n:06}"}).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    for code in (code_on(telephone), paper[0]):
        assert client.post(SECOND_STEP, {"code": code}).status_code == 429


def test_a_day_later_or_after_success_all_is_forgotten(clock):
    with_password()
    guess(6)
    clock.shift(timedelta(hours=25))
    assert guess(5) == [200] * 5
    clock.shift(timedelta(hours=25))
    type_password(browser())
    assert AttemptCount.objects.filter(failures__gt=0).count() == 0
    assert AttemptCount.objects.filter(last_at__lt=timezone.now() - timedelta(days=1)).count() == 0


def test_neither_addresses_nor_names_are_kept(clock):
    guess(1, username="la mia password per sbaglio")
    kept = str(list(AttemptCount.objects.values()))
    assert ELSEWHERE not in kept
    assert "sbaglio" not in kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("nonsense", "also nonsense", True),
    ],
)
def test_a_subscriber_with_a_whole_network_is_one(one, other, same):
    assert (throttle.keys_for("giulia", one) == throttle.keys_for("giulia", other)) is same


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "198.51.100.1", OFFICE),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (1, "", OFFICE),
    ],
)
def test_what_a_client_says_of_itself_is_not_believed(rf, settings, proxies, told, address):
    settings.TRUSTED_PROXIES = proxies
    assert throttle.address_of(rf.get("/", REMOTE_ADDR=OFFICE, headers={"X-Forwarded-For": told})) == address


@pytest.mark.parametrize(
    ("wait", "words"),
    [(0.2, "1 secondo"), (40, "40 secondi"), (60, "1 minuto"), (61, "2 minuti"), (900, "15 minuti")],
)
def test_waits_are_said_as_people_say_them(wait, words):
    assert wait_in_words(timedelta(seconds=wait)) == words
