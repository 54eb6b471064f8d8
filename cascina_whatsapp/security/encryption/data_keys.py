"""The keys that encrypt: DATA_KEYS of the environment, the first encrypts, all of them decrypt."""

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ID_BYTES = 4
"""The bytes of a key's id, which stands before whatever the key has encrypted."""


class NoKey(ImproperlyConfigured):
    """The error that there is no key to encrypt with, or none to decrypt what one has encrypted."""


@dataclass(frozen=True)
class DataKey:
    """One key: its id, which tells nothing of it, the cipher (AES-256-GCM), and what seals rows (HMAC-SHA-256)."""

    id: bytes
    cipher: AESGCM
    sealing: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The id as people write it: eight hexadecimal digits."""
        return self.id.hex()


@dataclass(frozen=True)
class Keyring:
    """The keys of one environment, the one that encrypts first."""

    keys: tuple[DataKey, ...]

    @property
    def first(self) -> DataKey:
        """The key that encrypts. Raises NoKey."""
        if not self.keys:
            raise NoKey("DATA_KEYS is missing: nothing can be encrypted.")
        return self.keys[0]

    def find(self, key_id: bytes) -> DataKey:
        """The key with that id. Raises NoKey, naming it."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise NoKey(f"DATA_KEYS lacks the key {key_id.hex()}, which has encrypted what is to be read.")


def keyring() -> Keyring:
    """The keys as the settings have them now."""
    return _keyring(tuple(settings.DATA_KEYS))


@lru_cache(maxsize=8)
def _keyring(secrets: tuple[str, ...]) -> Keyring:
    # Values that don't lead to each other: the id may be seen, the other two may not.
    return Keyring(
        tuple(
            DataKey(
                derived(secret, "id")[:ID_BYTES], AESGCM(derived(secret, "encrypt")), derived(secret, "seal")
            )
            for secret in secrets
        )
    )


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes made of a key for one purpose (HMAC-SHA-256, one block of HKDF-Expand)."""
    return hmac.new(secret.encode(), f"cascina data key {purpose}\x01".encode(), hashlib.sha256).digest()
