"""The settings of how the staff signs in, a part of `settings.py`: passwords, factors, sessions."""

from datetime import timedelta
from typing import Any

from .configuration import addresses
from .installation import DEBUG, HTTPS, SITE_URL, env

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        # AGID, misure minime, ABSC 5.7.1: 14 characters where there is no second factor.
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cascina_whatsapp.accounts.signing_in.passwords.NotGuessed"},
    {"NAME": "cascina_whatsapp.accounts.signing_in.passwords.NotUsedLately"},
]
AUTHENTICATION_BACKENDS = ["cascina_whatsapp.accounts.rights.Rights"]
LOGIN_URL = "admin:login"
SESSION_ENGINE = "cascina_whatsapp.accounts.signing_in.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())  # a working day, used or not
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    f"{'__Host-' if HTTPS else ''}{name}" for name in ("sessionid", "csrftoken")
)
"""The names of the cookies; with the prefix a browser takes them from this very host alone."""
SESSION_IDLE_MINUTES = 30
"""The minutes without anybody at the page after which a session ends."""
CONFIRM_MINUTES = 10
"""The minutes for which proven identity is not asked again before what touches people, or a change of accounts."""
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=not DEBUG)
"""True where every account needs a passkey or an app that shows codes; in the demo a newcomer is not asked."""
TRUSTED_PROXIES = env.whole("TRUSTED_PROXIES", default=1 if HTTPS else 0, most=10)
"""The proxies of ours in front, each of which writes the address it was called from (X-Forwarded-For)."""
OTP_WEBAUTHN_RP_ID = addresses.host_of(SITE_URL)
"""Passkeys belong to this host for good: with another SITE_URL new ones are needed."""
OTP_WEBAUTHN_RP_NAME = "Cascina WhatsApp"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [SITE_URL if HTTPS else "http://localhost"]
OTP_WEBAUTHN_HELPER_CLASS = "cascina_whatsapp.accounts.factors.passkeys.PasskeyHelper"
OIDC_ISSUER = env.text("OIDC_ISSUER", rule=addresses.issuer).rstrip("/")
"""The Comune's identity provider (OpenID Connect), as its tokens call it; without it there is no single sign-on."""
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.secret("OIDC_CLIENT_SECRET")
env.insist(
    len({bool(OIDC_ISSUER), bool(OIDC_CLIENT_ID), bool(OIDC_CLIENT_SECRET)}) == 1,
    "OIDC_ISSUER",
    "l'accesso del Comune si scrive intero: indirizzo, nome e segreto",
    "Scrivi OIDC_ISSUER, OIDC_CLIENT_ID e OIDC_CLIENT_SECRET, oppure nessuno dei tre",
)
OIDC_ACCOUNT_CLAIM = env.text("OIDC_ACCOUNT_CLAIM", "preferred_username")
"""The claim that an account is found by at the first time: a name that is our user name, or `email`."""
OIDC_SECOND_FACTOR = env.words("OIDC_SECOND_FACTOR")
"""Values of `acr` or `amr` with which the provider says that it asked for a second factor; none: ours is asked."""
PASSWORD_HASHERS = [
    "cascina_whatsapp.accounts.signing_in.passwords.OneLaneArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts of earlier versions, until they sign in
]
