"""How fast the register of consents is appended to, verified and taken away; part of `make bench`.

Each measure is a process of its own, so that its memory can be told: `python -m tests.bench.register NAME …`.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from .measuring import figures, lasting, measure, prepare, scaled

WRITERS, APPENDED = 8, scaled(2000, small=100)
RECORDS = scaled(1_000_000)


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """All measures, one after the other, on a database of their own."""
    prepared = prepare(database)

    def measured(name: str) -> dict:
        return figures(prepared, "register", name)

    found = {
        f"register: append, {WRITERS} writers": measured("append"),
        f"register: fill to {RECORDS:,}": measured("fill"),
        "register: verify": measured("verify"),
        "register: export CSV": measured("export"),
        "register: export, whole ZIP": measured("archive"),
    }
    if database:
        found[f"register: bare INSERTs, {WRITERS} writers"] = measured("bare_append")
    return found


def append() -> dict:
    """Processes that all want to write at once, each event a transaction of its own."""
    found = written_by(write)
    assert recorded() == APPENDED
    return found


def written_by(writer: Callable[[int], None]) -> dict:
    """The rate of WRITERS processes that all begin at once."""
    with ProcessPoolExecutor(WRITERS, mp_context=get_context("fork")) as pool:
        list(pool.map(int, range(WRITERS)))  # all of them are there
        _, lasted = lasting(lambda: list(pool.map(writer, range(WRITERS))))
    return {"records/s": round(APPENDED / lasted)}


def write(part: int) -> None:
    """One writer's share of the new subscribers."""
    from django.utils import timezone

    from cascina_whatsapp.whatsapp.cloud_api.people import Person
    from subscribers import consent

    for number in range(part, APPENDED, WRITERS):
        now = timezone.now()
        proof = consent.Evidence(at=now, channel=consent.Channel.KEYWORD, words="Iscrizione", rule="bench")
        consent.opt_in(Person(phone=f"+39320{number:07}"), proof, now=now)


def bare_append() -> dict:
    """As many writers, each row a transaction of its own, in a table without chain, indexes and subscribers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (words text)")
    connection.close()  # the writers are forked: each opens its own
    found = written_by(write_bare)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bare")
        assert cursor.fetchone() == (APPENDED,)
    return found


def write_bare(part: int) -> None:
    """One writer's share of the rows, each about as long as a record."""
    from django.db import connection

    with connection.cursor() as cursor:
        for number in range(part, APPENDED, WRITERS):
            cursor.execute("INSERT INTO bare (words) VALUES (%s)", [f"{number:0600}"])


def fill() -> dict:
    """Ordinary records, chained like any other; how many a second."""
    had = recorded()
    _, lasted = lasting(lambda: fill_to(RECORDS))
    assert recorded() == RECORDS
    return {"records/s": round((RECORDS - had) / lasted)}


def recorded() -> int:
    """How many records there are."""
    from subscribers.models import ConsentRecord

    return ConsentRecord.objects.count()


def fill_to(records: int, names: Sequence[str] = ()) -> None:
    """Append until there are so many, a thousand to a transaction; of who has these pseudonyms: all joined last."""
    from django.utils import timezone

    from subscribers.models import ConsentRecord, ServiceText, Topic
    from subscribers.register import ledger
    from subscribers.rules import phone

    now = timezone.now()
    texts = [
        ServiceText.objects.get(key=key, version=1)
        for key in ("announcement", "privacy_notice", "optin_confirm")
    ]
    topics = list(Topic.objects.values_list("name", flat=True))

    wanted = records - ConsentRecord.objects.count()

    def event(number: int) -> dict:
        joins = number % 4 > 0 or number >= wanted - len(names)
        made_up = phone.of_phone(str(number // 2), "bench")
        return {
            "kind": "opt_in" if joins else "opt_out",
            "channel": "keyword",
            "pseudonym": names[number % len(names)] if names else made_up,
            "message_digest": phone.of_message(str(number), "bench"),
            "at_whatsapp": now,
            "recorded_at": now,
            "words": "Iscrizione" if joins else "=Cancellazione",
            "rule": "announced-word",
            "rule_version": "1",
            "topics": topics if joins else [],
            "announcement": texts[0],
            "notice": texts[1],
            "confirmation": texts[2],
        }

    events = (event(number) for number in range(wanted))
    while batch := list(islice(events, 1000)):
        ledger.append_many(batch)


def verify() -> dict:
    """The whole register, as every night."""
    from subscribers.register.verification import Verification

    verification = Verification()
    problems, lasted = lasting(lambda: sum(1 for _ in verification.findings()))
    per_minute = verification.count / lasted * 60
    assert verification.count == recorded() > 0
    assert not problems, f"{problems} problems"
    return {"records/min": round(per_minute), "problems": problems, **memory()}


def export() -> dict:
    """Everything as CSV."""
    from subscribers.exporting import columns
    from subscribers.models import ConsentRecord

    with tempfile.TemporaryFile() as stream:
        _, lasted = lasting(lambda: columns.write(ConsentRecord.objects.all(), stream))
        size = stream.tell()
        stream.seek(0)
        lines = sum(1 for _ in stream) - 1
    assert lines == RECORDS, f"{lines} lines of {RECORDS} records"
    return {"records": lines, "s": round(lasted, 1), "file MB": round(size / 1e6), **memory()}


def archive() -> dict:
    """The whole job: CSV, digests, manifest, verifier, in one ZIP."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from subscribers import exporting
    from subscribers.exporting.filters import Filters

    auditor, now = User.objects.create(username=f"auditor-{time.time()}"), timezone.now()
    asked = exporting.request(Filters(), by=auditor, reason="Misura della velocità", now=now)
    _, lasted = lasting(lambda: exporting.run(asked, now))
    asked.refresh_from_db()
    assert (asked.status, asked.done) == ("done", RECORDS), (
        f"{asked.status}, {asked.done} of {RECORDS} records"
    )
    return {"records": asked.done, "s": round(lasted, 1), **memory()}


def memory() -> dict:
    """The most that this process has held, in MB. Not by getrusage: that counts the process that started it, too."""
    [highest] = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return {"MB": round(int(highest) / 1024)}


MEASURES = {work.__name__: work for work in (append, bare_append, fill, verify, export, archive)}

if __name__ == "__main__":
    measure(MEASURES[sys.argv[1]])
