# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py verify_consent_log`: the whole register against its chain, its seals, and seals kept elsewhere."""

import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from subscribers.register.verification import Verification

SHOWN = 1000
"""Findings printed; beyond that, only how many more."""


def parse_seal(text: str) -> tuple[int, str]:
    """NUMBER:HASH, as a printed seal shows it; blanks are forgiven."""
    match = re.fullmatch(r"(\d+):([0-9a-f]{64})", re.sub(r"\s", "", text).lower())
    if match is None:
        raise CommandError(f"«{text}» non è un sigillo: serve NUMERO:IMPRONTA, con un'impronta di 64 cifre.")
    return int(match[1]), match[2]


class Command(BaseCommand):
    """Exit code 0 only if nothing is wrong."""

    help = "Verifica il registro dei consensi: catena, contenuti, cancellazioni, testi, sigilli."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seal",
            action="append",
            default=[],
            metavar="NUMERO:IMPRONTA",
            help="un sigillo conservato altrove",
        )

    def handle(self, *, seal: list[str], **options: Any) -> None:
        verification = Verification([parse_seal(text) for text in seal])
        problems = 0
        for finding in verification.findings():
            problems += 1
            if problems <= SHOWN:
                self.stdout.write(finding.sentence)
        if problems > SHOWN:
            self.stdout.write(f"… e altri {problems - SHOWN}.")
        if problems:
            self.stderr.write(f"Problemi trovati: {problems}, in {verification.count} eventi.")
            sys.exit(1)
        self.stdout.write(f"Il registro è integro: {verification.count} eventi verificati.")
