"""Following a whole chain in constant memory, held against its seals; what was found is kept and written of."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from django.conf import settings
from django.db import models
from django.utils import timezone

from cascina_whatsapp.security.mail import send_email

from .chain import ChainHead

log = logging.getLogger(__name__)
KEPT_FINDINGS = 100
"""Sentences that a check keeps: who reads more has a backup to restore."""
BATCH_SIZE = 2000
"""Numbers of a chain that one query reads."""


@dataclass(frozen=True)
class Finding:
    """A finding in a chain: what is wrong, at which record, and the sentence that says so to a person."""

    what: str
    sequence: int
    sentence: str


class Verification(Protocol):
    """One walk through a chain of records."""

    @property
    def count(self) -> int:
        """Records looked at so far."""
        ...

    def findings(self) -> Iterator[Any]:
        """Yield everything that is wrong, as it is found."""
        ...

    def least(self, before: "ChainCheck") -> int:
        """Return how many records there must be, after what that check had counted."""
        ...


class ChainCheck(models.Model):
    """One verification of a whole chain, and what it found."""

    started_at = models.DateTimeField("iniziata")
    finished_at = models.DateTimeField("finita")
    count = models.PositiveBigIntegerField("eventi")
    problems = models.PositiveIntegerField("problemi")
    findings = models.JSONField("che cosa", default=list)
    """The first hundred, as sentences."""

    class Meta:
        abstract = True
        ordering = ["-pk"]
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"verifica {self.pk}: {'nessun problema' if self.is_clean else f'{self.problems} problemi'}"

    @property
    def is_clean(self) -> bool:
        """Tell whether everything was as it had been written."""
        return self.problems == 0


Check = TypeVar("Check", bound=ChainCheck)


def keep(checks: type[Check], verification: Verification, now: datetime, *, alarm: str) -> Check:
    """Verify everything, keep the result, and tell the operators, under the subject `alarm`, of what is wrong."""
    before = checks._default_manager.order_by("pk").last()
    findings = chain(verification.findings(), _fewer(verification, before))
    first = [finding.sentence for finding in islice(findings, KEPT_FINDINGS)]
    problems = len(first) + sum(1 for _ in findings)
    result = checks._default_manager.create(
        started_at=now,
        finished_at=timezone.now(),
        count=verification.count,
        problems=problems,
        findings=first,
    )
    if not result.is_clean:
        name = checks._meta.model_name
        log.error("%s %s: %s problems in %s records", name, result.pk, problems, result.count)
        send_email(settings.ALERT_EMAILS, alarm, "\n".join(first))
    return result


def _fewer(verification: Verification, before: ChainCheck | None) -> Iterator[Finding]:
    """Find that records went since the check before, at the end of the chain, of which the chain says nothing."""
    if before and verification.count < (least := verification.least(before)):
        count = verification.count
        told = f"Alla verifica di prima erano {least}, ora sono {count}: qualcosa è stato tolto."
        yield Finding("cut", count, told)


def in_batches(
    rows: models.QuerySet[Any], columns: Sequence[str], *, up_to: int
) -> Iterator[tuple[Any, ...]]:
    """The columns of all rows up to the number `up_to`, in order, a batch at a time: no transaction stays open."""
    rows = rows.filter(sequence__lte=up_to).order_by("sequence")
    first = _next(rows, 0)
    while first is not None:
        # Bounded on both sides: the index is the plan even before the table's statistics are.
        yield from rows.filter(sequence__gte=first, sequence__lt=first + BATCH_SIZE).values_list(*columns)
        first = _next(rows, first + BATCH_SIZE)


def _next(rows: models.QuerySet[Any], number: int) -> int | None:
    """Return the first number of a record from `number` on that there is: some may be missing."""
    return cast("int | None", rows.filter(sequence__gte=number).values_list("sequence", flat=True).first())


def outside(rows: models.QuerySet[Any], head: ChainHead, current: Callable[[], ChainHead]) -> Iterator[int]:
    """Numbers of rows behind `head`, where the chain ended, that nobody appended in due form since."""
    beyond = rows.filter(sequence__gt=head.sequence).order_by("sequence")
    later = list(beyond.values_list("sequence", flat=True)[:KEPT_FINDINGS])
    end = current().sequence
    yield from (number for number in later if number > end)


class SealOf(NamedTuple):
    """A chain's end as it was once: the last record's number and hash, and the name of the seal that says so."""

    sequence: int
    hash: str
    name: str


class SealCheck:
    """A walk's look at the seals. It yields what a finding is made of: kind, number, sentence."""

    def __init__(self, seals: Iterable[SealOf], record: str) -> None:
        """`record`: the word for one at the beginning of a sentence, "Evento"."""
        self.seals = sorted(seal for seal in seals if seal.sequence)  # one of an empty chain says nothing
        self.record = record

    def step(self, sequence: int, hash: str) -> Iterator[tuple[str, int, str]]:
        """Check the seals of a record, and of records that should have come before it."""
        while self.seals and self.seals[0].sequence <= sequence:
            seal = self.seals.pop(0)
            if (seal.sequence, seal.hash) != (sequence, hash):
                told = f"l'{seal.name} ne ha un'altra impronta, la storia fin lì è stata riscritta."
                yield "seal", seal.sequence, f"{self.record} {seal.sequence}: {told}"

    def finish(self) -> Iterator[tuple[str, int, str]]:
        """Find the seals of records that are not there any more."""
        for seal in self.seals:
            yield "cut", seal.sequence, f"{self.record} {seal.sequence}: manca, ma sta nel {seal.name}."
