"""An uploaded list, read in a child process; each row judged by itself: number, day, channel, reference.

Nobody is looked for: see `left_out`.
django-import-export runs through the rows and collects what is wrong, in a dry run: nothing is written here.
"""

import re
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from import_export import fields, resources, widgets
from tablib import Dataset

from cascina_whatsapp.security import untrusted_files
from subscribers.models import ConsentRecord, ImportRow
from subscribers.rules import lists
from subscribers.rules.lists import COLUMNS, UnreadableFile, folded
from subscribers.rules.phone import NOTHING, InvalidPhone, mask, to_e164

LINE = "riga"
"""A fifth column, of our own: where in the file the row stands."""
TOO_COMPLEX = (
    "Il file è troppo complesso: copia le sole quattro colonne in un foglio nuovo, salvalo come CSV"
    " e carica quello."
)
BUSY = "In questo momento siamo occupati: riprova fra poco."

Channel = ConsentRecord.Channel
CHANNELS = {
    Channel.PAPER: ("modulo cartaceo", "modulo", "modulo di carta", "carta", "cartaceo"),
    Channel.DESK: ("sportello", "allo sportello", "urp", "sportello urp"),
    Channel.PEC: ("pec", "posta certificata", "posta elettronica certificata"),
    Channel.KEYWORD: (
        "vecchio telefono",
        "telefono precedente",
        "messaggio",
        "messaggio whatsapp",
        "whatsapp",
    ),
}
"""The spellings of the channels by which one can agree outside this service; the last to its old telephone."""
CHANNEL_OF = {spelling: channel for channel, spellings in CHANNELS.items() for spelling in spellings}
MOST_YEARS = 10
LONGEST_REFERENCE = 150
"""The characters of a reference: in the register the reason has 200, and names the import too."""
DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
NUMBER = re.compile(r"[+\d][\d\s./()-]*")
SHORTENED = re.compile(r"\d[.,]?\d*e\+?\d+", re.IGNORECASE)
FORMULA = "C'è una formula: al suo posto va scritto il valore."
MISPLACED = "C'è una data o un'ora dove non va, o una formula: scrivi il valore come testo."


def read(content: bytes) -> Dataset:
    """The rows of the file that aren't empty, each with its line. Raises UnreadableFile."""
    if len(content) > lists.MOST_BYTES:
        raise UnreadableFile(lists.TOO_LARGE)
    dataset = Dataset(headers=[LINE, *COLUMNS])
    for row in _rows(content):
        dataset.append(lists.understood(row))
    return dataset


def _rows(content: bytes) -> list[list[object]]:
    try:
        facts, _ = untrusted_files.read(lists.listed, content)
    except untrusted_files.TooComplex:
        raise UnreadableFile(TOO_COMPLEX) from None
    except untrusted_files.Busy:
        raise UnreadableFile(BUSY) from None
    if "refused" in facts:
        raise UnreadableFile(str(facts["refused"]))
    rows: list[list[object]] = facts["rows"]
    return rows


class BadRows(ValueError):
    """The error that some rows can't be imported, so none is: `where`, `masked` and the `reasons` of each."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__("Nessuno è stato iscritto: ci sono righe da correggere.")
        self.rows = rows


def check(dataset: Dataset, now: datetime) -> list[ImportRow]:
    """The people of the file, not saved. Raises BadRows with all rows that are wrong, and all that is wrong."""
    result = PeopleResource(now).import_data(dataset, dry_run=True)
    for unexpected in [*result.base_errors, *(error for row in result.rows for error in row.errors)]:
        raise unexpected.error
    if result.invalid_rows:
        raise BadRows([_told(dataset[row.number - 1], row.error_dict) for row in result.invalid_rows])
    return [row.instance for row in result.rows]


def _told(row: tuple[Any, ...], errors: dict[str, list[str]]) -> dict[str, Any]:
    line, number, *_ = row
    phone = _e164(number)
    return {
        "where": f"riga {line}",
        "masked": mask(phone) if phone else NOTHING,
        "reasons": [sentence for sentences in errors.values() for sentence in sentences],
    }


def _e164(cell: object) -> str:
    """The number in a cell, or "" where there is none."""
    try:
        return Number().clean(cell)
    except ValueError:
        return ""


def _text(cell: object) -> str:
    """The text of a cell; of a whole number of Excel's, its digits."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if not isinstance(cell, str | int | float | None):  # a day, an hour, an array formula
        raise ValueError(MISPLACED)
    text = " ".join(str("" if cell is None else cell).split())
    if text.startswith("="):
        raise ValueError(FORMULA)
    return text


