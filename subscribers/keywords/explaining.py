# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules as the town hall reads them: what is understood as what, in Italian, with examples that are true."""

import sys
from collections.abc import Iterable

from . import other_words as o
from .folding import fold
from .other_offices import OTHER_OFFICE_BEGINNINGS, OTHER_OFFICES
from .rules import RULES, VERSION
from .spelling import corrected

WRITTEN = (
    "İSCRIZIONE", "iscrizionè", "«Iscrizione»!", "_iscrizione_", "iscrizione ⚠️", "I S C R I Z I O N E", "1scr1zione",
    "iscrizioneee", "❌ iscrizione", "iscrizione ❓", "nn voglio + messaggi",
)  # fmt: skip
SLIPS = (
    "iscirzione", "iscrzione", "iscriizione", "ixcrizione", "cancelazzione", "kancellazione", "cncellazione",
    "isrivermi", "iscrivettemi", "cancelatemi",
)  # fmt: skip

INTRODUCTION = f"""# Che cosa capisce il servizio

Questa pagina è scritta dal programma, dalle stesse regole con cui legge i messaggi: non si modifica a mano.
Versione delle regole: {VERSION}.

Le regole si provano nell'ordine della tabella: vale la prima che riconosce il messaggio. Per questo chi scrive
“disiscrizione” o “annullate la mia iscrizione” si cancella, e chi scrive “iscrizione al nido” non si iscrive.

- **Per iscrivere il servizio è severo**: ogni parola del messaggio deve far parte di una richiesta di iscrizione.
- **Per cancellare è generoso**: basta una frase chiara.
- **Nel dubbio non cambia nulla** e mostra i pulsanti.
- Una domanda, una negazione, un messaggio inoltrato non iscrivono mai.

Nel registro dei consensi resta il nome della regola che ha deciso.
"""

READING = """## Come legge le parole

Maiuscole, accenti, segni, faccine e spazi di troppo non contano. Una faccina che rifiuta vale “no”.
"""
SLIPPING = """
Perdona una lettera sbagliata, mancante, di troppo o scambiata, e le doppie. Solo nelle parole lunghe:
"""
OTHERS = """## Le parole degli altri uffici

Accanto a una di queste parole “iscrizione” e “cancellazione” non riguardano questo servizio:"""


def table() -> str:
    """The whole page as Markdown: rules in their order, how words are read, words of other offices."""
    sections = [INTRODUCTION, _rules(), _reading(), _others()]
    return "\n".join(sections)


def _rules() -> str:
    rows = [
        (f"{number}", rule.written, _quoted(rule.examples), rule.meaning.does, f"`{rule.id}`")
        for number, rule in enumerate(RULES, start=1)
    ]
    return "## Le regole\n\n" + _markdown(
        ("N.", "Che cosa scrive", "Per esempio", "Il servizio", "Regola"), rows
    )


def _reading() -> str:
    folded = _markdown(("Scritto", "Letto"), [(f"“{text}”", f"“{fold(text)}”") for text in WRITTEN])
    slips = _markdown(("Scritto", "Inteso"), [(text, corrected(text)) for text in SLIPS])
    alike = f"Non le confonde con parole vere che somigliano: {_listed(o.UNRELATED)}."
    return "\n".join([READING, folded, SLIPPING, slips, alike, ""])


def _others() -> str:
    beginnings = f"e quelle che cominciano con {_listed(OTHER_OFFICE_BEGINNINGS)}"
    return f"{OTHERS} {_listed(OTHER_OFFICES)}; {beginnings}.\n"


def _quoted(examples: Iterable[str]) -> str:
    return ", ".join(f"“{example}”" for example in examples)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":  # make words
    sys.stdout.write(table())
