"""`manage.py doctor`: is the service fit to work? One line a check, with what to do."""

import json
import os
import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cascina_whatsapp.operations.doctor.examination import examine
from cascina_whatsapp.presentation.checks import EXIT_CODES, LABELS, Outcome, Place, Result, worst

CONNECT_SECONDS = "5"
"""The seconds to connect to a database that may be there and say nothing."""
WIDTH = max(map(len, LABELS.values()))


class Command(BaseCommand):
    """Exit code 0: all is well; 1: something to look at; 2: something does not work."""

    help = "Controlla se il servizio può lavorare: una riga per controllo, con il rimedio."
    requires_system_checks = []  # it tells of them itself

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="per un altro programma")
        parser.add_argument(
            "--offline", action="store_true", help="solo questa macchina: né Meta, né posta, né il sito"
        )

    def handle(self, *, json: bool, offline: bool, **options: Any) -> None:
        os.environ.setdefault(
            "PGCONNECT_TIMEOUT", CONNECT_SECONDS
        )  # libpq's own; it waits for ever otherwise
        results = examine(farthest=Place.NEAR if offline else Place.OUTSIDE)
        self.stdout.write(as_json(results) if json else as_lines(results))
        sys.exit(EXIT_CODES[worst(results)])


def as_json(results: list[Result]) -> str:
    """`{"outcome": "warning", "checks": [{"name": …, "label": …, "outcome": …, "finding": …, "remedy": …}]}`."""
    told = {
        "outcome": worst(results).value,
        "checks": [result.as_json() for result in results],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_lines(results: list[Result]) -> str:
    """One line a check, then one for all."""
    return "\n".join([*map(_line, results), "", _altogether(results)])


def _line(result: Result) -> str:
    line = f"{LABELS[result.outcome]:{WIDTH}}  {result.label}: {result.told}"
    return f"{line} → {result.remedy}" if result.remedy else line


def _altogether(results: list[Result]) -> str:
    counts = Counter(result.outcome for result in results)
    if not counts[Outcome.PROBLEM] and not counts[Outcome.WARNING]:
        return "Tutto a posto."
    return f"Da sistemare: {counts[Outcome.PROBLEM]}. Da guardare: {counts[Outcome.WARNING]}."
