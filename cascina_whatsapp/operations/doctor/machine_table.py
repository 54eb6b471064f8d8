# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The checks of this machine, in the order in which one would put things right."""

from . import machine_checks, meta_checks, telegram_channel
from .results import RESTART, Check

MACHINE = (
    Check(
        "settings",
        "Impostazioni",
        ("settings",),
        machine_checks.settings,
        f"Correggi il file .env come dice la frase (docs/operations.md, The environment), {RESTART}",
    ),
    Check(
        "mode",
        "Prova o esercizio",
        (),
        machine_checks.mode,
        "Per una prova va bene. Ai cittadini si apre con DATABASE_URL, REDIS_URL e SITE_URL con https nel file .env.",
    ),
    Check(
        "database",
        "Base di dati",
        ("database",),
        machine_checks.database,
        "Controlla che PostgreSQL sia acceso, e l'indirizzo in DATABASE_URL.",
    ),
    Check(
        "log",
        "Registro della base di dati",
        ("log",),
        machine_checks.log_of_the_database,
        "Un amministratore di PostgreSQL esegue le righe di docs/operations.md, Logs.",
    ),
    Check(
        "migrations",
        "Tabelle",
        ("migrations",),
        machine_checks.migrations,
        "Esegui: cascina migrate",
    ),
    Check(
        "triggers",
        "Difese del registro e degli atti",
        ("triggers", "migrations"),
        machine_checks.triggers,
        "Qualcuno le ha tolte: scopri chi, verifica il registro (cascina verify_consent_log) e confronta i "
        "periodi con i loro atti.",
    ),
    Check(
        "keys",
        "Chiavi",
        ("keys",),
        machine_checks.keys,
        "Rimetti le chiavi conservate quando questa base di dati era in servizio: non se ne fanno di nuove.",
    ),
    Check(
        "broker",
        "Redis",
        ("broker",),
        machine_checks.broker,
        "Controlla che Redis sia acceso e abbia memoria (redis-cli info memory), e l'indirizzo in REDIS_URL.",
    ),
    Check(
        "worker",
        "Worker e beat",
        ("beats", "database"),
        machine_checks.worker,
        "Riavvia i processi worker e beat, e guarda che cosa scrivono: nulla va perso.",
    ),
    Check(
        "queues",
        "Code di lavoro",
        ("queues",),
        machine_checks.queues,
        "Avvia un worker per questa coda: quello di deploy/systemd le serve tutte (docs/operations.md, Sizes).",
    ),
    Check(
        "backlog",
        "Lavoro che aspetta",
        ("backlog",),
        machine_checks.backlog,
        "Guarda le notifiche in Impostazioni, e che cosa scrive il worker.",
    ),
    Check(
        "approvers",
        "Chi approva",
        ("approvers",),
        machine_checks.approvers,
        "Invita qualcuno nel gruppo Approvatore (Impostazioni, Account).",
    ),
    Check(
        "authorisers",
        "Elezioni",
        ("elections",),
        machine_checks.authorisers,
        "Metti due persone nel gruppo Autorizzatore elettorale (Impostazioni, Account).",
    ),
    Check(
        "mail",
        "Posta",
        ("mail",),
        machine_checks.mail,
        "Controlla EMAIL_URL, ALERT_EMAILS e PRIVACY_EMAILS nel file .env.",
    ),
    Check(
        "telegram",
        "Canale Telegram",
        ("telegram",),
        telegram_channel.judge,
        "Controlla TELEGRAM_CHANNEL, e nomina il bot amministratore del canale: pubblica e modifica i messaggi.",
    ),
    Check(
        "disk",
        "Disco",
        ("folders",),
        machine_checks.disk,
        "Fai posto, o allarga il disco: quando è pieno il servizio si ferma.",
    ),
    Check(
        "backup",
        "Copie",
        ("backup",),
        machine_checks.backup,
        "Attiva le copie (docs/operations.md, Making them): journalctl -u cascina-whatsapp-backup dice com'è andata.",
    ),
    Check(
        "seal",
        "Sigillo del registro",
        ("register",),
        machine_checks.seal,
        "Si appone da solo alle 3:30 se worker e beat sono accesi; con PROTOCOL_EMAILS arriva anche al protocollo.",
    ),
    Check(
        "register",
        "Verifica del registro",
        ("register",),
        machine_checks.register,
        "Non toccare nulla: avvisa l'RPD e tieni da parte l'ultimo sigillo.",
    ),
    Check(
        "clock",
        "Orologio",
        ("clock",),
        meta_checks.clock,
        "Attiva la sincronizzazione dell'ora (systemd-timesyncd o chrony).",
    ),
)
