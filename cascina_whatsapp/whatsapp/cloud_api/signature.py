"""Proof that a webhook comes from Meta: HMAC-SHA256 over the bytes as received (Meta, webhooks)."""

import hashlib
import hmac
import re
from collections.abc import Sequence

_HEADER = re.compile(r"sha256=[0-9a-f]{64}", re.IGNORECASE | re.ASCII)


def sign(body: bytes, secret: str) -> str:
    """Compute the value of `X-Hub-Signature-256` for this body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_authentic(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Tell whether one of the app secrets signed these bytes; there are two of them while they are rotated."""
    if not header or not _HEADER.fullmatch(header):
        return False
    # A list, so that the time taken does not tell which secret matched. A blank secret proves nothing.
    matches = [hmac.compare_digest(sign(body, secret), header.lower()) for secret in secrets if secret]
    return any(matches)
