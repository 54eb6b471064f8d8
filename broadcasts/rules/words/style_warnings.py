"""The advice on what makes a broadcast harder to read or to trust: warnings, never errors. The writer decides.

A message is read hours after it left, often by a voice (screen readers), and by people who fear fraud: hence a
date, no shouting, few emoji (each is read out by name), and links to the town hall's own pages.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from .page_buttons import addresses_in, problem_in
from .written_dates import names_a_day

MOST_EMOJI = 3

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
LONG_WORD = 5  # letters: acronyms are shorter

PICTURE = (
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a\u231b\u23e9-\u23f3\u25fb-\u25fe\u2194-\u21aa]"
)
DRESS = "[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"  # colour of the skin, coloured drawing, tags
EMOJI = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|[\u00a9\u00ae\u203c\u2049\u2122\u2139]\ufe0f"
    rf"|{PICTURE}{DRESS}(?:\u200d{PICTURE}{DRESS})*"
)
"""One emoji as it is seen, however many characters it is made of (Unicode TS 51)."""

NO_DATE = (
    "È un'allerta senza una data: scrivi il giorno. «Oggi» o «domani» non bastano a chi legge più tardi."
)
CAPITALS = "Una frase è tutta in maiuscole: si legge male e sembra gridata. Scrivila in minuscolo."
TOO_MANY_EMOJI = (
    "Ci sono {} emoji: tienine al massimo tre. Chi usa un lettore di schermo le sente nominare una per una."
)
NOT_OFFICIAL = (
    "«{}» non è sul sito del Comune: può sembrare una truffa. Se puoi, rimanda a una pagina del Comune."
)


def warnings(*, title: str, body: str, link: str, is_alert: bool, official_sites: Iterable[str]) -> list[str]:
    """Italian sentences that say what to think over, and how to mend it; none where all is well.

    `official_sites` are domains: their subdomains count too.
    """
    text, sites = f"{title}\n{body}", tuple(site.lower() for site in official_sites)
    found = [NO_DATE] if is_alert and text.strip() and not names_a_day(text) else []
    if any(is_shouted(sentence) for sentence in SENTENCE_END.split(text)):
        found.append(CAPITALS)
    if (number := emoji_in(text)) > MOST_EMOJI:
        found.append(TOO_MANY_EMOJI.format(number))
    addresses = dict.fromkeys(addresses_in(f"{link}\n{body}"))
    strange = [one for one in addresses if not (is_official(one, sites) or problem_in(one))]
    return [*found, *(NOT_OFFICIAL.format(address) for address in strange)]


def is_shouted(sentence: str) -> bool:
    """Tell whether a sentence of at least two words is in capitals, and is not just acronyms."""
    words = re.findall(r"[^\W\d_]+", sentence)
    has_long_word = any(len(word) >= LONG_WORD for word in words)
    return len(words) > 1 and has_long_word and sentence == sentence.upper()


def emoji_in(text: str) -> int:
    """Count the emoji that one sees."""
    return len(EMOJI.findall(text))


def is_official(address: str, official_sites: Iterable[str]) -> bool:
    """Tell whether an address, with or without its https://, leads to one of these domains."""
    try:
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").rstrip(".")
    except ValueError:  # half an address, as when it is still being typed
        return False
    return any(host == site or host.endswith(f".{site}") for site in official_sites)
