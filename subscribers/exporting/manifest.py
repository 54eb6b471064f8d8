"""The papers that go with an export: the manifest, the program that verifies the events, and how to use it.

The manifest's keys are Italian: an auditor reads them. `verify_export` reads them too.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet

from cascina_whatsapp.presentation.formatting.dates import in_rome, moment_in_words
from cascina_whatsapp.presentation.formatting.tables import Sink
from subscribers.models import ConsentRecord, RegisterExport, Seal
from subscribers.rules import verify_export

from . import columns
from .filters import Filters, Kind

LEGAL_BASES = {
    "consent": "Consenso dell'interessato (GDPR, art. 6, par. 1, lett. a)",
    "public_task": "Compito di interesse pubblico (GDPR, art. 6, par. 1, lett. e)",
}
README = """\
Registro dei consensi del servizio WhatsApp del Comune di Cascina: esportazione {pk}

Chiesta da {who}, {when}.
Perché: {reason}
Che cosa: {what} ({count} eventi, {numbers}).

CHE COSA C'È QUI
{file}: un evento per riga, nell'ordine del registro. {written}
    È scritto in UTF-8. Un testo che un foglio di calcolo prenderebbe per una formula comincia con un
    apostrofo in più.
manifesto.json: chi, quando, perché, quali filtri, quanti eventi, le impronte (SHA-256).
verify_export.py: il programma che verifica. Non si collega a nulla e non scrive nulla.

COME SI VERIFICA
Serve Python 3.10 o più recente, senza altro. Nella cartella con i file:

    python verify_export.py {file} manifesto.json

Risponde «Tutto corrisponde» oppure dice, riga per riga, che cosa non torna e dove.
{verified}
La prova più forte è un attestato conservato altrove: il Comune ne protocolla uno al giorno. Se il registro è
esportato per intero, l'evento che porta il numero dell'attestato deve avere nel file l'impronta dell'attestato.
"""
WRITTEN = {
    "csv": "Le ore sono in UTC, le colonne separate da punti e virgola.",
    "xlsx": "Le ore sono in UTC.",
}
VERIFIED = {
    "csv": "Ogni evento contiene l'impronta del precedente: non se ne può cambiare, togliere o aggiungere uno\n"
    "senza che si veda. Di un estratto si verificano gli eventi che ci sono, non quelli che mancano.\n",
    "xlsx": "Di un file per Excel si verifica solo che sia quello esportato (SHA-256): per verificare gli eventi\n"
    "uno per uno serve un'esportazione dei dati (CSV).\n",
}
CHECKED = {
    "csv": "il file, e {count} eventi uno per uno",
    "xlsx": "il file (gli eventi di un file per Excel non si verificano uno per uno: servono i dati in CSV)",
}
"""The words for what the program has verified."""


class Measured:
    """Passes bytes on to a stream and measures them: how many, SHA-256 of all."""

    def __init__(self, stream: Sink) -> None:
        self.stream, self.size = stream, 0
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, data: bytes, /) -> int:
        """Take these bytes; return how many."""
        self._digest.update(data)
        self.stream.write(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Flush nothing: nothing is held back."""


def format_of(export: RegisterExport) -> str:
    """Return how the events are written, which is also the ending of their file; once there were two kinds of CSV."""
    return "xlsx" if export.format == RegisterExport.Format.XLSX else "csv"


def file_name(export: RegisterExport) -> str:
    """Return the name of the file of the events, inside the ZIP."""
    return f"registro.{format_of(export)}"


def papers(export: RegisterExport, records: QuerySet[ConsentRecord], measured: Measured) -> dict[str, str]:
    """Build the other files of the ZIP, by their names."""
    return {
        "manifesto.json": as_written(describe(export, records, measured)),
        "verify_export.py": Path(verify_export.__file__).read_text(encoding="utf-8"),
        "LEGGIMI.txt": README.format(
            pk=export.pk,
            who=export.requested_by.get_username(),
            when=moment_in_words(export.requested_at),
            reason=export.reason,
            what=Filters.from_data(export.filters).in_words(),
            count=export.done,
            numbers="con i numeri in chiaro" if export.with_numbers else "senza numeri di telefono",
            file=file_name(export),
            written=WRITTEN[format_of(export)],
            verified=VERIFIED[format_of(export)],
        ),
    }


def as_written(manifest: dict[str, Any]) -> str:
    """Write the manifest as it lies in the ZIP, with a digest of itself, which verify_export computes again."""
    said = json.loads(json.dumps(manifest | {"impronta": ""}))
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    said["impronta"] = hashlib.sha256(plain.encode()).hexdigest()
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def describe(export: RegisterExport, records: QuerySet[ConsentRecord], measured: Measured) -> dict[str, Any]:
    """Build the manifest of an export."""
    filters = Filters.from_data(export.filters)
    ends = records.aggregate(first=Min("sequence"), last=Max("sequence"))
    return {
        "documento": "Esportazione del registro dei consensi, servizio WhatsApp del Comune di Cascina",
        "formato del registro": verify_export.FORMAT,
        "esportazione": export.pk,
        "chiesta da": export.requested_by.get_username(),
        "chiesta il": in_rome(export.requested_at).isoformat(timespec="seconds"),
        "scritta dal": in_rome(export.started_at or export.requested_at).isoformat(timespec="seconds"),
        "perché": export.reason,
        "base giuridica": LEGAL_BASES[settings.LEGAL_BASIS],
        "filtri": {"in parole": filters.in_words(), "dati": export.filters},
        "numeri in chiaro": export.with_numbers,
        "registro intero": filters.is_whole,
        "eventi": export.done,
        "eventi per tipo": _counts(records),
        "primo evento": ends["first"],
        "ultimo evento": ends["last"],
        "catena": {"ultimo evento": export.head_sequence, "impronta": export.head_hash},
        "ultimo sigillo": _last_seal(),
        "file": {
            "nome": file_name(export),
            "formato": format_of(export),
            "byte": measured.size,
            "sha256": measured.sha256,
        },
        "verificato": CHECKED[format_of(export)].format(count=export.done),
        "colonne": [[c.heading, c.field, c.table] for c in columns.columns(with_numbers=export.with_numbers)],
        "tabelle": columns.tables(),
        "variabili dei testi": settings.TEXT_VARIABLES,
    }


def _counts(records: QuerySet[ConsentRecord]) -> dict[str, int]:
    """Count the events of each kind, in the words of the file; their sum is the count."""
    counted = records.order_by().values_list("kind").annotate(count=Count("pk"))
    return {str(Kind(kind).label): count for kind, count in sorted(counted)}


def _last_seal() -> dict[str, Any] | None:
    seal = Seal.objects.first()
    if seal is None:
        return None
    return {
        "sigillo": seal.pk,
        "apposto il": in_rome(seal.sealed_at).isoformat(timespec="seconds"),
        "fino all'evento": seal.sequence,
        "impronta": seal.hash,
        "tracce": seal.trail_sequence,
        "impronta delle tracce": seal.trail_hash,
    }
