"""Judging this machine: each check one look at facts, and a sentence."""

from datetime import datetime, timedelta

from cascina_whatsapp.operations.health import LONGEST
from cascina_whatsapp.presentation.checks import RESTART, Finding, check, left_out, problem, warning, well
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, since_in_words
from cascina_whatsapp.presentation.formatting.numbers import grouped, many
from cascina_whatsapp.whatsapp.webhook import liveness

from .installation import Installation
from .machine_facts import (
    COUNTED_AT_MOST,
    Backlog,
    Database,
)

OLDEST_SERVER = 15
"""The first PostgreSQL that is tried with (docs/operations.md)."""
META_IS_RECENT = timedelta(days=7)
"""The time without a word of Meta's that may be silence, or a webhook that doesn't arrive."""
POSTS_WAIT_AT_MOST = timedelta(minutes=1)
"""The time that posts may wait: they are read within a second; a storm takes longer."""
QUEUES = {"replies": "risposte ai cittadini", "celery": "invii", "long": "lavori lunghi"}


@check(
    "Impostazioni",
    "settings",
    remedy=f"Correggi il file .env come dice la frase (docs/operations.md, The environment), {RESTART}",
)
def settings(here: Installation, wrong: tuple[list[str], list[str]]) -> Finding:
    """Judge whether all settings are there, and none opens the service."""
    grave, light = wrong
    told = [*grave, *light]
    if not told:
        return well("complete, e nessuna apre il servizio a estranei.")
    sentence = f"{many(len(told), 'cosa', 'cose')} da correggere. {' '.join(told)}"
    return problem(sentence) if grave else warning(sentence)


@check(
    "Prova o esercizio",
    remedy="Per una prova va bene. Ai cittadini si apre con DATABASE_URL, REDIS_URL e SITE_URL con https in .env.",
)
def mode(here: Installation) -> Finding:
    """Judge whether the installation is no trial."""
    trial = {
        "DJANGO_DEBUG è acceso": here.is_debug,
        "la base di dati è un file": here.is_embedded,
        "manca Redis": not here.has_redis,
        "si parla con un WhatsApp simulato": not here.talks_to_meta,
        "l'indirizzo del sito non è https": not here.is_public,
    }
    reasons = [reason for reason, holds in trial.items() if holds]
    if reasons:
        return warning(f"è una prova: {', '.join(reasons)}.")
    return well("in esercizio.")


@check(
    "Base di dati", "database", remedy="Controlla che PostgreSQL sia acceso, e l'indirizzo in DATABASE_URL."
)
def database(here: Installation, found: Database) -> Finding:
    """Judge whether the database answers, and is new enough."""
    if found.vendor != "postgresql":
        return well("risponde.")
    if found.version < OLDEST_SERVER:
        return problem(
            f"PostgreSQL {found.version} è troppo vecchio: serve il {OLDEST_SERVER} o uno più recente."
        )
    if found.is_read_only:
        return problem(
            f"PostgreSQL {found.version} risponde, ma è in sola lettura: non si può scrivere nulla.",
            "Controlla che sia il server principale (pg_is_in_recovery), e default_transaction_read_only.",
        )
    return well(f"PostgreSQL {found.version} risponde.")


@check(
    "Registro della base di dati",
    "log",
    name="log",
    remedy="Un amministratore di PostgreSQL esegue le righe di docs/operations.md, Logs.",
)
def log_of_the_database(here: Installation, talkative: list[str]) -> Finding:
    """Judge whether the database's own log holds no numbers."""
    if talkative:
        return warning(f"numeri e testi finirebbero nel suo registro, per come sono {', '.join(talkative)}.")
    return well("non annota numeri né testi.")


@check("Tabelle", "migrations", remedy="Esegui: cascina migrate")
def migrations(here: Installation, waiting: int) -> Finding:
    """Judge whether no migration is waiting."""
    if waiting:
        return problem(
            f"{many(waiting, 'migrazione non ancora applicata', 'migrazioni non ancora applicate')}."
        )
    return well("le tabelle sono quelle di questa versione.")


@check(
    "Difese del registro e degli atti",
    "triggers",
    "migrations",
    remedy="Qualcuno le ha tolte: scopri chi, verifica il registro (cascina verify_consent_log) e confronta i "
    "periodi con i loro atti.",
)
def triggers(here: Installation, lacking: list[str], waiting: int) -> Finding:
    """Judge whether nobody can change register, trail, electoral periods and what was declared for them."""
    if lacking and waiting:
        return left_out("si mettono con le tabelle.")
    if lacking:
        return problem(
            "registro, tracce, periodi elettorali o dichiarazioni si potrebbero cambiare: "
            f"mancano {', '.join(lacking)}."
        )
    return well("registro, tracce, periodi elettorali e dichiarazioni non si possono cambiare.")


@check(
    "Chiavi",
    "keys",
    remedy="Rimetti le chiavi conservate quando questa base di dati era in servizio: non se ne fanno di nuove.",
)
def keys(here: Installation, wrong: list[str]) -> Finding:
    """Judge whether the keys are those of this database."""
    if wrong:
        return problem(f"non sono quelle di questa base di dati. {' '.join(wrong)}")
    return well("sono quelle di questa base di dati.")


