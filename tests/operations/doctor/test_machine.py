"""What this machine tells of itself, judged: a table, line by line."""

from dataclasses import replace

import pytest

from broadcasts import hooks
from cascina_whatsapp.operations.backups import Backup
from cascina_whatsapp.operations.doctor.examination import LABELS, PLACES
from cascina_whatsapp.operations.doctor.machine_facts import (
    Backlog,
    Database,
    Register,
)
from cascina_whatsapp.presentation.checks import Outcome

from .health import DAY, FOLDER, GB, HOUR, NOW, machine

RED, YELLOW, GREEN, LEFT_OUT = Outcome.PROBLEM, Outcome.WARNING, Outcome.WELL, Outcome.LEFT_OUT
MINUTE = HOUR / 60
MACHINE = LABELS.keys() - {*PLACES, "meta", "clock", *(check.name for check in hooks.CHECKS)}
"""The lines that ask nobody at Meta, but for those of slices."""
SEALED = Register(NOW - HOUR, "", NOW - HOUR, True)
STANDBY = Database("postgresql", 17, is_read_only=True)
KEPT = Backup(NOW - HOUR, NOW - DAY, True)
CASES = {
    "a setting is wrong": ("settings", {"settings": (["DATA_KEYS: manca."], ["Altro."])}, RED),
    "a setting may wait": ("settings", {"settings": ([], ["SECURITY_CONTACTS: manca."])}, YELLOW),
    "an old server": ("database", {"database": Database("postgresql", 14)}, RED),
    "a server that takes nothing": ("database", {"database": STANDBY}, RED),
    "nobody else is blamed for it": (
        "worker",
        {"database": STANDBY, "beats": {"tick": NOW - HOUR, "webhook": NOW}},
        LEFT_OUT,
    ),
    "a file": ("database", {"database": Database("sqlite", 0)}, GREEN),
    "the server writes values down": ("log", {"log": ["log_statement is all."]}, YELLOW),
    "a migration waits": ("migrations", {"migrations": 1}, RED),
    "a trigger is lacking": ("triggers", {"triggers": ["consent_no_change"]}, RED),
    "no table yet": ("triggers", {"triggers": ["consent_no_change"], "migrations": 60}, LEFT_OUT),
    "other keys": ("keys", {"keys": ["DATA_KEYS: manca una chiave."]}, RED),
    "Redis says no": ("broker", {"broker": False}, RED),
    "no worker ever": ("worker", {"beats": {"webhook": NOW}}, RED),
    "the worker stopped": ("worker", {"beats": {"tick": NOW - MINUTE, "webhook": NOW}}, RED),
    "a slow worker": ("worker", {"beats": {"tick": NOW - MINUTE / 3, "webhook": NOW}}, GREEN),
    "a queue was never served": ("queues", {"queues": {"celery": None}}, RED),
    "a queue is served no more": ("queues", {"queues": {"long": NOW - HOUR}}, RED),
    "Meta never wrote": ("heard", {"beats": {"tick": NOW}}, YELLOW),
    "Meta is silent": ("heard", {"beats": {"tick": NOW, "webhook": NOW - 8 * DAY}}, YELLOW),
    "posts wait": ("backlog", {"backlog": Backlog(40, 0, 0, {"backlog": NOW - HOUR})}, RED),
    "posts have just come": ("backlog", {"backlog": Backlog(40, 0, 0, {"backlog": NOW - MINUTE / 2})}, GREEN),
    "an approved message waits": (
        "backlog",
        {"backlog": Backlog(0, 0, 0, {"approved": NOW - 3 * MINUTE})},
        RED,
    ),
    "one has just become due": ("backlog", {"backlog": Backlog(0, 0, 0, {"approved": NOW - MINUTE})}, GREEN),
    "a dead letter": ("backlog", {"backlog": Backlog(0, 1, 0)}, YELLOW),
    "uncertain deliveries": ("backlog", {"backlog": Backlog(0, 0, 3)}, YELLOW),
    "nobody approves": ("approvers", {"approvers": 0}, RED),
    "one person approves": ("approvers", {"approvers": 1}, GREEN),
    "nobody authorises, and a period holds": ("authorisers", {"authorisers": (0, True)}, RED),
    "nobody authorises yet": ("authorisers", {"authorisers": (0, False)}, YELLOW),
    "one person authorises": ("authorisers", {"authorisers": (1, True)}, YELLOW),
    "two authorise": ("authorisers", {"authorisers": (2, True)}, GREEN),
    "a mail server that says no": ("mail", {"mail": False}, RED),
    "a full disk": ("disk", {"folders": [FOLDER, replace(FOLDER, free=GB // 4)]}, RED),
    "little room": ("disk", {"folders": [replace(FOLDER, free=GB)]}, YELLOW),
    "a folder that is shut": ("disk", {"folders": [replace(FOLDER, is_writable=False)]}, RED),
    "no backup": ("backup", {"backup": None}, YELLOW),
    "a backup that failed": ("backup", {"backup": replace(KEPT, is_good=False)}, RED),
    "an old backup": ("backup", {"backup": replace(KEPT, at=NOW - 14 * HOUR)}, RED),
    "a restore that failed": ("backup", {"backup": replace(KEPT, drill_is_good=False)}, RED),
    "never restored": ("backup", {"backup": replace(KEPT, restored_at=None)}, YELLOW),
    "restored long ago": ("backup", {"backup": replace(KEPT, restored_at=NOW - 200 * DAY)}, YELLOW),
    "no seal": ("seal", {"register": replace(SEALED, sealed_at=None)}, YELLOW),
    "an old seal": ("seal", {"register": replace(SEALED, sealed_at=NOW - 2 * DAY)}, RED),
    "seals don't leave": ("seal", {"register": replace(SEALED, unsent="Non partono.")}, YELLOW),
    "not verified yet": ("register", {"register": replace(SEALED, checked_at=None)}, LEFT_OUT),
    "not verified lately": ("register", {"register": replace(SEALED, checked_at=NOW - 2 * DAY)}, YELLOW),
    "a broken chain": ("register", {"register": replace(SEALED, is_clean=False)}, RED),
}
"""What is the matter → the line that tells, the facts, how bad it is."""
INSTALLATIONS = {
    "a trial": ("mode", {"is_debug": True}, YELLOW),
    "a file instead of a server": ("mode", {"is_embedded": True}, YELLOW),
    "a simulator": ("mode", {"api_url": "http://127.0.0.1:8001"}, YELLOW),
    "without https": ("mode", {"site_url": "http://127.0.0.1:8000"}, YELLOW),
    "no mail": ("mail", {"mail_is_on": False}, YELLOW),
    "nobody to be told": ("mail", {"lacking_addresses": ("ALERT_EMAILS",)}, YELLOW),
    "seals are not mailed away": ("seal", {"seals_are_sent": False}, YELLOW),
}


def test_all_is_well():
    found = machine()
    assert {found[name].outcome for name in MACHINE} == {GREEN}


@pytest.mark.parametrize(("line", "facts", "outcome"), CASES.values(), ids=CASES)
def test_a_fact_is_judged(line, facts, outcome):
    result = machine(**facts)[line]
    assert result.outcome == outcome, result.told
    assert bool(result.remedy) == (outcome in (RED, YELLOW))


@pytest.mark.parametrize(("line", "here", "outcome"), INSTALLATIONS.values(), ids=INSTALLATIONS)
def test_so_is_the_installation(line, here, outcome):
    assert machine(here=here)[line].outcome == outcome


def test_every_line_of_this_machine_has_its_case():
    told = {line for line, _, outcome in [*CASES.values(), *INSTALLATIONS.values()] if outcome != GREEN}
    assert told >= MACHINE


@pytest.mark.parametrize(
    ("line", "facts", "sentence"),
    [
        ("queues", {"queues": {"celery": None}}, "nessun worker serve: invii (celery), ferma."),
        (
            "queues",
            {"queues": {"long": NOW - HOUR}},
            "nessun worker serve: lavori lunghi (long), ferma da un'ora.",
        ),
        (
            "backlog",
            {"backlog": Backlog(0, 0, 0, {"approved": NOW - 3 * MINUTE})},
            "un messaggio approvato aspetta da 3 minuti, e potrebbe partire.",
        ),
        ("backup", {"backup": replace(KEPT, restored_at=None)}, "nessuno ha ancora provato a ripristinarne"),
        (
            "backup",
            {"backup": replace(KEPT, restored_at=NOW - 200 * DAY)},
            "l'ultima prova di ripristino è stata fatta",
        ),
        ("keys", {"keys": ["DATA_KEYS: manca una chiave."]}, "DATA_KEYS: manca una chiave."),
        ("migrations", {"migrations": 1}, "1 migrazione non ancora applicata."),
        ("migrations", {"migrations": 2}, "2 migrazioni non ancora applicate."),
    ],
)
def test_what_is_the_matter_is_named_and_since_when(line, facts, sentence):
    assert sentence in machine(**facts)[line].told
