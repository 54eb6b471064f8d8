"""Files of other programs, which no telephone shows: what each is, and how its program makes a PDF of it.

Recognised by their content, by bytes that stand in the clear: nothing is unpacked here. A name only helps where the
content says no more than whose program it was.
"""

from pathlib import PurePath

ZIP, OLE, RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
"""The beginnings of a packed file, of an Office document until 2003 or with a password, of a rich text."""
OFFICE_MENU, LIBRE_MENU, APPLE_MENU = (
    "File → Salva con nome → PDF",
    "File → Esporta nel formato PDF",
    "File → Esporta come → PDF",
)
WORD = f"È un documento di Word: esportalo come PDF ({OFFICE_MENU})."
POWERPOINT = f"È una presentazione di PowerPoint: esportala come PDF ({OFFICE_MENU})."
EXCEL = f"È un foglio di Excel: esportalo come PDF ({OFFICE_MENU})."
WRITER = f"È un documento di LibreOffice: esportalo come PDF ({LIBRE_MENU})."
IMPRESS = f"È una presentazione di LibreOffice: esportala come PDF ({LIBRE_MENU})."
CALC = f"È un foglio di LibreOffice: esportalo come PDF ({LIBRE_MENU})."
DRAW = f"È un disegno di LibreOffice: esportalo come PDF ({LIBRE_MENU})."
PAGES = f"È un documento di Pages: esportalo come PDF ({APPLE_MENU})."
KEYNOTE = f"È una presentazione di Keynote: esportala come PDF ({APPLE_MENU})."
NUMBERS = f"È un foglio di Numbers: esportalo come PDF ({APPLE_MENU})."
RICH_TEXT = "È un documento di testo (RTF): aprilo ed esportalo come PDF."
PACKED = "È una cartella compressa (ZIP): aprila, e scegli il PDF o l'immagine che c'è dentro."

PACKED_PARTS = {
    b"word/document": WORD,
    b"ppt/presentation": POWERPOINT,
    b"xl/workbook": EXCEL,
    b"mimetypeapplication/vnd.oasis.opendocument.text": WRITER,
    b"mimetypeapplication/vnd.oasis.opendocument.presentation": IMPRESS,
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet": CALC,
    b"mimetypeapplication/vnd.oasis.opendocument.graphics": DRAW,
}
"""Names of files within a packed one, which stand in it unpacked (ECMA-376, part 2; ODF 1.3, part 2, 3.3)."""
APPLE_PART = b"Index/Document.iwa"
OLE_PARTS = {
    "WordDocument".encode("utf-16-le"): WORD,
    "PowerPoint Document".encode("utf-16-le"): POWERPOINT,
    "Workbook".encode("utf-16-le"): EXCEL,
}
"""Names of streams ([MS-CFB] 2.6.1)."""
SUFFIXES = {
    (".doc", ".docx", ".docm", ".dot", ".dotx"): WORD,
    (".ppt", ".pptx", ".pptm", ".pps", ".ppsx"): POWERPOINT,
    (".xls", ".xlsx", ".xlsm", ".csv"): EXCEL,
    (".odt", ".ott"): WRITER,
    (".odp",): IMPRESS,
    (".ods",): CALC,
    (".odg",): DRAW,
    (".pages",): PAGES,
    (".key",): KEYNOTE,
    (".numbers",): NUMBERS,
    (".rtf",): RICH_TEXT,
}


def advice(content: bytes, name: str) -> str:
    """Say in Italian what the file is and how to make a PDF of it; "" for one that its content does not betray."""
    if content.startswith(ZIP):
        if APPLE_PART in content:
            return advice_by_name(name) or PAGES
        return _part(PACKED_PARTS, content) or advice_by_name(name) or PACKED
    if content.startswith(OLE):
        return _part(OLE_PARTS, content) or advice_by_name(name)
    return RICH_TEXT if content.startswith(RTF) else ""


def advice_by_name(name: str) -> str:
    """Say what the file calls itself, where its content is neither that nor a picture or a PDF; "" for nothing."""
    suffix = PurePath(name).suffix.lower()
    return next((sentence for suffixes, sentence in SUFFIXES.items() if suffix in suffixes), "")


def _part(parts: dict[bytes, str], content: bytes) -> str:
    return next((sentence for mark, sentence in parts.items() if mark in content), "")
