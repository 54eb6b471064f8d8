"""Passkeys (WebAuthn), by django-otp-webauthn: which address they belong to, and what is asked of them.

Every passkey knows its owner by finger, face or PIN, and says so each time: alone it is two factors.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db import transaction
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cascina_whatsapp.security.encryption import seals

NAME_AT_MOST = 64


class PasskeyHelper(WebAuthnHelper):
    """The ceremonies of django-otp-webauthn, for the address of this service."""

    def get_relying_party_domain(self) -> str:
        """The host of SITE_URL; while developing, the host that was asked for, so that `localhost` works too."""
        if settings.DEBUG:
            return urlsplit(f"//{self.request.get_host()}").hostname or ""
        return str(settings.OTP_WEBAUTHN_RP_ID)

    def get_allowed_origins(self) -> list[str]:
        """The pages that may ask for a passkey: ours."""
        if settings.DEBUG:
            return [f"{self.request.scheme}://{self.request.get_host()}"]
        return list(settings.OTP_WEBAUTHN_ALLOWED_ORIGINS)

    def get_generate_registration_options_kwargs(self, *, user: AbstractBaseUser) -> dict[str, Any]:
        """A passkey that is found without a name, and that asks who holds it."""
        return super().get_generate_registration_options_kwargs(user=user) | {
            "authenticator_selection": AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            )
        }

    def create_credential(
        self, user: AbstractBaseUser, response: Any, parsed_credential: Any, original_data: dict[str, Any]
    ) -> WebAuthnCredential:
        """The passkey's row, called as its owner calls it."""
        made: WebAuthnCredential = super().create_credential(user, response, parsed_credential, original_data)
        made.name = str(original_data.get("name", "")).strip()[:NAME_AT_MOST] or "Passkey"
        return made

    @transaction.atomic
    def register_complete(
        self, user: AbstractBaseUser, state: dict[str, Any], data: dict[str, Any]
    ) -> WebAuthnCredential:
        """The passkey as it is kept, sealed: the row of nobody else's makes one for this account."""
        made: WebAuthnCredential = super().register_complete(user, state, data)
        seals.put(seals.Kind.PASSKEY, made)
        return made


def passkeys_of(user: User) -> list[WebAuthnCredential]:
    """The passkeys of an account, the oldest first."""
    return list(WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk"))
