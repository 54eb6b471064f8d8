# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The people of a list who can't be subscribed from it, since the service has met them: asked for whoever confirms,
never for whoever uploads, or a list would tell them who is known.
"""

from cascina_whatsapp.cloud_api.people import Person
from subscribers import consent
from subscribers.identity import naming
from subscribers.models import Subscriber

BATCH_SIZE = 500
"""Pseudonyms in one query."""


def known(phones: list[str]) -> set[str]:
    """Select the numbers whose people are subscribed, have left, or were asked and have not answered."""
    named = naming.named_all(Person(phone=phone) for phone in phones)
    names = {name["phone_pseudonym"]: phone for name, phone in zip(named, phones, strict=True)}
    return {phone for phone in (names[name] for name in _met(list(names))) if _may_not_enrol(phone)}


def _met(names: list[str]) -> list[str]:
    """Select those of these pseudonyms that the service has met."""
    found: list[str] = []
    for start in range(0, len(names), BATCH_SIZE):
        met = Subscriber.objects.filter(phone_pseudonym__in=names[start : start + BATCH_SIZE])
        found += met.values_list("phone_pseudonym", flat=True)
    return found


def _may_not_enrol(phone: str) -> bool:
    try:
        consent.refuse_enrolling(Person(phone=phone))
    except consent.CannotEnrol:
        return True
    return False
