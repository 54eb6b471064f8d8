"""Words that would make a message personal, or praise, while an electoral period holds: warnings, never errors. Pure.

Law of 22 February 2000, n. 28, article 9; the cases named are orders of Agcom. Whoever declares and whoever
authorises decide: a warning says what was found, which case it resembles, and what to write instead.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .election_names import Person, folded, names_in

SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")
A_DISRUPTION = re.compile(
    r"\b(?:chius|divieto|sospes|deviat|deviazion|sosta|viabilit|senso unico|interrott|modific\w+ (?:al|del)|rinviat|"
    r"annullat|non si svolg|allert|variazion|spostat|transit)",
    re.IGNORECASE,
)
"""A sentence that says what does not work or is closed: an event is then only its cause."""


@dataclass(frozen=True)
class Rule:
    """A way to be personal or to praise."""

    key: str
    pattern: "re.Pattern[str]"
    """The pattern, of text without accents, in any case."""
    why: str
    """The case that it resembles."""
    instead: str
    unless: "re.Pattern[str] | None" = None
    """The words of the same sentence that make it harmless."""
    everywhere: bool = True
    """Else only in what is written in the message itself: of a poster's text it would be told too often."""


@dataclass(frozen=True)
class Warned:
    """A warning to think over. `sentence` says what, why, and what to write instead."""

    key: str
    found: str
    sentence: str


