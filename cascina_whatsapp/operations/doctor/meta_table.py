# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The checks of what is set up at Meta, in the order of its steps."""

from . import machine_checks, meta_checks, number_checks
from .results import RESTART, Check

_ACCOUNT = "business.facebook.com, Impostazioni"
_APP = "developers.facebook.com, la nostra app"
_MANAGER = "Gestione WhatsApp (business.facebook.com)"
"""The place at Meta."""

META = (
    Check(
        "meta",
        "Strada verso Meta",
        ("clock",),
        meta_checks.way,
        "Controlla la rete, il DNS e le uscite del firewall verso graph.facebook.com, porta 443; e WHATSAPP_API_URL.",
    ),
    Check(
        "verification",
        "Verifica dell'azienda",
        ("health",),
        number_checks.verification,
        f"{_ACCOUNT}, Centro sicurezza: completa la verifica del Comune.",
    ),
    Check(
        "app",
        "App",
        ("token",),
        meta_checks.app,
        f"{_APP}, Impostazioni dell'app, Di base: copia l'ID in WHATSAPP_APP_ID, {RESTART}",
    ),
    Check(
        "app_secret",
        "Chiave segreta dell'app",
        ("webhook",),
        meta_checks.app_secret,
        f"{_APP}, Impostazioni dell'app, Di base: copia la chiave segreta in WHATSAPP_APP_SECRET, {RESTART}",
    ),
    Check(
        "token",
        "Chiave di accesso",
        ("token",),
        meta_checks.token,
        f"{_ACCOUNT}, Utenti di sistema: creane una nuova, mettila in WHATSAPP_ACCESS_TOKEN, {RESTART}",
    ),
    Check(
        "scopes",
        "Permessi della chiave",
        ("token",),
        meta_checks.scopes,
        f"{_ACCOUNT}, Utenti di sistema: crea una chiave nuova con questi permessi, {RESTART}",
    ),
    Check(
        "days_left",
        "Scadenza della chiave",
        ("token",),
        meta_checks.days_left,
        f"{_ACCOUNT}, Utenti di sistema: creane una senza scadenza, mettila in WHATSAPP_ACCESS_TOKEN, {RESTART}",
    ),
    Check(
        "registered",
        "Numero",
        ("number",),
        number_checks.registered,
        f"{_MANAGER}, Numeri di telefono: registra il numero, e controlla WHATSAPP_PHONE_NUMBER_ID.",
    ),
    Check(
        "name",
        "Nome che si legge",
        ("number",),
        number_checks.name,
        f"{_MANAGER}, Numeri di telefono: chiedi il nome.",
    ),
    Check(
        "quality",
        "Qualità del numero",
        ("number",),
        number_checks.quality,
        "Manda solo il necessario per qualche giorno.",
    ),
    Check(
        "tier",
        "Persone al giorno",
        ("number",),
        number_checks.tier,
        "Con la verifica dell'azienda il limite sale a 2.000, poi da solo con l'uso.",
    ),
    Check(
        "throughput",
        "Velocità",
        ("number",),
        number_checks.throughput,
        f"Abbassa WHATSAPP_MESSAGES_PER_SECOND a quello che Meta accetta, {RESTART}",
    ),
    Check(
        "pin",
        "PIN del numero",
        ("number",),
        number_checks.pin,
        f"{_MANAGER}, Numeri di telefono, Verifica in due passaggi: scegli un PIN e mettilo in cassaforte.",
    ),
    Check(
        "reachable",
        "Il nostro indirizzo",
        ("handshake",),
        meta_checks.reachable,
        "Controlla che nginx sia acceso, il nome nel DNS, il certificato, la porta 443 e WHATSAPP_VERIFY_TOKEN.",
    ),
    Check(
        "callback",
        "Indirizzo presso Meta",
        ("webhook", "number"),
        meta_checks.callback,
        f"{_APP}, WhatsApp, Configurazione: scrivi SITE_URL/webhooks/whatsapp/ e la parola di verifica.",
    ),
    Check(
        "fields",
        "Notizie richieste a Meta",
        ("webhook",),
        meta_checks.fields,
        f"{_APP}, WhatsApp, Configurazione, Campi del webhook: premi Sottoscrivi accanto a ognuno.",
    ),
    Check(
        "subscribed",
        "App e account",
        ("apps",),
        meta_checks.subscribed,
        "Esegui la chiamata POST subscribed_apps (docs/operations.md, At Meta).",
    ),
    Check(
        "heard",
        "Notizie arrivate",
        ("beats",),
        machine_checks.heard,
        "Scrivi al numero da un telefono. Se non arriva nulla: l'indirizzo, i campi, e l'app, che sia pubblicata.",
    ),
    Check(
        "profile",
        "Profilo",
        ("profile",),
        number_checks.profile,
        f"{_MANAGER}, Numeri di telefono, Profilo: scrivi descrizione, indirizzo, e-mail e sito.",
    ),
    Check(
        "payment",
        "Pagamento",
        ("health",),
        number_checks.payment,
        f"{_ACCOUNT}, Fatturazione e pagamenti: aggiungi un metodo di pagamento all'account WhatsApp.",
    ),
    Check(
        "lets_pass",
        "Blocchi di Meta",
        ("health",),
        number_checks.lets_pass,
        f"{_MANAGER}: leggi gli avvisi dell'account e segui le indicazioni.",
    ),
    Check(
        "templates",
        "Modelli di base",
        ("templates", "wanted"),
        number_checks.templates,
        "Inviali da Testi da far approvare a WhatsApp, o con: cascina whatsapp_templates --submit",
    ),
    Check(
        "service_templates",
        "Modelli degli avvisi sul servizio",
        ("templates", "wanted"),
        number_checks.service_templates,
        "Servono per promemoria e informativa: inviali da Testi da far approvare a WhatsApp, e aspetta.",
    ),
    Check(
        "alert_templates",
        "Modelli per le allerte",
        ("templates", "wanted"),
        number_checks.alert_templates,
        "Inviali da Testi da far approvare a WhatsApp: fino ad allora un'allerta può arrivare giorni dopo.",
    ),
)
