# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Judging this machine: each check one look at facts, and a sentence."""

from datetime import datetime, timedelta

from cascina_whatsapp.operations.health import LONGEST_TO_START, Folder
from cascina_whatsapp.operations.restoring.backups import Backup
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, since_in_words
from cascina_whatsapp.presentation.formatting.numbers import grouped
from cascina_whatsapp.whatsapp.webhook import liveness

from .installation import Installation
from .machine_facts import (
    COUNTED_AT_MOST,
    Backlog,
    Beats,
    Database,
    Elections,
    Register,
    WrongSettings,
)
from .results import Finding, left_out, problem, warning, well

ENOUGH = 2
"""The authorisers that are enough: one decides, another reviews an emergency."""
OLDEST_SERVER = 15
"""The first PostgreSQL that is tried with (docs/operations.md)."""
META_IS_RECENT = timedelta(days=7)
"""The time without a word of Meta's that may be silence, or a webhook that doesn't arrive."""
POSTS_WAIT_AT_MOST = timedelta(minutes=1)
"""The time that posts may wait: they are read within a second; a storm takes longer."""
NIGHTLY = timedelta(hours=36)
"""The time of what is done every night, and a night that was slow."""
BACKUP_IS_LATE = timedelta(hours=13)
"""One is made every four hours (deploy/systemd/): three in a row were not."""
RESTORED_WITHIN = timedelta(days=100)
"""A restore is tried every three months."""
TRY_ONE = "Prova un ripristino in una base di dati a parte (docs/operations.md, Trying them)."
QUEUES = {"replies": "risposte ai cittadini", "celery": "invii", "long": "lavori lunghi"}
START_WORKERS = "Controlla che un worker serva la coda celery, e guarda che cosa scrive."
GIGABYTE = 1_000_000_000
SCARCE, TOO_LITTLE = 2 * GIGABYTE, GIGABYTE // 2
"""Bytes on a disk: some weeks of attachments and log; then a day."""


def settings(here: Installation, wrong: WrongSettings) -> Finding:
    """Judge whether all settings are there, and none opens the service."""
    told = [*wrong.grave, *wrong.light]
    if not told:
        return well("complete, e nessuna apre il servizio a estranei.")
    sentence = f"{_how_many(len(told), 'cosa', 'cose')} da correggere. {' '.join(told)}"
    return problem(sentence) if wrong.grave else warning(sentence)


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


def log_of_the_database(here: Installation, talkative: list[str]) -> Finding:
    """Judge whether the database's own log holds no numbers."""
    if talkative:
        return warning(f"numeri e testi finirebbero nel suo registro, per come sono {', '.join(talkative)}.")
    return well("non annota numeri né testi.")


def migrations(here: Installation, waiting: int) -> Finding:
    """Judge whether no migration is waiting."""
    if waiting:
        return problem(
            f"{_how_many(waiting, 'migrazione', 'migrazioni')} non ancora {_ending(waiting, 'applicat')}."
        )
    return well("le tabelle sono quelle di questa versione.")


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


def keys(here: Installation, wrong: list[str]) -> Finding:
    """Judge whether the keys are those of this database."""
    if wrong:
        return problem(f"non sono quelle di questa base di dati. {' '.join(wrong)}")
    return well("sono quelle di questa base di dati.")


def broker(here: Installation, answers: bool) -> Finding:
    """Judge whether Redis carries ticks."""
    return well("risponde.") if answers else problem("non tiene quello che vi si scrive.")


def worker(here: Installation, beats: Beats, found: Database) -> Finding:
    """Judge whether beat ticks and a worker listens, which it writes down."""
    if found.is_read_only:
        return left_out("non si può dire finché la base di dati è in sola lettura.")
    if beats.tick is None:
        return problem("nessun processo ha mai cercato lavoro.")
    if not liveness.is_recent(beats.tick, here.now):
        return problem(f"fermi {since_in_words(beats.tick, here.now)}.")
    return well("al lavoro.")


def queues(here: Installation, silent: dict[str, datetime | None]) -> Finding:
    """Judge whether each queue of work is served: a worker may be there, and serve another one."""
    told = [
        f"{QUEUES[name]} ({name}), {f'ferma {since_in_words(at, here.now)}' if at else 'ferma'}"
        for name, at in silent.items()
    ]
    return problem(f"nessun worker serve: {'; '.join(told)}.") if told else well("tutte servite.")


def heard(here: Installation, beats: Beats) -> Finding:
    """Judge whether Meta reaches us from outside."""
    if beats.webhook is None:
        return warning("Meta non ha ancora scritto nulla.")
    if here.now - beats.webhook > META_IS_RECENT:
        return warning(f"Meta non scrive {since_in_words(beats.webhook, here.now)}.")
    return well(f"Meta ha scritto l'ultima volta {in_a_sentence(beats.webhook, here.now)}.")


def backlog(here: Installation, waiting: Backlog) -> Finding:
    """Judge that nothing waits for long, and nothing for a person."""
    oldest = waiting.oldest_post
    if oldest is not None and here.now - oldest > POSTS_WAIT_AT_MOST:
        since = since_in_words(oldest, here.now)
        return problem(f"notifiche di WhatsApp che aspettano {since}: {_many(waiting.posts)}.")
    if waiting.approved_since is not None and here.now - waiting.approved_since > LONGEST_TO_START:
        since = since_in_words(waiting.approved_since, here.now)
        return problem(f"un messaggio approvato aspetta {since}, e potrebbe partire.", START_WORKERS)
    if waiting.dead_letters:
        return warning(f"notifiche da controllare: {_many(waiting.dead_letters)}.")
    if waiting.uncertain:
        return warning(
            f"consegne di cui non si sa l'esito: {_many(waiting.uncertain)}.",
            "Di solito si chiariscono da sole: se restano, guarda l'ultima notifica di WhatsApp.",
        )
    return well("nulla aspetta.")


