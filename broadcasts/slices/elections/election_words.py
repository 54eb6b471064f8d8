"""Names and offices of politicians, which a message leaves out while an electoral period holds: warnings only. Pure.

Law of 22 February 2000, n. 28, article 9; the cases named are orders of Agcom. Whoever declares and whoever
authorises decide: a warning says what was found, which case it resembles, and what to write instead.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORDS_TOO = frozenset(
    re.findall(
        r"\w+",
        "abate acqua agosto agosti amato amore angeli aprile bacci baldi barbieri barsotti basso bassi "
        "bella belli bello bianca bianchi bianco boni bosco bruna bruni bruno calma campagna campi campo "
        "capanna caro carta casa casini castelli cavalli cervi chiesa colli colombo conte conti corsi corso "
        "corte corti costa cura dolce dolci domenica duca fabbri fattori ferrari ferri ferro festa fiera fiore "
        "fiori fonti fontana forte forti fortuna franca franchi franco galli gallo gatti gatto gelli "
        "gentile gentili giorgi giusti giusto grandi grande grassi greco grossi guerra guidi lana leone "
        "leoni lucchesi lupi lupo luna luce maggio magni marina marini marino marzo mare masi massa massimi "
        "mattina messina moda monaco montagna monte monti mori moro natale negri neri nero nesti nuovi "
        "orlandi orsi pace palazzi palmieri papa pasqua pastore pepe perla pesce piazza piccoli piccolo "
        "pini pisa pisani pisano poli ponte ponti porta poggi prato primi re riccio ricci riva rocca romano "
        "romani romana rosa rosati rosi rossa rosse rossi rosso sabato sala salute santi santo santini "
        "serra sereni sole sordi spada spina stella testa toscani toscano torre torri valle vecchi vento "
        "verde verdi vigna villa villani viola vita vitale viti volpe volpi zanni ",
    )
)
"""Surnames that are also words, colours, months, first names or places: alone, they may mean anything."""
PLACES = (
    "via|viale|vicolo|v\\.le|piazza|piazzale|piazzetta|p\\.zza|largo|corso|strada|stradone|borgo|lungarno|traversa|"
    "rotonda|rotatoria|ponte|sottopasso|localita|loc\\.|frazione|scuola|scuole|scuola primaria|plesso|istituto|liceo|"
    "asilo|nido|biblioteca|palestra|stadio|campo|teatro|parco|giardino|giardini|villa|palazzo|cinema|ospedale|farmacia|"
    "ambulatorio|bar|ristorante|officina|ditta|impresa|azienda|cooperativa|societa|fondazione|museo|premio|torneo|"
    "memorial|trofeo|cimitero|chiesa|rsa|residenza|centro civico|centro"
)
"""The things that are named after people, and are no one of them."""
IS_PLACE = re.compile(
    rf"\b(?:{PLACES})\s+(?:(?:di|del|dei|degli|della|delle|d'|san|santa|don|dott\.?|prof\.?|on\.?|"
    r"[a-z]\.|(?-i:[A-Z])\w*)\s*){0,3}\Z",
    re.IGNORECASE,
)
OFFICES = (
    r"(?:vice\s?-?)?sindac[oa]|assessor[ea]|consiglier[ea]|president[ea]|candidat[oa]|onorevole|on\.|senator[ea]|"
    r"senatrice|ministr[oa]|deputat[oa]|segretari[oa]|dott\.?|dr\.?|dott\.ssa|dottor|dottoressa|avv\.?|ing\.?|"
    r"arch\.?|prof\.?|professor|professoressa|sig\.?|sig\.ra|signor|signora"
)
"""The words before a surname that make it somebody's."""
SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")
NAMED = (
    "È il nome di chi ha una carica o si candida: Brescia fu richiamata anche per messaggi con gli assessori (Agcom, "
    "125/23/CONS)."
)
NAME_INSTEAD = "Scrivi l'ufficio, non la persona."


@dataclass(frozen=True)
class Person:
    """A person whose name should not be in a message, as the town hall keeps it."""

    name: str
    surname: str


def names_in(text: str, people: Iterable[Person], *, any_case: bool = False) -> Iterator[str]:
    """Yield what names one of these people, as it is written in the text; each of them at most once.

    `any_case`: of a file's name or its hidden data, where nobody minds capitals.
    """
    plain = folded(text)
    lowered = plain.casefold()
    for person in people:
        parts = re.findall(r"\w+", folded(person.surname).casefold())
        may_name = all(part in lowered for part in parts)  # most hold none of them, and need no closer look
        if may_name and (found := next(_places_of(person, plain, any_case), None)):
            yield text[found.start() : found.end()]


