"""A language for the stories of the tests, and how it comes into force without its pages."""

from datetime import timedelta

from subscribers import texts
from subscribers.models import ServiceText
from subscribers.rules.buttons import BUTTONS
from subscribers.rules.languages import Language, written
from subscribers.texts import languages
from tests.builders import NOW, hire
from tests.people import PAOLO

TITLES = {
    "Scegli argomenti": "Zgjidh temat",
    "Iscrizione": "Regjistrim",
    "Cancellazione": "Anulim",
    "Sì, iscrivimi": "Po, regjistromë",
}
ALBANIAN = Language(
    code="sq",
    name="Shqip",
    in_use=True,
    joins=("Regjistrim",),
    leaves=("Anulim", "Largohem"),
    chooses=("Shqip",),
    courtesies=("faleminderit", "ju lutem", "dua", "të"),
    others=("mesazhe",),
    titles=TITLES,
)
COMPLETE = {button.title: TITLES.get(button.title, f"{button.title[:14]} (sq)") for button in BUTTONS}
"""A title for every button."""


def in_force(language: Language = ALBANIAN, *, version: int = 1) -> ServiceText:
    """The language has been in force for a while, whatever is missing of it."""
    text = ServiceText.objects.create(
        key=languages.definition_key(language.code),
        version=version,
        body=written(language),
        in_force_from=NOW - timedelta(days=3 - version),
    )
    languages.forget()
    return text


def translate(key: str, body: str, language: str = "en") -> ServiceText:
    """Paolo writes a text in that language; it is in force at once."""
    own = f"{key}.{language}"
    draft = texts.Draft(body=body, note="Tradotto", starts=None, seen=texts.seen(own))
    return texts.save(texts.next_version(own), draft, by=hire(PAOLO), now=NOW - timedelta(minutes=1))
