"""The questions to who writes an alert, in their words, and the protocol's word for each answer (CAP 1.2, 3.2.2).

Each list begins with what holds where nobody answered.
"""

from dataclasses import dataclass


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


def happening(key: str) -> Happening:
    """Find the kind of danger of this key; `other` where there is none."""
    return next((one for one in HAPPENINGS if one.key == key), HAPPENINGS[0])


def is_told(title: str) -> bool:
    """Tell whether a title says that it is about a drill."""
    return title.lstrip(" *_").startswith(DRILL)
