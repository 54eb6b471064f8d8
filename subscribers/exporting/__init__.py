"""Exports of the register: asked for with a reason, written in one go or in the background, gone after some days.

The row of an export is its log: who, when, why, what, how much. Its file is a ZIP: the events, a manifest, and
the program that verifies the one by the other (`manifest`).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cascina_whatsapp.accounts import daily_bounds, notices
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.encryption import files, seals
from cascina_whatsapp.security.logs import scrub
from cascina_whatsapp.security.trail import Event
from subscribers.models import ConsentRecord, RegisterExport, RegisterHead

from . import columns, manifest, releasing
from .filters import Filters

log = logging.getLogger(__name__)
Status = RegisterExport.Status
Format = RegisterExport.Format
UNFINISHED = (Status.QUEUED, Status.RUNNING)
SMALL_ENOUGH = 20_000
"""Events that are written while the person waits; more are a job in the background."""
MOST_WAITING = 3
"""Exports of one person that wait or are being written: they are written one by one, and others wait, too."""
TOO_MANY = f"Hai già {MOST_WAITING} esportazioni in preparazione: aspetta che siano pronte."
NOT_RELEASED = "Contiene numeri di telefono: prima la autorizza un altro collega."
GONE = "Il file non c'è più: chiedi una nuova esportazione."
LASTS_AT_MOST = timedelta(minutes=30)
"""The time that no export takes: one that does was in a process that died."""
GIVE_UP_AFTER = timedelta(hours=2)
"""The time from the request after which an export that dies again and again is given up."""
INTERRUPTED = "Interrotta più volte: chiedi a chi amministra il servizio."
FAILED = "Il file non si è potuto scrivere: chiedi a chi amministra il servizio."
OUTCOME = [
    "status",
    "problem",
    "file",
    "file_key",
    "done",
    "sha256",
    "size",
    "head_sequence",
    "head_hash",
    "finished_at",
]


class CannotExport(ValueError):
    """An export that can't be made; the sentence says what to do instead."""


def request(
    filters: Filters,
    *,
    by: User,
    reason: str,
    now: datetime,
    format: str = Format.CSV,
    with_numbers: bool = False,
) -> RegisterExport:
    """Note who wants what, and why. `run` writes the file, or the next `run_due`. Raises CannotExport,
    BeyondBound.
    """
    if RegisterExport.objects.filter(requested_by=by, status__in=UNFINISHED).count() >= MOST_WAITING:
        raise CannotExport(TOO_MANY)
    total = _records(filters, RegisterHead.objects.filter(pk=1).first()).count()
    if format == Format.XLSX and total > columns.SHEET_ROWS:
        raise CannotExport(
            f"Sono {total} eventi, e un foglio di Excel ne contiene {columns.SHEET_ROWS}: "
            "scegli i dati (CSV), o filtra."
        )
    with daily_bounds.bounded():
        export = RegisterExport.objects.create(
            format=format,
            filters=filters.as_data(),
            with_numbers=with_numbers,
            reason=reason,
            requested_by=by,
            requested_at=now,
            total=total,
        )
        seals.put(seals.Kind.EXPORT, export)
        about, details = f"{export}: chiesta", _details(export)
        if with_numbers:
            releasing.ask(export)
            daily_bounds.take(daily_bounds.NUMBER_EXPORT, by=by, now=now, about=about, details=details)
        else:
            trail.record(Event.EXPORTED, by=by, now=now, about=about, details=details)
    if with_numbers:
        notices.numbers_taken(
            by, f"Esportazione {export.pk} del registro dei consensi, con i numeri in chiaro."
        )
    log.info("export %s asked for by user %s: %s records", export.pk, by.pk, total)
    return export


def note_download(export: RegisterExport, *, by: User, now: datetime) -> None:
    """Record that somebody takes the file away, before they have it."""
    event = Event.NUMBERS_DOWNLOADED if export.with_numbers else Event.EXPORTED
    trail.record(event, by=by, now=now, about=f"{export}: scaricata", details=_details(export))


def _details(export: RegisterExport) -> dict[str, str | int]:
    return {"reason": scrub(export.reason), "records": export.total}


def is_small(export: RegisterExport) -> bool:
    """Tell whether an export is small enough for a person to wait for it."""
    return export.total <= SMALL_ENOUGH