def folded(text: str) -> str:
    """Fold a text: no accents, no curly apostrophes, each character in its place."""
    return "".join(map(_folded, text))


def words_of_file(name: str) -> str:
    """The words of a file's name: "Locandina_SindacoRossi-def.pdf" → "Locandina Sindaco Rossi def"."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}\Z", "", name)
    apart = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", stem)
    return " ".join(re.split(r"[\W_]+|(?<=\D)(?=\d)|(?<=\d)(?=\D)", apart)).strip()


def _folded(character: str) -> str:
    if character in "’‘`´":
        return "'"
    first = unicodedata.normalize("NFKD", character)
    return first[0] if len(first) > 1 and len(character) == 1 and not first[1:].isalnum() else character


def _places_of(person: Person, plain: str, any_case: bool) -> Iterator["re.Match[str]"]:
    for pattern in _patterns(folded(person.name.strip()), folded(person.surname.strip()), any_case):
        for found in pattern.finditer(plain):
            if not IS_PLACE.search(plain[max(0, found.start() - 80) : found.start()]):
                yield found


def _patterns(name: str, surname: str, any_case: bool) -> Iterator["re.Pattern[str]"]:
    """Yield the ways in which this person may be written; the longest first."""
    if not surname:
        return
    first, last = _flexible(name), _flexible(surname)
    if name:
        between = r"\s+(?:(?-i:[A-Z])[\w']*\.?\s+)?"
        yield re.compile(rf"\b{first}{between}{last}\b|\b{last}\s+{first}\b", re.IGNORECASE)
        yield re.compile(rf"\b{re.escape(name[0])}\.\s?{last}\b", re.IGNORECASE)
    yield re.compile(rf"\b(?:{OFFICES})\s+(?:[a-z]\.\s?)?{last}\b", re.IGNORECASE)
    if name and any_case:
        yield re.compile(rf"\b{re.escape(name[0])}\s?{last}\b", re.IGNORECASE)
    if surname.casefold() not in WORDS_TOO:
        yield re.compile(rf"\b{'' if any_case else '(?=[A-Z])'}(?i:{last})\b")


def _flexible(name: str) -> str:
    """Write the pattern of a name: "De  Luca" as "De Luca", "Deluca" not; "D'Angelo" with any apostrophe."""
    parts = re.split(r"[\s-]+", name)
    return r"[\s-]+".join(re.escape(part).replace("'", r"'\s?") for part in parts)


@dataclass(frozen=True)
class Rule:
    """A way to name a political office."""

    key: str
    pattern: "re.Pattern[str]"
    """The pattern, of text without accents, in any case."""
    why: str
    """The case that it resembles."""
    instead: str
    unless: "re.Pattern[str] | None" = None
    """The words of the same sentence that make it harmless."""


@dataclass(frozen=True)
class WordWarning:
    """A warning to think over. `sentence` says what, why, and what to write instead."""

    key: str
    found: str
    sentence: str


def _pattern(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


IN_VOTING = _pattern(
    r"\b(?:elezion\w+|elegg\w+|vot(?:o|are|azion\w+|a|ano)|scheda|schede|candidatur\w+|liste|consultazion\w+)\b"
)
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
)


def warnings(text: str, people: Iterable[Person] = (), *, any_case: bool = False) -> list[WordWarning]:
    """List what to think over in a text, each thing once. `people`: who holds an office, or stands for one.

    `any_case`: it is a file's name, or data hidden in a file.
    """
    named = [
        WordWarning("name", found, f"«{found}»: {NAMED} {NAME_INSTEAD}")
        for found in names_in(text, people, any_case=any_case)
    ]
    sentences = [(sentence, folded(sentence)) for sentence in SENTENCE.split(text)]
    firsts = ((rule, next(filter(None, (_found(rule, *both) for both in sentences)), "")) for rule in RULES)
    worded = [
        WordWarning(rule.key, found, f"«{found}»: {rule.why} {rule.instead}")
        for rule, found in firsts
        if found
    ]
    return [*named, *worded]


def _found(rule: Rule, sentence: str, plain: str) -> str:
    """Return what a rule finds in this sentence, as it is written there; "" for nothing, or something harmless."""
    found = rule.pattern.search(plain)
    if found is None or (rule.unless and rule.unless.search(plain)):
        return ""
    return sentence[found.start() : found.end()].strip()
