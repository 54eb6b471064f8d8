"""Factors added and removed: the only writer, so that each change is recorded and told."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django_otp.models import Device

from cascina_whatsapp.accounts import factors, notices
from cascina_whatsapp.accounts.models import AuthenticatorApp, RecoveryCodes
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail import Event

from . import recovery

KINDS = {
    AuthenticatorApp: ("app dei codici", seals.Kind.APP),
    RecoveryCodes: ("codici di riserva", seals.Kind.CODES),
}
"""What a kind of factor is called, and its seal; every other one is a passkey."""


def kind_of(device: Device) -> tuple[str, seals.Kind]:
    """Name the kind of a factor in Italian, in a word or two, and that of its seal."""
    return KINDS.get(type(device), ("passkey", seals.Kind.PASSKEY))


def note_added(device: Device, *, by: User, now: datetime) -> None:
    """A factor was added to the account of `by`."""
    _record(Event.FACTOR_ADDED, device.user, kind_of(device)[0], by, now)


def make_codes(user: User, *, by: User, now: datetime) -> list[str]:
    """New codes on paper, to be shown once."""
    with transaction.atomic():
        codes = recovery.make(user, now)
        _record(Event.FACTOR_ADDED, user, "codici di riserva", by, now)
    return codes


def remove(device: Device, *, by: User, now: datetime) -> bool:
    """Take one factor away; codes on paper go with the last one. False where that one is required, and stays."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=device.user_id)
        is_last = [other.persistent_id for other in factors.devices_of(user)] == [device.persistent_id]
        if is_last and factors.are_required():
            return False
        for gone in [device, *(RecoveryCodes.objects.filter(user=user) if is_last else [])]:
            seals.drop(kind_of(gone)[1], gone)
            gone.delete()
        _record(Event.FACTOR_REMOVED, user, kind_of(device)[0], by, now)
    return True


def remove_all(user: User, *, by: User | None, now: datetime) -> int:
    """Take every factor of an account away, because its telephone is lost; how many there were.

    At the next sign-in the person sets up new ones. `by`: nobody at the command line.
    """
    with transaction.atomic():
        found = [*factors.devices_of(user), *RecoveryCodes.objects.filter(user=user)]
        for device in found:
            seals.drop(kind_of(device)[1], device)
            device.delete()
            _record(Event.FACTOR_REMOVED, user, kind_of(device)[0], by, now)
    return len(found)


def _record(event: Event, user: User, kind: str, by: User | None, now: datetime) -> None:
    subject = f"Secondo passaggio {'aggiunto' if event == Event.FACTOR_ADDED else 'tolto'}"
    notices.note(
        user,
        event,
        subject=subject,
        what=f"{subject}: {kind}.",
        by=by,
        now=now,
        details={"fattore": kind},
    )
