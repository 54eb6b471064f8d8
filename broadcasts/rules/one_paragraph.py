"""A text of several paragraphs as one: the same words, without new lines, as WhatsApp takes them at once."""

import re

_LINES = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_POINT = re.compile(r"[-–—•*]\s+(?=\S)")
_ENDS = ".!?:;,…"
"""What already parts one line from the next."""


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