def run_due(now: datetime) -> int:
    """Write the oldest export that waits, after bringing back those whose process died; return how many."""
    dead = RegisterExport.objects.filter(status=Status.RUNNING, started_at__lt=now - LASTS_AT_MOST)
    hopeless = dead.filter(requested_at__lt=now - GIVE_UP_AFTER)
    hopeless.update(status=Status.FAILED, problem=INTERRUPTED, finished_at=now)
    dead.update(status=Status.QUEUED, done=0)
    waiting = RegisterExport.objects.filter(status=Status.QUEUED).order_by("pk").first()
    return int(waiting is not None and run(waiting, now))


def run(export: RegisterExport, now: datetime) -> bool:
    """Write the file of an export that waits; False where another process has taken it. Needs no transaction."""
    waiting = RegisterExport.objects.filter(pk=export.pk, status=Status.QUEUED)
    if not waiting.update(status=Status.RUNNING, started_at=now, done=0):
        return False
    export.refresh_from_db()
    try:
        _write(export)
    except (OSError, DatabaseError) as problem:
        log.error("export %s failed: %s", export.pk, type(problem).__name__)
        with suppress(OSError):
            _path(export).unlink()
        export.status, export.problem, export.file, export.file_key = Status.FAILED, FAILED, "", ""
    else:
        log.info("export %s done: %s records", export.pk, export.done)
        export.status = Status.DONE
    export.finished_at = timezone.now()
    export.save(update_fields=OUTCOME)
    return True


def _write(export: RegisterExport) -> None:
    """Write the ZIP, encrypted on its way to the disk: nothing of it is ever there in clear."""
    path, export.file_key = _path(export), files.new_key()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as disk, files.Encrypting(disk, export.file_key) as file:
        _write_archive(export, file)
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def _write_archive(export: RegisterExport, file: files.Encrypting) -> None:
    """Write the ZIP little compressed, for speed. What may grow beyond 4 GB has to be told before."""
    archive = ZipFile(cast(BinaryIO, file), "w", ZIP_DEFLATED, compresslevel=1)
    with snapshot(), archive:
        head = RegisterHead.objects.filter(pk=1).first() or RegisterHead()
        export.head_sequence, export.head_hash = head.sequence, head.hash
        records = _records(Filters.from_data(export.filters), head)
        with archive.open(
            _entry(manifest.file_name(export)), "w", force_zip64=not is_small(export)
        ) as stream:
            measured = manifest.Measured(stream)
            is_sheet = export.format == Format.XLSX
            columns.write(records, measured, is_sheet=is_sheet, with_numbers=export.with_numbers)
        export.done, export.sha256, export.size = records.count(), measured.sha256, measured.size
        for name, text in manifest.papers(export, records, measured).items():
            archive.writestr(_entry(name), text)


def content(export: RegisterExport) -> tuple[IO[bytes], int]:
    """Open the ZIP, to be read in clear; return it and how many bytes it has.

    Raises CannotExport where it is gone, or a second person has still to release it, on its page.
    """
    if export.waits or not seals.holds(seals.Kind.EXPORT, export):
        raise CannotExport(NOT_RELEASED)
    if not (export.file and export.file.storage.exists(str(export.file.name))):
        raise CannotExport(GONE)
    file = export.file.open("rb").file
    if not export.file_key:  # of an earlier version
        return file, export.file.size
    return BufferedReader(files.Decrypting(file, export.file_key)), files.clear_size(export.file.size)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, timezone.localtime().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _records(filters: Filters, head: RegisterHead | None) -> QuerySet[ConsentRecord]:
    """Return the records that were asked for, as far as the register went when the export began."""
    return filters.records().filter(sequence__lte=head.sequence if head else 0)


def _path(export: RegisterExport) -> Path:
    """Return the path of the file: always the same, so that what a dead process left is written over."""
    field = export._meta.get_field("file")
    export.file.name = export.file.name or field.generate_filename(export, f"registro-{export.pk}.zip")
    return Path(export.file.path)


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the register as it is at one moment, however long it takes: an erasure meanwhile must not show.

    On SQLite one statement is one moment, and a transaction would keep everybody else from writing.
    """
    if connection.vendor != "postgresql":
        yield
        return
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
