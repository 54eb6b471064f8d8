"""What is encrypted comes back as it was, in its own column only, and can't be looked for."""

import json

import pytest
from django.core.exceptions import FieldError

from cascina_whatsapp.security.encryption import values
from cascina_whatsapp.security.encryption.data_keys import NoKey, keyring
from cascina_whatsapp.whatsapp.webhook.models import WebhookPost
from subscribers import identity
from subscribers.models import Reply, Subscriber
from tests.builders import arrive, subscribe, text, unsubscribe, webhook
from tests.people import ANNA
from tests.security.by_sql import sql

pytestmark = pytest.mark.django_db
PLACE = "subscribers_subscriber.phone"
OLD, NEW = "the key of last year, thirty-two characters", "the key of this year, thirty-two characters"


def stored(column: str, table: str = "subscribers_subscriber") -> list:
    """As the database has it."""
    found = [value for (value,) in sql(f"SELECT {column} FROM {table} ORDER BY id")]
    return [bytes(value) if isinstance(value, memoryview) else value for value in found]


def test_a_number_is_encrypted_in_the_database_and_in_clear_in_python_and_never_alike():
    subscribe(ANNA)
    (phone,), (bsuid,) = stored("phone"), stored("bsuid")
    assert phone.startswith(f"enc1.{keyring().first.name}.")
    assert "3200000101" not in phone + bsuid
    assert identity.find(ANNA.person).phone == ANNA.phone
    assert list(Subscriber.objects.values_list("phone", "bsuid")) == [(ANNA.phone, ANNA.bsuid)]
    assert values.encrypt_text(ANNA.phone, PLACE) != values.encrypt_text(ANNA.phone, PLACE)
    unsubscribe(ANNA)  # what is empty stays empty, so that the database can ask
    assert stored("phone") == [""]
    assert Subscriber.objects.filter(phone="").exists()
    assert not Subscriber.objects.exclude(phone="").exists()


def test_a_body_from_meta_is_encrypted_and_so_is_the_answer_that_waits():
    body = webhook(text(ANNA, "Aiuto"))
    post = WebhookPost.objects.create(body=body)
    (kept,) = stored("body", "webhook_webhookpost")
    assert kept.startswith(values.BYTES_PREFIX)
    assert body not in kept
    post.refresh_from_db()
    assert post.body == body
    arrive()
    (content,) = stored("CAST(content AS text)", "subscribers_reply")
    assert json.loads(content).startswith("enc1.")
    assert Reply.objects.get().content["body"]


def test_what_was_written_before_there_was_encryption_is_read_as_it_is():
    subscribe(ANNA)
    sql("UPDATE subscribers_subscriber SET phone = %s", ANNA.phone)
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


def test_a_value_of_another_column_is_refused_and_neither_key_nor_number_shows_in_it(settings):
    with pytest.raises(values.Altered) as refused:
        values.decrypt_text(values.encrypt_text(ANNA.phone, PLACE), "subscribers_reply.phone")
    with pytest.raises(values.Altered):
        values.decrypt_bytes(values.encrypt_bytes(b"{}", "a.body"), "b.body")
    assert ANNA.phone not in f"{refused.value!r} {refused.value.__cause__!r}"
    assert settings.DATA_KEYS[0] not in repr(keyring())


@pytest.mark.parametrize(
    ("model", "question"),
    [
        (Subscriber, {"phone": ANNA.phone}),
        (Subscriber, {"phone__in": [ANNA.phone]}),
        (Subscriber, {"phone__startswith": "+39"}),
        (Subscriber, {"phone__regex": "1"}),
        (Subscriber, {"bsuid__contains": "1"}),
        (Reply, {"content__body": "x"}),
    ],
    ids=str,
)
def test_nobody_is_looked_for_by_what_is_encrypted(model, question: dict):
    with pytest.raises(FieldError):
        model.objects.filter(**question).exists()


def test_the_first_key_encrypts_and_all_of_them_decrypt_and_one_that_is_lacking_is_named(settings):
    settings.DATA_KEYS = [OLD]
    before, name = values.encrypt_text(ANNA.phone, PLACE), keyring().first.name
    settings.DATA_KEYS = [NEW, OLD]
    assert values.decrypt_text(before, PLACE) == ANNA.phone
    assert values.encrypt_text(ANNA.phone, PLACE).startswith(f"enc1.{keyring().keys[0].name}.")
    assert before.startswith(f"enc1.{keyring().keys[1].name}.")
    settings.DATA_KEYS = [NEW]
    with pytest.raises(NoKey, match=name):
        values.decrypt_text(before, PLACE)
    settings.DATA_KEYS = []
    with pytest.raises(NoKey, match="DATA_KEYS is missing"):
        values.encrypt_text(ANNA.phone, PLACE)
