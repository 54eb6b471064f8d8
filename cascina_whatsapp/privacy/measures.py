# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The measures of security that the record of processing names (GDPR, art. 30(1)(g) and 32(1)), as they are set."""

from datetime import timedelta

from django.conf import settings


def measures() -> list[tuple[str, str]]:
    """List each measure, and what it comes to with the settings as they are."""
    return [
        (
            "Pseudonimi",
            "HMAC-SHA-256 di numero e identificativo; la chiave sta fuori dalla base di dati e dalle sue copie. "
            "Il numero si svuota alla cancellazione.",
        ),
        (
            "Cifratura",
            "Numeri, identificativi, risposte in coda, notifiche di Meta, elenchi in attesa, numeri di prova e id "
            "dei messaggi sono cifrati nella base di dati (AES-256-GCM); le chiavi stanno altrove e si cambiano "
            "mentre il servizio lavora. Con chiavi che non sono quelle della base di dati il servizio non parte.",
        ),
        (
            "Integrità della prova",
            "Registro in sola aggiunta, difeso dalla base di dati; catena di impronte SHA-256; sigilli; verifica "
            "anche fuori dal servizio.",
        ),
        ("Accessi", _accesses()),
        (
            "Chi amministra",
            "Account nati da un invito personale; nessuno cambia i propri gruppi; amministrare e vedere contenuti o "
            "numeri si escludono; un gruppo che vede contenuti vuole una seconda persona. RPD e interessato ricevono "
            "un'e-mail a ogni cambio.",
        ),
        ("Tracce", _trail()),
        ("Due persone", _two_people()),
        (
            "Numeri",
            "Mascherati nelle pagine; tolti, con gli id WhatsApp, da ogni riga dei log; mai in un indirizzo web. "
            "In chiaro si esportano solo con un permesso proprio e un motivo scritto, confermando chi si è.",
        ),
        (
            "File ricevuti",
            "Aperti in un processo isolato, senza rete, con memoria e tempo limitati; mai eseguiti.",
        ),
        ("Collegamenti", _connections()),
        (
            "Notifiche di Meta",
            "Accettate solo con la firma di Meta, per il nostro account e il nostro numero; eliminate "
            "appena trattate.",
        ),
        ("Conservazione", "Ogni notte il servizio elimina ciò che ha finito il termine, e ne dà conto."),
        (
            "A cura di chi gestisce il server",
            "Cifratura del disco, copie cifrate con prova di ripristino, chiavi conservate lontano dalle copie, "
            "registri di PostgreSQL senza valori, aggiornamenti.",
        ),
        (
            "Che cosa tiene e che cosa no",
            "docs/security.md; misure minime AgID: docs/privacy/misure-minime.md.",
        ),
    ]


def _accesses() -> str:
    hours = timedelta(seconds=settings.SESSION_COOKIE_AGE) // timedelta(hours=1)
    return (
        f"Account personali in gruppi con i soli permessi necessari; password di almeno {_password_length()} "
        f"caratteri, conservate con Argon2; {_second_factor()}; tentativi sbagliati sempre più lenti; la sessione "
        f"finisce dopo {settings.SESSION_IDLE_MINUTES} minuti senza nessuno, e comunque dopo {hours} ore."
    )


def _second_factor() -> str:
    if settings.SECOND_FACTOR_REQUIRED:
        return "secondo fattore obbligatorio (passkey, o codice di un'app)"
    return "secondo fattore facoltativo (SECOND_FACTOR_REQUIRED)"


def _trail() -> str:
    forwarded = "inoltrate a un altro sistema (TRAIL_SYSLOG); " if settings.TRAIL_SYSLOG else ""
    return (
        "Accessi, ricerche, numeri mostrati, esportazioni, cambi di testi, orari, account e impostazioni: in sola "
        f"aggiunta, incatenate, verificate ogni notte; {forwarded}conservate {settings.STAFF_LOG_MONTHS} mesi; le "
        "leggono RPD e revisori."
    )


def _password_length() -> int:
    lengths = [
        validator.get("OPTIONS", {}).get("min_length", 0) for validator in settings.AUTH_PASSWORD_VALIDATORS
    ]
    return max(lengths, default=0)


def _two_people() -> str:
    if settings.APPROVE_OWN_BROADCASTS:
        return (
            "Per gli elenchi caricati. Non per i messaggi: chi scrive può approvare (APPROVE_OWN_BROADCASTS); né "
            "per testi e informativa, dove nessun altro potrebbe approvarli."
        )
    return (
        "Chi scrive un messaggio non lo approva; chi propone un testo del servizio o l'informativa non li mette in "
        "vigore; chi carica un elenco di persone non lo conferma."
    )


def _connections() -> str:
    if settings.HTTPS:
        return "Solo HTTPS, con HSTS; cookie sicuri; Content-Security-Policy senza script esterni."
    return "HTTPS non attivo: SITE_URL deve cominciare con https://."
