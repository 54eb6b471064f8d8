"""The advice on a broadcast that would leave in an electoral period: whom its words name, and its attachment's.

Of a PDF its text and what it says of itself, as they were read when it was taken in; of an image its name alone.
"""

from collections.abc import Iterator
from typing import Any

from broadcasts.models import Campaign
from broadcasts.rules import election_words
from broadcasts.rules.attachments.facts import MOST_TEXT
from broadcasts.rules.election_words import Person, words_of_file
from cascina_whatsapp.elections.models import OfficeHolder

ONLY_LOOKED_AT = (
    "Le parole dentro un'immagine non si leggono da sole: guarda tu se ci sono nomi, loghi o inviti."
)
NO_TEXT = (
    "Di questo PDF non si legge il testo, come in una scansione: guarda tu se ci sono nomi, loghi o inviti."
)
NOT_READ = (
    "Questo PDF è stato caricato prima che se ne leggesse il testo: caricalo di nuovo, oppure guardalo tu."
)
CUT_SHORT = "Di questo PDF si è letto solo l'inizio: guarda tu il resto."


def warnings(campaign: Campaign) -> list[str]:
    """List in Italian the words to weigh, each with where it was found. One query, and no file is opened."""
    people = [Person(*name) for name in OfficeHolder.objects.values_list("name", "surname").distinct()]
    return list(dict.fromkeys([*_of_words(campaign, people), *_of_attachment(campaign, people)]))


def _of_words(campaign: Campaign, people: list[Person]) -> Iterator[str]:
    for where, text in (
        ("Titolo", campaign.title),
        ("Testo", campaign.body),
        ("Pulsante", campaign.button_label),
        *_of_picture(campaign),
        ("Luogo dell'evento", campaign.occasion_place),
    ):
        for warned in election_words.warnings(text, people):
            yield f"{where}: {warned.sentence}"


def _of_picture(campaign: Campaign) -> list[tuple[str, str]]:
    is_image = campaign.kind == Campaign.Kind.IMAGE
    return [("Che cosa si vede nell'immagine", campaign.picture_text)] if is_image else []


def _of_attachment(campaign: Campaign, people: list[Person]) -> Iterator[str]:
    if not campaign.attachment:
        return
    facts = campaign.attachment_facts
    for where, text in _names(facts):
        for warned in election_words.warnings(text, people, any_case=True):
            yield f"{where}: {warned.sentence}"
    if campaign.kind == Campaign.Kind.DOCUMENT:
        yield from _of_pdf(facts, people)
    else:
        yield ONLY_LOOKED_AT


def _names(facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a file is called, and what it says of itself."""
    yield "Nome del file", words_of_file(facts.get("name", ""))
    for label, told in facts.get("hidden", {}).items():
        yield f"Dati nascosti del PDF ({label})", told


def _of_pdf(facts: dict[str, Any], people: list[Person]) -> Iterator[str]:
    text = facts.get("text")
    for warned in election_words.warnings(text or "", people):
        yield f"Dentro il PDF: {warned.sentence}"
    if not text:
        yield NOT_READ if text is None else NO_TEXT
    elif len(text) >= MOST_TEXT:
        yield CUT_SHORT