@check(
    "Redis",
    "broker",
    remedy="Controlla che Redis sia acceso e abbia memoria (redis-cli info memory), e l'indirizzo in REDIS_URL.",
)
def broker(here: Installation, answers: bool) -> Finding:
    """Judge whether Redis carries ticks."""
    return well("risponde.") if answers else problem("non tiene quello che vi si scrive.")


@check(
    "Worker e beat",
    "beats",
    "database",
    remedy="Riavvia i processi worker e beat, e guarda che cosa scrivono: nulla va perso.",
)
def worker(here: Installation, beats: dict[str, datetime], found: Database) -> Finding:
    """Judge whether beat ticks and a worker listens, which it writes down."""
    if found.is_read_only:
        return left_out("non si può dire finché la base di dati è in sola lettura.")
    tick = beats.get(liveness.TICK)
    if tick is None:
        return problem("nessun processo ha mai cercato lavoro.")
    if not liveness.is_recent(tick, here.now):
        return problem(f"fermi {since_in_words(tick, here.now)}.")
    return well("al lavoro.")


@check(
    "Code di lavoro",
    "queues",
    remedy="Avvia un worker per questa coda: quello di deploy/systemd le serve tutte (docs/operations.md, Sizes).",
)
def queues(here: Installation, silent: dict[str, datetime | None]) -> Finding:
    """Judge whether each queue of work is served: a worker may be there, and serve another one."""
    told = [
        f"{QUEUES[name]} ({name}), {f'ferma {since_in_words(at, here.now)}' if at else 'ferma'}"
        for name, at in silent.items()
    ]
    return problem(f"nessun worker serve: {'; '.join(told)}.") if told else well("tutte servite.")


@check(
    "Notizie arrivate",
    "beats",
    remedy="Scrivi al numero da un telefono. Se non arriva nulla: l'indirizzo, i campi, e l'app, che sia pubblicata.",
)
def heard(here: Installation, beats: dict[str, datetime]) -> Finding:
    """Judge whether Meta reaches us from outside."""
    webhook = beats.get(liveness.WEBHOOK)
    if webhook is None:
        return warning("Meta non ha ancora scritto nulla.")
    if here.now - webhook > META_IS_RECENT:
        return warning(f"Meta non scrive {since_in_words(webhook, here.now)}.")
    return well(f"Meta ha scritto l'ultima volta {in_a_sentence(webhook, here.now)}.")


@check(
    "Lavoro che aspetta",
    "backlog",
    remedy="Guarda le notifiche in Impostazioni, e che cosa scrive il worker.",
)
def backlog(here: Installation, waiting: Backlog) -> Finding:
    """Judge that nothing waits for long, and nothing for a person."""
    oldest, approved = waiting.since.get("backlog"), waiting.since.get("approved")
    if oldest is not None and here.now - oldest > POSTS_WAIT_AT_MOST:
        since = since_in_words(oldest, here.now)
        return problem(f"notifiche di WhatsApp che aspettano {since}: {_many(waiting.posts)}.")
    if approved is not None and here.now - approved > LONGEST["approved"]:
        since = since_in_words(approved, here.now)
        return problem(
            f"un messaggio approvato aspetta {since}, e potrebbe partire.",
            "Controlla che un worker serva la coda celery, e guarda che cosa scrive.",
        )
    if waiting.dead_letters:
        return warning(f"notifiche da controllare: {_many(waiting.dead_letters)}.")
    if waiting.uncertain:
        return warning(
            f"consegne di cui non si sa l'esito: {_many(waiting.uncertain)}.",
            "Di solito si chiariscono da sole: se restano, guarda l'ultima notifica di WhatsApp.",
        )
    return well("nulla aspetta.")


@check("Chi approva", "approvers", remedy="Invita qualcuno nel gruppo Approvatore (Impostazioni, Account).")
def approvers(here: Installation, number: int) -> Finding:
    """Judge whether somebody may approve: no broadcast leaves without."""
    if not number:
        return problem("nessuno può approvare: un messaggio non potrebbe partire.")
    return well(
        "una persona può approvare." if number == 1 else f"{grouped(number)} persone possono approvare."
    )


@check("Posta", "mail", remedy="Controlla EMAIL_URL, ALERT_EMAILS e PRIVACY_EMAILS nel file .env.")
def mail(here: Installation, lets_us_in: bool) -> Finding:
    """Judge whether e-mails leave, and somebody gets them."""
    if not here.mail_is_on:
        return warning("nessuna e-mail parte: manca EMAIL_URL.")
    if here.lacking_addresses:
        return warning(f"il server risponde, ma manca chi avvisare: {', '.join(here.lacking_addresses)}.")
    return well("il server di posta risponde.") if lets_us_in else problem("il server di posta non risponde.")


def _many(number: int) -> str:
    return f"{grouped(COUNTED_AT_MOST)} o più" if number >= COUNTED_AT_MOST else grouped(number)
