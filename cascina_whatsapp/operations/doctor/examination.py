"""One examination: gather the facts, then let every check judge them."""

from collections.abc import Sequence
from itertools import chain
from types import ModuleType

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from requests.exceptions import SSLError

from broadcasts import hooks
from broadcasts.rules import failure_reasons
from cascina_whatsapp.presentation.checks import (
    RESTART,
    Check,
    Finding,
    Outcome,
    Place,
    Result,
    Source,
    left_out,
    problem,
)
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError
from cascina_whatsapp.whatsapp.cloud_api.setup import FAULTS_OF_THEIRS

from . import installation, kept_checks, machine_checks, meta_checks, number_checks
from .installation import Installation
from .sources import SOURCES
from .steps import STEPS
from .timed_queries import Answer, NotAsked, ask, ask_together


def _checks_of(module: ModuleType) -> list[Check]:
    return [one for one in vars(module).values() if isinstance(one, Check)]


PLACES = [name for step in STEPS for name in step.checks]
CHECKS = sorted(
    chain(
        _checks_of(machine_checks), hooks.CHECKS, *map(_checks_of, (kept_checks, meta_checks, number_checks))
    ),
    key=lambda one: PLACES.index(one.name) if one.name in PLACES else -1,
)
"""This machine's in the order in which one would put things right, then those of the steps at Meta."""
LABELS = {check.name: check.label for check in CHECKS}

ANSWER_SECONDS = 15.0
"""The seconds for all questions to the outside: each has less, but a server may answer a byte at a time."""
REFUSED_KEYS = (0, 190)
"""Meta's codes for a key that it does not take."""
UNREACHED = (100, 33)
"""Meta's codes for an id that it doesn't know, or does not show with this key."""
IDS = {
    "registered": "WHATSAPP_PHONE_NUMBER_ID",
    "subscribed": "WHATSAPP_BUSINESS_ACCOUNT_ID",
    "app": "WHATSAPP_APP_ID",
}
"""The check that tells of an id which Meta doesn't know → the setting that holds it."""
NOT_LOOKED_AT = {
    Place.NEAR: "da controllare su richiesta.",
    Place.OUTSIDE: "da controllare su richiesta, verso l'esterno.",
}


def examine(*, farthest: Place = Place.OUTSIDE, within: float = ANSWER_SECONDS) -> list[Result]:
    """Every check's result, in the order of the table; sources beyond `farthest` are not asked.

    Takes `within` seconds at most, and what the database needs. Writes nothing and raises nothing.
    """
    here = installation.read(settings, timezone.now())
    return judge(here, gather(here, farthest, within))


def judge(here: Installation, answers: dict[str, Answer]) -> list[Result]:
    """Every check's result, of answers that were gathered: one for each source."""
    return [_result(check, here, answers) for check in CHECKS]


def gather(here: Installation, farthest: Place, within: float) -> dict[str, Answer]:
    """The answer of each source, those that are not asked included."""
    asked = {name: source for name, source in SOURCES.items() if source.place <= farthest}
    away = {name: source.ask for name, source in asked.items() if source.place > Place.HERE}
    found = {name: not_asked(source.place) for name, source in SOURCES.items()}
    if not here.has_redis:
        for name in ("broker", "queues"):
            away.pop(name, None)
            found[name] = Answer(
                problem=NotAsked("non serve: i messaggi fra i processi passano per una cartella.")
            )
    for name, source in asked.items():
        if source.place == Place.HERE:
            is_away = source.needs_database and found["database"].problem
            found[name] = (
                Answer(problem=NotAsked("non si può dire finché la base di dati non risponde."))
                if is_away
                else ask(source.ask)
            )
    return found | ask_together(away, within=within)


def not_asked(place: Place) -> Answer:
    """Build the answer that stands for a source that was left alone."""
    return Answer(problem=NotAsked(NOT_LOOKED_AT.get(place, "")))


def _result(check: Check, here: Installation, answers: dict[str, Answer]) -> Result:
    finding = _finding(check, here, answers)
    done = finding.outcome in (Outcome.WELL, Outcome.LEFT_OUT)
    remedy = "" if done else finding.remedy or check.remedy
    return Result(check.name, check.label, finding.outcome, finding.told, remedy)


def _finding(check: Check, here: Installation, answers: dict[str, Answer]) -> Finding:
    for name in check.needs:
        if trouble := answers[name].problem:
            return _unanswered(check, SOURCES[name], trouble, answers)
    return check.judge(here, *(answers[name].fact for name in check.needs))


def _unanswered(check: Check, source: Source, trouble: Exception, answers: dict[str, Answer]) -> Finding:
    """Say what is told where there is no fact to judge; never an exception's words, which may hold secrets."""
    if isinstance(trouble, NotAsked):
        return left_out(str(trouble))
    if answers["clock"].problem and check.name != "meta" and (source.key or check.name == "clock"):
        return left_out("non si può dire finché Meta non risponde.")
    if check.name == "queues" and answers["broker"].problem:
        return left_out("non si può dire finché Redis non risponde.")
    if isinstance(trouble, DatabaseError) and answers["migrations"].fact:
        return left_out("non si può dire finché mancano le tabelle.")
    if isinstance(trouble, TimeoutError):
        return problem("nessuna risposta in tempo.")
    if isinstance(trouble, CloudApiError):
        return _refused(check, source, trouble)
    if isinstance(trouble, SSLError):
        return problem("il certificato non è di un'autorità riconosciuta, è scaduto o è di un altro nome.")
    return problem(f"non risponde come dovrebbe ({type(trouble).__name__}).")


def _refused(check: Check, source: Source, error: CloudApiError) -> Finding:
    if error.code in REFUSED_KEYS and source.key:
        if check.name == source.key:
            return problem("Meta non la accetta.")
        return left_out(f"non si può dire finché Meta non accetta: {LABELS[source.key]}.")
    if error.code is None or check.name == "meta":
        return _no_answer(error)
    if error.code in UNREACHED and source.asks_for:
        if check.name != source.asks_for:
            return left_out(f"non si può dire finché Meta non conosce: {IDS[source.asks_for]}.")
        return problem(
            f"Meta non conosce {IDS[check.name]}, o la chiave di accesso non ci arriva.",
            f"Copia di nuovo l'ID in {IDS[check.name]}, e dai all'utente di sistema l'app e l'account WhatsApp "
            f"(business.facebook.com, Impostazioni, Utenti di sistema), {RESTART}",
        )
    return problem(f"{failure_reasons.sentence(error.code)} (codice {error.code}).")


def _no_answer(error: CloudApiError) -> Finding:
    if error.http_status is None:
        return problem(f"Meta non risponde ({error.title}).")
    if error.http_status >= FAULTS_OF_THEIRS:
        told = f"Meta, o un proxy in mezzo, ha un guasto (HTTP {error.http_status})."
        return problem(told, "Di solito passa in pochi minuti: https://metastatus.com dice a che punto è.")
    return problem(
        f"a rispondere non è Meta (HTTP {error.http_status}): forse un portale o un proxy della rete."
    )


def named(results: Sequence[Result]) -> dict[str, Result]:
    """The results by the names of their checks."""
    return {result.name: result for result in results}
