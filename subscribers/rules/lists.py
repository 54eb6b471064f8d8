"""An uploaded list, CSV or XLSX → the rows of our four columns, or a sentence that says what is wrong with the file.

Nobody trusts the file: not its name, not the sizes that it declares, not its formulas, which stay text. Cells are
never repeated in a sentence: where the headings are missing, they are somebody's number. `listed` is run in a child
process (see `cascina_whatsapp.security.untrusted_files`).
"""

import csv
import io
import mimetypes
import string
import unicodedata
import warnings
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

COLUMNS = ("numero", "data", "canale", "riferimento")
MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_LINES = 60_000
"""The lines of a list with the empty ones: a sheet may claim a million of them."""
MOST_UNPACKED = 32 * 1024 * 1024
"""An XLSX is a ZIP: 20,000 rows take a fifth of this. What a ZIP declares is the most that Python unpacks."""
MOST_MEMBERS = 1000
"""The files in an XLSX; one with four columns has a dozen."""
MOST_COLUMNS = 50
MOST_NAMED = 10
"""Columns that a refusal names: a file may have a million, and a clerk reads a sentence."""
NOT_A_WORKBOOK = (
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)
"""The errors that openpyxl raises for a file that is none, is broken, or needs a password."""

WANTED = f"Le colonne sono quattro: {', '.join(COLUMNS)}."
BROKEN = "Il file non si legge. Salvalo di nuovo come CSV o come XLSX, senza password, e riprova."
OLD_EXCEL = (
    "È un file di Excel di vecchio tipo (XLS) o con password. Salvalo come XLSX, senza password, e riprova."
)
TOO_LARGE = "Il file è troppo grande: al massimo 10 MB."
TOO_MUCH_INSIDE = "Il foglio contiene troppo. Copia le sole quattro colonne in un foglio nuovo e riprova."
TOO_MANY_ROWS = "Le righe sono troppe: al massimo 20.000. Dividi l'elenco in più file."
MANY_SHEETS = "Il file ha più di un foglio: lascia solo quello con l'elenco."
EMPTY = "Nel file non c'è nessuno da iscrivere."

PLAIN = (str, int, float, type(None))
"""Cells that JSON holds as they are; a date is none of them."""
Line = tuple[int, Sequence[object]]
"""A line of a list: its number as Excel counts, and its cells."""


class UnreadableFile(ValueError):
    """The file can't be taken; the message is a sentence in Italian that says what to do."""


