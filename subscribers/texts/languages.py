"""The languages in force, as their texts describe them, and how far each is. No query per message.

Each process looks now and then: what two people put into force is heard everywhere within REFRESHED_EVERY seconds.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import QuerySet

from cascina_whatsapp.accounts.models import Proposal
from subscribers.models import ServiceText
from subscribers.rules.languages import DEFINITION, NAMES, Language, Languages, key_in, parts_of, read

from .catalogue import AUTOMATIC
from .declarations.translations import DRAFTS

KIND = "text"
"""The kind of what is proposed for a text (`second_person.Kind`)."""
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
    asked = Proposal.objects.open(KIND).filter(target=key).first()
    latest = ServiceText.objects.filter(key=key).order_by("version").last()
    return read(code, asked.change["body"] if asked else latest.body if latest else DRAFTS.get(key, ""))


def suggested(code: str) -> Language:
    """Return what a writer begins from: the draft, while the language is still what `migrate` wrote."""
    key = definition_key(code)
    proposed, written = Proposal.objects.filter(kind=KIND, target=key), ServiceText.objects.filter(key=key)
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


class Standing(Enum):
    """The state of a translation, or of a language: in Italian, and its tone on screen."""

    IN_FORCE = "In vigore", "ok"
    WAITING = "Da approvare", "wait"
    DRAFT = "Da proporre", "go"
    MISSING = "Manca", "quiet"
    OUT_OF_USE = "Non in uso", "quiet"

    def __init__(self, words: str, tone: str) -> None:
        self.words, self.tone = words, tone


@dataclass(frozen=True)
class Progress:
    """One language, with its texts in the order in which staff see them."""

    language: Language
    """The language as it will be: see draft_of."""
    standing: Standing
    texts: list[dict[str, Any]]
    """Each automatic answer: its `key` in the language, what is `declared` of it, its `standing`."""

    @property
    def name(self) -> str:
        """The Italian name of the language, "Albanese"."""
        return NAMES[self.language.code].capitalize()

    @property
    def in_force(self) -> int:
        """The number of texts in force in the language."""
        return self.count(Standing.IN_FORCE)

    @property
    def is_only_understood(self) -> bool:
        """Tell whether a language's words count while answers are in Italian: none of its texts is in force."""
        return self.standing is Standing.IN_FORCE and not self.in_force

    @property
    def lacking(self) -> list[str]:
        """The names of the texts that it can't do without and that are not in force."""
        return [
            text["declared"].label
            for text in self.texts
            if text["declared"].needed_in_languages and text["standing"] is not Standing.IN_FORCE
        ]

    def count(self, standing: Standing) -> int:
        """Count the texts of this state."""
        return sum(text["standing"] is standing for text in self.texts)


def begun(now: datetime) -> list[Progress]:
    """Every language that somebody has begun, or that is declared; those in use come first."""
    there, waiting = _in_force(now), _waiting()
    keys = {*there, *waiting, *DRAFTS, *definitions().values_list("key", flat=True)}
    codes = [code for code in NAMES if any(parts_of(key)[1] == code for key in keys)]
    found = [_progress(code, there, waiting, now) for code in codes]
    return sorted(found, key=lambda progress: progress.standing is not Standing.IN_FORCE)


def progress_of(code: str, now: datetime) -> Progress:
    """Collect how far one language is."""
    return _progress(code, _in_force(now), _waiting(), now)


def _progress(code: str, there: Collection[str], waiting: Collection[str], now: datetime) -> Progress:
    standing = Standing.IN_FORCE if code in languages_at(now).in_use else Standing.OUT_OF_USE
    if definition_key(code) in waiting:
        standing = Standing.WAITING
    keys = {key_in(key, code): text for key, text in AUTOMATIC.items()}
    texts = [
        {"key": key, "declared": text, "standing": _standing(key, there, waiting)}
        for key, text in keys.items()
    ]
    return Progress(draft_of(code), standing, texts)


def _standing(key: str, there: Collection[str], waiting: Collection[str]) -> Standing:
    if key in waiting:
        return Standing.WAITING
    if key in there:
        return Standing.IN_FORCE
    return Standing.DRAFT if key in DRAFTS else Standing.MISSING


def _in_force(now: datetime) -> set[str]:
    used = ServiceText.objects.filter(key__contains=".", in_force_from__lte=now)
    return set(used.values_list("key", flat=True))


def _waiting() -> set[str]:
    asked = Proposal.objects.open(KIND).filter(target__contains=".")
    return set(asked.values_list("target", flat=True))
