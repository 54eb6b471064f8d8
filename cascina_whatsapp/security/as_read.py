"""A second person decides on what they have read: a page posts the digest of what it shows along with the decision.

The function that decides takes it as `read` and compares it, the row locked: what was changed, or put in its place
by another, is read first.
"""

import json
from datetime import datetime

from django.db.models import Model
from django.utils.crypto import salted_hmac

CHANGED = "È cambiato mentre lo leggevi: rileggilo, e decidi di nuovo."


def digest(shown: object) -> str:
    """Digest what a page shows: rows, texts and numbers, in lists. A row counts with its number and all columns.

    With a key, since what a page shows masked is in it as well.
    """
    written = json.dumps(shown, default=_plain, sort_keys=True)
    return salted_hmac("as read", written, algorithm="sha256").hexdigest()


def changed(shown: object, read: str) -> str:
    """Say in Italian that this is not what was read; "" where it is."""
    return "" if digest(shown) == read else CHANGED


def _plain(part: object) -> object:
    if isinstance(part, Model):
        return [part._meta.label, *(field.value_from_object(part) for field in part._meta.concrete_fields)]
    return part.timestamp() if isinstance(part, datetime) else str(part)
