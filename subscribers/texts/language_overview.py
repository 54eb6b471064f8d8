"""The progress of each language: whether it is in use; which of its texts are in force, wait, or are missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from subscribers.models import ServiceText, TextProposal
from subscribers.rules.languages import DEFINITION, NAMES, Language, key_in, parts_of

from .catalogue import AUTOMATIC
from .declarations.translations import DRAFTS
from .declared import AutomaticText
from .languages import definition_key, draft_of, languages_at


class Standing(Enum):
    """The state of a translation, or of a language: in Italian, and its tone on screen."""

    IN_FORCE = "In vigore", "ok"
    WAITING = "Da approvare", "wait"
    DRAFT = "Da proporre", "go"
    MISSING = "Manca", "quiet"
    OUT_OF_USE = "Non in uso", "quiet"

    @property
    def words(self) -> str:
        """The state in Italian."""
        return self.value[0]

    @property
    def tone(self) -> str:
        """The tone of the state's badge."""
        return self.value[1]


@dataclass(frozen=True)
class Translation:
    """One automatic answer in one language."""

    key: str
    declared: AutomaticText
    standing: Standing


@dataclass(frozen=True)
class Progress:
    """One language, with its texts in the order in which staff see them."""

    language: Language
    """The language as it will be: see draft_of."""
    standing: Standing
    texts: tuple[Translation, ...]

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
            text.declared.label
            for text in self.texts
            if text.declared.needed_in_languages and text.standing is not Standing.IN_FORCE
        ]

    def count(self, standing: Standing) -> int:
        """Count the texts of this state."""
        return sum(text.standing is standing for text in self.texts)


def begun(now: datetime) -> list[Progress]:
    """Every language that somebody has begun, or that is declared; those in use come first."""
    there, waiting = _in_force(now), _waiting()
    keys = {*there, *waiting, *DRAFTS, *_all_definitions()}
    codes = [code for code in NAMES if any(parts_of(key)[1] == code for key in keys)]
    found = [_progress(code, there, waiting, now) for code in codes]
    return sorted(found, key=lambda progress: progress.standing is not Standing.IN_FORCE)


def progress_of(code: str, now: datetime) -> Progress:
    """Collect how far one language is."""
    return _progress(code, _in_force(now), _waiting(), now)


def _progress(code: str, there: Collection[str], waiting: Collection[str], now: datetime) -> Progress:
    texts = tuple(
        Translation(key, text, _standing(key, there, waiting))
        for text in AUTOMATIC.values()
        if (key := key_in(text.key, code))
    )
    return Progress(draft_of(code), _standing_of(code, waiting, now), texts)


def _standing(key: str, there: Collection[str], waiting: Collection[str]) -> Standing:
    if key in waiting:
        return Standing.WAITING
    if key in there:
        return Standing.IN_FORCE
    return Standing.DRAFT if key in DRAFTS else Standing.MISSING


def _standing_of(code: str, waiting: Collection[str], now: datetime) -> Standing:
    if definition_key(code) in waiting:
        return Standing.WAITING
    return Standing.IN_FORCE if code in languages_at(now).in_use else Standing.OUT_OF_USE


def _in_force(now: datetime) -> set[str]:
    used = ServiceText.objects.filter(key__contains=".", in_force_from__lte=now)
    return set(used.values_list("key", flat=True))


def _waiting() -> set[str]:
    asked = TextProposal.objects.filter(key__contains=".", outcome=TextProposal.Outcome.OPEN)
    return set(asked.values_list("key", flat=True))


def _all_definitions() -> set[str]:
    written = ServiceText.objects.filter(key__startswith=f"{DEFINITION}.")
    return set(written.values_list("key", flat=True))
