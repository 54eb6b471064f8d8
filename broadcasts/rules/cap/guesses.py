"""The answers about an alert that its words suggest: patterns of Italian, the first that is found counts."""

import re

GUESSES = {
    question: [(answer, re.compile(words)) for answer, words in rows]
    for question, rows in {
        "event": (
            ("bomb", r"ordigno|\bbomba|disinnesc"),
            ("fire", r"incendi|fiamme"),
            ("earthquake", r"terremot|sismic"),
            ("landslide", r"\bfran[ae]\b|smottament"),
            ("substances", r"sostanz[ae] (?:pericolos|tossic)|(?:gas|nube) tossic"),
            ("flood", r"\bpiena\b|esonda|allaga|alluvion"),
            ("snow", r"\bneve\b|nevicat|ghiaccio|gelate"),
            ("heat", r"calore|caldo"),
            ("weather", r"maltempo|piogg|\bvento|temporal|grandin|meteo"),
            ("water", r"\bacqua\b|acquedotto|potabile"),
            ("supply", r"\bluce\b|\bcorrente\b|elettric|blackout|\bgas\b|telefon"),
            ("transport", r"\bstrad[ae]\b|\bponte\b|sottopass|ferrovia|\btreni\b|\bvia \w+ chiusa"),
            ("pollution", r"inquina|polveri sottili|pm10|amianto"),
            ("health", r"sanitari|contagi|virus"),
            ("security", r"ordine pubblico"),
        ),
        "urgency": (
            ("Past", r"cessat|rientrat|è finit|riapert"),
            ("Immediate", r"\badesso\b|subito|in corso|esondat|evacua|lasciate|lascia la"),
            (
                "Future",
                r"domani|previst|prossim[ei] (?:ore|giorni)|(?:gialla|arancione|rossa)\b"
                r"|\bda(?:l|ll')? ?(?:\d|luned|marted|mercoled|gioved|venerd|sabato|domenica)",
            ),
            ("Immediate", r"manca|chius|interrott|allagat|non (?:bere|usare|uscire|attraversa)|pericol"),
        ),
        "severity": (
            ("Extreme", r"(?:allerta|codice) ross[ao]|evacua"),
            ("Severe", r"arancione|grave|pericolo|potabile|non bere|esonda|emergenza"),
            ("Moderate", r"gialla|manca|interrott|chius|allaga"),
        ),
        "certainty": (
            ("Likely", r"previst|probabil|(?:gialla|arancione|rossa)\b"),
            ("Possible", r"possibil|rischio"),
            ("Observed", r"in corso|non potabile|manca|chius|interrott|allagat|esondat|cessat"),
        ),
        "response": (
            ("AllClear", r"cessat[oa] (?:il |l')?(?:pericolo|allerta)"),
            ("Evacuate", r"evacua|lasciate|lascia la (?:casa|zona)"),
            ("Shelter", r"(?:in casa|al chiuso|ai piani alti)|non (?:uscite|uscire)"),
            ("Avoid", r"lontan[oi]|evita|non (?:attraversa|avvicina|scende)"),
            ("Prepare", r"prepara|scorta di|al sicuro"),
        ),
    }.items()
}
"""The question, as rules.cap.facts names it → its answers, and the words that suggest them."""


def guessed(words: str) -> dict[str, str]:
    """Guess the answers that a text suggests; where it suggests none, there is none."""
    text = words.lower()
    found = {
        question: next((answer for answer, pattern in rows if pattern.search(text)), "")
        for question, rows in GUESSES.items()
    }
    return {question: answer for question, answer in found.items() if answer}
