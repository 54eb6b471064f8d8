"""Rules for keys and tokens: long enough that nobody guesses them, and copied whole."""

import re

from .problems import Fault, Rule

LEAST_KINDS = 5
"""Different characters of a key, as Django asks of its own: "aaaa…" is long, too."""
RANDOM = 'Fanne una: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
MADE = "Fanne una: cascina make_key"
FROM_META = "Copialo di nuovo dal pannello di Meta"
AT_META = "Si copia dal pannello di Meta"


def key(least: int, remedy: str = RANDOM, *, blanks: bool = False) -> Rule:
    """A rule for secrets of at least `least` bytes (256 random bits make a key: RFC 2104, section 3).

    `blanks`: whether a space may stand inside; of most it came along when they were copied.
    """

    def judge(value: str) -> Fault | None:
        if not blanks and re.search(r"\s", value):
            return Fault("c'è uno spazio in mezzo", remedy)
        if len(value.encode()) < least:
            return Fault(f"ha meno di {least} caratteri, e si può indovinare", remedy)
        if len(set(value)) < LEAST_KINDS:
            return Fault("ripete sempre gli stessi caratteri, e si può indovinare", remedy)
        return None

    return judge
