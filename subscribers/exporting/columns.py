"""The register as the auditor takes it away, in CSV or XLSX: its columns, one definition for rows and manifest.

Rows are read and written one by one, in little memory. What begins like a formula has an apostrophe in front, and
only what has none of its own can be mistaken for it (`verify_export` takes exactly one away).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, cast

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextChoices, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat

from cascina_whatsapp.presentation.formatting.tables import Sink, written
from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from subscribers.models import ConsentRecord, Reply, ServiceText, Subscriber

SHEET_ROWS = 1_048_576 - 1
"""Events on one sheet of Excel, under the headings."""
BATCH_SIZE = 2000
"""Rows that are read from the database at a time."""
YES, NO = "sì", "no"
TEXTS = ("announcement", "notice", "confirmation")
Record = Mapping[str, Any]
"""A record of the register, with what `select` puts beside it."""
Cell = Callable[[Record], object]


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field of `verify_export.Entry` that it carries ("" for none), its cells."""

    heading: str
    field: str
    cell: Cell
    table: str = ""
    """The table of the manifest that tells what the cell stands for."""


def labelled(name: str, choices: type[TextChoices]) -> Cell:
    """A code in Italian; one that nobody knows stays as it is."""
    labels = dict(choices.choices)
    return lambda record: labels.get(record[name], record[name])


def text_name(name: str) -> Cell:
    """A text of the service as "key:version"."""
    return lambda record: record[f"{name}_key"] and f"{record[f'{name}_key']}:{record[f'{name}_version']}"


def when_erased(name: str, by: str) -> Cell:
    """Build the cell of a digest, shown where its source is gone; elsewhere it can be made again."""
    return lambda record: None if record[by] is None else record[name]


def confirmation_outcome(record: Record) -> str:
    """Write a confirmation's state, and when it was delivered."""
    told = (OUTCOME(record), record["delivered_at"] and _in_utc(record["delivered_at"]))
    return " ".join(str(word) for word in told if word)


OUTCOME = labelled("outcome", Reply.Status)


def select(records: QuerySet[ConsentRecord], *, with_numbers: bool) -> QuerySet[ConsentRecord, Record]:
    """Select what the cells of records are made of, in the order of the register."""
    reply = Reply.objects.filter(consent=OuterRef("pk")).order_by()
    beside: dict[str, Any] = {
        "outcome": Subquery(reply.values("status")[:1]),
        "delivered_at": Subquery(reply.values("delivered_at")[:1]),
        **{f"{text}_{part}": F(f"{text}__{part}") for text in TEXTS for part in ("key", "version")},
    }
    if with_numbers:
        beside["number"] = number()
    return records.order_by("sequence").annotate(**beside).values()


def number() -> Coalesce:
    """Select a subscriber's stored number, or the id that WhatsApp gives instead; nobody else has one."""
    return Coalesce(_number("phone_pseudonym"), _number("bsuid_pseudonym"))


def _number(name: str) -> Subquery:
    known = Subscriber.objects.exclude(**{name: ""}).filter(**{name: OuterRef("pseudonym")}, merged_into=None)
    address = Case(
        When(phone="", then=_of_column("bsuid")), default=_of_column("phone"), output_field=TextField()
    )
    return Subquery(known.order_by().values(shown=address)[:1])


def _of_column(name: str) -> Combinable:
    """The value as the database has it, encrypted, after the name of its column, to which it is bound."""
    return Concat(Value(f"{name}:"), F(name), output_field=TextField())


def address(record: Record) -> str:
    """Decrypt a subscriber's number or BSUID, as `number` selects it."""
    name, _, value = (record["number"] or "").partition(":")
    if not value:
        return ""
    field = cast(EncryptedTextField, Subscriber._meta.get_field(name))
    return field.decrypted(value)


