"""The columns of an export of the register: one definition, for the query, the spreadsheet and the manifest.

The database makes every cell, so that COPY and a loop in Python write the same bytes. A spreadsheet must run
nothing that a citizen wrote: a text that begins like a formula gets an apostrophe in front, and only one that
has none of its own can be mistaken for it (`verify_export` takes exactly one away).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Left, NullIf
from django.db.models.lookups import In

from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from subscribers.models import ConsentRecord, Reply, ServiceText, Subscriber

RISKY = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"]
"""The beginnings of a formula (OWASP, CSV injection; the wide ones for Asian spreadsheets), and our apostrophe."""
YES, NO = "sì", "no"
ALIAS = "cell_"
"""The beginning of a column's name in the query, where the model has fields of that name."""


Cell = Callable[[], Combinable]


@dataclass(frozen=True)
class Column:
    """One column: its heading, the field of `verify_export.Entry` that it carries ("" for none), its cells."""

    heading: str
    field: str
    cell: Cell
    """Makes the expression; called for each query, since some need to look something up."""
    table: str = ""
    """The table of the manifest that tells what the cell stands for."""
    name: str = ""
    """The name in the query, for a column that carries no field."""
    is_moment: bool = False

    @property
    def alias(self) -> str:
        return ALIAS + (self.field or self.name)


def plain(name: str) -> Cell:
    """Return a cell with the field as it is."""
    return lambda: F(name)


def filled(name: str) -> Cell:
    """A text that no formula can begin; nothing where it is empty."""
    return lambda: NullIf(F(name), Value(""))


def free(name: str) -> Cell:
    """A text that people, or we, may begin with anything."""
    return lambda: guarded(F(name))


def guarded(text: Combinable) -> Case:
    """`text` with an apostrophe in front where it begins like a formula."""
    begins = Left(text, 1)
    return Case(
        When(In(begins, RISKY), then=Concat(Value("'"), text, output_field=TextField())),
        default=NullIf(text, Value("")),
        output_field=TextField(),
    )


def harmless(text: str) -> str:
    """Guard a text in Python with an apostrophe, where it begins like a formula."""
    return f"'{text}" if text.startswith(tuple(RISKY)) else text


def labelled(name: str, choices: type[TextChoices]) -> Cell:
    """A code in Italian; one that nobody knows stays as it is."""
    whens = [When(**{name: value}, then=Value(label)) for value, label in choices.choices]
    return lambda: Case(*whens, default=F(name), output_field=TextField())


def yes_or_no(name: str) -> Cell:
    return lambda: Case(When(**{name: True}, then=Value(YES)), default=Value(NO), output_field=TextField())


def text_name(name: str) -> Cell:
    """A text of the service as "key:version". Few are used: comparing beats joining for each of a million rows."""

    def cell() -> Case:
        used = ServiceText.objects.filter(Exists(ConsentRecord.objects.filter(**{name: OuterRef("pk")})))
        whens = [When(**{f"{name}_id": text.pk}, then=Value(versioned_key(text))) for text in used]
        return Case(*whens, default=None, output_field=TextField())

    return cell


def versioned_key(text: ServiceText) -> str:
    """Name a version of a text as an export calls it."""
    return f"{text.key}:{text.version}"


def when_erased(name: str, by: str) -> Cell:
    """Build the cell of a digest, shown where its source is gone; elsewhere it can be made again."""
    return lambda: Case(
        When(**{f"{by}__isnull": False}, then=F(name)), default=None, output_field=TextField()
    )


def confirmation_outcome() -> Subquery:
    """Build the subquery of a confirmation's state, and when it was delivered."""
    label = labelled("status", Reply.Status)()
    delivered = Concat(label, Value(" "), Cast("delivered_at", TextField()), output_field=TextField())
    outcome = Case(When(delivered_at=None, then=label), default=delivered, output_field=TextField())
    return Subquery(Reply.objects.filter(consent=OuterRef("pk")).order_by().values(outcome=outcome)[:1])


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


