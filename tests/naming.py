"""Subscribers by their names: encrypted as these are, the database finds nobody by them, only by pseudonyms."""

from django.conf import settings
from django.db.models import Q

from subscribers.rules import phone


def with_number(*phones: str, of: str = "") -> Q:
    """Of a subscriber, or of a row's (`of="subscriber__"`): that one of these numbers is theirs, and here."""
    names = [phone.of_phone(number, settings.CONSENT_HASH_KEY) for number in phones]
    return Q(**{f"{of}phone_pseudonym__in": names}) & ~Q(**{f"{of}phone": ""})


def with_bsuid(bsuid: str) -> Q:
    """Of a subscriber: that this is WhatsApp's name for them, and here."""
    return Q(bsuid_pseudonym=phone.of_bsuid(bsuid, settings.CONSENT_HASH_KEY)) & ~Q(bsuid="")
