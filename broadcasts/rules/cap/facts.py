"""An alert as its protocol names things: the answers to choose from, those kept, and how people read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cascina_whatsapp.presentation.formatting.dates import moment_in_words

URGENCIES = (
    ("Unknown", "Non si sa"),
    ("Immediate", "Adesso: bisogna agire subito"),
    ("Expected", "Presto: entro un'ora"),
    ("Future", "Più avanti: nelle prossime ore o nei prossimi giorni"),
    ("Past", "È già passata"),
)
SEVERITIES = (
    ("Unknown", "Non si sa"),
    ("Extreme", "Estrema: pericolo eccezionale per le persone o le cose"),
    ("Severe", "Grave: pericolo rilevante"),
    ("Moderate", "Moderata: pericolo possibile"),
    ("Minor", "Lieve: poco o nessun pericolo"),
)
CERTAINTIES = (
    ("Unknown", "Non si sa"),
    ("Observed", "È in corso, o è già successo"),
    ("Likely", "Probabile: più sì che no"),
    ("Possible", "Possibile: più no che sì"),
    ("Unlikely", "Improbabile"),
)
RESPONSES = (
    ("", "Come dice il testo"),
    ("Shelter", "Mettersi al riparo"),
    ("Evacuate", "Lasciare la zona"),
    ("Avoid", "Stare lontano"),
    ("Prepare", "Prepararsi"),
    ("Monitor", "Tenersi informati"),
    ("AllClear", "Cessato pericolo"),
    ("None", "Non serve fare nulla"),
)
DRILL = "ESERCITAZIONE"
"""The word with which the title of a drill begins, and of nothing else."""
UNKNOWN = "Unknown"
NOT_TOLD = "È un'esercitazione: il titolo deve cominciare con ESERCITAZIONE."
NOT_MARKED = (
    "Il titolo dice ESERCITAZIONE: spunta «È un'esercitazione», o per gli altri sistemi è un'allerta vera."
)


@dataclass(frozen=True)
class Happening:
    """A kind of danger: how a person calls it, which is also the alert's `event`, and its `category`."""

    key: str
    name: str
    category: str


HAPPENINGS = (
    Happening("other", "Altro", "Other"),
    Happening("weather", "Maltempo: pioggia, vento, temporali", "Met"),
    Happening("snow", "Neve o ghiaccio", "Met"),
    Happening("heat", "Ondata di calore", "Met"),
    Happening("flood", "Piena o allagamento", "Met"),
    Happening("landslide", "Frana", "Geo"),
    Happening("earthquake", "Terremoto", "Geo"),
    Happening("fire", "Incendio", "Fire"),
    Happening("pollution", "Inquinamento dell'aria, dell'acqua o del suolo", "Env"),
    Happening("health", "Emergenza sanitaria", "Health"),
    Happening("transport", "Strada, ponte o ferrovia interrotti", "Transport"),
    Happening("supply", "Acqua, luce, gas o telefoni interrotti", "Infra"),
    Happening("security", "Ordine pubblico", "Security"),
    Happening("bomb", "Disinnesco di un ordigno", "Safety"),
    Happening("substances", "Sostanze pericolose", "CBRNE"),
)


def happening(key: str) -> Happening:
    """Find the kind of danger of this key; `other` where there is none."""
    return next((one for one in HAPPENINGS if one.key == key), HAPPENINGS[0])


def is_told(title: str) -> bool:
    """Tell whether a title says that it is about a drill."""
    return title.lstrip(" *_").startswith(DRILL)


ASKED: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "event": ("Che cosa succede", tuple((one.key, one.name) for one in HAPPENINGS)),
    "urgency": ("Fra quanto", URGENCIES),
    "severity": ("Quanto è grave", SEVERITIES),
    "certainty": ("Quanto è certo", CERTAINTIES),
    "response": ("Che cosa fare", RESPONSES),
}
"""Name as it is kept → the question, and its answers; the first of them where nobody answered."""


@dataclass(frozen=True)
class Facts:
    """The facts of an alert, as the protocol names them. `expires`: None where nobody said until when it holds."""

    event: str = HAPPENINGS[0].key
    urgency: str = UNKNOWN
    severity: str = UNKNOWN
    certainty: str = UNKNOWN
    response: str = ""
    expires: datetime | None = None
    is_drill: bool = False

    @property
    def happening(self) -> Happening:
        """The danger that the alert is about, with its category."""
        return happening(self.event)


def read(stored: dict[str, Any] | None) -> Facts:
    """Read the choices that were kept; one that is missing, or no longer among the answers, nobody made."""
    kept = stored or {}
    chosen = {
        name: kept[name]
        for name, (_, answers) in ASKED.items()
        if kept.get(name) in [value for value, _ in answers]
    }
    expires = datetime.fromisoformat(kept["expires"]) if kept.get("expires") else None
    return Facts(**chosen, expires=expires, is_drill=bool(kept.get("is_drill")))


def stored(chosen: dict[str, Any]) -> dict[str, Any] | None:
    """Select what to keep of the answers (moments as datetime); None where nobody chose anything."""
    first = {name: answers[0][0] for name, (_, answers) in ASKED.items()}
    kept = {name: value for name, value in chosen.items() if value and value != first.get(name)}
    if expires := kept.get("expires"):
        kept["expires"] = expires.isoformat()
    return kept or None


def in_words(facts: Facts) -> list[str]:
    """Write the facts in Italian as whoever approves reads them, a line each."""
    lines = [
        f"{question}: {dict(answers)[getattr(facts, name)]}" for name, (question, answers) in ASKED.items()
    ]
    until = f"fino a {moment_in_words(facts.expires)}" if facts.expires else "per 24 ore"
    drill = ["È un'esercitazione"] if facts.is_drill else []
    return [*drill, *lines, f"Vale {until}"]


def objection(facts: Facts, title: str) -> str:
    """Say in Italian where mark and title disagree on whether this is a drill; "" where they agree."""
    if facts.is_drill == is_told(title):
        return ""
    return NOT_TOLD if facts.is_drill else NOT_MARKED
