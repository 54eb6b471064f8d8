"""The writing of numbers in Italian."""

import re
from decimal import ROUND_HALF_UP, Decimal
from math import ceil


def grouped(number: int) -> str:
    """Write a number with points: 1660 → "1.660"."""
    return f"{number:,}".replace(",", ".")


def money(amount: Decimal, *, places: int = 2, currency: str = "$") -> str:
    """1234.5 → "1.234,50 $"; an amount is rounded half up, as on an invoice."""
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, part = f"{rounded:,f}".partition(".")
    return f"{whole.replace(',', '.')}{',' if part else ''}{part} {currency}"


def unbroken(text: str) -> str:
    """Keep an amount and its sign on one line: "12,90 $", "62 %", "118 kB"."""
    return re.sub(r"(\d) (?=(?:[$€%]|[kM]B))", "\\1\u00a0", text)


def weight(size: int) -> str:
    """Write a file's size from its bytes: "118 kB", "2,4 MB"."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{ceil(size / 1000)} kB"


def many(number: int, one: str, more: str) -> str:
    """Write how many there are: "1 persona", "1.660 persone"."""
    return f"{grouped(number)} {one if number == 1 else more}"


def share(part: int, whole: int) -> int:
    """Per cent, rounded half up; 0 and 100 are kept for nobody and everybody."""
    if part in (0, whole):
        return 100 if part else 0
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


def per_cent(part: int, whole: int) -> str:
    """Write a share: "62 %"; "meno dell'1 %" of what is so little."""
    return "meno dell'1 %" if 0 < part * 100 < whole else f"{share(part, whole)} %"


def the_per_cent(part: int, whole: int) -> str:
    """Write a percentage with its article: "il 62 %", "l'8 %", "lo 0 %"."""
    if 0 < part * 100 < whole:
        return per_cent(part, whole)
    number = share(part, whole)
    article = "lo " if number == 0 else "l'" if number in (1, 8, 11) or 80 <= number < 90 else "il "
    return f"{article}{number} %"
