"""The signs that a text must not hold, since telephones and feeds show it as it is; and a text as one paragraph.

They are those of a web page's source, and characters that no feed may hold (XML 1.0, 2.2).
"""

import re

TAG = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!--|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE
)
UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_POINT = re.compile(r"[-–—•*]\s+(?=\S)")
_ENDS = ".!?:;,…"
"""What already parts one line from the next."""


def problem_in(text: str) -> str:
    """Say in Italian what to remove from a text; "" where all is well."""
    if found := TAG.search(text):
        return f"Togli «{found[0][:30]}»: è il codice di una pagina, e si leggerebbe così com'è."
    if UNREADABLE.search(text):
        return "C'è un carattere che non si vede e che nessuno può leggere: riscrivi il testo a mano."
    return ""


def in_one_paragraph(text: str) -> str:
    """Put a text on one line: points of a list are parted by ";", other lines that end without a sign by ".".

    "Orari:\\n- banchi alle 7\\n- sosta vietata\\nPoi torna." → "Orari: banchi alle 7; sosta vietata. Poi torna."
    """
    lines = [line.strip() for line in _LINES.split(text)]
    whole, was_point = "", False
    for line in filter(None, lines):
        point = _POINT.match(line)
        words = line[point.end() :] if point else line
        if whole:
            sign = "" if whole[-1] in _ENDS else ";" if was_point and point else "."
            whole += f"{sign} "
        whole, was_point = whole + " ".join(words.split()), bool(point)
    return whole


def end_of_words(text: str, most: int) -> int:
    """Find where the last word ends that fits into so many UTF-16 units; in the middle of one that fills them."""
    room = text.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "ignore")
    end = max(room.rfind(" "), room.rfind("\n"))
    return end if end > 0 else len(room)
