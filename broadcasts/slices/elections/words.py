"""The advice on a broadcast that would leave in an electoral period: whom its words name, and its attachment's.

Of a PDF its text and what it says of itself, as they were read when it was taken in; of an image its name alone.
"""

from broadcasts.models import Campaign
from broadcasts.rules.attachments.facts import MOST_TEXT
from cascina_whatsapp.elections.models import OfficeHolder

from . import election_words
from .election_words import Person, words_of_file

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
    found = (
        f"{where}: {warned.sentence}"
        for where, text, any_case in _texts(campaign)
        for warned in election_words.warnings(text, people, any_case=any_case)
    )
    return list(dict.fromkeys([*found, *_to_look_at(campaign)]))


def _texts(campaign: Campaign) -> list[tuple[str, str, bool]]:
    """List each text, where it stands, and whether its capitals say nothing, as in the name of a file."""
    facts = campaign.attachment_facts if campaign.attachment else {}
    picture = campaign.picture_text if campaign.kind == Campaign.Kind.IMAGE else ""
    return [
        ("Titolo", campaign.title, False),
        ("Testo", campaign.body, False),
        ("Pulsante", campaign.button_label, False),
        ("Che cosa si vede nell'immagine", picture, False),
        ("Luogo dell'evento", campaign.occasion_place, False),
        ("Nome del file", words_of_file(facts.get("name", "")), True),
        *(
            (f"Dati nascosti del PDF ({label})", told, True)
            for label, told in facts.get("hidden", {}).items()
        ),
        ("Dentro il PDF", facts.get("text") or "", False),
    ]


def _to_look_at(campaign: Campaign) -> list[str]:
    """List what no program has read of the attachment."""
    if not campaign.attachment:
        return []
    if campaign.kind != Campaign.Kind.DOCUMENT:
        return [ONLY_LOOKED_AT]
    text = campaign.attachment_facts.get("text")
    if not text:
        return [NOT_READ if text is None else NO_TEXT]
    return [CUT_SHORT] if len(text) >= MOST_TEXT else []
