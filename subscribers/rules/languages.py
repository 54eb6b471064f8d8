"""Languages beside Italian: what one consists of, as it is written down, and those in force at a moment.

A language is data (docs/decisions/0027): its words are a text of the service, "language.sq", with versions that two
people put into force; so is each of its translations, "optin_confirm.sq". The register names what was really shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from subscribers.keywords import LanguageWords
from subscribers.keywords.other_languages import told_by

from .buttons import BUTTONS

ITALIAN = ""
NAMES = {
    "en": "inglese",
    "sq": "albanese",
    "ro": "rumeno",
    "fr": "francese",
    "am": "amarico",
    "ar": "arabo",
    "bg": "bulgaro",
    "bn": "bengalese",
    "bs": "bosniaco",
    "de": "tedesco",
    "el": "greco",
    "es": "spagnolo",
    "fa": "persiano",
    "hi": "hindi",
    "hr": "croato",
    "hu": "ungherese",
    "ka": "georgiano",
    "mk": "macedone",
    "nl": "olandese",
    "pa": "punjabi",
    "pl": "polacco",
    "pt": "portoghese",
    "ru": "russo",
    "si": "singalese",
    "so": "somalo",
    "sr": "serbo",
    "ti": "tigrino",
    "tl": "filippino",
    "tr": "turco",
    "uk": "ucraino",
    "ur": "urdu",
    "wo": "wolof",
    "zh": "cinese",
}
"""Codes of ISO 639-1 → what the language is called in Italian: those that people who live in Italy speak most."""
DEFINITION = "language"
"""The text that says what a language consists of, "language.sq"; in Italian there is none."""
SEPARATOR = ", "


def _words(label: str) -> tuple[str, ...]:
    """A field that is a list of words or short phrases, with its name on paper."""
    found: tuple[str, ...] = field(default=(), metadata={"label": label})
    return found


@dataclass(frozen=True, kw_only=True)
class Language:
    """One version of what a language consists of."""

    code: str
    version: int = 0
    """The version of the text; 0: not a version yet."""
    name: str = field(default="", metadata={"label": "Nome"})
    """The name that those who speak it have for it: "Shqip"."""
    in_use: bool = field(default=False, metadata={"label": "In uso"})
    joins: tuple[str, ...] = _words("Per iscriversi")
    leaves: tuple[str, ...] = _words("Per smettere")
    chooses: tuple[str, ...] = _words("Per sceglierla")
    courtesies: tuple[str, ...] = _words("Parole gentili")
    others: tuple[str, ...] = _words("Altre parole")
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Title of a button in Italian → its title in this language."""

    @cached_property
    def words(self) -> LanguageWords:
        """The words that the keyword rules know of a language; out of use, only how to leave: some still write it."""
        groups = {name: getattr(self, name) for name in GROUPS}
        heard = groups if self.in_use else {"leaves": self.leaves}
        return LanguageWords.of(self.code, self.version, **heard)

    def title(self, italian: str) -> str:
        """Return this button's title in the language; in Italian where it has none of its own."""
        return self.titles.get(italian) or italian


LABELS = {each.name: each.metadata["label"] for each in fields(Language) if "label" in each.metadata}
GROUPS = ("joins", "leaves", "chooses", "courtesies", "others")
"""The fields that are lists of words."""
BUTTON = "Pulsante "
YES, NO = "sì", "no"


def written(language: Language) -> str:
    """The language as a text of the service: one line for each thing, for people to read and compare."""
    lines = [
        f"{LABELS['name']}: {language.name}",
        f"{LABELS['in_use']}: {YES if language.in_use else NO}",
        *(f"{LABELS[name]}: {SEPARATOR.join(getattr(language, name))}" for name in GROUPS),
        *(f"{BUTTON}«{italian}»: {title}" for italian, title in language.titles.items() if title),
    ]
    return "\n".join(line.rstrip() for line in lines)


def read(code: str, body: str, version: int = 0) -> Language:
    """The language that was written so. Never raises: lines that nobody knows say nothing."""
    told = dict(_parts(line) for line in body.splitlines())
    titles = {
        label.removeprefix(BUTTON).strip("«»"): said
        for label, said in told.items()
        if label.startswith(BUTTON) and said
    }
    return Language(
        code=code,
        version=version,
        name=told.get(LABELS["name"], ""),
        in_use=told.get(LABELS["in_use"], "") == YES,
        **{name: listed(told.get(LABELS[name], "")) for name in GROUPS},
        titles=titles,
    )


def listed(words: str) -> tuple[str, ...]:
    """Split words written in one line, each once."""
    return tuple(dict.fromkeys(filter(None, (" ".join(word.split()) for word in words.split(",")))))


def _parts(line: str) -> tuple[str, str]:
    label, _, said = line.partition(":")
    return label.strip(), said.strip()


class Languages:
    """The languages of one moment. Of one that is out of use nothing but its words of leaving counts."""

    def __init__(self, known: list[Language]) -> None:
        self.in_use = {language.code: language for language in known if language.in_use}
        self.words = tuple(language.words for language in known)
        self.spoken = frozenset(word for words in self.words for word in words.spoken)
        """Words that the register may keep."""

    def language_of(self, text: str) -> str:
        """The language of what somebody wrote, or of the button that they tapped. Never raises."""
        tapped = (code for code in self.in_use if text in self._telling_titles[code])
        return next(tapped, "") or told_by(text, (language.words for language in self.in_use.values()))

    def name(self, code: str) -> str:
        """The name of a language that is in use, as those who speak it call it; of any other "italiano"."""
        return self.in_use[code].name if code in self.in_use else "italiano"

    def title(self, italian: str, code: str) -> str:
        """Return this button's title in that language."""
        return self.in_use[code].title(italian) if code in self.in_use else italian

    @cached_property
    def _telling_titles(self) -> dict[str, set[str]]:
        """The button titles of each language that no other has, Italian least of all."""
        by_language = {code: set(language.titles.values()) for code, language in self.in_use.items()}
        by_language[ITALIAN] = {button.title for button in BUTTONS}
        return {
            code: titles.difference(*(those for other, those in by_language.items() if other != code))
            for code, titles in by_language.items()
        }


def key_in(key: str, language: str) -> str:
    """The key of a text's translation; in Italian the key itself."""
    return f"{key}.{language}" if language else key


def parts_of(key: str) -> tuple[str, str]:
    """The key of the Italian text, and the language."""
    key, _, language = key.partition(".")
    return key, language
