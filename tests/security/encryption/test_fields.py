"""What is encrypted comes back as it was, in its own column only, and can't be looked for."""

import json

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from cascina_whatsapp.security.encryption import values
from cascina_whatsapp.security.encryption.data_keys import NoKey, keyring
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from subscribers import identity
from subscribers.models import Reply, Subscriber
from tests.builders import arrive, subscribe, text, webhook
from tests.people import ANNA, CARLA

pytestmark = pytest.mark.django_db
PLACE = "subscribers_subscriber.phone"
OLD, NEW = "the key of last year, thirty-two characters", "the key of this year, thirty-two characters"


def stored(column: str, table: str = "subscribers_subscriber") -> list:
    """As the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")
        return [bytes(v) if isinstance(v, memoryview) else v for (v,) in cursor.fetchall()]


def test_a_number_is_encrypted_in_the_database_and_in_clear_in_python():
    subscribe(ANNA)
    (phone,), (bsuid,) = stored("phone"), stored("bsuid")
    assert phone.startswith(f"enc1.{keyring().first.name}.")
    assert "3200000101" not in phone + bsuid
    assert identity.find(ANNA.person).phone == ANNA.phone
    assert list(Subscriber.objects.values_list("phone", "bsuid")) == [(ANNA.phone, ANNA.bsuid)]


def test_what_is_empty_stays_empty_so_that_the_database_can_ask():
    subscribe(CARLA)
    assert stored("phone") == [""]
    assert Subscriber.objects.filter(phone="").exists()
    assert not Subscriber.objects.exclude(phone="").exists()


def test_an_answer_that_waits_is_encrypted_with_its_words():
    arrive(webhook(text(ANNA, "Aiuto")))
    (content,) = stored("CAST(content AS text)", "subscribers_reply")
    assert json.loads(content).startswith("enc1.")
    assert Reply.objects.get().content["body"]


def test_a_body_from_meta_is_encrypted():
    body = webhook(text(ANNA, "Ciao"))
    post = WebhookPost.objects.create(body=body)
    (kept,) = stored("body", "webhook_webhookpost")
    assert kept.startswith(values.BYTES_PREFIX)
    assert body not in kept
    post.refresh_from_db()
    assert post.body == body


def test_the_same_number_is_never_encrypted_alike():
    assert values.encrypt_text(ANNA.phone, PLACE) != values.encrypt_text(ANNA.phone, PLACE)


def test_what_was_written_before_there_was_encryption_is_read_as_it_is():
    subscribe(ANNA)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subscribers_subscriber SET phone = %s", [ANNA.phone])
    assert identity.find(ANNA.person).phone == ANNA.phone
    assert values.decrypt_bytes(b"{}", "webhook_webhookpost.body") == b"{}"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value[:-3] + ("AAA" if value[-3:] != "AAA" else "BBB"),
        lambda value: value[:30],
        lambda value: value + "é",
        lambda value: f"enc1.{keyring().first.name}.",
    ],
    ids=["changed", "cut off", "no base64", "nothing left"],
)
def test_a_value_that_was_changed_is_refused(spoil):
    with pytest.raises(values.Altered):
        values.decrypt_text(spoil(values.encrypt_text(ANNA.phone, PLACE)), PLACE)


def test_a_value_of_another_column_is_refused():
    with pytest.raises(values.Altered):
        values.decrypt_text(values.encrypt_text(ANNA.phone, PLACE), "subscribers_reply.phone")
    with pytest.raises(values.Altered):
        values.decrypt_bytes(values.encrypt_bytes(b"{}", "a.body"), "b.body")


@pytest.mark.parametrize(
    "question",
    [
        {"phone": ANNA.phone},
        {"phone__in": [ANNA.phone]},
        {"phone__startswith": "+39"},
        {"phone__regex": "1"},
        {"bsuid__contains": "1"},
    ],
    ids=str,
)
def test_nobody_is_looked_for_by_what_is_encrypted(question: dict):
    with pytest.raises(FieldError):
        Subscriber.objects.filter(**question).exists()


def test_nothing_inside_of_an_encrypted_document_can_be_asked():
    with pytest.raises(FieldError):
        Reply.objects.filter(content__body="x").exists()


def test_the_first_key_encrypts_and_all_of_them_decrypt(settings):
    settings.DATA_KEYS = [OLD]
    before = values.encrypt_text(ANNA.phone, PLACE)
    settings.DATA_KEYS = [NEW, OLD]
    assert values.decrypt_text(before, PLACE) == ANNA.phone
    assert values.encrypt_text(ANNA.phone, PLACE).startswith(f"enc1.{keyring().keys[0].name}.")
    assert before.startswith(f"enc1.{keyring().keys[1].name}.")


def test_without_the_key_it_says_which_one_is_lacking(settings):
    settings.DATA_KEYS = [OLD]
    name, before = keyring().first.name, values.encrypt_text(ANNA.phone, PLACE)
    settings.DATA_KEYS = [NEW]
    with pytest.raises(NoKey, match=name):
        values.decrypt_text(before, PLACE)
    settings.DATA_KEYS = []
    with pytest.raises(NoKey, match="DATA_KEYS is missing"):
        values.encrypt_text(ANNA.phone, PLACE)


def test_neither_the_key_nor_a_number_shows_in_what_goes_wrong(settings):
    with pytest.raises(values.Altered) as refused:
        values.decrypt_text(values.encrypt_text(ANNA.phone, PLACE), "another.column")
    assert ANNA.phone not in f"{refused.value!r} {refused.value.__cause__!r}"
    assert settings.DATA_KEYS[0] not in repr(keyring())
