"""Every declared text by its key, and every automatic answer again for each language it may be translated into."""

from dataclasses import replace

from subscribers.rules.languages import DEFINITION, NAMES, key_in

from .declarations import TEXTS
from .declarations.translations import DRAFTS
from .declared import PAGE_LIMIT, AutomaticText, DeclaredText, Place

ITALIAN: dict[str, DeclaredText] = {text.key: text for text in TEXTS}
"""The Italian ones, which are always there."""
AUTOMATIC: dict[str, AutomaticText] = {text.key: text for text in TEXTS if isinstance(text, AutomaticText)}
"""The Italian ones that answer a citizen by themselves."""


def _translation(text: AutomaticText, language: str) -> AutomaticText:
    name, key = NAMES[language], key_in(text.key, language)
    return replace(
        text,
        key=key,
        label=f"{text.label}, in {name}",
        use=f"{text.use} Solo in {name}: senza questo testo si risponde in italiano.",
        wording=DRAFTS.get(key, ""),
        place=Place.TRANSLATION,
    )


def _definition(language: str) -> DeclaredText:
    key = key_in(DEFINITION, language)
    return DeclaredText(
        key=key,
        label=f"Parole e pulsanti in {NAMES[language]}",
        use="Le parole annunciate, i titoli dei pulsanti, e se si risponde in questa lingua.",
        wording=DRAFTS.get(key, ""),
        place=Place.LANGUAGE,
        limit=PAGE_LIMIT,
    )


TRANSLATIONS = [_translation(text, language) for language in NAMES for text in AUTOMATIC.values()]
CATALOGUE: dict[str, DeclaredText] = ITALIAN | {
    text.key: text for text in [*map(_definition, NAMES), *TRANSLATIONS]
}
"""Key → what is declared of it, in the order in which staff see them."""
OF_BEFORE = {
    key: DeclaredText(key=key, label=label, use="Non si usa più.", place=Place.MESSAGE, variables=variables)
    for key, label, variables in (
        ("renewal_question", "Domanda di rinnovo", ("data_iscrizione", "giorni")),
        ("renewal_reminder", "Sollecito del rinnovo", ("data_iscrizione", "giorni")),
    )
}
"""Texts of earlier versions that nobody writes any more; what they said stays on record."""


def declared(key: str) -> DeclaredText:
    """Return what is declared of a text, also of one of earlier versions. Raises KeyError for an unknown one."""
    return CATALOGUE[key] if key in CATALOGUE else OF_BEFORE[key]