def listed(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Read a list for the child process: {"rows": …}, each as `told` writes it, or {"refused": sentence}."""
    try:
        return {"rows": [told(row) for row in rows(content)]}, b""
    except UnreadableFile as refusal:
        return {"refused": str(refusal)}, b""


def told(row: list[object]) -> list[object]:
    """A row as JSON can hold it: days as {"day": "2026-03-05"}, what is misplaced as {}."""
    return [
        cell if isinstance(cell, PLAIN) else {"day": cell.isoformat()[:10]} if isinstance(cell, date) else {}
        for cell in row
    ]


def understood(row: list[Any]) -> list[object]:
    """A row as `told` wrote it, with its days; () is what no column of ours has: an hour, an array formula.

    Raises ValueError, KeyError or TypeError for what `told` never writes.
    """
    return [
        cell if isinstance(cell, PLAIN) else date.fromisoformat(cell["day"]) if cell else () for cell in row
    ]


def rows(content: bytes) -> list[list[object]]:
    """The rows of the file that aren't empty: the line, then the cells of COLUMNS. Raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile(TOO_LARGE)
    lines = _filled(_lines(content))
    _, headings = next(lines, (0, []))
    places = _places(headings)
    found: list[list[object]] = []
    for number, cells in lines:
        if len(found) == MOST_ROWS:
            raise UnreadableFile(TOO_MANY_ROWS)
        found.append([number, *_pick(number, cells, places)])
    if not found:
        raise UnreadableFile(EMPTY)
    return found


def folded(text: str) -> str:
    """Fold a text for comparing headings and channels: no capitals, no accents, no spaces to spare."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _lines(content: bytes) -> Iterable[Line]:
    """Read the lines of a file, told by its first bytes, whatever it is called."""
    if content.startswith(b"PK\x03\x04"):
        return _xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(OLD_EXCEL)
    return _csv(_decoded(content))


def _decoded(content: bytes) -> str:
    """Decode a file as UTF-8, with or without its mark, or as what Excel writes in Italy."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(BROKEN)


def _csv(text: str) -> Iterator[Line]:
    heading = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=heading.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        yield from enumerate(lines, start=1)
    except csv.Error:
        raise UnreadableFile(BROKEN) from None


def _xlsx(content: bytes) -> Iterator[Line]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
                raise UnreadableFile(TOO_MUCH_INSIDE)
            # In an encoding of one byte or two: no workbook declares entities of its own.
            if any(b"<!DOCTYPE" in archive.read(member).replace(b"\0", b"") for member in members):
                raise UnreadableFile(BROKEN)
        yield from enumerate(_sheet(content), start=1)
    except UnreadableFile:
        raise
    except NOT_A_WORKBOOK:
        raise UnreadableFile(BROKEN) from None


def _sheet(content: bytes) -> list[tuple[object, ...]]:
    """The cells of the only sheet. A formula comes as its text, "=A1+1": openpyxl computes nothing."""
    # Half of what the child process takes to start: a CSV is not made to wait for it.
    # It would ask the machine for its types of files, which the child process may not read.
    mimetypes.knownfiles.clear()
    from openpyxl import load_workbook

    with warnings.catch_warnings(action="ignore"):  # they would write a number, taken for a date, to the log
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        if len(book.sheetnames) != 1:
            raise UnreadableFile(MANY_SHEETS)
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, max_row=MOST_LINES + 1, values_only=True)
        return list(rows)


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    """Pass on the lines of a list that aren't empty. Raises UnreadableFile after too many lines."""
    for number, cells in lines:
        if number > MOST_LINES:
            raise UnreadableFile(TOO_MUCH_INSIDE)
        if any(map(_says_something, cells)):
            yield number, cells


def _says_something(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _places(headings: Sequence[object]) -> list[int]:
    """Return where in a line our columns stand. Raises UnreadableFile where one is missing or there are others."""
    names = [folded(str(heading)) if _says_something(heading) else "" for heading in headings]
    missing = [column for column in COLUMNS if names.count(column) != 1]
    if missing:
        raise UnreadableFile(f"Nella prima riga deve esserci una volta sola «{missing[0]}». {WANTED}")
    others = [_letters(place) for place, name in enumerate(names) if name and name not in COLUMNS]
    if others:
        more = f" e altre {len(others) - MOST_NAMED}" if len(others) > MOST_NAMED else ""
        raise UnreadableFile(
            f"Il file ha colonne in più ({', '.join(others[:MOST_NAMED])}{more}): toglile. {WANTED} "
            "Nomi e altri dati non servono, e qui non si caricano."
        )
    return [names.index(column) for column in COLUMNS]


def _letters(place: int) -> str:
    """Return the letters that a spreadsheet writes above a column; the first, A, is 0."""
    before, last = divmod(place, len(string.ascii_uppercase))
    return (_letters(before - 1) if before else "") + string.ascii_uppercase[last]


def _pick(number: int, cells: Sequence[object], places: list[int]) -> list[object]:
    """The cells of our columns; a line that says something beside them is refused."""
    if any(_says_something(cell) for place, cell in enumerate(cells) if place not in places):
        raise UnreadableFile(f"Alla riga {number} c'è qualcosa fuori dalle quattro colonne: toglilo.")
    return [cells[place] if place < len(cells) else "" for place in places]
