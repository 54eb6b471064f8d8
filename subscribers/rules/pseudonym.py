"""The pseudonyms of people: keyed digests for the consent register.

A telephone number is too short a secret for a plain hash, since all of them can be tried in minutes;
without the key, which never enters the database, these digests cannot be reversed or compared.
"""

import hashlib
import hmac


def of_phone(e164: str, key: str | bytes) -> str:
    """The pseudonym of a telephone number in E.164."""
    return pseudonym(f"phone:{e164}", key)


def of_bsuid(bsuid: str, key: str | bytes) -> str:
    """The pseudonym of a business-scoped user id, WhatsApp's name for people without a visible number."""
    return pseudonym(f"bsuid:{bsuid}", key)


def of_message(wamid: str, key: str | bytes) -> str:
    """The pseudonym of a message at WhatsApp.

    Meta's message ids hold the citizen's number, merely written in base64: the register keeps this digest
    and never the id, and whoever has the id and the key can still show that they belong together.
    """
    return pseudonym(f"message:{wamid}", key)


def pseudonym(identity: str, key: str | bytes) -> str:
    """HMAC-SHA-256 of `identity` as 64 hexadecimal digits; the caller says what kind of identity it is.

    Raises ValueError without a key: a digest under an empty key would protect nobody.
    """
    if not key:
        raise ValueError("a pseudonym needs a key")
    secret = key.encode() if isinstance(key, str) else key
    return hmac.new(secret, identity.encode(), hashlib.sha256).hexdigest()
