"""The languages in force, as their texts describe them. No query per message: each process looks now and then.

What two people put into force is heard everywhere within REFRESHED_EVERY seconds.
"""

import time
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from subscribers.models import ServiceText, TextProposal
from subscribers.rules.languages import DEFINITION, Language, Languages, key_in, parts_of, read

from .declarations.translations import DRAFTS

REFRESHED_EVERY = 10.0
"""Seconds."""


class _Known:
    """The languages that this process knows, and since when."""

    def __init__(self) -> None:
        self.versions: list[ServiceText] = []
        self.read_at: float | None = None
        self.made: dict[tuple[int, ...], Languages] = {}

    def is_fresh(self) -> bool:
        """Tell whether the languages were read lately."""
        return self.read_at is not None and time.monotonic() - self.read_at < REFRESHED_EVERY

    def learn(self) -> None:
        """Read anew. Where the database doesn't answer, it is not asked again before it is time."""
        self.read_at = time.monotonic()
        self.versions, self.made = list(definitions()), {}


_known = _Known()


def languages_at(now: datetime) -> Languages:
    """The languages in force at `now`. At most one query, and that every REFRESHED_EVERY seconds."""
    if not _known.is_fresh():
        _known.learn()
    used = [text for text in _known.versions if text.is_used(now)]
    made = tuple(text.pk for text in used)
    if made not in _known.made:
        _known.made[made] = Languages(_latest(used))
    return _known.made[made]


def forget() -> None:
    """Forget the languages: this process reads them again the next time."""
    _known.read_at = None


def definitions() -> QuerySet[ServiceText]:
    """Every version of every language, the oldest first."""
    return ServiceText.objects.filter(key__startswith=f"{DEFINITION}.").order_by("key", "version")


def draft_of(code: str) -> Language:
    """A language as it will be: what is proposed, else what was written last, else what is declared."""
    key = definition_key(code)
    asked = TextProposal.objects.filter(key=key, outcome=TextProposal.Outcome.OPEN).first()
    latest = asked or ServiceText.objects.filter(key=key).order_by("version").last()
    return read(code, latest.body if latest else DRAFTS.get(key, ""))


def suggested(code: str) -> Language:
    """Return what a writer begins from: the draft, while the language is still what `migrate` wrote."""
    key = definition_key(code)
    proposed, written = TextProposal.objects.filter(key=key), ServiceText.objects.filter(key=key)
    is_touched = proposed.exists() or written.exclude(author=None).exists()
    return draft_of(code) if is_touched or key not in DRAFTS else read(code, DRAFTS[key])


def definition_key(code: str) -> str:
    """The key of the text that says what a language consists of."""
    return key_in(DEFINITION, code)


def is_definition(key: str) -> bool:
    """Tell whether this text says what a language consists of."""
    return parts_of(key)[0] == DEFINITION


def _latest(used: list[ServiceText]) -> list[Language]:
    """Return the newest version of each language; its words of leaving are those of all its versions.

    Whoever was told to leave with a word may write it for ever.
    """
    found: dict[str, Language] = {}
    for text in used:
        language = read(parts_of(text.key)[1], text.body, text.version)
        before = found[language.code].leaves if language.code in found else ()
        found[language.code] = replace(language, leaves=(*dict.fromkeys([*before, *language.leaves]),))
    return list(found.values())
