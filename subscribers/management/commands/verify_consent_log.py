"""`manage.py verify_consent_log`: the register, then the trail, against chain and seals."""

import re
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cascina_whatsapp.presentation import progress
from cascina_whatsapp.security.append_only import checking
from cascina_whatsapp.security.encryption import key_checks
from cascina_whatsapp.security.trail import verification
from subscribers.register import sealing
from subscribers.register.verification import Verification, current_head

SHOWN = 1000
"""Findings printed; beyond that, only how many more."""


End = tuple[int, str]
"""The number and the hash of the last record of a chain."""


def parse_seal(text: str) -> tuple[End, End | None]:
    """NUMBER:HASH of the register, then of the trail, as a printed seal shows them; blanks are forgiven.

    A seal of before the trail was sealed has the register's alone.
    """
    match = re.fullmatch(r"(\d+):([0-9a-f]{64})(?::(\d+):([0-9a-f]{64}))?", re.sub(r"\s", "", text).lower())
    if match is None:
        raise CommandError(
            f"«{text}» non è un attestato: serve NUMERO:IMPRONTA, con un'impronta di 64 cifre."
        )
    return (int(match[1]), match[2]), (int(match[3]), match[4]) if match[3] else None


class Command(BaseCommand):
    """Exit code 0 only if nothing is wrong."""

    help = "Verifica il registro dei consensi: catena, contenuti, cancellazioni, testi, attestati; poi le tracce."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seal",
            action="append",
            default=[],
            metavar="NUMERO:IMPRONTA[:NUMERO:IMPRONTA]",
            help="un attestato conservato altrove",
        )

    def handle(self, *, seal: list[str], **options: Any) -> None:
        if wrong := key_checks.problems():  # or what follows would say of another register that it is whole
            raise CommandError("\n".join([*wrong, key_checks.WHAT_TO_DO]))
        seals = [parse_seal(text) for text in seal]
        register = Verification(of_register for of_register, _ in seals)
        self._verify(register, current_head().sequence, "Verifico il registro", "eventi")
        self.stdout.write(f"Il registro è integro: {register.count} eventi verificati.")
        told = sealing.kept_elsewhere(of_trail for _, of_trail in seals if of_trail)
        trail = verification.Verification([*sealing.seals_of_trail(), *told])
        self._verify(trail, verification.current_head().sequence, "Verifico le tracce", "tracce")
        self.stdout.write(f"Le tracce sono integre: {trail.count} verificate.")

    def _verify(self, walk: checking.Verification, total: int, doing: str, records: str) -> None:
        """Print what is wrong; exit with 1 where anything is."""
        problems = 0
        with progress.step(doing, total=total, done=lambda: walk.count):
            for problems, finding in enumerate(walk.findings(), start=1):
                if problems <= SHOWN:
                    self.stdout.write(finding.sentence)
        if problems > SHOWN:
            self.stdout.write(f"… e altri {problems - SHOWN}.")
        if problems:
            self.stderr.write(f"Problemi trovati: {problems}, in {walk.count} {records}.")
            sys.exit(1)
