"""The factors by which a colleague proves who they are: passkeys, an app that shows codes, codes on paper.

Calls come from the pages and from who looks after accounts. Every factor that is added or removed is told to the
trail.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django_otp import devices_for_user
from django_otp.models import Device
from django_otp_webauthn.models import WebAuthnCredential

from cascina_whatsapp.accounts.models import AuthenticatorApp, RecoveryCodes, SingleSignOn

__all__ = ["are_required", "devices_of", "has_any", "kept_by", "without_any"]


def are_required() -> bool:
    """Tell whether an account without a factor reaches nothing but the page that sets one up."""
    return bool(settings.SECOND_FACTOR_REQUIRED)


def devices_of(user: User) -> Iterator[Device]:
    """The passkeys and apps of an account. Codes on paper stand in for one of these, and are none themselves."""
    return (device for device in devices_for_user(user) if not isinstance(device, RecoveryCodes))


def has_any(user: User) -> bool:
    """Tell whether the account has a passkey or an app."""
    return any(True for _ in devices_of(user))


def without_any() -> QuerySet[User]:
    """Select the open accounts that somebody enters with a password alone."""
    found = User.objects.filter(is_active=True, is_staff=True).exclude(last_login=None).order_by("username")
    apps = AuthenticatorApp.objects.filter(user=OuterRef("pk"), confirmed=True)
    passkeys = WebAuthnCredential.objects.filter(user=OuterRef("pk"))
    linked = SingleSignOn.objects.filter(user=OuterRef("pk"))
    return found.exclude(Exists(apps) | Exists(passkeys) | Exists(linked))


def has_app(user: User) -> bool:
    """Tell whether the account has an app that shows codes."""
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).exists()


def kept_by(users: Iterable[User]) -> Counter[int]:
    """Count by an account's id its passkeys and apps. Two queries for any number of accounts."""
    of = {"user__in": [user.pk for user in users], "confirmed": True}
    passkeys = WebAuthnCredential.objects.filter(**of).values_list("user", flat=True)
    apps = AuthenticatorApp.objects.filter(**of).values_list("user", flat=True)
    return Counter([*passkeys, *apps])