COLUMNS = (
    Column("progressivo", "sequence", itemgetter("sequence")),
    Column("evento", "event_id", itemgetter("event_id")),
    Column("che cosa", "kind", labelled("kind", ConsentRecord.Kind), "eventi"),
    Column("pseudonimo", "pseudonym", itemgetter("pseudonym")),
    Column("ora del messaggio", "at_whatsapp", itemgetter("at_whatsapp")),
    Column("ora di registrazione", "recorded_at", itemgetter("recorded_at")),
    Column("ha avuto effetto", "took_effect", lambda record: YES if record["took_effect"] else NO, "sì e no"),
    Column("parole scritte", "words", itemgetter("words")),
    Column("regola", "rule", itemgetter("rule")),
    Column("versione delle regole", "rule_version", itemgetter("rule_version")),
    Column("canale", "channel", labelled("channel", ConsentRecord.Channel), "canali"),
    Column("argomenti", "topics", itemgetter("topics")),
    Column("annuncio", "announcement", text_name("announcement"), "testi"),
    Column("informativa", "notice", text_name("notice"), "testi"),
    Column("conferma", "confirmation", text_name("confirmation"), "testi"),
    Column("esito della conferma", "", confirmation_outcome),
    Column("operatore", "actor", itemgetter("actor_id")),
    Column("motivo", "reason", itemgetter("reason")),
    Column("eventi svuotati", "erases", itemgetter("erases")),
    Column("impronta del messaggio", "message_digest", itemgetter("message_digest")),
    Column("sale del contenuto", "content_salt", itemgetter("content_salt")),
    Column("sale dello pseudonimo", "subject_salt", itemgetter("subject_salt")),
    Column("impronta del contenuto", "content_digest", when_erased("content_digest", "content_erased_by")),
    Column("impronta dello pseudonimo", "subject_digest", when_erased("subject_digest", "subject_erased_by")),
    Column("contenuto svuotato da", "content_erased_by", itemgetter("content_erased_by")),
    Column("pseudonimo svuotato da", "subject_erased_by", itemgetter("subject_erased_by")),
    Column("impronta precedente", "previous_hash", itemgetter("previous_hash")),
    Column("impronta", "hash", itemgetter("hash")),
)
NUMBER = Column("numero", "", address)


def tables() -> dict[str, dict[str, Any]]:
    """Map the cells of each table to what the register holds: Italian word → value."""
    texts = ServiceText.objects.order_by("key", "version")
    return {
        "eventi": {label: code for code, label in ConsentRecord.Kind.choices},
        "canali": {label: code for code, label in ConsentRecord.Channel.choices},
        "sì e no": {YES: True, NO: False},
        "testi": {"": None}
        | {f"{text.key}:{text.version}": [text.key, text.version, text.sha256] for text in texts},
    }


def columns(*, with_numbers: bool) -> tuple[Column, ...]:
    """List the columns of an export, in their order."""
    return (*COLUMNS, NUMBER) if with_numbers else COLUMNS


def rows(records: QuerySet[ConsentRecord], *, with_numbers: bool) -> Iterator[list[str | int]]:
    """Yield the headings, then the cells of each record."""
    chosen = columns(with_numbers=with_numbers)
    yield [column.heading for column in chosen]
    for record in select(records, with_numbers=with_numbers).iterator(BATCH_SIZE):
        yield [as_text(column.cell(record)) for column in chosen]


def write(
    records: QuerySet[ConsentRecord],
    stream: Sink,
    *,
    is_sheet: bool = False,
    with_numbers: bool = False,
) -> None:
    """Write these records to `stream`, as CSV or as a sheet of Excel."""
    table = rows(records, with_numbers=with_numbers)
    if is_sheet:
        from cascina_whatsapp.presentation.formatting.sheets import workbook  # a large library

        workbook({"Registro dei consensi": table}, stream)
    else:
        for piece in written(table):
            stream.write(piece)


def as_text(value: object) -> str | int:
    """Write a value as PostgreSQL prints it, moments in UTC."""
    match value:
        case None:
            return ""
        case datetime():
            return _in_utc(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case int():
            return value
    return str(value)


def _in_utc(moment: datetime) -> str:
    text = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    return f"{text.rstrip('0').rstrip('.')}+00"
