"""The rules as the town hall reads them: what is understood as what, in Italian, with examples that are true."""

import sys
from collections.abc import Iterable

from subscribers.keywords.deciding import VERSION, Explanation, explain
from subscribers.keywords.normalization import fold
from subscribers.keywords.rules import RULES
from subscribers.keywords.spelling import corrected

OUTCOMES = {"join": "Chiede se vuole iscriversi", "leave": "Chiede se vuole smettere"}
"""The wishes that a question leans to → how the page says it."""
WRITTEN = (
    "iscrizionè", "«Iscrizione»!", "iscrizione ⚠️", "I S C R I Z I O N E", "1scr1zione", "❌ iscrizione",
    "nn voglio + messaggi",
)  # fmt: skip
SLIPS = (
    "iscirzione", "iscrzione", "iscriizione", "kancellazione", "iscrivettemi", "cancelatemi",
)  # fmt: skip

INTRODUCTION = f"""# Che cosa capisce il servizio

Questa pagina è scritta dal programma, dalle stesse regole con cui legge i messaggi: non si modifica a mano.
Versione di regole e modello: {VERSION}.

Le regole si provano nell'ordine della tabella: vale la prima che riconosce il messaggio.

- **Per iscrivere il servizio è severo**: ogni parola del messaggio deve essere nota e far parte di una richiesta, di
  un saluto o di una firma; se la parola annunciata non è sola, anche il modello deve essere d'accordo.
- **Per cancellare è generoso**: basta una frase chiara.
- **Nel dubbio non cambia nulla** e mostra i pulsanti.
- Una richiesta fatta come domanda o con una negazione, un messaggio inoltrato non iscrivono mai.

Nel registro dei consensi resta il nome della regola che ha deciso.
"""
MODEL = """## Dove nessuna regola è sicura

Le regole decidono; un **modello** chiede. È un elenco di parole, pezzi di parole e idee (“mandare”, “a me”, “non”),
ciascuna con un peso: la somma dice quanto è probabile che chi scrive voglia iscriversi, smettere, o altro. L'ha
imparato da migliaia di frasi inventate, in molte voci e lingue; non impara nulla da chi scrive davvero.

- **Non iscrive mai nessuno.** Dove una regola trova la richiesta, può solo dire di no.
- **Chiede**: invece di indicare l'Urp mostra la domanda giusta (`model-asks`).
- **Lascia andare** da solo soltanto dove è quasi certo (`model-leaves`).
- **Non disturba**: dove una parola somiglia alle nostre ma si parla d'altro, indica l'Urp (`model-sees-nothing`).
"""
ASKED = (
    "Eccomi, ci sono anch'io",
    "Gnamo, metteteci anche me in codesto giro",
    "m'avete stuccato, fatela finita coi messaggi",
    "Siete stati un amore ma io leggo la Nazione. Cancellazione",
)
READING = """## Come legge le parole

Maiuscole, accenti, segni, faccine e spazi di troppo non contano. Una faccina che rifiuta vale “no”.
"""
SLIPPING = """
Perdona una lettera sbagliata, mancante, di troppo o scambiata, e le doppie. Solo nelle parole lunghe:
"""
OTHERS = """## Le parole degli altri uffici

Accanto a una parola di un altro ufficio (asilo, residenza, TARI, appuntamento…) “iscrizione” e “cancellazione” non
riguardano questo servizio. Come è letta una frase lo dice *Prova una frase*, in *Impostazioni*.
"""


def table() -> str:
    """The whole page as Markdown: rules in their order, how words are read, words of other offices."""
    sections = [INTRODUCTION, _rules(), _model(), _reading(), OTHERS]
    return "\n".join(sections)


def _rules() -> str:
    rows = [
        (
            f"{number}",
            rule.written,
            ", ".join(f"“{example}”" for example in rule.examples),
            rule.meaning.does,
            f"`{rule.id}`",
        )
        for number, rule in enumerate(RULES, start=1)
    ]
    return "## Le regole\n\n" + _markdown(
        ("N.", "Che cosa scrive", "Per esempio", "Il servizio", "Regola"), rows
    )


def _model() -> str:
    rows = [(f"“{text}”", *_told(explain(text))) for text in ASKED]
    return "\n".join(
        [MODEL, _markdown(("Scritto", "Il servizio", "Parole che pesano di più", "Regola"), rows)]
    )


def _told(found: Explanation) -> tuple[str, str, str]:
    heaviest = ", ".join(sorted(each.word for each in found.words[:3])) if found.words else "–"
    return OUTCOMES.get(found.understanding.leaning, found.does), heaviest, f"`{found.understanding.rule}`"


def _reading() -> str:
    folded = _markdown(("Scritto", "Letto"), [(f"“{text}”", f"“{fold(text)}”") for text in WRITTEN])
    slips = _markdown(("Scritto", "Inteso"), [(text, corrected(text)) for text in SLIPS])
    alike = "Non le confonde con parole vere che somigliano: circoscrizione, cancelleria, chiedete."
    return "\n".join([READING, folded, SLIPPING, slips, alike, ""])


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":  # make words
    sys.stdout.write(table())
