"""One thing to mend, and the sentences for what Meta refuses in a parameter of a template."""

from dataclasses import dataclass

PARAMETER_PROBLEMS = {
    "empty": "Scrivi qui qualcosa.",
    "newline": "Togli gli a capo: WhatsApp li rifiuta in questo tipo di messaggio. Scrivi un solo paragrafo.",
    "tab": "Togli le tabulazioni: WhatsApp le rifiuta. Usa uno spazio.",
    "spaces": "Togli gli spazi ripetuti: WhatsApp ne accetta al massimo quattro di fila.",
    "braces": "Togli le parentesi graffe doppie: WhatsApp le prende per un segnaposto.",
}
"""The problems that cloud_api.limits.parameter_problem finds → what to do."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend; `field` is "" for the broadcast as a whole."""

    field: str
    sentence: str
