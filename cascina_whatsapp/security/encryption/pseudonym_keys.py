"""The keys of the pseudonyms, in generations: the newest names whoever is new, all of them find who is known.

CONSENT_HASH_KEY is the newest; CONSENT_HASH_KEYS_OLD are those before it. A key says its generation itself: "2:…" is
of the second, one without a number of the first. So does each pseudonym: one of the first is nothing but hexadecimal
digits, one of the second ends in "g02".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings

NUMBERED = re.compile(r"(\d{1,2}):(.+)", re.DOTALL)
MARK_LENGTH = 3


@dataclass(frozen=True)
class PseudonymKey:
    """A key of the pseudonyms and its generation, from 1."""

    secret: str = field(repr=False)
    generation: int

    def marked(self, digest: str) -> str:
        """A digest that was made with this key, as the pseudonym that says so: 64 characters."""
        if self.generation == 1:
            return digest
        return f"{digest[:-MARK_LENGTH]}g{self.generation:02}"


def live_keys() -> tuple[PseudonymKey, ...]:
    """Every key that the settings have, the newest first; empty where none is configured."""
    return _parsed((settings.CONSENT_HASH_KEY, *settings.CONSENT_HASH_KEYS_OLD))


@lru_cache(maxsize=8)
def _parsed(secrets: tuple[str, ...]) -> tuple[PseudonymKey, ...]:
    return tuple(_key(secret) for secret in secrets if secret)


def _key(text: str) -> PseudonymKey:
    numbered = NUMBERED.fullmatch(text)
    return PseudonymKey(numbered[2], int(numbered[1])) if numbered else PseudonymKey(text, 1)


def same_generation(keys: Iterable[PseudonymKey]) -> int | None:
    """A generation that two of these keys claim, if there is one."""
    seen: set[int] = set()
    for key in keys:
        if key.generation in seen:
            return key.generation
        seen.add(key.generation)
    return None