def approvers(here: Installation, number: int) -> Finding:
    """Judge whether somebody may approve: no broadcast leaves without."""
    if not number:
        return problem("nessuno può approvare: un messaggio non potrebbe partire.")
    return well(
        "una persona può approvare." if number == 1 else f"{grouped(number)} persone possono approvare."
    )


def authorisers(here: Installation, elections: Elections) -> Finding:
    """Judge whether somebody authorises before and during an electoral period, and somebody else can review."""
    if not elections.is_ahead:
        return well("nessun periodo elettorale, oggi o in arrivo.")
    if elections.authorisers >= ENOUGH:
        return well(f"chi autorizza in periodo elettorale: {elections.authorisers} persone.")
    if elections.authorisers:
        return warning(
            "una persona sola autorizza in periodo elettorale: nessuno può riesaminare un'emergenza."
        )
    told = "nessuno autorizza in periodo elettorale: nessun messaggio può partire."
    return problem(told) if elections.is_held else warning(told)


def mail(here: Installation, lets_us_in: bool) -> Finding:
    """Judge whether e-mails leave, and somebody gets them."""
    if not here.mail_is_on:
        return warning("nessuna e-mail parte: manca EMAIL_URL.")
    if here.lacking_addresses:
        return warning(f"il server risponde, ma manca chi avvisare: {', '.join(here.lacking_addresses)}.")
    return well("il server di posta risponde.") if lets_us_in else problem("il server di posta non risponde.")


def disk(here: Installation, folders: list[Folder]) -> Finding:
    """Judge whether the disk has room, and we may write."""
    shut = [folder.name for folder in folders if not folder.is_writable]
    if shut:
        return problem(
            f"non si può scrivere in {' e '.join(shut)}.", "Dai la cartella all'utente del servizio."
        )
    least = min(folders, key=lambda folder: folder.free)
    told = f"{least.free / GIGABYTE:.1f} GB liberi".replace(".", ",")
    if least.free < TOO_LITTLE:
        return problem(f"il disco è quasi pieno: {told} ({least.name}).")
    return warning(f"{told} ({least.name}).") if least.free < SCARCE else well(f"{told}.")


def backup(here: Installation, last: Backup | None) -> Finding:
    """Judge whether there is a backup of this night, and somebody has tried to restore one."""
    if last is None:
        return warning("non risulta nessuna copia.")
    if not last.is_good:
        return problem(
            f"l'ultima non è riuscita; quella buona è stata fatta {in_a_sentence(last.at, here.now)}."
        )
    if not last.drill_is_good:
        return problem(
            "l'ultima prova di ripristino non è riuscita.",
            "Guarda che cosa ha scritto, e ripetila (docs/operations.md, Trying them).",
        )
    if here.now - last.at > BACKUP_IS_LATE:
        return problem(f"l'ultima copia è stata fatta {in_a_sentence(last.at, here.now)}.")
    if last.restored_at is None:
        return warning("la copia c'è, ma nessuno ha ancora provato a ripristinarne una.", TRY_ONE)
    if here.now - last.restored_at > RESTORED_WITHIN:
        told = in_a_sentence(last.restored_at, here.now)
        return warning(f"la copia c'è, ma l'ultima prova di ripristino è stata fatta {told}.", TRY_ONE)
    return well(f"fatta {in_a_sentence(last.at, here.now)}; il ripristino è stato provato.")


def seal(here: Installation, found: Register) -> Finding:
    """Judge whether the register was sealed this night, and the seal was sent away by e-mail."""
    if found.sealed_at is None:
        return warning("il registro non ha ancora un sigillo.")
    if here.now - found.sealed_at > NIGHTLY:
        return problem(f"l'ultimo sigillo è stato apposto {in_a_sentence(found.sealed_at, here.now)}.")
    if found.unsent:
        return warning(found.unsent, "Controlla la posta e PROTOCOL_EMAILS.")
    if not here.seals_are_sent:
        return warning("il sigillo c'è, ma resta in casa: manca PROTOCOL_EMAILS.")
    return well(f"apposto {in_a_sentence(found.sealed_at, here.now)}.")


def register(here: Installation, found: Register) -> Finding:
    """Register and trail were verified, and are whole."""
    if found.checked_at is None:
        return left_out("la prima verifica è stanotte.")
    if not found.is_clean:
        return problem("l'ultima verifica del registro o delle tracce ha trovato qualcosa.")
    if here.now - found.checked_at > NIGHTLY:
        return warning(f"l'ultima verifica è stata fatta {in_a_sentence(found.checked_at, here.now)}.")
    return well("registro e tracce sono integri.")


def _many(number: int) -> str:
    return f"{grouped(COUNTED_AT_MOST)} o più" if number >= COUNTED_AT_MOST else grouped(number)


def _how_many(number: int, one: str, many: str) -> str:
    return f"{grouped(number)} {one if number == 1 else many}"


def _ending(number: int, word: str) -> str:
    return f"{word}a" if number == 1 else f"{word}e"
