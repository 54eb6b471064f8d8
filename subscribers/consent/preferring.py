# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language in which a subscriber is answered. No consent: the register doesn't tell of it."""

from cascina_whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import Subscriber


def prefer_language(person: Person, language: str) -> bool:
    """Keep the language that a subscriber is answered in; "" is Italian. False: not subscribed, nothing is kept."""
    known = identity.find(person)
    if known is None:
        return False
    return bool(Subscriber.objects.subscribed().filter(pk=known.pk).update(language=language))
