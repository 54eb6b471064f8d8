"""JSON that no browser and no program of ours writes, at every address that reads it: refused as other rubbish."""

from base64 import urlsafe_b64encode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cascina_whatsapp.privacy.unprocessed_webhooks import split
from cascina_whatsapp.whatsapp.cloud_api.signature import sign
from cascina_whatsapp.whatsapp.webhook.admin import shape
from tests.accounts.authenticator import BEGIN, COMPLETE, Passkey, begin, complete
from tests.accounts.people import browser
from tests.builders import hire
from tests.people import GIULIA
from tests.staff import at_desk
from tests.web.api.systems import DRAFTS, key, shown

pytestmark = pytest.mark.django_db
DEEP, LONG = 100_000, 4_301
ODD = {
    "lists": b"[" * DEEP + b"]" * DEEP,
    "objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "objects, not so deep": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "a long number": b"1" * LONG,
    "a long number inside": b'{"a": ' + b"1" * LONG + b"}",
    "no text": b'{"a": "\xff"}',
    "half a text": b'{"a": "\\ud800"}',
    "no object": b"[1]",
    "no number": b'{"a": NaN}',
}


def passkey(desk: Client, address: str, body: bytes) -> int:
    return desk.post(address, body, content_type="application/json").status_code


def meta(body: bytes) -> int:
    headers = {"X-Hub-Signature-256": sign(body, settings.WHATSAPP_APP_SECRETS[0])}
    return (
        Client().post(reverse("whatsapp"), body, content_type="application/json", headers=headers).status_code
    )


DOORS = {
    "a question for a passkey": lambda body: passkey(browser(), BEGIN, body),
    "a passkey's answer": lambda body: passkey(browser(), COMPLETE, body),
    "a question for a new passkey": lambda body: passkey(
        at_desk(GIULIA), reverse("admin:passkey_add_begin"), body
    ),
    "a new passkey": lambda body: passkey(at_desk(GIULIA), reverse("admin:passkey_add_complete"), body),
    "a draft of a program": lambda body: (
        Client().post(DRAFTS, body, content_type="application/json", headers=shown(key())).status_code
    ),
    "a post of Meta's": meta,
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_it_is_refused_and_is_no_fault_of_ours(door, odd: bytes):
    assert door(odd) < 500


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nor_inside_what_a_passkey_has_signed(odd: bytes):
    desk, own = browser(), Passkey(hire(GIULIA))
    answer = own.sign(begin(desk))
    answer["response"]["clientDataJSON"] = urlsafe_b64encode(odd).decode().rstrip("=")
    assert complete(desk, answer).status_code in (400, 422)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nor_in_a_post_that_waits_for_a_person(odd: bytes):
    """Its shape is shown, and whoever is erased is looked for in it."""
    assert shape(odd)
    assert split(odd, {"nobody"}) == ([], odd)
