# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of processing activities (GDPR, article 30(1)), written from the settings as they are now.

What software can't know (contracts, the officer's name) is left to be filled in, and says so.
"""

from dataclasses import dataclass, field

from django.conf import settings

from . import measures, retention

TO_FILL = "da indicare"
INTRODUCTION = (
    "Articolo 30, paragrafo 1, del Regolamento UE 2016/679. Lo scrive `manage.py record_of_processing` secondo le\n"
    f"impostazioni in uso: dove dice «{TO_FILL}» il programma non può saperlo, e si completa a mano."
)
LEGAL_BASES = {
    "consent": "Consenso della persona (art. 6, par. 1, lett. a, del Regolamento UE 2016/679), dato scrivendo la "
    "parola annunciata; si revoca con una parola, a qualsiasi ora (art. 7, par. 3).",
    "public_task": "Compito di interesse pubblico (art. 6, par. 1, lett. e, del Regolamento UE 2016/679; art. 2-ter "
    "del D.Lgs. 196/2003; L. 150/2000). Chi scrive la parola annunciata chiede il servizio; con una parola, a "
    "qualsiasi ora, si oppone (art. 21).",
}
OPT_IN_MODES = {
    "single": "Con la parola annunciata, o con il pulsante (OPT_IN_MODE=single). Il messaggio viene dal numero "
    "stesso: nessuno può iscrivere un altro.",
    "double": "Con la parola annunciata e una conferma entro 24 ore (OPT_IN_MODE=double). Finché manca, si conserva "
    "solo uno pseudonimo; senza conferma si dimentica anche quello.",
}
NUMBER_CHANGES = {
    "carry": "L'iscrizione segue la persona, quando WhatsApp comunica un numero o un identificativo nuovo "
    "(ON_NUMBER_CHANGE=carry).",
    "ask": "L'iscrizione si ferma e, quando la persona scrive di nuovo, si chiede conferma (ON_NUMBER_CHANGE=ask).",
}
KEPT_OTHERWISE = (
    ("Numero e identificativo WhatsApp di un iscritto", "finché è iscritto", "–", "svuotati subito"),
    (
        "Argomenti scelti, lingua delle risposte se scelta, ora dell'ultimo messaggio",
        "finché è iscritto",
        "–",
        "svuotati subito",
    ),
    ("Numero e testo di una risposta automatica", "finché non è partita", "–", "svuotati subito"),
    ("Notifiche di Meta in attesa", "uno o due secondi", "–", "eliminate appena trattate"),
    ("Recapito indicato in una richiesta sui dati", "finché è aperta", "–", "svuotato alla chiusura"),
    ("Eventi del registro senza più una persona", "senza termine", "–", "servono a verificare la catena"),
    (
        "Tracce di esportazioni ed elenchi caricati",
        "senza termine",
        "",
        "chi, quando, perché; nessun cittadino",
    ),
    ("Account del personale", "finché lavora al servizio", "–", "si disattivano a mano"),
    ("Messaggi inviati, allegati, passaggi", "decide il Comune", "–", "regole d'archivio; nessun cittadino"),
    (
        "Periodi elettorali, dichiarazioni per le elezioni, ordini di Agcom",
        "decide il Comune",
        "–",
        "atti: chi ha scritto, approvato, autorizzato; nessun cittadino",
    ),
    (
        "Nomi di chi ha una carica politica o si candida",
        "finché la carica o la candidatura durano",
        "–",
        "li toglie a mano l'URP",
    ),
)
"""The data that go by themselves at the right moment, or stay: kind, how long, from when, what then."""
HEADINGS = ("Dati", "Per quanto", "Da quando", "Poi", "Impostazione")


@dataclass(frozen=True)
class Section:
    """One heading of the record: points of (what, description), and a table of retention terms."""

    title: str
    points: list[tuple[str, str]] = field(default_factory=list)
    table: list[tuple[str, ...]] = field(default_factory=list)


def terms() -> list[tuple[str, ...]]:
    """The retention table, a row for each kind of data, under HEADINGS."""
    rules: list[tuple[str, ...]] = [
        (rule.label, str(rule.term), rule.since, rule.fate, rule.setting or "–") for rule in retention.RULES
    ]
    return rules + [(*row, "–") for row in KEPT_OTHERWISE]


def sections() -> list[Section]:
    """The record, in the order of article 30(1)."""
    return [
        Section("Titolare e contatti (lett. a)", _who()),
        Section("Finalità e base giuridica (lett. b)", _purposes()),
        Section("Persone e dati (lett. c)", _people_and_data()),
        Section("Destinatari (lett. d)", _recipients()),
        Section("Trasferimenti fuori dall'Unione europea (lett. e)", _transfers()),
        Section("Termini di cancellazione (lett. f)", table=terms()),
        Section("Misure di sicurezza (lett. g)", measures.measures()),
    ]


def _who() -> list[tuple[str, str]]:
    told = settings.TEXT_VARIABLES
    return [
        ("Titolare del trattamento", "Comune di Cascina (PI)"),
        ("Contatti del titolare", f"{told['urp_contatti']}; {told['numero_verde']}; {told['sito']}"),
        ("Contatto per i diritti", told["contatto_privacy"]),
        ("Responsabile della protezione dei dati (RPD)", told.get("contatto_rpd") or TO_FILL),
        ("Trattamento", "Servizio di notizie del Comune su WhatsApp, a chi si iscrive"),
    ]


def _purposes() -> list[tuple[str, str]]:
    return [
        ("Inviare le notizie a chi le ha chieste", LEGAL_BASES[settings.LEGAL_BASIS]),
        ("Come ci si iscrive", OPT_IN_MODES[settings.OPT_IN_MODE]),
        ("Se cambia il numero", NUMBER_CHANGES[settings.ON_NUMBER_CHANGE]),
        (
            "Dimostrare iscrizioni e cancellazioni",
            "Obbligo di legge (artt. 5, par. 2, e 7, par. 1) e difesa di un diritto in giudizio "
            "(art. 17, par. 3, lett. e).",
        ),
        ("Ricordare l'iscrizione e avvisare se cambia l'informativa", _reminders()),
        (
            "Avvisare gli iscritti di una sospensione, o di ciò che ordina Agcom",
            "La sospensione fa parte del servizio chiesto; ciò che ordina l'Autorità è un obbligo di legge "
            "(legge 22 febbraio 2000, n. 28). Non va nel registro.",
        ),
        (
            "Fermare in periodo elettorale ciò che la legge non consente",
            "Obbligo di legge (art. 6, par. 1, lett. c; L. 22 febbraio 2000, n. 28, artt. 9 e 10): chi scrive, "
            "attiva o annulla un periodo, chi dichiara, approva e autorizza un messaggio resta fra gli atti. I nomi "
            "di chi ha una carica o si candida servono a riconoscerli in un testo, e a nient'altro.",
        ),
        ("Rispondere alle richieste sui dati", "Obbligo di legge (artt. 12 e da 15 a 22)."),
        (
            "Sicurezza del servizio e controllo di chi vi lavora",
            "Obbligo di legge (art. 32; provvedimento del Garante 27 novembre 2008 sugli amministratori di sistema).",
        ),
        ("Decisioni automatizzate e profilazione", "Nessuna."),
    ]


def _reminders() -> str:
    months = settings.REMINDER_MONTHS
    often = f"Promemoria proposto dopo {months} mesi" if months else "Nessun promemoria"
    return (
        f"{often}; un cambiamento sostanziale dell'informativa si dice in un messaggio che parla solo di questo "
        "(art. 5, par. 1, lett. a; art. 13). Il registro sa a chi sono arrivati."
    )


def _people_and_data() -> list[tuple[str, str]]:
    return [
        (
            "Iscritti",
            "Numero di telefono o identificativo WhatsApp; argomenti scelti; lingua delle risposte, se la scelgono; "
            "quando hanno scritto l'ultima volta; esito e ore delle consegne; ultimo promemoria, ultima conferma "
            "e informativa comunicata; prova dell'iscrizione (ore, parole ripulite, regola, testi "
            "in vigore).",
        ),
        ("Chi si è cancellato", "Pseudonimi e prova di iscrizione e cancellazione; mai il numero in chiaro."),
        (
            "Chi scrive senza iscriversi",
            "Pseudonimo e traccia della risposta automatica; impronta del messaggio. Il messaggio non si conserva.",
        ),
        (
            "Chi ha dato il consenso altrove e attende la conferma",
            "Numero, data e riferimento della prova, in un elenco caricato dall'ufficio.",
        ),
        (
            "Chi chiede qualcosa sui propri dati",
            "Pseudonimo, richiesta, esito; un recapito solo finché è aperta.",
        ),
        (
            "Chi ha una carica politica o si candida",
            "Nome, cognome e carica o candidatura, resi pubblici da loro (art. 9, par. 2, lett. e); mai il partito. "
            "In periodo elettorale chi scrive è avvisato se un messaggio li nomina (L. 28/2000, art. 9). Li scrive "
            "l'URP; non escono dal servizio.",
        ),
        (
            "Personale del Comune",
            "Account, gruppi, ultimo accesso, azioni compiute; numeri di prova, se li aggiunge; nome, ora e motivo "
            "di ciò che dichiara, autorizza, rifiuta o riesamina in periodo elettorale, anche nel fascicolo.",
        ),
        (
            "Che cosa non si raccoglie",
            "Nome, foto e stato del profilo, chat, file, posizione, indirizzo IP dei cittadini. Nessun dato delle "
            "categorie particolari (art. 9): gli argomenti non devono rivelarne, e la lingua la sceglie chiunque.",
        ),
    ]


def _recipients() -> list[tuple[str, str]]:
    return [
        ("Personale autorizzato del Comune", "Secondo i gruppi (docs/privacy/roles.md); numeri mascherati."),
        (
            "WhatsApp Ireland e Meta (WhatsApp Business Platform)",
            "Recapitano i messaggi: ricevono numero o identificativo e testo. Responsabili per i messaggi, "
            "titolari autonomi per l'account WhatsApp di ciascuno. Contratto e conservazione dei messaggi "
            f"presso Meta: {TO_FILL}.",
        ),
        ("Fornitore del server (responsabile, art. 28)", TO_FILL),
        ("Diffusione", "Nessuna."),
    ]


def _transfers() -> list[tuple[str, str]]:
    return [
        ("Stati Uniti", "Meta può trattarvi i messaggi. Garanzie: clausole contrattuali tipo (art. 46)."),
        ("Regione in cui Meta conserva i messaggi", TO_FILL),
    ]


def record() -> str:
    """The whole record as Markdown."""
    return "\n".join(
        ["# Registro delle attività di trattamento", "", INTRODUCTION, "", *map(_markdown, sections())]
    )


def _markdown(section: Section) -> str:
    points = [f"- **{what}**: {description}" for what, description in section.points]
    lines = points or [markdown_terms(section.table)]
    return "\n".join([f"## {section.title}", "", *lines, ""])


def markdown_terms(rows: list[tuple[str, ...]]) -> str:
    """The retention table as Markdown."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
