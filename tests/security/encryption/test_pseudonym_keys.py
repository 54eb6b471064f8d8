"""The key of the pseudonyms is changed after a leak: who was known stays known."""

from datetime import timedelta

import pytest

from cascina_whatsapp.security.encryption.pseudonym_keys import live_keys
from subscribers import identity
from subscribers.models import ConsentRecord, Reply, SeenMessage, Subscriber
from subscribers.register import history
from subscribers.rules.phone import of_phone
from tests.builders import NOW, arrive, subscribe, text, unsubscribe, webhook
from tests.people import ANNA, BRUNO, CARLA

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
FIRST, SECOND_KEY, TENTH = "hash-key-of-the-demo", "2:another-one", "10:yet another: with a colon"


@pytest.fixture
def changed(settings) -> None:
    """Anna subscribed, Bruno left; then the key leaked and was changed."""
    subscribe(ANNA)
    subscribe(BRUNO)
    unsubscribe(BRUNO, at=NOW - SECOND)
    settings.CONSENT_HASH_KEY, settings.CONSENT_HASH_KEYS_OLD = SECOND_KEY, [FIRST]


@pytest.mark.parametrize(
    ("newest", "old", "generations"),
    [(FIRST, [], [1]), (SECOND_KEY, [FIRST], [2, 1]), (TENTH, [SECOND_KEY, FIRST], [10, 2, 1])],
)
def test_a_key_says_of_which_generation_it_is_and_a_pseudonym_by_which_it_was_made(
    newest, old, generations, settings
):
    settings.CONSENT_HASH_KEY, settings.CONSENT_HASH_KEYS_OLD = newest, old
    assert [key.generation for key in live_keys()] == generations
    name = identity.pseudonym_of(ANNA.person)
    plain = of_phone(ANNA.phone, live_keys()[0].secret)
    assert name == (plain if newest == FIRST else f"{plain[:61]}g{generations[0]:02}")
    assert len(name) == 64


def test_who_is_known_keeps_their_name_and_who_is_new_gets_one_of_the_new_key(changed):
    before = identity.find(ANNA.person).pseudonym
    subscribe(CARLA)
    assert before == of_phone(ANNA.phone, FIRST)
    assert identity.find(ANNA.person).pseudonym == before == identity.pseudonym_of(ANNA.person)
    assert identity.find(CARLA.person).pseudonym.endswith("g02")
    assert Subscriber.objects.count() == 3


def test_they_leave_and_everything_of_theirs_has_one_name(changed):
    arrive(webhook(text(ANNA, "Cancellazione", at=NOW)))
    anna = identity.find(ANNA.person)
    assert not anna.is_subscribed
    names = {anna.pseudonym, *identity.known_pseudonyms(anna)}
    assert {record.pseudonym for record in history.records_of(anna)} <= names
    assert Reply.objects.latest("pk").pseudonym == anna.pseudonym
    arrive(webhook(text(BRUNO, "Iscrizione", at=NOW - 10 * SECOND)))  # written before he left
    assert not identity.find(BRUNO.person).is_subscribed
    assert not ConsentRecord.objects.latest("sequence").took_effect


def test_a_message_that_came_before_is_not_dealt_with_again(settings):
    body = webhook(text(ANNA, "Iscrizione"))
    arrive(body)
    settings.CONSENT_HASH_KEY, settings.CONSENT_HASH_KEYS_OLD = SECOND_KEY, [FIRST]
    arrive(body)
    assert SeenMessage.objects.count() == 1
    assert ConsentRecord.objects.count() == 1


def test_the_desk_finds_them_by_number_by_name_and_by_message(changed):
    subscribe(CARLA)
    name = identity.find(CARLA.person).pseudonym
    assert history.find(ANNA.phone).subscriber == identity.find(ANNA.person)
    assert (
        history.find(CARLA.bsuid).subscriber == history.find(name).subscriber == identity.find(CARLA.person)
    )
    assert history.find(f"{name[:12]}…").subscriber == identity.find(CARLA.person)


def test_while_there_is_one_key_the_database_is_not_asked(settings, django_assert_num_queries):
    with django_assert_num_queries(0):
        identity.pseudonyms(ANNA.person)
    settings.CONSENT_HASH_KEY, settings.CONSENT_HASH_KEYS_OLD = SECOND_KEY, [FIRST]
    with django_assert_num_queries(2):  # one for numbers, one for ids, however many people
        identity.naming.named_all([ANNA.person, BRUNO.person, CARLA.person])
