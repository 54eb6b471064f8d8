"""Exports that are too large to wait for: one after the other, also when a process dies; and their end."""

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from subscribers import consent, exporting
from subscribers.exporting.filters import Filters
from subscribers.models import ConsentRecord, RegisterExport
from tests.builders import NOW, hire, subscribe, unsubscribe
from tests.people import ANNA, BRUNO
from tests.staff import ROSA

WHY = "Controllo annuale"
Status = RegisterExport.Status


def ask(**overrides) -> RegisterExport:
    """Rosa asks for the whole register."""
    fields = {"by": hire(ROSA), "reason": WHY, "now": NOW}
    return exporting.request(Filters(), **fields | overrides)


def died(export: RegisterExport, *, at) -> None:
    """The process that had begun to write it at `at` is gone."""
    RegisterExport.objects.filter(pk=export.pk).update(status=Status.RUNNING, started_at=at, done=1)


def statuses() -> list[str]:
    return [export.status for export in RegisterExport.objects.order_by("pk")]


@pytest.mark.django_db
def test_the_oldest_comes_first_and_one_at_a_time():
    ask()
    ask()
    assert exporting.run_due(NOW) == 1
    assert statuses() == [Status.DONE, Status.QUEUED]
    assert [exporting.run_due(NOW), exporting.run_due(NOW)] == [1, 0]
    assert statuses() == [Status.DONE, Status.DONE]


@pytest.mark.django_db
def test_what_another_process_writes_is_left_to_it_until_it_must_be_dead():
    """It is written again; and what kills every process is given up."""
    subscribe(ANNA)
    export, over = ask(), exporting.LASTS_AT_MOST + timedelta(seconds=1)
    died(export, at=NOW)
    assert exporting.run(export, NOW) is False
    assert exporting.run_due(NOW + exporting.LASTS_AT_MOST) == 0
    assert statuses() == [Status.RUNNING]
    assert exporting.run_due(NOW + over) == 1
    assert RegisterExport.objects.values_list("status", "done").get() == (Status.DONE, 1)

    died(export, at=NOW + exporting.GIVE_UP_AFTER)
    assert exporting.run_due(NOW + exporting.GIVE_UP_AFTER + over) == 0
    assert RegisterExport.objects.values_list("status", "problem").get() == (
        Status.FAILED,
        exporting.INTERRUPTED,
    )


@pytest.mark.django_db
def test_a_full_disk_is_said_in_words(settings, caplog):
    """A file lies where the folder should be: nothing can be written."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "exports").write_text("")
    export = ask()
    assert exporting.run_due(NOW) == 1
    export.refresh_from_db()
    assert (export.status, export.problem, export.file.name) == (Status.FAILED, exporting.FAILED, "")
    assert f"export {export.pk} failed" in caplog.text


@pytest.mark.django_db
def test_an_export_is_the_register_of_one_moment_and_for_nobody_else_on_the_machine(settings):
    """What is appended between the request and the writing belongs to it, what comes later does not."""
    subscribe(ANNA)
    export = ask()
    subscribe(BRUNO)
    exporting.run(export, NOW)
    assert (export.total, export.done, export.head_sequence) == (1, 2, 2)
    assert b"registro.csv" not in Path(export.file.path).read_bytes()  # not even what is in the ZIP is told
    assert Path(export.file.path).stat().st_mode & 0o777 == settings.FILE_UPLOAD_PERMISSIONS


@pytest.mark.django_db
def test_a_file_of_the_version_before_is_still_handed_out():
    export = ask()
    export.file.save("registro.zip", ContentFile(b"a ZIP in clear"))
    file, size = exporting.content(export)
    with file:
        assert (file.read(), size) == (b"a ZIP in clear", 14)


def test_an_erasure_meanwhile_does_not_show(committed_db):
    """PostgreSQL: the end of the chain has been read, the events have not; in between, Anna's data are erased."""
    subscribe(ANNA)
    with exporting.snapshot():
        words = [record.words for record in ConsentRecord.objects.all()]
        elsewhere(erase_anna)
        again = [record.words for record in ConsentRecord.objects.all()]
    assert words == ["Iscrizione"]
    assert connection.vendor != "postgresql" or again == words


def erase_anna() -> None:
    consent.erase(unsubscribe(ANNA), consent.Evidence(at=NOW, channel=consent.Channel.DESK), now=NOW)


def elsewhere(work) -> None:
    """In a thread, which has a connection of its own."""

    def run():
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
