"""Words by which WhatsApp takes a notice for an invitation: warnings while a notice is written, never errors.

Meta: what promotes, persuades or invites is marketing, and so is what mixes both ("join us at …", template category
guidelines). Who writes decides; for each group of words a sentence says what to do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ADVICE = (
    "WhatsApp può prenderlo per un invito. Se il messaggio invita o promuove scegli «Invito»; se no lascialo così, o "
    "dillo con altre parole."
)
A_DISRUPTION = re.compile(
    r"(?<!\w)(?:chius|sospes|deviazion|divieto|modific|annullat|rinviat)", re.IGNORECASE
)
"""A street that is closed for a concert is a notice."""


@dataclass(frozen=True)
class Group:
    """Words that say the same, and what they look like to WhatsApp."""

    pattern: re.Pattern[str]
    looks_like: str
    unless: re.Pattern[str] | None = None
    """The words with which the text is no invitation."""


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


GROUPS = (
    Group(
        _words(
            r"(?:vi|ti) aspettiamo",
            r"(?:siete|sei|tutti|tutta la cittadinanza è) invitat[aieo]",
            r"(?:vi|ti) invitiamo",
            r"invitiamo (?:tutti|la cittadinanza|i cittadini)",
            r"(?:partecipate|partecipa) (?:numeros[ie]|anche tu|con noi|alla|al|all')",
            r"venite",
            r"vieni",
            r"vi attendiamo",
            r"unitevi",
        ),
        "invita a partecipare",
    ),
    Group(
        _words(
            r"(?:da )?non perder[et]e?(?:lo|la|li|le|vi)?",
            r"non (?:mancare|mancate)",
            r"imperdibil[ei]",
            r"affrett(?:ati|atevi)",
            r"ultim[ia] posti",
            r"approfitta(?:te|ne)?",
        ),
        "mette fretta",
    ),
    Group(
        _words(
            r"offert[ae]",
            r"scont[io]",
            r"scontat[aieo]",
            r"promozion[ei]",
            r"in omaggio",
            r"omaggi",
            r"regal(?:o|i|iamo)",
            r"gratis",
            r"gratuitamente",
            r"ingresso (?:libero|gratuito)",
        ),
        "offre qualcosa",
    ),
    Group(
        re.compile(r"(?:€\s?\d|\d\s?€|(?<!\w)(?:euro\s\d|\d+(?:,\d\d)?\seuro)(?!\w))", re.IGNORECASE),
        "dice un prezzo",
    ),
    Group(
        _words(
            r"spettacol[io]",
            r"concert[io]",
            r"sagr[ae]",
            r"fest[ae] (?:di|del|della|in|nel)",
            r"mostra",
            r"inaugurazione",
            r"rassegna",
        ),
        "parla di un evento",
        unless=A_DISRUPTION,
    ),
)
"""The groups, in the order in which they are told."""


def warnings(text: str) -> list[str]:
    """One Italian sentence that names a word of each group that a notice holds; none where all is well."""
    found = [f"«{word}» {group.looks_like}" for group, word in _found(text)]
    return [f"{'; '.join(found)}: {ADVICE}"] if found else []


def _found(text: str) -> Iterator[tuple[Group, str]]:
    for group in GROUPS:
        if group.unless and group.unless.search(text):
            continue
        if match := group.pattern.search(text):
            yield group, " ".join(match[0].split())
