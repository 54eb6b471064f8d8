"""The answers of trials to `broadcasts.hooks`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from broadcasts.content.validation import Problem
from broadcasts.models import Campaign
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.security.retention_rules import Rule
from cascina_whatsapp.whatsapp.cloud_api import references
from cascina_whatsapp.whatsapp.cloud_api.events import StatusUpdate

from .models import Trial, TrialNumber
from .numbers import confirm, unused

__all__ = [
    "RETENTION",
    "Trial",
    "TrialNumber",
    "apply_receipts",
    "confirm",
    "dossier",
    "doubt",
    "due",
    "missing",
    "numbers_of",
]
NO_TRIAL = "Prima di chiedere l'approvazione manda una prova al tuo telefono, con «Mandami una prova»."
GOOD_NEWS = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
}
TRIED = (DeliveryStatus.HELD, DeliveryStatus.ACCEPTED, *GOOD_NEWS.values())
RETENTION = Rule(
    key="trial-numbers",
    label="Numeri di prova del personale",
    setting="TRIAL_NUMBER_DAYS",
    since="dall'ultima prova",
    fate="eliminati; subito, di chi non lavora più al servizio",
    rows=unused,
)


def missing(campaign: Campaign) -> list[Problem]:
    """Object, where the settings want trials, that nobody has tried the content as it is now."""
    if not settings.TRIAL_BEFORE_APPROVAL or not campaign.by_whatsapp:
        return []
    tried = campaign.trials.filter(version=campaign.version, status__in=TRIED)
    return [] if tried.exists() else [Problem("", NO_TRIAL)]


def due(now: datetime) -> Iterator[tuple[str, ...]]:
    """Name the task that sends trials, where one waits. One query."""
    if Trial.objects.waiting().exists():
        yield ("broadcasts.try_out",)


def apply_receipts(statuses: list[StatusUpdate]) -> None:
    """Apply receipts of trials; those of anything else are passed over."""
    for status in statuses:
        if (number := references.trial_in(status.reference)) is None:
            continue
        trial = Trial.objects.filter(pk=number)
        if status.status in GOOD_NEWS:
            trial.move(GOOD_NEWS[status.status], reason="", settled_at=status.at)
        elif status.status == "failed":
            reason = failure_reasons.sentence(status.error_code)[:200]
            trial.move(DeliveryStatus.FAILED, reason=reason, settled_at=status.at)


def doubt(now: datetime) -> dict[str, int]:
    """Put what is leaving in doubt: trials, too, are sent once or not at all. Returns how many there are."""
    unfinished = Trial.objects.all().unfinished()
    unfinished.move(DeliveryStatus.SENDING, claimed_at=now)
    return {
        "trials": unfinished.move(
            DeliveryStatus.UNCERTAIN, reason=failure_reasons.NEVER_KNOWN, settled_at=now
        )
    }


def dossier(pseudonyms: set[str]) -> dict[str, Iterable[Mapping[str, Any]]]:
    """Tell when somebody who works at the town hall verified this very number for trials and last used it."""
    rows = TrialNumber.objects.filter(pseudonym__in=pseudonyms).order_by("pk")
    return {"numero_di_prova": rows.values(verificato=F("verified_at"), ultima_prova=F("used_at"))}


def numbers_of(pseudonyms: set[str]) -> dict[str, QuerySet[Any]]:
    """Select the rows of a number on which staff try broadcasts, by its pseudonyms."""
    return {
        "il numero fra i numeri di prova del personale": TrialNumber.objects.filter(pseudonym__in=pseudonyms)
    }