def address(stored: str) -> str:
    """Decrypt a subscriber's number or BSUID, as `number` selects it, and make it safe in a spreadsheet."""
    name, _, value = stored.partition(":")
    if not value:
        return ""
    field = cast(EncryptedTextField, Subscriber._meta.get_field(name))
    return harmless(field.decrypted(value))


COLUMNS = (
    Column("progressivo", "sequence", plain("sequence")),
    Column("evento", "event_id", plain("event_id")),
    Column("che cosa", "kind", labelled("kind", ConsentRecord.Kind), "eventi"),
    Column("pseudonimo", "pseudonym", filled("pseudonym")),
    Column("ora del messaggio", "at_whatsapp", plain("at_whatsapp"), is_moment=True),
    Column("ora di registrazione", "recorded_at", plain("recorded_at"), is_moment=True),
    Column("ha avuto effetto", "took_effect", yes_or_no("took_effect"), "sì e no"),
    Column("parole scritte", "words", free("words")),
    Column("regola", "rule", free("rule")),
    Column("versione delle regole", "rule_version", free("rule_version")),
    Column("canale", "channel", labelled("channel", ConsentRecord.Channel), "canali"),
    Column("argomenti", "topics", plain("topics")),
    Column("annuncio", "announcement", text_name("announcement"), "testi"),
    Column("informativa", "notice", text_name("notice"), "testi"),
    Column("conferma", "confirmation", text_name("confirmation"), "testi"),
    Column("esito della conferma", "", confirmation_outcome, name="outcome"),
    Column("operatore", "actor", plain("actor_id")),
    Column("motivo", "reason", free("reason")),
    Column("eventi svuotati", "erases", plain("erases")),
    Column("impronta del messaggio", "message_digest", filled("message_digest")),
    Column("sale del contenuto", "content_salt", filled("content_salt")),
    Column("sale dello pseudonimo", "subject_salt", filled("subject_salt")),
    Column("impronta del contenuto", "content_digest", when_erased("content_digest", "content_erased_by")),
    Column("impronta dello pseudonimo", "subject_digest", when_erased("subject_digest", "subject_erased_by")),
    Column("contenuto svuotato da", "content_erased_by", plain("content_erased_by")),
    Column("pseudonimo svuotato da", "subject_erased_by", plain("subject_erased_by")),
    Column("impronta precedente", "previous_hash", plain("previous_hash")),
    Column("impronta", "hash", plain("hash")),
)
NUMBER = Column("numero", "", number, name="number")


def tables() -> dict[str, dict[str, Any]]:
    """Map the cells of each table to what the register holds: Italian word → value."""
    texts = ServiceText.objects.order_by("key", "version")
    return {
        "eventi": {label: code for code, label in ConsentRecord.Kind.choices},
        "canali": {label: code for code, label in ConsentRecord.Channel.choices},
        "sì e no": {YES: True, NO: False},
        "testi": {"": None} | {versioned_key(text): [text.key, text.version, text.sha256] for text in texts},
    }


def columns(*, with_numbers: bool) -> tuple[Column, ...]:
    """List the columns of an export, in their order."""
    return (*COLUMNS, NUMBER) if with_numbers else COLUMNS


class InFigures(Func):
    """A moment as Excel in Italy reads it, on Cascina's clocks, written by PostgreSQL: "08/06/2026 10:00:00"."""

    template = "to_char(%(expressions)s AT TIME ZONE 'Europe/Rome', 'DD/MM/YYYY HH24:MI:SS')"
    output_field = TextField()


def in_figures(chosen: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns with moments that PostgreSQL writes in figures."""
    return tuple(replace(one, cell=figures(one.cell)) if one.is_moment else one for one in chosen)


def figures(moment: Cell) -> Cell:
    return lambda: InFigures(moment())


def select(records: QuerySet[ConsentRecord], chosen: Iterable[Column]) -> QuerySet[ConsentRecord, Any]:
    """Select the cells of records, as dictionaries, in the order of the register."""
    cells = {column.alias: column.cell() for column in chosen}
    return records.order_by("sequence").values(**cells)


def written(value: object) -> str | int:
    """Write a value as COPY prints it."""
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
