"""An alert as its protocol names things: the answers to choose from, those kept, and how people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from .guesses import guessed

NOT_KNOWN = "Non si sa"
URGENCIES = (
    ("Unknown", NOT_KNOWN),
    ("Immediate", "Adesso: bisogna agire subito"),
    ("Expected", "Presto: entro un'ora"),
    ("Future", "Più avanti: nelle prossime ore o nei prossimi giorni"),
    ("Past", "È già passata"),
)
SEVERITIES = (
    ("Unknown", NOT_KNOWN),
    ("Extreme", "Estrema: pericolo eccezionale per le persone o le cose"),
    ("Severe", "Grave: pericolo rilevante"),
    ("Moderate", "Moderata: pericolo possibile"),
    ("Minor", "Lieve: poco o nessun pericolo"),
)
CERTAINTIES = (
    ("Unknown", NOT_KNOWN),
    ("Observed", "È in corso, o è già successo"),
    ("Likely", "Probabile: più sì che no"),
    ("Possible", "Possibile: più no che sì"),
    ("Unlikely", "Improbabile"),
)
RESPONSES = (
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
    Happening("water", "Acqua: manca, o non si può bere", "Infra"),
    Happening("supply", "Luce, gas, telefoni: servizio interrotto", "Infra"),
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
"""Name as it is kept → the question, and its answers."""
AS_THE_TEXT_SAYS = "Come dice il testo"
"""The answer of who chose nothing."""


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


def read(stored: Mapping[str, Any] | None, *, words: str = "", topics: str = "") -> Facts:
    """Read the choices that were kept; one that is missing is guessed from the words, or else from the topics."""
    kept = stored or {}
    expires = datetime.fromisoformat(kept["expires"]) if kept.get("expires") else None
    answers = guessed(topics) | guessed(words) | _chosen(kept)
    return Facts(**answers, expires=expires, is_drill=bool(kept.get("is_drill")))


def stored(chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """Select what to keep of the answers (moments as datetime); None where nobody chose anything."""
    expires = {"expires": chosen["expires"].isoformat()} if chosen.get("expires") else {}
    drill = {"is_drill": True} if chosen.get("is_drill") else {}
    return _chosen(chosen) | expires | drill or None


def _chosen(answers: Mapping[str, Any]) -> dict[str, str]:
    return {name: answers[name] for name, (_, known) in ASKED.items() if answers.get(name) in dict(known)}


def in_words(facts: Facts) -> list[str]:
    """Write the facts in Italian as whoever approves reads them, a line each."""
    lines = [f"{question}: {_answer(facts, name)}" for name, (question, _) in ASKED.items()]
    until = f"fino a {moment_in_words(facts.expires)}" if facts.expires else "per 24 ore"
    drill = ["È un'esercitazione"] if facts.is_drill else []
    return [*drill, *lines, f"Vale {until}"]


def in_a_line(facts: Facts) -> str:
    """Write the facts in a few words: "Acqua, adesso, grave"; what nobody knows is left out."""
    told = [_answer(facts, name).partition(":")[0] for name in ("event", "urgency", "severity")]
    return ", ".join(word for word in told if word != NOT_KNOWN).capitalize()


def _answer(facts: Facts, name: str) -> str:
    return dict(ASKED[name][1]).get(getattr(facts, name), AS_THE_TEXT_SAYS)


def objection(facts: Facts, title: str) -> str:
    """Say in Italian where mark and title disagree on whether this is a drill; "" where they agree."""
    if facts.is_drill == is_told(title):
        return ""
    return NOT_TOLD if facts.is_drill else NOT_MARKED