class Number(widgets.Widget):
    """A telephone number in any spelling → E.164."""

    def clean(self, value: object, row: object = None, **kwargs: Any) -> str:
        text = _text(value).removesuffix(".0")
        if not text:
            raise ValueError("Manca il numero.")
        if SHORTENED.fullmatch(text):
            raise ValueError("Excel ha abbreviato il numero: mostra la colonna come testo e scrivilo intero.")
        if not NUMBER.fullmatch(text):
            raise ValueError("Questo non è un numero di telefono.")
        try:
            return to_e164(text)
        except InvalidPhone:
            raise ValueError("Questo non è un numero di telefono.") from None


class Day(widgets.Widget):
    """The day on which the person agreed → its beginning, in Cascina."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today

    def clean(self, value: object, row: object = None, **kwargs: Any) -> datetime:
        day = value if isinstance(value, date) else self._read(_text(value))
        day = day.date() if isinstance(day, datetime) else day
        if day > self.today:
            raise ValueError("La data è nel futuro.")
        if day.year < self.today.year - MOST_YEARS:
            raise ValueError(f"La data è di più di {MOST_YEARS} anni fa: controllala.")
        return timezone.make_aware(datetime.combine(day, time.min))

    def _read(self, text: str) -> date:
        if not text:
            raise ValueError("Manca la data.")
        for spelling in DAYS:
            try:
                return datetime.strptime(text, spelling).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        raise ValueError("La data va scritta come 31/12/2025.")


class ChannelWidget(widgets.Widget):
    """The widget that reads how a person agreed as a channel of the register."""

    def clean(self, value: object, row: object = None, **kwargs: Any) -> str:
        text = folded(_text(value))
        if not text:
            raise ValueError("Manca il canale.")
        if text not in CHANNEL_OF:
            raise ValueError("Il canale può essere: modulo cartaceo, sportello, PEC o vecchio telefono.")
        return CHANNEL_OF[text]


class Proof(widgets.Widget):
    """A reference to where the proof is kept, "modulo 123/2026".

    It goes into the register, and must be no formula for whoever exports that.
    """

    def clean(self, value: object, row: object = None, **kwargs: Any) -> str:
        text = _text(value)
        if not text:
            raise ValueError("Manca il riferimento della prova, per esempio «modulo 123/2026».")
        if len(text) > LONGEST_REFERENCE:
            raise ValueError(f"Il riferimento è troppo lungo: al massimo {LONGEST_REFERENCE} caratteri.")
        if text.startswith(("+", "-", "@")):
            raise ValueError("Il riferimento non può cominciare con +, - o @.")
        return text


class PeopleResource(resources.ModelResource):
    """The rows of a list → people to be subscribed; only ever run dry."""

    class Meta:
        model = ImportRow
        fields = ("phone", "agreed_at", "channel", "reference")
        force_init_instance = True
        store_instance = True
        skip_diff = True
        use_bulk = True  # else there is a savepoint for each row

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.fields = {
            "phone": fields.Field("phone", "numero", Number()),
            "agreed_at": fields.Field("agreed_at", "data", Day(timezone.localdate(now))),
            "channel": fields.Field("channel", "canale", ChannelWidget()),
            "reference": fields.Field("reference", "riferimento", Proof()),
        }
        self.lines: dict[str, int] = {}
        """The line on which each number stood first."""

    def after_init_instance(self, instance: ImportRow, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        instance.line = row[LINE]

    def validate_instance(
        self,
        instance: ImportRow,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Check what no cell tells by itself."""
        errors = dict(import_validation_errors or {})
        if instance.phone and (about := self._about(instance)):
            errors[NON_FIELD_ERRORS] = about
        if errors:
            raise ValidationError(errors)

    def _about(self, instance: ImportRow) -> list[str]:
        first = self.lines.setdefault(instance.phone, instance.line)
        sentences = []
        if first != instance.line:
            sentences.append(f"Lo stesso numero è già alla riga {first}.")
        if instance.phone[-8:] in "".join(filter(str.isdigit, instance.reference)):
            sentences.append("Nel riferimento c'è il numero di telefono: va scritto quello del modulo.")
        return sentences

    def save_instance(self, instance: ImportRow, is_create: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """Write nothing: there is no import yet that the row could belong to."""