def _pattern(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


IN_VOTING = _pattern(
    r"\b(?:elezion\w+|elegg\w+|vot(?:o|are|azion\w+|a|ano)|scheda|schede|candidatur\w+|liste|consultazion\w+)\b"
)
NOT_OURS = "richiamo|chiamo|estremo|supremo|tremo|postremo|priamo"
"""Words that only end as a verb of ours does."""
RULES = (
    Rule(
        "office",
        _pattern(r"\b(?:vice\s?-?)?sindac(?:o|a|i|he)\b(?!\s+revisor)"),
        "In periodo elettorale non parla e non compare chi amministra: a Coccaglio pesarono firma e foto del sindaco "
        "(Agcom, 328/24/CONS).",
        "Scrivi «il Comune», oppure solo il numero dell'ordinanza.",
        unless=IN_VOTING,
    ),
    Rule(
        "assessor",
        _pattern(r"\bassessor(?:e|a|i|essa|ato|ati)\b"),
        "A Coccaglio bastò «Assessorato alla cultura» su una locandina (Agcom, 328/24/CONS).",
        "Scrivi l'ufficio: «l'ufficio Scuola», «il Comune».",
    ),
    Rule(
        "giunta",
        _pattern(
            r"(?<!deliberazione )(?<!delibera )(?<!deliberazioni )(?<!delibere )"
            r"\b(?:la|una|questa|nostra|della|dalla|alla|nella|di)\s+giunta\b"
            r"(?!\s+(?:la|il|una|un|notizia|al termine))"
            r"|(?<!di )(?<!della )\bgiunta\s+(?:comunale|regionale|municipale)\b"
        ),
        "È un organo politico: Segrate fu richiamata per una lettera di sindaco e assessori alle famiglie (Agcom, "
        "432/20/CONS).",
        "Scrivi «il Comune», e dell'atto solo il numero e la data.",
        unless=_pattern(r"\bdeliber\w+\s+(?:di|della)\s+giunta\b"),
    ),
    Rule(
        "council",
        _pattern(
            r"\bconsiglio comunale\s+(?:ha|hanno|vuole|sostien\w+|conferm\w+|premi\w+|ringrazi\w+|si complimenta)\b"
            r"|\bconsiglier[eai]\s+(?:comunal\w+|regional\w+|delegat\w+|di (?:maggioranza|opposizione|minoranza))"
        ),
        "Racconta che cosa ha fatto un organo politico, e non a che cosa serve il servizio.",
        "Scrivi che cosa cambia per i cittadini, e dell'atto solo il numero e la data.",
        unless=IN_VOTING,
    ),
    Rule(
        "administration",
        _pattern(
            r"\bamministrazione(?:\s+(?:comunale|uscente|civica|cittadina))?\s+(?:ha|aveva|sta|continua|investe|vuole|"
            r"intende|rinnova|conferma|punta|crede|mantiene|dimostra|si impegna|guarda)\b"
            r"|\b(?:il|del|nostro) comune\s+(?:investe|punta|crede|mantiene le promesse|dimostra|rinnova il)\b"
        ),
        "Dice meriti di chi amministra: Brescia fu richiamata per 27 fra messaggi, post e conferenze (Agcom, "
        "125/23/CONS).",
        "Scrivi il fatto senza chi lo ha voluto: «L'ufficio è aperto», «La strada è chiusa».",
    ),
    Rule(
        "thanks-to",
        _pattern(
            r"\bgrazie\s+(?:a|al|allo|alla|ai|agli|alle|all')(?=\s|\w)"
            r"(?!\s*(?:tutti|tutte|chi|voi|ciascuno|coloro)\b)"
        ),
        "Attribuisce un merito: la comunicazione deve essere impersonale (legge 28/2000, art. 9).",
        "Scrivi il fatto e togli il merito.",
    ),
    Rule(
        "inauguration",
        _pattern(
            r"\binaugur\w+|\btagli\w+\s+(?:del|il)\s+nastro|\bprima pietra\b|\bscopriment\w+ della targa"
        ),
        "Un'inaugurazione può aspettare, o non ha bisogno di essere annunciata: non è indispensabile.",
        "Rimandala a dopo il voto, oppure scrivi solo da quando il servizio funziona e con quali orari.",
    ),
    Rule(
        "patronage",
        _pattern(r"\bpatrocin\w+"),
        "A Coccaglio fu contestato «con il patrocinio» accanto allo stemma (Agcom, 328/24/CONS); a Torino e "
        "Piossasco nel 2024 i loghi furono tolti.",
        "Togli il patrocinio, anche dalla locandina.",
        unless=_pattern(r"\bgratuito patrocinio\b|\bpatrocinio (?:a spese dello stato|legale|gratuito)\b"),
    ),
    Rule(
        "result",
        _pattern(r"\brisultat[oi]\b"),
        "Racconta ciò che si è fatto, e può aspettare: in Abruzzo nel 2018 non bastò che il testo fosse impersonale.",
        "Scrivi che cosa il cittadino può o deve fare.",
        unless=_pattern(
            r"\brisultat[oi]\s+(?:(?:del|dello|della|dell'|dei|degli|delle|di)\s*)?(?:\w+\s+)?(?:analis|esam|concors|"
            r"gar[ae]|estrazion|sorteggi|graduator|selezion|band|vot|scrutin|elezion|elettoral|ballottagg|prov[ae]|"
            r"control|campion|tampon|monitoragg|test|provvisor|definitiv|ufficial|non|positiv|negativ|conform|idone|"
            r"esclus|ammess|assent)|\b(?:e|sono|era|erano|essere|sia|siano)\s+risultat[oi]\b"
        ),
    ),
    Rule(
        "record",
        _pattern(r"\brecord\b"),
        "È un vanto: non è indispensabile, e chi amministra ci si riconosce.",
        "Scrivi il dato che serve, senza confronti.",
        unless=_pattern(
            r"\b(?:temperatur\w+|caldo|freddo|gelo|piogg\w+|piena|siccita|afa|neve|vento)\s+(?:da\s+)?record\b"
        ),
    ),
    Rule(
        "praise",
        _pattern(
            r"\borgoglios\w+|\bcon orgoglio\b|\bfiore all'occhiello\b|\bgrande soddisfazione\b|\beccellenz[ae]\b"
            r"|\b(?:grande|straordinari[oa]|enorme) success[oi]\b|\bsuccess[oi] di\b|\bpromess[ae] mantenut\w+"
            r"|\bfortemente volut\w+|\btraguard[oi]\b|\bimpegno mantenuto\b"
            r"|\bcitta (?:piu bella|migliore|che cresce)\b"
            r"|\bfinalmente\b|\bliet[oaie] di\b|\bfier[oaie] di\b|\bottim[oaie] lavor[oi]\b"
        ),
        "È un elogio di ciò che si è fatto: a Ittiri bastò un post sui lavori al campo sportivo (Agcom, marzo 2024).",
        "Scrivi il fatto con la data, senza aggettivi.",
    ),
    Rule(
        "we",
        _pattern(
            rf"\b(?!(?:{NOT_OURS})\b)\w+(?:iamo|[aeivdrtp]remo|[aei]vamo|[ei]mmo|(?<!gr)ammo)(?:l[oaie]|ne|ci|vi)?\b"
            r"|\bnoi\b|\bnostr[oaie]\b"
        ),
        "Con «noi» parla qualcuno: la forma impersonale è una delle due condizioni della legge (28/2000, art. 9).",
        "Scrivi «si informa», «l'ufficio è aperto», «il Comune».",
    ),
    Rule(
        "exclamation",
        _pattern(r"[^\s!]{0,25}!+"),
        "Un punto esclamativo promuove: una comunicazione impersonale dice e basta.",
        "Metti un punto.",
        everywhere=False,
    ),
    Rule(
        "invitation",
        _pattern(
            r"\b(?:vi|ti) aspett\w+|\bnon manca(?:re|te)\b|\b(?:sei|siete|tutti|tutte|cittadinanza e|sono)\s+"
            r"(?:tutti\s+|tutte\s+|caldamente\s+)?invitat\w+ (?:a partecipare|alla?\b|all')"
            r"|\bpartecip\w+ numeros\w+|\baccorrete\b|\bingresso (?:libero|gratuito)\b"
            r"|\b(?:rinfresco|buffet|brindisi)\b"
        ),
        "È un invito a un evento: Santorso fu richiamato per eventi annunciati con WhatsApp (Agcom, 175/24/CONS).",
        "Rimanda a dopo il voto, oppure lascia solo ciò che serve a chi passa di lì: strade, orari, servizi.",
        unless=A_DISRUPTION,
    ),
    Rule(
        "event",
        _pattern(
            r"\b(?:concert[oi]|spettacol[oi]|sagr[ae]|festival|mercatin[oi]|notte bianca|fuochi d'artificio|"
            r"convegn[oi]|vernissage|aperitivo)\b|\b(?:una|la|alla|della|nella)\s+mostra\b|\bmostra\s+(?:d'arte|fotografica|di)\b"
            r"|\brassegna\s+(?:cinematografica|teatrale|musicale|estiva|di)\b|\bpresentazione del libro\b"
            r"|\b(?:grande|bella|in)\s+festa\b|\bfesta\s+(?:del|della|dello|dei|delle|di|in)\b(?!\s+(?:patron|lavor|"
            r"repubblica|liberazione|santo|ognissanti))"
        ),
        "Un evento di solito può aspettare: Santorso fu richiamato per eventi annunciati con WhatsApp (Agcom, "
        "175/24/CONS).",
        "Rimanda a dopo il voto, oppure lascia solo ciò che serve a chi passa di lì: strade, orari, servizi.",
        unless=A_DISRUPTION,
    ),
)
NAMED = (
    "È il nome di chi ha una carica o si candida: Brescia fu richiamata anche per messaggi con gli assessori (Agcom, "
    "125/23/CONS)."
)
NAME_INSTEAD = "Scrivi l'ufficio, non la persona."


def warnings(
    text: str, people: Iterable[Person] = (), *, is_message: bool = True, any_case: bool = False
) -> list[Warned]:
    """List what to think over in a text, each thing once. `people`: who holds an office, or stands for one.

    `is_message`: it is written in the message itself, and not on a poster. `any_case`: it is a file's name, or data
    hidden in a file.
    """
    return [*_named(text, people, any_case), *_worded(text, is_message)]


def _named(text: str, people: Iterable[Person], any_case: bool) -> Iterator[Warned]:
    for found in names_in(text, people, any_case=any_case):
        yield Warned("name", found, f"«{found}»: {NAMED} {NAME_INSTEAD}")


def _worded(text: str, is_message: bool) -> Iterator[Warned]:
    sentences = [(sentence, folded(sentence)) for sentence in SENTENCE.split(text)]
    for rule in RULES:
        if is_message or rule.everywhere:
            found = next(filter(None, (_found(rule, *both) for both in sentences)), "")
            if found:
                yield Warned(rule.key, found, f"«{found}»: {rule.why} {rule.instead}")


def _found(rule: Rule, sentence: str, plain: str) -> str:
    """Return what a rule finds in this sentence, as it is written there; "" for nothing, or something harmless."""
    found = rule.pattern.search(plain)
    if found is None or (rule.unless and rule.unless.search(plain)):
        return ""
    return sentence[found.start() : found.end()].strip()
