"""A passkey in software, which signs what a browser hands it (WebAuthn Level 2, 6.3.3 and 5.8.1)."""

import json
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers import encode_cbor

from cascina_whatsapp.security.encryption import seals

BEGIN, COMPLETE = "/admin/entra/passkey/inizio/", "/admin/entra/passkey/fine/"
PRESENT_AND_VERIFIED = 0x05


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


class Passkey:
    """The passkey of an account. It counts nothing, as those of telephones: the server alone can tell a replay."""

    def __init__(self, user: User) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        made = WebAuthnCredential.objects.create(
            user=user,
            name="Passkey",
            credential_id=self.id,
            public_key=encode_cbor(cose),
            sign_count=0,
            backup_eligible=True,
            backup_state=True,
        )
        seals.put(seals.Kind.PASSKEY, made)

    def sign(self, challenge: str) -> dict[str, object]:
        """What the page's script sends on, once the owner has shown their finger."""
        (origin,) = settings.OTP_WEBAUTHN_ALLOWED_ORIGINS
        client = {"type": "webauthn.get", "challenge": challenge, "origin": origin, "crossOrigin": False}
        told = json.dumps(client).encode()
        data = sha256(settings.OTP_WEBAUTHN_RP_ID.encode()).digest() + bytes(
            [PRESENT_AND_VERIFIED, 0, 0, 0, 0]
        )
        signature = self.key.sign(data + sha256(told).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": told, "authenticatorData": data, "signature": signature}
        return {
            "id": _text(self.id),
            "rawId": _text(self.id),
            "type": "public-key",
            "response": {name: _text(content) for name, content in response.items()},
            "clientExtensionResults": {},
        }


def begin(client: Client) -> str:
    """Ask what to sign: the challenge."""
    return str(client.post(BEGIN, "{}", content_type="application/json").json()["challenge"])


def complete(client: Client, answer: dict[str, object]) -> HttpResponse:
    return client.post(COMPLETE, json.dumps(answer), content_type="application/json")
